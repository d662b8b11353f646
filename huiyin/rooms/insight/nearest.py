"""Before anything is learnt: the label whose own words stand in the text, weighed by how rare they are among the labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from huiyin.rooms.insight.features import Text, cleaned, said_in_korean
from huiyin.rooms.insight.model_files import Guess
from huiyin.rooms.insight.reasons import Reasons

#: A pair of neighbouring characters counts so much of a whole word of that length.
PAIR = 0.25
#: The title says it shorter: what stands there counts so much more.
TITLE = 1.0
#: How much has to speak for a label before it may be called likely.
CAUTION = 4.0
#: From this share of all that speaks for any label on, one is suggested.
THRESHOLD = 0.3
_PARTS = re.compile(r"[\s、，,；;。/（）()·]+")


@dataclass(frozen=True, slots=True)
class Nearest:
    """The words of each label with their weights."""

    words: Mapping[str, Mapping[str, float]]
    threshold: float = THRESHOLD

    def guesses(self, text: Text, *, most: int = 3) -> list[Guess]:
        """The nearest labels; the probability is a share of what speaks for any, cautious, not calibrated."""
        title, body = (cleaned(part) + said_in_korean(part) for part in (text.title, text.body))
        scores: dict[str, float] = {}
        spoke: dict[str, list[tuple[str, float]]] = {}
        for label, words in self.words.items():
            found = [(word, n * ((word in body or word in title) + TITLE * (word in title)))
                     for word, n in words.items()]  # fmt: skip
            found = sorted((pair for pair in found if pair[1]), key=lambda pair: (-pair[1], pair[0]))
            if found:
                scores[label] = sum(n for _word, n in found)
                spoke[label] = found
        total = sum(score * score for score in scores.values())
        best = sorted(scores, key=lambda label: (-scores[label], label))[:most]
        reasons = Reasons(text)
        # a pair may be a piece, whatever is longer was written as it is
        told = {k: reasons.chosen(spoke[k], whole={w for w, _ in spoke[k] if len(w) > 2}) for k in best}
        return [Guess(k, scores[k] ** 2 / total * scores[k] / (scores[k] + CAUTION), told[k]) for k in best]


def nearest(described: Mapping[str, str]) -> Nearest:
    """From labels and their descriptions: names, hints, a duty text."""
    words = {label: _words(text) for label, text in described.items()}
    many = Counter(word for own in words.values() for word in own)
    rare = {word: log(1 + len(words) / n) / log(1 + len(words)) for word, n in many.items()}
    return Nearest({label: {w: n * rare[w] for w, n in own.items()} for label, own in words.items() if own})


def _words(text: str) -> dict[str, float]:
    """Whole words by their length, and the pairs of characters in the longer ones."""
    found: dict[str, float] = {}
    for part in _PARTS.split(text):
        word = cleaned(part)
        if len(word) < 2:
            continue
        found[word] = max(found.get(word, 0), float(len(word)))
        for start in range(len(word) - 1):
            pair = word[start : start + 2]
            if len(word) > 2:
                found[pair] = max(found.get(pair, 0), 2 * PAIR)
    return found
