"""Who goes on with the work of a unit that was closed, and which closed ones are called as one in use is."""

from __future__ import annotations

from huiyin.rooms.county.snapshot import snapshot


def heir_of(code: str) -> str:
    """Its successor, or that one's, until one is in use; empty for a unit in use and where nobody goes on."""
    units, seen = snapshot().units, set[str]()
    while code and code not in seen:
        seen.add(code)
        unit = units.get(code)
        if unit is None or unit.is_active:
            return code if unit is not None and len(seen) > 1 else ""
        code = unit.successor
    return ""


def goes_on_for(code: str) -> tuple[str, ...]:
    """The unit itself and the closed ones whose work it goes on with."""
    closed = (unit.code for unit in snapshot().units.values() if not unit.is_active)
    return (code, *sorted(one for one in closed if heir_of(one) == code))


def nobody_goes_on() -> frozenset[str]:
    """The closed units that nobody goes on for."""
    known = snapshot()
    found: frozenset[str] = known.kept(
        ("nobody_goes_on",),
        lambda: frozenset(u.code for u in known.units.values() if not u.is_active and not heir_of(u.code)),
    )
    return found


def closed_namesakes(language: str) -> frozenset[str]:
    """The closed units that are called as a unit in use is: only "closed" tells the two apart."""
    known = snapshot()
    found: frozenset[str] = known.kept(("closed_namesakes", language), lambda: _namesakes(language))
    return found


def _namesakes(language: str) -> frozenset[str]:
    units = snapshot().units.values()
    in_use = {u.called(language) for u in units if u.is_active}
    return frozenset(u.code for u in units if not u.is_active and u.called(language) in in_use)
