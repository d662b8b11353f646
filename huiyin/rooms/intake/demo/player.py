"""Plays the plan through the pen and the verbs that everybody else uses, each act at its own moment.

A matter that nothing joins is one run, from its registration to its last act; where matters meet (a repeat is linked) their
lives are cut into runs, so that all happens in the order of its moments. What happened long ago is told to nobody now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from itertools import groupby
from typing import Any

from django.db import transaction

from huiyin.rooms.accounts.demo import demo_cast
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases import asked_back, following, pressing
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.parties import Other
from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, link, register
from huiyin.rooms.county.queries import (
    calendar,
    categories_by_name,
    department,
    desk_of,
    terms,
    units_by_name,
)
from huiyin.rooms.intake.demo.after import After, free
from huiyin.rooms.intake.demo.hotline import play_hotline
from huiyin.rooms.intake.demo.house import furnish
from huiyin.rooms.intake.demo.passing import pass_on
from huiyin.rooms.intake.demo.photos import send_photos
from huiyin.rooms.intake.demo.plan import SEED, plan
from huiyin.rooms.intake.demo.publishing import publish_some
from huiyin.rooms.intake.demo.rota import note_yearly, play_rota
from huiyin.rooms.intake.demo.shape import DEPARTMENT, Citizen, DemoMatter, Seat, Step, Who
from huiyin.rooms.vault.codes import derive_query_code
from huiyin.rules.calendar import local_date
from huiyin.rules.groups import PartyRole
from huiyin.rules.roles import PETITIONER, Actor, Role
from huiyin.rules.senders import OWN_MARK
from huiyin.rules.vocabulary import Channel, Status, Verb

#: What every demo petition's key begins with; it tells a demo from a county at work, and is shown to nobody.
MARK = OWN_MARK
#: The accounts are there some days before the first petition.
_EARLIER = timedelta(days=7)
_ROLES = {
    Seat.CLERK: Role.CLERK, Seat.DISPATCHER: Role.DISPATCHER, Seat.OFFICER: Role.OFFICER, Seat.HEAD: Role.HEAD,
    Seat.LEADER: Role.LEADER, Seat.SUPERVISOR: Role.SUPERVISOR,
}  # fmt: skip
#: The leader who reads what a crowd brings.
_LEADER = "政法委书记"
#: Which of the department's offices takes a channel in; any clerk of the department where an office has none.
_OFFICES = {Channel.CALL: "公开电话办", Channel.MAILBOX: "县长信箱办"}
_RECEPTION = "接访科"


def is_there() -> bool:
    """Whether the database holds the demo."""
    return Petition.objects.filter(foreign_number__startswith=MARK).exists()


def others_are_there() -> bool:
    """Whether it holds petitions that aren't the demo's."""
    return Petition.objects.exclude(foreign_number__startswith=MARK).exists()


def token_of(key: str) -> str:
    """The form's one-time token of a demo petition: always the same, so that its query code can be told again."""
    return f"{MARK}{key}:petition"


def receipt_of(key: str) -> Receipt | None:
    """Number and query code of one of the demo's petitions; None if it isn't there."""
    number = Petition.objects.filter(foreign_number=f"{MARK}{key}").values_list("number", flat=True).first()
    return Receipt(number, derive_query_code(token_of(key))) if number else None


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of so many matters are played; the receipts so far, by the matters' keys."""

    done: int
    of: int
    receipts: Mapping[str, Receipt]


def play(now: datetime, *, password: str, seed: int = SEED) -> Iterator[Progress]:
    """Make the demo's accounts and play the whole plan, yielding after each matter came in. The county must be loaded.

    All of it or nothing: one transaction, held until the last yield.
    """
    matters = list(plan(now, seed, calendar=calendar(), terms=terms()))
    with transaction.atomic():
        start = min(matter.received_at for matter in matters) - _EARLIER
        cast = Cast(start, now, password)
        stage = Stage(cast)
        for count, receipts in enumerate(stage.run(matters), 1):
            yield Progress(count, len(matters), receipts)
        visits = [m for m in matters if m.channel is Channel.VISIT and m.status is not Status.LINKED]
        came = [(local_date(m.received_at), stage.receipts[m.key].number) for m in visits]
        numbers = {key: receipt.number for key, receipt in stage.receipts.items()}
        After(now, free(matters), numbers, cast.actor, MARK, token_of).play()
        keeper = cast.actor(Who(Seat.DISPATCHER, DEPARTMENT), visits[0])
        pass_on(now, numbers.values(), by=keeper)
        play_rota(now, planner=keeper, came=came)
        operator = cast.actor(Who(Seat.CLERK, "公开电话办"), visits[0])
        play_hotline(now, operator=operator, keeper=keeper, numbers=numbers.values())
        send_photos(now)
        publish_some(now, numbers, by=keeper)
        note_yearly(now, by=cast.actor(Who(Seat.SUPERVISOR, DEPARTMENT), visits[0]))
        furnish(now)


