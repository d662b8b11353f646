"""What happens to one matter: the verbs, who does each, when. Closed ones run to their end, open ones stop where they stand.

Time is counted in days from the midnight before the matter came in; a fraction of a day is a moment of its office hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from huiyin.rules.vocabulary import Channel, MatterClass, Outcome, Route, Verb

T = TypeVar("T")

# who acts; ``making`` knows the persons
CLERK, PETITIONER, DISPATCHER, OFFICER, HEAD, OTHER = (
    "clerk",
    "petitioner",
    "dispatcher",
    "officer",
    "head",
    "other",
)

CHANNELS = (
    Channel.MAILBOX,
    Channel.VISIT,
    Channel.CALL,
    Channel.LETTER,
    Channel.PREFECTURE,
    Channel.PROVINCE,
)
_CHANNEL_WEIGHTS = (40, 88, 95, 97, 99, 100)
CLASSES = (MatterClass.APPEAL, MatterClass.SUGGESTION, MatterClass.TIP_OFF)
_CLASS_WEIGHTS = (80, 94, 100)
_OUTCOMES = {
    MatterClass.APPEAL: (Outcome.SUPPORTED, Outcome.SUPPORTED, Outcome.SUPPORTED, Outcome.EXPLAINED, Outcome.NOT_SUPPORTED),
    MatterClass.SUGGESTION: (Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED),
    MatterClass.TIP_OFF: (Outcome.FED_BACK,),
}  # fmt: skip
_ROUTES = (
    Route.COURT,
    Route.RECONSIDERATION,
    Route.ARBITRATION,
    Route.POLICE,
    Route.DISCIPLINE,
    Route.ALREADY_HANDLED,
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One verb to come: at least and at most so many days after the one before; ``said`` are fixed fields."""

    verb: Verb
    who: str
    least: float
    most: float
    said: dict[str, str]


_NONE: dict[str, str] = {}
_SIGN = Stage(Verb.SIGN, OFFICER, 0.1, 2.0, _NONE)
_NOTE = Stage(Verb.NOTE, OFFICER, 0.5, 6.0, _NONE)
_APPROVE = Stage(Verb.APPROVE, HEAD, 0.05, 1.5, _NONE)
_ISSUE = Stage(Verb.ISSUE, OFFICER, 0.02, 0.7, _NONE)
_TRIAGE = Stage(Verb.TRIAGE, DISPATCHER, 0.05, 1.2, _NONE)
_ACCUSE = Stage(Verb.ACCUSE, DISPATCHER, 0.01, 0.2, _NONE)
_RETURNED = Stage(Verb.DELIVER, OFFICER, 1.0, 3.0, {"method": "post", "result": "returned"})
_NOTICES = ("written", "online", "sms", "on_the_spot")
_METHODS = ("hand", "hand", "post", "online", "phone")
_TERMS = ("10", "15", "20", "30", "45", "60")


@dataclass(frozen=True, slots=True)
class Life:
    """All that is drawn for a matter before a word of it is written. ``house``: its desk handles it itself."""

    channel: Channel
    klass: MatterClass
    house: bool
    stages: tuple[Stage, ...]


def closed(rng: Random) -> Life:
    """A whole life, straight or crooked."""
    dice = rng.random()
    klass = _drawn(rng, CLASSES, _CLASS_WEIGHTS)
    channel = _drawn(rng, CHANNELS, _CHANNEL_WEIGHTS)
    house = dice < 0.12 and channel is not Channel.MAILBOX
    stages = [_registered(channel, house), *_sorted(klass, house)]
    if dice > 0.96:
        letter = Stage(Verb.DECLINE, DISPATCHER, 0.1, 2.0, {"route": rng.choice(_ROUTES).value})
        last = Stage(Verb.CLOSE, DISPATCHER, 0.1, 2.0, _NONE)
        return Life(
            channel,
            klass,
            False,
            (_registered(channel, False), *_sorted(klass, False), letter, _delivered(rng, CLERK), last),
        )
    stages += _taken(rng, house, returned=0.91 < dice <= 0.96)
    stages += _answered(rng, klass, reworked=0.88 < dice <= 0.91, missed=0.85 < dice <= 0.88)
    if 0.84 < dice <= 0.85:
        stages.append(Stage(Verb.REOPEN, HEAD if house else DISPATCHER, 4.0, 30.0, _NONE))
        stages += [*_taken(rng, house, returned=False), *_answered(rng, klass, reworked=False, missed=False)]
    return Life(channel, klass, house, tuple(stages))


