"""Which matters were taken back by whoever brought them, and wait for the letter that confirms it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import words_at
from huiyin.rules.openly import NOT_ANSWERED
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Status, Verb


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


@dataclass(frozen=True, slots=True)
class Step:
    """What was done about a request for review or recheck in its own dossier: ``route`` is of a letter that declines it."""

    number: str
    verb: Verb
    at: datetime
    route: str


def steps_of(reviews: Collection[str]) -> list[Step]:
    """That these requests were taken back, that this was confirmed or they were declined, that they were decided. A query."""
    verbs = (Verb.WITHDRAW.value, Verb.DECLINE.value, Verb.ISSUE.value)
    rows = Entry.objects.filter(number__in=sorted(reviews), verb__in=verbs).order_by("at", "seq")
    said = rows.values_list("number", "verb", "at", "data")
    return [
        Step(number, Verb(verb), at, json.loads(data).get("route", "")) for number, verb, at, data in said
    ]


def taken_back_at(reviews: Collection[str]) -> dict[str, datetime]:
    """When these requests for review or recheck were taken back, those that were; each is one petitioner's. A query."""
    rows = Entry.objects.filter(number__in=sorted(reviews), verb=Verb.WITHDRAW.value).order_by("at", "seq")
    return dict(rows.values_list("number", "at"))


def said_while_joined(
    entries: Iterable[Entry], petitions: Collection[str]
) -> dict[str, tuple[datetime, str | None]]:
    """When and in which words these petitions of a matter were taken back while it was joined to others, and those to others.

    ``entries``: the matter's own. None for words that were erased. A query for each joining, and one for the words.
    """
    seen: set[str] = set()
    found: dict[str, Entry] = {}
    new = {str(json.loads(one.data)["other"]) for one in entries if one.verb == Verb.LINK}
    while new:
        seen |= new
        rows = Entry.objects.filter(number__in=new, verb__in=(Verb.LINK.value, Verb.WITHDRAW.value)).order_by(
            "at", "seq"
        )
        said = [(row, json.loads(row.data)) for row in rows]
        found |= {
            data["petition"]: row
            for row, data in said
            if row.verb == Verb.WITHDRAW and data["petition"] in petitions
        }
        new = {str(data["other"]) for row, data in said if row.verb == Verb.LINK} - seen
    words = words_at((row.number, row.seq) for row in found.values())
    return {
        number: (row.at, words.get((row.number, row.seq), {}).get("text")) for number, row in found.items()
    }
