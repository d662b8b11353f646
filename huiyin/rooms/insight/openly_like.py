"""Published matters like what somebody is about to send: perhaps their answer is enough. Everybody may see all of them.

Compared by what is wrong, as the same matter is (``rules.sameness``), across Chinese and Korean; never by persons.
"""

from __future__ import annotations

from functools import lru_cache

from huiyin.rooms.cases.shown import Publication, public
from huiyin.rooms.insight.pair_weights import weights
from huiyin.rules.likewords import Sketch, sketch
from huiyin.rules.sameness import Most, compare

#: So many of the latest are looked at; the cost of a page doesn't grow with the archive.
LOOKED_THROUGH = 300
#: From so much of what is wrong in common on, one is shown. On real messages three of four so found were of the same category.
LEAST = 0.22
SHOWN = 3


def openly_like(text: str, *, most: int = SHOWN) -> list[Publication]:
    """The likest of the latest published matters, the likest first; nothing for a text that says nothing. One query."""
    asked = sketch("", text)
    if asked.is_empty:
        return []
    weigh = weights()
    promised = Most(asked, weigh)
    latest = public().order_by("-at", "-id").defer("answer")[:LOOKED_THROUGH]
    found: list[tuple[float, Publication]] = []
    for row in latest:
        theirs = _sketched(row.title, row.question)
        if promised.thing(theirs) < LEAST:
            continue
        thing = compare(asked, theirs, weigh).thing
        if thing >= LEAST:
            found.append((thing, row))
    found.sort(key=lambda pair: -pair[0])
    return [row for _, row in found[:most]]


@lru_cache(maxsize=2 * LOOKED_THROUGH)
def _sketched(title: str, question: str) -> Sketch:
    return sketch(title, question)
