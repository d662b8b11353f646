"""Somebody leaves, in the whole house: what ``cases.handing_over`` hands on, and batch files, call-backs, the seat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases.handing_over import HandedOver, insist_registers, leave, look_at_leaving
from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.intake.calls.models import CallBack, Seat
from huiyin.rooms.intake.transfers.models import KEPT_FOR, TransferBatch
from huiyin.rules.calls import CallBackState
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """What a person has at the desk itself: batch files under way, call-backs in hand."""

    batches: int
    call_backs: int


def at_the_desk(user: User, *, now: datetime) -> AtTheDesk:
    """How much that is; two queries."""
    return AtTheDesk(_batches(user, now).count(), _call_backs(user).count())


def _batches(user: User, now: datetime) -> QuerySet[TransferBatch]:
    return TransferBatch.objects.filter(user=user, ended_at=None, at__gte=now - KEPT_FOR)


def _call_backs(user: User) -> QuerySet[CallBack]:
    return CallBack.objects.filter(taken_by=user.key, state=CallBackState.OPEN.value)


def leave_the_house(
    user: User, *, successor: User | None, posts: Sequence[int], by: Actor, now: datetime
) -> tuple[HandedOver, AtTheDesk]:
    """All of it at one stroke. Call-backs go back to their desk's list, batch files to the successor, the seat is free.

    Refused besides what ``leave`` refuses: batch files under way and no successor who registers petitions.
    """
    with transaction.atomic():
        had = at_the_desk(user, now=now)
        done = leave(user, successor=successor, posts=posts, by=by, now=now)
        _insist_taken(successor, had.batches)
        if had.batches:
            _give(user, successor, now)
        _call_backs(user).update(taken_by="", taken_at=None)
        Seat.objects.filter(user=user).delete()
    return done, had


def look_at_leaving_the_house(
    user: User, *, successor: User | None, posts: Sequence[int], by: Actor, now: datetime
) -> HandedOver:
    """What ``leave_the_house`` would hand over, and refuses what it refuses; only reads."""
    done = look_at_leaving(user, successor=successor, posts=posts, by=by, now=now)
    gets = Post.objects.filter(user=user, until=None, pk__in=list(posts)).values_list("role", flat=True)
    _insist_taken(successor, at_the_desk(user, now=now).batches, set(gets))
    return done


def _insist_taken(successor: User | None, batches: int, gets: Collection[str] = ()) -> None:
    if batches and successor is None:
        raise NotDone(Refused("forms_wait", field="successor", params={"n": batches}))
    if successor is not None:
        insist_registers(successor, batches, gets)


def _give(user: User, successor: User | None, now: datetime) -> None:
    there = TransferBatch.objects.filter(user=successor).values_list("digest", flat=True)
    _batches(user, now).exclude(digest__in=list(there)).update(user=successor)
