"""The terms that may run over a matter: whose, how long, by which article, what starts and what stops them.

T1 to T11 are those of 信访工作条例 (2022) as docs/rules.md numbers them; S1 and S2 belong to simple handling, F1 to F3 are
terms of others (12345, the mailbox, the environment platform) that run beside ours. L1 to L16 are the county's own: their
lengths are settings or stand in the notice, even where an article gives the duty. The Regulation keeps 日 and 工作日 apart,
so 日 are calendar days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from huiyin.rules.ranges import NotTogether, insist_on_whole

#: The longest term that an assigner may set (T5), in days; a foreign term is no longer either.
MOST_DAYS = 365
#: An extension (T7) is at most so many days (Art. 34).
MOST_EXTENSION = 30


class Clock(StrEnum):
    """Which term."""

    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    T6 = "T6"
    T7 = "T7"
    T8 = "T8"
    T9 = "T9"
    T10 = "T10"
    T11 = "T11"
    S1 = "S1"
    S2 = "S2"
    F1 = "F1"
    F2 = "F2"
    F3 = "F3"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    L6 = "L6"
    L7 = "L7"
    L8 = "L8"
    L9 = "L9"
    L10 = "L10"
    L11 = "L11"
    L12 = "L12"
    L13 = "L13"
    L14 = "L14"
    L15 = "L15"
    L16 = "L16"


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


class Kind(StrEnum):
    """A duty is late when it is not done in time; a window is a right that lapses."""

    DUTY = "duty"
    WINDOW = "window"


class Party(StrEnum):
    """Whose term it is."""

    DEPARTMENT = "department"  # the petition department
    RECEIVING_ORGAN = "receiving_organ"  # another organ that a petitioner came to directly
    ADDRESSEE = "addressee"  # the organ a matter was forwarded or assigned to
    HANDLING_ORGAN = "handling_organ"  # the organ that owes the answer
    REVIEWING_ORGAN = "reviewing_organ"  # the next organ up that reviews or rechecks
    SENDER = "sender"  # who forwarded or assigned it
    DESK = "desk"  # who took the matter in: the department or the receiving organ
    CO_HANDLER = "co_handler"  # a further unit that contributes
    ADVISED = "advised"  # the addressee of a recommendation
    PETITIONER = "petitioner"  # whose right the window is


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One term.

    Its length is fixed by law (``length``), is a setting (``setting`` names the field of Terms), or is given with the event, at
    most ``most`` days; a given length is added to ``length`` where both stand (T7). ``unit`` None: given with the event, too.
    ``article`` is empty for the county's own terms, ``paragraph`` 0 where the article has but one. ``starts_on`` and
    ``stops_on`` are names of verbs; every verb in ``ENDS`` stops it besides, unless it ``outlives`` the matter's end.
    ``beside``: a duty that comes on top, and isn't by itself what keeps a matter going. ``hearing``: the days of a hearing
    don't count.
    """

    code: Clock
    unit: Unit | None
    kind: Kind
    party: Party
    starts_on: frozenset[str]
    stops_on: frozenset[str]
    article: str = ""
    paragraph: int = 0
    length: int | None = None
    setting: str = ""
    most: int = 0
    beside: bool = False
    outlives: bool = False
    hearing: bool = False


#: A matter joined to another, answered to everybody or closed owes nothing more under the terms that ran.
ENDS: frozenset[str] = frozenset({"link", "deliver", "close"})


