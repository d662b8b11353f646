"""What holds for every term, start, calendar and setting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.calendar import LOCAL, Calendar, Override, Reason, local_date
from huiyin.rules.clocks import (
    RULES,
    Clock,
    Due,
    Light,
    Step,
    StepCode,
    Terms,
    Unit,
    due_on,
    explain,
    is_late,
    light,
)
from tests.rules.times import at, d, naive, published_until

TERMS = Terms()
T5 = Clock.T5


@pytest.fixture(autouse=True, scope="module")
def known_until_2026() -> Iterator[None]:
    with published_until(2026):
        yield


clocks = st.sampled_from(Clock)
moments = st.datetimes(naive("2003-01-01"), naive("2030-01-01"), timezones=st.just(LOCAL))
overrides = st.sampled_from([Override(True), Override(False), Override(False, Reason.LOCAL, "Yanbian Day")])
calendars = st.dictionaries(st.dates(d("2026-01-01"), d("2027-12-31")), overrides, max_size=20).map(Calendar)
terms_ = st.builds(
    Terms,
    answer_days=st.integers(1, 365),
    deliver_working_days=st.integers(1, 60),
    close_working_days=st.integers(1, 60),
    objection_working_days=st.integers(1, 30),
    resend_days=st.integers(1, 60),
    roll_last_day=st.booleans(),
)
given_days = st.integers(1, 365)


@given(clock=clocks, start=moments, calendar=calendars, terms=terms_, days=given_days)
def test_due_is_after_the_start_and_worked(
    clock: Clock, start: datetime, calendar: Calendar, terms: Terms, days: int
) -> None:
    found = due_on(clock, start, calendar=calendar, terms=terms, days=days if clock is T5 else None)
    assert found.due_on > local_date(start)
    assert not is_late(found.due_on, start)
    if terms.roll_last_day or RULES[clock].unit is Unit.WORKING_DAYS:
        assert calendar.is_working(found.due_on)


@given(clock=clocks, start=moments, calendar=calendars, terms=terms_, days=given_days)
def test_explanation_ends_at_the_due_day(
    clock: Clock, start: datetime, calendar: Calendar, terms: Terms, days: int
) -> None:
    asked = {"calendar": calendar, "terms": terms, "days": days if clock is T5 else None}
    found, told = due_on(clock, start, **asked), explain(clock, start, **asked)
    assert (told[-1].code, told[-1].params["day"]) == (StepCode.DUE, found.due_on)
    assert any(step.code is StepCode.PROVISIONAL for step in told) is found.provisional
    assert any(step.code is StepCode.ROLLED for step in told) is (
        RULES[clock].unit is Unit.DAYS and found.due_on != told_day(told)
    )
    assert len(told) <= 60


def told_day(told: tuple[Step, ...]) -> date:
    """The day that the bare count ends on."""
    (day,) = (step.params["day"] for step in told if step.code is StepCode.COUNTED)
    assert isinstance(day, date)
    return day


@given(clock=clocks, start=moments, calendar=calendars, days=given_days)
def test_explained_days_add_up(clock: Clock, start: datetime, calendar: Calendar, days: int) -> None:
    """Working days: the days between are those counted, plus those told as not counted, and no other."""
    asked = {"calendar": calendar, "terms": TERMS, "days": days if clock is T5 else None}
    told = explain(clock, start, **asked)
    if RULES[clock].unit is Unit.WORKING_DAYS:
        off = sum(step.params["days"] for step in told if step.code in (StepCode.WEEKENDS, StepCode.DAYS_OFF))
        assert (told[-1].params["day"] - local_date(start)).days == told[0].params["length"] + off


@given(clock=clocks, start=moments, later=st.timedeltas(timedelta(0), timedelta(days=40)), calendar=calendars)
def test_who_starts_later_is_not_due_earlier(
    clock: Clock, start: datetime, later: timedelta, calendar: Calendar
) -> None:
    asked = {"calendar": calendar, "terms": TERMS, "days": 20 if clock is T5 else None}
    assert due_on(clock, start, **asked).due_on <= due_on(clock, start + later, **asked).due_on


@given(clock=clocks, start=moments, hours=st.integers(-14, 14))
def test_the_zone_that_the_start_is_told_in_changes_nothing(
    clock: Clock, start: datetime, hours: int
) -> None:
    there = start.astimezone(timezone(timedelta(hours=hours)))
    asked = {"calendar": Calendar(), "terms": TERMS, "days": 20 if clock is T5 else None}
    assert due_on(clock, there, **asked) == due_on(clock, start, **asked)
    assert explain(clock, there, **asked) == explain(clock, start, **asked)


@given(start=moments, calendar=calendars, days=given_days)
def test_rolling_only_ever_gives_more_time(start: datetime, calendar: Calendar, days: int) -> None:
    stands = due_on(T5, start, calendar=calendar, terms=Terms(roll_last_day=False), days=days)
    rolled = due_on(T5, start, calendar=calendar, terms=TERMS, days=days)
    assert stands == Due(local_date(start) + timedelta(days=days), False)
    assert rolled.due_on == calendar.working_day_from(stands.due_on)


@given(start=st.dates(d("2026-01-01"), d("2026-12-01")), whole=st.integers(1, 90), terms=terms_)
def test_light_only_darkens(start: date, whole: int, terms: Terms) -> None:
    seen = [
        light(start, start + timedelta(days=whole), at(f"{start + timedelta(days=n)}T12:00"), terms=terms)
        for n in range(whole + 2)
    ]
    assert seen == sorted(seen, key=list(Light).index)
    assert seen[-2:] == [Light.RED, Light.RED]


@given(clock=clocks, start=moments)
def test_certain_dates_survive_every_notice_to_come(clock: Clock, start: datetime) -> None:
    """What isn't called provisional stays when a notice for 2027 is loaded, even one with a December bridge."""
    free = {
        d("2026-12-31"): Override(False, Reason.HOLIDAY),
        d("2026-12-29"): Override(False, Reason.HOLIDAY),
    }
    free |= {
        d(f"2027-{m:02}-{n:02}"): Override(False, Reason.HOLIDAY) for m in (1, 2, 5, 10) for n in range(1, 8)
    }
    asked = {"terms": TERMS, "days": 45 if clock is T5 else None}
    before = due_on(clock, start, calendar=Calendar(), **asked)
    if not before.provisional:
        assert due_on(clock, start, calendar=Calendar(free, [2027]), **asked) == before
