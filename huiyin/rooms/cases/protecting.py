"""Keeping a matter from whoever must not have it: naming the accused, recusal, confidence. Art. 28, 30, 46(5).

What hangs together is kept away together: naming the accused in one matter names them in those that were joined to it and in
its reviews, and who isn't to be known is told in none of them. When units are merged, what came to lie with an heir of the
accused is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from huiyin.rooms.cases.around import Bar, Helper, Ownership
from huiyin.rooms.cases.checking import (
    colleague_is_named,
    person_is_there,
    somebody_is_left,
    unit_is_there,
)
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.pen import NotDone, Pen, commit
from huiyin.rooms.cases.titles import titled_anew
from huiyin.rooms.cases.unnaming import tied_to
from huiyin.rooms.county.queries import tree
from huiyin.rules.duties import BarKind
from huiyin.rules.roles import SYSTEM, Actor
from huiyin.rules.routing import faults, person_bars, unit_barred
from huiyin.rules.state import MatterState
from huiyin.rules.surround import Bar as Kept
from huiyin.rules.vocabulary import Verb

#: Why it is kept, where whoever sorts ticks that they ask for it.
ASKED_AT_SORTING = "梳理时登记：信访人要求保密。"
#: Matters looked at in one go.
BATCH = 200


def accuse(
    number: str,
    *,
    text: str,
    by: Actor,
    now: datetime,
    accused: str = "",
    person: str = "",
    seen: int | None = None,
) -> MatterState:
    """Name whom the matter accuses; from now on it is kept from them, from all below and from their line of command.

    With neither unit nor person: it is known that nobody in this county is meant. Where it lay with somebody who mustn't have
    it, it goes back to the desk that decides. Refuses units and people that aren't there. Art. 30 para. 3.
    """
    unit_is_there(accused, "accused")
    person_is_there(person)
    given = {"text": text, "accused": accused, "person": person}
    named = bool(accused or person)

    def house(pen: Pen) -> dict[str, Any]:
        assert pen.state is not None, "a pen that was taken up has a matter"
        if person:
            somebody_is_left(pen.state, person, now=now)
        return _title(pen.state)

    return commit(
        number, Verb.ACCUSE, given, by=by, now=now, seen=seen, add=house,
        then=lambda pen: _named_around(pen.number, given, now=now) if named else None,
    )  # fmt: skip


def _title(state: MatterState) -> dict[str, str]:
    """Not sorted yet it may be a tip-off from now on: its title goes on telling nobody who speaks (Art. 30)."""
    return titled_anew(state.number) if state.klass is None and not state.confidential else {}


def confide(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Keep who speaks from everybody but the house that took it in, from now on and for good. Art. 30 para. 3.

    For whoever asks for it later than at the counter or the portal. What hangs together is kept so as well; titles go on
    telling nobody. Refused where it was promised before.
    """
    return commit(
        number, Verb.CONFIDE, {"reason": reason}, by=by, now=now, seen=seen, add=lambda pen: titled_anew(pen.number),
        then=lambda pen: kept_around(pen.number, reason, now=now),
    )  # fmt: skip


def kept_around(number: str, reason: str, *, now: datetime) -> None:
    """The same in every matter that hangs together with this one, or did; in its transaction, by the system.

    What has parted since is kept as it would be if it parted now: what was written meanwhile may tell of the people here.
    """
    for other in _around(number, *tied_to(number)):
        pen = Pen.take(other)
        state = pen.state
        assert state is not None, "a pen that was taken up has a matter"
        if not state.told_in_confidence:
            given = {"reason": reason, **titled_anew(other)}
            pen.write(Verb.CONFIDE, given, by=SYSTEM, now=max(now, state.touched_at))
            pen.put_down()


