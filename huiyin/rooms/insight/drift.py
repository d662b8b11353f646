"""How far suggestions and decisions lie apart, month by month: each sorting in the dossier against what is suggested today.

The decision is the label: it stands in the dossier, which person made it isn't looked at; what was taken in from a file
isn't the county's decision. What was decided before the model was learnt
may have been learnt from; only what came after tests it, so both are counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huiyin.rooms.cases.figures import midnight
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.insight import categories
from huiyin.rooms.insight.categories import What
from huiyin.rooms.insight.features import Text
from huiyin.rooms.insight.own import IMPORT
from huiyin.rooms.insight.training import field_of
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Verb

BATCH = 500


@dataclass(slots=True)
class Month:
    """One month's sortings: ``same`` the code suggested, ``field`` at least its field, ``other`` another, ``silent`` none.

    ``fresh``: decided after the model was learnt; ``fresh_same``: of these, field or code as suggested.
    """

    month: str
    decided: int = 0
    same: int = 0
    field: int = 0
    other: int = 0
    silent: int = 0
    fresh: int = 0
    fresh_same: int = 0


def drift(start: date, end: date, *, by: Actor) -> list[Month]:
    """The months of the period that have sortings, in order; a matter sorted twice counts twice. Refuses an empty period."""
    if end < start:
        raise ValueError("The period ends before it starts.")
    learnt = _learnt_at()
    found: dict[str, Month] = {}
    for entry, text in _sortings(start, end, by):
        month = found.setdefault(f"{local_date(entry.at):%Y-%m}", Month(f"{local_date(entry.at):%Y-%m}"))
        _count(
            month,
            json.loads(entry.data).get("category", ""),
            text,
            fresh=learnt is not None and entry.at > learnt,
        )
    return [found[key] for key in sorted(found)]


def _count(month: Month, given: str, text: Text, *, fresh: bool) -> None:
    guesses = categories.category(text).guesses
    month.decided += 1
    if not guesses:
        month.silent += 1
        return
    first = guesses[0].label
    near = field_of(first) == field_of(given)
    if first == given:
        month.same += 1
    elif near:
        month.field += 1
    else:
        month.other += 1
    month.fresh += fresh
    month.fresh_same += fresh and near


def _learnt_at() -> datetime | None:
    """When the model of the codes was learnt, else that of the fields; None before there is one."""
    for what in (What.CATEGORY, What.FIELD):
        told = categories.learnt_at(what)
        if told is not None:
            return told
    return None


def _sortings(start: date, end: date, by: Actor) -> Iterator[tuple[Entry, Text]]:
    seen = visible_to(by).values("number")
    rows = Entry.objects.filter(
        verb=Verb.TRIAGE.value,
        at__gte=midnight(start),
        at__lt=midnight(end + timedelta(days=1)),
        number__in=seen,
    ).exclude(by__startswith=IMPORT)
    after = 0
    while page := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        numbers = {entry.number for entry in page}
        words = {
            (number, name): text or ""
            for number, name, text in SealedText.objects.filter(
                number__in=numbers, seq=1, name__in=("title", "text")
            ).values_list("number", "name", "text")
        }
        for entry in page:
            text = Text(words.get((entry.number, "title"), ""), words.get((entry.number, "text"), ""))
            yield entry, text
        after = page[-1].pk
