"""The table of transitions: verb, from, to, who may, what must be told, which clocks start and stop, who is told.

This is data. Buttons, forms, API, permission tests and the diagram in the docs are all read from it; nothing beside it
decides what may happen to a matter. Articles are those of 信访工作条例 (2022).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiyin.rules import guards
from huiyin.rules.clocks import Clock
from huiyin.rules.fields import Field, Kind
from huiyin.rules.guards import Guard
from huiyin.rules.roles import Permission
from huiyin.rules.vocabulary import (
    OPEN,
    Channel,
    DeliveryMethod,
    DeliveryResult,
    MatterClass,
    NoticeMethod,
    Outcome,
    Route,
    Status,
    Verb,
)


class Standing(StrEnum):
    """How the actor's unit stands to the matter."""

    ANYONE_HERE = (
        "anyone_here"  # a post in the unit that takes the petition in, or the petitioner at the portal
    )
    DESK = "desk"  # inside the unit that took it in and sorts it
    HOLDER = "holder"  # inside the unit that handles it now
    SENDER = "sender"  # inside the unit that sent it to the holder
    INVOLVED = "involved"  # any of desk, holder and sender, or whoever may see the whole county
    HOUSE = "house"  # no person: follows from another verb in the same transaction


class Choose(StrEnum):
    """A clock that depends on the matter: which desk took it in, which class it has, what a return brings back."""

    DESK = "desk_clock"  # T1 for the department (Art. 22), T2 for any other organ (Art. 23 para. 2)
    ANSWER = "answer_clock"  # T6 for what Art. 31(6) covers (Art. 34), else the county's own term L1
    RESUMED = "resumed_clock"  # the desk's clock goes on where it was: a return never restarts a term


