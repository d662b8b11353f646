"""When the published calendar is about to run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from huiyin.rules.calendar import Calendar, Override, Reason
from huiyin.rules.clocks import CalendarAlarm, Clock, Terms, calendar_alarm, due_on
from tests.rules.date_rows import LOADED
from tests.rules.times import at, d, published_until

END = d("2026-12-28")  # the notice for 2027 may still move the three days behind it


@pytest.fixture(autouse=True, scope="module")
def known_until_2026() -> Iterator[None]:
    with published_until(2026):
        yield


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-01-01", None),
        ("2026-10-28", None),  # 61 days left
        ("2026-10-29", CalendarAlarm(END, 60)),
        ("2026-12-28", CalendarAlarm(END, 0)),
        ("2026-12-29", CalendarAlarm(END, -1)),
        ("2027-03-01", CalendarAlarm(END, -63)),
    ],
)
def test_alarm(today: str, expected: CalendarAlarm | None) -> None:
    assert calendar_alarm(Calendar(), d(today), Terms()) == expected


def test_the_county_says_how_early() -> None:
    assert calendar_alarm(Calendar(), d("2026-06-01"), Terms(calendar_alarm_days=210)) == CalendarAlarm(
        END, 210
    )
    assert calendar_alarm(Calendar(), d("2026-12-27"), Terms(calendar_alarm_days=1)) == CalendarAlarm(END, 1)
    assert calendar_alarm(Calendar(), d("2026-12-26"), Terms(calendar_alarm_days=1)) is None


def test_a_loaded_notice_silences_it_and_single_days_do_not() -> None:
    today = d("2026-12-20")
    assert calendar_alarm(Calendar(LOADED, [2027]), today, Terms()) is None
    local = Calendar({d("2027-09-03"): Override(False, Reason.LOCAL)})
    assert calendar_alarm(local, today, Terms()) == CalendarAlarm(END, 8)


def test_the_last_certain_day_is_the_last_that_is_certain() -> None:
    for calendar in (Calendar(), Calendar(LOADED, [2027])):
        assert not calendar.is_provisional(calendar.certain_until)
        assert calendar.is_provisional(calendar.certain_until + timedelta(days=1))
    assert not due_on(Clock.T1, at("2026-12-13"), calendar=Calendar(), terms=Terms()).provisional
    assert due_on(Clock.T1, at("2026-12-14"), calendar=Calendar(), terms=Terms()).provisional
