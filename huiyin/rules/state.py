"""What a matter *is* after its dossier has been read: plain frozen values, the same on every machine.

Each nested tuple becomes the rows of one table (``huiyin.rooms.cases.projection``); field names are column names.
Moments are aware datetimes, days are local dates of the county, units are unit codes, persons are actor keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huiyin.rules.clocks import Clock
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


@dataclass(frozen=True, slots=True)
class MatterState:
    """A matter folded from its dossier. ``desk`` took it in and answers while nobody holds it; ``holder`` handles it."""

    number: str
    seq: int
    status: Status
    desk: str
    registered_at: datetime
    received_at: datetime
    touched_at: datetime
    channel: Channel
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
    petitions: tuple[Joined, ...] = field(default=())
    clocks: tuple[ClockRun, ...] = field(default=())
    rounds: tuple[Round, ...] = field(default=())
    opinions: tuple[Opinion, ...] = field(default=())
    deliveries: tuple[Delivery, ...] = field(default=())
    papers: tuple[Paper, ...] = field(default=())

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
    def persons(self) -> int:
        """People in all petitions together, repeats counted each time (人次)."""
        return sum(p.persons for p in self.petitions)

    @property
    def returns(self) -> int:
        """How many units gave it back with the sender's agreement (the ping-pong count)."""
        return sum(r.returned for r in self.rounds)
