"""What a matter *is* after its dossier has been read: plain frozen values, the same on every machine.

Each nested tuple becomes the rows of one table (``huiyin.rooms.cases.projection``); field names are column names.
Moments are aware datetimes, days are local dates of the county, units are unit codes, persons are actor keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huiyin.rules.clocks import Clock
from huiyin.rules.duties import Confirmed, Satellite
from huiyin.rules.surround import (
    Ask,
    AskedBack,
    Bar,
    ContactChange,
    ExtensionAsk,
    FollowUp,
    Hearing,
    Helper,
    Instruction,
    Look,
    Notice,
    OwnerReport,
    Ownership,
    Pledge,
    Question,
    Rating,
    Recommendation,
)
from huiyin.rules.vocabulary import (
    OPEN,
    REACHED,
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


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a dossier without its seals: what happened, when, by whom, acting for which unit."""

    number: str
    seq: int
    verb: Verb
    at: datetime
    by: str
    unit: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClockRun:
    """One running or stopped term: whose it is, since when, due when (last good day), by which rule."""

    n: int
    code: Clock
    party: str
    started_at: datetime
    due_on: date
    provisional: bool
    days: int | None = None
    stopped_at: datetime | None = None
    unit: str = ""  # of another line's term
    source: Satellite | None = None  # whose that term is
    ref: int = 0  # which notice, recommendation, co-handling or look it belongs to
    paused_at: datetime | None = None  # a hearing goes on
    paused_days: int = 0  # days that hearings took

    @property
    def running(self) -> bool:
        """Whether the term still runs."""
        return self.stopped_at is None


@dataclass(frozen=True, slots=True)
class Round:
    """One stay of the matter with a unit, from being sent there to its end (returned, closed, reopened)."""

    n: int
    kind: RoundKind
    sender: str
    holder: str
    sent_at: datetime
    term_days: int | None = None
    signed_at: datetime | None = None
    signed_by: str = ""
    accepted_at: datetime | None = None
    notice: NoticeMethod | None = None
    objected_at: datetime | None = None
    returned: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """One written answer: the opinion of Art. 32, or the letter that declines and names the lawful route."""

    n: int
    outcome: Outcome
    route: Route | None
    drafted_by: str
    drafted_at: datetime
    text_seq: int
    approved_by: str = ""
    approved_at: datetime | None = None
    issued_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to bring the answer to one petition's petitioner."""

    n: int
    opinion: int
    petition: str
    method: DeliveryMethod
    result: DeliveryResult
    at: datetime
    recorded_at: datetime

    @property
    def reached(self) -> bool:
        """Whether the proof shows that the answer arrived, was refused at the door, or was lawfully published."""
        return self.result in REACHED


@dataclass(frozen=True, slots=True)
class Paper:
    """One attachment; its name and content hash are sealed texts of the entry ``seq``."""

    n: int
    seq: int
    media_type: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """One petition that belongs to the matter."""

    number: str
    channel: Channel
    received_at: datetime
    persons: int
    confidential: bool = False
    visit: str = ""  # the petition that this one's visit is counted with; empty: it is counted itself


