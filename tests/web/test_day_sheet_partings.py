"""The sheet of the day where a petition was joined to another and parted from it again: on one day, or on two."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.cases import registering
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("county", "people")
Clock = Callable[[datetime], None]


@pytest.mark.parametrize("sorted_before", [False, True])
def test_what_was_joined_and_parted_on_one_day_stands_as_it_is(
    browser: Browser, now: Clock, sorted_before: bool
) -> None:
    other, mine = cast.comes_in(title="停水").number, cast.comes_in(title="老屋没有自来水").number
    hour = timedelta(hours=1)
    if sorted_before:
        cast.go(mine, Verb.TRIAGE)
    registering.link(mine, other=other, by=cast.DAN, now=cast.START + 2 * hour)
    registering.unlink(mine, reason="不是一件事。", by=cast.DAN, now=cast.START + 3 * hour)
    now(cast.START + 4 * hour)
    page = page_of(browser("dan", language="en").get("/desk/triage/day/"))
    sums = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
    assert (sums["Sorted on this day"], sums["Left to sort"]) == (("1", "1") if sorted_before else ("0", "2"))
    assert "Joined to another matter" not in page
    registering.link(mine, other=other, by=cast.DAN, now=cast.START + 5 * hour)
    now(cast.START + 6 * hour)
    page = page_of(browser("dan", language="en").get("/desk/triage/day/"))
    assert page.count("Joined to another matter") == 1


def test_what_parted_from_a_joining_of_the_day_before_was_not_sorted_today(
    browser: Browser, now: Clock
) -> None:
    other, mine = cast.comes_in(title="停水").number, cast.comes_in(title="老屋没有自来水").number
    day = timedelta(days=1)
    registering.link(mine, other=other, by=cast.DAN, now=cast.START)
    registering.unlink(mine, reason="不是一件事。", by=cast.DAN, now=cast.START + day)
    cast.go(mine, Verb.TRIAGE, start=cast.START + day)
    now(cast.START + day + timedelta(hours=6))
    first = page_of(browser("dan", language="en").get("/desk/triage/day/?on=2026-03-02"))
    assert "Joined to another matter" in first, "that day it was"
    page = page_of(browser("dan", language="en").get("/desk/triage/day/"))
    assert dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))["Sorted on this day"] == "1"
