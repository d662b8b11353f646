"""Calls on the public telephone (公开电话): what a telephone system tells of one, its times, what became of it, calling back.

No sound is kept, only times. A caller who only asked something and wants nothing done is informed on the line; whoever
wants something is registered like everybody else (信访工作条例 Art. 17, 22). The two are counted apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import is_area_code
from huiyin.rules.ranges import insist_on_whole

ARTICLE = "22"
#: A call that nobody was told the end of doesn't ring, or last, longer than this: the telephone system has lost it.
LONGEST_RING = timedelta(minutes=5)
LONGEST_CALL = timedelta(hours=4)
#: How far a telephone system's clock may be ahead, and how late it may tell of something.
AHEAD, LATEST = timedelta(minutes=2), timedelta(days=1)
#: What can stand in a number that is dialled, and how many digits it has: from 110 to what a telephone abroad takes.
_DIALLED = re.compile(r"[0-9+*#\- ()]{1,40}")
LEAST_DIGITS, MOST_DIGITS = 3, 20
#: Who isn't reached is tried again; nobody is given up sooner.
LEAST_TRIES = 3
#: Tries count from so long after the one before: who doesn't hear the telephone once doesn't hear it a minute later.
TRIES_APART = timedelta(minutes=30)
#: A call is promised for so far ahead at most; what is later is a slip of the pen.
LONGEST_PROMISE = timedelta(days=366)
#: Whoever takes a call-back on has this long before a colleague may.
TAKEN_FOR = timedelta(minutes=30)
#: Whoever rang and reached nobody is called back within this; common practice, a day so that one working shift sees it.
MISSED_BACK = timedelta(hours=24)
#: Seconds that are kept of a wait or a talk at most: what is longer was never ended by the machine.
MOST_SECONDS = 24 * 3600


class CallEvent(StrEnum):
    """What a telephone system tells of a call, each once."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"


class CallOutcome(StrEnum):
    """What became of a call that was answered, said by whoever took it."""

    REGISTERED = "registered"  # a petition was taken down
    INFORMED = "informed"  # a question only, answered on the line: no petition, counted apart
    CALL_BACK = "call_back"  # somebody calls back
    NOTHING = "nothing"  # wrong number, silence, the line broke


class CallState(StrEnum):
    """Where a call is at a moment."""

    RINGING = "ringing"
    TALKING = "talking"
    MISSED = "missed"
    ENDED = "ended"


class CallBackState(StrEnum):
    """Where a call-back is."""

    OPEN = "open"
    REACHED = "reached"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class CallTerms:
    """The county's own numbers for its telephone; common practice, not law.

    ``call_answer_seconds``: how long it may ring (the national standard for government hotlines, GB/T 33358, says 15);
    ``call_keep_days``: after so many days number and words of a call are erased, its times stay; ``call_area``: the area code
    that completes a local landline number ("0433"), or nothing.
    """

    call_answer_seconds: int = 15
    call_keep_days: int = 180
    call_area: str = ""

    def __post_init__(self) -> None:
        for name, most in (("call_answer_seconds", 600), ("call_keep_days", 3_650)):
            insist_on_whole(name, getattr(self, name), most=most)
        if not isinstance(self.call_area, str) or (self.call_area and not is_area_code(self.call_area)):
            raise ValueError(f"call_area must be an area code such as 0433, or empty: {self.call_area!r}")

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> CallTerms:
        """From settings by field name; what isn't named keeps its default. Refuses unknown names and what doesn't fit."""
        unknown = sorted(values.keys() - {spec.name for spec in fields(cls)})
        if unknown:
            raise ValueError(f"unknown setting: {', '.join(unknown)}")
        return cls(**values)


@dataclass(frozen=True, slots=True)
class CallTimes:
    """When it rang, was answered and ended, as far as is known. Events come in any order, some never."""

    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def began_at(self) -> datetime | None:
        """The earliest moment that is known."""
        known = [at for at in (self.rang_at, self.answered_at, self.ended_at) if at is not None]
        return min(known) if known else None

    @property
    def waited(self) -> int | None:
        """Seconds that the caller waited until somebody answered or the line was dropped; None while it isn't known."""
        until = self.answered_at or self.ended_at
        return _seconds(self.rang_at, until)

    @property
    def talked(self) -> int | None:
        """Seconds from the answer to the end; None for a call that wasn't answered or isn't over."""
        return _seconds(self.answered_at, self.ended_at)


