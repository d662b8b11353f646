"""Which matters were taken back by whoever brought them, and wait for the letter that confirms it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.kept import ASKED, KeptValues, listed
from huiyin.rules.openly import NOT_ANSWERED
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Status, Verb


class TakenBack(StrEnum):
    """By everybody who is in the matter, or by some of them: the others are still owed an answer."""

    ALL = "all"
    SOME = "some"


def _said() -> QuerySet[Entry]:
    """All withdrawals, from an index of their own: it is only used where the verb stands written out in the text."""
    return Entry.objects.filter(verb=RawSQL(f"'{Verb.WITHDRAW.value}'", ()))  # noqa: S611  our own word


def _petitions() -> QuerySet[Petition]:
    """Petitions that were taken back in the matter to which they belong now; not those that were parted from it since."""
    return Petition.objects.filter(
        Exists(_said().filter(number=OuterRef("matter_id"), data__contains=OuterRef("number")))
    )


_counted = KeptValues(
    lambda: (
        _petitions().filter(matter__in=listed(ASKED)).order_by().values_list("matter").annotate(n=Count("pk"))
    )
)


def how_often(column: str) -> Subquery:
    """For ``annotate``: how many petitions of the matter with this number were taken back; null where none was."""
    found = _petitions().filter(matter=OuterRef(column)).order_by().values("matter")
    return Subquery(found.annotate(n=Count("pk")).values("n"))


def waiting() -> Q:
    """For ``filter`` on matters: everybody in it took it back, and nothing was confirmed yet."""
    return Q(
        status__in=sorted(NOT_ANSWERED),
        number__in=_said().values("number"),  # few: only of these it is asked how many
        petitions_count__lte=how_often("number"),
    )


def told(status: Status, petitions: int, n: int | None) -> TakenBack | None:
    """What ``how_often`` says of a matter in this state with so many petitions."""
    if not n or status not in NOT_ANSWERED:
        return None
    return TakenBack.ALL if n >= petitions else TakenBack.SOME


def among(rows: Iterable[Matter]) -> dict[str, TakenBack]:
    """Of these matters, those that were taken back and aren't answered yet; one query, none where none can be.

    Whoever asks has made sure that the person may see them.
    """
    held = {row.number: row for row in rows if Status(row.status) in NOT_ANSWERED}
    found = _counted(value=json.dumps(sorted(held))) if held else []
    counted = ((held[number], n) for number, n in found)
    return {
        row.number: how for row, n in counted if (how := told(Status(row.status), row.petitions_count, n))
    }


def of(state: MatterState) -> TakenBack | None:
    """The same of one matter that has been read; None where nobody in it took anything back, or it is answered."""
    if state.status not in NOT_ANSWERED or not any(p.number in state.withdrawn for p in state.petitions):
        return None
    return TakenBack.ALL if state.withdrawn_by_all else TakenBack.SOME
