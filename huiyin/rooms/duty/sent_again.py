"""A form of the rota that is sent once more, or was opened before somebody changed the duty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.duty.models import Shift
from huiyin.rooms.duty.queries import rota
from huiyin.rules import rota as rules
from huiyin.rules.fields import Refused


def mark(shift: Shift) -> str:
    """How a duty stands: whose, on which days, who stands in, whether it takes place. A form says on which it was opened."""
    over = "" if shift.cancelled_at is None else "-"
    days = (shift.first.isoformat(), shift.last.isoformat())
    return " ".join((shift.unit_id, *days, shift.substitute_id or "", over))


def planned_so(new: Sequence[rules.Shift], where: Mapping[str, str]) -> list[Shift]:
    """The duties that are planned just so already, for each of the new ones; none if any is missing or otherwise."""
    if not new:
        return []
    there = {shift.fact(): shift for shift in rota(min(s.first for s in new), max(s.last for s in new))}
    found = [there[one] for one in new if one in there]
    same = all(getattr(shift, name) == text for shift in found for name, text in where.items())
    return found if same and len(found) == len(new) else []


def stands_so(
    shift: int, *, seen: str | None, since: date | None, until: date | None, reason: str = "", **so: Any
) -> Shift | None:
    """What a form would do where it is done since the form was opened; None where the duty is as it was ``seen``.

    Refuses one that was changed otherwise meanwhile: nobody writes over what they haven't read.
    """
    row = Shift.objects.filter(pk=shift).first()
    if seen is None or row is None or seen == mark(row):
        return None
    part = {"unit": row.unit_id, "kind": row.kind, "first": since or row.first, "last": until or row.last}
    made = Shift.objects.filter(**part, **so).order_by("-pk")
    found = next((one for one in made if one.reason == reason or not reason), None)
    if found is None and row.cancelled_at is None:
        raise NotDone(Refused("duty_changed", rules.ARTICLE))
    return found
