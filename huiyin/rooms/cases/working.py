"""The work list: open matters by what one looks for, in an order; and how many there are, as far as it matters.

Counts and rows come from one condition, so that a number on My day and the list that it leads to can't differ. Every reading is
bounded: a page by keyset, a count at ``MOST_COUNTED``, a way through all of it in portions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.around import Question
from huiyin.rooms.cases.models import ClockRun, Matter, titled
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.cases.seeing import unbarred, units_seen
from huiyin.rooms.cases.withdrawn import waiting
from huiyin.rooms.county.heirs import nobody_goes_on
from huiyin.rooms.county.queries import version
from huiyin.rooms.kept import Kept, KeptCount, KeptValues
from huiyin.rules.clocks import Clock
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Channel, MatterClass, Status

#: Counts end here: more than so many is said as such.
MOST_COUNTED = 500
#: Where a matter lies that came back: at the desk again, or with a unit that says it isn't theirs.
BACK = frozenset({Status.REGISTERED, Status.TRIAGED, Status.OBJECTED})


class Sort(StrEnum):
    """The orders of the list."""

    DUE = "due"
    NEW = "new"
    OLD = "old"
    SILENT = "silent"


#: What each order goes by; the last column makes it the only one of its kind.
_COLUMNS: Mapping[Sort, tuple[str, ...]] = {
    Sort.DUE: ("next_due", "number"),
    Sort.NEW: ("-registered_at", "-number"),
    Sort.OLD: ("registered_at", "number"),
    Sort.SILENT: ("owner_at", "number"),
}
Key = tuple[Any, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open matters. Whatever is left empty doesn't narrow; ``units``: those that answer for them (None: all one sees).

    ``due_from`` and ``due_until`` are days, both included, of the next running duty's last day; ``since`` is when it was
    registered at the earliest; ``back``: handed back, objected to or opened again, and not yet sent on, or a petitioner has
    answered; ``asked``: a petitioner was asked and hasn't; ``told``: one has, and nobody has acted since; ``withdrawn``:
    everybody in it took it back, and the letter that confirms it hasn't gone out; ``done``: nobody is to take it up again;
    ``categories`` holds
    the codes themselves (a field's code with those below it); ``officer``: signed for by this person; ``words``: in the title.
    """

    units: frozenset[str] | None = None
    statuses: frozenset[Status] = frozenset()
    channels: frozenset[Channel] = frozenset()
    classes: frozenset[MatterClass] = frozenset()
    categories: frozenset[str] = frozenset()
    urgent: bool = False
    due_from: date | None = None
    due_until: date | None = None
    since: datetime | None = None
    back: bool = False
    asked: bool = False
    told: bool = False
    withdrawn: bool = False
    done: bool = False
    officer: str = ""
    words: str = ""
    numbers: frozenset[str] = field(default_factory=frozenset)


def _matching(actor: Actor, wanted: Wanted) -> QuerySet[Matter]:
    """The one condition. Nothing for whoever sees no matters; only their own units' without the whole county."""
    county = actor.may(Permission.SEE_COUNTY)
    seen = frozenset() if county else units_seen(actor)
    if not county and not seen:
        return Matter.objects.none()
    rows = unbarred(Matter.objects.filter(is_open=True), actor, only_open=True)
    units = wanted.units if county else (seen if wanted.units is None else wanted.units & seen)
    if units is not None:
        rows = rows.filter(owner__in=sorted(units))
    for column, values in _lists(wanted).items():
        if values:
            rows = rows.filter(**{f"{column}__in": sorted(values)})
    return rows.filter(_conditions(wanted))


def _lists(wanted: Wanted) -> Mapping[str, frozenset[str]]:
    return {
        "status": wanted.statuses, "channel": wanted.channels, "klass": wanted.classes, "category": wanted.categories,
        "number": wanted.numbers,
    }  # fmt: skip


def _conditions(wanted: Wanted) -> Q:
    found = Q()
    if wanted.urgent:
        found &= Q(urgent=True)
    if wanted.due_from is not None:
        found &= Q(next_due__gte=wanted.due_from)
    if wanted.due_until is not None:
        found &= Q(next_due__lte=wanted.due_until)
    if wanted.since is not None:
        found &= Q(registered_at__gte=wanted.since)
    if wanted.officer:
        found &= Q(officer=wanted.officer)
    if wanted.words:
        found &= Q(title__text__icontains=wanted.words) | Q(number__contains=wanted.words)
    return found & _happened(wanted)


def _happened(wanted: Wanted) -> Q:
    """What came back, was asked, answered or taken back."""
    found = Q()
    if wanted.back:
        sent = Q(returns__gte=1) | Q(reopened__gte=1) | Q(status=Status.OBJECTED.value)
        found &= (sent & Q(status__in=sorted(BACK))) | Q(_new_answers())
    if wanted.asked:
        found &= Q(Exists(Question.objects.filter(matter=OuterRef("pk"), answered_at__isnull=True)))
    if wanted.told:
        found &= Q(_new_answers())
    if wanted.withdrawn:
        found &= waiting()
    if wanted.done:
        found &= ~Q(number__in=_to_take_up().values("matter"))
    return found


