"""Hearings (听证) on what is grave, complex or hard to decide. Art. 31(6), 36."""

from __future__ import annotations

from datetime import datetime

from huiyin.rooms.cases.pen import commit
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def open_hearing(number: str, *, text: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Open a hearing; ``text`` says on what, when and where, and the petitioner is told. A recheck's term stands still."""
    return commit(number, Verb.OPEN_HEARING, {"text": text}, by=by, now=now, seen=seen)


def end_hearing(number: str, *, text: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """End the hearing with its record; the recheck's term runs on by as many days as it took. Art. 36 para. 2."""
    return commit(number, Verb.END_HEARING, {"text": text}, by=by, now=now, seen=seen)
