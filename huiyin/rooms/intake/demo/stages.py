"""The pieces that lives are made of: each stage one verb, who does it, how long after the one before, what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from huiyin.rooms.intake.demo.corpus import phrases
from huiyin.rooms.intake.demo.shape import DEPARTMENT, LEADERS, Citizen, Seat, Who
from huiyin.rooms.intake.demo.words import Facts, answer, day_of, letter_out, representatives
from huiyin.rules.vocabulary import (
    Channel,
    DeliveryMethod,
    DeliveryResult,
    MatterClass,
    NoticeMethod,
    Outcome,
    Route,
    Verb,
)

Say = Callable[[datetime], dict[str, Any]]

CLERK, DISPATCHER = Who(Seat.CLERK, DEPARTMENT), Who(Seat.DISPATCHER, DEPARTMENT)
#: Terms that are set when a matter is assigned, in days, by channel.
TERMS = {Channel.VISIT: (20, 30, 30, 45), Channel.MAILBOX: (10, 15, 20), Channel.CALL: (7, 10)}
SHORT_TERMS = (7, 10, 15)
_CROWD = 5
#: Of those told "no" in person, how many won't sign.
_REFUSE = 0.5
_NOTICE = {
    Channel.VISIT: NoticeMethod.WRITTEN,
    Channel.MAILBOX: NoticeMethod.ONLINE,
    Channel.CALL: NoticeMethod.SMS,
}
_DELIVERY = {
    Channel.VISIT: (DeliveryMethod.HAND, DeliveryMethod.HAND, DeliveryMethod.POST),
    Channel.MAILBOX: (DeliveryMethod.ONLINE,),
    Channel.CALL: (DeliveryMethod.PHONE,),
}


class Stage(NamedTuple):
    """One verb to come: ``least`` to ``most`` working days after the one before."""

    verb: Verb
    who: Who
    least: float
    most: float
    say: Say


@dataclass(frozen=True, slots=True)
class Told:
    """What the stages of one life speak of."""

    facts: Facts
    channel: Channel
    citizens: tuple[Citizen, ...]
    persons: int
    rng: Random

    def one_of(self, words: Sequence[str]) -> str:
        """One phrase of several."""
        return self.rng.choice(words)


def nothing(_: datetime) -> dict[str, Any]:
    """A verb that is told nothing."""
    return {}


def _says(**data: Any) -> Say:
    return lambda _: {k: v for k, v in data.items() if v != ""}


def coming(told: Told) -> list[Stage]:
    """Registered, whoever speaks for a crowd noted, what the clerk saw noted."""
    who = Who(Seat.PETITIONER) if told.channel is Channel.MAILBOX else CLERK
    stages = [Stage(Verb.REGISTER, who, 0.01, 0.05, nothing)]
    if told.channel is Channel.VISIT and told.persons >= _CROWD:
        text = representatives(told.citizens, told.persons)
        stages.append(Stage(Verb.NOTE, CLERK, 0.02, 0.06, _says(text=text)))
    seen = told.facts.template.note
    if told.facts.template.korean:
        ways = phrases()["handling"]["korean"]
        seen = ways.get(told.channel.value, ways["mailbox"]) + seen
    if seen and (told.channel is Channel.VISIT or told.facts.template.korean):
        stages.append(Stage(Verb.NOTE, CLERK, 0.02, 0.1, _says(text=seen)))
    return stages


def sorting(told: Told) -> Stage:
    """Class and category by the dispatcher."""
    template = told.facts.template
    data = {"klass": template.klass.value, "category": template.category, "urgent": template.urgent}
    remark = told.one_of(phrases()["desk"]["triage"])
    quick = template.urgent or told.channel is Channel.CALL
    return Stage(Verb.TRIAGE, DISPATCHER, 0.02, 0.15 if quick else 0.9, _says(**data, remark=remark))


def naming(told: Told) -> list[Stage]:
    """A tip-off's accused are named before it goes anywhere (Art. 30): the town or village meant, or that nobody here is."""
    template, said = told.facts.template, phrases()["desk"]
    if template.klass is not MatterClass.TIP_OFF:
        return []
    accused = told.facts.place.town if template.accused == "@town" else template.accused
    words = said["accused"] if accused else said["nobody_accused"]
    return [Stage(Verb.ACCUSE, DISPATCHER, 0.01, 0.05, _says(accused=accused, text=words))]


def sending(told: Told, unit: str, days: int | None) -> Stage:
    """Forwarded, or assigned with a term."""
    desk = phrases()["desk"]
    if days is None:
        return Stage(Verb.FORWARD, DISPATCHER, 0.02, 0.8, _says(to=unit, remark=told.one_of(desk["sent"])))
    said = _says(to=unit, days=days, remark=told.one_of(desk["assigned"]))
    return Stage(Verb.ASSIGN, DISPATCHER, 0.02, 0.8, said)