def _to_take_up() -> QuerySet[ClockRun]:
    """The desks' terms to take matters up again. The code is written out, for few of many run: else their index isn't used."""
    again = RawSQL(f"'{Clock.L13.value}'", ())  # noqa: S611  our own word
    return ClockRun.objects.filter(stopped_at__isnull=True, code=again)


def _new_answers() -> Exists:
    rows = Question.objects.filter(matter=OuterRef("pk"), answered_at__isnull=False, seen_at__isnull=True)
    return Exists(rows)


#: What a row of the list shows; with the title's words beside.
_SHOWN = (
    "number", "seq", "status", "owner", "channel", "klass", "category", "place", "urgent", "registered_at", "received_at",
    "owner_at", "next_due", "next_since", "next_provisional", "next_clock", "persons", "petitions_count", "taken_back",
    "returns", "title", "confidential", "desk",  # whether who speaks may be told to the reader
)  # fmt: skip


def rows(
    actor: Actor, wanted: Wanted, *, sort: Sort = Sort.DUE, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """One page in this order, a row more than ``size`` if another follows. ``after``: the last row's ``key_of``."""
    if after is None:
        return titled(_first_page(actor, wanted, sort, size, version()))
    return titled(list(_page(actor, wanted, sort, after, size)))


def _page(actor: Actor, wanted: Wanted, sort: Sort, after: Key | None, size: int) -> QuerySet[Matter]:
    columns, found = _COLUMNS[sort], _matching(actor, wanted)
    if after is not None:
        first = columns[0].lstrip("-")
        past = "lt" if columns[0].startswith("-") else "gt"
        behind = Q(**{f"{first}__{past}": after[0]}) | Q(**{first: after[0], f"number__{past}": after[1]})
        found = found.filter(Q(**{f"{first}__{past}e": after[0]}) & behind)
    words = found.order_by(*columns).annotate(words=F("title__text"))
    return words.only(*_SHOWN)[: size + 1]


_first_page = Kept(lambda actor, wanted, sort, size, _county: _page(actor, wanted, sort, None, size))


def key_of(row: Matter, sort: Sort) -> Key:
    """Where the page after this row begins."""
    return getattr(row, _COLUMNS[sort][0].lstrip("-")), row.number


def count(actor: Actor, wanted: Wanted, *, most: int = MOST_COUNTED) -> int:
    """How many there are; ``most`` + 1 means more than that. One statement that ends its count there."""
    return _counted(actor, wanted, version(), most=most)


_counted = KeptCount(lambda actor, wanted, _county: _matching(actor, wanted))


def every(
    actor: Actor, wanted: Wanted, *, sort: Sort = Sort.DUE, most: int, portion: int = 500
) -> Iterator[Matter]:
    """All of them one after another, at most ``most``, read in portions, so that no export holds them all at once."""
    after: Key | None = None
    left = most
    while left > 0:
        size = min(portion, left)
        found = rows(actor, wanted, sort=sort, after=after, size=size)
        yield from found[:size]
        if len(found) <= size:
            return
        after, left = key_of(found[size - 1], sort), left - size


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """What one unit has open: all, late, due today and soon, back at it; by the same conditions as the list."""

    unit: str
    open: int
    late: int
    today: int
    soon: int
    urgent: int


def owners_gone(actor: Actor) -> list[str]:
    """Units that were closed with nobody to go on and that have open matters which the person may see; at most twenty.

    One statement, by the index of what an owner has open; none where there is no such unit.
    """
    gone = nobody_goes_on()
    if not gone:
        return []
    owners = _matching(actor, Wanted(units=gone)).order_by("owner").values_list("owner", flat=True)
    return list(owners.distinct()[:20])


def by_unit(actor: Actor, today: date, soon: date) -> list[UnitLoad]:
    """Each unit that has something open, those with most late first; ``soon`` is the last day of what is due soon.

    One statement; its cost grows with what is open, not with what is stored. At most the county's units.
    """
    rows = [UnitLoad(*row) for row in _loads(actor, today, soon, version())]
    return sorted(rows, key=lambda row: (-row.late, -row.open, row.unit))


def _by_unit(actor: Actor, today: date, soon: date) -> QuerySet[Matter, Any]:
    late, now, near = Q(next_due__lt=today), Q(next_due=today), Q(next_due__lte=soon)
    counted = _matching(actor, Wanted()).order_by().values("owner").annotate(
        open=Count("pk"), late=Count("pk", filter=late), now=Count("pk", filter=now), near=Count("pk", filter=near),
        grave=Count("pk", filter=Q(urgent=True)),
    )  # fmt: skip
    return counted.values_list("owner", "open", "late", "now", "near", "grave")


_loads = KeptValues(lambda actor, today, soon, _county: _by_unit(actor, today, soon))


def by_day(actor: Actor, wanted: Wanted, first: date, last: date) -> dict[date, int]:
    """How many of these have their last day on each day from ``first`` to ``last``; one statement."""
    found = _matching(actor, wanted).filter(next_due__gte=first, next_due__lte=last)
    return dict(found.order_by().values_list("next_due").annotate(n=Count("pk")))
