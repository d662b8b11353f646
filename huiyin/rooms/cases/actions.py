"""Every write to a matter: one function per verb, keyword-only, ``by=`` and ``now=``, atomic.

All go through ``_commit``, the only door: lock the matter, fold its dossier, ask ``rules.lifecycle.decide``, append the entry,
fold it into the tables, enqueue who is told. A refusal raises ``NotDone`` and leaves nothing behind.

``seen`` is the dossier's length that the person had before their eyes; if somebody acted meanwhile the act is refused as stale.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.rooms.cases import projection
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.county.queries import can_receive, law
from huiyin.rooms.dossier import actions as dossier
from huiyin.rooms.dossier import queries as record
from huiyin.rooms.notices import actions as notices
from huiyin.rules.evolution import evolve
from huiyin.rules.fields import Refused
from huiyin.rules.lifecycle import decide
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS, Told
from huiyin.rules.vocabulary import Verb


class NotDone(Exception):
    """A verb was refused; ``refused`` holds the reason, the article and the field to mend. Nothing was written."""

    def __init__(self, refused: Refused, state: MatterState | None = None) -> None:
        super().__init__(refused.reason)
        self.refused = refused
        self.state = state


def _commit(
    number: str, verb: Verb, given: dict[str, Any], *, by: Actor, now: datetime, seen: int | None = None
) -> tuple[MatterState, bytes]:
    with transaction.atomic():
        if not Matter.objects.select_for_update().filter(number=number).values_list("seq").first():
            raise NotDone(Refused("no_such_matter"))
        state, head = record.folded(number)
        assert state is not None
        if seen is not None and seen != state.seq:
            raise NotDone(Refused("stale", params={"seen": seen, "now": state.seq}), state)
        return _write(state, head, verb, given, by=by, now=now)


def _write(
    state: MatterState, head: bytes, verb: Verb, given: dict[str, Any], *, by: Actor, now: datetime
) -> tuple[MatterState, bytes]:
    decision = decide(state, verb, given, actor=by, now=now, law=law())
    if isinstance(decision, Refused):
        raise NotDone(decision, state)
    event, row = dossier.append(state.number, state=state, head=head, decision=decision)
    after = evolve(state, event)
    link = bytes(row.hash)
    projection.write(state, after, link)
    if Told.PETITIONER in TRANSITIONS[verb].tells:
        _tell(after, verb, now)
    return after, link


def _tell(state: MatterState, verb: Verb, now: datetime) -> None:
    rows = Petition.objects.filter(matter_id=state.number).select_related("petitioner")
    for petition in rows:
        person = petition.petitioner
        notices.enqueue(
            petition.number, kind=verb.value, language=person.language, phone=person.phone, email=person.email, now=now
        )


def triage(
    number: str, *, klass: str, category: str, by: Actor, now: datetime, place: str | None = None,
    urgent: bool = False, remark: str = "", seen: int | None = None,
) -> MatterState:
    """Sort (梳理): class, category, place, urgency. Art. 22, 29-31."""
    given = {"klass": klass, "category": category, "place": place, "urgent": urgent, "remark": remark}
    return _commit(number, Verb.TRIAGE, given, by=by, now=now, seen=seen)[0]


def accept(
    number: str, *, notice: str, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Handle it in the house that took it in, and tell the petitioner so. Art. 23."""
    return _commit(number, Verb.ACCEPT, {"notice": notice, "remark": remark}, by=by, now=now, seen=seen)[0]


