"""Labels of what surrounds a matter: guard, terms, review, several units, supervision, owners, afterwards.

Read through ``huiyin.web.shared.words``, which puts them beside the labels of a matter's own way.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from huiyin.rules.clocks import Clock
from huiyin.rules.duties import (
    Adoption,
    Advice,
    AskedHow,
    BarKind,
    Confirmed,
    Contact,
    NoticeKind,
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
from huiyin.rules.vocabulary import Outcome, RoundKind, Stage, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

VERBS: Mapping[StrEnum, _StrPromise] = {
    Verb.ACCUSE: pgettext_lazy("verb", "Name the accused"),
    Verb.RECUSE: pgettext_lazy("verb", "Recuse"),
    Verb.CONFIDE: pgettext_lazy("verb", "Keep who speaks in confidence"),
    Verb.ATTEMPT: pgettext_lazy("verb", "Keep away"),
    Verb.ASK_EXTENSION: pgettext_lazy("verb", "Ask for more days"),
    Verb.REFUSE_EXTENSION: pgettext_lazy("verb", "Don't extend"),
    Verb.UNASK_EXTENSION: pgettext_lazy("verb", "Take the question for more days back"),
    Verb.EXTEND: pgettext_lazy("verb", "Extend the term"),
    Verb.SIMPLIFY: pgettext_lazy("verb", "Handle simply"),
    Verb.FALL_BACK: pgettext_lazy("verb", "Back to ordinary procedure"),
    Verb.SATELLITE: pgettext_lazy("verb", "Note another line's term"),
    Verb.RECKON: pgettext_lazy("verb", "Reckon the terms again"),
    Verb.HAND_OVER: pgettext_lazy("verb", "Hand over to a colleague"),
    Verb.ASK_REVIEW: pgettext_lazy("verb", "Ask for review or recheck"),
    Verb.REVIEWED: pgettext_lazy("verb", "Take in the review's result"),
    Verb.OPEN_HEARING: pgettext_lazy("verb", "Open a hearing"),
    Verb.END_HEARING: pgettext_lazy("verb", "End the hearing"),
    Verb.CO_HANDLE: pgettext_lazy("verb", "Ask a unit to contribute"),
    Verb.CONTRIBUTE: pgettext_lazy("verb", "Contribute"),
    Verb.DESIGNATE: pgettext_lazy("verb", "Designate the unit"),
    Verb.URGE: pgettext_lazy("verb", "Urge"),
    Verb.SUPERVISE: pgettext_lazy("verb", "Supervise"),
    Verb.ANSWER_NOTICE: pgettext_lazy("verb", "Answer the supervision"),
    Verb.ESCALATE: pgettext_lazy("verb", "Take the supervision higher"),
    Verb.LIFT: pgettext_lazy("verb", "Lift the supervision"),
    Verb.RECOMMEND: pgettext_lazy("verb", "Recommend"),
    Verb.ADOPT: pgettext_lazy("verb", "Answer a recommendation"),
    Verb.OWN: pgettext_lazy("verb", "Give to a leader"),
    Verb.OWN_REPORT: pgettext_lazy("verb", "Report as owner"),
    Verb.RELEASE: pgettext_lazy("verb", "Release a leader"),
    Verb.REPORT_UP: pgettext_lazy("verb", "Report or inform"),
    Verb.INSTRUCT: pgettext_lazy("verb", "Write an instruction"),
    Verb.CARRY_OUT: pgettext_lazy("verb", "Answer the instruction"),
    Verb.PLEDGE: pgettext_lazy("verb", "Note a commitment"),
    Verb.FULFIL: pgettext_lazy("verb", "Commitment carried out"),
    Verb.WAIVE: pgettext_lazy("verb", "Waive a commitment"),
    Verb.FOLLOW_UP: pgettext_lazy("verb", "Call back"),
    Verb.RATE: pgettext_lazy("verb", "Note a rating"),
    Verb.LOOK_INTO: pgettext_lazy("verb", "Look into a low rating"),
    Verb.CHANGE_CONTACT: pgettext_lazy("verb", "Change contact"),
    Verb.CONFIRM_CONTACT: pgettext_lazy("verb", "Confirm changed contact"),
    Verb.ASK_SENDER: pgettext_lazy("verb", "Ask the petitioner"),
    Verb.SENDER_ANSWERS: pgettext_lazy("verb", "Note the petitioner's answer"),
    Verb.ASK_BACK: pgettext_lazy("verb", "Note a question of the petitioner"),
    Verb.ANSWER_QUESTION: pgettext_lazy("verb", "Answer the question"),
    Verb.WITHDRAW: pgettext_lazy("verb", "Note a withdrawal"),
    Verb.PUBLISH: pgettext_lazy("verb", "Publish the answer"),
    Verb.RETRACT: pgettext_lazy("verb", "Take back from publication"),
}

#: What a timeline says of an entry: the verb as something that has happened.
DONE: Mapping[Verb, _StrPromise] = {
    Verb.ACCUSE: pgettext_lazy("done", "The accused were named"),
    Verb.RECUSE: pgettext_lazy("done", "Recused"),
    Verb.CONFIDE: pgettext_lazy("done", "Who speaks is kept in confidence"),
    Verb.ATTEMPT: pgettext_lazy("done", "Somebody who must not see it tried"),
    Verb.ASK_EXTENSION: pgettext_lazy("done", "More days asked for"),
    Verb.REFUSE_EXTENSION: pgettext_lazy("done", "Term not extended"),
    Verb.UNASK_EXTENSION: pgettext_lazy("done", "Question for more days taken back"),
    Verb.EXTEND: pgettext_lazy("done", "Term extended"),
    Verb.SIMPLIFY: pgettext_lazy("done", "Handled simply"),
    Verb.FALL_BACK: pgettext_lazy("done", "Back to ordinary procedure"),
    Verb.SATELLITE: pgettext_lazy("done", "Another line's term noted"),
    Verb.RECKON: pgettext_lazy("done", "Terms reckoned again"),
    Verb.HAND_OVER: pgettext_lazy("done", "Handed over to a colleague"),
    Verb.ASK_REVIEW: pgettext_lazy("done", "Review or recheck asked for"),
    Verb.REVIEWED: pgettext_lazy("done", "Review or recheck decided"),
    Verb.OPEN_HEARING: pgettext_lazy("done", "Hearing opened"),
    Verb.END_HEARING: pgettext_lazy("done", "Hearing ended"),
    Verb.CO_HANDLE: pgettext_lazy("done", "A unit was asked to contribute"),
    Verb.CONTRIBUTE: pgettext_lazy("done", "Contributed"),
    Verb.DESIGNATE: pgettext_lazy("done", "Unit designated"),
    Verb.URGE: pgettext_lazy("done", "Urged"),
    Verb.SUPERVISE: pgettext_lazy("done", "Supervised"),
    Verb.ANSWER_NOTICE: pgettext_lazy("done", "Supervision answered"),
    Verb.ESCALATE: pgettext_lazy("done", "Supervision taken higher"),
    Verb.LIFT: pgettext_lazy("done", "Supervision lifted"),
    Verb.RECOMMEND: pgettext_lazy("done", "Recommended"),
    Verb.ADOPT: pgettext_lazy("done", "Recommendation answered"),
    Verb.OWN: pgettext_lazy("done", "Given to a leader"),
    Verb.OWN_REPORT: pgettext_lazy("done", "Leader's report"),
    Verb.RELEASE: pgettext_lazy("done", "Leader released"),
    Verb.REPORT_UP: pgettext_lazy("done", "Reported or informed"),
    Verb.INSTRUCT: pgettext_lazy("done", "Leader's instruction"),
    Verb.CARRY_OUT: pgettext_lazy("done", "Instruction answered"),
    Verb.PLEDGE: pgettext_lazy("done", "Commitment noted"),
    Verb.FULFIL: pgettext_lazy("done", "Commitment carried out"),
    Verb.WAIVE: pgettext_lazy("done", "Commitment waived"),
    Verb.FOLLOW_UP: pgettext_lazy("done", "Called back"),
    Verb.RATE: pgettext_lazy("done", "Rated"),
    Verb.LOOK_INTO: pgettext_lazy("done", "Low rating looked into"),
    Verb.CHANGE_CONTACT: pgettext_lazy("done", "Change of contact asked for"),
    Verb.CONFIRM_CONTACT: pgettext_lazy("done", "Change of contact confirmed"),
    Verb.ASK_SENDER: pgettext_lazy("done", "Petitioner asked for more"),
    Verb.SENDER_ANSWERS: pgettext_lazy("done", "The petitioner answered"),
    Verb.ASK_BACK: pgettext_lazy("done", "The petitioner asked"),
    Verb.ANSWER_QUESTION: pgettext_lazy("done", "Question answered"),
    Verb.WITHDRAW: pgettext_lazy("done", "The petitioner withdrew"),
    Verb.PUBLISH: pgettext_lazy("done", "The answer was published"),
    Verb.RETRACT: pgettext_lazy("done", "Taken back from publication"),
}

CLOCKS: Mapping[StrEnum, _StrPromise] = {
    Clock.T7: pgettext_lazy("clock", "Answer (extended)"),
    Clock.T8: pgettext_lazy("clock", "Time to ask for review"),
    Clock.T9: pgettext_lazy("clock", "Give the review opinion"),
    Clock.T10: pgettext_lazy("clock", "Time to ask for recheck"),
    Clock.T11: pgettext_lazy("clock", "Give the recheck opinion"),
    Clock.S1: pgettext_lazy("clock", "Tell petitioner (simple handling)"),
    Clock.S2: pgettext_lazy("clock", "Answer (simple handling)"),
    Clock.F1: pgettext_lazy("clock", "Sign for it (another line)"),
    Clock.F2: pgettext_lazy("clock", "Answer (another line)"),
    Clock.F3: pgettext_lazy("clock", "Time to hand back (another line)"),
    Clock.L6: pgettext_lazy("clock", "Answer the supervision"),
    Clock.L7: pgettext_lazy("clock", "Answer the recommendation"),
    Clock.L8: pgettext_lazy("clock", "Contribute"),
    Clock.L9: pgettext_lazy("clock", "Name a leader"),
    Clock.L10: pgettext_lazy("clock", "Time to rate"),
    Clock.L11: pgettext_lazy("clock", "Look into the rating"),
    Clock.L12: pgettext_lazy("clock", "Report it up"),
    Clock.L13: pgettext_lazy("clock", "Take up again"),
    Clock.L14: pgettext_lazy("clock", "End the hearing"),
    Clock.L15: pgettext_lazy("clock", "Answer the instruction"),
    Clock.L16: pgettext_lazy("clock", "Answer the question"),
}

OUTCOMES: Mapping[StrEnum, _StrPromise] = {
    Outcome.SETTLED: pgettext_lazy("outcome", "Settled by agreement"),
    Outcome.UPHELD: pgettext_lazy("outcome", "Opinion upheld"),
    Outcome.CHANGED: pgettext_lazy("outcome", "Opinion changed"),
    Outcome.REVOKED: pgettext_lazy("outcome", "Opinion revoked"),
}

ROUNDS: Mapping[StrEnum, _StrPromise] = {RoundKind.DESIGNATE: pgettext_lazy("round", "Designated")}

_GUARD: Mapping[type[StrEnum], Mapping[StrEnum, _StrPromise]] = {
    Stage: {
        Stage.FIRST: pgettext_lazy("stage", "First handling"),
        Stage.REVIEW: pgettext_lazy("stage", "Review"),
        Stage.RECHECK: pgettext_lazy("stage", "Recheck"),
    },
    BarKind: {
        BarKind.UNIT: pgettext_lazy("bar", "The unit and all below it"),
        BarKind.LINE: pgettext_lazy("bar", "Its line of command"),
        BarKind.PERSON: pgettext_lazy("bar", "A person"),
    },
    SimpleGround: {
        SimpleGround.CLEAR: pgettext_lazy("ground", "Facts and duty are clear, little dispute"),
        SimpleGround.INSTANT: pgettext_lazy("ground", "A question, suggestion or thanks, answered at once"),
        SimpleGround.DAILY_LIFE: pgettext_lazy("ground", "Daily life, can't wait"),
        SimpleGround.PROMISED: pgettext_lazy("ground", "Promised or concluded already"),
        SimpleGround.OTHER: pgettext_lazy("ground", "Other"),
    },
    AskedHow: {
        AskedHow.IN_PERSON: pgettext_lazy("asked", "In person"),
        AskedHow.LETTER: pgettext_lazy("asked", "By letter"),
        AskedHow.CALL: pgettext_lazy("asked", "By phone"),
    },
    Satellite: {
        Satellite.HOTLINE: pgettext_lazy("line", "Hotline 12345"),
        Satellite.MAILBOX: pgettext_lazy("line", "Magistrate's mailbox"),
        Satellite.ENVIRONMENT: pgettext_lazy("line", "Environment platform"),
        Satellite.FIRST_ASKED: pgettext_lazy("line", "Whoever is asked first answers"),
        Satellite.PREFECTURE: pgettext_lazy("line", "Passed on by the prefecture"),
        Satellite.PROVINCE: pgettext_lazy("line", "Passed on by the province"),
        Satellite.OTHER: pgettext_lazy("line", "Other"),
    },
}

_PRESS: Mapping[type[StrEnum], Mapping[StrEnum, _StrPromise]] = {
    NoticeKind: {
        NoticeKind.URGE: pgettext_lazy("notice kind", "Urged"),
        NoticeKind.SUPERVISE: pgettext_lazy("notice kind", "Supervised"),
    },
    NoticeReason: {
        NoticeReason.OVERDUE: pgettext_lazy("why", "Overdue without good reason"),
        NoticeReason.NOT_FED_BACK: pgettext_lazy("why", "Result not fed back"),
        NoticeReason.WRONG_PROCEDURE: pgettext_lazy("why", "Not by the procedure"),
        NoticeReason.EVASION: pgettext_lazy("why", "Passed around, brushed off or delayed"),
        NoticeReason.FALSE_REPORT: pgettext_lazy("why", "False report"),
        NoticeReason.NOT_CARRIED_OUT: pgettext_lazy("why", "Opinion not carried out"),
        NoticeReason.OTHER: pgettext_lazy("why", "Other"),
    },
    NoticeLevel: {
        NoticeLevel.DEPARTMENT: pgettext_lazy("notice level", "Petition department"),
        NoticeLevel.LEADER: pgettext_lazy("notice level", "County leader"),
        NoticeLevel.CONFERENCE: pgettext_lazy("notice level", "Joint conference"),
    },
    Advice: {
        Advice.IMPROVE_WORK: pgettext_lazy("advice", "Improve the work"),
        Advice.IMPROVE_POLICY: pgettext_lazy("advice", "Improve the policy"),
        Advice.HOLD_RESPONSIBLE: pgettext_lazy("advice", "Hold responsible"),
    },
    Adoption: {
        Adoption.ADOPTED: pgettext_lazy("adoption", "Adopted"),
        Adoption.PARTLY: pgettext_lazy("adoption", "Partly adopted"),
        Adoption.NOT: pgettext_lazy("adoption", "Not adopted"),
    },
}

_LEADERS: Mapping[type[StrEnum], Mapping[StrEnum, _StrPromise]] = {
    OwnerDuty: {
        OwnerDuty.KNOW: pgettext_lazy("owner's duty", "Know the situation"),
        OwnerDuty.EXPLAIN: pgettext_lazy("owner's duty", "Explain and persuade"),
        OwnerDuty.RESOLVE: pgettext_lazy("owner's duty", "Resolve it"),
        OwnerDuty.SETTLE: pgettext_lazy("owner's duty", "Settle it for good"),
    },
    ReportStage: {
        ReportStage.PLAN: pgettext_lazy("report", "Plan"),
        ReportStage.PROGRESS: pgettext_lazy("report", "Progress"),
        ReportStage.RESULT: pgettext_lazy("report", "Result"),
    },
    ReportedTo: {
        ReportedTo.COMMITTEE: pgettext_lazy("reported to", "Own Party committee and government"),
        ReportedTo.MINISTRY_LINE: pgettext_lazy("reported to", "Competent department above"),
        ReportedTo.CONFERENCE_OFFICE: pgettext_lazy("reported to", "Office of the joint conference"),
        ReportedTo.UPPER_DEPARTMENT: pgettext_lazy("reported to", "Petition department above"),
        ReportedTo.NATIONAL: pgettext_lazy("reported to", "National Public Complaints Administration"),
        ReportedTo.ORGANISATION: pgettext_lazy("reported to", "Organisation (personnel) department"),
        ReportedTo.FIRST_SECRETARY: pgettext_lazy("reported to", "First secretary of the committee"),
        ReportedTo.SENDER: pgettext_lazy("reported to", "Whoever passed it on: the result"),
    },
}

_AFTER: Mapping[type[StrEnum], Mapping[StrEnum, _StrPromise]] = {
    Contact: {
        Contact.PHONE: pgettext_lazy("contact", "Phone"),
        Contact.EMAIL: pgettext_lazy("contact", "E-mail"),
        Contact.ADDRESS: pgettext_lazy("contact", "At the address"),
        Contact.IN_PERSON: pgettext_lazy("contact", "In person"),
    },
    Confirmed: {
        Confirmed.YES: pgettext_lazy("confirmed", "Carried out"),
        Confirmed.PARTLY: pgettext_lazy("confirmed", "Partly carried out"),
        Confirmed.NO: pgettext_lazy("confirmed", "Not carried out"),
        Confirmed.NOT_SAID: pgettext_lazy("confirmed", "Said nothing of it"),
    },
    Rated: {
        Rated.DEPARTMENT: pgettext_lazy("rated", "The petition department"),
        Rated.UNIT: pgettext_lazy("rated", "The unit in charge"),
    },
    Score: {
        Score.SATISFIED: pgettext_lazy("score", "Satisfied"),
        Score.MOSTLY: pgettext_lazy("score", "Mostly satisfied"),
        Score.DISSATISFIED: pgettext_lazy("score", "Dissatisfied"),
    },
    Verdict: {
        Verdict.ANSWERED_RIGHTLY: pgettext_lazy("verdict", "Handled rightly: doesn't count against the unit"),
        Verdict.HANDLE_AGAIN: pgettext_lazy("verdict", "To be handled again"),
        Verdict.MANNER: pgettext_lazy("verdict", "Right in substance, wrong in manner or time"),
    },
}

#: The lists that are whole here.
LISTS: Mapping[type[StrEnum], Mapping[StrEnum, _StrPromise]] = {**_GUARD, **_PRESS, **_LEADERS, **_AFTER}
