"""The words of a text as they stand in it, for what is shown of it; learning cuts for itself (``features``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from huiyin.rooms.insight.features import whole_words
from huiyin.rules.likewords import LOOKED_AT
from huiyin.rules.particles import without_particle
from huiyin.rules.phrases import Worded, joined, shown
from huiyin.rules.sameness import Kind, Passage
from huiyin.rules.tokens import composed

#: So many texts are kept, and the words of so many clauses: one text stands beside several others, forms go round.
_KEPT, _CLAUSES = 64, 1_024
_KOREAN = re.compile(r"([\uac00-\ud7a3]+)")


@lru_cache(_KEPT)
def worded(text: str) -> Worded:
    """The text with its words: of the dictionary and the field, none guessed; of Korean ones the particles apart."""
    return Worded(composed(text), _words)


@lru_cache(_CLAUSES)
def _words(clause: str) -> tuple[str, ...]:
    return joined(_cut(clause))


def _cut(text: str) -> Iterator[str]:
    for n, part in enumerate(_KOREAN.split(text)):
        if n % 2:
            yield (word := without_particle(part))
            yield from filter(None, (part[len(word) :],))
        else:
            yield from whole_words(part)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What two texts share, as people read it. ``weight``: how much the whole passage says."""

    words: str
    kind: Kind
    weight: float


def phrases(passages: Sequence[Passage], *texts: str) -> list[Phrase]:
    """The passages trimmed to whole words with the first text's capitals; none that stands in another, nor a mere piece."""
    told = [worded(text[: 2 * LOOKED_AT]) for text in texts]  # as much as was compared
    found: list[Phrase] = []
    for one in passages:
        words = shown(one.words, told, place=one.kind is Kind.PLACE)
        if words and not any(words in known.words for known in found):
            found.append(Phrase(words, one.kind, one.weight))
    return found
