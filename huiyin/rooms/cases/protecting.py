"""Keeping a matter from whoever must not have it: naming the accused, recusal. Art. 28, 30, 46(5)."""

from __future__ import annotations

from datetime import datetime

from huiyin.rooms.cases.checking import person_is_there, unit_is_there
from huiyin.rooms.cases.pen import commit
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def accuse(
    number: str,
    *,
    text: str,
    by: Actor,
    now: datetime,
    accused: str = "",
    person: str = "",
    seen: int | None = None,
) -> MatterState:
    """Name whom the matter accuses; from now on it is kept from them, from all below and from their line of command.

    With neither unit nor person: it is known that nobody in this county is meant. Where it lay with somebody who mustn't have
    it, it goes back to the desk that decides. Refuses units and people that aren't there. Art. 30 para. 3.
    """
    unit_is_there(accused, "accused")
    person_is_there(person)
    return commit(
        number, Verb.ACCUSE, {"text": text, "accused": accused, "person": person}, by=by, now=now, seen=seen
    )


def recuse(
    number: str, *, person: str, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Somebody with a direct interest keeps away from the matter (回避); themself or their superior says so. Art. 28."""
    person_is_there(person)
    return commit(number, Verb.RECUSE, {"person": person, "reason": reason}, by=by, now=now, seen=seen)
