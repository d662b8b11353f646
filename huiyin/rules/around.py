"""The rows of what surrounds a matter: guard, extension, review, co-handling, supervision, owners, pledges, ratings.

Data; see ``huiyin.rules.table``. Articles are those of 信访工作条例 (2022).
"""

from __future__ import annotations

from huiyin.rules import accusing, advising, asking, guards, looking, senders, surround_guards
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import (
    Adoption,
    Advice,
    AskedHow,
    Confirmed,
    Contact,
    NoticeLevel,
    NoticeReason,
    OwnerDuty,
    Rated,
    ReportedTo,
    ReportStage,
    Satellite,
    Score,
    SimpleGround,
    Verdict,
)
from huiyin.rules.fields import Field, Kind
from huiyin.rules.roles import Permission
from huiyin.rules.table import Choose, Standing, Told, Transition
from huiyin.rules.vocabulary import OPEN, Status, Verb
from huiyin.rules.way import ALL, DESK_CLOCKS, HOLDER_CLOCKS

S, P, C, G = Standing, Permission, Clock, surround_guards
_ANSWERED = frozenset({Status.DELIVERED, Status.CLOSED})
_NOT_LINKED = ALL - {Status.LINKED}
_AT_WORK = frozenset({Status.SENT, Status.HANDLING, Status.DRAFTED, Status.APPROVED})
_text = Field("text", Kind.LONG, sealed=True)
_reason = Field("reason", Kind.LONG, sealed=True)
_to = Field("to", Kind.UNIT)


def _item(of: str) -> Field:
    return Field("item", Kind.ITEM, of=of)


# fmt: off
_GUARD: tuple[Transition, ...] = (
    Transition(
        Verb.ACCUSE, ALL, None, ((S.DESK, P.TRIAGE), (S.INVOLVED, P.SUPERVISE)),
        fields=(
            Field("accused", Kind.ANY_UNIT, required=False), Field("person", Kind.STAFF, required=False), _text,
        ),
        guards=(accusing.accusation_leaves_somebody,), starts=(Choose.TAKEN_BACK, Choose.GRAVE), article="30",
    ),
    Transition(
        Verb.RECUSE, ALL, None, ((S.INVOLVED, P.HANDLE), (S.DESK, P.DISPATCH), (S.HOLDER, P.APPROVE)),
        fields=(Field("person", Kind.STAFF), _reason), guards=(accusing.recusal_is_yours,), article="28",
    ),
    Transition(
        Verb.CONFIDE, ALL, None, ((S.DESK, P.UNMASK),), fields=(_reason,), guards=(guards.not_in_confidence,), article="30",
    ),
    Transition(Verb.ATTEMPT, ALL, None, ((S.HOUSE, P.NOTE),), article="30", follows=True),
    Transition(
        Verb.HAND_OVER, ALL, None, ((S.HOUSE, P.NOTE),), fields=(Field("person", Kind.STAFF, required=False),),
        guards=(accusing.goes_to_somebody_free,), follows=True,
    ),
)

_TERMS: tuple[Transition, ...] = (
    Transition(
        Verb.EXTEND, frozenset({Status.HANDLING, Status.DRAFTED, Status.APPROVED}), None, ((S.HOLDER, P.APPROVE),),
        fields=(Field("days", Kind.DAYS), _reason), guards=(G.extension_possible, guards.no_gaps("reason")),
        starts=(C.T7,),
        stops=frozenset({C.T6}), tells=(Told.PETITIONER,), article="34",
    ),
    Transition(
        Verb.SIMPLIFY, frozenset({Status.TRIAGED, Status.SENT, Status.HANDLING}), None,
        ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE), (S.DESK, P.DISPATCH)),
        fields=(Field("ground", Kind.CHOICE, choices=SimpleGround),),
        guards=(guards.desk_or_holder_in_turn, G.simple_possible), starts=(C.S1,), article="31",
    ),
    Transition(
        Verb.FALL_BACK, OPEN - {Status.DELIVERED}, None,
        ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE), (S.DESK, P.DISPATCH)), fields=(_reason,),
        guards=(G.handled_simply,), starts=(Choose.ORDINARY,), stops=frozenset({C.S1, C.S2}), article="34",
    ),
    Transition(
        Verb.SATELLITE, OPEN - {Status.DELIVERED}, None, ((S.DESK, P.DISPATCH), (S.DESK, P.REGISTER), (S.HOLDER, P.HANDLE)),
        fields=(
            Field("source", Kind.CHOICE, choices=Satellite), Field("foreign", Kind.TEXT, sealed=True),
            Field("received_at", Kind.MOMENT), Field("days", Kind.DAYS, required=False),
        ),
        guards=(guards.not_received_later, G.satellite_fits), starts=(Choose.FOREIGN,),
    ),
    Transition(Verb.RECKON, ALL, None, ((S.HOUSE, P.NOTE),), follows=True),
)

