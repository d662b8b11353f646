"""Which matters were taken back by whoever brought them, and wait for the letter that confirms it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.models import Matter
from huiyin.rules.openly import NOT_ANSWERED
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Status


class TakenBack(StrEnum):
    """By everybody who is in the matter, or by some of them: the others are still owed an answer."""

    ALL = "all"
    SOME = "some"


def waiting() -> Q:
    """For ``filter`` on matters: everybody in it took it back, and nothing was confirmed yet."""
    few = Matter.objects.filter(taken_back__gt=RawSQL("0", ()))  # written out: else their index isn't used
    return Q(
        number__in=few.values("number"), status__in=sorted(NOT_ANSWERED), taken_back__gte=F("petitions_count")
    )


def told(status: Status, petitions: int, taken_back: int) -> TakenBack | None:
    """What it is called of a matter in this state with so many petitions, so many of them taken back."""
    if not taken_back or status not in NOT_ANSWERED:
        return None
    return TakenBack.ALL if taken_back >= petitions else TakenBack.SOME


def of_row(row: Matter) -> TakenBack | None:
    """The same of a matter as lists have it."""
    return told(Status(row.status), row.petitions_count, row.taken_back)


def among(rows: Iterable[Matter]) -> dict[str, TakenBack]:
    """The same of several: those that were taken back and aren't answered yet."""
    return {row.number: how for row in rows if (how := of_row(row))}


def of(state: MatterState) -> TakenBack | None:
    """The same of one matter that has been read."""
    return told(state.status, len(state.petitions), state.taken_back)