class Cast:
    """The demo's accounts as actors, by role and unit; who sits in an office sits in its house too."""

    def __init__(self, start: datetime, now: datetime, password: str) -> None:
        self._seats: dict[tuple[Role, str], list[Actor]] = {}
        self._korean: set[str] = set()
        for _, user in sorted(demo_cast(start, password=password).items()):
            actor = actor_of(user, now)
            if user.language == "ko":
                self._korean.add(actor.key)
            for post in actor.posts:
                for unit in {post.unit, desk_of(post.unit)}:
                    self._seats.setdefault((post.role, unit), []).append(actor)

    def actor(self, who: Who, matter: DemoMatter) -> Actor:
        """Who it is that acts; somebody who reads Korean, if there is one, where the matter is in Korean.

        Refuses (LookupError) a post that nobody holds.
        """
        if who.seat is Seat.PETITIONER:
            return PETITIONER
        role, unit = _ROLES[who.seat], units_by_name()[_LEADER if who.seat is Seat.LEADER else who.unit]
        found = self._seats.get((role, unit))
        if who.seat is Seat.CLERK and who.unit == DEPARTMENT:
            office = units_by_name()[_OFFICES.get(matter.channel, _RECEPTION)]
            found = self._seats.get((role, office), found)
        if not found:
            raise LookupError(f"nobody is {who.seat} in {who.unit}")
        readers = [actor for actor in found if matter.korean and actor.key in self._korean]
        return (readers or found)[0]


@dataclass(frozen=True, slots=True)
class Run:
    """Some acts on one matter with nothing in between that concerns another."""

    matter: DemoMatter
    steps: tuple[Step, ...]


def runs(matters: Iterable[DemoMatter]) -> list[Run]:
    """All acts as runs, in the order of their first moments; the same order however often it is asked."""
    played: list[Run] = []
    for together in _meeting(list(matters)):
        acts = sorted(
            ((step.at, matter.key, n, matter) for matter in together for n, step in enumerate(matter.steps)),
            key=lambda act: act[:3],
        )
        for _, same in groupby(acts, key=lambda act: act[1]):
            some = list(same)
            matter = some[0][3]
            played.append(Run(matter, tuple(matter.steps[n] for _, _, n, _ in some)))
    return sorted(played, key=lambda run: (run.steps[0].at, run.matter.key))


def _meeting(matters: list[DemoMatter]) -> list[list[DemoMatter]]:
    """The matters in sets of those that are joined to the same one."""
    ends = {m.key: str(step.data["other"]) for m in matters for step in m.steps if step.verb is Verb.LINK}
    sets: dict[str, list[DemoMatter]] = {}
    for matter in matters:
        sets.setdefault(ends.get(matter.key, matter.key), []).append(matter)
    return list(sets.values())


