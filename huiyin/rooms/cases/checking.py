"""What only the tables know about what was filled in: whether a unit, a leader's post, a colleague is there."""

from __future__ import annotations

from huiyin.rooms.accounts.queries import user_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county.queries import can_receive, leader_codes, unit
from huiyin.rules.fields import Refused


def receiver_is_there(code: str) -> None:
    """Refuses a unit that takes no matters."""
    if not can_receive(code):
        raise NotDone(Refused("no_such_unit", "22", "to"))


def unit_is_there(code: str, field: str) -> None:
    """Refuses a code that names no unit; closed ones are there, for what they did. Empty passes."""
    if code and unit(code) is None:
        raise NotDone(Refused("no_such_unit", field=field))


def leader_is_there(code: str) -> None:
    """Refuses what isn't a leader's post in use."""
    if code not in leader_codes():
        raise NotDone(Refused("no_such_unit", "18", "leader"))


def person_is_there(key: str) -> None:
    """Refuses a key that names no colleague. Empty passes."""
    if key and user_of(key) is None:
        raise NotDone(Refused("no_such_person", field="person"))
