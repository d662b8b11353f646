"""Reckoning terms: until which day, how that was reached, how near it is. The terms themselves stand in ``rules.terms``.

The Regulation has no counting rule of its own: that the start day isn't counted and that a last day on a day off moves on
is Civil Code Art. 201 and 203. That is an analogy and not text, so the second is a setting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from huiyin.rules.calendar import LOCAL, Calendar, DayFact, Reason, local_date
from huiyin.rules.terms import (
    ENDS,
    MOST_DAYS,
    MOST_EXTENSION,
    RULES,
    Clock,
    ClockRule,
    Kind,
    Party,
    Terms,
    Unit,
)

__all__ = [
    "ENDS",
    "MOST_DAYS",
    "MOST_EXTENSION",
    "RULES",
    "CalendarAlarm",
    "Clock",
    "ClockRule",
    "Due",
    "Kind",
    "Light",
    "Party",
    "Step",
    "StepCode",
    "Terms",
    "Unit",
    "calendar_alarm",
    "days_left",
    "due_on",
    "explain",
    "is_late",
    "light",
    "light_on",
]

_ONE_DAY = timedelta(days=1)


class Due(NamedTuple):
    """The last local day of a term, and whether a notice still to come may move it. A tuple: made in bulk."""

    due_on: date
    provisional: bool


def due_on(
    clock: Clock,
    start: datetime,
    *,
    calendar: Calendar,
    terms: Terms,
    days: int | None = None,
    unit: Unit | None = None,
    extra: int = 0,
) -> Due:
    """The last day of the term that began at ``start``; in time until that local day ends.

    ``days`` is a length given with the event: the assigner's term (T5), the extension (T7, on top of the sixty), a notice's or
    another line's term, a county's term as it was when it began; refused for a clock whose length the law fixes. ``unit``
    goes with another line's term. ``extra``: days that don't count, because a hearing took them (Art. 36 para. 2, so of T11
    alone). Refuses a ``start`` without time zone.
    """
    rule = RULES[clock]
    length = _length(rule, terms, days) + _extra(rule, extra)
    first = local_date(start)
    if _unit(rule, unit) is Unit.WORKING_DAYS:
        last = calendar.add_working_days(first, length)
        return Due(last, calendar.any_provisional(first + _ONE_DAY, last))
    last = _plus(first, length)
    if not terms.roll_last_day:
        return Due(last, False)
    rolled = calendar.working_day_from(last)
    return Due(rolled, calendar.any_provisional(last, rolled))


class StepCode(StrEnum):
    """One sentence of the explanation; its parameters are listed behind."""

    RULE = "rule"  # clock, kind, article, paragraph, length, unit, source: law, setting or given
    START = "start"  # day, at: the moment in local time
    START_NOT_COUNTED = "start_not_counted"  # day
    EXTENDED = "extended"  # length: the term before, days: how many were added
    HEARING = "hearing"  # days: taken by a hearing, not counted
    COUNTED = "counted"  # length, unit, day: the day that the count ends on
    WEEKENDS = "weekends"  # days: ordinary Saturdays and Sundays not counted
    DAYS_OFF = "days_off"  # first, last, days, reason, name: a run of days not counted
    WORKED = (
        "worked"  # first, last, days, reason, name: a run of days worked by a notice or the county's table
    )
    ROLLED = "rolled"  # from, to: the last day moved to the next working day
    NOT_ROLLED = "not_rolled"  # day, reason, name: the county leaves it there, though a day off
    PROVISIONAL = "provisional"  # day: the first day that a notice still to come may change
    DUE = "due"  # day, kind: the last day in time


@dataclass(frozen=True, slots=True)
class Step:
    """Data, no language: the desk and the portal have the sentences."""

    code: StepCode
    params: Mapping[str, str | int | date]


def explain(
    clock: Clock,
    start: datetime,
    *,
    calendar: Calendar,
    terms: Terms,
    days: int | None = None,
    unit: Unit | None = None,
    extra: int = 0,
) -> tuple[Step, ...]:
    """How ``due_on`` reaches its date, step by step; the last step is that date. Refuses what it refuses."""
    rule = RULES[clock]
    due = due_on(clock, start, calendar=calendar, terms=terms, days=days, unit=unit, extra=extra)
    counted_in = _unit(rule, unit)
    length = _length(rule, terms, days) + extra
    first = local_date(start)
    by_working_days = counted_in is Unit.WORKING_DAYS
    counted_to = due.due_on if by_working_days else _plus(first, length)
    consulted = first + _ONE_DAY if by_working_days else counted_to
    steps = [
        _rule_step(rule, length - extra, counted_in),
        Step(StepCode.START, {"day": first, "at": start.astimezone(LOCAL)}),
        Step(StepCode.START_NOT_COUNTED, {"day": first}),
    ]
    if rule.length is not None and days is not None:
        steps.append(Step(StepCode.EXTENDED, {"length": rule.length, "days": days}))
    if extra:
        steps.append(Step(StepCode.HEARING, {"days": extra}))
    counted = Step(StepCode.COUNTED, {"length": length, "unit": counted_in.value, "day": counted_to})
    if by_working_days:
        steps += [*_unlike_plain_days(calendar, consulted, counted_to), counted]
    else:
        steps += [counted, *_last_day(calendar, terms, counted_to, due.due_on)]
    if due.provisional:
        unsure = next(day for day in _days(consulted, due.due_on) if calendar.is_provisional(day))
        steps.append(Step(StepCode.PROVISIONAL, {"day": unsure}))
    steps.append(Step(StepCode.DUE, {"day": due.due_on, "kind": rule.kind.value}))
    return tuple(steps)


def is_late(due_on: date, at: datetime) -> bool:
    """Whether the local day after the last one has begun."""
    return local_date(at) > due_on


def days_left(due_on: date, at: datetime) -> int:
    """Calendar days left: 0 on the last day, negative once late."""
    return (due_on - local_date(at)).days


class Light(StrEnum):
    """How near the end of a term is, for the eye."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def light(start: date, due_on: date, at: datetime, *, terms: Terms) -> Light:
    """Green, amber or red by the share of the term's calendar days left; red on the last day and when late."""
    return light_on(start, due_on, local_date(at), terms=terms)


