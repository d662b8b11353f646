"""The working-day calendar: which local day is worked, why, and how sure that is.

Three layers, the upper wins: the county's own table (a notice newer than the package, a make-up Saturday, a
local holiday), the published notices of the State Council as ``chinese_calendar`` keeps them, the plain week.
A day whose notice isn't out yet is *provisional*: it is reckoned by the plain week and may change.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta, timezone
from enum import StrEnum
from types import MappingProxyType

from chinese_calendar import Holiday, holidays, workdays  # type: ignore[import-untyped]

#: China has one zone and no summer time since 1992; a fixed offset needs no zone data on the machine.
LOCAL = timezone(timedelta(hours=8), "Asia/Shanghai")


def whole_years(days: Mapping[date, str]) -> frozenset[int]:
    """The years whose whole notice is among the holidays.

    A notice runs to National Day; a year that has only New Year's bridge days of a neighbour isn't published.
    """
    return frozenset(day.year for day, name in days.items() if name == Holiday.national_day.value)


#: What the installed package knows; a newer package brings a newer year by itself.
PACKAGE_YEARS: frozenset[int] = whole_years(holidays)
#: The notice of a year may still move the last days of the December before it (2006, 2007, 2011 and 2018: 29th
#: to 31st), so they are certain only once the next notice is out.
_BRIDGE_FROM = (12, 29)
_ONE_DAY = timedelta(days=1)
_MOST_WORKING_DAYS = 10_000


class Reason(StrEnum):
    """Why a day is worked or free."""

    WEEKDAY = "weekday"  # Monday to Friday, nothing special
    WEEKEND = "weekend"  # Saturday or Sunday, nothing special
    HOLIDAY = "holiday"  # free by a published notice, bridge days included
    MAKEUP = "makeup"  # a weekend day worked in place of a bridge day
    LOCAL = "local"  # a holiday of the prefecture or county alone
    OVERRIDE = "override"  # set by the county for any other cause


_SETTABLE: Mapping[Reason, frozenset[bool]] = {
    Reason.HOLIDAY: frozenset({False}),
    Reason.MAKEUP: frozenset({True}),
    Reason.LOCAL: frozenset({False}),
    Reason.OVERRIDE: frozenset({False, True}),
}


@dataclass(frozen=True, slots=True)
class Override:
    """One row of the county's table.

    ``name`` is a key as in the package ("Spring Festival") or the county's own word. Refuses a holiday that is
    worked, a make-up day that is free, and the reasons that only the plain week gives.
    """

    working: bool
    reason: Reason = Reason.OVERRIDE
    name: str = ""

    def __post_init__(self) -> None:
        if self.working not in _SETTABLE.get(self.reason, frozenset()):
            state = "worked" if self.working else "free"
            raise ValueError(f"a day can't be set {state} with the reason {self.reason.value!r}")


@dataclass(frozen=True, slots=True)
class DayFact:
    """What is known of one day; ``name`` is the holiday's key (a make-up day has that of its holiday) or empty."""

    day: date
    working: bool
    reason: Reason
    name: str
    provisional: bool


