"""The words of the house as closed lists: what a matter can be, come by, become and be answered with.

Names follow docs/glossary.md. What a county may choose for itself (units, categories, terms) is data, not here.
"""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How a petition came in (信访形式, Art. 17); transfers keep the line they came down."""

    VISIT = "visit"
    LETTER = "letter"
    CALL = "call"
    MAILBOX = "mailbox"
    PREFECTURE = "prefecture"
    PROVINCE = "province"


class MatterClass(StrEnum):
    """The three classes of Art. 29, 30 and 31; the class decides procedure, clocks and letters."""

    SUGGESTION = "suggestion"
    TIP_OFF = "tip_off"
    APPEAL = "appeal"


class Stage(StrEnum):
    """Which of the three levels handles it (三级终结): first, review (复查, Art. 35), recheck (复核, Art. 36)."""

    FIRST = "first"
    REVIEW = "review"
    RECHECK = "recheck"


class Status(StrEnum):
    """Where a matter stands. Two are ends: CLOSED (answered, delivered) and LINKED (lives on in another matter)."""

    REGISTERED = "registered"
    TRIAGED = "triaged"
    SENT = "sent"
    HANDLING = "handling"
    OBJECTED = "objected"
    DRAFTED = "drafted"
    APPROVED = "approved"
    ISSUED = "issued"
    DELIVERED = "delivered"
    CLOSED = "closed"
    LINKED = "linked"


OPEN: frozenset[Status] = frozenset(Status) - {Status.CLOSED, Status.LINKED}


class Verb(StrEnum):
    """Everything that can be done to a matter; each leaves one entry in its dossier."""

    REGISTER = "register"
    LINK = "link"
    JOIN = "join"
    UNLINK = "unlink"
    PART = "part"
    TRIAGE = "triage"
    ACCEPT = "accept"
    FORWARD = "forward"
    ASSIGN = "assign"
    SIGN = "sign"
    NOTIFY = "notify"
    OBJECT = "object"
    AGREE_RETURN = "agree_return"
    REFUSE_RETURN = "refuse_return"
    DECLINE = "decline"
    NOTE = "note"
    ATTACH = "attach"
    UNMASK = "unmask"
    DRAFT = "draft"
    REWORK = "rework"
    APPROVE = "approve"
    ISSUE = "issue"
    DELIVER = "deliver"
    CLOSE = "close"
    REOPEN = "reopen"
    ACCUSE = "accuse"
    RECUSE = "recuse"
    CONFIDE = "confide"
    ATTEMPT = "attempt"
    ASK_EXTENSION = "ask_extension"
    REFUSE_EXTENSION = "refuse_extension"
    UNASK_EXTENSION = "unask_extension"
    EXTEND = "extend"
    SIMPLIFY = "simplify"
    FALL_BACK = "fall_back"
    SATELLITE = "satellite"
    RECKON = "reckon"
    HAND_OVER = "hand_over"
    ASK_REVIEW = "ask_review"
    REVIEWED = "reviewed"
    OPEN_HEARING = "open_hearing"
    END_HEARING = "end_hearing"
    CO_HANDLE = "co_handle"
    CONTRIBUTE = "contribute"
    DESIGNATE = "designate"
    URGE = "urge"
    SUPERVISE = "supervise"
    ANSWER_NOTICE = "answer_notice"
    ESCALATE = "escalate"
    LIFT = "lift"
    RECOMMEND = "recommend"
    ADOPT = "adopt"
    OWN = "own"
    OWN_REPORT = "own_report"
    RELEASE = "release"
    REPORT_UP = "report_up"
    INSTRUCT = "instruct"
    CARRY_OUT = "carry_out"
    PLEDGE = "pledge"
    FULFIL = "fulfil"
    WAIVE = "waive"
    FOLLOW_UP = "follow_up"
    RATE = "rate"
    LOOK_INTO = "look_into"
    CHANGE_CONTACT = "change_contact"
    CONFIRM_CONTACT = "confirm_contact"
    ASK_SENDER = "ask_sender"
    SENDER_ANSWERS = "sender_answers"
    ASK_BACK = "ask_back"
    ANSWER_QUESTION = "answer_question"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    RETRACT = "retract"


class Outcome(StrEnum):
    """What an answer says. The first three are Art. 32's; a justified "no" is an outcome like any other."""

    SUPPORTED = "supported"
    EXPLAINED = "explained"
    NOT_SUPPORTED = "not_supported"
    SETTLED = "settled"
    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    NOT_ADOPTED = "not_adopted"
    FED_BACK = "fed_back"
    ROUTED_OUT = "routed_out"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    CHANGED = "changed"
    REVOKED = "revoked"


