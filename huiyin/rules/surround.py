"""What surrounds a matter once its dossier has been read: bars, helpers, notices, recommendations, owners, pledges, ratings.

Parts of ``huiyin.rules.state.MatterState``; each tuple of them becomes the rows of one table, field names are column names.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huiyin.rules.duties import (
    Adoption,
    Advice,
    BarKind,
    Confirmed,
    Contact,
    NoticeKind,
    NoticeLevel,
    NoticeReason,
    OwnerDuty,
    Rated,
    ReportStage,
    Score,
    Verdict,
)
from huiyin.rules.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit or person that the matter is kept from, since which entry."""

    n: int
    kind: BarKind
    subject: str
    seq: int


@dataclass(frozen=True, slots=True)
class Helper:
    """One unit that contributes (协办); ``task_seq`` and ``text_seq`` are the entries with what was asked and answered."""

    n: int
    unit: str
    asked_by: str
    asked_at: datetime
    task_seq: int
    contributed_at: datetime | None = None
    text_seq: int = 0
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One time the unit was urged or supervised; ``serial`` is the notice's number, empty when only urged.

    ``answered_at`` and ``answer_seq``: the answer to its present step. ``before_…``: the last answer to a step before it was
    taken higher, and whose step that was.
    """

    n: int
    kind: NoticeKind
    level: NoticeLevel
    reason: NoticeReason
    addressee: str
    serial: str
    at: datetime
    text_seq: int
    answered_at: datetime | None = None
    answer_seq: int = 0
    ended_at: datetime | None = None
    before_at: datetime | None = None
    before_seq: int = 0
    before_level: NoticeLevel | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One of the three recommendations, and whether its addressee adopted it."""

    n: int
    kind: Advice
    addressee: str
    serial: str
    at: datetime
    text_seq: int
    adoption: Adoption | None = None
    answered_at: datetime | None = None
    answer_seq: int = 0


@dataclass(frozen=True, slots=True)
class Ownership:
    """One leader's post that answers for the matter (包案); whoever comes to hold the post inherits it."""

    n: int
    leader: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnerReport:
    """What the owning leader did: which of the four duties, plan, progress or result."""

    n: int
    ownership: int
    duty: OwnerDuty
    stage: ReportStage
    at: datetime
    text_seq: int


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a leader wrote on the matter (批示). ``unit`` is who owes the answer: whoever answers for the matter."""

    n: int
    leader: str
    unit: str
    at: datetime
    text_seq: int
    answered_at: datetime | None = None
    answer_seq: int = 0


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What a petitioner asked about their matter (询问). ``unit`` is who owes the answer: whoever answers for the matter."""

    n: int
    petition: str
    unit: str
    at: datetime
    text_seq: int
    answered_at: datetime | None = None
    answer_seq: int = 0


@dataclass(frozen=True, slots=True)
class ExtensionAsk:
    """One time an officer asked the head for more days (申请延期); ended by a grant, a refusal, taken back or lapsed."""

    n: int
    unit: str
    asked_by: str
    days: int
    at: datetime
    text_seq: int
    ended_at: datetime | None = None
    granted: bool = False
    refusal_seq: int = 0
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Pledge:
    """One commitment (承诺): what a party will do until when; done with evidence, or waived with a reason."""

    n: int
    unit: str
    due_on: date
    at: datetime
    text_seq: int
    done_at: datetime | None = None
    evidence_seq: int = 0
    waived_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is neither carried out nor waived."""
        return self.done_at is None and self.waived_at is None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One call-back to a petitioner by a contact given at registration; ``confirmed`` is what they said."""

    n: int
    petition: str
    contact: Contact
    reached: bool
    confirmed: Confirmed
    at: datetime
    text_seq: int


@dataclass(frozen=True, slots=True)
class Rating:
    """What one petitioner said of one of the two objects; there is a row only where something was said.

    ``opinion`` is the answer that was rated (its ``n``): a new answer is rated anew.
    """

    n: int
    petition: str
    rated: Rated
    score: Score
    at: datetime
    by_call: bool
    opinion: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """A look into one low rating, and what it found."""

    n: int
    rating: int
    opened_at: datetime
    verdict: Verdict | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One petitioner's request for the review of the present answer: in which matter it is reviewed, what came out there."""

    n: int
    petition: str
    review: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """One hearing (听证)."""

    n: int
    opened_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What one petitioner was asked, by which day, and the entries with question and answer.

    ``seen_at``: when somebody first acted for a unit after the answer had come; until then it is new.
    """

    n: int
    petition: str
    asked_by: str
    at: datetime
    due_on: date
    text_seq: int
    answered_at: datetime | None = None
    answer_seq: int = 0
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactChange:
    """A new contact for one petition's petitioner: asked for by one person, in force only when a second one confirms."""

    n: int
    petition: str
    asked_by: str
    at: datetime
    text_seq: int
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
