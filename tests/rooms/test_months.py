"""Petitions told by month: cut at the county's midnight, for each what they may see, however many months in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import protecting
from huiyin.rooms.cases.asked import NONE, Asked, asked_rows, field_of, town_of
from huiyin.rooms.cases.tally import (
    by_month,
    pieces,
    rated,
    repeats_by_channel,
    tally,
    topics,
    topics_by_month,
)
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.periods import months_to
from huiyin.rules.roles import Actor
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
    counted = by_month(who, asked, months_to(march.date(), 3), known={"2025-12": (9, 9)})
    assert counted.pop("2025-12") == (9, 9)
    assert counted == {
        f"2026-{n:02}": (months[f"2026-{n:02}"], 3 * months[f"2026-{n:02}"]) for n in (1, 2, 3)
    }
    assert sum(n for n, _ in counted.values()) == {"DAN": 3, "BO": 2, "XIA": 3, "BAO": 2}[name]
    assert topics_by_month(who, asked) == Counter(
        (field_of(one.matter.category), f"{local_date(one.received_at):%Y-%m}") for one in seen
    )
    assert topics(who, asked) == Counter(
        (field_of(one.matter.category), town_of().get(one.matter.place, NONE)) for one in seen
    )


def test_months_are_told_by_one_statement(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for months in (0, 3, 11):
        at = cast.START - timedelta(days=30 * months)
        cast.comes_in(received_at=at)
    year = Asked(date(2025, 1, 1), date(2026, 3, 31))
    for told in (topics, topics_by_month):
        with django_assert_num_queries(1):
            assert told(cast.DAN, year)
    with django_assert_num_queries(1):
        assert len(by_month(cast.DAN, year, year.months)) == 15
    with django_assert_num_queries(0):
        assert by_month(cast.DAN, year, [], known={}) == {}


@pytest.mark.parametrize("who", [cast.DAN, cast.BO], ids=["county", "unit"])
def test_figures_are_read_from_indexes_alone(who: Actor) -> None:
    """A year of a big county is read in a tenth of a second only if no row of a matter or a term is opened for it."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole, whatever index there is")
    cast.go(cast.comes_in().number, Verb.CLOSE)
    asked = Asked(date(2026, 1, 1), date(2026, 12, 31), category="040000", unit=cast.BUREAU)
    plans = {}
    for told in (partial(tally, today=date(2026, 3, 20)), pieces, rated, repeats_by_channel):
        with CaptureQueriesContext(connection) as queries:
            told(who, asked)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
            plans[getattr(told, "__name__", "tally")] = " ".join(row[-1] for row in cursor.fetchall())
    for name in ("tally", "pieces", "repeats_by_channel"):
        assert "SEARCH huiyin_petition USING" in plans[name], plans[name]
        assert "INDEX petition_by_channel" in plans[name], plans[name]
    for name, plan in plans.items():
        assert "huiyin_matter USING COVERING INDEX matter_counted" in plan, (name, plan)
    assert "USING COVERING INDEX petition_by_channel" in plans["tally"]
    assert "USING INDEX rating_window" in plans["rated"]
    assert "USING INDEX matter_of_several" in plans["repeats_by_channel"]
