"""Terms and units besides the ordinary way: extension, simple handling, other lines' terms, several units, designation."""

from __future__ import annotations

from datetime import datetime

from huiyin.rooms.cases.checking import receiver_is_there
from huiyin.rooms.cases.pen import commit
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def extend(
    number: str, *, days: int, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Extend the sixty days once by at most thirty (延期); the head approves, the petitioner is told the reason. Art. 34."""
    return commit(number, Verb.EXTEND, {"days": days, "reason": reason}, by=by, now=now, seen=seen)


def ask_extension(
    number: str, *, days: int, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Ask the head for at most thirty days more (申请延期); no term changes until they decide. Art. 34."""
    return commit(number, Verb.ASK_EXTENSION, {"days": days, "reason": reason}, by=by, now=now, seen=seen)


def refuse_extension(
    number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """The head doesn't extend the term, and tells whoever asked why (不予延期). Art. 34."""
    return commit(number, Verb.REFUSE_EXTENSION, {"reason": reason}, by=by, now=now, seen=seen)


def unask_extension(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Take back the question for more days (撤回延期申请): whoever asked, or the head, while it is undecided. Art. 34."""
    return commit(number, Verb.UNASK_EXTENSION, {}, by=by, now=now, seen=seen)


def simplify(number: str, *, ground: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Handle simply (简易办理): told in 3, answered in 10 working days. 国信办发〔2022〕17号."""
    return commit(number, Verb.SIMPLIFY, {"ground": ground}, by=by, now=now, seen=seen)


def fall_back(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Back to the ordinary procedure; its term counts from the acceptance that there was."""
    return commit(number, Verb.FALL_BACK, {"reason": reason}, by=by, now=now, seen=seen)


def satellite(
    number: str,
    *,
    source: str,
    foreign: str,
    received_at: datetime,
    by: Actor,
    now: datetime,
    days: int | None = None,
    seen: int | None = None,
) -> MatterState:
    """Another line's terms run beside ours under its own number (12345, mailbox, environment)."""
    return commit(
        number,
        Verb.SATELLITE,
        {"source": source, "foreign": foreign, "received_at": received_at, "days": days},
        by=by,
        now=now,
        seen=seen,
    )


def co_handle(
    number: str, *, to: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Ask a further unit to contribute (协办); the lead stays where it is. Art. 24."""
    receiver_is_there(to)
    return commit(number, Verb.CO_HANDLE, {"to": to, "text": text}, by=by, now=now, seen=seen)


def contribute(
    number: str, *, item: int, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Give what was asked for. Art. 24."""
    return commit(number, Verb.CONTRIBUTE, {"item": item, "text": text}, by=by, now=now, seen=seen)


def designate(
    number: str, *, to: str, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """The common superior, or the joint conference, decides which unit takes it (指定受理). Art. 24."""
    receiver_is_there(to)
    return commit(number, Verb.DESIGNATE, {"to": to, "reason": reason}, by=by, now=now, seen=seen)
