"""Where something known stands in a text, however it is written: in other widths or characters, with signs between."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from huiyin.rules.tokens import letters

#: Figures in words, as people write them and as they stand on cheques.
_FIGURES = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
#: So many signs may stand between two of its characters; these ones at most within a name.
MOST_BETWEEN = 3
_WITHIN_NAME = frozenset(" \t\u3000·・•‧．.-_\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class Written:
    """A text as it is compared: its letters and figures in one form, each with where it stands in the text."""

    letters: str
    places: tuple[tuple[int, int], ...]
    text: str

    def find(self, word: str, *, name: bool) -> Iterator[tuple[int, int]]:
        """Every place of a comparable ``word``. ``name``: only signs that are written within names may stand between."""
        at = self.letters.find(word)
        while at >= 0:
            run = self.places[at : at + len(word)]
            if all(self._may_join(one[1], other[0], name) for one, other in pairwise(run)):
                yield run[0][0], run[-1][1]
            at = self.letters.find(word, at + 1)

    def _may_join(self, end: int, start: int, name: bool) -> bool:
        between = self.text[end:start]
        return len(between) <= MOST_BETWEEN and (not name or _WITHIN_NAME.issuperset(between))


def written(text: str, *, figures: bool = False) -> Written:
    """The text as it is compared; ``figures``: those in words count as figures."""
    found, places = list[str](), list[tuple[int, int]]()
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        for letter in _letters(text[at:end], figures):
            found.append(letter)
            places.append((at, end))
        at = end
    return Written("".join(found), tuple(places), text)


def comparable(word: str, *, figures: bool = False) -> str:
    """Something known in the form in which it is looked for."""
    return letters(word).translate(_FIGURES) if figures else letters(word)


def _joins(sign: str) -> bool:
    """Whether it belongs to the sign before it: an accent, or a part of a Korean syllable written in parts."""
    return "\u1160" <= sign <= "\u11ff" or unicodedata.combining(sign) != 0


@lru_cache(8_192)
def _letters(piece: str, figures: bool) -> str:
    """The letters and figures of one sign as they are compared; nothing for a gap or a dash."""
    return comparable(piece, figures=figures)
