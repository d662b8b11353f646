"""Names that everybody reads: of units, places, organs. What can't be read, or reads as something else, is no name.

Only what is newly written is asked; what stands in the record already is shown as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

#: Hangul fillers: letters by their category, but they show nothing.
_EMPTY_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
#: Control and format signs, halves of pairs, line and paragraph separators: none of them is seen.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


#: So many marks may stand upon one letter; more are there to hide it.
_MOST_MARKS = 3
#: A number that can be dialled has so many figures at least.
_FIGURES = 3


def unreadable(text: str) -> bool:
    """Whether this can't stand as a name: ``<`` or ``>``, a sign that isn't seen, heaps of marks, no letter at all."""
    kinds = [unicodedata.category(c) for c in text]
    if any(c in "<>" for c in text) or not _UNSEEN.isdisjoint(kinds):
        return True
    if any(
        len(run) > _MOST_MARKS for run in "".join("m" if kind[0] == "M" else " " for kind in kinds).split()
    ):
        return True
    return not any(kind[0] == "L" and c not in _EMPTY_LETTERS for c, kind in zip(text, kinds, strict=True))


def first_unreadable(names: Mapping[str, str], before: Mapping[str, str]) -> str | None:
    """The field of the first name that can't be read; what is empty or stood so before isn't asked."""
    for field, text in names.items():
        if text and text != before.get(field) and unreadable(text):
            return field
    return None


def undiallable(text: str) -> bool:
    """Whether this can't stand as an office's telephone: too few figures, or a sign that isn't seen."""
    kinds = {unicodedata.category(c) for c in text}
    return not _UNSEEN.isdisjoint(kinds) or sum(c.isdecimal() for c in text) < _FIGURES
