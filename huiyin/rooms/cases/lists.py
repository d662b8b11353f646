"""The lists of what is owed and what is stuck, each live from the tables: a matter is on a list while it is so, never marked.

Every list is asked for somebody: rows of matters that ``visible_to`` keeps from them are not there. Whoever doesn't see the
whole county gets the rows of their own units. Each is one bounded page by keyset, with a row more than ``size`` if another
follows. A key is what the rows are ordered by, so a page costs the same however many matters are stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from huiyin.rooms.cases.around import (
    ExtensionAsk,
    Helper,
    Instruction,
    Look,
    Ownership,
    Pledge,
    Rating,
    Recommendation,
    SupervisionNotice,
)
from huiyin.rooms.cases.models import LINGERING, ClockRun, Matter, Projected
from huiyin.rooms.cases.queries import PAGE, units_seen, visible_to
from huiyin.rooms.county.queries import calendar, terms, version
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.kept import KeptCounts
from huiyin.rules.backlog import Backlog, old_before, silent_before
from huiyin.rules.calendar import LOCAL
from huiyin.rules.clocks import RULES, Clock, Kind
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Status, Verb

Row = TypeVar("Row", bound=Model)
#: Where a page ends: the values that its rows are ordered by, of the last row.
Key = tuple[Any, ...]
#: So many units at most are offered to narrow a list to.
MOST_PARTIES = 40
#: Rights that lapse; no duty of anybody's.
_WINDOWS = [code.value for code, rule in RULES.items() if rule.kind is Kind.WINDOW and code not in LINGERING]


# -- what every list shares ---------------------------------------------------------------------------------------------


def _seen(rows: QuerySet[Row], actor: Actor, *, unit: str) -> QuerySet[Row]:
    """The rows of matters that the person may see; of their own units only, by the column ``unit``, without the county."""
    if not actor.may(Permission.SEE_COUNTY):
        rows = rows.filter(**{f"{unit}__in": sorted(units_seen(actor))})
    return rows.filter(Exists(visible_to(actor).filter(number=OuterRef("matter_id"))))


def _open(actor: Actor) -> QuerySet[Matter]:
    """Open matters that the person may see; without the whole county, those that their units answer for."""
    rows = visible_to(actor).filter(is_open=True)
    return rows if actor.may(Permission.SEE_COUNTY) else rows.filter(owner__in=sorted(units_seen(actor)))


def _behind(columns: Sequence[str], key: Key) -> Q:
    """The condition "comes after this key"; a column with a minus runs downwards."""
    found, same = Q(), Q()
    for column, value in zip(columns, key, strict=True):
        name, past = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        found |= same & Q(**{f"{name}__{past}": value})
        same &= Q(**{name: value})
    first = columns[0]
    bound = Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": key[0]})
    return bound & found


def _page(rows: QuerySet[Row], columns: Sequence[str], after: Key | None, size: int) -> list[Row]:
    if after is not None:
        rows = rows.filter(_behind(columns, after))
    return list(rows.order_by(*columns)[: size + 1])


def _titled(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.select_related("matter__title")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL)


# -- duties -------------------------------------------------------------------------------------------------------------

DUE = ("due_on", "matter", "n")


def due(
    actor: Actor, on: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[ClockRun]:
    """Every running duty whose last day is ``on`` or before, the nearest first; ``unit``: of this unit only.

    Windows are nobody's duty, and a term that a hearing has stopped is due on no day yet.
    """
    rows = _due(on)
    if unit is not None:
        rows = rows.filter(party=unit)
    return _page(_titled(_seen(rows, actor, unit="party")), DUE, after, size)


def _due(on: date) -> QuerySet[ClockRun]:
    rows = ClockRun.objects.filter(stopped_at__isnull=True, due_on__lte=on, paused_at__isnull=True)
    for code in LINGERING:
        rows = rows.exclude(code=code.value)
    return rows.exclude(code__in=_WINDOWS)


def running_for(rows: Iterable[Projected], clock: Clock) -> dict[tuple[str, int], ClockRun]:
    """The running terms that belong to these parts of matters, by matter and part; one query."""
    numbers = sorted({row.matter_id for row in rows})
    found = ClockRun.objects.filter(matter__in=numbers, code=clock.value, stopped_at__isnull=True)
    return {(run.matter_id, run.ref): run for run in found}


# -- pressed, advised, owned, helped ------------------------------------------------------------------------------------

SUPERVISED = INSTRUCTIONS = EXTENSIONS = ("at", "matter", "n")
OWNED = ("leader", "matter", "n")
CO_HANDLED = ("unit", "matter", "n")
LOOKS = ("opened_at", "matter", "n")
COMMITMENTS = ("due_on", "matter", "n")


def supervised(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[SupervisionNotice]:
    """Numbered notices that aren't lifted, the oldest first."""
    return _page(_titled(_supervised(actor)), SUPERVISED, after, size)


