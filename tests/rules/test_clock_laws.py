"""What holds for every term, start, calendar and setting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.calendar import LOCAL, Calendar, Override, Reason, local_date
from huiyin.rules.clocks import (
    MOST_EXTENSION,
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


moments = st.datetimes(naive("2003-01-01"), naive("2030-01-01"), timezones=st.just(LOCAL))
overrides = st.sampled_from([Override(True), Override(False), Override(False, Reason.LOCAL, "Yanbian Day")])
calendars = st.dictionaries(st.dates(d("2026-01-01"), d("2027-12-31")), overrides, max_size=20).map(Calendar)
#: Every number that the county may set, anywhere in its range; the traffic light's two stay as they are.
numbers = {
    spec.name: st.integers(1, spec.metadata["most"])
    for spec in fields(Terms)
    if "most" in spec.metadata and "percent" not in spec.name
}
terms_ = st.builds(Terms, roll_last_day=st.booleans(), mostly_counts=st.booleans(), **numbers)


@st.composite
def asked_(draw: st.DrawFn) -> dict[str, Any]:
    """A term with what its event may bring: days within its bounds, a unit, days of a hearing."""
    clock = draw(st.sampled_from(Clock))
    rule = RULES[clock]
    asked: dict[str, Any] = {"clock": clock}
    if rule.most:
        asked["days"] = draw(st.integers(1, rule.most))
    if rule.unit is None:
        asked["unit"] = draw(st.sampled_from(Unit))
    if rule.hearing:
        asked["extra"] = draw(st.integers(0, 90))
    return asked


asks = asked_()


def unit_of(ask: dict[str, Any]) -> Unit:
    return RULES[ask["clock"]].unit or ask["unit"]


@given(ask=asks, start=moments, calendar=calendars, terms=terms_)
def test_due_is_after_the_start_and_worked(
    ask: dict[str, Any], start: datetime, calendar: Calendar, terms: Terms
) -> None:
    found = due_on(start=start, calendar=calendar, terms=terms, **ask)
    assert found.due_on > local_date(start)
    assert not is_late(found.due_on, start)
    if terms.roll_last_day or unit_of(ask) is Unit.WORKING_DAYS:
        assert calendar.is_working(found.due_on)


@given(ask=asks, start=moments, calendar=calendars, terms=terms_)
def test_explanation_ends_at_the_due_day(
    ask: dict[str, Any], start: datetime, calendar: Calendar, terms: Terms
) -> None:
    asked = {"start": start, "calendar": calendar, "terms": terms, **ask}
    found, told = due_on(**asked), explain(**asked)
    assert (told[-1].code, told[-1].params["day"]) == (StepCode.DUE, found.due_on)
    assert any(step.code is StepCode.PROVISIONAL for step in told) is found.provisional
    assert any(step.code is StepCode.ROLLED for step in told) is (
        unit_of(ask) is Unit.DAYS and found.due_on != told_day(told)
    )
    assert [step.params["days"] for step in told if step.code is StepCode.HEARING] == (
        [ask["extra"]] if ask.get("extra") else []
    )
    assert [step.params["days"] for step in told if step.code is StepCode.EXTENDED] == (
        [ask["days"]] if ask["clock"] is Clock.T7 else []
    )


@given(ask=asks, start=moments, calendar=calendars, terms=terms_)
def test_explanation_is_short(ask: dict[str, Any], start: datetime, calendar: Calendar, terms: Terms) -> None:
    """At most one step for a run of days that have the same name, so people can read it through."""
    told = explain(start=start, calendar=calendar, terms=terms, **ask)
    assert len(told) <= 80


def told_day(told: tuple[Step, ...]) -> date:
    """The day that the bare count ends on."""
    (day,) = (step.params["day"] for step in told if step.code is StepCode.COUNTED)
    assert isinstance(day, date)
    return day


@given(ask=asks, start=moments, calendar=calendars, terms=terms_)
def test_explained_days_add_up(
    ask: dict[str, Any], start: datetime, calendar: Calendar, terms: Terms
) -> None:
    """Working days: the days between are those counted, plus those told as not counted, and no other. Calendar days: the
    sum of the term, the extension's and the hearing's days leads to the day told."""
    told = explain(start=start, calendar=calendar, terms=terms, **ask)
    length = told[0].params["length"] + ask.get("extra", 0)
    counted = next(step for step in told if step.code is StepCode.COUNTED)
    assert counted.params["length"] == length
    between = (told_day(told) - local_date(start)).days
    if unit_of(ask) is Unit.DAYS:
        assert between == length
    else:
        off = sum(step.params["days"] for step in told if step.code in (StepCode.WEEKENDS, StepCode.DAYS_OFF))
        assert between == length + off


@given(ask=asks, start=moments, later=st.timedeltas(timedelta(0), timedelta(days=40)), calendar=calendars)
def test_who_starts_later_is_not_due_earlier(
    ask: dict[str, Any], start: datetime, later: timedelta, calendar: Calendar
) -> None:
    asked = {"calendar": calendar, "terms": TERMS, **ask}
    assert due_on(start=start, **asked).due_on <= due_on(start=start + later, **asked).due_on


@given(ask=asks, start=moments, hours=st.integers(-14, 14))
def test_the_zone_that_the_start_is_told_in_changes_nothing(
    ask: dict[str, Any], start: datetime, hours: int
) -> None:
    there = start.astimezone(timezone(timedelta(hours=hours)))
    asked = {"calendar": Calendar(), "terms": TERMS, **ask}
    assert due_on(start=there, **asked) == due_on(start=start, **asked)
    assert explain(start=there, **asked) == explain(start=start, **asked)


@given(start=moments, calendar=calendars, days=st.integers(1, 365))
def test_rolling_only_ever_gives_more_time(start: datetime, calendar: Calendar, days: int) -> None:
    stands = due_on(T5, start, calendar=calendar, terms=Terms(roll_last_day=False), days=days)
    rolled = due_on(T5, start, calendar=calendar, terms=TERMS, days=days)
    assert stands == Due(local_date(start) + timedelta(days=days), False)
    assert rolled.due_on == calendar.working_day_from(stands.due_on)


@given(start=moments, calendar=calendars, terms=terms_, days=st.integers(1, MOST_EXTENSION))
def test_an_extension_never_takes_time_away(
    start: datetime, calendar: Calendar, terms: Terms, days: int
) -> None:
    """Nor does it give more than the days approved, and the days off that the last one falls on."""
    asked = {"start": start, "calendar": calendar, "terms": terms}
    before, after = due_on(Clock.T6, **asked).due_on, due_on(Clock.T7, days=days, **asked).due_on
    counted = local_date(start) + timedelta(days=60 + days)
    assert before <= after
    assert after == (calendar.working_day_from(counted) if terms.roll_last_day else counted)


@given(start=moments, calendar=calendars, hearing=st.integers(0, 90), more=st.integers(1, 90))
def test_a_longer_hearing_is_never_due_earlier(
    start: datetime, calendar: Calendar, hearing: int, more: int
) -> None:
    asked = {"calendar": calendar, "terms": TERMS}
    short = due_on(Clock.T11, start, extra=hearing, **asked).due_on
    assert short <= due_on(Clock.T11, start, extra=hearing + more, **asked).due_on
    assert short == due_on(T5, start, days=30 + hearing, **asked).due_on


@given(start=st.dates(d("2026-01-01"), d("2026-12-01")), whole=st.integers(1, 90), terms=terms_)
def test_light_only_darkens(start: date, whole: int, terms: Terms) -> None:
    seen = [
        light(start, start + timedelta(days=whole), at(f"{start + timedelta(days=n)}T12:00"), terms=terms)
        for n in range(whole + 2)
    ]
    assert seen == sorted(seen, key=list(Light).index)
    assert seen[-2:] == [Light.RED, Light.RED]


@given(ask=asks, start=moments)
def test_certain_dates_survive_every_notice_to_come(ask: dict[str, Any], start: datetime) -> None:
    """What isn't called provisional stays when a notice for 2027 is loaded, even one with a December bridge."""
    free = {
        d("2026-12-31"): Override(False, Reason.HOLIDAY),
        d("2026-12-29"): Override(False, Reason.HOLIDAY),
    }
    free |= {
        d(f"2027-{m:02}-{n:02}"): Override(False, Reason.HOLIDAY) for m in (1, 2, 5, 10) for n in range(1, 8)
    }
    asked = {"terms": TERMS, "start": start, **ask}
    before = due_on(calendar=Calendar(), **asked)
    if not before.provisional:
        assert due_on(calendar=Calendar(free, [2027]), **asked) == before