_ABOVE: tuple[Transition, ...] = (
    Transition(
        Verb.ASK_REVIEW, _ANSWERED | {Status.ISSUED}, None, ((S.INVOLVED, P.REGISTER),),
        fields=(
            Field("petition", Kind.PETITION, required=False),
            Field("how", Kind.CHOICE, required=False, choices=AskedHow, of_staff=True),
            Field("received_at", Kind.MOMENT, required=False), _text,
        ),
        guards=(asking.review_possible, asking.not_taken_by_who_answered, asking.told_how),
        stops=frozenset({C.T8, C.T10}), article="35",
    ),
    Transition(
        Verb.REVIEWED, _NOT_LINKED, None, ((S.HOUSE, P.NOTE),), starts=(Choose.REVOKED,), stops=frozenset({C.L13}),
        article="36", follows=True,
    ),
    Transition(
        Verb.OPEN_HEARING, frozenset({Status.HANDLING, Status.DRAFTED}), None, ((S.HOLDER, P.APPROVE),),
        fields=(_text,), guards=(guards.accepted, G.hearing_possible), starts=(C.L14,), tells=(Told.PETITIONER,),
        article="31(6)",
    ),
    Transition(
        Verb.END_HEARING, OPEN, None, ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE)), fields=(_text,),
        guards=(G.hearing_goes_on,), stops=frozenset({C.L14}), article="36",
    ),
)

_TOGETHER: tuple[Transition, ...] = (
    Transition(
        Verb.CO_HANDLE, _AT_WORK, None, ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE), (S.DESK, P.DISPATCH)),
        fields=(_to, _text),
        guards=(guards.not_the_accused("to"), G.not_there_already, G.not_handled_simply), starts=(C.L8,), article="24",
    ),
    Transition(
        Verb.CONTRIBUTE, OPEN, None, ((S.CO_HANDLER, P.HANDLE), (S.CO_HANDLER, P.APPROVE)),
        fields=(_item("helping"), _text), guards=(G.own_contribution,), article="24",
    ),
    Transition(
        Verb.DESIGNATE, frozenset({Status.OBJECTED, Status.TRIAGED}), Status.SENT, ((S.INVOLVED, P.OWN),),
        fields=(_to, _reason), guards=(guards.accused_named, guards.not_the_accused("to"), G.competence_disputed),
        starts=(C.T3,), stops=DESK_CLOCKS | {C.T3, C.T4, C.T5, C.S1, C.L4, C.F1}, tells=(Told.PETITIONER,), article="24",
    ),
)

_PRESS: tuple[Transition, ...] = (
    Transition(
        Verb.URGE, OPEN, None, ((S.INVOLVED, P.SUPERVISE),),
        fields=(Field("why", Kind.CHOICE, choices=NoticeReason), _text), guards=(G.somebody_to_press,), article="40",
    ),
    Transition(
        Verb.SUPERVISE, OPEN, None, ((S.INVOLVED, P.SUPERVISE),),
        fields=(
            Field("why", Kind.CHOICE, choices=NoticeReason), Field("days", Kind.DAYS, required=False), _text,
        ),
        guards=(G.somebody_to_press, G.urged_first), starts=(C.L6,), article="40",
    ),
    Transition(
        Verb.ANSWER_NOTICE, OPEN, None, ((S.SUPERVISED, P.HANDLE), (S.SUPERVISED, P.APPROVE)),
        fields=(_item("open_notices"), _text), guards=(G.own_notice,), article="40",
    ),
    Transition(
        Verb.ESCALATE, OPEN, None, ((S.INVOLVED, P.SUPERVISE),),
        fields=(
            _item("open_notices"), Field("level", Kind.CHOICE, choices=NoticeLevel),
            Field("days", Kind.DAYS, required=False), _text,
        ),
        guards=(G.escalation_due,), starts=(C.L6,), article="39",
    ),
    Transition(
        Verb.LIFT, _NOT_LINKED, None, ((S.INVOLVED, P.SUPERVISE),), fields=(_item("open_notices"), _reason),
        guards=(G.notice_stands,), article="40",
    ),
    Transition(
        Verb.RECOMMEND, _NOT_LINKED, None, ((S.INVOLVED, P.SUPERVISE),),
        fields=(Field("advice", Kind.CHOICE, choices=Advice), Field("to", Kind.ANY_UNIT), _text),
        guards=(guards.accused_named, guards.not_the_accused("to"), advising.to_an_organ), starts=(C.L7,), article="40",
    ),
    Transition(
        Verb.ADOPT, ALL, None, ((S.ADVISED, P.APPROVE), (S.ADVISED, P.HANDLE), (S.INVOLVED, P.SUPERVISE)),
        fields=(_item("recommendations"), Field("adoption", Kind.CHOICE, choices=Adoption), _text),
        guards=(G.recommendation_unanswered,), article="40",
    ),
)

