"""What binds petitions into a hot matter (热点): beside being alike, what their titles tell must be about the same.

Long texts have much in common that tells nothing: a law's words, one person's manner of pleading, a thing that every second
village has. What a matter is about, and where, stands in its title, and what somebody else says of it in their title or text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import fsum

from huiyin.rules.likewords import Sketch, Weights
from huiyin.rules.phrases import FORM, VERBS
from huiyin.rules.sameness import NAMED, RARE, Likeness, located, parted

#: So much of what the titles tell must stand in the other text: three rare pairs, so a name and a thing, or two things.
TELLING = 14.0
#: Where two titles have twice that in common they tell the same, and the texts bind so much more than they are alike.
SAME_TITLE, MORE = 2 * TELLING, 1.5
#: So much of a likeness binds where both titles name a place and neither the other's: by itself too little for a group.
ELSEWHERE = 0.25
#: Of a text whose title tells less, so many signs of the beginning are taken for it.
OPENING = 40
#: So many stretches are known how they part.
_KEPT = 4_096
#: Pleas and verbs of telling part what stands beside them: they are in no name, nor is half of one with them.
_PLEAS = re.compile("|".join(sorted((word for word in FORM | VERBS if len(word) > 1), key=len, reverse=True)))
_KINDS = re.compile("(?:小区|社区|街道)+$")


@dataclass(frozen=True, slots=True)
class Headline:
    """What a text's title tells: its rare pairs, and those of them that name a place, each with its weight."""

    told: Mapping[str, float]
    place: Mapping[str, float]


def headline(text: Sketch, weights: Weights) -> Headline:
    """What the title tells; with the text's beginning where that is less than ``TELLING`` (反映问题, or none)."""
    told = _rare(chain.from_iterable(map(_pieces, text.title)), weights)
    if sum(told.values()) < TELLING:
        told |= _rare(chain.from_iterable(map(_pieces, _beginning(text.body))), weights)
    return Headline(told, _rare(chain.from_iterable(map(_names, text.title)), weights))


class Bonds:
    """How firmly one text is bound to others; what its own title tells is looked at once."""

    def __init__(self, one: Sketch, weights: Weights) -> None:
        self._one, self._weights = one, weights
        self._mine = headline(one, weights)

    def to(self, other: Sketch, likeness: Likeness, *, together: bool | None = None) -> float:
        """The ``likeness`` of both, as far as it binds them, 0 to 1; the same whichever is asked.

        0 where the titles tell too little of the same; little where both name places and neither the other's; more where they
        say the same in many words, but not of different villages, round which one form goes. A copy stays one. ``together``: as
        ``compare`` has it.
        """
        if likeness.copy:
            return likeness.score
        one, mine, theirs = self._one, self._mine, headline(other, self._weights)
        named, apart = located(one, other, together)
        if _shared(mine, other, theirs, one) + (2 * NAMED if named else 0.0) < TELLING:
            return 0.0
        if apart:  # hardly anything is left of this likeness already, unless much is the same word for word
            return likeness.score
        if not named and _elsewhere(mine.place, other, theirs.place, one):
            return ELSEWHERE * likeness.score
        same = fsum(weight for pair, weight in mine.told.items() if pair in theirs.told)
        return min(1.0, MORE * likeness.score) if same >= SAME_TITLE else likeness.score


def _shared(mine: Headline, other: Sketch, theirs: Headline, one: Sketch) -> float:
    """How much of what either title tells stands in the other text."""
    found = {pair: weight for pair, weight in mine.told.items() if pair in other.pairs}
    found |= {pair: weight for pair, weight in theirs.told.items() if pair in one.pairs}
    return fsum(found.values())


def _elsewhere(mine: Mapping[str, float], other: Sketch, theirs: Mapping[str, float], one: Sketch) -> bool:
    """Whether both titles surely name a place, and neither text the other's."""
    return all(
        fsum(names.values()) >= 2 * NAMED
        and fsum(weight for pair, weight in names.items() if pair in text.pairs) < NAMED
        for names, text in ((mine, other), (theirs, one))
    )


def _rare(pieces: Iterable[str], weights: Weights) -> dict[str, float]:
    """The rare pairs of these pieces, which tell something."""
    found = {}
    for piece in pieces:
        found.update({pair: weight for pair, weight in weights.within(piece).items() if weight >= RARE})
    return found


@lru_cache(_KEPT)
def _pieces(stretch: str) -> tuple[str, ...]:
    """A stretch without pleas."""
    return tuple(filter(None, _PLEAS.split(stretch)))


@lru_cache(_KEPT)
def _names(stretch: str) -> tuple[str, ...]:
    """The names of places in a stretch, without which kind of place it is (小区): that every second one is."""
    found = (part for piece in _pieces(stretch) for part, is_place, _ in parted(piece) if is_place)
    return tuple(filter(None, (_KINDS.sub("", name) for name in found)))


def _beginning(body: Iterable[str]) -> Iterator[str]:
    left = OPENING
    for stretch in body:
        if left <= 0:
            return
        yield stretch[:left]
        left -= len(stretch)