def _registered(channel: Channel, house: bool) -> Stage:
    who = PETITIONER if channel is Channel.MAILBOX else OFFICER if house else CLERK
    return Stage(Verb.REGISTER, who, 0.0, 0.0, _NONE)


def _triaged(house: bool) -> Stage:
    return Stage(Verb.TRIAGE, HEAD, 0.05, 1.2, _NONE) if house else _TRIAGE


def _sorted(klass: MatterClass, house: bool) -> list[Stage]:
    """Class and category; whom a tip-off accuses is named at once, before it goes anywhere (Art. 30)."""
    triaged = _triaged(house)
    if klass is not MatterClass.TIP_OFF:
        return [triaged]
    return [triaged, replace(_ACCUSE, who=triaged.who)]


def _notice(rng: Random, verb: Verb, who: str) -> Stage:
    return Stage(verb, who, 0.1, 3.0, {"notice": rng.choice(_NOTICES)})


def _taken(rng: Random, house: bool, *, returned: bool) -> list[Stage]:
    if house:
        return [_notice(rng, Verb.ACCEPT, HEAD)]
    stages = []
    if returned:
        stages = [
            Stage(Verb.FORWARD, DISPATCHER, 0.05, 1.0, {"to": OTHER}), Stage(Verb.OBJECT, OTHER, 0.3, 2.5, _NONE),
            Stage(Verb.AGREE_RETURN, DISPATCHER, 0.2, 2.5, _NONE),
        ]  # fmt: skip
    return [*stages, _sent(rng), _SIGN, _notice(rng, Verb.NOTIFY, OFFICER)]


def _sent(rng: Random) -> Stage:
    if rng.random() < 0.4:
        return Stage(Verb.ASSIGN, DISPATCHER, 0.05, 1.0, {"to": OFFICER, "days": rng.choice(_TERMS)})
    return Stage(Verb.FORWARD, DISPATCHER, 0.05, 1.0, {"to": OFFICER})


def _drafted(rng: Random, klass: MatterClass) -> Stage:
    return Stage(Verb.DRAFT, OFFICER, 2.0, 25.0, {"outcome": rng.choice(_OUTCOMES[klass]).value})


def _delivered(rng: Random, who: str) -> Stage:
    return Stage(Verb.DELIVER, who, 0.1, 3.0, {"method": rng.choice(_METHODS), "result": "received"})


def _answered(rng: Random, klass: MatterClass, *, reworked: bool, missed: bool) -> list[Stage]:
    stages = [_NOTE] * int(rng.random() * 2.4)
    stages.append(_drafted(rng, klass))
    if reworked:
        stages += [Stage(Verb.REWORK, HEAD, 0.1, 1.5, _NONE), _drafted(rng, klass)]
    stages += [_APPROVE, _ISSUE]
    if missed:
        stages.append(_RETURNED)
    return [*stages, _delivered(rng, OFFICER), Stage(Verb.CLOSE, OFFICER, 0.1, 2.0, _NONE)]


@dataclass(frozen=True, slots=True)
class Standstill:
    """Where an open matter stands: the last verb done, the verb whose term now runs, that term in days."""

    last: Verb
    since: Verb
    term: float
    share: int


