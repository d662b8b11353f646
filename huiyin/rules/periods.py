"""Periods that figures are told for: a month, a quarter, a year, or from one day to another; the same time a year before.

A period's name is what an address holds: ``2026-11``, ``2026-Q4``, ``2026``, ``2026-11-01..2026-11-15``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiyin.rules.fields import YEARS

#: A free span is at most so many days: four years, a reader's memory and a query's patience.
MOST_DAYS = 1_461
_NAME = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})))?", re.ASCII)
_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """How long."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "span"


_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both ends included. Refuses (ValueError) an end before the beginning and more than ``MOST_DAYS``."""

    kind: PeriodKind
    first: date
    last: date

    def __post_init__(self) -> None:
        if not 0 <= (self.last - self.first).days < MOST_DAYS:
            raise ValueError(f"no period: {self.first} to {self.last}")

    @property
    def name(self) -> str:
        """As an address holds it."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.first:%Y}"
        if self.kind is PeriodKind.QUARTER:
            return f"{self.first:%Y}-Q{(self.first.month + 2) // 3}"
        return f"{self.first:%Y-%m}" if self.kind is PeriodKind.MONTH else f"{self.first}..{self.last}"

    @property
    def before(self) -> Period:
        """The one before it, as long: the month, quarter or year before; as many days that end where this one begins."""
        if self.kind is PeriodKind.SPAN:
            days = self.last - self.first
            return Period(self.kind, self.first - days - _DAY, self.first - _DAY)
        return whole(self.kind, self.first - _DAY)

    @property
    def after(self) -> Period:
        """The one after it, as long."""
        if self.kind is PeriodKind.SPAN:
            return Period(self.kind, self.last + _DAY, self.last + (self.last - self.first) + _DAY)
        return whole(self.kind, self.last + _DAY)

    @property
    def year_before(self) -> Period:
        """The same time of last year (同比). Of 29 February the day before 1 March."""
        if self.kind is not PeriodKind.SPAN:
            return whole(self.kind, a_year_before(self.first))
        return Period(self.kind, a_year_before(self.first), a_year_before(self.last))

    def until(self, day: date) -> Period:
        """As far as that day, if it lies within: what has passed of it. Half a month says nothing beside a whole one."""
        if not self.first <= day < self.last:
            return self
        return Period(PeriodKind.SPAN, self.first, day)


def whole(kind: PeriodKind, day: date) -> Period:
    """The month, quarter or year that the day lies in. Refuses (KeyError) a span, which has no such frame."""
    months = _MONTHS[kind]
    start = (day.month - 1) // months * months + 1
    end = start + months
    last = date(day.year + 1, 1, 1) if end > 12 else date(day.year, end, 1)
    return Period(kind, date(day.year, start, 1), last - _DAY)


def a_year_before(day: date) -> date:
    """The same day of the year before."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def named(text: str) -> Period | None:
    """The period of this name; None for what isn't one, or lies outside the years that matters can be of."""
    first, dots, last = text.partition("..")
    try:
        found = Period(PeriodKind.SPAN, _day(first), _day(last)) if dots else _framed(text)
    except ValueError:
        return None
    # a year's room on both sides, so that its neighbours and last year exist as well
    return found if YEARS.start < found.first.year and found.last.year < YEARS.stop - 1 else None


def _day(text: str) -> date:
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError(text)
    return found


def _framed(text: str) -> Period:
    found = _NAME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year = int(found["year"])
    if found["quarter"]:
        return whole(PeriodKind.QUARTER, date(year, int(found["quarter"]) * 3, 1))
    if found["month"]:
        return whole(PeriodKind.MONTH, date(year, int(found["month"]), 1))
    return whole(PeriodKind.YEAR, date(year, 1, 1))


def months_to(last: date, many: int) -> list[Period]:
    """So many months one after the other, the last that of the day ``last``."""
    found = [whole(PeriodKind.MONTH, last)]
    while len(found) < many:
        found.append(found[-1].before)
    return found[::-1]
