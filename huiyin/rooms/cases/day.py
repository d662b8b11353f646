"""One day at the desk: what came in, what was sorted and where it went, what is left; the rows of the day's sheet (日报)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.seeing import petitions_for
from huiyin.rooms.cases.withdrawn import TakenBack, how_often, told
from huiyin.rooms.dossier.models import SORTING, Entry
from huiyin.rules.calendar import LOCAL
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Status, Verb

#: A sheet holds so many of each; a day that brings more says so.
MOST = 300


#: Written out, for an index of these verbs alone is only used where they stand in the text.
_SORTING = [RawSQL(f"'{verb}'", ()) for verb in SORTING]  # noqa: S611  our own words


@dataclass(frozen=True, slots=True)
class SortedOut:
    """One petition that was sorted on the day: the last that the desk did with it, by then; ``unit`` has it, or the desk."""

    petition: Petition
    verb: Verb
    unit: str
    other: str


def _span(day: date) -> tuple[datetime, datetime]:
    first = datetime.combine(day, time.min, LOCAL)
    return first, first + timedelta(days=1)


def _rows(actor: Actor) -> QuerySet[Petition]:
    """Petitions that the person may see, with how often one was taken back in their matter."""
    return petitions_for(actor).annotate(back=how_often("matter_id"))


def taken_back(row: Petition) -> TakenBack | None:
    """Whether the matter of this row was taken back and waits to be confirmed."""
    return told(row.matter, row.back)  # type: ignore[attr-defined]  # of ``_rows``


def registered_on(actor: Actor, day: date, *, most: int = MOST) -> list[Petition]:
    """The petitions taken down on the local day that the person may see, in order; one more than ``most`` at most."""
    first, past = _span(day)
    rows = _rows(actor).filter(registered_at__gte=first, registered_at__lt=past)
    return list(rows.select_related("matter__title").order_by("registered_at", "number")[: most + 1])


def sorted_on(actor: Actor, day: date, *, most: int = MOST) -> list[SortedOut]:
    """What the desk sorted, joined, took up, sent on or declined on the local day, by whatever the person may see of it.

    In the order of the last act of each; one more than ``most`` at most. Two queries.
    """
    first, past = _span(day)
    acts = Entry.objects.filter(verb__in=_SORTING, at__gte=first, at__lt=past)
    numbers = acts.values("number")
    rows = _rows(actor).filter(number__in=numbers).select_related("matter__title")
    own = {row.number: row for row in rows.order_by("number")[: most + 1]}
    done: dict[str, SortedOut] = {}
    for act in acts.filter(number__in=list(own)).order_by("at", "number", "seq") if own else ():
        row = own[act.number]
        if act.verb == Verb.DECLINE and act.unit != row.matter.desk_id:
            continue  # a bureau's letter, not the desk's
        said = json.loads(act.data)
        done.pop(act.number, None)
        done[act.number] = SortedOut(row, Verb(act.verb), said.get("to") or act.unit, said.get("other", ""))
    return list(done.values())


def left_on(actor: Actor, day: date, *, most: int = MOST) -> list[Petition]:
    """What came by the end of the local day and isn't sorted yet, the oldest first; one more than ``most`` at most."""
    waiting = _rows(actor).filter(
        matter__is_open=True, matter__status=Status.REGISTERED.value, registered_at__lt=_span(day)[1]
    )
    return list(waiting.select_related("matter__title").order_by("registered_at", "number")[: most + 1])


def own_titles(rows: Sequence[Petition]) -> dict[str, str]:
    """The titles of those among them that were joined to another matter, whose title isn't theirs; no query for none."""
    numbers = {row.number for row in rows if row.number != row.matter_id}
    if not numbers:
        return {}
    found = Matter.objects.filter(pk__in=numbers).values_list("pk", "title__text")
    return {number: text or "" for number, text in found}
