"""What people decide about matters that may be the same, kept as labels. Linking itself is a verb of the cases."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.county.queries import tree
from huiyin.rooms.insight.models import Pair, PairState, ordered
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.routing import acts_for
from huiyin.rules.vocabulary import OPEN, Stage, Status
from huiyin.rules.way import AT_DESK

#: What takes another matter up; what is joined still lies at the desk.
MAY_TAKE_UP = OPEN - {Status.DELIVERED}


def joins(joined: Matter, other: Matter) -> bool:
    """Whether the one can be joined to the other: it still lies at the desk and is no review, the other one isn't over."""
    return joined.stage == Stage.FIRST and joined.status in AT_DESK and other.status in MAY_TAKE_UP


def joinable() -> Q:
    """``joins`` either way round, for pairs."""
    found = Q()
    for joined, other in (("one", "other"), ("other", "one")):
        at_desk = {f"{joined}__status__in": sorted(AT_DESK), f"{joined}__stage": Stage.FIRST.value}
        found |= Q(**at_desk, **{f"{other}__status__in": sorted(MAY_TAKE_UP)})
    return found


def sorts_at(by: Actor, desk: str) -> bool:
    """Whether somebody sorts the petitions of this desk: a leader those of the leaders' own only."""
    return any(acts_for(post, desk, tree()) for post in by.posts_with(Permission.TRIAGE))


def set_apart(number: str, other: str, *, by: Actor, now: datetime, percent: int = 0) -> Pair:
    """These two are different matters: neither is proposed for the other again.

    Refused: by whoever sorts petitions at the desk of neither, and of matters that the person may not see; they aren't there
    for them; and where the one was joined to the other, maybe by somebody else meanwhile: that is undone on its own page.
    """
    if not by.may(Permission.TRIAGE):
        raise NotDone(Refused("not_allowed"))
    desks = list(visible_to(by).filter(pk__in=(number, other)).values_list("desk_id", flat=True))
    if number == other or len(desks) != 2:
        raise NotDone(Refused("no_such_matter", "19", "other"))
    if not any(sorts_at(by, desk) for desk in desks):
        raise NotDone(Refused("not_allowed"))
    joined = Q(pk=number, linked_to=other) | Q(pk=other, linked_to=number)
    if Matter.objects.filter(joined).exists():
        raise NotDone(Refused("not_in_this_state", "19", "other"))
    return _kept(number, other, PairState.DIFFERENT, by=by, now=now, percent=percent)


def note_linked(number: str, other: str, *, by: Actor, now: datetime) -> Pair:
    """A person joined the one to the other: they are the same."""
    return _kept(number, other, PairState.SAME, by=by, now=now)


def note_parted(number: str, other: str, *, by: Actor, now: datetime) -> Pair:
    """A person undid the joining: that was a mistake."""
    return _kept(number, other, PairState.DIFFERENT, by=by, now=now)


def _kept(number: str, other: str, state: PairState, *, by: Actor, now: datetime, percent: int = 0) -> Pair:
    one, second = ordered(number, other)
    with transaction.atomic():
        row, _ = Pair.objects.get_or_create(
            one_id=one, other_id=second,
            defaults={"state": state.value, "percent": percent, "decided_at": now, "decided_by": by.key},
        )  # fmt: skip
        row.state, row.decided_at, row.decided_by = state.value, now, by.key
        row.save(update_fields=["state", "decided_at", "decided_by"])
    return row


def drop_past() -> int:
    """Proposals of which nothing can come any more, as both were sent on or one is over, are gone; how many."""
    kept = Pair.objects.filter(joinable(), state=PairState.PROPOSED.value).values("pk")
    return Pair.objects.filter(state=PairState.PROPOSED.value).exclude(pk__in=kept).delete()[0]


def propose(number: str, other: str, *, percent: int, now: datetime) -> bool:
    """The night's pass found that these may be the same; whether that is new. What people decided stays."""
    one, second = ordered(number, other)
    _, new = Pair.objects.get_or_create(
        one_id=one, other_id=second,
        defaults={"state": PairState.PROPOSED.value, "percent": percent, "proposed_at": now},
    )  # fmt: skip
    return new
