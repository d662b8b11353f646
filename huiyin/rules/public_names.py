"""Names that everybody reads: of units, places, organs. What can't be read, or reads as something else, is no name.

Only what is newly written is asked; what stands in the record already is shown as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

#: Hangul fillers: letters by their category, but they show nothing.
_EMPTY_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
#: What joins or varies signs without being seen: the grapheme joiner, and which drawing of a sign is meant.
_VARYING = frozenset({"\u034f", *map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))})
#: Control and format signs, halves of pairs, line and paragraph separators: none of them is seen.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Marks upon one sign; written apart, no language of names needs more.
_MOST_MARKS = 3


def unreadable(text: str) -> bool:
    """Whether this can't stand as a name: it has ``<`` or ``>``, a sign that isn't seen, no letter, heaped marks."""
    kinds = [unicodedata.category(c) for c in text]
    if any(c in "<>" or c in _EMPTY_LETTERS or c in _VARYING for c in text) or not _UNSEEN.isdisjoint(kinds):
        return True
    if _heaped(kinds):
        return True
    return not any(kind[0] == "L" for kind in kinds)


def _heaped(kinds: list[str]) -> bool:
    """Whether one sign bears so many marks that it can't be read, and runs over the lines above and below."""
    marks = 0
    for kind in kinds:
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if marks > _MOST_MARKS:
            return True
    return False


def first_unreadable(names: Mapping[str, str], before: Mapping[str, str]) -> str | None:
    """The field of the first name that can't be read; what is empty or stood so before isn't asked."""
    for field, text in names.items():
        if text and text != before.get(field) and unreadable(text):
            return field
    return None