def local_date(moment: datetime) -> date:
    """The county's calendar day at a moment. Refuses a moment without a time zone: it names no day."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment needs a time zone: {moment.isoformat()}")
    try:
        return moment.astimezone(LOCAL).date()
    except OverflowError:
        raise ValueError(f"no calendar day: {moment.isoformat()}") from None


class Calendar:
    """The county's calendar. Immutable. Days are local dates, never moments.

    ``published_years`` are years whose whole notice stands in ``overrides`` because the package is older than
    it. Refuses such a year if the table holds no day of it: every notice has holidays.
    """

    __slots__ = ("_certain_from", "_certain_until", "_overrides", "_published", "_worked")

    def __init__(
        self, overrides: Mapping[date, Override] | None = None, published_years: Iterable[int] = ()
    ) -> None:
        self._overrides: Mapping[date, Override] = MappingProxyType(dict(overrides or {}))
        for day in self._overrides:
            _refuse_moment(day)
        declared = frozenset(published_years) - PACKAGE_YEARS
        empty = sorted(declared - {day.year for day in self._overrides})
        if empty:
            raise ValueError(f"declared published, but no day of it is in the table: {empty[0]}")
        self._published = PACKAGE_YEARS | declared
        self._certain_from = date(min(PACKAGE_YEARS), 1, 1)
        self._certain_until = date(self.last_published, *_BRIDGE_FROM) - _ONE_DAY
        self._worked: dict[int, tuple[date, ...]] = {}  # filled year by year; what it holds never changes

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Calendar):
            return NotImplemented
        return self._overrides == other._overrides and self._published == other._published

    def __hash__(self) -> int:
        return hash((frozenset(self._overrides.items()), self._published))

    def __reduce__(self) -> tuple[type[Calendar], tuple[dict[date, Override], tuple[int, ...]]]:
        return Calendar, (dict(self._overrides), tuple(sorted(self._published - PACKAGE_YEARS)))

    @property
    def overrides(self) -> Mapping[date, Override]:
        """The county's table, read-only."""
        return self._overrides

    @property
    def last_published(self) -> int:
        """The last year of the unbroken run of published years."""
        year = max(PACKAGE_YEARS)
        while year + 1 in self._published:
            year += 1
        return year

    @property
    def certain_until(self) -> date:
        """The last day up to which no notice to come can change anything.

        The end of the last published year, but for the days of December that the next notice may still move.
        """
        return self._certain_until

    def fact(self, day: date) -> DayFact:
        """What is known of the day."""
        _refuse_moment(day)
        working, reason, name = self._look_up(day)
        return DayFact(day, working, reason, name, self.is_provisional(day))

    def is_working(self, day: date) -> bool:
        """Whether offices work on the day."""
        _refuse_moment(day)
        return self._look_up(day)[0]

    def is_provisional(self, day: date) -> bool:
        """Whether a notice still to come may change the day. What the county has set itself stands."""
        if self._certain_from <= day <= self._certain_until or day in self._overrides:
            return False
        if day.year not in self._published:
            return True
        return (day.month, day.day) >= _BRIDGE_FROM and day.year + 1 not in self._published

    def any_provisional(self, first: date, last: date) -> bool:
        """Whether a notice still to come may change any day from ``first`` to ``last``, both included."""
        if self._certain_from <= first and last <= self._certain_until:
            return False
        return any(self.is_provisional(first + timedelta(days=n)) for n in range((last - first).days + 1))

    def add_working_days(self, start: date, n: int) -> date:
        """The ``n``-th working day after ``start``, which isn't counted itself; ``n`` 0 gives ``start``.

        Refuses a negative or absurd ``n`` and a result past the year 9999.
        """
        _refuse_moment(start)
        if not 0 <= n <= _MOST_WORKING_DAYS:
            raise ValueError(f"working days must be 0 to {_MOST_WORKING_DAYS}: {n}")
        if n == 0:
            return start
        year = start.year
        worked = self._year(year)
        place = bisect_right(worked, start) + n - 1
        while place >= len(worked):
            place -= len(worked)
            year += 1
            worked = self._year(year)
        return worked[place]

    def working_day_from(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        _refuse_moment(day)
        worked = self._year(day.year)
        place = bisect_left(worked, day)
        if place < len(worked):
            return worked[place]
        return self.add_working_days(day, 1)

    def working_days(self, first: date, last: date) -> int:
        """How many days from ``first`` to ``last``, both included, are worked; 0 if they are the wrong way round."""
        _refuse_moment(first)
        _refuse_moment(last)
        if last < first:
            return 0
        whole = sum(len(self._year(year)) for year in range(first.year, last.year))
        return whole + bisect_right(self._year(last.year), last) - bisect_left(self._year(first.year), first)

    def _look_up(self, day: date) -> tuple[bool, Reason, str]:
        override = self._overrides.get(day)
        if override is not None:
            return override.working, override.reason, override.name
        if day in workdays:
            return True, Reason.MAKEUP, workdays[day]
        if day in holidays:
            return False, Reason.HOLIDAY, holidays[day]
        if day.weekday() < 5:
            return True, Reason.WEEKDAY, ""
        return False, Reason.WEEKEND, ""

    def _year(self, year: int) -> tuple[date, ...]:
        """The year's working days in order."""
        worked = self._worked.get(year)
        if worked is None:
            if year > MAXYEAR:
                raise ValueError(f"no calendar after the year {MAXYEAR}")
            first = date(year, 1, 1).toordinal()
            days = map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))
            worked = self._worked[year] = tuple(day for day in days if self._look_up(day)[0])
        return worked


def _refuse_moment(day: date) -> None:
    """A datetime is a date to Python, but not the same key nor the local day: taking it would be silently wrong."""
    if isinstance(day, datetime):
        raise TypeError("a day is wanted, not a moment; take local_date() of it")
