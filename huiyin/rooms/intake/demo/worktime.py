"""Working time as one straight line: minute 0 is the demo's first working minute; nights and holidays are not there."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta

from huiyin.rules.calendar import LOCAL, Calendar

#: The county's office hours, and how many minutes they are.
MORNING, NOON, AFTERNOON, EVENING = time(8, 30), time(11, 30), time(13, 30), time(17, 0)
_BEFORE_NOON = 180
A_DAY = 390


class Worktime:
    """The working minutes from ``first`` up to but not including ``end`` (local days)."""

    def __init__(self, first: date, end: date, calendar: Calendar) -> None:
        span = (first + timedelta(days=n) for n in range((end - first).days))
        self.days = tuple(day for day in span if calendar.is_working(day))
        self.length = len(self.days) * A_DAY

    def at(self, minute: float) -> datetime:
        """The moment of a minute on the line; fractions give seconds. Outside the line its ends answer."""
        minute = min(max(minute, 0.0), self.length - 0.05)
        day, rest = divmod(minute, A_DAY)
        start, after = (MORNING, rest) if rest < _BEFORE_NOON else (AFTERNOON, rest - _BEFORE_NOON)
        whole = datetime.combine(self.days[int(day)], start, LOCAL)
        return whole + timedelta(seconds=int(after * 60))

    def of(self, moment: datetime) -> float:
        """The first working minute not before a moment."""
        local = moment.astimezone(LOCAL)
        index = bisect_left(self.days, local.date())
        if index == len(self.days) or self.days[index] != local.date():
            return float(index * A_DAY)
        return index * A_DAY + _minutes(local.time())

    def opened(self, minute: float) -> float:
        """The minute at which the office last opened before this one: in the morning or after noon."""
        day, rest = divmod(minute, A_DAY)
        return day * A_DAY + (_BEFORE_NOON if rest >= _BEFORE_NOON else 0)

    def of_day(self, day: date) -> float:
        """The first working minute of a day, or of the next working day."""
        return float(bisect_left(self.days, day) * A_DAY)


def _minutes(clock: time) -> float:
    """Working minutes of the day gone by at a time of day."""
    now = clock.hour * 60 + clock.minute + clock.second / 60

    def since(start: time) -> float:
        return now - start.hour * 60 - start.minute

    return min(max(since(MORNING), 0), _BEFORE_NOON) + min(max(since(AFTERNOON), 0), A_DAY - _BEFORE_NOON)
