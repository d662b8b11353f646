"""The county's own map: where its towns lie and its outline, as an administrator gives them. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.rooms.county.actions import insist, note_change, tell_everybody
from huiyin.rooms.county.models import Setting
from huiyin.rooms.county.queries import unit_tree
from huiyin.rooms.county.snapshot import UnitFact, snapshot
from huiyin.rules import mapping
from huiyin.rules.mapping import NoMap, Point, Ring
from huiyin.rules.roles import Actor
from huiyin.rules.units import PLACES, UnitKind

OUTLINE, TOWNS = "map.outline", "map.towns"
_SMALL = frozenset({UnitKind.VILLAGE, UnitKind.COMMUNITY})


def outline() -> tuple[Ring, ...]:
    """The county's outline; empty where none was loaded."""
    value = snapshot().settings.get(OUTLINE) or ()
    return tuple(tuple((x, y) for x, y in ring) for ring in value)


def town_points() -> Mapping[str, Point]:
    """Where the towns lie, by code; empty where nobody said."""
    value = snapshot().settings.get(TOWNS) or {}
    return {code: (x, y) for code, (x, y) in value.items()}


def towns() -> list[UnitFact]:
    """The towns and streets that the map shows."""
    return [unit for unit in unit_tree() if unit.kind in PLACES - _SMALL]


def stands(key: str, text: str) -> bool:
    """Whether the map has what this file says already, so that a second click changes nothing."""
    try:
        return bool(outline() == mapping.outline(text) if key == OUTLINE else town_points() == _places(text))
    except NoMap:
        return False


def _places(text: str) -> dict[str, Point]:
    """A closed town's place may stay in the file."""
    return mapping.towns(
        text, {unit.code for unit in snapshot().units.values() if unit.kind in PLACES - _SMALL}
    )


def set_outline(text: str, *, by: Actor, now: datetime) -> int:
    """Keep the outline of a GeoJSON file, in place of a former one; how many points it has. Refused (NoMap): see the rules."""
    rings = mapping.outline(text)
    many = sum(map(len, rings))
    _keep(OUTLINE, [list(map(list, ring)) for ring in rings], {"points": many}, by=by, now=now)
    return many


def set_towns(text: str, *, by: Actor, now: datetime) -> int:
    """Keep where the towns of a CSV file lie, in place of what was known; how many. Refused (NoMap): see the rules."""
    found = _places(text)
    _keep(TOWNS, {code: list(place) for code, place in found.items()}, {"towns": len(found)}, by=by, now=now)
    return len(found)


def _keep(key: str, value: object, told: dict[str, int], *, by: Actor, now: datetime) -> None:
    insist(by)
    with transaction.atomic():
        Setting.objects.update_or_create(key=key, defaults={"value": value})
        note_change("set_map", key, told, by=by, now=now)
        tell_everybody()
