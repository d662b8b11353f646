"""What hangs on matters, table by table: of a range of them, or of one alone, for which somebody waits."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Model

from huiyin.rooms.cases.projection import NESTED
from huiyin.rooms.kept import ASKED, Kept

#: By matter and table, in their order.
Nested = dict[str, dict[str, list[Any]]]


def within(low: str, high: str | None, column: str) -> dict[str, str]:
    """That a column's number is behind ``low`` and no further than ``high``; that of one matter alone if both are equal."""
    if low == high:  # a range's ends are never the same
        return {column: low}
    bounds = {f"{column}__gt": low}
    if high is not None:
        bounds[f"{column}__lte"] = high
    return bounds


def _of_one(table: type[Model]) -> Kept[Any]:
    return Kept(lambda: table._default_manager.filter(matter=ASKED).order_by("n"))


_KEPT = {name: _of_one(table) for name, _, table in NESTED}


def nested_of(low: str, high: str | None) -> Nested:
    """The rows of these matters; a query for each table."""
    if low == high:
        there = {name: held for name, kept in _KEPT.items() if (held := kept(value=low))}
        return defaultdict(lambda: defaultdict(list), {low: defaultdict(list, there)} if there else {})
    found: Nested = defaultdict(lambda: defaultdict(list))
    for name, _, table in NESTED:
        rows = table._default_manager.filter(**within(low, high, "matter_id")).order_by("matter_id", "n")
        for row in rows.iterator(2_000):
            found[row.matter_id][name].append(row)
    return found
