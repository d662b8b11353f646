"""Chooses what a petition is about: who came in which number, and the least used text that fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from huiyin.rooms.intake.demo.corpus import Place, Template, places, templates
from huiyin.rooms.intake.demo.shape import DONE_REPEATS, FIGURES, OPEN_REPEATS
from huiyin.rules.vocabulary import Channel

Fits = Callable[[Template], bool]
#: Which texts so many visitors may bring; more than four bring what concerns a crowd.
_SPEAK = {1: ("one", "any"), 2: ("one", "any", "few"), 3: ("any", "few"), 4: ("few", "group")}
_CROWD = ("group",)
_CALLERS = ("one", "any", "few")


class Chooser:
    """Deals out batch sizes, languages, texts and places; no text is used again before all others that fit were used."""

    def __init__(self, rng: Random, sizes: Counter[int], korean: int, told: int) -> None:
        """``sizes`` and ``korean`` are what is left to deal, ``told`` how many petitions the stories have had."""
        self._rng = rng
        self._sizes = sorted(sizes.elements())
        rng.shuffle(self._sizes)
        repeats = sum(OPEN_REPEATS.values()) + sum(DONE_REPEATS.values())
        crowds = sum(size not in _SPEAK for size in self._sizes)
        self._left = sum(count.came for count in FIGURES.values()) - told - repeats - crowds
        self._korean = korean
        self._used: Counter[str] = Counter()

    def size(self, channel: Channel) -> int:
        """How many people come: dealt for visits, one by every other channel."""
        return self._sizes.pop() if channel is Channel.VISIT else 1

    def korean(self, persons: int) -> bool:
        """Whether this petition is in Korean, so that exactly as many are as were asked for."""
        if persons not in _SPEAK:
            return False
        chosen = self._rng.random() * self._left < self._korean
        self._left -= 1
        self._korean -= chosen
        return chosen

    def text(
        self, channel: Channel, persons: int, month: int, korean: bool, fits: Fits, unit: str = ""
    ) -> Template:
        """A text that fits; one of those used least. Of ``unit``, if it has one that fits."""
        found = [
            t for t in templates()
            if t.korean is korean and month in t.months and _said_by(t, channel, persons) and fits(t)
        ]  # fmt: skip
        found = [t for t in found if t.unit == unit] or found
        least = min(self._used[t.id] for t in found)
        chosen = self._rng.choice([t for t in found if self._used[t.id] == least])
        self._used[chosen.id] += 1
        return chosen

    def place(self, template: Template) -> Place:
        """Somewhere that the text can be about."""
        town = template.where == "community" or (template.where == "any" and self._rng.random() < 0.5)
        return self._rng.choice([place for place in places() if place.is_community is town])


def _said_by(template: Template, channel: Channel, persons: int) -> bool:
    if channel is Channel.VISIT:
        return Channel.VISIT in template.channels and template.who in _SPEAK.get(persons, _CROWD)
    if channel is Channel.CALL:
        return Channel.CALL in template.channels and template.who in _CALLERS
    return Channel.MAILBOX in template.channels
