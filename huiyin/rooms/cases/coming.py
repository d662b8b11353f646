"""What comes due for units day by day: every running duty that is theirs, of each matter all of them, and their commitments.

A matter's own nearest day (``Matter.next_due``) is one of several; what a unit contributes to another's matter isn't in it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet

from huiyin.rooms.cases.around import Pledge
from huiyin.rooms.cases.listing import Row, seen_rows
from huiyin.rooms.cases.lists import COMMITMENTS, DUE, open_pledges, running_until
from huiyin.rooms.cases.models import ClockRun
from huiyin.rooms.county.queries import version
from huiyin.rooms.kept import Kept
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.roles import Actor


@dataclass(frozen=True, slots=True)
class Coming:
    """One last day: of which matter, which term (None: a commitment), whose, since when where that is known.

    ``title``: as the matter bears it; None where it was erased.
    """

    day: date
    number: str
    title: str | None
    clock: Clock | None
    unit: str
    since: date | None
    provisional: bool


def coming(
    actor: Actor, first: date, last: date, *, unit: str | None = None, size: int
) -> list[Coming]:  # fmt: skip
    """The last days from ``first`` to ``last``, the nearest first, at most ``size`` + 1; ``unit``: its own. Two queries."""
    asked = (actor, first, last, unit, size, version())
    found = [
        Coming(
            run.due_on, run.matter_id, run.words, Clock(run.code), run.party_id, local_date(run.started_at), run.provisional
        )
        for run in _first_runs(*asked)
    ]  # fmt: skip
    found += [
        Coming(one.due_on, one.matter_id, one.words, None, one.unit_id, None, False)
        for one in _first_promised(*asked)
    ]
    return sorted(found, key=lambda one: (one.day, one.number))[: size + 1]


def _first(rows: QuerySet[Row], order: tuple[str, ...], size: int, *shown: str) -> QuerySet[Row]:
    """The first of them, with the matter's title beside as ``words``."""
    named: QuerySet[Row] = rows.order_by(*order).annotate(words=F("matter__title__text"))
    return named.only("matter", "due_on", *shown)[: size + 1]


_first_runs: Kept[Any] = Kept(
    lambda actor, first, last, unit, size, _county: _first(
        _runs(actor, first, last, unit), DUE, size, "code", "party", "started_at", "provisional"
    )
)
_first_promised: Kept[Any] = Kept(
    lambda actor, first, last, unit, size, _county: _first(
        _promised(actor, first, last, unit), COMMITMENTS, size, "unit"
    )
)


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
