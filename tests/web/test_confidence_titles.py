"""Numbers that somebody in confidence wrote themself stand in no title: every list and every table shows it. Art. 30."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.protecting import accuse
from huiyin.rooms.cases.registering import link
from huiyin.rooms.intake import messages
from huiyin.rules.vocabulary import MatterClass
from huiyin.web.portal import submitting
from huiyin.web.portal.forms import Manner
from tests.rooms import cast
from tests.web.confidence_cast import AT, secret
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("people")
#: Another number than the register has of Jin.
OWN = "19900007782"


def title_of(number: str) -> str:
    return str(Matter.objects.get(pk=number).title.text)


@pytest.mark.parametrize("text", [f"夜里施工，我手机{OWN}。", "夜里施工，太吵。"])
def test_a_title_with_their_own_number_is_refused(text: str) -> None:
    with pytest.raises(NotDone) as no:
        secret(title=f"请打{OWN}，夜里施工", text=text)
    assert (no.value.refused.reason, no.value.refused.field) == ("title_tells_who", "title")


def test_the_number_in_their_words_is_one_in_the_title_however_it_is_written() -> None:
    with pytest.raises(NotDone) as no:
        secret(title="请打7782 2001，夜里施工", text="我座机77822001。")
    assert no.value.refused.reason == "title_tells_who"


def test_other_numbers_and_titles_without_confidence_stay() -> None:
    assert title_of(secret(title="打12345没用，欠1234567元")) == "打12345没用，欠1234567元"
    assert title_of(cast.comes_in(title=f"请打{OWN}").number) == f"请打{OWN}"


def test_sorted_as_a_tip_off_the_title_loses_the_number(browser: Browser) -> None:
    number = cast.comes_in(title=f"收钱不办事，电话{OWN}", text=f"收钱不办事，电话{OWN}。").number
    actions.triage(number, klass="tip_off", category="040100", by=cast.DAN, now=AT)
    assert title_of(number) == "收钱不办事，电话****"
    assert OWN not in page_of(browser("dan").get("/desk/list/export.csv"))


def test_accused_before_it_is_sorted_the_title_loses_the_number() -> None:
    number = cast.comes_in(title=f"收钱不办事，电话{OWN}").number
    accuse(number, text="收钱", accused=cast.WATER, by=cast.DAN, now=AT)
    assert title_of(number) == "收钱不办事，电话****"


def test_joined_to_what_was_told_in_confidence_both_titles_lose_it() -> None:
    open_one, home = (
        cast.comes_in(title=f"漏水，电话{OWN}").number,
        cast.comes_in(title="漏水打19900008888").number,
    )
    link(secret(title="漏水"), other=home, by=cast.DAN, now=cast.START)
    assert title_of(home) == "漏水打****"
    assert title_of(open_one) == f"漏水，电话{OWN}", "nobody there asked for confidence"


def test_an_imported_tip_off_is_titled_without_the_number() -> None:
    written: dict[str, Any] = {}

    class Pen:
        def write(self, verb: object, given: dict[str, Any], **_: object) -> None:
            written.setdefault(str(verb), given)

    message = messages.Message(
        "s:1", Person(), f"举报收钱，{OWN}", "收钱。", cast.START, MatterClass.TIP_OFF.value, "040100", True
    )
    profile: Any = type("Profile", (), {"name": "replied"})()
    messages._known_life(Pen(), message, profile, cast.WATER, cast.DAN, cast.BO)  # type: ignore[arg-type]
    assert [given.get("title") for given in written.values()] == ["举报收钱，****"]


@pytest.mark.parametrize(("manner", "accused"), [(Manner.CONFIDENTIAL, ""), (Manner.NAMED, cast.WATER)])
def test_the_portals_own_title_is_never_refused(manner: Manner, accused: str) -> None:
    clean = {"text": f"打{OWN}，漏水", "name": "金顺姬", "accused": accused, "manner": manner}
    title = submitting._title(clean, Person(name="金顺姬"))
    assert OWN not in title
    assert title_of(secret(title=title, text=clean["text"])) == title
