"""Closing, merging and moving a unit with the work and the people that it has. Art. 24 para. 2.

Codes and places in the tree never change, so that old dossiers name who acted: a unit that moves is a new one in the new place,
which takes over from the old. Whoever takes a unit over sees its matters and acts for it (``rules.routing.acts_for``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.rooms.accounts.actions import end_post, give_post, house_kind
from huiyin.rooms.accounts.models import Post
from huiyin.rooms.cases.around import Helper, Ownership, Pledge
from huiyin.rooms.cases.models import STILL_OWED, ClockRun, Matter
from huiyin.rooms.county.actions import NotDone, insist
from huiyin.rooms.county.models import Charge, Unit
from huiyin.rooms.county.queries import can_receive
from huiyin.rooms.county.reorganising import add_unit, close_unit
from huiyin.rooms.duty.queries import duties_ahead
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor, Role
from huiyin.rules.units import SEATS


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
    """What the unit has now; eight queries."""
    return UnitWork(
        Matter.objects.filter(owner=code, is_open=True).count(),
        ClockRun.objects.filter(STILL_OWED, party=code).count(),
        Helper.objects.filter(unit=code, ended_at=None).count(),
        Pledge.objects.filter(unit=code, done_at=None, waived_at=None).count(),
        Ownership.objects.filter(leader=code, until=None).count(),
        duties_ahead(code, local_date(now)),
        Post.objects.filter(unit=code, until=None).count(),
        Charge.objects.filter(unit=code).count(),
    )


def close_with(
    code: str, *, successor: str, people_follow: bool, by: Actor, now: datetime, trial: bool = False
) -> tuple[UnitWork, int]:
    """Close a unit; gives what it had, and how many posts went to the successor.

    Refused without a successor while it has open work or people, for a successor that can't take matters or in which a post of
    theirs can't be held, and whatever ``close_unit`` refuses. A mere ``trial`` leaves the people where they are.
    """
    insist(by)
    with transaction.atomic():
        work = unit_work(code, now=now)
        if not successor and (work.any_work or work.people):
            raise NotDone(
                Refused("unit_has_work", "24", "successor", {"matters": work.matters, "people": work.people})
            )
        if successor and work.matters and not can_receive(successor):
            raise NotDone(Refused("successor_takes_none", "24", "successor"))
        if work.owned or work.duties:
            raise NotDone(
                Refused("leader_has_work", "24", "code", {"owned": work.owned, "duties": work.duties})
            )
        follow = bool(successor and people_follow)
        if follow:
            _insist_all_can(code, successor, by)
        close_unit(code, successor=successor or None, by=by, now=now)
        followed = _follow(code, successor, by=by, now=now) if follow and not trial else 0
        if successor:
            _charges(code, successor)
    return work, followed


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


def _insist_all_can(code: str, successor: str, by: Actor) -> None:
    """Refuses, with who it is, where one of the people couldn't hold their post there: before anything is done."""
    where = Unit.objects.filter(code=successor).first()
    if where is None:
        return  # said by ``close_unit``
    kind, there = (
        house_kind(where),
        set(Post.objects.filter(unit=where, until=None).values_list("user", "role")),
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


def move_unit(
    code: str, *, parent: str, new_code: str, by: Actor, now: datetime, trial: bool = False
) -> Unit:
    """The unit goes below another one: a new unit there under a code of its own, which takes over from this one.

    Refuses what adding and closing refuse, and a unit with open units below it. A mere ``trial`` leaves the people.
    """
    insist(by)
    with transaction.atomic():
        old = Unit.objects.filter(code=code, is_active=True).first()
        if old is None:
            raise NotDone(Refused("no_such_unit", "24", "code", {"code": code}))
        if parent == (old.parent_id or ""):
            raise NotDone(Refused("is_there_already", "24", "parent"))
        new = add_unit(
            new_code, parent=parent, kind=old.kind, name=old.name, short=old.short, name_ko=old.name_ko,
            name_en=old.name_en, duty=old.duty, duty_ko=old.duty_ko, duty_en=old.duty_en, phone=old.phone,
            address=old.address, region_code=new_code if old.region_code else "", carried=True, by=by, now=now,
        )  # fmt: skip
        close_with(code, successor=new_code, people_follow=True, by=by, now=now, trial=trial)
    return new
