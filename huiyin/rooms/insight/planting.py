"""Rewordings of our own matters, made by rule, and one each by hand: the same in other words, shorter, longer, worse.

Also texts that must be kept apart: the same thing elsewhere, something else at the same place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.rules.simplified import TRADITIONAL

_FILE = Path(__file__).parent / "planted.toml"
_STOP = "。"

Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Planted:
    """Matters (title, text); rewordings and texts to be kept apart, each with its kind and which matter it belongs to.

    ``villages``: those that a county would know.
    """

    matters: tuple[Words, ...]
    rewordings: tuple[tuple[str, int, Words], ...]
    apart: tuple[tuple[str, int, Words], ...]
    villages: tuple[str, ...]


def planted() -> Planted:
    """All of them; always the same."""
    given = tomllib.loads(_FILE.read_text("utf-8"))
    places, kept = given["places"], given["matters"]
    where = [places[n % len(places)] for n in range(len(kept))]
    matters = [_at(one, place) for one, place in zip(kept, where, strict=True)]
    reworded = [
        (kind, n, make(words, given)) for n, words in enumerate(matters) for kind, make in KINDS.items()
    ]  # fmt: skip
    reworded += [
        ("told by somebody else", n, ("", one["retold"].format(p=where[n]))) for n, one in enumerate(kept)
    ]
    return Planted(
        tuple(matters), tuple(reworded), tuple(_apart(kept, where, places)), tuple(given["villages"])
    )


def _at(matter: dict[str, str], place: str) -> Words:
    return matter["title"].format(p=place), matter["text"].format(p=place)


def _apart(
    kept: list[dict[str, str]], where: list[str], places: list[str]
) -> Iterator[tuple[str, int, Words]]:
    for n, one in enumerate(kept):
        yield "same thing elsewhere", n, _at(one, places[(n + 3) % len(places)])
        yield "same place, something else", n, _at(kept[(n + 5) % len(kept)], where[n])


def _sentences(text: str) -> list[str]:
    return [part for part in text.split(_STOP) if part]


def _joined(parts: list[str]) -> str:
    return _STOP.join(parts) + _STOP


def _swapped(text: str, given: dict[str, Any]) -> str:
    for one, other in given["swaps"]:
        text = text.replace(one, other)
    return text


def _traditional(text: str) -> str:
    """As somebody writes who learnt the older characters: the first that folds to each."""
    return "".join(TRADITIONAL.get(sign, sign)[0] for sign in text)


def _slips(text: str, every: int = 13) -> str:
    """A character left out every now and then, as fingers do."""
    return "".join(sign for n, sign in enumerate(text, 1) if n % every)


def _spoken(text: str) -> str:
    """As it is told on the telephone: in one breath, with little words between."""
    return (
        "就是说啊，" + "然后呢".join(part.replace("，", "") for part in _sentences(text)) + "，你们给管管吧"
    )


def _half(words: Words) -> Words:
    parts = _sentences(words[1])
    return words[0], _joined(parts[len(parts) // 2 :])


KINDS: dict[str, Callable[[Words, dict[str, Any]], Words]] = {
    "other words": lambda w, g: (_swapped(w[0], g), _swapped(w[1], g)),
    "other order": lambda w, g: (w[0], _joined(_sentences(w[1])[::-1])),
    "shorter": lambda w, g: (w[0], _joined(_sentences(w[1])[:2])),
    "second half": lambda w, g: _half(w),
    "longer": lambda w, g: (w[0], g["polite_before"] + w[1] + g["polite_after"]),
    "no title": lambda w, g: ("反映一个问题", w[1]),
    "title only": lambda w, g: (w[0], w[0]),
    "traditional": lambda w, g: (_traditional(w[0]), _traditional(w[1])),
    "slips": lambda w, g: (w[0], _slips(w[1])),
    "spoken": lambda w, g: (w[0], _spoken(w[1])),
    "other words, order, shorter": lambda w, g: (
        _swapped(w[0], g), _swapped(_joined(_sentences(w[1])[1:4][::-1]), g),
    ),
}  # fmt: skip
