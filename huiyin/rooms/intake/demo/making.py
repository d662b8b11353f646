"""Makes matters with their lives: closed ones, open ones in every state, and repeats that join an earlier matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from huiyin.rooms.intake.demo import timing
from huiyin.rooms.intake.demo.choosing import Chooser, Fits
from huiyin.rooms.intake.demo.corpus import Place, Template, phrases
from huiyin.rooms.intake.demo.lives import MISTAKEN, standing, whole
from huiyin.rooms.intake.demo.people import People
from huiyin.rooms.intake.demo.shape import (
    DEPARTMENT,
    MOST_REPRESENTATIVES,
    Citizen,
    DemoMatter,
    Open,
    Seat,
    Step,
    Wait,
    Who,
)
from huiyin.rooms.intake.demo.stages import CLERK, DISPATCHER, SHORT_TERMS, TERMS, Stage, Told
from huiyin.rooms.intake.demo.stories import last_status
from huiyin.rooms.intake.demo.words import facts
from huiyin.rooms.intake.demo.worktime import A_DAY, Worktime
from huiyin.rules.calendar import LOCAL
from huiyin.rules.clocks import Clock
from huiyin.rules.vocabulary import Channel, MatterClass, Status, Verb

#: How much faster than a visit's matter the others are handled.
_PACE = {Channel.MAILBOX: 0.55, Channel.CALL: 0.3, Channel.PREFECTURE: 0.8, Channel.PROVINCE: 0.8}
_SIMPLE = 0.5
#: The last closed ones of each channel came in so many working days before the end.
_QUIET = {Channel.VISIT: 6.0, Channel.MAILBOX: 3.5, Channel.CALL: 1.5}
_QUIET_TRANSFERS = 12.0
_CROOKED_PART = 0.55  # of the whole time: a crooked way needs room
_ASSIGNED = 0.35
_HOURS = {Channel.MAILBOX: (6, 23), Channel.CALL: (7, 19)}
_MOST_SIGNATURES = 12


class Arrival(NamedTuple):
    """When a petition came in, when it was registered, and that on the line of working time."""

    received: datetime
    registered: datetime
    minute: float


@dataclass(slots=True)
class Maker:
    """Holds what all matters of a plan share."""

    worktime: Worktime
    days: timing.Days
    rng: Random
    people: People
    chooser: Chooser
    made: int = 0

    # -- whole lives -------------------------------------------------------------------------------------------------

    def closed(self, channel: Channel, way: str = "") -> DemoMatter:
        """One that was answered, delivered and closed."""
        arrival = self._arrival(channel, _CROOKED_PART if way else 1.0)
        told = self._told(channel, arrival.received, lambda t: _can_go(t, way))
        days = self.rng.choice(TERMS.get(channel, SHORT_TERMS)) if self.rng.random() < _ASSIGNED else None
        stages = whole(told, way, days)
        between = timing.gaps(stages, _pace(told), self.rng)
        minutes = timing.onwards(arrival.minute, between[1:], self.worktime.length - A_DAY / 20)
        return self._matter(told, arrival, stages, minutes)

    def open(self, kind: Open) -> DemoMatter:
        """One that stands still in an open state, as long as its wait says."""
        day, days = self._begin(kind)
        told = self._told(kind.channel, day, lambda t: _can_stand(t, kind), kind.unit)
        stages = standing(told, kind.status, days=days, is_told=kind.told, reopened=kind.again)
        between = timing.gaps(stages, _pace(told), self.rng)
        if _letter_waits(kind):
            arrival = self._at_clock(kind.channel, day)
            minutes = timing.onwards(arrival.minute, between[1:], self.worktime.length)
        else:
            first, *minutes = self._around(kind.wait, day, stages, between)
            arrival = self._arrived_at(kind.channel, first)
        return self._matter(told, arrival, stages, minutes)

    def _around(
        self, wait: Wait, day: date, stages: Sequence[Stage], between: Sequence[float]
    ) -> list[float]:
        """The minutes of the stages around the one that matters: the last one, or the one that began the term on ``day``."""
        rng, length = self.rng, self.worktime.length
        if wait.clock is None:
            last = length - rng.uniform(wait.least, wait.most) * A_DAY - timing.APART
            return timing.around(len(stages) - 1, last, between, length)
        minute = self.worktime.of_day(day) + rng.uniform(20, A_DAY - 40)
        return timing.around(timing.fixed_stage(stages, wait.clock), minute, between, length - A_DAY / 20)

    def _begin(self, kind: Open) -> tuple[date, int | None]:
        """The day that the term began on, and its length if it was given; for a fresh one about now."""
        wait, rng = kind.wait, self.rng
        if wait.clock is None:
            some = kind.status is not Status.REGISTERED and wait.most <= 4 and rng.random() < _ASSIGNED
            return self.worktime.days[-1], rng.choice((20, 30)) if some else None
        if wait.clock is Clock.T5:
            if not wait.late:
                return self.days.term_due_today()
            days = rng.choice(SHORT_TERMS)
            return self.days.begin(wait, days=days), days
        return self.days.begin(wait, any_day=_letter_waits(kind)), None

    def repeat(self, targets: list[DemoMatter], channel: Channel) -> DemoMatter:
        """Somebody asks again while their matter is being handled; the dispatcher joins it to the first."""
        rng, said = self.rng, phrases()["repeat"]
        while True:
            target = targets.pop(rng.randrange(len(targets)))
            room = self._room(target)
            if room is not None:
                break
        since, until = room
        minute = rng.uniform(since + 0.3 * (until - since), until - 0.4 * (until - since))
        arrival = self._arrived_at(channel, minute)
        linked = min(minute + rng.uniform(0.05, 0.3) * A_DAY, until - 2 * timing.APART)
        template = rng.choice(said["korean_texts"] if target.korean else said["texts"])
        who = Who(Seat.PETITIONER) if channel is Channel.MAILBOX else CLERK
        remark = {"other": target.key, "remark": rng.choice(said["remarks"])}
        steps = (
            Step(Verb.REGISTER, arrival.registered, who, {}),
            Step(Verb.LINK, self.worktime.at(linked), DISPATCHER, remark),
        )
        title = target.title if target.korean else rng.choice(said["titles"]).format(title=target.title)
        return DemoMatter(
            key=self._key(channel), channel=channel, received_at=arrival.received, citizens=target.citizens[:1], persons=1,
            title=title, text=template.format(title=target.title), korean=target.korean, klass=target.klass,
            category=target.category, unit=target.unit, place=target.place, steps=steps, status=Status.LINKED,
        )  # fmt: skip

    def _room(self, target: DemoMatter) -> tuple[float, float] | None:
        """From telling the petitioner to the first draft (or the end): when asking again makes sense; None if too short."""
        moments = {step.verb: step.at for step in reversed(target.steps)}
        told = moments.get(Verb.NOTIFY) or moments.get(Verb.ACCEPT)
        if told is None or Verb.REOPEN in moments:
            return None
        since = self.worktime.of(told)
        drafted = moments.get(Verb.DRAFT)
        until = self.worktime.of(drafted) if drafted else float(self.worktime.length)
        return (since, until) if until - since > 1.5 * A_DAY else None

    # -- arrivals ----------------------------------------------------------------------------------------------------

    def _arrival(self, channel: Channel, part: float) -> Arrival:
        """Some time in the first part of the demo, when people come, write or call."""
        rng, last = self.rng, (self.worktime.length - _QUIET.get(channel, _QUIET_TRANSFERS) * A_DAY) * part
        if channel not in _HOURS:
            return self._arrived_at(channel, rng.uniform(0, last))
        while True:
            arrival = self._at_clock(channel, self.days.any_day())
            if arrival.minute <= last:
                return arrival

    def _at_clock(self, channel: Channel, day: date) -> Arrival:
        rng, (early, late) = self.rng, _HOURS[channel]
        clock = time(rng.randint(early, late), rng.randint(0, 59), rng.randint(0, 59))
        registered = received = datetime.combine(day, clock, LOCAL)
        if channel is Channel.CALL:
            registered += timedelta(seconds=rng.randint(80, 400))
        return Arrival(received, registered, self.worktime.of(registered))

    def _arrived_at(self, channel: Channel, minute: float) -> Arrival:
        """Came in so that it was registered at a working minute; a letter may have been sent some hours before."""
        rng, registered = self.rng, self.worktime.at(minute)
        if channel is Channel.MAILBOX:
            earlier = registered - timedelta(minutes=rng.randint(0, 660))
            sent = earlier if earlier.hour in range(*_HOURS[channel]) else registered
            return Arrival(sent, sent, minute)
        if channel is Channel.CALL:
            return Arrival(registered - timedelta(seconds=rng.randint(80, 400)), registered, minute)
        opened = self.worktime.opened(minute)
        return Arrival(self.worktime.at(max(minute - rng.uniform(4, 15), opened)), registered, minute)

    # -- putting together --------------------------------------------------------------------------------------------

    def _told(self, channel: Channel, received: datetime | date, fits: Fits, unit: str = "") -> Told:
        rng, chooser = self.rng, self.chooser
        day = received.astimezone(LOCAL).date() if isinstance(received, datetime) else received
        persons = chooser.size(channel)
        korean = chooser.korean(persons)
        template = chooser.text(channel, persons, day.month, korean, fits, unit)
        place = chooser.place(template)
        what = facts(template, place, day, persons, channel, rng)
        if channel is Channel.MAILBOX and template.who == "group":
            persons = min(int(what.slots["n"]), _MOST_SIGNATURES)
        speakers = min(persons, MOST_REPRESENTATIVES) if channel is Channel.VISIT else 1
        return Told(what, channel, self._citizens(template, what.place, speakers, channel), persons, rng)

    def _citizens(self, template: Template, place: Place, many: int, channel: Channel) -> tuple[Citizen, ...]:
        age, korean, online = template.age, template.korean, channel is Channel.MAILBOX
        first = self.people.citizen(place, sex=template.sex, age=age, korean=korean, online=online)
        return (first, *(self.people.citizen(place, age=age, korean=korean) for _ in range(many - 1)))

    def _matter(
        self, told: Told, arrival: Arrival, stages: Sequence[Stage], minutes: Sequence[float]
    ) -> DemoMatter:
        moments = [arrival.registered, *map(self.worktime.at, minutes)]
        steps = tuple(
            Step(stage.verb, at, stage.who, stage.say(at)) for stage, at in zip(stages, moments, strict=True)
        )
        what = told.facts
        return DemoMatter(
            key=self._key(told.channel), channel=told.channel, received_at=arrival.received, citizens=told.citizens,
            persons=told.persons, title=what.title, text=what.text, korean=what.template.korean, klass=what.template.klass,
            category=what.template.category, unit=what.unit, place=what.place, steps=steps, status=last_status(steps),
            template=what.template.id,
        )  # fmt: skip

    def _key(self, channel: Channel) -> str:
        self.made += 1
        return f"{channel.value}-{self.made:04d}"


def _pace(told: Told) -> float:
    return _PACE.get(told.channel, 1.0) * (_SIMPLE if told.facts.template.simple else 1.0)


def _letter_waits(kind: Open) -> bool:
    """Whether only the day that a letter came in matters, and that may be any day of the week."""
    return kind.wait.clock is Clock.T1 and kind.channel is Channel.MAILBOX


def _can_go(template: Template, way: str) -> bool:
    if not way:
        return True
    return template.route is None and not template.simple and template.unit in MISTAKEN


def _can_stand(template: Template, kind: Open) -> bool:
    """Whether a matter of this text can stand still like that."""
    if kind.status in (Status.REGISTERED, Status.TRIAGED) and not kind.again:
        return True
    if template.route is not None:
        return kind.status in (Status.ISSUED, Status.DELIVERED) and kind.wait.clock is None
    if template.unit == DEPARTMENT:
        return False
    answered_within = Clock.T6 if template.klass is MatterClass.APPEAL else Clock.L1
    if kind.wait.clock in (Clock.T6, Clock.L1) and kind.wait.clock is not answered_within:
        return False
    return kind.status is not Status.OBJECTED or template.unit in MISTAKEN
