"""Which matters of a page were taken back by whoever brought them, and wait for the letter that confirms it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Count, OuterRef, Subquery

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.kept import ASKED, KeptValues, listed
from huiyin.rules.openly import NOT_ANSWERED
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Status, Verb


class TakenBack(StrEnum):
    """By everybody who is in the matter, or by some of them: the others are still owed an answer."""

    ALL = "all"
    SOME = "some"


_counted = KeptValues(
    lambda: (
        Entry.objects.filter(number__in=listed(ASKED), verb=Verb.WITHDRAW.value)
        .order_by()
        .values_list("number")
        .annotate(n=Count("pk"))
    )
)


def how_often(column: str) -> Subquery:
    """For ``annotate``: how often something was taken back in the matter with this number; null where nothing was."""
    found = Entry.objects.filter(number=OuterRef(column), verb=Verb.WITHDRAW.value)
    return Subquery(found.order_by().values("number").annotate(n=Count("pk")).values("n"))


def told(matter: Matter, n: int | None) -> TakenBack | None:
    """What ``how_often`` says of this matter."""
    if not n or Status(matter.status) not in NOT_ANSWERED:
        return None
    return TakenBack.ALL if n >= matter.petitions_count else TakenBack.SOME


def among(rows: Iterable[Matter]) -> dict[str, TakenBack]:
    """Of these matters, those that were taken back and aren't answered yet; one query, none where none can be.

    Whoever asks has made sure that the person may see them.
    """
    held = {row.number: row for row in rows if Status(row.status) in NOT_ANSWERED}
    found = _counted(value=json.dumps(sorted(held))) if held else []
    return {number: how for number, n in found if (how := told(held[number], n))}


def of(state: MatterState) -> TakenBack | None:
    """The same of one matter that has been read; None where nobody took anything back, or it is answered."""
    if state.status not in NOT_ANSWERED or not state.withdrawn:
        return None
    return TakenBack.ALL if state.withdrawn_by_all else TakenBack.SOME