_STANDSTILLS = (
    Standstill(Verb.REGISTER, Verb.REGISTER, 15, 6), Standstill(Verb.TRIAGE, Verb.REGISTER, 15, 5),
    Standstill(Verb.OBJECT, Verb.FORWARD, 9, 4), Standstill(Verb.FORWARD, Verb.FORWARD, 15, 10),
    Standstill(Verb.SIGN, Verb.FORWARD, 15, 9), Standstill(Verb.NOTIFY, Verb.NOTIFY, 60, 25),
    Standstill(Verb.NOTE, Verb.NOTIFY, 60, 20), Standstill(Verb.DRAFT, Verb.NOTIFY, 60, 8),
    Standstill(Verb.APPROVE, Verb.NOTIFY, 60, 4), Standstill(Verb.ISSUE, Verb.ISSUE, 14, 5),
    Standstill(Verb.DELIVER, Verb.DELIVER, 14, 4),
)  # fmt: skip
_YOUNG = 20.0  # days; an older matter isn't lying at the desk any more
_OLD_ONES = _STANDSTILLS[2:]


def opened(rng: Random, age: float) -> tuple[Life, Standstill]:
    """A life up to where it stands still; ``age`` in days."""
    klass = _drawn(rng, CLASSES, _CLASS_WEIGHTS)
    channel = _drawn(rng, CHANNELS, _CHANNEL_WEIGHTS)
    known = _STANDSTILLS if age < _YOUNG else _OLD_ONES
    still = rng.choices(known, [one.share for one in known])[0]
    if still.last is Verb.OBJECT:
        stages = [_registered(channel, False), *_sorted(klass, False), *_taken(rng, False, returned=True)]
    else:
        forwarded = [
            Stage(Verb.FORWARD, DISPATCHER, 0.05, 1.0, {"to": OFFICER}),
            _SIGN,
            _notice(rng, Verb.NOTIFY, OFFICER),
        ]
        stages = [
            _registered(channel, False),
            *_sorted(klass, False),
            *forwarded,
            *_answered(rng, klass, reworked=False, missed=False),
        ]
        if still.last is Verb.NOTE and _NOTE not in stages:
            stages.insert(stages.index(forwarded[-1]) + 1, _NOTE)
    end = next(n for n, stage in enumerate(stages) if stage.verb is still.last)
    return Life(channel, klass, False, tuple(stages[: end + 1])), still


def closed_times(rng: Random, stages: Sequence[Stage], came: float, age: float) -> list[float]:
    """When each stage of a whole life happens; it ends before today, if need be hurriedly."""
    gaps = _gaps(rng, stages)
    room = 0.97 * (age - came)
    return _running(came, gaps, min(1.0, room / max(sum(gaps), 0.01)))


def open_times(
    rng: Random, stages: Sequence[Stage], still: Standstill, came: float, age: float
) -> list[float]:
    """When each stage happens so that the term that runs now ends within some weeks of today."""
    gaps = _gaps(rng, stages)
    anchor = next(n for n, stage in enumerate(stages) if stage.verb is still.since)
    least = 3.0 if still.last is Verb.OBJECT else 0.0
    waited = min(rng.uniform(least, 1.1 * still.term), 0.8 * (age - came))
    before, after = gaps[: anchor + 1], gaps[anchor + 1 :]
    start = age - waited
    times = _running(came, before, (start - came) / max(sum(before), 0.01) if anchor else 0.0)
    stretch = min(1.0, 0.9 * waited / max(sum(after), 0.01))
    return times + _running(times[-1], after, stretch)


def _gaps(rng: Random, stages: Sequence[Stage]) -> list[float]:
    return [stage.least + (stage.most - stage.least) * rng.random() for stage in stages]


def _running(start: float, gaps: Sequence[float], stretch: float) -> list[float]:
    times = []
    for gap in gaps:
        start += gap * stretch
        times.append(start)
    return times


def _drawn(rng: Random, items: Sequence[T], upto: Sequence[int]) -> T:
    dice = rng.random() * 100
    return next(item for item, edge in zip(items, upto, strict=True) if dice < edge)
