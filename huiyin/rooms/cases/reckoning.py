"""Reckoning running terms anew when the calendar has changed: a notice was loaded, a day was set free or worked.

Which dates change is the rules' business (``rules.lifecycle.reckoned``). What changes is an entry like any other, so the
dossier tells both dates. Matters whose dates stay get none: run twice, the second time writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huiyin.rooms.cases.models import ClockRun
from huiyin.rooms.cases.pen import NotDone, Pen
from huiyin.rooms.county.queries import law
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Unit, due_on
from huiyin.rules.guards import Law
from huiyin.rules.lifecycle import reckoned
from huiyin.rules.roles import Actor
from huiyin.rules.terms import Clock
from huiyin.rules.vocabulary import Verb

#: Matters looked at in one go, so that memory stays the same for a hundred matters and a million.
BATCH = 200
#: How far a change of the calendar can carry a day, and back again when it is taken back.
_FURTHEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How many matters were looked at, how many got another date, and which refused it."""

    looked: int
    changed: int
    refused: tuple[str, ...]


def reckon_all(*, by: Actor, now: datetime) -> Reckoned:
    """Give every running term the last day that the present calendar gives it; one entry for each matter that changes.

    Each matter is a transaction of its own: what breaks off goes on where it was when asked again.
    """
    looked, changed = 0, 0
    refused: list[str] = []
    today = local_date(now)
    for numbers in batches(today):
        looked += len(numbers)
        for number in _moved(numbers, law(), today):
            try:
                changed += reckon(number, by=by, now=now)
            except NotDone:
                refused.append(number)
    return Reckoned(looked, changed, tuple(refused))


def reckon(number: str, *, by: Actor, now: datetime) -> bool:
    """Reckon one matter's running terms anew; whether any changed. Writes nothing if none did."""
    with transaction.atomic():
        pen = Pen.take(number)
        if pen.state is None or not reckoned(pen.state, law()):
            return False
        pen.write(Verb.RECKON, {}, by=by, now=now)
        pen.put_down()
    return True


def batches(today: date) -> Iterator[list[str]]:
    """Numbers of matters with terms that a change of the calendar can still touch, in order.

    All that run in open matters; in closed ones the petitioner's windows that aren't over, aren't certain, or were over only
    by a change that may be taken back.
    """
    alive = Q(matter__is_open=True) | Q(due_on__gte=today - _FURTHEST) | Q(provisional=True)
    runs = ClockRun.objects.filter(alive, stopped_at__isnull=True)
    low = ""
    while numbers := list(
        runs.filter(matter__gt=low).order_by("matter").values_list("matter", flat=True).distinct()[:BATCH]
    ):
        yield numbers
        low = numbers[-1]


def _moved(numbers: list[str], ruling: Law, today: date) -> list[str]:
    """Which of them would get another date, by the tables alone: their dossiers needn't be read for that."""
    runs = ClockRun.objects.filter(matter__in=numbers, stopped_at__isnull=True, paused_at__isnull=True)
    return sorted({run.matter_id for run in runs.select_related("matter") if _moves(run, ruling, today)})


def _moves(run: ClockRun, ruling: Law, today: date) -> bool:
    """Whether it ends on another day now. What is over in a closed matter stays over, unless it would go on."""
    unit = Unit(run.unit) if run.unit else None
    found = due_on(
        Clock(run.code), run.started_at, calendar=ruling.calendar, terms=ruling.terms, days=run.days, unit=unit,
        extra=run.paused_days,
    )  # fmt: skip
    alive = run.matter.is_open or run.provisional or max(run.due_on, found[0]) >= today
    return alive and found != (run.due_on, run.provisional)
