"""The official duty list (职责清单, 派单目录): which unit a category goes to. It comes before what was learnt from matters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huiyin.rooms.county.actions import NotDone, insist, note_change, tell_everybody
from huiyin.rooms.county.models import Charge
from huiyin.rooms.county.queries import can_receive, categories
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.roles import Actor

MOST_NOTE = 200  # characters
MOST_UNITS = 5  # that one category may name


def add_charge(category: str, *, unit: str, by: Actor, now: datetime, note: str = "") -> Charge:
    """One line more. Refuses a category that isn't in force, a unit that takes no matters, a line that is there."""
    with transaction.atomic():
        there = list(Charge.objects.filter(category=category).values_list("unit_id", flat=True))
        row = planned_charge(category, unit=unit, note=note, there=there, by=by)
        row.save(force_insert=True)
        note_change("charge", f"charge:{category}", {"to": unit, "note": row.note}, by=by, now=now)
        tell_everybody()
    return row


def planned_charge(category: str, *, unit: str, note: str, there: Collection[str], by: Actor) -> Charge:
    """The line that ``add_charge`` would add, unsaved; ``there``: the units that the category goes to already.

    Refuses what that refuses and writes nothing.
    """
    insist(by)
    note = note.strip()
    if category not in {one.code for one in categories()}:
        raise NotDone(Refused("unknown_category", field="category"))
    if not can_receive(unit):
        raise NotDone(Refused("no_such_unit", "24", "unit", {"code": unit}))
    no = unfit("note", note, MOST_NOTE)
    if no is not None:
        raise NotDone(no)
    if unit in there:
        raise NotDone(Refused("charge_exists", field="unit"))
    if len(there) >= MOST_UNITS:
        raise NotDone(Refused("too_many_charges", field="unit", params={"most": MOST_UNITS}))
    return Charge(category=category, unit_id=unit, note=note)


def drop_charge(category: str, *, unit: str, by: Actor, now: datetime) -> None:
    """One line less. Refuses a line that isn't there."""
    insist(by)
    with transaction.atomic():
        if not Charge.objects.filter(category=category, unit=unit).delete()[0]:
            raise NotDone(Refused("not_found"))
        note_change("drop_charge", f"charge:{category}", {"from": unit}, by=by, now=now)
        tell_everybody()
