"""Every write to a matter: one function per verb, keyword-only, ``by=`` and ``now=``, atomic.

Each is one stroke of the pen (``huiyin.rooms.cases.pen``): lock the matter, fold its dossier, ask ``rules.lifecycle.decide``,
append the entry, fold it into the tables, enqueue who is told. A refusal raises ``NotDone`` and leaves nothing behind.

``seen`` is the dossier's length that the person had before their eyes; if somebody acted meanwhile the act is refused as stale.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.rooms.cases.checking import receiver_is_there
from huiyin.rooms.cases.finality import checked_reference
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.pen import NotDone, Pen, commit, of_petition
from huiyin.rooms.cases.protecting import ASKED_AT_SORTING, kept_around
from huiyin.rooms.cases.reaching import not_before_they_came
from huiyin.rooms.cases.results import taken_back_below, told_below
from huiyin.rooms.cases.titles import title_as_sorted
from huiyin.rooms.cases.transfers import owed_anew
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import MatterClass, Verb

__all__ = ["SIMPLE_VERBS", "NotDone"]


def triage(
    number: str,
    *,
    klass: str,
    category: str,
    by: Actor,
    now: datetime,
    place: str | None = None,
    urgent: bool = False,
    confidential: bool = False,
    remark: str = "",
    seen: int | None = None,
) -> MatterState:
    """Sort (梳理): class, category, place, urgency. Art. 22, 29-31. ``confidential``: they ask not to be named.

    What becomes confidential, as every tip-off does, has a title without who speaks; asked for, it is kept in what hangs
    together with it as well, as by ``protecting.confide``. A tip-off that is sorted as something else stays confidential,
    unless a slip is mended at once: nothing was written meanwhile.
    """
    given = {
        "klass": klass, "category": category, "place": place, "urgent": urgent, "confidential": confidential, "remark": remark,
        "title": title_as_sorted(number, klass, confidential=confidential),
    }  # fmt: skip
    return commit(
        number, Verb.TRIAGE, given, by=by, now=now, seen=seen, add=lambda pen: _told_beside(pen, klass),
        then=lambda pen: kept_around(pen.number, ASKED_AT_SORTING, now=now) if confidential else None,
    )  # fmt: skip


def _told_beside(pen: Pen, klass: str) -> dict[str, bool]:
    """Whether somebody wrote in what is joined to a tip-off that is one no more; its own dossier tells of itself."""
    state = pen.state
    assert state is not None, "a pen that was taken up has a matter"
    if state.klass is not MatterClass.TIP_OFF or klass == MatterClass.TIP_OFF or len(state.petitions) == 1:
        return {}
    sorted_so = Entry.objects.filter(number=pen.number, verb=Verb.TRIAGE.value).order_by("-seq")
    since = None
    for at, data in sorted_so.values_list("at", "data"):
        if json.loads(data)["klass"] != MatterClass.TIP_OFF:
            break
        since = at
    joined = Matter.objects.filter(linked_to=pen.number).values("number")
    told = since is not None and Entry.objects.filter(number__in=joined, at__gte=since).exists()
    return {"confidential": True} if told else {}


def accept(
    number: str, *, notice: str, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Handle it in the house that took it in, and tell the petitioner so. Art. 23."""
    return commit(number, Verb.ACCEPT, {"notice": notice, "remark": remark}, by=by, now=now, seen=seen)


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
    receiver_is_there(given["to"])
    return commit(number, verb, given, by=by, now=now, seen=seen)


