"""What only the tables know about what was filled in: whether a unit, a leader's post, a colleague is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huiyin.rooms.accounts.queries import holding, user_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county.heirs import heir_of
from huiyin.rooms.county.queries import can_receive, leader_codes, subtree_codes, tree, unit
from huiyin.rules.duties import BarKind
from huiyin.rules.fields import Refused
from huiyin.rules.roles import GRANTS, Actor, Permission, Role
from huiyin.rules.routing import serves
from huiyin.rules.state import MatterState


def receiver_is_there(code: str) -> None:
    """Refuses a unit that takes no matters; of one that was closed, maybe while the form was open, it says who goes on."""
    _still_open(code, "22")
    if not can_receive(code):
        raise NotDone(Refused("no_such_unit", "22", "to"))


def unit_is_there(code: str, field: str) -> None:
    """Refuses a code that names no unit; closed ones are there, for what they did. Empty passes."""
    if code and unit(code) is None:
        raise NotDone(Refused("no_such_unit", field=field))


def addressee_is_there(code: str) -> None:
    """Refuses a unit that isn't in use: what is recommended is to be answered. Of a closed one it says who goes on."""
    _still_open(code, "40")
    unit_is_there(code, "to")
    found = unit(code)
    if found is not None and not found.is_active:
        raise NotDone(Refused("unit_closed", "40", "to"))


def _still_open(code: str, article: str) -> None:
    if heir := heir_of(code):
        raise NotDone(Refused("unit_was_closed", article, "to", {"unit": code, "heir": heir}))


def leader_is_there(code: str, now: datetime) -> None:
    """Refuses what isn't a leader's post in use, and one that nobody holds at this moment."""
    if code not in leader_codes():
        raise NotDone(Refused("no_such_unit", "18", "leader"))
    if not holding((code,), (Role.LEADER,), now):
        raise NotDone(Refused("post_is_vacant", "18", "leader"))


def person_is_there(key: str) -> None:
    """Refuses a key that names no colleague. Empty passes."""
    if key and user_of(key) is None:
        raise NotDone(Refused("no_such_person", field="person"))


#: Who must be left at the desk, and who at the unit that handles the matter.
_NEEDED = (("desk", (Permission.DISPATCH,)), ("holder", (Permission.HANDLE, Permission.APPROVE)))


def colleague_is_named(state: MatterState, person: str, *, by: Actor, now: datetime) -> None:
    """Refuses a superior who names somebody of another unit than the one that they act for in this matter (Art. 28)."""
    for name, permissions in _NEEDED:
        code = getattr(state, name)
        acts = bool(code) and serves(by, code, tree(), Permission.DISPATCH, Permission.APPROVE)
        if acts and person in _able(code, permissions, now=now, anybody=True):
            return
    raise NotDone(Refused("not_your_colleague", "28", "person"), state)


def somebody_is_left(state: MatterState, person: str, *, now: datetime) -> None:
    """Refuses to keep away the last person who could act at the desk or at the unit that handles the matter."""
    kept = {bar.subject for bar in state.bars if bar.kind is BarKind.PERSON} | {person}
    for name, permissions in _NEEDED:
        able = _able(getattr(state, name), permissions, now=now)
        if able and able <= kept:
            raise NotDone(Refused("nobody_left_to_act", "28", "person"), state)


def _able(code: str, permissions: Iterable[Permission], *, now: datetime, anybody: bool = False) -> set[str]:
    """The keys of those in the unit or below it who carry one of the permissions, or of everybody there."""
    wanted = set(permissions)
    roles = [role for role in Role if anybody or wanted & GRANTS[role]]
    return holding(subtree_codes(code), roles, now) if code else set()
