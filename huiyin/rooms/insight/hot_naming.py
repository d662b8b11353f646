"""What a group of petitions is called, by its newest titles: words that several say, else the title that is likest to all."""

from __future__ import annotations

from collections.abc import Container, Sequence

from huiyin.rooms.insight.wording import worded
from huiyin.rules.hot_names import likest, title_of
from huiyin.rules.likewords import Weights, sketch

#: So many of the newest titles make the name.
TITLES = 6


def named(titles: Sequence[str], weights: Weights, *, confided: Container[str] = ()) -> str:
    """The name by these titles, the newest first. None of ``confided`` is one by itself: what was told in confidence.

    Empty where there is none, or only such that share nothing.
    """
    said = title_of([worded(title).words for title in titles], weights)
    open_ones = [title for title in titles if title not in confided]
    if said or not open_ones:
        return said
    return open_ones[likest([sketch(title, "") for title in open_ones], weights)]