def sign(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """The unit signs for what was sent to it (签收). Art. 23."""
    return commit(number, Verb.SIGN, {}, by=by, now=now, seen=seen)


def notify(
    number: str, *, notice: str, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Tell the petitioner of receipt, route and procedure (告知); the answer's term begins. Art. 23, 34."""
    return commit(number, Verb.NOTIFY, {"notice": notice, "remark": remark}, by=by, now=now, seen=seen)


def object_(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Object with reasons within five working days (提出异议). Art. 23 para. 3."""
    return commit(number, Verb.OBJECT, {"reason": reason}, by=by, now=now, seen=seen)


def agree_return(
    number: str, *, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """The sender agrees that it comes back; its own term goes on where it was. Art. 23 para. 3."""
    return commit(number, Verb.AGREE_RETURN, {"remark": remark}, by=by, now=now, seen=seen)


def refuse_return(
    number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """The sender doesn't agree; the unit keeps it. Art. 23 para. 3."""
    return commit(number, Verb.REFUSE_RETURN, {"reason": reason}, by=by, now=now, seen=seen)


def decline(
    number: str,
    *,
    route: str,
    text: str,
    by: Actor,
    now: datetime,
    of: str = "",
    seen: int | None = None,
) -> MatterState:
    """Not for petition procedure: the letter that names the lawful route (导入法定途径, 不予受理). Art. 19, 31, 36.

    ``of``: the matter of the same person that ended after rechecking, or that is being handled already; a person names it,
    and without it neither is a reason to refuse.
    """
    given = {"route": route, "text": text}
    return commit(
        number, Verb.DECLINE, given, by=by, now=now, seen=seen,
        add=lambda pen: {"of": checked_reference(number, route, of, by=by)},
        then=lambda pen: taken_back_below(pen, by=by, now=now),
    )  # fmt: skip


def note(
    number: str, *, text: str, by: Actor, now: datetime, spot: str = "", petition: str = "", others: bool = False,
    theirs: bool = False, seen: int | None = None,
) -> MatterState:  # fmt: skip
    """Write a working note into the dossier; ``spot``: where, for a visit on site; ``petition``: whose petitioner says it.

    ``others``: the numbers in it aren't the petitioner's, so whoever answers reads them, in their letter too; only by whoever
    may know whose they are. What the register knows of the petitioner stays kept from them. ``theirs``: they are the
    petitioner's after all, whatever an earlier note handed on. Refused: both at once.
    """
    whose = {name: True for name, said in (("others", others), ("theirs", theirs)) if said}
    given = {"text": text, "spot": spot, **of_petition(petition), **whose}
    return commit(number, Verb.NOTE, given, by=by, now=now, seen=seen)


def unmask(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """See the petitioner's data in full; who and why stays in the dossier. Art. 30, 个人信息保护法 Art. 6."""
    return commit(number, Verb.UNMASK, {"reason": reason}, by=by, now=now, seen=seen)


def draft(
    number: str, *, outcome: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Draft the written opinion; drafting again replaces the draft. Art. 32."""
    return commit(number, Verb.DRAFT, {"outcome": outcome, "text": text}, by=by, now=now, seen=seen)


def rework(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Send the draft back to be worked over."""
    return commit(number, Verb.REWORK, {"reason": reason}, by=by, now=now, seen=seen)


def approve(
    number: str, *, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Approve the draft; never by whoever drafted it."""
    return commit(number, Verb.APPROVE, {"remark": remark}, by=by, now=now, seen=seen)


def issue(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Issue the approved opinion. Art. 32."""
    return commit(number, Verb.ISSUE, {}, by=by, now=now, seen=seen)


def deliver(
    number: str,
    *,
    method: str,
    result: str,
    delivered_at: datetime,
    proof: str,
    by: Actor,
    now: datetime,
    petition: str = "",
    seen: int | None = None,
) -> MatterState:
    """Record one attempt to deliver, with its proof; to one petition, or to all of the matter. Art. 32, 35.

    Refused before the answer was issued, and before a petition was joined: nobody is reached in a matter they aren't in yet.
    What a review or recheck comes to is written on the matter below it as soon as everybody is reached.
    """
    given = {
        "method": method,
        "result": result,
        "delivered_at": delivered_at,
        "proof": proof,
        "petition": petition,
    }
    return commit(
        number,
        Verb.DELIVER,
        given,
        by=by,
        now=now,
        seen=seen,
        add=lambda pen: not_before_they_came(pen, given),
        then=lambda pen: told_below(pen, by=by, now=now),
    )


def close(
    number: str,
    *,
    by: Actor,
    now: datetime,
    remark: str = "",
    nothing_owed: bool = False,
    seen: int | None = None,
) -> MatterState:
    """Close what was answered and delivered (办结). ``nothing_owed``: somebody says that the answer promises nothing more."""
    given = {"remark": remark, **({"nothing_owed": True} if nothing_owed else {})}
    return commit(number, Verb.CLOSE, given, by=by, now=now, seen=seen)


def reopen(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Take up a closed matter again; its owner and clock are back at once."""
    return commit(
        number,
        Verb.REOPEN,
        {"reason": reason},
        by=by,
        now=now,
        seen=seen,
        then=lambda _pen: owed_anew(number),
    )


#: What the desk, the API and the tests call for each verb that a person chooses on a matter.
SIMPLE_VERBS: dict[Verb, Callable[..., MatterState]] = {
    Verb.TRIAGE: triage, Verb.ACCEPT: accept, Verb.FORWARD: forward, Verb.ASSIGN: assign, Verb.SIGN: sign,
    Verb.NOTIFY: notify, Verb.OBJECT: object_, Verb.AGREE_RETURN: agree_return, Verb.REFUSE_RETURN: refuse_return,
    Verb.DECLINE: decline, Verb.NOTE: note, Verb.UNMASK: unmask, Verb.DRAFT: draft, Verb.REWORK: rework,
    Verb.APPROVE: approve, Verb.ISSUE: issue, Verb.DELIVER: deliver, Verb.CLOSE: close, Verb.REOPEN: reopen,
}  # fmt: skip
