"""Who speaks in confidence where the register's field says more than the name, and words say less."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.titles import titled_anew
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.reading import EDITION
from huiyin.rules.vocabulary import Verb
from huiyin.web.portal import submitting
from huiyin.web.portal.forms import Manner
from tests.rooms import cast
from tests.web.confidence_cast import HIDDEN, a_leader, names_in, secret
from tests.web.conftest import Browser, page_of

COUPLE = Person(name="金顺姬夫妇", phone="19900001234 19900005678")


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=60))


@pytest.mark.parametrize(
    "field", ["金顺姬夫妇", "金顺姬 女 1950年生", "金顺姬之女朴春花", "金顺姬：残疾人", "金顺姬 kim soonhee"]
)
def test_a_field_that_says_more_than_the_name_hides_it(browser: Browser, field: str) -> None:
    number = secret(person=Person(name=field), text="我叫金顺姬，水管漏水。")
    cast.go(number, Verb.NOTIFY)
    assert names_in(browser, "bao", f"/desk/matter/{number}/") == HIDDEN
    assert number not in page_of(browser("bao").get("/desk/search/", {"q": "金顺姬"}))


def test_a_file_that_names_one_of_a_couple_is_not_handed_out(browser: Browser) -> None:
    number = secret(person=COUPLE)
    attach(number, upload=Upload("信.txt", 3, BytesIO(b"abc")), by=cast.DAN, now=cast.START)
    told = {"reading": "whole", "edition": EDITION, "hidden": ""}
    FileText.objects.create(number=number, seq=2, text="我叫金顺姬", **told)
    cast.go(number, Verb.NOTIFY)
    assert browser("bao").get(f"/desk/matter/{number}/file/2/").status_code == 403


def test_a_title_that_names_one_of_a_couple_is_refused() -> None:
    with pytest.raises(NotDone) as no:
        secret(person=COUPLE, title="金顺姬反映漏水")
    assert no.value.refused.reason == "title_tells_who"


@pytest.mark.parametrize("who", ["金**", "金女士", "金某某", "金某"])
def test_a_title_with_the_surname_is_refused(who: str) -> None:
    with pytest.raises(NotDone) as no:
        secret(title=f"{who}反映漏水")
    assert no.value.refused.reason == "title_tells_who"


def test_a_title_without_a_name_stays_where_nobody_gave_one() -> None:
    number = secret(title="水管漏水", person=Person(phone="19900001234"))
    assert titled_anew(number) == {}


def test_the_portals_own_title_tells_nobody_who_is_masked() -> None:
    text = "村民金大山家漏水，我叫金顺姬"
    clean = {"text": text, "name": "金顺姬", "accused": "", "manner": Manner.CONFIDENTIAL}
    assert submitting._title(clean, Person(name="金顺姬")) == "村民×××家漏水，我叫×××"
    assert submitting._title({**clean, "manner": Manner.NAMED}, cast.JIN) == "村民金**家漏水，我叫金**"
