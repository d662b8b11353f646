"""Asking whoever spoke for more (补充询问): the question reaches them at the portal and by a notice; the answer comes back."""

from __future__ import annotations

from datetime import datetime

from huiyin.rooms.cases.around import Question
from huiyin.rooms.cases.pen import NotDone, commit
from huiyin.rules.fields import Refused
from huiyin.rules.roles import PETITIONER, Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def ask_sender(
    number: str, *, petition: str, text: str, days: int, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Ask one petitioner, to answer within ``days`` calendar days; no term of the unit stops for it. Art. 31 (6).

    Refused: they were asked and haven't answered; a petition of another matter; more than two months; the answer is out.
    """
    given = {"petition": petition, "text": text, "days": days}
    return commit(number, Verb.ASK_SENDER, given, by=by, now=now, seen=seen)


def sender_answers(
    number: str,
    *,
    item: int,
    text: str,
    by: Actor,
    now: datetime,
    petition: str = "",
    seen: int | None = None,
) -> MatterState:
    """What the petitioner answers to question ``item``; written by themself, or by whoever heard it.

    ``petition``: whose petitioner answers at the portal. Refused: somebody else was asked; nothing waits for an answer.
    """
    theirs = Question.objects.filter(matter=number, n=item, petition=petition)
    if by == PETITIONER and not theirs.exists():
        raise NotDone(Refused("not_on_list", "31(6)", "item"))
    return commit(number, Verb.SENDER_ANSWERS, {"item": item, "text": text}, by=by, now=now, seen=seen)
