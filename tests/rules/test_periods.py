"""Periods: their names, their neighbours, the same time of last year, and what is none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.periods import MOST_DAYS, Period, PeriodKind, months_to, named, whole

DAYS = st.dates(date(1905, 1, 1), date(2190, 12, 31))
FRAMED = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


@given(DAYS, st.sampled_from(FRAMED))
def test_a_framed_period_is_whole_and_its_name_leads_back(day: date, kind: PeriodKind) -> None:
    found = whole(kind, day)
    assert found.first <= day <= found.last
    assert found.first.day == 1
    assert (found.last + timedelta(days=1)).day == 1
    assert named(found.name) == found
    assert found.before.after == found == found.after.before
    assert found.before.last + timedelta(days=1) == found.first
    assert (found.year_before.first.year, found.year_before.kind) == (found.first.year - 1, kind)


@given(DAYS, st.integers(0, MOST_DAYS - 1))
def test_a_span_leads_back_and_its_neighbours_touch_it(day: date, days: int) -> None:
    found = Period(PeriodKind.SPAN, day, day + timedelta(days=days))
    assert named(found.name) == found
    assert found.after.first == found.last + timedelta(days=1)
    assert found.before.last == found.first - timedelta(days=1)
    assert (found.after.last - found.after.first) == (found.last - found.first)


@pytest.mark.parametrize(
    "text",
    ["", "x", "2026-13", "2026-00",
     "2026-Q5", "2026-1", "0000", "1900", "2199-12", "٢٠٢٦", "2026-11-01", "2026-11-02..2026-11-01",
     "2026-11-1..2026-11-02", "2020-01-01..2024-01-01",
     "..", "2026-02-30..2026-03-01", "2026-11-01..", "2026-11\n"],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert named(text) is None


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="no period"):
        Period(PeriodKind.SPAN, date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(KeyError):
        whole(PeriodKind.SPAN, date(2026, 1, 1))


def test_the_first_month_of_a_year_and_a_leap_day() -> None:
    january = whole(PeriodKind.MONTH, date(2026, 1, 9))
    assert (january.before.name, january.year_before.name) == ("2025-12", "2025-01")
    leap = Period(PeriodKind.SPAN, date(2024, 2, 29), date(2024, 2, 29))
    assert leap.year_before.first == date(2023, 2, 28)
    assert named("2026-Q1") == Period(PeriodKind.QUARTER, date(2026, 1, 1), date(2026, 3, 31))


def test_a_running_period_is_compared_as_far_as_it_has_come() -> None:
    november = whole(PeriodKind.MONTH, date(2026, 11, 1))
    so_far = november.until(date(2026, 11, 12))
    assert (so_far.first, so_far.last) == (date(2026, 11, 1), date(2026, 11, 12))
    assert so_far.year_before.last == date(2025, 11, 12)
    for outside in (date(2026, 10, 31), date(2026, 11, 30), date(2027, 1, 1)):
        assert november.until(outside) is november


def test_months_one_after_the_other() -> None:
    found = months_to(date(2026, 2, 3), 4)
    assert [one.name for one in found] == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_a_day_written_otherwise_is_no_name() -> None:
    assert named("20260101..2026-01-31") is None
