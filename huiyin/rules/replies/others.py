"""Somebody else's personal data in a text: ID numbers, mobile numbers, names of private persons, addresses down to the door.

What the petitioner told of themselves may stand in their own answer; offices' telephones and officials' names may stand in any.
The same places are masked where a text is shown to people whom it wasn't written for (``masked``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from huiyin.rules.identifiers import HIDDEN, mask_id, mask_name, mask_phone, normal_id_number, normal_phone
from huiyin.rules.replies.finding import Finding, Kind
from huiyin.rules.replies.private_names import Place, names_masked, names_told

#: Findings of one kind that are told.
MOST = 9
_ID = re.compile(r"(?<![\w])[1-9]\d{16}[\dXx](?![\w])", re.ASCII)
_MOBILE = re.compile(r"(?<![\d.-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d])")
DOOR = re.compile(
    r"(?:[\u4e00-\u9fff]{1,12}(?:村|社区|小区|花园|家园|街|路|巷|屯|镇)[\u4e00-\u9fff]{0,10})?"
    r"(?:[\dA-Za-z一二三四五六七八九十]{1,4}(?:组|队|号楼|号院|号|栋|幢|单元|楼|层)){1,5}"
    r"[\dA-Za-z一二三四五六七八九十-]{1,5}(?:室|号)"
)


@dataclass(frozen=True, slots=True)
class Own:
    """What may stand in this answer: the petitioner's own data and words, and telephones of offices.

    ``others``: names of other people in the same matter; they may not, wherever they stand.
    """

    phones: Collection[str] = ()
    id_numbers: Collection[str] = ()
    told: str = ""
    offices: Collection[str] = ()
    others: Collection[str] = ()


def foreign(text: str, own: Own) -> Iterator[Finding]:
    """Somebody else's data in the text, kind by kind, each in its order; at most ``MOST`` of a kind."""
    for kind, places in _places(text, own):
        yield from (Finding(kind, start, end) for start, end in islice(places, MOST))


def _places(text: str, own: Own) -> Iterator[tuple[Kind, Iterator[Place]]]:
    ids = {normal_id_number(one) for one in own.id_numbers}
    phones = {normal_phone(one) for one in (*own.phones, *own.offices)}
    yield Kind.ID_NUMBER, (m.span() for m in _ID.finditer(text) if normal_id_number(m[0]) not in ids)
    yield Kind.PHONE, (m.span() for m in _MOBILE.finditer(text) if normal_phone(m[0]) not in phones)
    yield Kind.NAME, _names(text, own)
    yield Kind.ADDRESS, (m.span() for m in DOOR.finditer(text) if m[0] not in own.told)


def _names(text: str, own: Own) -> Iterator[Place]:
    """Names behind a word for a private person that the petitioner didn't write; names of others in the matter anywhere."""
    found = {(start, end) for start, end in names_told(text) if text[start:end] not in own.told}
    for name in own.others:
        if len(name) > 1:
            found |= {m.span() for m in re.finditer(re.escape(name), text)}
    yield from apart(found)


def apart(places: Iterable[Place]) -> Iterator[Place]:
    """In order, without those that begin inside the one before."""
    last = 0
    for start, end in sorted(places):
        if start >= last:
            yield start, end
            last = end


def masked(text: str, names: Collection[str] = ()) -> str:
    """The text for people whom it wasn't written for: no ID or mobile number, no door, no private person's name in full.

    ``names`` are hidden wherever they stand.
    """
    kinds = {place: kind for kind, places in _places(text, Own(others=names)) for place in places}
    wide = {start: (start, end) for start, end in sorted(names_masked(text))}
    kinds = {place: kind for place, kind in kinds.items() if kind is not Kind.NAME or place[0] not in wide}
    kinds |= dict.fromkeys(wide.values(), Kind.NAME)
    made: list[str] = []
    at = 0
    for start, end in apart(kinds):
        made += [text[at:start], _MASKS[kinds[start, end]](text[start:end])]
        at = end
    return "".join(made) + text[at:]


def _no_door(_door: str) -> str:
    return HIDDEN


_MASKS: Mapping[Kind, Callable[[str], str]] = {
    Kind.ID_NUMBER: mask_id, Kind.PHONE: mask_phone, Kind.NAME: mask_name, Kind.ADDRESS: _no_door,
}  # fmt: skip
