"""One day at the desk: what came in, what was sorted and where it went, what is left; the rows of the day's sheet (日报)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.seeing import petitions_for
from huiyin.rooms.cases.withdrawn import TakenBack, told
from huiyin.rooms.county.queries import version
from huiyin.rooms.dossier.models import SORTING, Entry
from huiyin.rooms.kept import ASKED, ASKED_PAST, ASKED_SINCE, KeptValues, listed
from huiyin.rules.calendar import LOCAL
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Channel, Route, Status, Verb

#: A sheet lists so many of each; a day that brings more says so, and its numbers are of so many more.
MOST, COUNTED = 300, 100_000


#: Written out, for an index of these verbs alone is only used where they stand in the text.
_SORTING = [RawSQL(f"'{verb}'", ()) for verb in SORTING]  # noqa: S611  our own words


class OfDay(NamedTuple):
    """One petition of the sheet with what is said of its matter; ``title``: the matter's, None once it is erased."""

    number: str
    channel: str
    persons: int
    visit: str
    matter: str
    petitions_count: int
    taken_back: int
    status: str
    stage: str
    urgent: bool
    confidential: bool
    category: str
    place: str
    owner: str | None
    desk: str
    title: str | None


_OF_MATTER = (
    "petitions_count", "taken_back", "status", "stage", "urgent", "confidential", "category", "place", "owner_id", "desk_id",
    "title__text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SortedOut:
    """One petition that was sorted on the day: the last that the desk did with it, by then; ``unit`` has it, or the desk."""

    petition: OfDay
    verb: Verb
    unit: str
    other: str
    confirms: bool = False  # a letter that confirms a withdrawal


def _span(day: date) -> tuple[datetime, datetime]:
    first = datetime.combine(day, time.min, LOCAL)
    return first, first + timedelta(days=1)


def _told(rows: QuerySet[Petition], most: int) -> QuerySet[Petition, tuple[Any, ...]]:
    """In the columns of ``OfDay``; one more than ``most`` at most."""
    said = ("number", "channel", "persons", "visit", "matter_id", *(f"matter__{name}" for name in _OF_MATTER))
    return rows.values_list(*said)[: most + 1]


def _registered(actor: Actor, most: int, _county: str | None) -> QuerySet[Petition, tuple[Any, ...]]:
    rows = petitions_for(actor).filter(registered_at__gte=ASKED_SINCE, registered_at__lt=ASKED_PAST)
    return _told(rows.order_by("registered_at", "number"), most)


def _waiting(actor: Actor, past: Any) -> QuerySet[Petition]:
    return petitions_for(actor).filter(
        matter__is_open=True, matter__status=Status.REGISTERED.value, registered_at__lt=past
    )


def _left(actor: Actor, most: int, _county: str | None) -> QuerySet[Petition, tuple[Any, ...]]:
    return _told(_waiting(actor, ASKED_PAST).order_by("registered_at", "number"), most)


def _acts() -> QuerySet[Entry]:
    return Entry.objects.filter(verb__in=_SORTING, at__gte=ASKED_SINCE, at__lt=ASKED_PAST)


def _sorted(actor: Actor, most: int, _county: str | None) -> QuerySet[Petition, tuple[Any, ...]]:
    rows = petitions_for(actor).filter(number__in=_acts().values("number"))
    return _told(rows.order_by("number"), most)


_on_day, _left_by, _sorted_by = KeptValues(_registered), KeptValues(_left), KeptValues(_sorted)
_said = KeptValues(
    lambda: (
        _acts()
        .filter(number__in=listed(ASKED))
        .order_by("at", "number", "seq")
        .values_list("number", "seq", "verb", "unit", "data")
    )
)


def taken_back(row: OfDay) -> TakenBack | None:
    """Whether the matter of this row was taken back and waits to be confirmed."""
    return told(Status(row.status), row.petitions_count, row.taken_back)


def visits_on(actor: Actor, day: date, *, most: int = MOST) -> list[Petition]:
    """The visits taken down on the local day that the person may see, in order; ``most`` at most."""
    first, past = _span(day)
    rows = petitions_for(actor).filter(
        registered_at__gte=first, registered_at__lt=past, channel=Channel.VISIT.value
    )
    return list(rows.select_related("matter__title").order_by("registered_at", "number")[:most])


def registered_on(actor: Actor, day: date, *, most: int = MOST) -> list[OfDay]:
    """The petitions taken down on the local day that the person may see, in order; one more than ``most`` at most."""
    first, past = _span(day)
    return list(map(OfDay._make, _on_day(actor, most, version(), since=first, past=past)))


def sorted_on(actor: Actor, day: date, *, most: int = MOST) -> list[SortedOut]:
    """What the desk sorted, joined, took up, sent on or declined on the local day, by whatever the person may see of it.

    In the order of the last act of each; one more than ``most`` at most. What was joined and parted again on the day stands as
    the desk had sorted it before on this day, or not at all. Two queries, a third where something was joined.
    """
    first, past = _span(day)
    rows = map(OfDay._make, _sorted_by(actor, most, version(), since=first, past=past))
    own = {row.number: row for row in rows}
    acts = list(_said(since=first, past=past, value=json.dumps(list(own)))) if own else []
    parted = _partings({number for number, _seq, verb, *_ in acts if verb == Verb.LINK}, first, past)
    done: dict[str, SortedOut] = {}
    for number, seq, verb, unit, data in acts:
        row = own[number]
        if verb == Verb.LINK and any(later > seq for later in parted.get(number, ())):
            continue  # it stands as it was before
        if verb == Verb.DECLINE and unit != row.desk:
            continue  # a bureau's letter, not the desk's
        said = json.loads(data)
        done.pop(number, None)
        confirms = said.get("route") == Route.WITHDRAWN
        done[number] = SortedOut(row, Verb(verb), said.get("to") or unit, said.get("other", ""), confirms)
    return list(done.values())


def _partings(joined: set[str], first: datetime, past: datetime) -> dict[str, list[int]]:
    """The entries by which what was joined on the day parted again on it, by number; no query where nothing was joined."""
    found: dict[str, list[int]] = {}
    if joined:
        rows = Entry.objects.filter(number__in=joined, verb=Verb.UNLINK.value, at__gte=first, at__lt=past)
        for number, seq in rows.values_list("number", "seq"):
            found.setdefault(number, []).append(seq)
    return found


def left_on(actor: Actor, day: date, *, most: int = MOST) -> list[OfDay]:
    """What came by the end of the local day and isn't sorted yet, the oldest first; one more than ``most`` at most."""
    return list(map(OfDay._make, _left_by(actor, most, version(), past=_span(day)[1])))


def left_count(actor: Actor, day: date) -> int:
    """How many those are, however many."""
    return _waiting(actor, _span(day)[1]).count()


def own_titles(rows: Sequence[OfDay]) -> dict[str, str]:
    """The titles of those among them that were joined to another matter, whose title isn't theirs; no query for none."""
    numbers = {row.number for row in rows if row.number != row.matter}
    if not numbers:
        return {}
    found = Matter.objects.filter(pk__in=numbers).values_list("pk", "title__text")
    return {number: text or "" for number, text in found}
