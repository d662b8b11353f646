"""How much two texts have in common: pairs of neighbouring characters, which serve Chinese and Korean without a dictionary."""

from __future__ import annotations

from collections.abc import Iterator

#: Characters of a text that are looked at; the facts stand at its beginning.
LOOKED_AT = 4_000
#: A passage in common is shown from so many characters on, the longest first, at most so many.
SHORTEST, MOST = 3, 5


def pairs(text: str) -> frozenset[str]:
    """All pairs of neighbouring letters and figures; what stands between words parts them."""
    return frozenset(run[i : i + 2] for run in _runs(text) for i in range(len(run) - 1))


def likeness(one: str, other: str) -> int:
    """Percent of the pairs that both have (twice the common ones over all, after Dice); 0 where either has none."""
    mine, theirs = pairs(one), pairs(other)
    if not mine or not theirs:
        return 0
    return round(200 * len(mine & theirs) / (len(mine) + len(theirs)))


def passages(one: str, other: str) -> tuple[str, ...]:
    """What stands in both: the longest passages of the first text whose every pair the other has too."""
    theirs = pairs(other)
    found: set[str] = set()
    for run in _runs(one):
        start = 0
        for end in range(1, len(run) + 1):
            if end == len(run) or run[end - 1 : end + 1] not in theirs:
                if end - start >= SHORTEST:
                    found.add(run[start:end])
                start = end
    return tuple(sorted(found, key=lambda passage: (-len(passage), passage))[:MOST])


def _runs(text: str) -> Iterator[str]:
    run = ""
    for sign in text[:LOOKED_AT].casefold():
        if sign.isalnum():
            run += sign
            continue
        if run:
            yield run
        run = ""
    if run:
        yield run
