"""Confidence before a matter is sorted and after it is sorted otherwise: what accuses somebody, what once was a tip-off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions, protecting
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.registering import link, unlink
from tests.rooms import cast
from tests.web.confidence_cast import AT, HIDDEN, PAK, SECRET, TOLD, WHOLE, a_leader, names_in
from tests.web.conftest import Browser, page_of

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def later_with_a_leader(now: Any, people: dict[str, User]) -> None:
    a_leader(people)
    now(cast.START + timedelta(hours=60))


def sort(number: str, klass: str, at: Any = AT) -> None:
    actions.triage(number, klass=klass, category="040100", by=cast.DAN, now=at)


def tells(browser: Browser, number: str, user: str = "lee") -> bool:
    """Whether the matter's page tells who speaks."""
    return names_in(browser, user, f"/desk/matter/{number}/")[0]


def test_what_accuses_somebody_is_kept_until_it_is_sorted(browser: Browser) -> None:
    number = cast.comes_in(accused=cast.BUREAU, text=TOLD, title="漏水").number
    assert names_in(browser, "lee", f"/desk/matter/{number}/") == HIDDEN
    assert names_in(browser, "dan", f"/desk/matter/{number}/") == WHOLE
    assert number not in page_of(browser("lee").get("/desk/search/", {"q": "金顺姬"}))
    assert number in page_of(browser("dan").get("/desk/search/", {"q": "金顺姬"}))
    sort(number, "appeal")
    assert names_in(browser, "lee", f"/desk/matter/{number}/") == WHOLE


def test_naming_the_accused_before_sorting_words_a_title_that_tells_anew(browser: Browser) -> None:
    number, beside = (cast.comes_in(title="金顺姬：水站", text=TOLD).number for _ in range(2))
    link(beside, other=number, by=cast.DAN, now=AT)
    protecting.accuse(number, text="水站", accused=cast.WATER, by=cast.DAN, now=AT)
    titles = Matter.objects.filter(pk__in=[number, beside]).values_list("confidential", "title__text")
    assert set(titles) == {(True, "×××：水站")}
    assert not [word for word in SECRET if word in page_of(browser("lee").get("/desk/list/?state=all"))]


def test_what_was_a_tip_off_stays_confidential(browser: Browser) -> None:
    number = cast.comes_in(text=TOLD).number
    sort(number, "tip_off")
    actions.note(number, text="与金顺姬（19900001234）核实。", by=cast.DAN, now=AT)
    sort(number, "appeal")
    assert names_in(browser, "lee", f"/desk/matter/{number}/") == HIDDEN
    assert names_in(browser, "dan", f"/desk/matter/{number}/") == WHOLE


def test_a_slip_that_is_mended_at_once_leaves_nothing(browser: Browser) -> None:
    number = cast.comes_in(text=TOLD).number
    sort(number, "tip_off")
    sort(number, "appeal")
    assert tells(browser, number)


def test_what_was_joined_while_it_was_a_tip_off_parts_in_confidence(browser: Browser) -> None:
    home, other = cast.comes_in(text=TOLD).number, cast.comes_in(person=PAK, text="漏水").number
    sort(home, "tip_off")
    link(other, other=home, remark="与金顺姬（19900001234）同一件", by=cast.DAN, now=AT)
    sort(home, "appeal")
    unlink(other, reason="金顺姬说不是", by=cast.DAN, now=AT)
    assert not tells(browser, other)


@pytest.mark.parametrize("written", [True, False])
def test_what_was_written_in_a_joined_one_meanwhile_keeps_both(browser: Browser, written: bool) -> None:
    home, other = cast.comes_in(text=TOLD).number, cast.comes_in(person=PAK, text="漏水").number
    link(other, other=home, by=cast.DAN, now=AT)
    sort(home, "appeal", AT + MINUTE)
    sort(home, "tip_off", AT + 2 * MINUTE)
    sort(home, "tip_off", AT + 3 * MINUTE)
    if written:
        actions.note(other, text="金顺姬（19900001234）也来过。", by=cast.DAN, now=AT + 4 * MINUTE)
    sort(home, "appeal", AT + 5 * MINUTE)
    unlink(other, reason="不是一件", by=cast.DAN, now=AT + 6 * MINUTE)
    assert [row.confidential for row in Matter.objects.filter(pk__in=[home, other])] == [written, written]
    if written:
        assert not tells(browser, other)
