"""The house's closed lists in the reader's language: one word or short phrase for each member.

Msgids are plain English; zh_Hans and ko are complete. ``word`` is what templates and row builders use: a dictionary look-up
per call, since all labels of a list are translated once per language and kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext as _

from huiyin.rules.clocks import Clock
from huiyin.rules.counting import Level
from huiyin.rules.groups import PartyRole
from huiyin.rules.roles import Role
from huiyin.rules.rota import ShiftKind
from huiyin.rules.vocabulary import (
    Channel,
    DeliveryMethod,
    DeliveryResult,
    MatterClass,
    NoticeMethod,
    Outcome,
    RoundKind,
    Route,
    Stage,
    Status,
    Verb,
)
from huiyin.rules.yearly import Yearly
from huiyin.web.shared import sayings_transfers as transfers
from huiyin.web.shared import words_around as around

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, _StrPromise]] = {
    Channel: {
        Channel.VISIT: pgettext_lazy("channel", "Visit"),
        Channel.LETTER: pgettext_lazy("channel", "Letter"),
        Channel.CALL: pgettext_lazy("channel", "Call"),
        Channel.MAILBOX: pgettext_lazy("channel", "Mailbox"),
        Channel.PREFECTURE: pgettext_lazy("channel", "From prefecture"),
        Channel.PROVINCE: pgettext_lazy("channel", "From province"),
    },
    MatterClass: {
        MatterClass.SUGGESTION: pgettext_lazy("class", "Suggestion"),
        MatterClass.TIP_OFF: pgettext_lazy("class", "Tip-off"),
        MatterClass.APPEAL: pgettext_lazy("class", "Appeal"),
    },
    Status: {
        Status.REGISTERED: pgettext_lazy("status", "To sort"),
        Status.TRIAGED: pgettext_lazy("status", "To send"),
        Status.SENT: pgettext_lazy("status", "To sign for"),
        Status.HANDLING: pgettext_lazy("status", "Being handled"),
        Status.OBJECTED: pgettext_lazy("status", "Objected to"),
        Status.DRAFTED: pgettext_lazy("status", "To approve"),
        Status.APPROVED: pgettext_lazy("status", "To issue"),
        Status.ISSUED: pgettext_lazy("status", "To deliver"),
        Status.DELIVERED: pgettext_lazy("status", "To close"),
        Status.CLOSED: pgettext_lazy("status", "Closed"),
        Status.LINKED: pgettext_lazy("status", "Joined to another"),
    },
    Verb: {
        Verb.REGISTER: pgettext_lazy("verb", "Register"),
        Verb.LINK: pgettext_lazy("verb", "Join to a matter"),
        Verb.JOIN: pgettext_lazy("verb", "Take in a petition"),
        Verb.UNLINK: pgettext_lazy("verb", "Undo joining"),
        Verb.PART: pgettext_lazy("verb", "Let a petition go"),
        Verb.TRIAGE: pgettext_lazy("verb", "Sort"),
        Verb.ACCEPT: pgettext_lazy("verb", "Accept in-house"),
        Verb.FORWARD: pgettext_lazy("verb", "Forward"),
        Verb.ASSIGN: pgettext_lazy("verb", "Assign"),
        Verb.SIGN: pgettext_lazy("verb", "Sign for"),
        Verb.NOTIFY: pgettext_lazy("verb", "Notify petitioner"),
        Verb.OBJECT: pgettext_lazy("verb", "Object"),
        Verb.AGREE_RETURN: pgettext_lazy("verb", "Agree to return"),
        Verb.REFUSE_RETURN: pgettext_lazy("verb", "Refuse return"),
        Verb.DECLINE: pgettext_lazy("verb", "Decline or route out"),
        Verb.NOTE: pgettext_lazy("verb", "Add note"),
        Verb.ATTACH: pgettext_lazy("verb", "Attach file"),
        Verb.UNMASK: pgettext_lazy("verb", "Show personal data"),
        Verb.DRAFT: pgettext_lazy("verb", "Draft opinion"),
        Verb.REWORK: pgettext_lazy("verb", "Send back to mend"),
        Verb.APPROVE: pgettext_lazy("verb", "Approve"),
        Verb.ISSUE: pgettext_lazy("verb", "Issue"),
        Verb.DELIVER: pgettext_lazy("verb", "Record delivery"),
        Verb.CLOSE: pgettext_lazy("verb", "Close"),
        Verb.REOPEN: pgettext_lazy("verb", "Reopen"),
        **around.VERBS,
    },
    Outcome: {
        Outcome.SUPPORTED: pgettext_lazy("outcome", "Supported"),
        Outcome.EXPLAINED: pgettext_lazy("outcome", "Explained"),
        Outcome.NOT_SUPPORTED: pgettext_lazy("outcome", "Not supported"),
        Outcome.ADOPTED: pgettext_lazy("outcome", "Adopted"),
        Outcome.PARTLY_ADOPTED: pgettext_lazy("outcome", "Partly adopted"),
        Outcome.NOT_ADOPTED: pgettext_lazy("outcome", "Not adopted"),
        Outcome.FED_BACK: pgettext_lazy("outcome", "Result fed back"),
        Outcome.ROUTED_OUT: pgettext_lazy("outcome", "Led into a legal route"),
        Outcome.DECLINED: pgettext_lazy("outcome", "Declined"),
        Outcome.WITHDRAWN: pgettext_lazy("outcome", "Withdrawn"),
        **around.OUTCOMES,
    },
    Route: {
        Route.COURT: pgettext_lazy("route", "Court"),
        Route.RECONSIDERATION: pgettext_lazy("route", "Administrative reconsideration"),
        Route.PROCURATORATE: pgettext_lazy("route", "Procuratorate"),
        Route.POLICE: pgettext_lazy("route", "Police procedure"),
        Route.ARBITRATION: pgettext_lazy("route", "Arbitration"),
        Route.PARTY_APPEAL: pgettext_lazy("route", "Appeal of a Party member"),
        Route.ADMINISTRATIVE: pgettext_lazy(
            "route", "Administrative ruling, confirmation, licence or penalty"
        ),
        Route.LAWFUL_DUTY: pgettext_lazy("route", "Request that an office does its lawful duty"),
        Route.DISCIPLINE: pgettext_lazy("route", "Discipline inspection"),
        Route.OTHER_ORGAN: pgettext_lazy("route", "Another competent office"),
        Route.ALREADY_HANDLED: pgettext_lazy("route", "Already being handled"),
        Route.FINAL: pgettext_lazy("route", "Ended after rechecking"),
        Route.WITHDRAWN: pgettext_lazy("route", "Withdrawn by the petitioner"),
    },
    RoundKind: {
        RoundKind.ACCEPT: pgettext_lazy("round", "Accepted in-house"),
        RoundKind.FORWARD: pgettext_lazy("round", "Forwarded"),
        RoundKind.ASSIGN: pgettext_lazy("round", "Assigned"),
        **around.ROUNDS,
    },
    NoticeMethod: {
        NoticeMethod.WRITTEN: pgettext_lazy("notice", "In writing"),
        NoticeMethod.ONLINE: pgettext_lazy("notice", "Online"),
        NoticeMethod.SMS: pgettext_lazy("notice", "By text message"),
        NoticeMethod.ON_THE_SPOT: pgettext_lazy("notice", "On the spot"),
        NoticeMethod.NOT_OWED: pgettext_lazy("notice", "Not owed: name or address unclear"),
    },
    DeliveryMethod: {
        DeliveryMethod.HAND: pgettext_lazy("delivery", "By hand"),
        DeliveryMethod.POST: pgettext_lazy("delivery", "By post"),
        DeliveryMethod.ONLINE: pgettext_lazy("delivery", "Online"),
        DeliveryMethod.PHONE: pgettext_lazy("delivery", "By phone"),
        DeliveryMethod.PUBLIC_NOTICE: pgettext_lazy("delivery", "By public notice"),
    },
    DeliveryResult: {
        DeliveryResult.RECEIVED: pgettext_lazy("delivery", "Received"),
        DeliveryResult.REFUSED: pgettext_lazy("delivery", "Refused at the door"),
        DeliveryResult.PUBLISHED: pgettext_lazy("delivery", "Published"),
        DeliveryResult.RETURNED: pgettext_lazy("delivery", "Came back"),
    },
    Yearly: {
        Yearly.REPORT: pgettext_lazy("yearly", "Annual report"),
        Yearly.ASSESSMENT: pgettext_lazy("yearly", "Yearly assessment"),
    },
    Clock: {
        Clock.T1: pgettext_lazy("clock", "Sort and send"),
        Clock.T2: pgettext_lazy("clock", "Sort and tell petitioner"),
        Clock.T3: pgettext_lazy("clock", "Tell petitioner"),
        Clock.T4: pgettext_lazy("clock", "Time to object"),
        Clock.T5: pgettext_lazy("clock", "Report back"),
        Clock.T6: pgettext_lazy("clock", "Answer"),
        Clock.L1: pgettext_lazy("clock", "Answer (county's term)"),
        Clock.L2: pgettext_lazy("clock", "Deliver"),
        Clock.L3: pgettext_lazy("clock", "Close"),
        Clock.L4: pgettext_lazy("clock", "Answer the objection"),
        Clock.L5: pgettext_lazy("clock", "Sort again"),
        **around.CLOCKS,
    },
    ShiftKind: {
        ShiftKind.WEEKLY: pgettext_lazy("duty", "Week on duty"),
        ShiftKind.MONTHLY: pgettext_lazy("duty", "Monthly reception day"),
        ShiftKind.DAILY: pgettext_lazy("duty", "Day on duty"),
        ShiftKind.OUTREACH: pgettext_lazy("duty", "Goes down to the people"),
    },
    PartyRole: {
        PartyRole.PETITIONER: pgettext_lazy("party", "Petitioner"),
        PartyRole.REPRESENTATIVE: pgettext_lazy("party", "Representative"),
        PartyRole.COSIGNER: pgettext_lazy("party", "Co-signer"),
        PartyRole.AGENT: pgettext_lazy("party", "Agent"),
        PartyRole.PRINCIPAL: pgettext_lazy("party", "Principal"),
    },
    Level: {
        Level.TOWN: pgettext_lazy("level", "Town"),
        Level.COUNTY: pgettext_lazy("level", "County"),
        Level.PREFECTURE: pgettext_lazy("level", "Prefecture"),
        Level.PROVINCE: pgettext_lazy("level", "Province"),
        Level.NATIONAL: pgettext_lazy("level", "National"),
    },
    Role: {
        Role.CLERK: pgettext_lazy("role", "Clerk"),
        Role.DISPATCHER: pgettext_lazy("role", "Dispatcher"),
        Role.OFFICER: pgettext_lazy("role", "Officer"),
        Role.HEAD: pgettext_lazy("role", "Head"),
        Role.SUPERVISOR: pgettext_lazy("role", "Supervisor"),
        Role.LEADER: pgettext_lazy("role", "Leader"),
        Role.ANALYST: pgettext_lazy("role", "Analyst"),
        Role.ADMIN: pgettext_lazy("role", "Administrator"),
    },
    **around.LISTS,
    **transfers.WORDS,
}

#: What a timeline says of an entry: the verb as something that has happened.
_DONE: Mapping[Verb, _StrPromise] = {
    Verb.REGISTER: pgettext_lazy("done", "Registered"),
    Verb.LINK: pgettext_lazy("done", "Joined to another matter"),
    Verb.JOIN: pgettext_lazy("done", "A petition joined"),
    Verb.UNLINK: pgettext_lazy("done", "Joining undone"),
    Verb.PART: pgettext_lazy("done", "A petition left"),
    Verb.TRIAGE: pgettext_lazy("done", "Sorted"),
    Verb.ACCEPT: pgettext_lazy("done", "Accepted in-house"),
    Verb.FORWARD: pgettext_lazy("done", "Forwarded"),
    Verb.ASSIGN: pgettext_lazy("done", "Assigned"),
    Verb.SIGN: pgettext_lazy("done", "Signed for"),
    Verb.NOTIFY: pgettext_lazy("done", "Petitioner notified"),
    Verb.OBJECT: pgettext_lazy("done", "Objected"),
    Verb.AGREE_RETURN: pgettext_lazy("done", "Returned"),
    Verb.REFUSE_RETURN: pgettext_lazy("done", "Return refused"),
    Verb.DECLINE: pgettext_lazy("done", "Declined or routed out"),
    Verb.NOTE: pgettext_lazy("done", "Note"),
    Verb.ATTACH: pgettext_lazy("done", "File attached"),
    Verb.UNMASK: pgettext_lazy("done", "Personal data shown"),
    Verb.DRAFT: pgettext_lazy("done", "Opinion drafted"),
    Verb.REWORK: pgettext_lazy("done", "Sent back to mend"),
    Verb.APPROVE: pgettext_lazy("done", "Approved"),
    Verb.ISSUE: pgettext_lazy("done", "Answer issued"),
    Verb.DELIVER: pgettext_lazy("done", "Delivery recorded"),
    Verb.CLOSE: pgettext_lazy("done", "Closed"),
    Verb.REOPEN: pgettext_lazy("done", "Reopened"),
    **around.DONE,
}


def language() -> str:
    """The language of the page being made, e.g. ``zh-hans``."""
    return get_language() or "en"


def run_on(*sentences: str) -> str:
    """Sentences one after the other: with a blank between, but for Chinese."""
    gap = "" if language().startswith("zh") else " "
    return gap.join(sentence for sentence in sentences if sentence)


def enumerated(parts: Iterable[str]) -> str:
    """Things one after the other, as the page's language divides them."""
    return ("、" if language().startswith("zh") else ", ").join(parts)


def word(member: StrEnum) -> str:
    """The member's label in the page's language."""
    return labels(type(member), language())[member]


def decided(outcome: Outcome, stage: Stage) -> str:
    """What an answer says; of a recheck, that it is about the review's answer and not about the first one."""
    return _of_recheck()[outcome] if stage is Stage.RECHECK and outcome in _of_recheck() else word(outcome)


def _of_recheck() -> dict[Outcome, str]:
    return {
        Outcome.UPHELD: _("Review\u2019s answer upheld"),
        Outcome.CHANGED: _("Review\u2019s answer changed"),
        Outcome.REVOKED: _("Review\u2019s answer revoked"),
    }


def done(verb: Verb) -> str:
    """What the timeline says of this verb in the page's language."""
    return _done_words(language())[verb]


@cache
def labels(kind: type[StrEnum], lang: str) -> dict[StrEnum, str]:
    """All labels of one list in one language, in the list's own order."""
    with override(lang):
        return {member: str(label) for member, label in _WORDS[kind].items()}


@cache
def _done_words(lang: str) -> dict[Verb, str]:
    with override(lang):
        return {verb: str(label) for verb, label in _DONE.items()}
