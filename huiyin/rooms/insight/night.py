"""The night's pass, in small steps: count pairs anew, propose matters that may be the same, put petitions into hot groups.

Each step is short, so that whoever else works in the same process isn't kept waiting. It goes on behind the last petition that
it looked at, in the order in which they were written down: what is taken in from a file bears older numbers. Nothing is
decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.finality import Known, people_in
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.county.models import Setting
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import first_words
from huiyin.rooms.insight import pair_weights, seasons, voices
from huiyin.rooms.insight.deciding import drop_past, joins, propose
from huiyin.rooms.insight.models import Hot, HotPetition
from huiyin.rooms.insight.same import Asked, Candidate, candidates
from huiyin.rules.bonds import Bonds
from huiyin.rules.calendar import local_date
from huiyin.rules.hot import GAP_DAYS, home_of
from huiyin.rules.likewords import sketch
from huiyin.rules.roles import Actor
from huiyin.rules.sameness import LINK
from huiyin.rules.vocabulary import MatterClass, Stage

KEY = "insight.night"
#: Petitions a step; what was registered longer ago is looked at no more: it is history that was taken in.
STEP, LATEST_DAYS = 10, 90
#: Each pass begins so many entries before where the last one ended: one that was written beside it may have come behind.
AGAIN = 500
#: So many of the nearest are looked at for each.
NEAR = 30


def step(*, by: Actor, now: datetime, anew: bool = False, go_on: bool = False) -> bool:
    """One step of this night's pass; whether there is more to do.

    ``anew``: count again though it was done today. ``go_on``: look at what came in since, though it was done today.
    """
    held, today = _held(now), local_date(now).isoformat()
    counted = held["day"] == today and not anew
    if counted and held["whole"] and not go_on:
        return False
    if not counted:
        drop_past()
        pair_weights.count(by)
        seasons.count(by, now=now)
        voices.count(now=now)
    if not counted or held["whole"]:
        _keep(day=today, entry=max(0, held["entry"] - AGAIN), whole=False)
        return True
    if voices.count_missing(now=now):
        return True
    rows, last = _next(held["entry"], now)
    for place, row in rows:
        near = _near(row, by=by)  # reckoned before the turn among the writers is taken
        with transaction.atomic():
            _note(row, near, now=now)
            _keep(day=today, entry=place, whole=False)
    _keep(day=today, entry=max(last, held["entry"]), whole=not last)
    return bool(last)


def _held(now: datetime) -> dict[str, Any]:
    """How far the pass is: its day, the last entry that it looked at, whether it is whole."""
    value = Setting.objects.filter(key=KEY).values_list("value", flat=True).first()
    held: dict[str, Any] = {"day": "", "whole": False} | (value if isinstance(value, dict) else {})
    if "entry" not in held:  # the first night, or the first of a county that kept the number
        begun = Entry.objects.filter(at__gte=now - timedelta(days=LATEST_DAYS))
        kept = Entry.objects.filter(number=held["after"], seq=1) if held.get("after") else begun
        first = kept.order_by("pk").values_list("pk", flat=True).first() or 0
        held["entry"] = first if held.get("after") else max(0, first - 1)
    return held


def _keep(**said: Any) -> None:
    Setting.objects.update_or_create(key=KEY, defaults={"value": said})


def _next(after: int, now: datetime) -> tuple[list[tuple[int, Petition]], int]:
    """The next petitions by the entry that each began with, and the last entry that was looked at; 0 where none is left."""
    begun = dict(Entry.objects.filter(pk__gt=after, seq=1).order_by("pk").values_list("number", "pk")[:STEP])
    rows = Petition.objects.select_related("matter", "matter__title").filter(
        pk__in=begun, registered_at__gte=now - timedelta(days=LATEST_DAYS)
    )
    found = sorted(((begun[row.number], row) for row in rows), key=lambda pair: pair[0])
    return found, max(begun.values(), default=0)


@dataclass(frozen=True, slots=True)
class _Near:
    """What may be the same as a petition, and how firmly each of these petitions is bound to it."""

    found: Sequence[Candidate]
    bonds: Mapping[str, float]


def _near(petition: Petition, *, by: Actor) -> _Near | None:
    """What may be the same; None for tip-offs, what was told in confidence or is kept from anybody: left to people alone."""
    matter = petition.matter
    if matter.klass == MatterClass.TIP_OFF or matter.confidential or petition.confidential:
        return None
    if matter.stage != Stage.FIRST or Bar.objects.filter(matter=matter).exists():
        return None
    title, text = first_words([petition.number]).get(petition.number, ("", ""))
    people = tuple(people_in(matter.number))
    found = candidates(Asked(title, text, petition.number, matter.place, people), by=by, most=NEAR)
    left = [one for one in found if one.matter.klass != MatterClass.TIP_OFF and not one.matter.confidential]
    bonds = Bonds(sketch(title, text, pair_weights.names()), pair_weights.weights())
    return _Near(
        left, {one.petition: bonds.to(one.sketch, one.likeness, together=one.together) for one in left}
    )


def _note(petition: Petition, near: _Near | None, *, now: datetime) -> None:
    """Write down what was found: a proposal for people, a place in a group."""
    if near is None:
        return
    matter = petition.matter
    if matter.number == petition.number:
        _propose(matter, near.found, now=now)
    _group(petition, near.bonds)


def _propose(matter: Matter, near: Sequence[Candidate], *, now: datetime) -> None:
    """For people, where one of the two can still be joined to the other."""
    for one in near:
        if not (joins(matter, one.matter) or joins(one.matter, matter)):
            continue
        surely = one.known not in (None, Known.PHONE)
        if one.likeness.may_be_same or (surely and one.likeness.score >= LINK / 2):
            propose(matter.number, one.matter.number, percent=one.percent, now=now)


def _group(petition: Petition, bonds: Mapping[str, float]) -> None:
    """Put the petition into the group that it is bound to, or begin one with another that is in none."""
    if HotPetition.objects.filter(petition=petition).exists():
        return
    day = local_date(petition.received_at)
    near = {number: bond for number, bond in bonds.items() if bond > 0}
    mates = Petition.objects.filter(matter=petition.matter).exclude(pk=petition.pk)
    near.update(dict.fromkeys(mates.values_list("number", flat=True), 1.0))
    homes = _homes(near, day)
    chosen = home_of(
        {n: [near[number] for number in home.members] for n, home in enumerate(homes)},
        {n: home.size for n, home in enumerate(homes)},
    )
    if chosen is None:
        return
    group = homes[chosen].group or Hot.objects.create(began_on=day, last_on=day)
    if mate := homes[chosen].mate:
        _join(group, mate)
    _join(group, petition)


@dataclass(frozen=True, slots=True)
class _Home:
    """A group that goes on and is ``size`` large, with those of its members that are near; or a petition that is in none."""

    group: Hot | None
    mate: Petition | None
    members: Sequence[str]
    size: int


def _homes(near: Iterable[str], day: date) -> list[_Home]:
    """Where these petitions are, as far as that isn't too long ago or later: the groups, then whoever is in none."""
    there = dict(HotPetition.objects.filter(petition__in=list(near)).values_list("petition", "hot"))
    members: dict[int, list[str]] = defaultdict(list)
    for number, pk in there.items():
        members[pk].append(number)
    groups = (
        Hot.objects.filter(pk__in=members, ended_at=None).annotate(many=Count("petitions")).order_by("pk")
    )
    alone = Petition.objects.filter(pk__in=set(near) - there.keys()).order_by("number")
    return [
        *(_Home(row, None, members[row.pk], row.many) for row in groups if _is_near(row.last_on, day)),
        *(_Home(None, row, [row.number], 1) for row in alone if _is_near(local_date(row.received_at), day)),
    ]


def _is_near(day: date, other: date) -> bool:
    return abs((day - other).days) <= GAP_DAYS


def _join(group: Hot, petition: Petition) -> None:
    day = local_date(petition.received_at)
    HotPetition.objects.create(hot=group, petition=petition, day=day)
    group.began_on, group.last_on = min(group.began_on, day), max(group.last_on, day)
    group.save(update_fields=["began_on", "last_on"])
