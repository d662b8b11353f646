"""Whether two texts may be about the same matter (筛重), and what speaks for it: passages that stand in both, places, things.

A place alone never suffices, however exactly both name it: what is wrong there must be the same as well. Persons are compared
elsewhere (``rooms.insight.same``), and only as evidence beside the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import compress, count
from math import exp, sqrt
from operator import mul

from huiyin.rules.likewords import GAP, JOINING, Sketch, Weights

#: From this score on two matters are proposed as the same without anybody having asked.
LINK = 0.35
#: A passage is shown from so many characters on, at most so many of them.
SHORTEST, MOST = 2, 12
#: A name of a place is one from this weight on; twice that and it is surely the same.
NAMED = 4.0
#: How much is left of a likeness where no name is shared.
NAMELESS = 0.3
#: In one village much else goes wrong as well: what is the same there says all it can from so much in common on, else less.
FIRM = 0.9
#: Less of what is wrong in common is nothing in common; the place alone would be left.
LEAST_THING = 0.05
#: Where so much of both texts is the same, one is a copy of the other with little changed.
NEAR_COPY = 0.7
#: No near copies are texts with fewer telling pairs in common than one in so many of the longer one's.
SHARE_FROM = 3
#: A text of so many different pairs is an ordinary one.
ORDINARY = 110
#: A pair is part of a name from this weight on; of a name that goes on differently only so much is shared.
RARE, HALF = 3.0, 0.5
#: So much of a pair's weight says nothing: a few common words together make no matter.
LITTLE = 1.2
_STEEP, _POWER = 0.3, 1.5
#: So much nearer comes what is at the same place, which is surely the same one from a weight of ``_FAR`` on.
NEARER, _FAR = 0.4, 20.0
_LONGEST_NAME = 8
#: So many more places of a pair are looked at for the longest passage.
_MOST_PLACES = 11
#: So many passages, and what followed them, are known how they part: one text is compared with many that share the same ones.
_KEPT = 2_048
_ENDS = re.compile(
    "小区|社区|街道|大道|公路|高速|花园|家园|公寓|大厦|广场|山庄|公馆|新村|新城|水岸|地铁站|车站|工业园|开发区|园区|景区"
    "|学校|小学|中学|大学|学院|医院|[路街巷村屯组镇乡县市区州省苑城府湾郡园邸墅]"
    "|사회구역|소구역|가두|아빠트|[촌진향](?=(?:에|에서|의|은|이|과|을|도)?$)"
)
_AFTER = re.compile(
    "附近|旁边|旁|周边|业主|小区|居民|楼盘|项目|[一二三四五六七八九十0-9]+[期栋幢号]|对面|隔壁|沿线|路段"
)
_CUTS = JOINING | frozenset("住位投诉反映举报求问")


class Kind(StrEnum):
    """What a shared passage is about."""

    PLACE = "place"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage in its folded form that stands in both texts. ``weight``: how much it says."""

    words: str
    kind: Kind
    weight: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, 0 to 1. ``thing``: by what is wrong, ``place``: by all that both name of the place.

    ``apart``: they are of different villages, so that the same words are about different matters.
    """

    score: float
    thing: float
    place: float
    copy: bool
    passages: tuple[Passage, ...]
    apart: bool = False

    @property
    def words(self) -> float:
        """How alike the words are, wherever they are about: of texts of different villages the score holds little of that."""
        return min(1.0, self.score / NAMELESS) if self.apart else self.score

    @property
    def rank(self) -> float:
        """What candidates are sorted by: where it is brings a matter nearer, though by itself it never makes it the same."""
        return self.score + NEARER * min(self.place, _FAR) / _FAR

    @property
    def may_be_same(self) -> bool:
        """Whether it is proposed without anybody having asked."""
        return self.score >= LINK


NOTHING = Likeness(0.0, 0.0, 0.0, copy=False, passages=())


def compare(
    one: Sketch, other: Sketch, weights: Weights, *, together: bool | None = None, told: bool = True
) -> Likeness:
    """How alike two texts are and by which passages; the same whichever comes first.

    ``together``: whether both were registered at one village or community (False: at different ones, None: not known). Two
    texts of different villages aren't about the same, were it in the same words: forms are copied from each other.
    ``told``: whether the passages are asked for, too.
    """
    if one.is_empty or other.is_empty:
        return NOTHING
    copy = one.whole == other.whole
    if (len(one.pairs), one.whole, one.title) > (len(other.pairs), other.whole, other.title):
        one, other = other, one  # passages are looked for from the shorter one, whichever is asked
    shared = _Shared(one, other, weights)
    thing = shared.thing / _ordinary(one, other)
    named, apart = located(one, other, together)
    name = 1.0 if named else min(1.0, max(0.0, shared.place - NAMED) / NAMED)
    place = max(shared.place, 2 * NAMED) if named else shared.place
    if apart:
        name = place = 0.0
    firm = min(1.0, thing / FIRM) if named else 1.0
    score = _score(thing) * (NAMELESS + (1 - NAMELESS) * name) * firm
    if not apart and thing >= LEAST_THING and shared.share >= NEAR_COPY:
        score = max(score, shared.share)
    passages = shared.passages() if told else ()
    return Likeness(1.0 if copy else score, thing, place, copy, passages, apart)


class Most:
    """What ``compare`` can find at most between one text and others. Cheap: what each of its pairs says is reckoned once."""

    def __init__(self, one: Sketch, weights: Weights) -> None:
        self._one, self._weights = one, weights
        weighed = weights.weighed(one.pairs)
        self._says = {pair: (w - LITTLE) ** 2 * sqrt(one.pairs[pair]) for pair, w in weighed.items()}
        self._names = {pair: w for pair, w in weighed.items() if w >= RARE}

    def thing(self, other: Sketch) -> float:
        """At most as ``thing``: every pair of both counted as if it told of what is wrong."""
        return self._thing(other, self._says.keys() & other.pairs.keys())

    def rank(self, other: Sketch, *, together: bool | None = None) -> float:
        """At most as ``rank`` of texts that aren't copies, to the last figures of a sum.

        Every pair of both counts as a thing and as a part of a name.
        """
        shared = self._says.keys() & other.pairs.keys()
        named, apart = located(self._one, other, together)
        score = _score(self._thing(other, shared))
        if apart:
            return NAMELESS * score
        if shared and SHARE_FROM * len(shared) >= max(len(self._one.pairs), len(other.pairs)):
            telling = max(len(self._says), len(self._weights.weighed(other.pairs)))
            if (share := len(shared) / telling) >= NEAR_COPY:
                score = max(score, share)
        place = sum(map(self._names.__getitem__, shared & self._names.keys()))
        return score + NEARER * min(max(place, 2 * NAMED) if named else place, _FAR) / _FAR

    def _thing(self, other: Sketch, shared: AbstractSet[str]) -> float:
        theirs = map(sqrt, map(other.pairs.__getitem__, shared))
        said: float = sum(map(mul, map(self._says.__getitem__, shared), theirs))
        return said / _ordinary(self._one, other)


def located(one: Sketch, other: Sketch, together: bool | None) -> tuple[bool, bool]:
    """Whether both are of one village or community, by their words or by the register; and whether of different ones."""
    named = together or bool(one.places & other.places)
    return named, not named and (together is False or bool(one.places and other.places))


def _score(thing: float) -> float:
    """How alike two texts are by what is wrong, if both name the place as well."""
    return 1 - exp(-((thing / _STEEP) ** _POWER))


def _said(things: Mapping[str, float], one: Sketch, other: Sketch) -> float:
    """How much these pairs say, each by its weight and by where it stands in both."""
    return sum((w - LITTLE) ** 2 * sqrt(one.pairs[pair] * other.pairs[pair]) for pair, w in things.items())


def _ordinary(one: Sketch, other: Sketch) -> float:
    """By what it is divided: of long texts much is shared by chance."""
    return sqrt((ORDINARY / 2 + len(one.pairs)) * (ORDINARY / 2 + len(other.pairs)))


class _Shared:
    """What stands in both texts."""

    def __init__(self, one: Sketch, other: Sketch, weights: Weights) -> None:
        self._found: dict[str, tuple[Kind, float]] = {}
        self._weights = weights
        things: dict[str, float] = {}
        names: dict[str, float] = {}
        # two Korean texts say it in Korean already: the Chinese word beside would count it twice
        twice = one.lent & other.lent if one.is_korean and other.is_korean else frozenset[str]()
        for passage, after in _common(one, other):
            if not (twice and any(passage in word for word in twice)):
                self._take(passage, after, things, names)
        self.place = sum(names.values())
        self.thing = _said(things, one, other)
        self._texts, self._things = (one, other), things

    @property
    def share(self) -> float:
        """How much of what the longer one says, without places and what all say, stands in both; 0 below a near copy."""
        things = self._things
        if SHARE_FROM * len(things) < max(len(text.pairs) for text in self._texts):
            return 0.0
        places = frozenset(
            part[i : i + 2]
            for part, (kind, _) in self._found.items()
            if kind is Kind.PLACE
            for i in range(len(part) - 1)
        )
        shorter, longer = (text.pairs for text in self._texts)
        most = len(self._weights.weighed(longer).keys() - places)
        if len(things) < NEAR_COPY * most:
            return 0.0
        most = max(most, len(self._weights.weighed(shorter).keys() - places))
        return len(things.keys() - places) / most if most else 0.0

    def _take(
        self, passage: str, after: tuple[str, str], things: dict[str, float], names: dict[str, float]
    ) -> None:
        for part, is_place, is_half in parted(passage, *map(_follows, after)):
            weighed = self._weights.within(part)
            if not weighed:
                continue
            if is_place:
                for pair, w in weighed.items():
                    if w >= RARE:
                        names[pair] = max(names.get(pair, 0.0), w * HALF if is_half else w)
            else:
                things.update(weighed)
            self._found[part] = (Kind.PLACE if is_place else Kind.THING, sum(weighed.values()))

    def passages(self) -> tuple[Passage, ...]:
        """The heaviest first; none that stands inside another one."""
        chosen: list[Passage] = []
        for words, (kind, weight) in sorted(self._found.items(), key=lambda row: (-row[1][1], row[0])):
            if len(words) >= SHORTEST and not any(words in known.words for known in chosen):
                chosen.append(Passage(words, kind, round(weight, 2)))
        return tuple(chosen[:MOST])


def _common(one: Sketch, other: Sketch) -> Iterator[tuple[str, tuple[str, str]]]:
    """The longest passages of ``other`` that ``one`` has too, with what follows in each of the texts."""
    both = one.held & other.held
    mine, theirs, order = one.text, other.text, other.order
    end = 0
    for at in compress(count(), map(both.__contains__, order)):
        # of a title alone pairs may be known that don't stand in it
        if at < end or (start := mine.find(order[at])) < 0:
            continue
        length = _length(mine, start, theirs, at)
        another = start
        for _ in range(_MOST_PLACES):
            if (another := mine.find(order[at], another + 1)) < 0:
                break
            length, start = max((length, start), (_length(mine, another, theirs, at), another))
        end = at + length - 1
        after = mine[start + length : start + length + 4], theirs[at + length : at + length + 4]
        yield theirs[at : at + length], (after[0].partition(GAP)[0], after[1].partition(GAP)[0])


def _length(mine: str, start: int, theirs: str, at: int) -> int:
    n = 2
    most = min(len(mine) - start, len(theirs) - at)
    while n < most and (sign := mine[start + n]) == theirs[at + n] and sign != GAP:
        n += 1
    return n


@lru_cache(_KEPT)
def parted(passage: str, *after: tuple[bool, bool]) -> tuple[tuple[str, bool, bool], ...]:
    """The passage cut into names of places and the rest: words, whether a place, whether only a longer name's beginning."""
    marks = [False] * len(passage)
    half = any(goes_on for goes_on, _ in after)
    ends = [(found.end(), found.end(), 2) for found in _ENDS.finditer(passage)]
    ends += [(found.start(), found.end(), 3) for found in _AFTER.finditer(passage)]
    if half or any(is_named for _, is_named in after):
        ends.append((len(passage), len(passage), 2 if half else 3))
    for end, last, least in ends:
        start = end
        while start > 0 and end - start < _LONGEST_NAME and passage[start - 1] not in _CUTS:
            start -= 1
        if end - start >= least or last > end:
            marks[start:last] = [True] * (last - start)
    found, begin = [], 0
    for at in range(1, len(passage) + 1):
        if at == len(passage) or marks[at] != marks[begin]:
            found.append((passage[begin:at], marks[begin], half and at == len(passage)))
            begin = at
    return tuple(found)


@lru_cache(_KEPT)
def _follows(words: str) -> tuple[bool, bool]:
    """Of what follows a passage: whether a name goes on in it, and whether it says that what stands before is a name."""
    return _goes_on(words), bool(_AFTER.match(words))


def _goes_on(words: str) -> bool:
    """Whether a name goes on here: it ends a little later, and nothing that joins words comes before."""
    found = _ENDS.search(words)
    if found is None or _AFTER.match(words):
        return False
    return not any(sign in _CUTS for sign in words[: found.end()])
