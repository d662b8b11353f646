"""Closed lists of what surrounds a matter: guard, supervision, ownership, pledges, call-backs.

Names follow docs/glossary.md.
"""

from __future__ import annotations

from enum import StrEnum


class BarKind(StrEnum):
    """Whom a bar keeps away: an accused unit with all below it, a unit above it in the line of command, one person."""

    UNIT = "unit"
    LINE = "line"
    PERSON = "person"


class SimpleGround(StrEnum):
    """Why a matter may be handled simply (简易办理, 国信办发〔2022〕17号)."""

    CLEAR = "clear"  # facts and duty clear, little dispute
    INSTANT = "instant"  # a question, a suggestion, thanks: answered at once
    DAILY_LIFE = "daily_life"  # daily life, urgent in time
    PROMISED = "promised"  # the organ has promised or concluded already
    OTHER = "other"


class AskedHow(StrEnum):
    """How a petitioner asked for a review where somebody else writes it down; the values are channels' (Art. 17)."""

    IN_PERSON = "visit"
    LETTER = "letter"
    CALL = "call"


class Satellite(StrEnum):
    """Whose term runs beside ours on the same matter."""

    HOTLINE = "hotline"  # 12345
    MAILBOX = "mailbox"  # the magistrate's mailbox
    ENVIRONMENT = "environment"  # the national platform for reports on the environment
    FIRST_ASKED = "first_asked"  # 首问负责制
    PREFECTURE = "prefecture"  # 州转办
    PROVINCE = "province"  # 省转办
    OTHER = "other"


#: Lines whose term is whatever they set each time.
TERM_TOLD: frozenset[Satellite] = frozenset({Satellite.PREFECTURE, Satellite.PROVINCE, Satellite.OTHER})


class NoticeKind(StrEnum):
    """How hard it is pressed: urged (催办), or supervised by a numbered notice (督办)."""

    URGE = "urge"
    SUPERVISE = "supervise"


class NoticeReason(StrEnum):
    """Why a unit is pressed: Art. 40 para. 1, and the case list of 2005 (Art. 36), still used as codes."""

    OVERDUE = "overdue"
    NOT_FED_BACK = "not_fed_back"
    WRONG_PROCEDURE = "wrong_procedure"
    EVASION = "evasion"  # 推诿、敷衍、拖延
    FALSE_REPORT = "false_report"  # 弄虚作假
    NOT_CARRIED_OUT = "not_carried_out"  # refuses to carry out the opinion
    OTHER = "other"


#: Reasons that need no urging first: they don't get better by waiting.
AT_ONCE: frozenset[NoticeReason] = frozenset(
    {NoticeReason.EVASION, NoticeReason.FALSE_REPORT, NoticeReason.NOT_CARRIED_OUT}
)


class NoticeLevel(StrEnum):
    """Who presses: the department, a county leader, the joint conference (联席会议, Art. 39)."""

    DEPARTMENT = "department"
    LEADER = "leader"
    CONFERENCE = "conference"


class Advice(StrEnum):
    """The three recommendations (三项建议, Art. 14, 40)."""

    IMPROVE_WORK = "improve_work"
    IMPROVE_POLICY = "improve_policy"
    HOLD_RESPONSIBLE = "hold_responsible"


class Adoption(StrEnum):
    """What the addressee of a recommendation answers in writing (Art. 40 para. 4)."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT = "not"


class OwnerDuty(StrEnum):
    """The four duties of a leader who owns a matter (包案四包)."""

    KNOW = "know"  # 掌握情况
    EXPLAIN = "explain"  # 思想教育
    RESOLVE = "resolve"  # 解决化解
    SETTLE = "settle"  # 息诉息访


class ReportStage(StrEnum):
    """What an owner reports: plan, progress, result."""

    PLAN = "plan"
    PROGRESS = "progress"
    RESULT = "result"


class ReportedTo(StrEnum):
    """Who is told: of what is grave or urgent (Art. 25), of what concerns cadres (Art. 30), of a result (Art. 22(3))."""

    COMMITTEE = "committee"  # own committee and government
    MINISTRY_LINE = "ministry_line"  # the competent department above
    CONFERENCE_OFFICE = "conference_office"
    UPPER_DEPARTMENT = "upper_department"
    NATIONAL = "national"
    ORGANISATION = "organisation"  # 组织(人事)部门
    FIRST_SECRETARY = "first_secretary"
    SENDER = "sender"  # whoever passed it on and wants the result


#: Reports about cadres; they aren't the report of a grave matter (Art. 25).
OF_CADRES: frozenset[ReportedTo] = frozenset({ReportedTo.ORGANISATION, ReportedTo.FIRST_SECRETARY})
#: Reports that aren't the one of a grave matter: about cadres, and the result to whoever passed it on.
NOT_GRAVE: frozenset[ReportedTo] = OF_CADRES | {ReportedTo.SENDER}


class Confirmation(StrEnum):
    """How whoever came found the record of what they said (网上办理工作规程: they are shown it, and confirm it)."""

    ON_SCREEN = "on_screen"  # read it on the second screen and said that it is right
    READ_ALOUD = "read_aloud"  # it was read aloud to them, and they said that it is right
    NOT_CONFIRMED = "not_confirmed"  # they wouldn't say so, or went before they could


class Contact(StrEnum):
    """By which contact, given at registration, the petitioner was called back."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    IN_PERSON = "in_person"


class Confirmed(StrEnum):
    """What the petitioner says of whether it was carried out. NOT_SAID is no yes."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_SAID = "not_said"


class Rated(StrEnum):
    """The two objects of a rating (国信发〔2022〕11号)."""

    DEPARTMENT = "department"
    UNIT = "unit"


class Score(StrEnum):
    """Three steps; there is no fourth for silence: who says nothing has not rated."""

    SATISFIED = "satisfied"
    MOSTLY = "mostly"
    DISSATISFIED = "dissatisfied"


class Verdict(StrEnum):
    """What a look into a low rating finds."""

    ANSWERED_RIGHTLY = (
        "answered_rightly"  # unfounded, and answered as it should be: doesn't count against the unit
    )
    HANDLE_AGAIN = "handle_again"
    MANNER = "manner"  # right in substance, wrong in manner or time
