"""Every reading of matters. Nobody gets a matter or a list but through these: what a person may see is decided here."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.seeing import units_seen, visible_to
from huiyin.rooms.county.queries import version
from huiyin.rooms.dossier import queries as record
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.kept import ASKED, Kept
from huiyin.rooms.vault.codes import query_code_hash
from huiyin.rules.evolution import fold
from huiyin.rules.identifiers import parse_number
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState

__all__ = [
    "PAGE",
    "File",
    "Texts",
    "file_of",
    "followed",
    "matter_for",
    "units_seen",
    "visible_to",
]

PAGE = 50

Texts = Mapping[tuple[int, str], str | None]


def matter_for(actor: Actor, number: str) -> Matter | None:
    """The matter if this person may see it; a petition's number leads to the matter that it belongs to.

    One query whether there is no such number, it isn't theirs, or it is kept from them (none, whatever the number, for whoever
    sees no matters at all): nobody learns which.
    """
    parsed = parse_number(number)
    if parsed is None:
        return None
    found = _seen(actor, version(), value=parsed.text)
    return next((one for one in found if one.pk == parsed.text), found[0] if found else None)


def _with_number(actor: Actor, _county: str | None) -> QuerySet[Matter]:
    petition = Petition.objects.filter(number=ASKED)
    both = petition.values("number").union(
        petition.values("matter_id")
    )  # "or" would read all matters on PostgreSQL
    return visible_to(actor).filter(pk__in=both)


_seen = Kept(_with_number)


@dataclass(frozen=True, slots=True)
class File:
    """A matter's whole file for one page: its state, the entries behind it, their words, the petitions in it."""

    state: MatterState
    entries: tuple[Entry, ...]
    texts: Texts
    petitions: tuple[Petition, ...]


def file_of(number: str) -> File:
    """Read the whole file in three queries. Ask ``matter_for`` first whether the person may."""
    entries = record.entries(number)
    return _file(number, entries, record.texts(number), _petitions([number]))


def files_of(found: Mapping[str, Sequence[Entry]]) -> list[File]:
    """The files of several matters whose entries were read, in their order; two queries, none for none.

    LookupError where one of them has no entries.
    """
    numbers = list(found)
    if not numbers:
        return []
    words = record.texts_of(numbers)
    brought: dict[str, list[Petition]] = {}
    for row in _petitions(numbers):
        brought.setdefault(row.matter_id, []).append(row)
    return [_file(n, entries, words.get(n, {}), brought.get(n, ())) for n, entries in found.items()]


def _petitions(numbers: Sequence[str]) -> QuerySet[Petition]:
    """The petitions in these matters, the first to come first, with who brought them."""
    rows = Petition.objects.filter(matter_id__in=numbers).select_related("petitioner", "transfer")
    return rows.order_by("received_at", "number")


def _file(number: str, entries: Sequence[Entry], texts: Texts, petitions: Iterable[Petition]) -> File:
    state = fold(map(record.as_event, entries))
    if state is None:
        raise LookupError(number)
    return File(state, tuple(entries), texts, tuple(petitions))


def followed(number: str, code: str) -> tuple[Petition, File] | None:
    """A petition and its matter's file for whoever holds number and query code; None if either is wrong.

    Both cases cost and say the same, so that nobody learns which numbers exist.
    """
    parsed = parse_number(number)
    petition = Petition.objects.filter(number=parsed.text).first() if parsed else None
    right = petition.code_hash if petition else ""
    if not hmac.compare_digest(right, query_code_hash(code)) or petition is None:
        return None
    return petition, file_of(petition.matter_id)
