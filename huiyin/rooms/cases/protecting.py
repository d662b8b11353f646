"""Keeping a matter from whoever must not have it: naming the accused, recusal. Art. 28, 30, 46(5).

What hangs together is kept away together: naming the accused in one matter names them in those that were joined to it and in
its reviews. When units are merged, what came to lie with an heir of the accused is taken back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.checking import person_is_there, unit_is_there
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.pen import NotDone, Pen, commit
from huiyin.rooms.county.queries import tree
from huiyin.rules.duties import BarKind
from huiyin.rules.roles import SYSTEM, Actor
from huiyin.rules.routing import faults, unit_barred
from huiyin.rules.state import MatterState
from huiyin.rules.surround import Bar as SurroundBar
from huiyin.rules.vocabulary import Verb


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
    return commit(
        number, Verb.ACCUSE, given, by=by, now=now, seen=seen,
        then=lambda pen: _named_around(pen.number, given, now=now) if named else None,
    )  # fmt: skip


def recuse(
    number: str, *, person: str, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Somebody with a direct interest keeps away from the matter (回避); themself or their superior says so. Art. 28."""
    person_is_there(person)
    return commit(number, Verb.RECUSE, {"person": person, "reason": reason}, by=by, now=now, seen=seen)


def _named_around(number: str, given: dict[str, Any], *, now: datetime) -> None:
    """Name them in every matter that hangs together with this one; in its transaction, by the system."""
    for other in _around(number):
        pen = Pen.take(other)
        assert pen.state is not None, "a pen that was taken up has a matter"
        now = max(now, pen.state.touched_at)
        pen.write(Verb.ACCUSE, given, by=SYSTEM, now=now)
        pen.put_down()


def _around(number: str) -> list[str]:
    """What was joined to the matter, what it was joined to, its reviews and what they review; in the order of their numbers."""
    found, waiting = {number}, [number]
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


def _lying_wrong() -> list[str]:
    """Matters that the tables show with a unit that they are barred from; empty as long as no unit has taken over another."""
    known = tree()
    if not any(node.heir for node in known.nodes.values()):
        return []
    rows = Bar.objects.exclude(kind=BarKind.PERSON.value)
    found = set()
    for name, column in _HOLDS.items():
        holding = rows.filter(**{f"{column}__isnull": False}, **_NOW.get(name, {}))
        for number, kind, subject, code in holding.values_list(
            "matter_id", "kind", "subject", column
        ).distinct():
            if unit_barred((SurroundBar(1, BarKind(kind), subject, 1),), code, known):
                found.add(number)
    return sorted(found)


#: Where a matter can lie with a unit, as columns beside its bars; and what says that it lies there now.
_HOLDS = {
    "desk": "matter__desk_id", "holder": "matter__holder_id", "helper": "matter__helper__unit_id",
    "leader": "matter__ownership__leader_id",
}  # fmt: skip
_NOW: dict[str, dict[str, Any]] = {
    "helper": {"matter__helper__ended_at": None}, "leader": {"matter__ownership__until": None},
}  # fmt: skip
