"""How words are laid down for finding them again: folded to one form, then cut into every two neighbouring characters.

Chinese has no blanks between words, so that any two neighbours may begin what somebody looks for. All characters are treated
alike, also Latin, digits, signs and emoji: whatever stands in a text is found by any part of it of two characters or more.
Pairs that follow each other are exactly the folded part; an index that keeps their order (SQLite) needs no second look,
one that doesn't (PostgreSQL) looks at the folded text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from huiyin.rules.simplified import SIMPLIFIED

_BLANKS = re.compile(r" {2,}")
#: Where the ASCII signs that an index might take for gaps are moved to: the end of the last plane, which nobody writes with.
_MOVED = 0x10FF00
_LAST_ASCII = 0x7F
_NOT_TEXT = "\ufffd"
#: So many texts are kept folded with their places: many passages are looked for in one.
_PLACED = 32
_VARIANTS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))  # how a character is drawn, not which


class _Folding(dict[int, str]):
    """Each character's folded form, reckoned once."""

    def __missing__(self, code: int) -> str:
        self[code] = made = _folded_sign(chr(code))
        return made


def _folded_sign(sign: str) -> str:
    """One character: blank for gaps, nothing for what isn't seen, else width, case and tradition taken away."""
    kind = unicodedata.category(sign)
    if kind in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    code = ord(sign)
    if kind == "Cf" or any(code in variants for variants in _VARIANTS):
        return ""
    if kind == "Cs" or _MOVED <= code <= _MOVED + _LAST_ASCII:
        return _NOT_TEXT
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", sign).casefold())
    return plain.translate(SIMPLIFIED)


_FOLDING = _Folding()
_SIGNS = {code: chr(_MOVED + code) for code in range(_LAST_ASCII + 1) if not chr(code).isalnum()}


#: Signs that only part words, and those that are their own folded form: what a petition is nearly always written with.
_PARTING = "\\n\\r\\t ,.;:!?()~/+%=@#&，。；：！？（）、《》“”‘’—·【】「」～／％＋＝"
_AS_IT_IS = "".join(sign for sign in map(chr, range(0x4E00, 0x9FA6)) if ord(sign) not in SIMPLIFIED)
_PLAIN = re.compile(f"[-0-9a-z{_PARTING}{_AS_IT_IS}]*")


def is_plain(text: str) -> bool:
    """Whether letters and figures stand in it as folding leaves them, and each other sign folds to just one that is none.

    Such a text's words can be taken as they are: asking is twenty times as fast as folding.
    """
    return _PLAIN.fullmatch(text) is not None


def composed(text: str) -> str:
    """The text with accents and Hangul put together, as most of it is written anyway; ``spans`` counts in this one."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The form in which texts are compared: one width, one case, simplified, each gap one blank, none at the ends."""
    return _BLANKS.sub(" ", composed(text).translate(_FOLDING)).strip(" ")


def letters(text: str) -> str:
    """The folded text without gaps and whatever else parts letters and figures."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


def pairs(folded: str) -> list[str]:
    """Every two neighbours of a folded text in order, the last one with a blank behind it; nothing for no text.

    No pair holds a gap, a quote or another ASCII sign: those are moved to where no tokenizer cuts.
    """
    moved = f"{folded} ".translate(_SIGNS) if folded else ""
    return [one + other for one, other in pairwise(moved)]


def parts(folded: str) -> list[str]:
    """What is looked for: the pairs of a folded word of two characters or more, without the one that its end would make."""
    return pairs(folded)[:-1]


def head(folded: str) -> str:
    """A single folded character as pairs begin with it."""
    return folded.translate(_SIGNS)


def spans(text: str, wanted: list[str], most: int = 50) -> list[tuple[int, int]]:
    """Where the folded words stand in the ``composed`` text: from, to (after the last); in order, none over another."""
    plain, places = _placed(text)
    found: list[tuple[int, int]] = []
    for word in wanted:
        at = plain.find(word) if word else -1
        while at >= 0 and len(found) < most:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = plain.find(word, at + len(word))
    return _apart(sorted(found))


@lru_cache(_PLACED)
def _placed(text: str) -> tuple[str, Sequence[int]]:
    """The text folded as ``fold`` does, and for each of its characters the place in the text that it comes from."""
    if is_plain(text) and len(folded := fold(text)) == len(text):
        return folded, range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for folded in _FOLDING[ord(sign)]:
            if folded == " " and (not signs or signs[-1] == " "):
                continue
            signs.append(folded)
            places.append(place)
    return "".join(signs).rstrip(" "), places


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch or overlap made one."""
    made: list[tuple[int, int]] = []
    for start, end in found:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made
