"""Which words of a text the features stand for that spoke for a label: whole ones, as they stand in the text.

Learning goes by runs of characters and by words that were guessed; people are shown neither pieces nor bare endings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable
from functools import cached_property
from itertools import accumulate

from huiyin.rooms.insight.features import LOOKED_AT, Text, cleaned
from huiyin.rooms.insight.wording import worded
from huiyin.rules.bilingual import chinese_for
from huiyin.rules.likewords import is_only_korean_ending
from huiyin.rules.phrases import is_telling

#: At most so many words are shown for a suggestion, of so many features that spoke most for it.
MOST_REASONS, MOST_LOOKED_AT = 5, 80
#: So many places of a run are looked at.
_PLACES = 5


class Reasons:
    """The words of one text, asked by runs of its ``cleaned`` characters. They are read when the first is asked for."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._known: dict[str, str] = {}

    def chosen(
        self, spoke: Iterable[tuple[str, float]], *, whole: Container[str] = ()
    ) -> tuple[tuple[str, float], ...]:
        """Of runs with what each added, the strongest first: their words, none within another; of pieces nothing.

        ``whole``: runs that are known to be words (a county's hint: 没有水), whatever the dictionary has.
        """
        found: list[tuple[str, float]] = []
        for run, amount in spoke:
            word = self.word(run) or (run if run in whole else "")
            if word and not any(word in other or other in word for other, _ in found):
                found.append((word, amount))
            if len(found) == MOST_REASONS:
                break
        return tuple(found)

    def word(self, run: str) -> str:
        """The word that this run is or stands in, or the words that it is made of; empty where it cuts one or says nothing."""
        if run not in self._known:
            self._known[run] = next(filter(None, self._words(run)), "")
        return self._known[run]

    def _words(self, run: str) -> Iterable[str]:
        if is_only_korean_ending(run):
            return
        words, starts, whole = self._read
        at = whole.find(run)
        for _ in range(_PLACES):
            if at < 0:
                return
            first, last = bisect_right(starts, at) - 1, bisect_right(starts, at + len(run) - 1) - 1
            if first == last:
                yield words[first] if is_telling(words[first]) else ""
            elif starts[first] == at and starts[last + 1] == at + len(run):
                yield _joined(words[first : last + 1])
            at = whole.find(run, at + 1)

    @cached_property
    def _read(self) -> tuple[list[str], list[int], str]:
        """All words, where each begins in the cleaned text, and that text."""
        title, body = (part[: 2 * LOOKED_AT] for part in (self._text.title, self._text.body))
        korean = chinese_for(f"{title} {body}"[: 2 * LOOKED_AT])
        words = [
            *worded(title).words,
            "\n",
            *worded(body).words,
            *(part for word in korean for part in ("\n", word)),
        ]
        small = [cleaned(word) or ("\n" if word == "\n" else "") for word in words]
        return words, [0, *accumulate(map(len, small))], "".join(small)


def _joined(words: list[str]) -> str:
    """Neighbouring words as one, if each may stand there and one of them tells something."""
    told = [word for word in words if is_telling(word)]
    empty = [word for word in words if len(word) > 1 and word not in told]
    return "".join(words) if told and not empty and all(map(str.isalnum, words)) else ""
