"""The day's sheet tells what was only sorted, and which petitions ask for a review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

SHEET = "/desk/triage/day/"


def test_what_was_only_sorted_waits_to_be_assigned(browser: Browser, now: Callable[[datetime], None]) -> None:
    now(cast.START + timedelta(hours=2))
    number = cast.comes_in().number
    actions.triage(
        number, klass="appeal", category="040100", by=cast.DAN, now=cast.START + timedelta(hours=1)
    )
    page = page_of(browser("dan").get(SHEET))
    sorted_here = page[page.index("处理去向") :]
    row = sorted_here[sorted_here.index(number) :].split("</tr>", 1)[0]
    assert "待派发" in row
    assert "梳理" not in row


def test_a_request_for_review_is_marked_wherever_it_is_chosen(
    browser: Browser, now: Callable[[datetime], None]
) -> None:
    first = cast.comes_in().number
    at = cast.go(first, Verb.DELIVER)
    review = ask_review(first, text="对意见不服。", by=cast.PAK, now=at + timedelta(hours=1), token="r" * 32)
    now(at + timedelta(hours=2))
    page = page_of(browser("dan").get(SHEET))
    (row,) = [row for row in page.split("</tr>") if f">{review.number}<" in row]
    assert ">复查<" in row
    listed = page_of(browser("dan").get("/desk/duty/receptions/new/"))
    assert f'value="{review.number}">复查 · ' in listed
    assert f'value="{first}">复查' not in listed
