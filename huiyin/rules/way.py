"""The rows of a matter's own way: from coming in to its end. Data; see ``huiyin.rules.table``.

Articles are those of 信访工作条例 (2022).
"""

from __future__ import annotations

from huiyin.rules import asked_back, asking, guards, looking, openly, surround_guards
from huiyin.rules.clocks import RULES, Clock
from huiyin.rules.duties import Confirmation
from huiyin.rules.fields import Field, Kind
from huiyin.rules.roles import Permission
from huiyin.rules.table import Choose, Standing, Told, Transition
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

S, P, C = Standing, Permission, Clock
ALL = frozenset(Status)
DESK_CLOCKS = frozenset({C.T1, C.T2, C.L5})
#: What ends with the matter: all but the windows and answers that outlive it.
EVERY_CLOCK = frozenset(code for code, rule in RULES.items() if not rule.outlives)
#: What runs at the unit that handles it: ends when the matter is taken away from there.
HOLDER_CLOCKS = frozenset({C.T3, C.T4, C.T5, C.T6, C.T7, C.S1, C.S2, C.L1, C.L2, C.L4, C.L6, C.L8, C.L14})


def _states(*states: Status) -> frozenset[Status]:
    return frozenset(states)


AT_DESK = _states(Status.REGISTERED, Status.TRIAGED)
WITH_HOLDER = _states(Status.SENT, Status.HANDLING)
_TO = guards.not_the_accused("to")

_text = Field("text", Kind.LONG, sealed=True)
_reason = Field("reason", Kind.LONG, sealed=True)
_remark = Field("remark", Kind.LONG, required=False, sealed=True)
_to = Field("to", Kind.UNIT)
_notice = Field("notice", Kind.CHOICE, choices=NoticeMethod)
_other = Field("other", Kind.PETITION)

