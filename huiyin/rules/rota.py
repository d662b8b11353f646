"""Who of the county's leaders receives visitors when, and on which days nobody does.

信访工作条例 Art. 18 asks leaders to receive visitors and to publish time and place; it sets no number. One leader in the duty
room each week, the secretary and the magistrate one day a month, are a paper of 2009 and the county's practice: so they
are settings. A duty belongs to a post, whoever holds it; days are local days, first and last both included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from huiyin.rules.calendar import Calendar
from huiyin.rules.fields import Refused
from huiyin.rules.ranges import insist_on_whole
from huiyin.rules.units import is_code

ARTICLE = "18"
#: Longest duty, and how far ahead one may be planned, in days: what lies beyond is a slip of the pen.
MOST_DAYS = 366
MOST_WEEKS = 53
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class ShiftKind(StrEnum):
    """How a leader receives."""

    WEEKLY = "weekly"  # sits in the duty room for a week
    MONTHLY = "monthly"  # the day a month of those whose post asks for it
    DAILY = "daily"  # one leader for each working day, where the county goes by days
    OUTREACH = "outreach"  # goes down to a town or village (下访)


#: Kinds in which a leader sits in the duty room; who is out in a village isn't there for whoever comes.
IN_THE_ROOM: frozenset[ShiftKind] = frozenset(ShiftKind) - {ShiftKind.OUTREACH}


@dataclass(frozen=True, slots=True)
class Shift:
    """A leader's post receives from ``first`` to ``last``; ``substitute`` is the post that does so in its place, or empty.

    Refuses a last day before the first.
    """

    unit: str
    first: date
    last: date
    kind: ShiftKind = ShiftKind.WEEKLY
    substitute: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a duty ends before it begins: {self.first} to {self.last}")

    @property
    def receiver(self) -> str:
        """The post that really receives."""
        return self.substitute or self.unit

    def covers(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.first <= day <= self.last

    def received_on(self, day: date, calendar: Calendar) -> bool:
        """Whether visitors are received on the day: a working day of it, or a day off that was planned by itself."""
        return self.covers(day) and (self.first == self.last or calendar.is_working(day))


class Span(NamedTuple):
    """Some days, both ends included."""

    first: date
    last: date


#: Settings that are published texts, with the most characters of each.
_TEXTS: Mapping[str, int] = {
    "rota_hours": 80,
    "rota_place": 120,
    "rota_place_ko": 120,
    "rota_place_en": 120,
    "rota_phone": 40,
}


@dataclass(frozen=True, slots=True)
class RotaTerms:
    """What the county sets for its leaders' duty. The defaults are our proposal: the department has to confirm them.

    ``rota_alarm_days``: so many days ahead every working day wants a leader. ``rota_monthly_posts``: codes of the posts
    that each receive at least once a month (2009 paper: secretary and magistrate; the county's data file names them). The
    texts are what is published where a duty has none of its own: hours, place (in Korean and English where given), telephone.
    """

    rota_alarm_days: int = 28
    rota_monthly_posts: tuple[str, ...] = ()
    rota_hours: str = "8:30–11:30, 13:30–17:00"
    rota_place: str = ""
    rota_place_ko: str = ""
    rota_place_en: str = ""
    rota_phone: str = ""

    def __post_init__(self) -> None:
        insist_on_whole("rota_alarm_days", self.rota_alarm_days, most=MOST_DAYS)
        posts: Any = self.rota_monthly_posts
        good = isinstance(posts, tuple) and all(isinstance(code, str) and is_code(code) for code in posts)
        if not good or len(set(posts)) != len(posts):
            raise ValueError(f"rota_monthly_posts must be a list of different unit codes: {posts!r}")
        for name, most in _TEXTS.items():
            text: Any = getattr(self, name)
            if not isinstance(text, str) or len(text) > most or (text and not text.isprintable()):
                raise ValueError(f"{name} must be one line of at most {most} characters: {text!r}")

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> RotaTerms:
        """From settings by field name; what isn't named keeps its default. Refuses unknown names and bad values."""
        unknown = sorted(values.keys() - {spec.name for spec in fields(cls)})
        if unknown:
            raise ValueError(f"unknown setting: {', '.join(unknown)}")
        posts = values.get("rota_monthly_posts")
        given = dict(values)
        if isinstance(posts, list):  # as JSON keeps it
            given["rota_monthly_posts"] = tuple(posts)
        return cls(**given)


# -- reading a rota -----------------------------------------------------------------------------------------------


def on_duty(shifts: Iterable[Shift], day: date) -> tuple[Shift, ...]:
    """Who receives on the day: the shortest duty first (a day of one's own says more than a week), then by post."""
    found = (shift for shift in shifts if shift.covers(day))
    return tuple(sorted(found, key=lambda s: (s.last - s.first, s.unit)))


def gaps(shifts: Iterable[Shift], first: date, last: date, calendar: Calendar) -> tuple[date, ...]:
    """The working days from ``first`` to ``last`` on which no leader sits in the duty room."""
    sits = [shift for shift in shifts if shift.kind in IN_THE_ROOM]
    return tuple(
        day
        for day in _days(first, last)
        if calendar.is_working(day) and not any(shift.covers(day) for shift in sits)
    )


def next_gap(shifts: Iterable[Shift], day: date, days: int, calendar: Calendar) -> date | None:
    """The first working day without a leader among ``days`` days, ``day`` being the first; None if there is none."""
    return next(iter(gaps(shifts, day, day + _DAY * (days - 1), calendar)), None)


def monthly_missing(
    shifts: Iterable[Shift], month: date, must_have: frozenset[str], calendar: Calendar
) -> frozenset[str]:
    """Which of the posts don't receive on any day of the month that ``month`` lies in.

    Whoever is stood in for hasn't received; whoever stands in has. Being out in a village counts: people are received there.
    """
    days = tuple(_days(*month_of(month)))
    received = {shift.receiver for shift in shifts for day in days if shift.received_on(day, calendar)}
    return must_have - received


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - _DAY * day.weekday()


def month_of(day: date) -> Span:
    """First and last day of the day's month."""
    first = day.replace(day=1)
    return Span(first, (first + timedelta(days=31)).replace(day=1) - _DAY)


def weeks_of(first: date, last: date) -> tuple[Span, ...]:
    """The weeks, Monday to Sunday, that have a day from ``first`` to ``last``."""
    monday = monday_of(first)
    found: list[Span] = []
    while monday <= last:
        found.append(Span(monday, monday + _DAY * 6))
        monday += _WEEK
    return tuple(found)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


# -- planning -----------------------------------------------------------------------------------------------------


def span_problem(first: date, last: date, today: date) -> Refused | None:
    """Why these days can't be planned: turned around, over already, longer than a year or too far ahead."""
    if last < first:
        return Refused("shift_turned", ARTICLE, "last")
    if first < today:
        return Refused("shift_past", ARTICLE, "first")
    if (last - first).days >= MOST_DAYS:
        return Refused("shift_too_long", ARTICLE, "last")
    if (first - today).days > MOST_DAYS:
        return Refused("shift_too_far", ARTICLE, "first")
    return None


def clash(new: Shift, planned: Iterable[Shift]) -> Shift | None:
    """A duty of the same kind that has a day of the new one already. Who stands in for somebody is no second duty."""
    return next(
        (old for old in planned if old.kind is new.kind and old.first <= new.last and new.first <= old.last),
        None,
    )


def part_problem(shift: Shift, part: Span, today: date) -> Refused | None:
    """Why these days of a duty can't be changed: turned around, none of its days, or over already."""
    if part.last < part.first:
        return Refused("shift_turned", ARTICLE, "until")
    if not shift.covers(part.first):
        return Refused("day_outside_shift", ARTICLE, "since")
    if not shift.covers(part.last):
        return Refused("day_outside_shift", ARTICLE, "until")
    if part.first < today:
        return Refused("shift_past", ARTICLE, "since")
    return None


def swap_problem(one: Shift, other: Shift, today: date) -> Refused | None:
    """Why two duties can't change their leaders: the same leader, not the same kind, begun already, or somebody stands in.

    Who stands in was asked for these days and this leader's reason; that is settled first.
    """
    if one.unit == other.unit:
        return Refused("same_leader_twice", ARTICLE)
    if one.kind is not other.kind:
        return Refused("kinds_differ", ARTICLE)
    if min(one.first, other.first) < today:
        return Refused("shift_begun", ARTICLE)
    if one.substitute or other.substitute:
        return Refused("stand_in_there", ARTICLE)
    return None


def around(shift: Shift, part: Span) -> tuple[Span | None, Span | None]:
    """What is left of the duty before and after a part of it."""
    before = Span(shift.first, part.first - _DAY) if shift.first < part.first else None
    after = Span(part.last + _DAY, shift.last) if part.last < shift.last else None
    return before, after


def in_turn(
    leaders: Sequence[str], first: date, weeks: int, calendar: Calendar, *, today: date
) -> tuple[Shift, ...]:
    """A week for each leader in turn, from the week that ``first`` lies in, Monday to Sunday.

    A week without a working day is nobody's and costs nobody their turn. Of a week that has begun only what is left, from
    ``today`` on. Refuses (ValueError) no leaders and fewer than one or more than 53 weeks.
    """
    if not leaders or not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(f"leaders and 1 to {MOST_WEEKS} weeks are wanted: {len(leaders)}, {weeks}")
    monday = monday_of(first)
    found: list[Shift] = []
    for n in range(weeks):
        start, end = max(monday + _WEEK * n, today), monday + _WEEK * n + _DAY * 6
        if any(calendar.is_working(day) for day in _days(start, end)):
            found.append(Shift(leaders[len(found) % len(leaders)], start, end))
    return tuple(found)
