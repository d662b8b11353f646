"""Closing, merging and moving a unit with the work and the people that it has. Art. 24 para. 2.

Codes and places in the tree never change, so that old dossiers name who acted: a unit that moves is a new one in the new place,
which takes over from the old. Whoever takes a unit over sees its matters and acts for it (``rules.routing.acts_for``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.rooms.accounts.actions import end_post, give_post, house_kind
from huiyin.rooms.accounts.models import Post
from huiyin.rooms.cases.around import Helper, Ownership, Pledge
from huiyin.rooms.cases.models import STILL_OWED, ClockRun, Matter
from huiyin.rooms.county.actions import NotDone, insist
from huiyin.rooms.county.heirs import goes_on_for
from huiyin.rooms.county.models import Charge, Unit
from huiyin.rooms.county.queries import can_receive
from huiyin.rooms.county.reorganising import add_unit, closable, close_unit, planned_unit
from huiyin.rooms.duty.queries import duties_ahead
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor, Role
from huiyin.rules.units import RECEIVES, SEATS


@dataclass(frozen=True, slots=True)
class UnitWork:
    """What a unit has, in counts.

    Open matters it answers for, terms that run for it, contributions, commitments, what its leader's post answers for and its
    duties, people with posts there, lines of the duty list.
    """

    matters: int
    terms: int
    helping: int
    pledges: int
    owned: int
    duties: int
    people: int
    charges: int

    @property
    def any_work(self) -> bool:
        """Whether something would be left with nobody."""
        return any((self.matters, self.terms, self.helping, self.pledges, self.owned, self.duties))


def unit_work(code: str, *, now: datetime) -> UnitWork:
    """What the unit has now, also of what it took over from closed ones; eight queries."""
    every = goes_on_for(code)
    return UnitWork(
        Matter.objects.filter(owner__in=every, is_open=True).count(),
        ClockRun.objects.filter(STILL_OWED, party__in=every).count(),
        Helper.objects.filter(unit__in=every, ended_at=None).count(),
        Pledge.objects.filter(unit__in=every, done_at=None, waived_at=None).count(),
        Ownership.objects.filter(leader=code, until=None).count(),
        duties_ahead(code, local_date(now)),
        Post.objects.filter(unit=code, until=None).count(),
        Charge.objects.filter(unit=code).count(),
    )


def close_with(
    code: str, *, successor: str, people_follow: bool, by: Actor, now: datetime
) -> tuple[UnitWork, int]:  # fmt: skip
    """Close a unit; gives what it had, and how many posts went to the successor.

    Refused without a successor while it has open work or people, for a successor that can't take matters or in which a post of
    theirs can't be held, and whatever ``close_unit`` refuses.
    """
    with transaction.atomic():
        work = _insist_goes(code, successor, people_follow=people_follow, by=by, now=now)
        close_unit(code, successor=successor or None, by=by, now=now)
        followed = _follow(code, successor, by=by, now=now) if successor and people_follow else 0
        if successor:
            _charges(code, successor)
    return work, followed


def look_at_closing(
    code: str, *, successor: str | Unit, people_follow: bool, by: Actor, now: datetime
) -> None:
    """Refuses what ``close_with`` refuses; reads only. The successor may be one that is only planned."""
    _insist_goes(code, successor, people_follow=people_follow, by=by, now=now)
    closable(code, by=by, successor=successor)


def _insist_goes(
    code: str, successor: str | Unit, *, people_follow: bool, by: Actor, now: datetime
) -> UnitWork:
    """What the unit has. Refuses what has nowhere to go."""
    insist(by)
    work = unit_work(code, now=now)
    if not successor and (work.any_work or work.people):
        told = {"matters": work.matters, "people": work.people}
        raise NotDone(Refused("unit_has_work", "24", "successor", told))
    if successor and work.matters and not _takes_matters(successor):
        raise NotDone(Refused("successor_takes_none", "24", "successor"))
    if work.owned or work.duties:
        raise NotDone(Refused("leader_has_work", "24", "code", {"owned": work.owned, "duties": work.duties}))
    if successor and people_follow:
        _insist_all_can(code, successor, by)
    return work


def _takes_matters(successor: str | Unit) -> bool:
    return successor.kind in RECEIVES if isinstance(successor, Unit) else can_receive(successor)


def _follow(code: str, successor: str, *, by: Actor, now: datetime) -> int:
    """The people of a unit get the same posts where its work goes; what they were before is kept, for the guard too."""
    followed = 0
    for post in Post.objects.filter(unit=code, until=None, user__is_active=True).select_related("user"):
        held = Post.objects.filter(user=post.user, unit=successor, role=post.role, until=None).exists()
        if not held:
            give_post(post.user, unit=successor, role=post.role, by=by, now=now)
            followed += 1
        end_post(post, by=by, now=now)
    return followed


def _insist_all_can(code: str, successor: str | Unit, by: Actor) -> None:
    """Refuses, with who it is, where one of the people couldn't hold their post there: before anything is done."""
    where = successor if isinstance(successor, Unit) else Unit.objects.filter(code=successor).first()
    if where is None:
        return  # said by ``close_unit``
    kind, there = (
        house_kind(where),
        set(Post.objects.filter(unit=where.code, until=None).values_list("user", "role")),
    )
    for post in Post.objects.filter(unit=code, until=None, user__is_active=True).select_related("user"):
        told = {"person": post.user.name, "role": post.role}
        if kind not in SEATS[Role(post.role)]:
            raise NotDone(Refused("post_cant_follow", "24", "people", told))
        if post.user.key == by.key and (post.user_id, post.role) not in there:
            raise NotDone(Refused("own_post_cant_follow", "24", "people", told))


def _charges(code: str, successor: str) -> None:
    """The duty list's lines go along; one that the successor has already falls away."""
    there = Charge.objects.filter(unit=successor).values_list("category", flat=True)
    Charge.objects.filter(unit=code, category__in=list(there)).delete()
    Charge.objects.filter(unit=code).update(unit=successor)


def move_unit(code: str, *, parent: str, new_code: str, by: Actor, now: datetime) -> Unit:
    """The unit goes below another one: a new unit there under a code of its own, which takes over from this one.

    Refuses what adding and closing refuse, and a unit with open units below it.
    """
    insist(by)
    with transaction.atomic():
        old = _movable(code, parent)
        new = add_unit(new_code, parent=parent, by=by, now=now, **_carried(old, new_code))
        close_with(code, successor=new_code, people_follow=True, by=by, now=now)
    return new


def look_at_moving(code: str, *, parent: str, new_code: str, by: Actor, now: datetime) -> None:
    """Refuses what ``move_unit`` refuses; reads only."""
    insist(by)
    new = planned_unit(new_code, parent=parent, by=by, **_carried(_movable(code, parent), new_code))
    look_at_closing(code, successor=new, people_follow=True, by=by, now=now)


def _movable(code: str, parent: str) -> Unit:
    old = Unit.objects.filter(code=code, is_active=True).first()
    if old is None:
        raise NotDone(Refused("no_such_unit", "24", "code", {"code": code}))
    if parent == (old.parent_id or ""):
        raise NotDone(Refused("is_there_already", "24", "parent"))
    return old


def _carried(old: Unit, new_code: str) -> dict[str, Any]:
    """What the new unit has of the old one."""
    return {
        "kind": old.kind, "name": old.name, "short": old.short, "name_ko": old.name_ko, "name_en": old.name_en,
        "duty": old.duty, "duty_ko": old.duty_ko, "duty_en": old.duty_en, "phone": old.phone, "address": old.address,
        "region_code": new_code if old.region_code else "", "carried": True,
    }  # fmt: skip
