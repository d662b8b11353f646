"""What is said with each verb of one life, and by whom."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from huiyin.rooms.cases.people import Person
from huiyin.rooms.intake.seeding import lives, words
from huiyin.rooms.intake.seeding.lives import Life, Stage
from huiyin.rooms.intake.seeding.staff import Staff
from huiyin.rules.roles import PETITIONER, Actor
from huiyin.rules.vocabulary import Channel, Verb

_CROWD = 0.06  # of visits come in a group
_ANONYMOUS = 0.03
_ID_GIVEN = 0.6
_EMAIL_GIVEN = 0.15
_URGENT = 0.04


class Telling:
    """One matter's people and words, drawn as they are asked for."""

    def __init__(self, rng: Random, staff: Staff, life: Life) -> None:
        self._rng, self._staff, self._life = rng, staff, life
        most = len(staff.units)
        unit = int(most * rng.random() ** 1.6)  # some are busier than others
        other = (unit + rng.randrange(1, most)) % most
        self._unit, self._other = staff.units[unit], staff.units[other]
        free = [code for code in staff.units if code not in (self._unit, self._other)]
        self._accused = rng.choice(free) if free else ""
        self._place, self._label = rng.choice(staff.places) if staff.places else ("", "本县")
        self._story = words.story(rng, self._label)
        self.person = self._drawn_person()
        self._people = {
            lives.PETITIONER: PETITIONER, lives.CLERK: rng.choice(staff.clerks),
            lives.DISPATCHER: rng.choice(staff.dispatchers), lives.OFFICER: staff.officers[self._unit],
            lives.HEAD: staff.heads[self._unit], lives.OTHER: staff.officers[self._other],
        }  # fmt: skip

    def actor(self, who: str) -> Actor:
        """The person behind a part."""
        return self._people[who]

    def _drawn_person(self) -> Person:
        rng = self._rng
        if rng.random() < _ANONYMOUS:
            return Person()
        return Person(
            name=words.name(rng),
            phone=words.phone(rng),
            address=f"{self._label}{rng.randint(1, 40)}号",
            id_number=words.id_number(rng) if rng.random() < _ID_GIVEN else "",
            email=f"p{rng.randrange(10**7)}@example.org" if rng.random() < _EMAIL_GIVEN else "",
            language="ko" if self._story.korean else "zh-hans",
        )

    def coming(self, at: datetime, mark: str) -> dict[str, Any]:
        """What REGISTER is told; ``mark`` stands for the petitioner."""
        crowd = self._life.channel is Channel.VISIT and self._rng.random() < _CROWD
        return {
            "channel": self._life.channel.value, "received_at": at, "persons": self._rng.randint(5, 40) if crowd else 1,
            "title": self._story.title, "text": self._story.text, "place": self._place,
            "desk": self._unit if self._life.house else self._staff.law.department, "petitioner": mark,
        }  # fmt: skip

    def said(self, stage: Stage, at: datetime) -> dict[str, Any]:
        """What any later verb is told."""
        given: dict[str, Any] = dict(stage.said)
        match stage.verb:
            case Verb.TRIAGE:
                category = self._rng.choice(self._staff.categories)
                given |= {
                    "klass": self._life.klass.value,
                    "category": category,
                    "urgent": self._rng.random() < _URGENT,
                }
            case Verb.FORWARD | Verb.ASSIGN:
                given["to"] = self._other if given["to"] == lives.OTHER else self._unit
            case Verb.ACCUSE:
                given |= {"accused": self._accused, "text": words.ACCUSED}
            case Verb.NOTE:
                given["text"] = words.note(self._rng)
            case Verb.DRAFT:
                given["text"] = words.answer(self._rng, self._story, self.person.name)
            case Verb.DECLINE:
                given["text"] = words.letter_out(self._story, self.person.name)
            case Verb.DELIVER:
                proof = "returned" if given["result"] == "returned" else given["method"]
                given |= {"delivered_at": at, "proof": words.PROOFS[proof]}
        given |= words.beside(self._rng, stage.verb)
        return given
