"""Citizens read whose work it is by the house's name: what an office or work group inside it is called says nothing outside."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.translation import override

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.shown import Publication
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.vocabulary import Verb
from huiyin.web.portal import mails
from huiyin.web.shared import county
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("county")
HOUSE = {"zh-hans": "县委群众工作部", "ko": "군중사업부", "en": "Department"}
NAMES = {"zh-hans": "七组", "ko": "7조", "en": "Work Group 7"}


@pytest.fixture(autouse=True)
def names(county: None) -> None:
    """The work group and its house with short names, as lists show them."""
    Unit.objects.filter(pk=cast.GROUP).update(short="七组", name_ko="7조", name_en="Work Group 7")
    Unit.objects.filter(pk=cast.DEPARTMENT).update(name_ko=HOUSE["ko"], name_en=HOUSE["en"])
    forget()


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_published_answers_name_the_house(browser: Browser, language: str) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.CLOSE) + timedelta(hours=1)
    row = Publication.objects.create(
        matter_id=number, title="t", question="q", answer="a", unit=cast.GROUP, at=at
    )
    for path in ("/done/", f"/done/{row.pk}/"):
        page = page_of(browser(language=language).get(path)).split("<main", 1)[1]
        assert HOUSE[language] in page, path
        assert NAMES[language] not in page, path


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_a_matters_own_page_names_the_house(browser: Browser, language: str) -> None:
    receipt = cast.comes_in()
    cast.go(receipt.number, Verb.TRIAGE)
    at = cast.START + timedelta(hours=2)
    actions.forward(receipt.number, to=cast.GROUP, by=cast.DAN, now=at)
    actions.sign(receipt.number, by=cast.GU, now=at)
    actions.notify(receipt.number, notice="written", by=cast.GU, now=at)
    client = browser(language=language)
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    page = page_of(client.get("/follow/")).split("<main", 1)[1]
    told = re.sub(r"<[^>]+>", "", page)
    assert HOUSE[language] in told
    assert NAMES[language] not in told


def test_mails_name_the_house() -> None:
    number = cast.comes_in().number
    cast.go(number, Verb.TRIAGE)
    actions.forward(number, to=cast.GROUP, by=cast.DAN, now=cast.START + timedelta(hours=2))
    file = file_of(number)
    with override("zh-hans"):
        said = str(mails._stands(file.petitions[0], file, now=cast.START + timedelta(hours=3)))
        assert "县委群众工作部" in said
        assert "七组" not in said
        assert "七组" in county.unit_name(cast.GROUP), "the desk goes on calling it so"
