"""What a group of petitions is called, by its newest titles: words that several say, else the title that is likest to all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from huiyin.rooms.insight.wording import worded
from huiyin.rules.hot_names import likest, title_of
from huiyin.rules.likewords import Weights, sketch

#: So many of the newest titles make the name.
TITLES = 6
#: So many names are kept: each takes some milliseconds, and a page shows dozens that are the same the next time.
_KEPT = 1_024


class _Names:
    """The names by one counting of the county's words."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.of = lru_cache(maxsize=_KEPT)(self._of)

    def _of(self, titles: tuple[str, ...], confided: frozenset[str]) -> str:
        said = title_of([worded(title).words for title in titles], self.weights)
        open_ones = [title for title in titles if title not in confided]
        if said or not open_ones:
            return said
        return open_ones[likest([sketch(title, "") for title in open_ones], self.weights)]


_names = _Names(Weights())


def named(titles: Sequence[str], weights: Weights, *, confided: Collection[str] = ()) -> str:
    """The name by these titles, the newest first. None of ``confided`` is one by itself: what was told in confidence.

    Empty where there is none, or only such that share nothing.
    """
    global _names  # noqa: PLW0603  one counting, one memory
    names = _names
    # before the county's words are counted each asks with weights of its own that say nothing
    if names.weights is not weights and (names.weights.texts or weights.texts):
        names = _names = _Names(weights)
    return names.of(tuple(titles), frozenset(confided).intersection(titles))
