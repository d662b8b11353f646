"""Which last days a change of the calendar would move, before it is made; and moving them afterwards, by the worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone
from django_tasks import task

from huiyin.rooms.cases.models import ClockRun
from huiyin.rooms.cases.reckoning import BATCH, batches, reckon_all
from huiyin.rooms.county.actions import days_of_notice
from huiyin.rooms.county.models import CalendarDay, PublishedYear
from huiyin.rooms.county.notice import NoticeDay
from huiyin.rooms.county.queries import law
from huiyin.rooms.county.snapshot import CHECK_EVERY, forget
from huiyin.rules.calendar import Calendar, Override, Reason, local_date
from huiyin.rules.clocks import Unit, due_on
from huiyin.rules.roles import SYSTEM
from huiyin.rules.terms import Clock

#: Pairs of days that a preview lists; the counts are of all.
MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Move:
    """So many terms of this kind would end on another day."""

    clock: Clock
    was: date
    will_be: date
    terms: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would change: matters and terms with another last day, terms that only become certain, the commonest moves."""

    matters: int
    terms: int
    certain: int
    moves: tuple[Move, ...]


def with_notice(year: int, days: Iterable[NoticeDay]) -> Calendar:
    """The calendar as it would be with this notice taken in; what the county set itself stays."""
    (first, last), noticed = days_of_notice(year), {Reason.HOLIDAY.value, Reason.MAKEUP.value}
    kept = {
        row.day: Override(row.working, Reason(row.reason), row.name)
        for row in CalendarDay.objects.all()
        if not (row.reason in noticed and first <= row.day <= last)
    }
    new = {row.day: Override(row.working, row.reason, row.name) for row in days}
    years = {*PublishedYear.objects.values_list("year", flat=True), year}
    return Calendar({**new, **kept}, years)


def with_day(day: date, working: bool | None, *, name: str = "") -> Calendar:
    """The calendar as it would be with this day worked or free; None: left to the notices and the plain week again."""
    days = {
        row.day: Override(row.working, Reason(row.reason), row.name)
        for row in CalendarDay.objects.exclude(day=day)
    }
    if working is not None:
        days[day] = Override(working, Reason.OVERRIDE if working else Reason.LOCAL, name)
    return Calendar(days, set(PublishedYear.objects.values_list("year", flat=True)))


def foreseen(calendar: Calendar, *, now: datetime) -> Foreseen:
    """What the calendar would change of the terms that run. Two queries for each two hundred matters."""
    ruling = replace(law(), calendar=calendar)
    matters, certain = set[str](), 0
    moves: Counter[tuple[Clock, date, date]] = Counter()
    for numbers in batches(local_date(now)):
        assert len(numbers) <= BATCH
        runs = ClockRun.objects.filter(matter__in=numbers, stopped_at=None, paused_at=None)
        for run in runs:
            found = due_on(
                Clock(run.code), run.started_at, calendar=calendar, terms=ruling.terms, days=run.days,
                unit=Unit(run.unit) if run.unit else None, extra=run.paused_days,
            )  # fmt: skip
            if found.due_on != run.due_on:
                moves[Clock(run.code), run.due_on, found.due_on] += 1
                matters.add(run.matter_id)
            elif found.provisional != run.provisional:
                certain += 1
    common = [Move(*key, n) for key, n in moves.most_common(MOST_LISTED)]
    common.sort(key=lambda move: (move.was, move.clock, move.will_be))
    return Foreseen(len(matters), sum(moves.values()), certain, tuple(common))


#: Settings that move the days of terms that run: after a change of one ``reckon_soon``.
RECKONED = frozenset({"roll_last_day"})


def reckon_soon() -> None:
    """Have every running term reckoned again, once every process knows what the county changed.

    Sooner, what another process took in meanwhile by what it knew before would be missed.
    """
    reckon_later.using(run_after=timezone.now() + timedelta(seconds=CHECK_EVERY + 1)).enqueue()


@task()
def reckon_later() -> str:
    """Give every running term its last day by the calendar as it is now; done twice it writes nothing."""
    forget()
    found = reckon_all(by=SYSTEM, now=timezone.now())
    return f"{found.looked} {found.changed} {len(found.refused)}"