OUTCOMES_OF: dict[MatterClass, frozenset[Outcome]] = {
    MatterClass.APPEAL: frozenset(
        {Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED, Outcome.SETTLED}
    ),
    MatterClass.SUGGESTION: frozenset({Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED}),
    MatterClass.TIP_OFF: frozenset({Outcome.FED_BACK}),
}
#: What a review or recheck says of the answer below it (Art. 35, 36).
OUTCOMES_ABOVE: frozenset[Outcome] = frozenset({Outcome.UPHELD, Outcome.CHANGED, Outcome.REVOKED})


class Route(StrEnum):
    """The lawful way named when a matter isn't handled in petition procedure; ``ROUTE_ARTICLE`` says by which article.

    None for a withdrawal: the Regulation says nothing of it.
    """

    COURT = "court"
    RECONSIDERATION = "reconsideration"
    PROCURATORATE = "procuratorate"
    POLICE = "police"
    ARBITRATION = "arbitration"
    PARTY_APPEAL = "party_appeal"
    ADMINISTRATIVE = "administrative"
    LAWFUL_DUTY = "lawful_duty"
    DISCIPLINE = "discipline"
    OTHER_ORGAN = "other_organ"
    ALREADY_HANDLED = "already_handled"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


ROUTE_ARTICLE: dict[Route, str] = {
    Route.COURT: "31(1)",
    Route.RECONSIDERATION: "31(1)",
    Route.PROCURATORATE: "31(1)",
    Route.POLICE: "31(1)",
    Route.ARBITRATION: "31(2)",
    Route.PARTY_APPEAL: "31(3)",
    Route.ADMINISTRATIVE: "31(4)",
    Route.LAWFUL_DUTY: "31(5)",
    Route.DISCIPLINE: "22",
    Route.OTHER_ORGAN: "23",
    Route.ALREADY_HANDLED: "19",
    Route.FINAL: "36",
}

ROUTES_THAT_REFUSE: frozenset[Route] = frozenset({Route.ALREADY_HANDLED, Route.FINAL})


class RoundKind(StrEnum):
    """How a unit came to hold a matter: took it itself, had it forwarded, assigned with a term, or was designated (Art. 24)."""

    ACCEPT = "accept"
    FORWARD = "forward"
    ASSIGN = "assign"
    DESIGNATE = "designate"


class NoticeMethod(StrEnum):
    """How the petitioner was told of receipt, route and procedure (Art. 23); NOT_OWED: name or address unclear."""

    WRITTEN = "written"
    ONLINE = "online"
    SMS = "sms"
    ON_THE_SPOT = "on_the_spot"
    NOT_OWED = "not_owed"


class DeliveryMethod(StrEnum):
    """How the written answer reached the petitioner (送达方式)."""

    HAND = "hand"
    POST = "post"
    ONLINE = "online"
    PHONE = "phone"
    PUBLIC_NOTICE = "public_notice"


class DeliveryResult(StrEnum):
    """What the proof of delivery shows. RETURNED is an attempt only: the answer hasn't reached anybody."""

    RECEIVED = "received"
    REFUSED = "refused"
    PUBLISHED = "published"
    RETURNED = "returned"


REACHED: frozenset[DeliveryResult] = frozenset(DeliveryResult) - {DeliveryResult.RETURNED}
