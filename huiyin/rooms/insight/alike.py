"""Candidates for the same matter among texts that are held in memory: as ``rooms.insight.same`` finds them in the database.

Measurements go this way; what is chosen, how many and by what is the same in both (``chosen``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from huiyin.rules.likewords import Sketch, Weights, keys
from huiyin.rules.sameness import Likeness, compare

#: So many of the newest texts with a pair are looked up (what is rarer than that tells most; between 60 and 300 the measured
#: recall is the same), so many candidates are compared word by word, so many are shown.
NEWEST, COMPARED, SHOWN = 100, 80, 20


def chosen(found: Iterable[tuple[float, Iterable[str]]], *, but: str = "", most: int = COMPARED) -> list[str]:
    """Of what was found by each pair (its weight, the texts): those for which most speaks, whichever way they are named.

    A text that holds a pair in its title and below counts twice: it is more about it.
    """
    weights: dict[str, float] = {}
    so_far = weights.get
    for weight, numbers in found:
        for number in numbers:
            weights[number] = so_far(number, 0.0) + weight
    weights.pop(but, None)
    least = sorted(weights.values())[-most] if len(weights) > most else 0.0
    heavy = (number for number, weight in weights.items() if weight >= least)
    return sorted(heavy, key=lambda number: (-weights[number], number))[:most]


def ranked(asked: Sketch, others: Mapping[str, Sketch], weights: Weights) -> list[tuple[str, Likeness]]:
    """The others by how near they are; copies before everything, then by rank, then the newer number."""
    found = [(number, compare(asked, other, weights)) for number, other in others.items()]
    return sorted(
        sorted(found, key=lambda row: row[0], reverse=True), key=lambda row: (-row[1].copy, -row[1].rank)
    )


class Shelf:
    """Texts in the order of time, by key and as sketches."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.sketches: dict[str, Sketch] = {}
        self._found: dict[str, list[str]] = defaultdict(list)

    def put(self, key: str, sketch: Sketch) -> None:
        """Lay one text in; later ones are newer."""
        self.sketches[key] = sketch
        for pair in sketch.pairs:
            self._found[pair].append(key)
            if sketch.pairs[pair] > 1 and any(pair in part for part in sketch.body):
                self._found[pair].append(key)  # as the index has it: title and text are rows of their own

    def candidates(self, asked: Sketch, *, but: str = "") -> list[tuple[str, Likeness]]:
        """What may be the same, the likest first."""
        looked_for = keys(asked, self.weights)
        found = ((weight, self._found.get(pair, [])[-NEWEST:]) for pair, weight in looked_for.items())
        picked = chosen(found, but=but)
        return ranked(asked, {number: self.sketches[number] for number in picked}, self.weights)