_LEADERS: tuple[Transition, ...] = (
    Transition(
        Verb.OWN, OPEN, None, ((S.INVOLVED, P.OWN), (S.DESK, P.DISPATCH)),
        fields=(Field("leader", Kind.LEADER), _reason),
        guards=(guards.accused_named, guards.not_the_accused("leader"), G.not_owned_by_them),
        stops=frozenset({C.L9}), article="18",
    ),
    Transition(
        Verb.OWN_REPORT, _NOT_LINKED, None, ((S.OWNING, P.OWN), (S.DESK, P.DISPATCH)),
        fields=(
            _item("owning"), Field("duty", Kind.CHOICE, choices=OwnerDuty),
            Field("stage", Kind.CHOICE, choices=ReportStage), _text,
        ),
        guards=(G.own_ownership,), article="18",
    ),
    Transition(
        Verb.RELEASE, _NOT_LINKED, None, ((S.INVOLVED, P.OWN), (S.DESK, P.DISPATCH)),
        fields=(_item("owning"), _reason), guards=(G.ownership_stands,), starts=(Choose.GRAVE,), article="18",
    ),
    Transition(
        Verb.REPORT_UP, _NOT_LINKED, None, ((S.DESK, P.DISPATCH), (S.HOLDER, P.APPROVE), (S.INVOLVED, P.SUPERVISE)),
        fields=(Field("whom", Kind.CHOICE, choices=ReportedTo), _text), guards=(senders.result_goes_to_its_sender,),
        stops=frozenset({C.L12}), article="25",
    ),
)

_AFTER: tuple[Transition, ...] = (
    Transition(
        Verb.PLEDGE, _NOT_LINKED, None, ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE), (S.DESK, P.DISPATCH), (S.OWNING, P.OWN)),
        fields=(Field("party", Kind.TEXT, sealed=True), _text, Field("due", Kind.DAY)),
        guards=(G.due_ahead, looking.answer_in_force), article="32",
    ),
    Transition(
        Verb.FULFIL, _NOT_LINKED, None, ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE), (S.DESK, P.DISPATCH)),
        fields=(_item("open_pledges"), _text), guards=(G.pledge_open,), article="32",
    ),
    Transition(
        Verb.WAIVE, _NOT_LINKED, None, ((S.HOLDER, P.APPROVE), (S.DESK, P.DISPATCH)),
        fields=(_item("open_pledges"), _reason), guards=(G.pledge_open,), article="32",
    ),
    Transition(
        Verb.FOLLOW_UP, _ANSWERED, None, ((S.DEPARTMENT, P.FOLLOW_UP),),
        fields=(
            Field("petition", Kind.PETITION), Field("contact", Kind.CHOICE, choices=Contact),
            Field("reached", Kind.YES, required=False), Field("confirmed", Kind.CHOICE, choices=Confirmed), _text,
        ),
        guards=(guards.petition_is_ours, G.not_by_the_handler, G.silence_confirms_nothing), article="21",
    ),
    Transition(
        Verb.RATE, _ANSWERED, None, ((S.DEPARTMENT, P.FOLLOW_UP),),
        fields=(
            Field("petition", Kind.PETITION), Field("rated", Kind.CHOICE, choices=Rated),
            Field("score", Kind.CHOICE, choices=Score), Field("remark", Kind.LONG, required=False, sealed=True),
        ),
        guards=(guards.petition_is_ours, G.not_by_the_handler, G.ratable, G.said_so), starts=(Choose.LOOK,), article="21",
    ),
    Transition(
        Verb.LOOK_INTO, ALL, None, ((S.DEPARTMENT, P.SUPERVISE), (S.DEPARTMENT, P.FOLLOW_UP)),
        fields=(_item("looks"), Field("verdict", Kind.CHOICE, choices=Verdict), _text),
        guards=(G.look_open, G.not_by_the_handler, looking.may_be_handled_again), starts=(Choose.AGAIN,),
        article="38",
    ),
    Transition(
        Verb.CHANGE_CONTACT, _NOT_LINKED, None, ((S.INVOLVED, P.UNMASK),),
        fields=(
            Field("petition", Kind.PETITION), Field("phone", Kind.TEXT, required=False, sealed=True),
            Field("address", Kind.TEXT, required=False, sealed=True),
            Field("email", Kind.TEXT, required=False, sealed=True), _reason,
        ),
        guards=(guards.petition_is_ours, guards.confidence_kept, guards.no_mere_helper, G.some_contact), article="21",
    ),
    Transition(
        Verb.CONFIRM_CONTACT, _NOT_LINKED, None, ((S.INVOLVED, P.UNMASK),),
        fields=(_item("contact_changes"), _reason),
        guards=(guards.confidence_kept, guards.no_mere_helper, G.not_the_handlers_own, G.second_person), article="21",
    ),
)
# fmt: on

AROUND: tuple[Transition, ...] = (*_GUARD, *_TERMS, *_ABOVE, *_TOGETHER, *_PRESS, *_LEADERS, *_AFTER)
#: What a matter that was taken back from its holder leaves behind there.
LEFT_BEHIND = HOLDER_CLOCKS | DESK_CLOCKS