def _verbs(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: Naming the accused takes a matter away from whoever mustn't have it: what ran there ends, the desk begins anew (L5).
_RULES: tuple[ClockRule, ...] = (
    # register and pass on (or take, or decline) what the department received
    ClockRule(
        Clock.T1, Unit.DAYS, Kind.DUTY, Party.DEPARTMENT,
        _verbs("register"), _verbs("forward assign designate accept decline accuse"),
        article="22", paragraph=1, length=15,
    ),
    # tell the petitioner in writing; not owed where name or address is unclear (the notice then says so)
    ClockRule(
        Clock.T2, Unit.DAYS, Kind.DUTY, Party.RECEIVING_ORGAN,
        _verbs("register"), _verbs("forward assign designate accept decline accuse"),
        article="23", paragraph=2, length=15,
    ),
    # tell the petitioner in writing of receipt, route and procedure
    ClockRule(
        Clock.T3, Unit.DAYS, Kind.DUTY, Party.ADDRESSEE,
        _verbs("forward assign designate"), _verbs("notify agree_return designate accuse"),
        article="23", paragraph=3, length=15,
    ),
    # may object that the matter isn't in its competence
    ClockRule(
        Clock.T4, Unit.WORKING_DAYS, Kind.WINDOW, Party.ADDRESSEE,
        _verbs("forward assign"), _verbs("object notify agree_return decline designate accuse"),
        article="23", paragraph=3, length=5,
    ),
    # result and report within the term that the assigner set
    ClockRule(
        Clock.T5, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("assign"), _verbs("agree_return designate accuse"),
        article="22(3)", paragraph=1, most=MOST_DAYS,
    ),
    # finish a matter of Art. 31(6), from acceptance
    ClockRule(
        Clock.T6, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("accept notify fall_back"), _verbs("extend accuse"),
        article="34", length=60,
    ),
    # finish it by the extended term: the sixty days and those that the head approved
    ClockRule(
        Clock.T7, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("extend"), _verbs("accuse"),
        article="34", length=60, most=MOST_EXTENSION,
    ),
    # ask the next organ up to review, from receipt of the written answer
    ClockRule(
        Clock.T8, Unit.DAYS, Kind.WINDOW, Party.PETITIONER,
        _verbs("deliver"), _verbs("ask_review reopen"),
        article="35", length=30, outlives=True,
    ),
    # give the review opinion in writing, from receipt of the request
    ClockRule(
        Clock.T9, Unit.DAYS, Kind.DUTY, Party.REVIEWING_ORGAN,
        _verbs("register"), frozenset(),
        article="35", length=30,
    ),
    # ask the organ above the reviewing one to recheck, from receipt of the review's answer
    ClockRule(
        Clock.T10, Unit.DAYS, Kind.WINDOW, Party.PETITIONER,
        _verbs("deliver"), _verbs("ask_review reopen"),
        article="36", paragraph=1, length=30, outlives=True,
    ),
    # give the recheck opinion, from receipt of the request; the days of a hearing don't count
    ClockRule(
        Clock.T11, Unit.DAYS, Kind.DUTY, Party.REVIEWING_ORGAN,
        _verbs("register"), frozenset(),
        article="36", paragraph=1, length=30, hearing=True,
    ),
    # simple handling: tell the petitioner whether it is taken
    ClockRule(
        Clock.S1, Unit.WORKING_DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("simplify"), _verbs("accept notify fall_back decline agree_return designate accuse"),
        setting="simple_notice_working_days", beside=True,
    ),
    # simple handling: answer, from acceptance
    ClockRule(
        Clock.S2, Unit.WORKING_DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("accept notify"), _verbs("fall_back accuse"),
        setting="simple_answer_working_days",
    ),
    # another line's terms, by its own rule and number: sign for it, answer it, hand it back
    ClockRule(
        Clock.F1, None, Kind.DUTY, Party.DESK,
        _verbs("satellite"), _verbs("accept forward assign designate decline"), most=MOST_DAYS, beside=True,
    ),
    ClockRule(
        Clock.F2, None, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("satellite"), frozenset(), most=MOST_DAYS, beside=True,
    ),
    ClockRule(
        Clock.F3, None, Kind.WINDOW, Party.DESK,
        _verbs("satellite"), _verbs("accept notify decline"), most=MOST_DAYS, beside=True,
    ),
    # answer a suggestion, a tip-off or a mailbox letter: no term in the Regulation
    ClockRule(
        Clock.L1, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("accept notify fall_back"), _verbs("accuse"),
        setting="answer_days",
    ),
    # bring the issued answer to the petitioner
    ClockRule(
        Clock.L2, Unit.WORKING_DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("issue decline"), _verbs("accuse reopen"),
        setting="deliver_working_days",
    ),
    # close once everybody is reached
    ClockRule(
        Clock.L3, Unit.WORKING_DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("deliver"), _verbs("reopen"),
        setting="close_working_days",
    ),
    # agree to a return or refuse it
    ClockRule(
        Clock.L4, Unit.WORKING_DAYS, Kind.DUTY, Party.SENDER,
        _verbs("object"), _verbs("agree_return refuse_return designate accuse"),
        setting="objection_working_days",
    ),
    # send a reopened matter out again
    ClockRule(
        Clock.L5, Unit.DAYS, Kind.DUTY, Party.DESK,
        _verbs("reopen accuse"), _verbs("forward assign designate accept decline accuse"),
        setting="resend_days",
    ),
    # answer a supervision notice in writing
    ClockRule(
        Clock.L6, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("supervise escalate"), _verbs("answer_notice escalate lift accuse reopen"),
        article="40", paragraph=1, most=MOST_DAYS, beside=True,
    ),
    # answer in writing whether a recommendation is adopted; may come when the matter itself has ended
    ClockRule(
        Clock.L7, Unit.DAYS, Kind.DUTY, Party.ADVISED,
        _verbs("recommend"), _verbs("adopt"),
        article="40", paragraph=4, setting="adoption_days", beside=True, outlives=True,
    ),
    # contribute what the lead unit asked for
    ClockRule(
        Clock.L8, Unit.WORKING_DAYS, Kind.DUTY, Party.CO_HANDLER,
        _verbs("co_handle"), _verbs("contribute forward assign designate accuse"),
        setting="contribute_working_days", beside=True,
    ),
    # name a leader who answers for a grave or urgent matter
    ClockRule(
        Clock.L9, Unit.WORKING_DAYS, Kind.DUTY, Party.DESK,
        _verbs("triage release accuse unlink reopen"), _verbs("triage own"),
        setting="leader_working_days", beside=True,
    ),
    # rate how it was done, from receipt of the answer
    ClockRule(
        Clock.L10, Unit.DAYS, Kind.WINDOW, Party.PETITIONER,
        _verbs("deliver"), _verbs("reopen"),
        article="21", setting="rating_days", outlives=True,
    ),
    # look into a low rating
    ClockRule(
        Clock.L11, Unit.WORKING_DAYS, Kind.DUTY, Party.DEPARTMENT,
        _verbs("rate"), _verbs("look_into"),
        setting="look_working_days", beside=True, outlives=True,
    ),
    # report a grave or urgent matter at once
    ClockRule(
        Clock.L12, Unit.WORKING_DAYS, Kind.DUTY, Party.DESK,
        _verbs("triage unlink reopen"), _verbs("triage report_up"),
        article="25", setting="report_working_days", beside=True,
    ),
    # take up again what a review or recheck has revoked, or a look into a low rating found wrong: the answer counts no more;
    # a recheck that decides ends that, too
    ClockRule(
        Clock.L13, Unit.WORKING_DAYS, Kind.DUTY, Party.DESK,
        _verbs("reviewed look_into"), _verbs("reopen reviewed"),
        setting="retake_working_days", beside=True, outlives=True,
    ),
    # end a hearing; what it takes longer counts in the recheck's term again
    ClockRule(
        Clock.L14, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("open_hearing"), _verbs("end_hearing accuse"),
        setting="hearing_days", beside=True,
    ),
    # carry out a leader's written instruction (批示) and say so; whoever answers for the matter owes it, also after its end
    ClockRule(
        Clock.L15, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("instruct"), _verbs("carry_out"),
        most=MOST_DAYS, beside=True, outlives=True,
    ),
    # answer what a petitioner asked about their matter; whoever answers for it owes it, also after its end
    ClockRule(
        Clock.L16, Unit.WORKING_DAYS, Kind.DUTY, Party.HANDLING_ORGAN,
        _verbs("ask_back"), _verbs("answer_question"),
        setting="question_working_days", beside=True, outlives=True,
    ),
)  # fmt: skip

RULES: Mapping[Clock, ClockRule] = {rule.code: rule for rule in _RULES}


def _whole(default: int, most: int) -> int:
    """A whole number from 1 to ``most``."""
    value: int = field(default=default, metadata={"most": most})
    return value


@dataclass(frozen=True, slots=True)
class Terms:
    """What the county sets for itself.

    Days are calendar days unless the name says working days; shares are percent of the whole term. The defaults
    are our proposal, not law: the department has to confirm them.
    """

    answer_days: int = _whole(60, 365)  # L1
    deliver_working_days: int = _whole(10, 60)  # L2
    close_working_days: int = _whole(10, 60)  # L3
    objection_working_days: int = _whole(5, 30)  # L4
    resend_days: int = _whole(15, 60)  # L5
    adoption_days: int = _whole(30, 180)  # L7; the 30 days of 2005 (Art. 36), no count in 2022
    contribute_working_days: int = _whole(10, 60)  # L8
    leader_working_days: int = _whole(1, 10)  # L9
    rating_days: int = _whole(60, 365)  # L10
    look_working_days: int = _whole(10, 60)  # L11
    report_working_days: int = _whole(1, 5)  # L12: "at once"
    retake_working_days: int = _whole(5, 30)  # L13
    hearing_days: int = _whole(30, 90)  # L14; also the most that hearings keep from the recheck's term
    supervise_days: int = _whole(15, 90)  # L6, where the notice names no other
    instruct_days: int = _whole(10, 90)  # L15, where the leader names no other
    question_working_days: int = _whole(5, 30)  # L16
    simple_notice_working_days: int = _whole(3, 15)  # S1, as in the trial text of 2016
    simple_answer_working_days: int = _whole(10, 60)  # S2
    mailbox_working_days: int = _whole(7, 60)  # F2 of the mailbox; common practice
    silent_working_days: int = _whole(15, 120)  # a drawer case: nothing from the owner for so long
    old_days: int = _whole(365, 3650)  # a bone case: open for longer than this
    many_rounds: int = _whole(3, 20)  # … or sent so many times
    many_units: int = _whole(3, 20)  # … or to so many units
    collective_persons: int = _whole(5, 50)  # a collective visit begins at so many people
    calendar_alarm_days: int = _whole(60, 365)  # warn so long before the published calendar runs out
    mostly_counts: bool = True  # whether 基本满意 counts as satisfied
    roll_last_day: bool = True  # a last day on a day off moves to the next working day
    amber_percent: int = _whole(33, 99)  # amber from this share of the term left
    red_percent: int = _whole(10, 98)  # red from this one

    def __post_init__(self) -> None:
        for spec in fields(self):
            value = getattr(self, spec.name)
            if "most" not in spec.metadata:
                if type(value) is not bool:
                    raise ValueError(f"{spec.name} must be true or false: {value!r}")
            else:
                insist_on_whole(spec.name, value, most=spec.metadata["most"])
        if self.red_percent >= self.amber_percent:
            raise NotTogether(red_percent=self.red_percent, amber_percent=self.amber_percent)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Terms:
        """Terms from settings by field name; what isn't named keeps its default.

        Refuses unknown names and bad values: whole numbers must be int, the switch bool, no text in their place.
        """
        unknown = sorted(values.keys() - {spec.name for spec in fields(cls)})
        if unknown:
            raise ValueError(f"unknown setting: {', '.join(unknown)}")
        return cls(**values)