def dialled(typed: str) -> str | None:
    """A caller's number as it is kept: single blanks, narrow signs; "" for a withheld one. None for what nobody can dial."""
    text = " ".join(unicodedata.normalize("NFKC", typed).split())
    digits = sum(sign.isdigit() for sign in text)
    fits = _DIALLED.fullmatch(text) is not None and LEAST_DIGITS <= digits <= MOST_DIGITS
    return text if not text or fits else None


_SLOT: Mapping[CallEvent, str] = {
    CallEvent.RINGING: "rang_at", CallEvent.ANSWERED: "answered_at", CallEvent.ENDED: "ended_at",
}  # fmt: skip


def _seconds(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    return min(max(int((end - start).total_seconds()), 0), MOST_SECONDS)


def heard(times: CallTimes, event: CallEvent, at: datetime) -> CallTimes:
    """The times once this event is known. What was told once stays: told again it changes nothing, whatever its moment."""
    slot = _SLOT[event]
    return times if getattr(times, slot) is not None else replace(times, **{slot: at})


def state(times: CallTimes, *, now: datetime) -> CallState:
    """Where the call is. One whose end was never told is over when it has lasted longer than any does."""
    if times.answered_at is not None:
        over = times.ended_at is not None or now - times.answered_at > LONGEST_CALL
        return CallState.ENDED if over else CallState.TALKING
    if times.ended_at is not None or times.rang_at is None or now - times.rang_at > LONGEST_RING:
        return CallState.MISSED
    return CallState.RINGING


def told_in_time(at: datetime, *, now: datetime) -> Refused | None:
    """Whether a telephone system may tell of this moment now: its clock isn't ahead, and it isn't a day old."""
    if at > now + AHEAD:
        return Refused("in_the_future", field="at")
    return Refused("too_long_ago", field="at") if at < now - LATEST else None


def may_inform(*, told: str, from_knowledge: bool, only_a_question: bool) -> Refused | None:
    """A call ends with an answer on the line only if the caller wants nothing done, and it is said what they were told.

    Whatever wants something done is a petition and is registered, however small it is (Art. 22).
    """
    if not only_a_question:
        return Refused("register_it_then", ARTICLE, "only_a_question")
    return None if told.strip() or from_knowledge else Refused("missing", field="told")


def tries_that_count(moments: Iterable[datetime]) -> int:
    """How many of these tries, the first one first, came half an hour or more after the one that counted before."""
    count, last = 0, None
    for moment in moments:
        if last is None or moment - last >= TRIES_APART:
            count, last = count + 1, moment
    return count


def may_give_up(moments: Iterable[datetime]) -> Refused | None:
    """Nobody is given up before they were tried three times, half an hour apart. ``moments``: of the tries, the first first."""
    tries = tries_that_count(moments)
    if tries >= LEAST_TRIES:
        return None
    minutes = TRIES_APART // timedelta(minutes=1)
    return Refused("tried_too_seldom", params={"least": LEAST_TRIES, "tries": tries, "minutes": minutes})


def may_promise(until: datetime, *, now: datetime) -> Refused | None:
    """A call is promised for a moment to come, within a year."""
    if until <= now:
        return Refused("is_past", field="due_at")
    return Refused("promised_too_far", field="due_at") if until > now + LONGEST_PROMISE else None


@dataclass(frozen=True, slots=True)
class CallShares:
    """Counts of the calls of some days, as they are; a share of nothing is None, not a hundred per cent.

    ``came``: calls that the telephone system told of; ``answered`` and ``in_time`` of these; ``waited`` and ``talked``: sums of
    seconds over the answered ones, ``ended`` of which are over. ``by_hand``: calls written down by an operator alone, which
    say nothing of waiting. The outcomes are of both.
    """

    came: int = 0
    answered: int = 0
    in_time: int = 0
    waited: int = 0
    talked: int = 0
    ended: int = 0
    by_hand: int = 0
    registered: int = 0
    informed: int = 0
    call_back: int = 0
    nothing: int = 0

    @property
    def answered_share(self) -> float | None:
        """Of those that came, how many were answered."""
        return self.answered / self.came if self.came else None

    @property
    def in_time_share(self) -> float | None:
        """Of those that came, how many were answered in the county's seconds."""
        return self.in_time / self.came if self.came else None

    @property
    def mean_wait(self) -> int | None:
        """Seconds that an answered caller waited, on average."""
        return round(self.waited / self.answered) if self.answered else None

    @property
    def mean_talk(self) -> int | None:
        """Seconds that an answered call lasted, on average."""
        return round(self.talked / self.ended) if self.ended else None
