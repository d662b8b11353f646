"""The table of units: adds, renames and describes; it closes and moves none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from huiyin.rooms.county.actions import NotDone, Told
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.reorganising import (
    added,
    describable,
    described,
    insist_alone,
    planned_unit,
    renamable,
    renamed,
)
from huiyin.rooms.management.table_ledger import ADDED, CHANGED, SAME, Cells
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor
from huiyin.rules.tokens import fold
from huiyin.rules.units import UnitKind, short_name

NAMES = ("name", "short", "name_ko", "name_en")
TEXTS = ("duty", "duty_ko", "duty_en", "phone", "address")
COLUMNS = ("code", "parent", "kind", *NAMES, *TEXTS)


def rows() -> list[Sequence[str]]:
    """The open units, each after the one above it."""
    found = list(Unit.objects.filter(is_active=True))
    found.sort(key=lambda row: (row.path.count("/"), row.sort, row.code))
    return [list(_cells(row).values()) for row in found]


def _cells(row: Unit) -> dict[str, str]:
    return {name: row.parent_id or "" if name == "parent" else getattr(row, name) for name in COLUMNS}


class UnitLedger:
    """All units, read with one query. It is also what the verbs' checks ask (``reorganising.Among``)."""

    def __init__(self) -> None:
        self._rows = {row.code: row for row in Unit.objects.all()}
        self._names = {code: row.name for code, row in self._rows.items()}
        self._borne: Counter[tuple[str, str]] = Counter()
        self._last: defaultdict[str, int] = defaultdict(int)
        self._new: dict[str, Unit] = {}
        self._changed: dict[str, Unit] = {}
        self._told: list[Told] = []
        for row in self._rows.values():
            self._stand(row)

    def _stand(self, row: Unit) -> None:
        parent = row.parent_id or ""
        self._last[parent] = max(self._last[parent], row.sort)
        if row.is_active:
            self._borne[parent, fold(row.name)] += 1

    def find(self, code: str) -> Unit | None:
        """See reorganising.Among."""
        return self._rows.get(code)

    def is_borne(self, name: str, parent: str, *, without: str = "") -> bool:
        """See reorganising.Among."""
        own = self._rows.get(without)
        mine = (
            own is not None
            and own.is_active
            and (own.parent_id or "", fold(own.name)) == (parent, fold(name))
        )
        return self._borne[parent, fold(name)] > mine

    def last_sort(self, parent: str) -> int:
        """See reorganising.Among."""
        return self._last[parent]

    def has_department(self) -> bool:
        """See reorganising.Among."""
        return any(row.kind == UnitKind.DEPARTMENT.value and row.is_active for row in self._rows.values())

    def about(self, told: Cells) -> str:
        """See Ledger."""
        return f"unit:{told['code']}"

    def stands(self, told: Cells) -> Cells | None:
        """See Ledger."""
        row = self._rows.get(told["code"])
        return None if row is None else _cells(row)

    def enter(self, told: Cells, *, by: Actor, now: datetime) -> str:
        """See Ledger."""
        code = told["code"]
        row = self._rows.get(code)
        if row is None:
            given: dict[str, Any] = {name: told[name] for name in COLUMNS if name != "code"}
            unit = planned_unit(code, by=by, name_later=True, among=self, **given)
            self._rows[code] = self._new[code] = unit
            self._stand(unit)
            self._told.append(Told("add", f"unit:{code}", added(unit)))
            return ADDED
        if not row.is_active:
            raise NotDone(Refused("unit_closed", "24", "code", {"code": code}))
        if told["parent"] and told["parent"] not in self._rows:
            raise NotDone(Refused("no_such_unit", "24", "parent", {"code": told["parent"]}))
        for field, kept in (("parent", row.parent_id or ""), ("kind", row.kind)):
            if told[field] != kept:
                raise NotDone(Refused("table_moves_none", "24", field, {"kept": kept}))
        return self._change(row, told, by=by)

    def _change(self, row: Unit, told: Cells, *, by: Actor) -> str:
        names, texts = ({name: told[name] for name in some} for some in (NAMES, TEXTS))
        names["short"] = names["short"] or short_name(names["name"])  # as an empty one is kept
        is_renamed = any(getattr(row, name) != text for name, text in names.items())
        is_described = any(getattr(row, name) != text for name, text in texts.items())
        if is_renamed:
            renamable(row.code, by=by, name_later=True, among=self, **names)
        if is_described:
            describable(row.code, texts, by=by, among=self)
        if not (is_renamed or is_described):
            return SAME
        if is_renamed:
            self._borne[row.parent_id or "", fold(row.name)] -= row.is_active
            self._told.append(Told("rename", f"unit:{row.code}", renamed(row, **names)))
            self._borne[row.parent_id or "", fold(row.name)] += row.is_active
        if is_described:
            self._told.append(Told("describe", f"unit:{row.code}", described(row, texts)))
        self._changed[row.code] = row
        return CHANGED

    def settle(self, told: Cells) -> None:
        """Two units may swap their names in one file: a new name is asked about once all lines are in."""
        unit = self._rows[told["code"]]
        if self._names.get(unit.code) != unit.name:
            insist_alone(unit, self)

    def write(self) -> Sequence[Told]:
        """See Ledger."""
        Unit.objects.bulk_create(self._new.values())
        Unit.objects.bulk_create(
            self._changed.values(),
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[*NAMES, *TEXTS],
        )
        return self._told
