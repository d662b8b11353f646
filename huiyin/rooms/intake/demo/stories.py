"""The three stories, read from their files and set on real days: 7 August and 31 July as the report tells, if they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.rooms.intake.demo.corpus import HERE, Place, places, read
from huiyin.rooms.intake.demo.people import People
from huiyin.rooms.intake.demo.shape import Citizen, DemoMatter, Seat, Step, Who
from huiyin.rooms.intake.demo.words import day_of
from huiyin.rooms.intake.demo.worktime import Worktime
from huiyin.rules.calendar import LOCAL
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Channel, MatterClass, Status, Verb

_CHANNELS = {"visit": Channel.VISIT, "mailbox": Channel.MAILBOX, "hotline": Channel.CALL}
#: A story's own date is kept if so many days lie before it and after it.
_BEFORE, _AFTER = 22, 70
_OWN = frozenset({"matter", "verb", "by", "day", "time"})


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a story stands in time: its day 0 among the working days, and whether it goes on on all days."""

    worktime: Worktime
    zero: int
    every_day: bool

    def day(self, number: int) -> date:
        """Day ``number`` of the story; those before its start are negative."""
        if self.every_day:
            return self.worktime.days[self.zero] + timedelta(days=number)
        return self.worktime.days[self.zero + number]

    def at(self, row: Mapping[str, Any]) -> datetime:
        """The moment that a row's day and time name."""
        return datetime.combine(self.day(row["day"]), time.fromisoformat(row["time"]), LOCAL)

    def filled(self, text: str) -> str:
        """The text with its days: {d:4} is working day 4 of the story."""
        return re.sub(r"\{d:(-?\d+)\}", lambda found: day_of(self.day(int(found[1]))), text)


def stories(worktime: Worktime, first: date, end: date, people: People) -> Iterator[DemoMatter]:
    """All stories' matters with their lives; told between ``first`` and ``end``."""
    for path in sorted((HERE / "stories").glob("*.toml")):
        for row in read(f"stories/{path.name}")["story"]:
            zero = worktime.days.index(_start(row, worktime, first, end))
            stage = Stage(worktime, zero, row.get("every_day", False))
            yield from _matters(row, stage, people)


def _start(row: Mapping[str, Any], worktime: Worktime, first: date, end: date) -> date:
    wished = first + timedelta(days=row["after"])
    for year in (first.year, end.year):
        own = date(year, row["month"], row["day"])
        if (own - first).days >= _BEFORE and (end - own).days >= _AFTER:
            wished = own
    earliest = -min(step["day"] for step in row["step"])
    return next(day for day in worktime.days[max(earliest, 0) :] if day >= wished)


def _matters(row: Mapping[str, Any], stage: Stage, people: People) -> Iterator[DemoMatter]:
    lives: dict[str, list[Step]] = {matter["key"]: [] for matter in row["matter"]}
    for step in row["step"]:
        lives[step["matter"]].append(_step(step, stage, row))
    known: dict[str, Citizen] = {}
    for matter in row["matter"]:
        steps = tuple(lives[matter["key"]])
        place = next(place for place in places() if place.code == matter["place"])
        for who in matter["speakers"]:  # whoever comes twice is the same person
            known.setdefault(who["name"], _citizen(who, place, people))
        yield DemoMatter(
            key=matter["key"], channel=_CHANNELS[matter["channel"]], received_at=stage.at(matter),
            citizens=tuple(known[who["name"]] for who in matter["speakers"]), persons=matter["persons"],
            title=matter["title"], text=matter["text"], korean=matter.get("korean", False),
            klass=MatterClass(matter["class"]), category=matter["category"], unit=matter["unit"], place=place,
            steps=steps, status=last_status(steps),
        )  # fmt: skip


def last_status(steps: tuple[Step, ...]) -> Status:
    """Where a life stands after its last step, read from the table of transitions."""
    reached = [status for step in steps if (status := TRANSITIONS[step.verb].target)]
    return reached[-1]


def _citizen(who: Mapping[str, Any], place: Place, people: People) -> Citizen:
    made = people.citizen(place, sex=who["sex"], age=(who["age"], who["age"]), korean=who["language"] == "ko")
    return Citizen(
        name=who["name"], sex=made.sex, age=made.age, place=place, address=made.address, phone=made.phone,
        id_number=made.id_number, language=who["language"],
    )  # fmt: skip


def _step(row: Mapping[str, Any], stage: Stage, story: Mapping[str, Any]) -> Step:
    verb, at = Verb(row["verb"]), stage.at(row)
    seat, _, unit = row["by"].partition(" ")
    data = {k: stage.filled(v) if isinstance(v, str) else v for k, v in row.items() if k not in _OWN}
    if verb is Verb.TRIAGE:
        matter = next(m for m in story["matter"] if m["key"] == row["matter"])
        data |= {"klass": matter["class"], "category": matter["category"]}
    if "due" in data:  # a day of the story
        data["due"] = stage.day(int(data["due"]))
    if verb is Verb.DELIVER:
        data["delivered_at"] = at - timedelta(minutes=1)
    return Step(verb, at, Who(Seat(seat), unit), data)
