"""Petitions told by month: cut at the county's midnight, for each what they may see, however many months in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from huiyin.rooms.cases import protecting
from huiyin.rooms.cases.tally import (
    NONE,
    Asked,
    asked_rows,
    by_month,
    field_of,
    topics,
    topics_by_month,
    town_of,
)
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast

pytestmark = pytest.mark.usefixtures("county")


@pytest.mark.parametrize("name", ["DAN", "BO", "XIA", "BAO"])
def test_months_are_cut_at_the_countys_midnight_and_count_what_may_be_seen(name: str) -> None:
    who = getattr(cast, name)
    march = datetime(2026, 3, 1, tzinfo=LOCAL)
    for at in (march - timedelta(seconds=1), march, march + timedelta(hours=20)):
        number = cast.comes_in(received_at=at, persons=3).number
        cast.go(number, Verb.NOTIFY)
    later = cast.START + timedelta(hours=10)
    protecting.accuse(number, accused=cast.BUREAU, text="x", by=cast.DAN, now=later)
    asked = Asked(date(2026, 1, 30), date(2026, 3, 31))
    seen = list(asked_rows(who, asked).select_related("matter"))
    months = Counter(f"{local_date(one.received_at):%Y-%m}" for one in seen)
    counted = by_month(who, asked)
    assert counted == {month: (n, 3 * n) for month, n in months.items()}
    assert sum(n for n, _ in counted.values()) == {"DAN": 3, "BO": 2, "XIA": 3, "BAO": 2}[name]
    assert topics_by_month(who, asked) == Counter(
        (field_of(one.matter.category), f"{local_date(one.received_at):%Y-%m}") for one in seen
    )
    assert topics(who, asked) == Counter(
        (field_of(one.matter.category), town_of().get(one.matter.place, NONE)) for one in seen
    )
    assert by_month(who, replace(asked, last=date(2026, 2, 27))) == {}


def test_months_are_told_by_one_statement(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for months in (0, 3, 11):
        at = cast.START - timedelta(days=30 * months)
        cast.comes_in(received_at=at)
    for told in (by_month, topics, topics_by_month):
        with django_assert_num_queries(1):
            assert told(cast.DAN, Asked(date(2025, 1, 1), date(2026, 3, 31)))
