"""What a hot matter is called: words that several of its titles say, as they stand there; else the title that is likest to all.

The words of each title are handed in, whole ones with capitals and figures; never a piece of one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from huiyin.rules.likewords import Sketch, Weights
from huiyin.rules.phrases import is_kind, is_place, is_telling, is_wide, says_nothing, trimmed
from huiyin.rules.sameness import compare
from huiyin.rules.tokens import fold

#: A phrase has so many neighbouring words, so many characters at most; a name so many phrases.
LONGEST, WIDEST, MOST = 6, 14, 4
#: So many telling words at least, one of them of what is wrong, or they don't tell what it is about.
LEAST_TELLING = 2
#: Where so much of the titles is the same words, they are hardly different: one of them reads better.
NEARLY_SAME = 0.8
#: Single signs that end a name which no dictionary has: a phrase that begins with one has lost its beginning.
_TAILS = frozenset("城园苑府湾院厂店馆所局校楼")


@dataclass(slots=True)
class _Phrase:
    """Words that stand beside each other in ``titles`` of them."""

    words: tuple[str, ...]
    weight: float
    titles: int = 0

    @property
    def said(self) -> str:
        return "".join(self.words)


def title_of(titles: Sequence[Sequence[str]], weights: Weights, *, most: int = MOST) -> str:
    """A name of what at least two of these titles (each as its words) say: the place first, then what is wrong.

    Empty where that tells too little, or where they say nearly the same: then ``likest`` of them is better.
    """
    chosen: list[_Phrase] = []
    found = _shared(titles, weights)
    for one in sorted(found, key=lambda one: (-one.weight * one.titles, one.said)):
        if is_place(one.said) and any(is_place(known.said) for known in chosen):
            continue
        if not any(_overlap(one, known) for known in chosen):
            chosen.append(one)
        if len(chosen) == most:
            break
    chosen.sort(key=lambda one: not is_place(one.said))
    if not _tell_enough(chosen) or _nearly_same(titles):
        return ""
    return " ".join(one.said for one in chosen)


def likest(titles: Sequence[Sketch], weights: Weights) -> int:
    """Which title is likest to all the others, by place and what is wrong; the first of equals. Refuses (ValueError) none."""
    if not titles:
        raise ValueError("no titles")
    sums = [0.0] * len(titles)
    for n, one in enumerate(titles):
        for m in range(n):
            near = compare(one, titles[m], weights, told=False).rank
            sums[n] += near
            sums[m] += near
    return sums.index(max(sums))


def _shared(titles: Sequence[Sequence[str]], weights: Weights) -> list[_Phrase]:
    """The phrases of two titles or more that say something, however large and small the letters are."""
    found: dict[str, _Phrase] = {}
    for title in titles:
        mine = {fold("".join(words)): words for words in _runs(title)}
        for key, words in mine.items():
            one = found.get(key)
            if one is None:
                one = found[key] = _Phrase(words, sum(weights.within(key).values()))
            one.titles += 1
    return [one for one in found.values() if one.titles > 1 and one.weight > 0]


def _runs(title: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Neighbouring words without a verb of telling among them, that are a phrase."""
    for start in range(len(title)):
        for end in range(start + 1, min(len(title), start + LONGEST) + 1):
            words = tuple(title[start:end])
            if _breaks(words[-1]) or sum(map(len, words)) > WIDEST:
                break
            if _is_phrase(words):
                yield words


def _is_phrase(words: tuple[str, ...]) -> bool:
    """Whether something is told, nothing empty stands at the ends, and it isn't a place with a thing or the rest of a name."""
    said = "".join(words)
    if words[0] in _TAILS or is_kind(words[0]) or not any(map(is_telling, words)):
        return False
    if not is_place(said):
        return not any(map(is_place, accumulate(words))) and said == trimmed(words, place=False)
    return said == trimmed(words, place=True)


def _breaks(word: str) -> bool:
    """Whether no phrase goes over this word: a sign, a plea, a verb of telling; single joining signs may stand inside one."""
    return not word[0].isalnum() or (len(word) > 1 and says_nothing(word) and not is_kind(word))


def _overlap(one: _Phrase, other: _Phrase) -> bool:
    """Whether they share a word, or one stands in the other."""
    shared = any(len(word) > 1 and word in other.words for word in one.words)
    return shared or one.said in other.said or other.said in one.said


def _tell_enough(chosen: Sequence[_Phrase]) -> bool:
    """Whether enough words tell of it, not of the place alone; a county or a district (A2区) says hardly where."""
    things = [one for one in chosen if not is_place(one.said)]
    told = sum(sum(map(is_telling, one.words)) for one in things)
    told += sum(is_place(one.said) and not is_wide(one.said) for one in chosen)
    return bool(things) and told >= LEAST_TELLING


def _nearly_same(titles: Sequence[Sequence[str]]) -> bool:
    """Whether most words of these titles stand in most of them."""
    told = [[word for word in title if word[0].isalnum()] for title in titles]
    many = Counter(word for title in told for word in set(title))
    held = sum(2 * many[word] > len(titles) for title in told for word in title)
    return held >= NEARLY_SAME * sum(map(len, told))