@dataclass(frozen=True, slots=True)
class MatterState:
    """A matter folded from its dossier. ``desk`` took it in and answers while nobody holds it; ``holder`` handles it.

    ``about``: the matter whose answer this one reviews or rechecks; ``asked``: the matter in which this one's answer is
    reviewed, ``reviewed``: what came out there; the last one where several petitioners asked (``asks`` has each).
    ``final``: rechecked, the same facts aren't taken up again (Art. 36 para. 3).
    ``owner_at``: when the owner last did anything. ``reports``: how often it was reported upwards as grave (Art. 25).
    """

    number: str
    seq: int
    status: Status
    desk: str
    registered_at: datetime
    received_at: datetime
    touched_at: datetime
    channel: Channel
    owner_at: datetime
    stage: Stage = Stage.FIRST
    about: str = ""
    klass: MatterClass | None = None
    category: str = ""
    place: str = ""
    urgent: bool = False
    holder: str = ""
    officer: str = ""
    outcome: Outcome | None = None
    route: Route | None = None
    linked_to: str = ""
    closed_at: datetime | None = None
    reopened: int = 0
    simple: bool = False
    final: bool = False
    asked: str = ""
    reviewed: Outcome | None = None
    reports: int = 0
    designated: bool = False
    accused_known: bool = False
    attempts: int = 0
    published: bool = False
    nothing_owed: bool = False  # said at closing: the answer promises nothing that is still to be carried out
    title_seq: int = 1  # the entry that its title, as lists show it, stands in
    stays_confidential: bool = False  # what was written tells of who was in it, or tipped off
    withdrawn: tuple[str, ...] = ()  # petitions in it that were taken back, here or before they were joined
    petitions: tuple[Joined, ...] = field(default=())
    clocks: tuple[ClockRun, ...] = field(default=())
    rounds: tuple[Round, ...] = field(default=())
    opinions: tuple[Opinion, ...] = field(default=())
    deliveries: tuple[Delivery, ...] = field(default=())
    papers: tuple[Paper, ...] = field(default=())
    bars: tuple[Bar, ...] = field(default=())
    helpers: tuple[Helper, ...] = field(default=())
    notices: tuple[Notice, ...] = field(default=())
    recommendations: tuple[Recommendation, ...] = field(default=())
    ownerships: tuple[Ownership, ...] = field(default=())
    owner_reports: tuple[OwnerReport, ...] = field(default=())
    instructions: tuple[Instruction, ...] = field(default=())
    extension_asks: tuple[ExtensionAsk, ...] = field(default=())
    pledges: tuple[Pledge, ...] = field(default=())
    questions: tuple[Question, ...] = field(default=())
    asked_back: tuple[AskedBack, ...] = field(default=())
    follow_ups: tuple[FollowUp, ...] = field(default=())
    ratings: tuple[Rating, ...] = field(default=())
    looks: tuple[Look, ...] = field(default=())
    authors: frozenset[str] = frozenset()  # who wrote any part of the draft that waits for approval
    asks: tuple[Ask, ...] = field(default=())
    hearings: tuple[Hearing, ...] = field(default=())
    contact_changes: tuple[ContactChange, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self.status in OPEN

    @property
    def round(self) -> Round | None:
        """The stay that goes on now, if any."""
        return self.rounds[-1] if self.rounds and self.rounds[-1].ended_at is None else None

    @property
    def opinion(self) -> Opinion | None:
        """The answer that counts now: the last one not withdrawn."""
        last = self.opinions[-1] if self.opinions else None
        return last if last and last.withdrawn_at is None else None

    @property
    def owner(self) -> str:
        """The one unit that answers for the matter now; empty only at the two ends."""
        if not self.is_open:
            return ""
        if self.status is Status.OBJECTED and self.round:
            return self.round.sender
        return self.holder or self.desk

    @property
    def running(self) -> tuple[ClockRun, ...]:
        """The terms that run now, windows included."""
        return tuple(run for run in self.clocks if run.running)

    @property
    def unreached(self) -> tuple[str, ...]:
        """Petitions whose petitioner the present answer hasn't reached."""
        if self.opinion is None:
            return tuple(p.number for p in self.petitions)
        reached = {d.petition for d in self.deliveries if d.opinion == self.opinion.n and d.reached}
        return tuple(p.number for p in self.petitions if p.number not in reached)

    @property
    def taken_back(self) -> int:
        """How many of its petitions were taken back."""
        return sum(p.number in self.withdrawn for p in self.petitions)

    @property
    def withdrawn_by_all(self) -> bool:
        """Whether everybody in it took it back: all that is still owed is the letter that confirms it."""
        return bool(self.petitions) and self.taken_back == len(self.petitions)

    @property
    def persons(self) -> int:
        """People in all petitions together, repeats counted each time (人次), of one visit once."""
        came: dict[str, int] = {}
        for p in self.petitions:
            visit = p.visit or p.number
            came[visit] = max(p.persons, came.get(visit, 0))
        return sum(came.values())

    @property
    def returns(self) -> int:
        """How many units gave it back with the sender's agreement (the ping-pong count)."""
        return sum(r.returned for r in self.rounds)

    @property
    def helping(self) -> tuple[Helper, ...]:
        """The units that are asked to contribute now."""
        return tuple(helper for helper in self.helpers if helper.ended_at is None)

    @property
    def owning(self) -> tuple[Ownership, ...]:
        """The leaders' posts that answer for the matter now."""
        return tuple(own for own in self.ownerships if own.until is None)

    @property
    def open_notices(self) -> tuple[Notice, ...]:
        """Supervision that hasn't been lifted."""
        return tuple(notice for notice in self.notices if notice.ended_at is None)

    @property
    def open_instructions(self) -> tuple[Instruction, ...]:
        """What leaders wrote on it and nobody has answered yet."""
        return tuple(one for one in self.instructions if one.answered_at is None)

    @property
    def open_extension_asks(self) -> tuple[ExtensionAsk, ...]:
        """The officer's question for more days that the head hasn't decided: one at most."""
        return tuple(one for one in self.extension_asks if one.ended_at is None)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What petitioners were asked and haven't answered."""
        return tuple(one for one in self.questions if one.answered_at is None)

    @property
    def open_asked_back(self) -> tuple[AskedBack, ...]:
        """What petitioners asked and nobody has answered yet."""
        return tuple(one for one in self.asked_back if one.answered_at is None)

    @property
    def open_pledges(self) -> tuple[Pledge, ...]:
        """Commitments neither carried out nor waived."""
        return tuple(pledge for pledge in self.pledges if pledge.is_open)

    @property
    def told_in_confidence(self) -> bool:
        """Whether confidence was asked for, or promised before: by who is in it or was, or while it was a tip-off."""
        return self.stays_confidential or any(p.confidential for p in self.petitions)

    @property
    def confidential(self) -> bool:
        """Whether who speaks is kept from the unit that handles it: told so, a tip-off, or an accusation not sorted yet."""
        may_be_a_tip_off = self.klass is None and self.accused_known
        return self.told_in_confidence or self.klass is MatterClass.TIP_OFF or may_be_a_tip_off

    @property
    def units(self) -> frozenset[str]:
        """All units that ever held it."""
        return frozenset(stay.holder for stay in self.rounds)

    @property
    def answered(self) -> bool:
        """Fact one of three: the present answer has reached every petitioner."""
        return self.opinion is not None and self.opinion.issued_at is not None and not self.unreached

    @property
    def carried_out(self) -> bool | None:
        """Fact two of three: every commitment was carried out with evidence; None where none was made, or all were waived."""
        kept = [pledge for pledge in self.pledges if pledge.waived_at is None]
        return all(pledge.done_at is not None for pledge in kept) if kept else None

    @property
    def confirmed(self) -> Confirmed | None:
        """Fact three of three: what the petitioner said when last reached; None while nobody has said anything."""
        said = [f.confirmed for f in self.follow_ups if f.reached and f.confirmed is not Confirmed.NOT_SAID]
        return said[-1] if said else None