def notice(told: Told) -> dict[str, str]:
    """How the petitioner was told, and what."""
    way = _NOTICE.get(told.channel, NoticeMethod.WRITTEN)
    return {"notice": way.value, "remark": told.one_of(phrases()["desk"]["notices"])}


def taking(told: Told, unit: str) -> list[Stage]:
    """Signed for by the unit, the petitioner told."""
    officer = Who(Seat.OFFICER, unit)
    return [
        Stage(Verb.SIGN, officer, 0.1, 1.4, nothing),
        Stage(Verb.NOTIFY, officer, 0.05, 2.5, _says(**notice(told))),
    ]


def accepting(told: Told) -> list[Stage]:
    """The department keeps it."""
    return [Stage(Verb.ACCEPT, DISPATCHER, 0.02, 0.6, _says(**notice(told)))]


def working(told: Told, unit: str, many: int) -> list[Stage]:
    """Notes of the work; a leader's word on a crowd."""
    said, officer = phrases()["handling"], Who(Seat.OFFICER, unit)
    seen = told.facts.template.category.partition("_")[0] in said["field_categories"]
    lines = told.rng.sample([*said["notes"], *(said["field"] if seen else ())], many)
    stages = [Stage(Verb.NOTE, officer, 0.3, 5.0, _dated(line)) for line in lines]
    if told.persons >= _CROWD and told.channel is Channel.VISIT:
        word = told.one_of(said["group_heads"])
        stages.insert(0, Stage(Verb.NOTE, Who(Seat.LEADER, LEADERS), 0.1, 0.8, _says(text=word)))
    return stages


def _dated(line: str) -> Say:
    return lambda at: {"text": line.format(date=day_of(at))}


def drafting(told: Told, unit: str, *, twice: bool = False) -> list[Stage]:
    """The opinion drafted, sent back once if need be, approved by somebody else, issued."""
    officer, head, said = Who(Seat.OFFICER, unit), Who(Seat.HEAD, unit), phrases()["desk"]
    outcome = told.facts.template.outcome
    assert outcome is not None, "a matter that is routed out has no opinion"

    def opinion(at: datetime) -> dict[str, Any]:
        return {"outcome": outcome.value, "text": answer(told.facts, at, told.rng)}

    back = [
        Stage(Verb.DRAFT, officer, 1.0, 9.0, opinion),
        Stage(Verb.REWORK, head, 0.1, 1.0, _says(reason=told.one_of(said["reworks"]))),
    ]
    return [
        *(back if twice else []),
        Stage(Verb.DRAFT, officer, 0.5 if twice else 1.5, 3.0 if twice else 14.0, opinion),
        Stage(Verb.APPROVE, head, 0.05, 1.2, _says(remark=told.one_of(said["approvals"]))),
        Stage(Verb.ISSUE, officer, 0.02, 0.6, nothing),
    ]


def declining(told: Told, who: Who) -> list[Stage]:
    """The letter that names the lawful route."""
    route = told.facts.template.route
    assert route is not None, "only a matter with a route is routed out"

    def letter(at: datetime) -> dict[str, Any]:
        return {"route": Route(route).value, "text": letter_out(told.facts, at, told.rng)}

    return [Stage(Verb.DECLINE, who, 0.1, 1.5, letter)]


def delivering(told: Told, who: Who, *, missed: bool = False, found: bool = True) -> list[Stage]:
    """The answer brought to the petitioner, with its proof; after an attempt that missed, again or by public notice."""
    said, rng = phrases()["delivery"], told.rng
    method = rng.choice(_DELIVERY.get(told.channel, (DeliveryMethod.POST,)))
    result, proof = DeliveryResult.RECEIVED, told.one_of(said[method.value])
    unwelcome = told.facts.template.outcome is Outcome.NOT_SUPPORTED
    if unwelcome and method is DeliveryMethod.HAND and rng.random() < _REFUSE:
        result, proof = DeliveryResult.REFUSED, told.one_of(said["refused"])
    attempts = [Stage(Verb.DELIVER, who, 0.05, 2.0, _delivered(method, result, proof))]
    if missed:
        first = _delivered(DeliveryMethod.POST, DeliveryResult.RETURNED, told.one_of(said["returned"]))
        if not found:
            notice_given = told.one_of(said["published"])
            say = _delivered(DeliveryMethod.PUBLIC_NOTICE, DeliveryResult.PUBLISHED, notice_given)
            attempts = [Stage(Verb.DELIVER, who, 2.0, 6.0, say)]
        attempts.insert(0, Stage(Verb.DELIVER, who, 1.0, 3.0, first))
    return attempts


def _delivered(method: DeliveryMethod, result: DeliveryResult, proof: str) -> Say:
    return lambda at: {
        "method": method.value, "result": result.value, "delivered_at": at - timedelta(minutes=1), "proof": proof,
    }  # fmt: skip


def closing(told: Told) -> list[Stage]:
    """Looked over by the dispatcher and closed."""
    return [Stage(Verb.CLOSE, DISPATCHER, 0.05, 1.5, _says(remark=told.one_of(phrases()["desk"]["closes"])))]