def forward(
    number: str, *, to: str, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Pass on for handling (转送) to an active unit. Art. 22."""
    return _send(number, Verb.FORWARD, {"to": to, "remark": remark}, by=by, now=now, seen=seen)


def assign(
    number: str, *, to: str, days: int, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Pass on with a term in days and report back (交办) to an active unit. Art. 22(3)."""
    return _send(number, Verb.ASSIGN, {"to": to, "days": days, "remark": remark}, by=by, now=now, seen=seen)


def _send(
    number: str, verb: Verb, given: dict[str, Any], *, by: Actor, now: datetime, seen: int | None
) -> MatterState:
    if not can_receive(given["to"]):
        raise NotDone(Refused("no_such_unit", "22", "to"))
    return _commit(number, verb, given, by=by, now=now, seen=seen)[0]


def sign(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """The unit signs for what was sent to it (签收). Art. 23."""
    return _commit(number, Verb.SIGN, {}, by=by, now=now, seen=seen)[0]


def notify(
    number: str, *, notice: str, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Tell the petitioner of receipt, route and procedure (告知); the answer's term begins. Art. 23, 34."""
    return _commit(number, Verb.NOTIFY, {"notice": notice, "remark": remark}, by=by, now=now, seen=seen)[0]


def object_(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Object with reasons within five working days (提出异议). Art. 23 para. 3."""
    return _commit(number, Verb.OBJECT, {"reason": reason}, by=by, now=now, seen=seen)[0]


def agree_return(
    number: str, *, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """The sender agrees that it comes back; its own term goes on where it was. Art. 23 para. 3."""
    return _commit(number, Verb.AGREE_RETURN, {"remark": remark}, by=by, now=now, seen=seen)[0]


def refuse_return(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """The sender doesn't agree; the unit keeps it. Art. 23 para. 3."""
    return _commit(number, Verb.REFUSE_RETURN, {"reason": reason}, by=by, now=now, seen=seen)[0]


def decline(
    number: str, *, route: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Not for petition procedure: the letter that names the lawful route (导入法定途径, 不予受理). Art. 19, 31, 36."""
    return _commit(number, Verb.DECLINE, {"route": route, "text": text}, by=by, now=now, seen=seen)[0]


def note(number: str, *, text: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Write a working note into the dossier."""
    return _commit(number, Verb.NOTE, {"text": text}, by=by, now=now, seen=seen)[0]


def unmask(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """See the petitioner's data in full; who and why stays in the dossier. Art. 30, 个人信息保护法 Art. 6."""
    return _commit(number, Verb.UNMASK, {"reason": reason}, by=by, now=now, seen=seen)[0]


def draft(
    number: str, *, outcome: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Draft the written opinion; drafting again replaces the draft. Art. 32."""
    return _commit(number, Verb.DRAFT, {"outcome": outcome, "text": text}, by=by, now=now, seen=seen)[0]


def rework(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Send the draft back to be worked over."""
    return _commit(number, Verb.REWORK, {"reason": reason}, by=by, now=now, seen=seen)[0]


def approve(number: str, *, by: Actor, now: datetime, remark: str = "", seen: int | None = None) -> MatterState:
    """Approve the draft; never by whoever drafted it."""
    return _commit(number, Verb.APPROVE, {"remark": remark}, by=by, now=now, seen=seen)[0]


def issue(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Issue the approved opinion. Art. 32."""
    return _commit(number, Verb.ISSUE, {}, by=by, now=now, seen=seen)[0]


def deliver(
    number: str, *, method: str, result: str, delivered_at: datetime, proof: str, by: Actor, now: datetime,
    petition: str = "", seen: int | None = None,
) -> MatterState:
    """Record one attempt to deliver, with its proof; to one petition, or to all of the matter. Art. 32, 35."""
    given = {
        "method": method, "result": result, "delivered_at": delivered_at, "proof": proof, "petition": petition,
    }
    return _commit(number, Verb.DELIVER, given, by=by, now=now, seen=seen)[0]


def close(number: str, *, by: Actor, now: datetime, remark: str = "", seen: int | None = None) -> MatterState:
    """Close what was answered and delivered (办结)."""
    return _commit(number, Verb.CLOSE, {"remark": remark}, by=by, now=now, seen=seen)[0]


def reopen(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Take up a closed matter again; its owner and clock are back at once."""
    return _commit(number, Verb.REOPEN, {"reason": reason}, by=by, now=now, seen=seen)[0]


#: What the desk, the API and the tests call for each verb that a person chooses on a matter.
SIMPLE_VERBS: dict[Verb, Callable[..., MatterState]] = {
    Verb.TRIAGE: triage, Verb.ACCEPT: accept, Verb.FORWARD: forward, Verb.ASSIGN: assign, Verb.SIGN: sign,
    Verb.NOTIFY: notify, Verb.OBJECT: object_, Verb.AGREE_RETURN: agree_return, Verb.REFUSE_RETURN: refuse_return,
    Verb.DECLINE: decline, Verb.NOTE: note, Verb.UNMASK: unmask, Verb.DRAFT: draft, Verb.REWORK: rework,
    Verb.APPROVE: approve, Verb.ISSUE: issue, Verb.DELIVER: deliver, Verb.CLOSE: close, Verb.REOPEN: reopen,
}  # fmt: skip
