"""What petitioners ask about their matter (询问), and its answer: told to them by their way, read with the query code."""

from __future__ import annotations

from datetime import datetime

from huiyin.rooms.cases.pen import commit
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def ask_back(
    number: str, *, petition: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """What a petitioner asks, written by themself or by whoever heard it; answered within the county's term. Art. 21.

    Refused: five questions of this petitioner wait already; a petition of another matter; the matter goes on in another.
    """
    return commit(number, Verb.ASK_BACK, {"petition": petition, "text": text}, by=by, now=now, seen=seen)


def answer_question(
    number: str, *, item: int, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """What whoever answers for the matter says to question ``item``; whoever asked is told and reads it. Art. 21.

    Refused: nothing waits for this unit's answer; it was answered.
    """
    return commit(number, Verb.ANSWER_QUESTION, {"item": item, "text": text}, by=by, now=now, seen=seen)
