"""What the lists of what is owed and of what is stuck share: whose rows are there, and where a page begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.seeing import of_seen, units_seen, visible_to
from huiyin.rules.roles import Actor, Permission

Row = TypeVar("Row", bound=Model)
#: Where a page ends: the values that its rows are ordered by, of the last row.
Key = tuple[Any, ...]
#: So many units at most are offered to narrow a list to.
MOST_PARTIES = 40


def seen_rows(rows: QuerySet[Row], actor: Actor, *, unit: str) -> QuerySet[Row]:
    """The rows of matters that the person may see; of their own units only, by the column ``unit``, without the county."""
    if not actor.may(Permission.SEE_COUNTY):
        rows = rows.filter(**{f"{unit}__in": sorted(units_seen(actor))})
    return rows.filter(of_seen(actor))


def open_rows(actor: Actor) -> QuerySet[Matter]:
    """Open matters that the person may see; without the whole county, those that their units answer for."""
    rows = visible_to(actor, only_open=True)
    return rows if actor.may(Permission.SEE_COUNTY) else rows.filter(owner__in=sorted(units_seen(actor)))


def behind(columns: Sequence[str], key: Key) -> Q:
    """The condition "comes after this key"; a column with a minus runs downwards."""
    found, same = Q(), Q()
    for column, value in zip(columns, key, strict=True):
        name, past = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
        found |= same & Q(**{f"{name}__{past}": value})
        same &= Q(**{name: value})
    first = columns[0]
    bound = Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": key[0]})
    return bound & found


def page_of(rows: QuerySet[Row], columns: Sequence[str], after: Key | None, size: int) -> list[Row]:
    """The rows behind this key in the order of the columns, one more than ``size`` if another page follows."""
    if after is not None:
        rows = rows.filter(behind(columns, after))
    return list(rows.order_by(*columns)[: size + 1])


def with_title(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows of a matter's nested values with its title."""
    return rows.select_related("matter__title")


#: Columns of keys that point to another table: their value is its key.
_POINTERS = frozenset({"matter", "leader", "unit"})


def key_of(row: Model, columns: Sequence[str]) -> Key:
    """The row's own key: what the page after it begins behind."""
    names = (column.lstrip("-") for column in columns)
    return tuple(getattr(row, f"{name}_id" if name in _POINTERS else name) for name in names)