def recuse(
    number: str, *, person: str, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Somebody with a direct interest keeps away from the matter (回避); themself or their superior says so. Art. 28.

    The interest is in the matter and not in one of its stages: reviews that were opened earlier, what was joined to it and what
    it reviews are kept from them as well. A superior names people of the unit that they act for, nobody else; and somebody
    must be left who can act, there as here.
    """
    person_is_there(person)

    def house(pen: Pen) -> dict[str, Any]:
        assert pen.state is not None, "a pen that was taken up has a matter"
        if person != by.key:
            colleague_is_named(pen.state, person, by=by, now=now)
        somebody_is_left(pen.state, person, now=now)
        return {}

    given = {"person": person, "reason": reason}
    return commit(
        number, Verb.RECUSE, given, by=by, now=now, seen=seen, add=house,
        then=lambda pen: _recused_around(pen.number, given, now=now),
    )  # fmt: skip


def _recused_around(number: str, given: dict[str, Any], *, now: datetime) -> None:
    """Keep them from every matter that hangs together with this one; in its transaction, by the system."""
    for other in _around(number):
        pen = Pen.take(other)
        state = pen.state
        assert state is not None, "a pen that was taken up has a matter"
        if given["person"] in person_bars(state):
            continue
        somebody_is_left(state, given["person"], now=now)
        pen.write(Verb.RECUSE, given, by=SYSTEM, now=max(now, state.touched_at))
        pen.put_down()


def _named_around(number: str, given: dict[str, Any], *, now: datetime) -> None:
    """Name them in every matter that hangs together with this one; in its transaction, by the system."""
    for other in _around(number):
        pen = Pen.take(other)
        assert pen.state is not None, "a pen that was taken up has a matter"
        now = max(now, pen.state.touched_at)
        pen.write(Verb.ACCUSE, {**given, **_title(pen.state)}, by=SYSTEM, now=now)
        pen.put_down()


def _around(number: str, *beside: str) -> list[str]:
    """What was joined to the matter, what it was joined to, its reviews and what they review; in the order of their numbers.

    ``beside``: and these with what hangs together with them.
    """
    found, waiting = {number, *beside}, [number, *beside]
    while waiting:
        near = Q(linked_to__in=waiting) | Q(about__in=waiting) | Q(asked__in=waiting)
        rows = [*Matter.objects.filter(near).values_list("number", flat=True)]
        for pair in Matter.objects.filter(number__in=waiting).values_list("linked_to", "about", "asked"):
            rows += [one for one in pair if one]
        waiting = sorted(set(rows) - found)
        found.update(waiting)
    return sorted(found - {number})


def take_back_from_heirs(*, now: datetime) -> int:
    """Take back what lies with a unit that has taken over an accused one since; how many matters. Art. 24 para. 2, 30.

    Naming the accused once more does it: the same bars, asked of the tree as it stands. Done twice, the second finds nothing.
    """
    taken = 0
    for number in _lying_wrong():
        with transaction.atomic():
            pen = Pen.take(number)
            state = pen.state
            if state is None or not faults(state, tree()):
                continue
            subject = next(bar.subject for bar in state.bars if bar.kind is BarKind.UNIT)
            given = {"accused": subject, "text": "机构调整后，原持有单位承接了被举报单位的职能，依法收回。"}
            try:
                with transaction.atomic():
                    pen.write(Verb.ACCUSE, given, by=SYSTEM, now=max(now, state.touched_at))
                    pen.put_down()
            except NotDone:  # nobody is left who may decide: verify goes on saying so
                continue
            taken += 1
    return taken


def _lying_wrong() -> Iterator[str]:
    """Matters that the tables show with a unit that they are kept from; none as long as no unit has taken over another."""
    known = tree()
    if not any(node.heir for node in known.nodes.values()):
        return
    rows, low = Bar.objects.exclude(kind=BarKind.PERSON.value), ""
    while numbers := _next(rows.filter(matter__gt=low)):
        bars: dict[str, list[Kept]] = defaultdict(list)
        for number, n, kind, subject, seq in rows.filter(matter__in=numbers).values_list(*_BAR):
            bars[number].append(Kept(n, BarKind(kind), subject, seq))
        lying = {number for number, code in _places(numbers) if unit_barred(bars[number], code, known)}
        yield from sorted(lying)
        low = numbers[-1]


_BAR = ("matter_id", "n", "kind", "subject", "seq")


def _next(rows: QuerySet[Bar]) -> list[str]:
    return list(rows.order_by("matter").values_list("matter", flat=True).distinct()[:BATCH])


def _places(numbers: list[str]) -> Iterator[tuple[str, str]]:
    """Where these matters lie: desk, holder, who contributes, which leaders answer for them."""
    for number, *codes in Matter.objects.filter(number__in=numbers).values_list(
        "number", "desk_id", "holder_id"
    ):
        yield from ((number, code) for code in codes if code)
    yield from Helper.objects.filter(matter__in=numbers, ended_at=None).values_list("matter_id", "unit_id")
    yield from Ownership.objects.filter(matter__in=numbers, until=None).values_list("matter_id", "leader_id")
