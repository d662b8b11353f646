"""Reading the record: a matter's entries folded, and the words behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.kept import ASKED, Kept, KeptValues, listed, listed_pairs
from huiyin.rules.chain import START
from huiyin.rules.evolution import fold
from huiyin.rules.state import Event, MatterState
from huiyin.rules.vocabulary import Verb

_entries = Kept(lambda: Entry.objects.filter(number=ASKED).order_by("seq"))
_texts = Kept(lambda: SealedText.objects.filter(number=ASKED))
_words = KeptValues(
    lambda: SealedText.objects.filter(listed_pairs(SealedText._meta.db_table, "number", "seq", ASKED))
    .order_by("number", "seq", "name").values_list("number", "seq", "name", "text")
)  # fmt: skip
_units = KeptValues(
    lambda: Entry.objects.filter(listed_pairs(Entry._meta.db_table, "number", "seq", ASKED))
    .values_list("number", "seq", "unit")
)  # fmt: skip
_named = KeptValues(
    lambda seq, name: SealedText.objects.filter(number__in=listed(ASKED), seq=seq, name=name).values_list(
        "number", "text"
    )
)
_first_words = KeptValues(
    lambda: SealedText.objects.filter(number__in=listed(ASKED), seq=1, name__in=("title", "text"))
    .values_list("number", "name", "text")
)  # fmt: skip


def as_event(row: Entry) -> Event:
    """The row as the plain value that ``evolve`` reads."""
    return Event(row.number, row.seq, Verb(row.verb), row.at, row.by, row.unit, json.loads(row.data))


def entries(number: str) -> list[Entry]:
    """All entries of one matter in order; empty for an unknown number."""
    return _entries(value=number)


def entries_of(numbers: Iterable[str]) -> dict[str, list[Entry]]:
    """All entries of several matters in order, by number; one query. For as many as a page shows."""
    rows = Entry.objects.filter(number__in=list(numbers)).order_by("number", "seq")
    return {number: list(same) for number, same in groupby(rows, lambda row: row.number)}


def folded(number: str) -> tuple[MatterState | None, bytes]:
    """The matter as its dossier tells it, and the hash of its last entry (START for none)."""
    rows = entries(number)
    return fold(map(as_event, rows)), bytes(rows[-1].hash) if rows else START


def states(numbers: Iterable[str]) -> dict[str, MatterState]:
    """Several matters as their dossiers tell them, by number; one query. For as many as a page shows."""
    found = {number: fold(map(as_event, same)) for number, same in entries_of(numbers).items()}
    return {number: state for number, state in found.items() if state is not None}


def texts(number: str) -> dict[tuple[int, str], str | None]:
    """The words of one matter by (seq, name); None where they were erased by law."""
    return {(row.seq, row.name): row.text for row in _texts(value=number)}


def texts_of(numbers: Iterable[str]) -> dict[str, dict[tuple[int, str], str | None]]:
    """The words of several matters, by number, each as ``texts``; one query."""
    found: dict[str, dict[tuple[int, str], str | None]] = {}
    for row in SealedText.objects.filter(number__in=list(numbers)):
        found.setdefault(row.number, {})[row.seq, row.name] = row.text
    return found


def texts_named(numbers: Iterable[str], seq: int, name: str) -> dict[str, str]:
    """One kind of words for several matters, for example the first text of each joined petition; no query for none."""
    wanted = sorted(numbers)
    found = _named(seq, name, value=json.dumps(wanted)) if wanted else ()
    return {number: text or "" for number, text in found}


def last_by(numbers: Iterable[str], verbs: Iterable[Verb]) -> dict[str, str]:
    """Who did one of these last in each matter, by the matter's number. One query."""
    rows = Entry.objects.filter(number__in=sorted(numbers), verb__in=[verb.value for verb in verbs])
    return dict(rows.order_by("number", "seq").values_list("number", "by"))


def written_there(
    places: Mapping[str, int], verb: Verb, given: Mapping[str, Any], *, by: str
) -> frozenset[str]:
    """In which of these matters the entry with this seq is just this act of this person: what was sent once more is done.

    One query, another for the words where there are such entries; none for no places.
    """
    rows = Entry.objects.filter(number__in=sorted(places), verb=verb.value, by=by) if places else ()
    told = {row.number: json.loads(row.data) for row in rows if row.seq == places[row.number]}
    words = words_at((number, places[number]) for number in told)
    return frozenset(
        number for number, data in told.items() if _says(given, {**data, **words.get((number, places[number]), {})})
    )  # fmt: skip


#: What the form calls a unit that is accused; a person is called so.
_ACCUSED = {"unit": "accused"}


def _says(given: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    alone = told.get("petitions", ())  # whom an answer was brought to, where the form names one
    accused = {_ACCUSED.get(kind, kind): who for kind, who in told.get("bars", ())}
    whole = {**accused, **({"petition": alone[0]} if len(alone) == 1 else {}), **told}
    return all(_is(whole.get(name), value) for name, value in given.items())


def _is(told: Any, value: Any) -> bool:
    if isinstance(value, datetime):
        return bool(told) and datetime.fromisoformat(told) == value
    return (told or None) == (value or None)


def words_at(places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], dict[str, str | None]]:
    """The words behind these entries (matter and seq), by name; None where erased by law. One query for a page of rows."""
    wanted = sorted(set(places))
    found: dict[tuple[str, int], dict[str, str | None]] = {}
    for number, seq, name, text in _words(value=json.dumps(wanted)) if wanted else ():
        found.setdefault((number, seq), {})[name] = text
    return found


def units_at(places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The units in whose name these entries (matter and seq) were written; empty for petitioners. One query, none for none."""
    wanted = sorted(set(places))
    rows = _units(value=json.dumps(wanted)) if wanted else ()
    return {(number, seq): unit for number, seq, unit in rows}


def first_words(numbers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and text of petitions as they were brought; empty where erased by law. One query, none for none."""
    wanted = sorted(numbers)
    found: dict[str, dict[str, str]] = {}
    for number, name, text in _first_words(value=json.dumps(wanted)) if wanted else ():
        found.setdefault(number, {})[name] = text or ""
    return {number: (said.get("title", ""), said.get("text", "")) for number, said in found.items()}
