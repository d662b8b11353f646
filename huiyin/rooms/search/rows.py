"""Where a text lies in the index: one number a row that sorts by the matter's day and serial, then by entry and kind of words.

``huiyin_found`` is an FTS5 table without content on SQLite, a table with a GIN index on PostgreSQL (migration ``search``). As
its rows sort like the matters' numbers, the newest first is the index's own order and nothing has to be sorted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from django.conf import settings

from huiyin.rules.identifiers import LAST_SERIAL, matter_number, parse_number

#: The kinds of words that are found, each with its place in a row's number. Contacts that were changed are none of them.
#: All are sealed texts but ``inside``: what stands in an attachment (``models.FileText``).
KINDS: Mapping[str, int] = {
    "title": 0, "text": 1, "reason": 2, "remark": 3, "party": 4, "proof": 5, "foreign": 6, "file": 7,
    "inside": 8,
}  # fmt: skip
KIND_BITS, ENTRY_BITS = 4, 14
BITS = KIND_BITS + ENTRY_BITS
_FIRST = ", ".join(str(1 << KIND_BITS | KINDS[name]) for name in ("title", "text"))
#: Which rows hold a first entry's title and text: what offices wrote later says how it was handled, not what it is about.
FIRST_WORDS = f"({{row}} & {(1 << BITS) - 1}) IN ({_FIRST})"
_SERIAL_BITS = LAST_SERIAL.bit_length()


def key_of(number: str) -> int | None:
    """The matter's place: later numbers have greater ones. None for what is no number of a matter."""
    parsed = parse_number(number)
    return None if parsed is None else first_key(parsed.day) + parsed.serial


def first_key(day: date) -> int:
    """Less than the place of every matter of the day, more than of every one before."""
    return day.toordinal() << _SERIAL_BITS


def number_at(key: int) -> str:
    """The number of the county's matter at this place."""
    day, serial = key >> _SERIAL_BITS, key & ((1 << _SERIAL_BITS) - 1)
    return matter_number(settings.HUIYIN_COUNTY, date.fromordinal(day), serial)


def row_of(number: str, seq: int, name: str) -> int | None:
    """The row of a text; None where it isn't found: other kinds of words, more entries than any matter has."""
    key = key_of(number)
    if key is None or name not in KINDS or not 0 < seq < 1 << ENTRY_BITS:
        return None
    return key << BITS | seq << KIND_BITS | KINDS[name]


def said(name: str, text: str) -> str:
    """The words of a sealed text as a person reads them: of a file its name."""
    return str(json.loads(text)["name"]) if name == "file" else text
