"""The lists of what is stuck (抽屉案、尾巴案、骨头案), live from the tables; as ``lists`` has what is owed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from huiyin.rooms.cases.around import Pledge
from huiyin.rooms.cases.figures import midnight
from huiyin.rooms.cases.listing import MOST_PARTIES, Key, behind, open_rows, page_of, seen_rows, with_title
from huiyin.rooms.cases.models import Matter, titled
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.county.queries import calendar, terms, version
from huiyin.rooms.kept import Kept, KeptValues
from huiyin.rules.backlog import Backlog, old_before, silent_before
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Status

RETURNED = ("-returns", "number")
DRAWER = ("owner_at", "number")
BONE_OLD, BONE_MOVED = ("registered_at", "number"), ("-rounds_count", "number")
TAIL_PROMISED, TAIL_AGAIN = ("due_on", "matter", "n"), ("-reopened", "number")


def returned(actor: Actor, *, after: Key | None = None, size: int = PAGE) -> list[Matter]:
    """Open matters that units have handed back, those sent to and fro most often first."""
    return page_of(open_rows(actor).filter(returns__gte=1).select_related("title"), RETURNED, after, size)


_Stuck = Callable[[Actor, date], QuerySet[Matter]]


def drawer(
    actor: Actor, today: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """抽屉案: open, and its owner has done nothing for so many working days; the longest silent first."""
    return _stuck(in_drawer, DRAWER, actor, today, unit, after, size)


def in_drawer(actor: Actor, today: date) -> QuerySet[Matter]:
    """All of ``drawer``, in no order."""
    cutoff = midnight(silent_before(today, calendar=calendar(), terms=terms()))
    return open_rows(actor).filter(owner_at__lt=cutoff)


def _stuck(
    which: _Stuck,
    columns: Sequence[str],
    actor: Actor,
    today: date,
    unit: str | None,
    after: Key | None,
    size: int,
) -> list[Matter]:
    """A page of matters; ``unit``: of those that it answers for only. The first page's statement is made once a day."""
    if after is None:
        return titled(_first_stuck(which, columns, actor, today, unit, size, version()))
    return titled(list(_stuck_page(which, columns, actor, today, unit, size, after=after)))


def _stuck_page(
    which: _Stuck, columns: Sequence[str], actor: Actor, today: date, unit: str | None, size: int, *_county: str | None,
    after: Key | None = None,
) -> QuerySet[Matter]:  # fmt: skip
    rows = which(actor, today) if unit is None else which(actor, today).filter(owner=unit)
    rows = rows if after is None else rows.filter(behind(columns, after))
    return rows.order_by(*columns).annotate(words=F("title__text"))[: size + 1]


_first_stuck: Kept[Matter] = Kept(_stuck_page)


def bone_old(
    actor: Actor, today: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """骨头案, first part: open for longer than so many days; the oldest first."""
    return _stuck(too_old, BONE_OLD, actor, today, unit, after, size)


def too_old(actor: Actor, today: date) -> QuerySet[Matter]:
    """All of ``bone_old``, in no order."""
    return open_rows(actor).filter(registered_at__lt=midnight(old_before(today, terms=terms())))


def bone_moved(
    actor: Actor, today: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """骨头案, second part: not that old, but sent so many times or to so many units; the most often sent first.

    A unit is counted once however often it was sent there, so there are never more units than rounds.
    """
    return _stuck(moved_about, BONE_MOVED, actor, today, unit, after, size)


def moved_about(actor: Actor, today: date) -> QuerySet[Matter]:
    """All of ``bone_moved``, in no order."""
    own = terms()
    least = min(own.many_rounds, own.many_units)
    return open_rows(actor).filter(
        Q(rounds_count__gte=own.many_rounds) | Q(units_count__gte=own.many_units),
        rounds_count__gte=least, registered_at__gte=midnight(old_before(today, terms=own)),
    )  # fmt: skip


def tail_promised(
    actor: Actor, today: date, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Pledge]:
    """尾巴案, first part: closed, with a commitment open past its day; the longest overdue first."""
    rows = overdue_promises(actor, today)
    return page_of(with_title(rows if unit is None else rows.filter(unit=unit)), TAIL_PROMISED, after, size)


def overdue_promises(actor: Actor, today: date) -> QuerySet[Pledge]:
    """All of ``tail_promised``, in no order."""
    rows = Pledge.objects.filter(
        done_at__isnull=True, waived_at__isnull=True, due_on__lt=today, matter__status=Status.CLOSED.value
    )
    return seen_rows(rows, actor, unit="unit")


def tail_again(
    actor: Actor, *, unit: str | None = None, after: Key | None = None, size: int = PAGE
) -> list[Matter]:
    """尾巴案, second part: closed before and open again; the most often taken up first."""
    return _stuck(open_again, TAIL_AGAIN, actor, date.min, unit, after, size)


def open_again(actor: Actor, _today: date = date.min) -> QuerySet[Matter]:
    """All of ``tail_again``, in no order."""
    return open_rows(actor).filter(reopened__gte=1)


_BY_KIND: Mapping[Backlog, Sequence[tuple[Callable[[Actor, date], QuerySet[Any]], str]]] = {
    Backlog.DRAWER: ((in_drawer, "owner"),),
    Backlog.TAIL: ((overdue_promises, "unit"), (open_again, "owner")),
    Backlog.BONE: ((too_old, "owner"), (moved_about, "owner")),
}
_parties = KeptValues(
    lambda which, column, actor, today, _county: which(actor, today).order_by(column)
    .values_list(column).distinct()[:MOST_PARTIES]
)  # fmt: skip


def stuck_with(actor: Actor, kind: Backlog, today: date) -> list[str]:
    """The units with matters stuck like this, by their codes, at most forty: what the list can be narrowed to."""
    found = {
        unit for rows, column in _BY_KIND[kind] for (unit,) in _parties(rows, column, actor, today, version())
    }
    return sorted(found - {None})[:MOST_PARTIES]
