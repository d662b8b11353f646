"""What comes due for units day by day: every running duty that is theirs, of each matter all of them, and their commitments.

A matter's own nearest day (``Matter.next_due``) is one of several; what a unit contributes to another's matter isn't in it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from huiyin.rooms.cases.around import Pledge
from huiyin.rooms.cases.listing import page_of, seen_rows, with_title
from huiyin.rooms.cases.lists import COMMITMENTS, DUE, open_pledges, running_until
from huiyin.rooms.cases.models import ClockRun, Matter
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.roles import Actor


@dataclass(frozen=True, slots=True)
class Coming:
    """One last day: of which matter, which term (None: a commitment), whose, since when where that is known."""

    day: date
    matter: Matter
    clock: Clock | None
    unit: str
    since: date | None
    provisional: bool


def coming(
    actor: Actor, first: date, last: date, *, unit: str | None = None, size: int
) -> list[Coming]:  # fmt: skip
    """The last days from ``first`` to ``last``, the nearest first, at most ``size`` + 1; ``unit``: its own. Two queries."""
    runs = page_of(with_title(_runs(actor, first, last, unit)), DUE, None, size)
    promised = page_of(with_title(_promised(actor, first, last, unit)), COMMITMENTS, None, size)
    found = [
        Coming(
            run.due_on, run.matter, Clock(run.code), run.party_id, local_date(run.started_at), run.provisional
        )
        for run in runs
    ]
    found += [Coming(one.due_on, one.matter, None, one.unit_id, None, False) for one in promised]
    return sorted(found, key=lambda one: (one.day, one.matter.number))[: size + 1]


def coming_by_day(actor: Actor, first: date, last: date, *, unit: str | None = None) -> dict[date, int]:
    """How many end on each of these days; two queries."""
    found = Counter[date]()
    for rows in (_runs(actor, first, last, unit), _promised(actor, first, last, unit)):
        found.update(dict(rows.order_by().values_list("due_on").annotate(n=Count("pk"))))
    return dict(found)


def _runs(actor: Actor, first: date, last: date, unit: str | None) -> QuerySet[ClockRun]:
    rows = running_until(last).filter(due_on__gte=first)
    return seen_rows(rows if unit is None else rows.filter(party=unit), actor, unit="party")


def _promised(actor: Actor, first: date, last: date, unit: str | None) -> QuerySet[Pledge]:
    rows = open_pledges().filter(due_on__gte=first, due_on__lte=last)
    return seen_rows(rows if unit is None else rows.filter(unit=unit), actor, unit="unit")