# fmt: off
WAY: tuple[Transition, ...] = (
    Transition(
        Verb.REGISTER, frozenset(), Status.REGISTERED, ((S.ANYONE_HERE, P.REGISTER),),
        fields=(
            Field("channel", Kind.CHOICE, choices=Channel), Field("received_at", Kind.MOMENT),
            Field("persons", Kind.NUMBER), Field("title", Kind.TEXT, sealed=True),
            Field("text", Kind.LONG, sealed=True), Field("place", Kind.PLACE, required=False),
            Field("category", Kind.CATEGORY, required=False), Field("source", Kind.TEXT, required=False),
            Field("confirmed", Kind.CHOICE, choices=Confirmation, required=False),
        ),
        guards=(guards.not_received_later,),
        starts=(Choose.DESK,), article="22",
    ),
    Transition(
        Verb.LINK, AT_DESK, Status.LINKED, ((S.DESK, P.TRIAGE),),
        fields=(_other, _remark), guards=(guards.not_itself, guards.accused_named, asked_back.all_answered),
        stops=EVERY_CLOCK, article="19",
    ),
    Transition(
        Verb.JOIN, OPEN - _states(Status.DELIVERED), None, ((S.INVOLVED, P.TRIAGE),),
        guards=(guards.first_stage,), article="19", follows=True,
    ),
    Transition(
        Verb.UNLINK, _states(Status.LINKED), Status.TRIAGED, ((S.DESK, P.TRIAGE),),
        fields=(_reason,), starts=(Choose.RESUMED, Choose.GRAVE), article="19",
    ),
    Transition(Verb.PART, ALL - _states(Status.LINKED), None, ((S.HOUSE, P.TRIAGE),), article="19", follows=True),
    Transition(
        Verb.TRIAGE, AT_DESK, Status.TRIAGED, ((S.DESK, P.TRIAGE),),
        fields=(
            Field("klass", Kind.CHOICE, choices=MatterClass), Field("category", Kind.CATEGORY),
            Field("place", Kind.PLACE, required=False), Field("urgent", Kind.YES, required=False),
            Field("confidential", Kind.YES, required=False), _remark,
        ),
        guards=(surround_guards.simple_still_fits,), starts=(Choose.GRAVE,), stops=frozenset({C.L9, C.L12}),
        article="22",
    ),
    Transition(
        Verb.ACCEPT, _states(Status.TRIAGED), Status.HANDLING, ((S.DESK, P.DISPATCH),),
        fields=(_notice, _remark), guards=(guards.accused_named,), starts=(Choose.ANSWER,),
        stops=DESK_CLOCKS | {C.S1, C.F1, C.F3}, tells=(Told.PETITIONER,), article="23",
    ),
    Transition(
        Verb.FORWARD, _states(Status.TRIAGED), Status.SENT, ((S.DESK, P.DISPATCH),),
        fields=(_to, _remark), guards=(guards.accused_named, guards.not_to_itself, _TO),
        starts=(C.T3, C.T4), stops=DESK_CLOCKS | {C.F1}, tells=(Told.PETITIONER,), article="22",
    ),
    Transition(
        Verb.ASSIGN, _states(Status.TRIAGED), Status.SENT, ((S.DESK, P.DISPATCH),),
        fields=(_to, Field("days", Kind.DAYS), _remark),
        guards=(guards.accused_named, guards.not_to_itself, _TO, surround_guards.not_handled_simply),
        starts=(C.T3, C.T4, C.T5), stops=DESK_CLOCKS | {C.F1}, tells=(Told.PETITIONER,), article="22(3)",
    ),
    Transition(Verb.SIGN, _states(Status.SENT), Status.HANDLING, ((S.HOLDER, P.HANDLE),), article="23"),
    Transition(
        Verb.NOTIFY, _states(Status.HANDLING), None, ((S.HOLDER, P.HANDLE),),
        fields=(_notice, _remark), guards=(guards.not_yet_accepted,), starts=(Choose.ANSWER,),
        stops=frozenset({C.T3, C.T4, C.S1, C.F3}), tells=(Told.PETITIONER,), article="23",
    ),
    Transition(
        Verb.OBJECT, WITH_HOLDER, Status.OBJECTED, ((S.HOLDER, P.HANDLE),),
        fields=(_reason,), guards=(
            guards.was_sent, guards.not_designated, guards.not_yet_accepted, guards.objection_window_open,
        ),
        starts=(C.L4,), stops=frozenset({C.T4}), article="23",
    ),
    Transition(
        Verb.AGREE_RETURN, _states(Status.OBJECTED), Status.TRIAGED, ((S.SENDER, P.DISPATCH),),
        fields=(_remark,), starts=(Choose.RESUMED,), stops=frozenset({C.T3, C.T4, C.T5, C.S1, C.L4}), article="23",
    ),
    Transition(
        Verb.REFUSE_RETURN, _states(Status.OBJECTED), Status.SENT, ((S.SENDER, P.DISPATCH),),
        fields=(_reason,), stops=frozenset({C.L4}), article="23",
    ),
    Transition(
        Verb.DECLINE, _states(Status.TRIAGED, Status.DRAFTED, Status.APPROVED) | WITH_HOLDER, Status.ISSUED,
        ((S.DESK, P.DISPATCH), (S.HOLDER, P.APPROVE)),
        fields=(Field("route", Kind.CHOICE, choices=Route), Field("of", Kind.PETITION, required=False), _text),
        guards=(
            guards.desk_or_holder_in_turn, openly.no_answer_under_way, surround_guards.hearing_over, guards.no_gaps("text"),
            openly.withdrawn_by_all,
        ),
        starts=(C.L2,),
        stops=DESK_CLOCKS | {C.T4, C.S1, C.F1, C.F3}, tells=(Told.PETITIONER,), article="31",
    ),
    Transition(
        Verb.NOTE, ALL, None, ((S.INVOLVED, P.NOTE),),
        fields=(
            _text, Field("spot", Kind.TEXT, required=False, sealed=True), Field("others", Kind.YES, required=False),
            Field("theirs", Kind.YES, required=False),
        ),
        guards=(guards.handed_on_by_who_knows,),
    ),
    Transition(
        Verb.ATTACH, ALL, None, ((S.INVOLVED, P.NOTE),),
        fields=(Field("file", Kind.FILE, sealed=True), Field("petition", Kind.PETITION, required=False)),
        guards=(guards.petition_is_ours,),
    ),
    Transition(
        Verb.UNMASK, ALL, None, ((S.INVOLVED, P.UNMASK),), fields=(_reason,),
        guards=(guards.confidence_kept, guards.no_mere_helper), article="30",
    ),
    Transition(
        Verb.DRAFT, _states(Status.HANDLING, Status.DRAFTED), Status.DRAFTED, ((S.HOLDER, P.HANDLE),),
        fields=(Field("outcome", Kind.CHOICE, choices=Outcome), _text),
        guards=(
            guards.accepted, openly.request_stands, guards.outcome_fits, guards.not_refused_simply, guards.no_gaps("text"),
        ),
        article="32",
    ),
    Transition(
        Verb.REWORK, _states(Status.DRAFTED, Status.APPROVED), Status.HANDLING, ((S.HOLDER, P.APPROVE),),
        fields=(_reason,), article="32",
    ),
    Transition(
        Verb.APPROVE, _states(Status.DRAFTED), Status.APPROVED, ((S.HOLDER, P.APPROVE),),
        fields=(_remark,), guards=(openly.request_stands, guards.four_eyes, surround_guards.hearing_over), article="32",
    ),
    Transition(
        Verb.ISSUE, _states(Status.APPROVED), Status.ISSUED, ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE)),
        guards=(openly.request_stands,), starts=(C.L2,), tells=(Told.PETITIONER,), article="32",
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
        fields=(Field("nothing_owed", Kind.YES, required=False), _remark),
        guards=(guards.everybody_reached, looking.not_to_be_handled_again), stops=EVERY_CLOCK, article="34",
    ),
    Transition(
        Verb.REOPEN, _states(Status.ISSUED, Status.DELIVERED, Status.CLOSED), Status.TRIAGED, ((S.DESK, P.DISPATCH),),
        fields=(_reason,),
        guards=(guards.first_stage, guards.not_final, looking.closed_or_to_be_handled_again, asking.review_over),
        starts=(C.L5, Choose.GRAVE),
        stops=frozenset({C.T8, C.T10, C.L2, C.L3, C.L6, C.L10, C.L13}), tells=(Told.PETITIONER,), article="45",
    ),
)
# fmt: on
