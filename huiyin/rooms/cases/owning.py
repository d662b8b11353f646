"""Leaders and their matters: ownership, reports, release; reports upwards. Art. 18, 25, 30."""

from __future__ import annotations

from datetime import datetime

from huiyin.rooms.cases.checking import leader_is_there
from huiyin.rooms.cases.pen import commit
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def own(
    number: str, *, leader: str, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """A leader's post takes the matter upon itself (包案); whoever comes to hold the post inherits it. Art. 18."""
    leader_is_there(leader, now)
    return commit(number, Verb.OWN, {"leader": leader, "reason": reason}, by=by, now=now, seen=seen)


def own_report(
    number: str,
    *,
    item: int,
    duty: str,
    stage: str,
    text: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> MatterState:
    """Plan, progress or result of one of the four duties of an owner. Art. 18."""
    return commit(
        number,
        Verb.OWN_REPORT,
        {"item": item, "duty": duty, "stage": stage, "text": text},
        by=by,
        now=now,
        seen=seen,
    )


def release(
    number: str, *, item: int, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """A leader answers for it no more; a grave matter then wants another at once. Art. 18."""
    return commit(number, Verb.RELEASE, {"item": item, "reason": reason}, by=by, now=now, seen=seen)


def report_up(
    number: str, *, whom: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Report a grave or urgent matter, or what concerns cadres. Art. 25, 30 para. 2."""
    return commit(number, Verb.REPORT_UP, {"whom": whom, "text": text}, by=by, now=now, seen=seen)