class Stage:
    """Where the plan is played: who acts, and the numbers that the matters have got."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self.receipts: dict[str, Receipt] = {}

    def run(self, matters: Iterable[DemoMatter]) -> Iterator[Mapping[str, Receipt]]:
        """Play all; yields the receipts each time a matter came in."""
        for run in runs(matters):
            first, *rest = run.steps
            if first.verb is Verb.REGISTER:
                self._registered(run.matter, first, rest)
                yield self.receipts
            else:
                self._go_on(run.matter, run.steps)

    def _registered(self, matter: DemoMatter, first: Step, rest: list[Step]) -> None:
        ours, others = _together(rest)
        self.receipts[matter.key] = register(
            channel=matter.channel.value, received_at=matter.received_at, persons=matter.persons, title=matter.title,
            text=matter.text, person=person(matter.citizens[0]), desk=department(), place=matter.place.code,
            by=self._cast.actor(first.who, matter), now=first.at, foreign_number=f"{MARK}{matter.key}",
            token=token_of(matter.key), others=came_along(matter),
            then=lambda pen: self._write(pen, matter, ours),
        )  # fmt: skip
        self._go_on(matter, others)

    def _go_on(self, matter: DemoMatter, steps: Iterable[Step]) -> None:
        number = self.receipts[matter.key].number
        for alone, some in groupby(steps, key=lambda step: step.verb in _ALONE):
            if not alone:
                with transaction.atomic():
                    pen = Pen.take(number, quiet=True)
                    self._write(pen, matter, some)
                    pen.put_down()
                continue
            for step in some:
                data = self._data(matter, step)
                _ALONE[step.verb](number, data, self._cast.actor(step.who, matter), step.at)

    def _write(self, pen: Pen, matter: DemoMatter, steps: Iterable[Step]) -> None:
        for step in steps:
            pen.write(step.verb, self._data(matter, step), by=self._cast.actor(step.who, matter), now=step.at)

    def _data(self, matter: DemoMatter, step: Step) -> dict[str, Any]:
        """What the verb is told, with numbers for keys and codes for names."""
        data = dict(step.data)
        for name in ("other", "petition"):
            if name in data:
                data[name] = self.receipts[data[name]].number
        for name in ("to", "accused", "leader"):
            if data.get(name):
                data[name] = units_by_name()[data[name]]
        if "category" in data:
            data["category"] = categories_by_name()[data["category"]]
        if step.verb is Verb.TRIAGE:
            data["place"] = matter.place.code
        return data


def _together(steps: list[Step]) -> tuple[list[Step], list[Step]]:
    """The acts that go with the registration, and those from the first on that has a verb of its own."""
    at = next((n for n, step in enumerate(steps) if step.verb in _ALONE), len(steps))
    return steps[:at], steps[at:]


def _link(number: str, data: dict[str, Any], by: Actor, now: datetime) -> None:
    link(number, **data, by=by, now=now)


def _attach(number: str, data: dict[str, Any], by: Actor, now: datetime) -> None:
    content = data["content"].lstrip().encode()
    attach(number, upload=Upload(data["name"], len(content), BytesIO(content)), by=by, now=now)


def _supervise(number: str, data: dict[str, Any], by: Actor, now: datetime) -> None:
    pressing.supervise(number, **data, by=by, now=now)


def _recommend(number: str, data: dict[str, Any], by: Actor, now: datetime) -> None:
    pressing.recommend(number, **data, by=by, now=now)


def _rate(number: str, data: dict[str, Any], by: Actor, now: datetime) -> None:
    following.rate(number, **data, by=by, now=now)


def _ask_back(number: str, data: dict[str, Any], by: Actor, now: datetime) -> None:
    asked_back.ask_back(number, **data, by=by, now=now)


#: Verbs that do more than one stroke of the pen, want a number from a series, or name a petition that has its number only then.
_ALONE = {
    Verb.LINK: _link, Verb.ATTACH: _attach, Verb.SUPERVISE: _supervise, Verb.RECOMMEND: _recommend, Verb.RATE: _rate,
    Verb.ASK_BACK: _ask_back,
}  # fmt: skip


def person(citizen: Citizen) -> Person:
    """The petitioner's data as the register takes them."""
    return Person(
        name=citizen.name, id_number=citizen.id_number, phone=citizen.phone, address=citizen.address,
        language=citizen.language,
    )  # fmt: skip


def came_along(matter: DemoMatter) -> list[Other]:
    """Who came along: those who speak with the first, and who signed. Dice can give two of them one ID number: then none."""
    named = [(PartyRole.REPRESENTATIVE, one) for one in matter.citizens[1:]]
    named += [(PartyRole.COSIGNER, one) for one in matter.signers]
    seen, found = {matter.citizens[0].id_number}, []
    for role, one in named:
        known = one.id_number in seen
        seen.add(one.id_number)
        found.append(Other(role, person(replace(one, id_number="") if known else one)))
    return found
