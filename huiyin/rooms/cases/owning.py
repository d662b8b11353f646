"""Leaders and their matters: ownership, reports, release; instructions; reports upwards. Art. 18, 25, 30."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from huiyin.rooms.cases.checking import leader_is_there
from huiyin.rooms.cases.pen import commit
from huiyin.rooms.cases.transfers import noted_as_reported
from huiyin.rules.duties import ReportedTo
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
    """Report a grave or urgent matter, what concerns cadres, or a result to whoever passed it on. Art. 22(3), 25, 30."""
    back = partial(noted_as_reported, number, now=now) if whom == ReportedTo.SENDER else None
    given = {"whom": whom, "text": text}
    return commit(
        number, Verb.REPORT_UP, given, by=by, now=now, seen=seen, then=(lambda _pen: back()) if back else None
    )


def instruct(
    number: str, *, text: str, by: Actor, now: datetime, days: int | None = None, seen: int | None = None
) -> MatterState:
    """A leader writes what is to be done (批示); answered in writing within ``days`` (else the county's usual). Art. 18.

    Whoever answers for the matter owes the answer, and takes the instruction over with it.
    """
    return commit(number, Verb.INSTRUCT, {"text": text, "days": days}, by=by, now=now, seen=seen)


def carry_out(
    number: str, *, item: int, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """The unit tells what it did on a leader's instruction; it is answered once. Art. 18."""
    return commit(number, Verb.CARRY_OUT, {"item": item, "text": text}, by=by, now=now, seen=seen)