def light_on(start: date, due_on: date, today: date, *, terms: Terms) -> Light:
    """The same by the local day."""
    whole, left = (due_on - start).days, (due_on - today).days
    if left * 100 <= whole * terms.red_percent:
        return Light.RED
    return Light.AMBER if left * 100 <= whole * terms.amber_percent else Light.GREEN


class CalendarAlarm(NamedTuple):
    """The published calendar runs out: its last certain day, and how many days are left to it (negative once past)."""

    last_certain: date
    days_left: int


def calendar_alarm(calendar: Calendar, today: date, terms: Terms) -> CalendarAlarm | None:
    """Rings when the certain days end within ``terms.calendar_alarm_days``, so that the next notice is loaded in time."""
    left = (calendar.certain_until - today).days
    return CalendarAlarm(calendar.certain_until, left) if left <= terms.calendar_alarm_days else None


def _length(rule: ClockRule, terms: Terms, given: int | None) -> int:
    if rule.most:
        if type(given) is not int or not 1 <= given <= rule.most:
            raise ValueError(f"{rule.code} needs a term of 1 to {rule.most} days: {given!r}")
        return given + (rule.length or 0)
    if rule.setting:
        known = given if given is not None else getattr(terms, rule.setting)
        if type(known) is not int or not 1 <= known <= MOST_DAYS:
            raise ValueError(f"{rule.code} needs a term of 1 to {MOST_DAYS} days: {known!r}")
        return known
    if given is not None:
        raise ValueError(f"{rule.code} has its own term, none is given with the event: {given!r}")
    assert rule.length is not None, "a term is fixed by law, a setting, or given"
    return rule.length


def _unit(rule: ClockRule, given: Unit | None) -> Unit:
    if rule.unit is None:
        if not isinstance(given, Unit):
            raise ValueError(f"{rule.code} has no unit of its own: {given!r}")
        return given
    if given is not None:
        raise ValueError(f"{rule.code} has its own unit: {given!r}")
    return rule.unit


def _extra(rule: ClockRule, days: int) -> int:
    if type(days) is not int or not 0 <= days <= MOST_DAYS:
        raise ValueError(f"a hearing takes 0 to {MOST_DAYS} days: {days!r}")
    if days and not rule.hearing:
        raise ValueError(f"no hearing stops {rule.code}: {days!r}")
    return days


def _plus(first: date, days: int) -> date:
    try:
        return first + timedelta(days=days)
    except OverflowError:
        raise ValueError(f"no calendar that far: {first} and {days} days") from None


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _rule_step(rule: ClockRule, length: int, unit: Unit) -> Step:
    source = "setting" if rule.setting else "given" if rule.length is None else "law"
    return Step(
        StepCode.RULE,
        {
            "clock": rule.code.value,
            "kind": rule.kind.value,
            "article": rule.article,
            "paragraph": rule.paragraph,
            "length": length,
            "unit": unit.value,
            "source": source,
        },
    )


def _last_day(calendar: Calendar, terms: Terms, last: date, due: date) -> list[Step]:
    """What became of the day that the calendar days end on."""
    if not terms.roll_last_day:
        fact = calendar.fact(last)
        stands = {"day": last, "reason": fact.reason.value, "name": fact.name}
        return [] if fact.working else [Step(StepCode.NOT_ROLLED, stands)]
    # that a last day moved on over a weekend tells all of it; a sum of its days would read as if none were counted
    steps = [one for one in _unlike_plain_days(calendar, last, due) if one.code is not StepCode.WEEKENDS]
    if due != last:
        steps.append(Step(StepCode.ROLLED, {"from": last, "to": due}))
    return steps


def _unlike_plain_days(calendar: Calendar, first: date, last: date) -> list[Step]:
    """The days that aren't plain weekdays: ordinary weekend days as one sum, the others by name, run by run."""
    facts = [calendar.fact(day) for day in _days(first, last)]
    weekends = sum(fact.reason is Reason.WEEKEND for fact in facts)
    steps = [Step(StepCode.WEEKENDS, {"days": weekends})] if weekends else []
    for (working, reason, name), run in groupby(facts, key=_kind_of_day):
        if reason in (Reason.WEEKDAY, Reason.WEEKEND):
            continue
        days = [fact.day for fact in run]
        code = StepCode.WORKED if working else StepCode.DAYS_OFF
        params: dict[str, str | int | date] = {
            "first": days[0],
            "last": days[-1],
            "days": len(days),
            "reason": reason.value,
            "name": name,
        }
        steps.append(Step(code, params))
    return steps


def _kind_of_day(fact: DayFact) -> tuple[bool, Reason, str]:
    return fact.working, fact.reason, fact.name
