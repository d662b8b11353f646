"""What units were called before they were renamed: papers and dossiers name who acted as it was called then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from huiyin.rooms.county.models import Change
from huiyin.rooms.county.snapshot import UnitFact, snapshot
from huiyin.rules.units import short_name


@dataclass(frozen=True, slots=True)
class Former:
    """A unit's names until this moment."""

    until: datetime
    name: str
    short: str
    name_ko: str
    name_en: str


def formerly() -> Mapping[str, tuple[Former, ...]]:
    """The former names of units by code, the oldest first; of those renamed alone. One query for each county as it stands."""
    found: Mapping[str, tuple[Former, ...]] = snapshot().kept(("formerly",), _read)
    return found


def unit_at(code: str, at: datetime) -> UnitFact | None:
    """The unit with the names that it had at this moment, all else as today; None if there is no such unit.

    A new name holds from its very moment on, as a post does: entries and renames have no order in common but the clock's.
    """
    unit = snapshot().units.get(code)
    former = next((one for one in formerly().get(code, ()) if at < one.until), None)
    if unit is None or former is None:
        return unit
    return replace(unit, name=former.name, short=former.short, name_ko=former.name_ko, name_en=former.name_en)


def _read() -> Mapping[str, tuple[Former, ...]]:
    found: dict[str, tuple[Former, ...]] = {}
    for change in Change.objects.filter(verb="rename", subject__startswith="unit:").order_by("id"):
        code, name, beside = (
            change.subject.removeprefix("unit:"),
            change.data["from"],
            change.data.get("beside", {}),
        )
        # renamed before the other names were noted: what is known is the Chinese one
        former = Former(
            change.at, name, beside.get("short") or short_name(name), beside.get("name_ko", ""), beside.get("name_en", "")
        )  # fmt: skip
        found[code] = (*found.get(code, ()), former)
    return found
