"""Supervision: urging, numbered notices, escalation, the three recommendations and their answers. Art. 38 to 40."""

from __future__ import annotations

from datetime import datetime

from huiyin.rooms.cases.checking import addressee_is_there
from huiyin.rooms.cases.pen import commit
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def urge(
    number: str, *, why: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Urge the unit (催办); comes before supervision."""
    return commit(number, Verb.URGE, {"why": why, "text": text}, by=by, now=now, seen=seen)


def supervise(
    number: str,
    *,
    why: str,
    text: str,
    by: Actor,
    now: datetime,
    days: int | None = None,
    seen: int | None = None,
) -> MatterState:
    """Supervise by a numbered notice (督办) that is answered in writing within ``days`` (else the county's usual). Art. 40."""
    given = {"why": why, "text": text, "days": days}
    return commit(number, Verb.SUPERVISE, given, by=by, now=now, seen=seen, series="supervise")


def answer_notice(
    number: str, *, item: int, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Answer a notice in writing. Art. 40."""
    return commit(number, Verb.ANSWER_NOTICE, {"item": item, "text": text}, by=by, now=now, seen=seen)


def escalate(
    number: str,
    *,
    item: int,
    level: str,
    text: str,
    by: Actor,
    now: datetime,
    days: int | None = None,
    seen: int | None = None,
) -> MatterState:
    """Take a notice higher: to a leader, to the joint conference. Art. 39."""
    return commit(
        number,
        Verb.ESCALATE,
        {"item": item, "level": level, "text": text, "days": days},
        by=by,
        now=now,
        seen=seen,
    )


def lift(
    number: str, *, item: int, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """End a supervision, with the reason."""
    return commit(number, Verb.LIFT, {"item": item, "reason": reason}, by=by, now=now, seen=seen)


def recommend(
    number: str, *, advice: str, to: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Recommend to improve work, to improve policy, or to hold somebody responsible (三项建议). Art. 40.

    Refuses an addressee that isn't in use any more, maybe since the form was opened.
    """
    addressee_is_there(to)
    given = {"advice": advice, "to": to, "text": text}
    return commit(number, Verb.RECOMMEND, given, by=by, now=now, seen=seen, series="recommend")


def adopt(
    number: str, *, item: int, adoption: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Answer in writing whether a recommendation is adopted. Art. 40 para. 4."""
    return commit(
        number, Verb.ADOPT, {"item": item, "adoption": adoption, "text": text}, by=by, now=now, seen=seen
    )
