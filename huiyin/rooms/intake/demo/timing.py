"""When the stages of a life happen: gaps in working time, laid out from a beginning or around a fixed point, pressed to fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from huiyin.rooms.intake.demo.shape import Wait
from huiyin.rooms.intake.demo.stages import Stage
from huiyin.rooms.intake.demo.worktime import A_DAY, Worktime
from huiyin.rules.calendar import LOCAL, Calendar
from huiyin.rules.clocks import Clock, Terms, due_on
from huiyin.rules.vocabulary import Verb

#: Two acts on one matter are at least so many minutes apart.
APART = 3.0
#: On how many of the last working days a term may have ended that is late now (no term ends on a day off).
LATE_DAYS = 7
_LONGEST_BACK = 130
#: As many letters and calls on a day off as on a working day.
DAY_OFF = 0.6

#: Which verb begins each term.
BEGINS: dict[Clock, frozenset[Verb]] = {
    Clock.T1: frozenset({Verb.REGISTER}),
    Clock.T3: frozenset({Verb.FORWARD, Verb.ASSIGN}),
    Clock.T5: frozenset({Verb.ASSIGN}),
    Clock.T6: frozenset({Verb.ACCEPT, Verb.NOTIFY}),
    Clock.L1: frozenset({Verb.ACCEPT, Verb.NOTIFY}),
    Clock.L2: frozenset({Verb.ISSUE, Verb.DECLINE}),
    Clock.L3: frozenset({Verb.DELIVER}),
    Clock.L4: frozenset({Verb.OBJECT}),
}


def gaps(stages: Sequence[Stage], pace: float, rng: Random) -> list[float]:
    """Working minutes before each stage; those after the first are longer or shorter by ``pace``."""
    drawn = [rng.uniform(stage.least, stage.most) * A_DAY for stage in stages]
    return [drawn[0], *(gap * pace for gap in drawn[1:])]


def onwards(start: float, between: Sequence[float], latest: float) -> list[float]:
    """The minute of each stage after ``start``, pressed together where they would pass ``latest``."""
    total = sum(between)
    press = min(1.0, (latest - start - APART * len(between)) / total) if total else 1.0
    if press <= 0:
        raise ValueError(f"no room for {len(between)} stages from minute {start:.0f} to {latest:.0f}")
    return list(accumulate((max(gap * press, APART) for gap in between), initial=start))[1:]


def around(fixed: int, minute: float, between: Sequence[float], latest: float) -> list[float]:
    """The minutes when stage number ``fixed`` is to happen at ``minute``: the others before and after it."""
    before = list(between[: fixed + 1])
    if sum(before) > minute:
        before = [gap * minute / sum(before) for gap in before]
    start = minute - sum(before[1:])
    return [*accumulate(before[1:], initial=start), *onwards(minute, between[fixed + 1 :], latest)]


def fixed_stage(stages: Sequence[Stage], clock: Clock) -> int:
    """The number of the last stage that begins the term."""
    return max(i for i, stage in enumerate(stages) if stage.verb in BEGINS[clock])


class Days:
    """Finds the days on which a term must have begun for it to be late, or due, on the day that the demo ends."""

    def __init__(
        self, worktime: Worktime, today: date, calendar: Calendar, terms: Terms, rng: Random
    ) -> None:
        self._worktime, self._today, self._rng = worktime, today, rng
        self._calendar, self._terms = calendar, terms
        self.target = calendar.working_day_from(today)

    def any_day(self) -> date:
        """Some day of the demo on which people write or call; fewer do on days off."""
        span = (self._today - self._worktime.days[0]).days
        while True:
            day = self._today - timedelta(days=self._rng.randint(1, span))
            if self._calendar.is_working(day) or self._rng.random() < DAY_OFF:
                return day

    def begin(self, wait: Wait, *, days: int | None = None, any_day: bool = False) -> date:
        """A day that the term may have begun on; a working day unless ``any_day``."""
        assert wait.clock is not None, "a wait without a term has no day to begin"
        lasts = self._worktime.days[-LATE_DAYS:] if wait.late else (self.target,)
        back = (self._today - timedelta(days=n) for n in range(1, _LONGEST_BACK))
        found = [
            day for day in back
            if (any_day or self._calendar.is_working(day)) and self._due(wait.clock, day, days) in lasts
        ]  # fmt: skip
        return self._rng.choice(found) if found else self._nearly(wait.clock, days)

    def _due(self, clock: Clock, day: date, days: int | None) -> date:
        noon = datetime.combine(day, time(12), LOCAL)
        return due_on(clock, noon, calendar=self._calendar, terms=self._terms, days=days).due_on

    def _nearly(self, clock: Clock, days: int | None) -> date:
        """Around long holidays no working day may fit exactly: the last one whose term has come to its end."""
        for day in reversed(self._worktime.days):
            if self._due(clock, day, days) <= self.target:
                return day
        raise ValueError(f"{clock} is longer than the demo")

    def term_due_today(self) -> tuple[date, int]:
        """A day some while ago and the length of a term, given then, that ends on the target day (T5)."""
        candidates = [day for day in self._worktime.days if 7 <= (self.target - day).days <= 20]
        day = self._rng.choice(candidates)
        return day, (self.target - day).days
