"""What a demo matter is, and how many there are: the figures of the founding report of 2009, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from huiyin.rooms.intake.demo.corpus import Place
from huiyin.rules.clocks import Clock
from huiyin.rules.vocabulary import Channel, MatterClass, Status, Verb

#: The petition department itself, as the corpus names it.
DEPARTMENT = "群工部"
LEADERS = "县领导"

#: How long the department has been at work when the demo ends, in days.
DAYS = 150


class Count(NamedTuple):
    """Petitions by one channel: how many came, how many of them are done (their matter is closed)."""

    came: int
    done: int


#: 278 批 of visitors, 204 settled; 402 letters to the magistrate's mailbox, 379 done; 103 calls, 99 done; 5 passed down by
#: the prefecture and 1 by the province, of which the report says nothing more.
FIGURES: Mapping[Channel, Count] = {
    Channel.VISIT: Count(278, 204),
    Channel.MAILBOX: Count(402, 379),
    Channel.CALL: Count(103, 99),
    Channel.PREFECTURE: Count(5, 4),
    Channel.PROVINCE: Count(1, 1),
}

#: 521 人次 in the 278 visits: size of the batch, how many such batches.
BATCHES: Mapping[int, int] = {
    1: 143, 2: 100, 3: 16, 4: 6, 5: 3, 6: 3, 7: 1, 8: 2, 9: 1, 11: 1, 12: 1, 18: 1,
}  # fmt: skip

#: Of all petitions, how many are in Korean (about 8 %).
KOREAN = 63

#: At most five speak for a crowd (信访工作条例 Art. 20).
MOST_REPRESENTATIVES = 5


class Seat(StrEnum):
    """In which post somebody acts."""

    PETITIONER = "petitioner"
    CLERK = "clerk"
    DISPATCHER = "dispatcher"
    OFFICER = "officer"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    LEADER = "leader"


class Who(NamedTuple):
    """Who acts: a post in a unit (named as in the corpus)."""

    seat: Seat
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One verb of a life. In ``data`` the fields ``other`` and ``petition`` hold keys of demo matters, not numbers yet."""

    verb: Verb
    at: datetime
    who: Who
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody invented."""

    name: str
    sex: str
    age: int
    place: Place
    address: str
    phone: str
    id_number: str
    language: str


@dataclass(frozen=True, slots=True)
class DemoMatter:
    """One petition with the life its matter has.

    ``citizens`` are who speaks, at most five of ``persons``; ``signers`` some of the others.
    """

    key: str
    channel: Channel
    received_at: datetime
    citizens: tuple[Citizen, ...]
    persons: int
    title: str
    text: str
    korean: bool
    klass: MatterClass
    category: str
    unit: str
    place: Place
    steps: tuple[Step, ...]
    status: Status
    template: str = ""
    signers: tuple[Citizen, ...] = ()


class Wait(NamedTuple):
    """How an open matter stands to its terms: ``clock`` None, and so many working days since the last step; or late, or due."""

    clock: Clock | None = None
    least: float = 0.2
    most: float = 2.0
    late: bool = False


class Open(NamedTuple):
    """So many matters of a channel that are open in the same way."""

    channel: Channel
    status: Status
    many: int
    wait: Wait = Wait()
    told: bool = True  # whether the unit has told the petitioner yet (HANDLING only)
    again: bool = False  # reopened before
    unit: str = ""  # of this unit, where it has a text that fits


def _late(clock: Clock) -> Wait:
    return Wait(clock, late=True)


def _due(clock: Clock) -> Wait:
    return Wait(clock)


_S, _V, _M = Status, Channel.VISIT, Channel.MAILBOX

#: The units whose people are named first (``huiyin demo``): whoever signs in as one of them finds something to do on any day.
_WATER, _HEALTH = "自来水公司", "卫健局"
#: What is open at the end, beside repeats that hang on it (``OPEN_REPEATS``).
OPEN: tuple[Open, ...] = (
    Open(_V, _S.REGISTERED, 3, Wait(None, 0.05, 0.9)),
    Open(_V, _S.REGISTERED, 1, _late(Clock.T1)),
    Open(_V, _S.TRIAGED, 4, Wait(None, 0.1, 1.5)),
    Open(_V, _S.TRIAGED, 1, _late(Clock.T1)),
    Open(_V, _S.TRIAGED, 1, Wait(None, 0.3, 1.5), again=True),
    Open(_V, _S.SENT, 5, Wait(None, 0.1, 3.0)),
    Open(_V, _S.SENT, 1, Wait(None, 0.1, 3.0), unit=_WATER),
    Open(_V, _S.SENT, 1, Wait(None, 0.1, 3.0), unit=_HEALTH),
    Open(_V, _S.SENT, 1, _late(Clock.T3)),
    Open(_V, _S.SENT, 1, _due(Clock.T5)),
    Open(_V, _S.HANDLING, 5, Wait(None, 0.1, 2.0), told=False),
    Open(_V, _S.HANDLING, 1, _late(Clock.T3), told=False),
    Open(_V, _S.HANDLING, 16, Wait(None, 1.0, 22.0)),
    Open(_V, _S.HANDLING, 2, Wait(None, 1.0, 22.0), unit=_WATER),
    Open(_V, _S.HANDLING, 3, _late(Clock.T5)),
    Open(_V, _S.HANDLING, 2, _due(Clock.T5)),
    Open(_V, _S.HANDLING, 1, _due(Clock.T5), unit=_WATER),
    Open(_V, _S.HANDLING, 2, _late(Clock.T6)),
    Open(_V, _S.HANDLING, 1, Wait(None, 0.5, 3.0), again=True),
    Open(_V, _S.OBJECTED, 2, Wait(None, 0.1, 2.0)),
    Open(_V, _S.OBJECTED, 1, _late(Clock.L4)),
    Open(_V, _S.DRAFTED, 2, Wait(None, 0.1, 2.0)),
    Open(_V, _S.DRAFTED, 1, Wait(None, 0.1, 2.0), unit=_WATER),
    Open(_V, _S.DRAFTED, 1, Wait(None, 0.1, 2.0), unit=_HEALTH),
    Open(_V, _S.DRAFTED, 1, _late(Clock.T5)),
    Open(_V, _S.APPROVED, 3, Wait(None, 0.1, 1.0)),
    Open(_V, _S.ISSUED, 4, Wait(None, 0.1, 4.0)),
    Open(_V, _S.ISSUED, 1, _late(Clock.L2)),
    Open(_V, _S.DELIVERED, 2, Wait(None, 0.1, 3.0)),
    Open(_V, _S.DELIVERED, 1, _late(Clock.L3)),
    Open(_M, _S.REGISTERED, 5, Wait(None, 0.0, 1.2)),
    Open(_M, _S.REGISTERED, 1, _late(Clock.T1)),
    Open(_M, _S.REGISTERED, 1, _due(Clock.T1)),
    Open(_M, _S.TRIAGED, 2, Wait(None, 0.1, 1.2)),
    Open(_M, _S.SENT, 3, Wait(None, 0.1, 2.0)),
    Open(_M, _S.HANDLING, 3, Wait(None, 0.3, 3.0)),
    Open(_M, _S.HANDLING, 1, _late(Clock.L1)),
    Open(_M, _S.OBJECTED, 1, Wait(None, 0.1, 1.0)),
    Open(_M, _S.DRAFTED, 1, Wait(None, 0.1, 1.0)),
    Open(_M, _S.APPROVED, 1, Wait(None, 0.1, 1.0)),
    Open(_M, _S.ISSUED, 1, Wait(None, 0.1, 1.0)),
    Open(_M, _S.DELIVERED, 1, Wait(None, 0.1, 1.0)),
    Open(Channel.CALL, _S.REGISTERED, 1, Wait(None, 0.0, 0.4)),
    Open(Channel.CALL, _S.SENT, 1, Wait(None, 0.1, 0.6)),
    Open(Channel.CALL, _S.HANDLING, 1, Wait(None, 0.3, 1.5)),
    Open(Channel.PREFECTURE, _S.HANDLING, 1, _due(Clock.T5)),
)

#: Repeats linked to a matter that is still open, and to one that was closed with them; by the repeat's channel.
OPEN_REPEATS: Mapping[Channel, int] = {_V: 3, _M: 2, Channel.CALL: 1}
DONE_REPEATS: Mapping[Channel, int] = {_V: 3, _M: 4, Channel.CALL: 2}

#: Among the closed: how many went a crooked way.
CROOKED: Mapping[str, int] = {
    "agreed": 4, "refused": 3, "again": 3, "reworked": 12, "returned": 6,
    "published": 2,
}  # fmt: skip