def _supervised(actor: Actor) -> QuerySet[SupervisionNotice]:
    return _seen(SupervisionNotice.objects.filter(ended_at__isnull=True), actor, unit="addressee")


def recommendations(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Recommendation]:
    """Recommendations that wait for their written answer (Art. 40 para. 4), the oldest first."""
    rows = Recommendation.objects.filter(adoption="")
    return _page(_titled(_seen(rows, actor, unit="addressee")), SUPERVISED, after, size)


def instructions(
    actor: Actor, *, leaders: Sequence[str] | None = None, after: Key | None = None, size: int = PAGE
) -> list[Instruction]:
    """What leaders wrote and nobody has answered yet, the oldest first; ``leaders``: written by these posts only."""
    rows = _instructions(actor)
    if leaders is not None:
        rows = rows.filter(leader__in=list(leaders))
    return _page(_titled(rows), INSTRUCTIONS, after, size)


def _instructions(actor: Actor) -> QuerySet[Instruction]:
    return _seen(Instruction.objects.filter(answered_at__isnull=True), actor, unit="unit")


def extensions(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[ExtensionAsk]:
    """Officers' questions for more days that no head has decided yet, the oldest first."""
    return _page(_titled(_extensions(actor)), EXTENSIONS, after, size)


def _extensions(actor: Actor) -> QuerySet[ExtensionAsk]:
    return _seen(ExtensionAsk.objects.filter(ended_at__isnull=True), actor, unit="unit")


def own_posts(actor: Actor) -> list[str]:
    """The leaders' posts that the person holds: what the post owned before they came they own now."""
    return sorted({post.unit for post in actor.posts_with(Permission.OWN)})


def owned(
    actor: Actor, *, leaders: Sequence[str] | None = None, after: Key | None = None, size: int = PAGE
) -> list[Ownership]:
    """Matters that leaders' posts answer for, post by post; ``leaders`` names some posts only.

    Ownership is the post's: whoever holds it now has inherited it. Only for whoever sees the whole county.
    """
    if not actor.may(Permission.SEE_COUNTY):
        return []
    rows = Ownership.objects.filter(until__isnull=True)
    if leaders is not None:
        rows = rows.filter(leader__in=list(leaders))
    return _page(_titled(_seen(rows, actor, unit="leader")), OWNED, after, size)


def owned_by(numbers: Iterable[str]) -> set[tuple[str, str]]:
    """Which of these matters a leader's post answers for now, with the post; one query, none where there are no numbers."""
    wanted = sorted(numbers)
    if not wanted:
        return set()
    rows = Ownership.objects.filter(matter__in=wanted, until__isnull=True)
    return set(rows.values_list("matter_id", "leader_id"))


def last_reports(rows: Iterable[Ownership]) -> dict[tuple[str, int], datetime]:
    """When the leader of each of these ownerships last reported, by matter and the ownership's place; one query.

    The reports stand in the dossiers alone; a page of matters has few of them.
    """
    numbers = sorted({row.matter_id for row in rows})
    found = Entry.objects.filter(number__in=numbers, verb=Verb.OWN_REPORT.value).order_by("number", "seq")
    return {
        (number, json.loads(data)["item"]): at
        for number, data, at in found.values_list("number", "data", "at")
    }


def due_parties(actor: Actor, on: date) -> list[str]:
    """The units that a duty of ``due`` is of, by their codes, at most forty: what the list can be narrowed to."""
    rows = _seen(_due(on), actor, unit="party")
    return list(rows.order_by("party").values_list("party", flat=True).distinct()[:MOST_PARTIES])


def co_handled(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Helper]:
    """What units are asked to contribute (协办), unit by unit."""
    return _page(_titled(_co_handled(actor)), CO_HANDLED, after, size)


def _co_handled(actor: Actor) -> QuerySet[Helper]:
    return _seen(Helper.objects.filter(ended_at__isnull=True, matter__is_open=True), actor, unit="unit")


def looks(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Look]:
    """Low ratings that somebody still has to look into; only for whoever sees the whole county."""
    if not actor.may(Permission.SEE_COUNTY):
        return []
    rows = Look.objects.filter(ended_at__isnull=True)
    return _page(_titled(_seen(rows, actor, unit="matter__desk")), LOOKS, after, size)


def rated_in(rows: Iterable[Look]) -> dict[tuple[str, int], Rating]:
    """The ratings that these looks are about, by matter and the rating's place; one query."""
    rated = Rating.objects.filter(matter__in=sorted({look.matter_id for look in rows}))
    return {(rating.matter_id, rating.n): rating for rating in rated}


def commitments(
    actor: Actor, *, before: date | None = None, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Pledge]:  # fmt: skip
    """Commitments neither carried out nor waived, by their day; ``before``: only those due before it; ``unit``: its own."""
    rows = _pledges(actor, before)
    return _page(_titled(rows if unit is None else rows.filter(unit=unit)), COMMITMENTS, after, size)


def committed(actor: Actor, before: date | None = None) -> list[str]:
    """The units that have a commitment open, by their codes, at most forty: what the list can be narrowed to."""
    rows = _pledges(actor, before)
    return list(rows.order_by("unit").values_list("unit", flat=True).distinct()[:MOST_PARTIES])


def _pledges(actor: Actor, before: date | None) -> QuerySet[Pledge]:
    rows = Pledge.objects.filter(done_at__isnull=True, waived_at__isnull=True)
    if before is not None:
        rows = rows.filter(due_on__lt=before)
    return _seen(rows, actor, unit="unit")


_counts = KeptCounts({
    "supervised": lambda actor, _today, _county: _supervised(actor),
    "instructions": lambda actor, _today, _county: _instructions(actor),
    "extensions": lambda actor, _today, _county: _extensions(actor),
    "cohandled": lambda actor, _today, _county: _co_handled(actor),
    "late commitments": lambda actor, today, _county: _pledges(actor, today),
    "drawer": lambda actor, today, _county: _drawer(actor, today),
    "tail promised": lambda actor, today, _county: _tail_promised(actor, today),
    "tail again": lambda actor, _today, _county: _tail_again(actor),
    "bone old": lambda actor, today, _county: _bone_old(actor, today),
    "bone moved": lambda actor, today, _county: _bone_moved(actor, today),
})  # fmt: skip


def how_many(actor: Actor, named: Sequence[str], today: date, *, most: int) -> dict[str, int]:
    """How many rows each of these lists has for this person, as far as ``most`` + 1; see ``_counts``. One statement."""
    return _counts(named, actor, today, version(), most=most)


# -- what is stuck ------------------------------------------------------------------------------------------------------

RETURNED = ("-returns", "number")
DRAWER = ("owner_at", "number")
BONE_OLD, BONE_MOVED = ("registered_at", "number"), ("-rounds_count", "number")
TAIL_PROMISED, TAIL_AGAIN = ("due_on", "matter", "n"), ("-reopened", "number")


def returned(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Matter]:
    """Open matters that units have handed back, those sent to and fro most often first."""
    return _page(_open(actor).filter(returns__gte=1).select_related("title"), RETURNED, after, size)


def drawer(
    actor: Actor, today: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """抽屉案: open, and its owner has done nothing for so many working days; the longest silent first."""
    return _stuck(_drawer(actor, today), DRAWER, unit, after, size)


def _drawer(actor: Actor, today: date) -> QuerySet[Matter]:
    cutoff = _midnight(silent_before(today, calendar=calendar(), terms=terms()))
    return _open(actor).filter(owner_at__lt=cutoff)


def _stuck(
    rows: QuerySet[Matter], columns: Sequence[str], unit: str | None, after: Key | None, size: int
) -> list[Matter]:
    """A page of matters; ``unit``: of those that it answers for only."""
    rows = rows if unit is None else rows.filter(owner=unit)
    return _page(rows.select_related("title"), columns, after, size)


def bone_old(
    actor: Actor, today: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """骨头案, first part: open for longer than so many days; the oldest first."""
    return _stuck(_bone_old(actor, today), BONE_OLD, unit, after, size)


def _bone_old(actor: Actor, today: date) -> QuerySet[Matter]:
    return _open(actor).filter(registered_at__lt=_midnight(old_before(today, terms=terms())))


def bone_moved(
    actor: Actor, today: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """骨头案, second part: not that old, but sent so many times or to so many units; the most often sent first.

    A unit is counted once however often it was sent there, so there are never more units than rounds.
    """
    return _stuck(_bone_moved(actor, today), BONE_MOVED, unit, after, size)


def _bone_moved(actor: Actor, today: date) -> QuerySet[Matter]:
    own = terms()
    least = min(own.many_rounds, own.many_units)
    return _open(actor).filter(
        Q(rounds_count__gte=own.many_rounds) | Q(units_count__gte=own.many_units),
        rounds_count__gte=least, registered_at__gte=_midnight(old_before(today, terms=own)),
    )  # fmt: skip


def tail_promised(
    actor: Actor, today: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Pledge]:
    """尾巴案, first part: closed, with a commitment open past its day; the longest overdue first."""
    rows = _tail_promised(actor, today)
    return _page(_titled(rows if unit is None else rows.filter(unit=unit)), TAIL_PROMISED, after, size)


def _tail_promised(actor: Actor, today: date) -> QuerySet[Pledge]:
    rows = Pledge.objects.filter(
        done_at__isnull=True, waived_at__isnull=True, due_on__lt=today, matter__status=Status.CLOSED.value
    )
    return _seen(rows, actor, unit="unit")


def tail_again(
    actor: Actor, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """尾巴案, second part: closed before and open again; the most often taken up first."""
    return _stuck(_tail_again(actor), TAIL_AGAIN, unit, after, size)


def _tail_again(actor: Actor) -> QuerySet[Matter]:
    return _open(actor).filter(reopened__gte=1)


def stuck_with(actor: Actor, kind: Backlog, today: date) -> list[str]:
    """The units with matters stuck like this, by their codes, at most forty: what the list can be narrowed to."""
    of_kind: Mapping[Backlog, Sequence[tuple[QuerySet[Any], str]]] = {
        Backlog.DRAWER: ((_drawer(actor, today), "owner"),),
        Backlog.TAIL: ((_tail_promised(actor, today), "unit"), (_tail_again(actor), "owner")),
        Backlog.BONE: ((_bone_old(actor, today), "owner"), (_bone_moved(actor, today), "owner")),
    }
    found = {
        unit
        for rows, column in of_kind[kind]
        for unit in rows.order_by(column).values_list(column, flat=True).distinct()[:MOST_PARTIES]
    }
    return sorted(found - {None})[:MOST_PARTIES]


#: Columns of keys that point to another table: their value is its key.
_POINTERS = frozenset({"matter", "leader", "unit"})


def key_of(row: Model, columns: Sequence[str]) -> Key:
    """The row's own key: what the page after it begins behind."""
    names = (column.lstrip("-") for column in columns)
    return tuple(getattr(row, f"{name}_id" if name in _POINTERS else name) for name in names)