class Told(StrEnum):
    """Who hears of it; each is a task enqueued with the entry."""

    PETITIONER = "petitioner"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. ``target`` None: the status stays. ``stops`` None: nothing; empty set of sources only for REGISTER."""

    verb: Verb
    sources: frozenset[Status]
    target: Status | None
    who: tuple[tuple[Standing, Permission], ...]
    fields: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    starts: tuple[Clock | Choose, ...] = ()
    stops: frozenset[Clock] = frozenset()
    tells: tuple[Told, ...] = ()
    article: str = ""
    follows: bool = False  # never chosen by a person on this matter: it follows from a verb on another one


def _states(*states: Status) -> frozenset[Status]:
    return frozenset(states)


S, P, C = Standing, Permission, Clock
ALL = frozenset(Status)
DESK_CLOCKS = frozenset({C.T1, C.T2, C.L5})
EVERY_CLOCK = frozenset(Clock)
AT_DESK = _states(Status.REGISTERED, Status.TRIAGED)
WITH_HOLDER = _states(Status.SENT, Status.HANDLING)

_text = Field("text", Kind.LONG, sealed=True)
_reason = Field("reason", Kind.LONG, sealed=True)
_remark = Field("remark", Kind.LONG, required=False, sealed=True)
_to = Field("to", Kind.UNIT)
_notice = Field("notice", Kind.CHOICE, choices=NoticeMethod)
_other = Field("other", Kind.PETITION)

# fmt: off
_ROWS: tuple[Transition, ...] = (
    Transition(
        Verb.REGISTER, frozenset(), Status.REGISTERED, ((S.ANYONE_HERE, P.REGISTER),),
        fields=(
            Field("channel", Kind.CHOICE, choices=Channel), Field("received_at", Kind.MOMENT),
            Field("persons", Kind.NUMBER), Field("title", Kind.TEXT, sealed=True),
            Field("text", Kind.LONG, sealed=True), Field("place", Kind.PLACE, required=False),
            Field("category", Kind.CATEGORY, required=False), Field("source", Kind.TEXT, required=False),
        ),
        guards=(guards.not_received_later,),
        starts=(Choose.DESK,), article="22",
    ),
    Transition(
        Verb.LINK, AT_DESK, Status.LINKED, ((S.DESK, P.TRIAGE),),
        fields=(_other, _remark), guards=(guards.not_itself,), stops=EVERY_CLOCK, article="19",
    ),
    Transition(Verb.JOIN, OPEN - _states(Status.DELIVERED), None, ((S.INVOLVED, P.TRIAGE),), article="19", follows=True),
    Transition(
        Verb.UNLINK, _states(Status.LINKED), Status.TRIAGED, ((S.DESK, P.TRIAGE),),
        fields=(_reason,), starts=(Choose.RESUMED,), article="19",
    ),
    Transition(Verb.PART, ALL - _states(Status.LINKED), None, ((S.HOUSE, P.TRIAGE),), article="19", follows=True),
    Transition(
        Verb.TRIAGE, AT_DESK, Status.TRIAGED, ((S.DESK, P.TRIAGE),),
        fields=(
            Field("klass", Kind.CHOICE, choices=MatterClass), Field("category", Kind.CATEGORY),
            Field("place", Kind.PLACE, required=False), Field("urgent", Kind.YES, required=False), _remark,
        ),
        article="22",
    ),
    Transition(
        Verb.ACCEPT, _states(Status.TRIAGED), Status.HANDLING, ((S.DESK, P.DISPATCH),),
        fields=(_notice, _remark), starts=(Choose.ANSWER,), stops=DESK_CLOCKS,
        tells=(Told.PETITIONER,), article="23",
    ),
    Transition(
        Verb.FORWARD, _states(Status.TRIAGED), Status.SENT, ((S.DESK, P.DISPATCH),),
        fields=(_to, _remark), guards=(guards.not_to_itself,), starts=(C.T3, C.T4), stops=DESK_CLOCKS,
        tells=(Told.PETITIONER,), article="22",
    ),
    Transition(
        Verb.ASSIGN, _states(Status.TRIAGED), Status.SENT, ((S.DESK, P.DISPATCH),),
        fields=(_to, Field("days", Kind.DAYS), _remark), guards=(guards.not_to_itself,),
        starts=(C.T3, C.T4, C.T5), stops=DESK_CLOCKS, tells=(Told.PETITIONER,), article="22(3)",
    ),
    Transition(Verb.SIGN, _states(Status.SENT), Status.HANDLING, ((S.HOLDER, P.HANDLE),), article="23"),
    Transition(
        Verb.NOTIFY, _states(Status.HANDLING), None, ((S.HOLDER, P.HANDLE),),
        fields=(_notice, _remark), guards=(guards.not_yet_accepted,), starts=(Choose.ANSWER,),
        stops=frozenset({C.T3, C.T4}), tells=(Told.PETITIONER,), article="23",
    ),
    Transition(
        Verb.OBJECT, WITH_HOLDER, Status.OBJECTED, ((S.HOLDER, P.HANDLE),),
        fields=(_reason,), guards=(guards.was_sent, guards.objection_window_open, guards.not_yet_accepted),
        starts=(C.L4,), stops=frozenset({C.T4}), article="23",
    ),
    Transition(
        Verb.AGREE_RETURN, _states(Status.OBJECTED), Status.TRIAGED, ((S.SENDER, P.DISPATCH),),
        fields=(_remark,), starts=(Choose.RESUMED,), stops=frozenset({C.T3, C.T4, C.T5, C.L4}), article="23",
    ),
    Transition(
        Verb.REFUSE_RETURN, _states(Status.OBJECTED), Status.SENT, ((S.SENDER, P.DISPATCH),),
        fields=(_reason,), stops=frozenset({C.L4}), article="23",
    ),
    Transition(
        Verb.DECLINE, AT_DESK - _states(Status.REGISTERED) | WITH_HOLDER, Status.ISSUED,
        ((S.DESK, P.DISPATCH), (S.HOLDER, P.APPROVE)),
        fields=(Field("route", Kind.CHOICE, choices=Route), _text),
        guards=(guards.desk_or_holder_in_turn,), starts=(C.L2,), stops=DESK_CLOCKS | {C.T4},
        tells=(Told.PETITIONER,), article="31",
    ),
    Transition(Verb.NOTE, ALL, None, ((S.INVOLVED, P.NOTE),), fields=(_text,)),
    Transition(Verb.ATTACH, ALL, None, ((S.INVOLVED, P.NOTE),), fields=(Field("file", Kind.FILE, sealed=True),)),
    Transition(Verb.UNMASK, ALL, None, ((S.INVOLVED, P.UNMASK),), fields=(_reason,), article="30"),
    Transition(
        Verb.DRAFT, _states(Status.HANDLING, Status.DRAFTED), Status.DRAFTED, ((S.HOLDER, P.HANDLE),),
        fields=(Field("outcome", Kind.CHOICE, choices=Outcome), _text),
        guards=(guards.accepted, guards.outcome_fits), article="32",
    ),
    Transition(
        Verb.REWORK, _states(Status.DRAFTED, Status.APPROVED), Status.HANDLING, ((S.HOLDER, P.APPROVE),),
        fields=(_reason,), article="32",
    ),
    Transition(
        Verb.APPROVE, _states(Status.DRAFTED), Status.APPROVED, ((S.HOLDER, P.APPROVE),),
        fields=(_remark,), guards=(guards.four_eyes,), article="32",
    ),
    Transition(
        Verb.ISSUE, _states(Status.APPROVED), Status.ISSUED, ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE)),
        starts=(C.L2,), tells=(Told.PETITIONER,), article="32",
    ),
    Transition(
        Verb.DELIVER, _states(Status.ISSUED), Status.DELIVERED, ((S.HOLDER, P.DELIVER), (S.DESK, P.DELIVER)),
        fields=(
            Field("method", Kind.CHOICE, choices=DeliveryMethod),
            Field("result", Kind.CHOICE, choices=DeliveryResult), Field("delivered_at", Kind.MOMENT),
            Field("petition", Kind.PETITION, required=False), Field("proof", Kind.LONG, sealed=True),
        ),
        guards=(guards.delivered_after_issue, guards.petition_is_ours), article="32",
    ),
    Transition(
        Verb.CLOSE, _states(Status.DELIVERED), Status.CLOSED, ((S.HOLDER, P.CLOSE), (S.DESK, P.CLOSE)),
        fields=(_remark,), guards=(guards.everybody_reached,), stops=EVERY_CLOCK, article="34",
    ),
    Transition(
        Verb.REOPEN, _states(Status.CLOSED), Status.TRIAGED, ((S.DESK, P.DISPATCH),),
        fields=(_reason,), starts=(C.L5,), tells=(Told.PETITIONER,), article="45",
    ),
)
# fmt: on

#: What reaching every petitioner stops, and what then starts (a partial delivery touches no clock).
REACHED_STOPS = EVERY_CLOCK
REACHED_STARTS: tuple[Clock, ...] = (C.L3,)

TRANSITIONS: Mapping[Verb, Transition] = {row.verb: row for row in _ROWS}
