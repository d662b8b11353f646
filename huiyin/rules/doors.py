"""A door however it is written: the numbers of house, entrance and flat in their order (7栋3单元402室, 7-3-402, 七栋四〇二)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import combinations

from huiyin.rules.written import FIGURES, in_figures

Door = tuple[str, ...]
_WORDS = (
    "号楼|號樓|單元|棟|樓|號|号院|楼层|单元|栋|幢|座|楼|院|门|小?组|社|小?队|屯|排|巷|弄|街|路|层|号|室"
    "|동|단원|호|반|조|층"
)
_SIGN = r"[-‐-―－−/#·~.．、]"
_OF_A_LIST = frozenset(".．、")
_BETWEEN = rf"\s{{0,2}}(?:(?:{_WORDS}){{1,2}}[)）,，、]?|{_SIGN})[(（]?第?\s{{0,2}}"
_CHAIN = re.compile(rf"(?<!\d)\d{{1,5}}(?:{_BETWEEN}\d{{1,5}}(?!\d))+(?:{_WORDS}|户)?")
_NUMBER = re.compile(r"\d{1,5}")
_ONLY_SIGNS = re.compile(rf"\d+(?:\s{{0,2}}{_SIGN}\s{{0,2}}\d+)+")
#: Two numbers with a dash between them may be a date or a score, more with dots a date or a list; a flat has three figures.
_FLAT = 3
_MOST = 6  # numbers of one address


def plain(text: str) -> str:
    """The text with its figures as plain ones, those in words, too: 二十一栋, ２１栋, 贰壹栋."""
    return _each(in_figures(text)[0])


def _each(text: str) -> str:
    return text.translate(FIGURES).translate({0xFF10 + n: 0x30 + n for n in range(10)})


def doors_of(address: str) -> frozenset[Door]:
    """The numbers of an address as they may be told: two of them or more, in their order; none for fewer."""
    numbers = _NUMBER.findall(plain(address))[-_MOST:]
    return frozenset(some for n in range(2, len(numbers) + 1) for some in combinations(numbers, n))


def doors_in(text: str, known: Collection[Door]) -> Iterator[tuple[int, int]]:
    """Where one of these doors stands in a text."""
    if not known:
        return
    counted, at = in_figures(text)
    for chain in _CHAIN.finditer(_each(counted)):
        places = [m.span() for m in _NUMBER.finditer(chain[0])]
        if (found := _within(chain[0], tuple(places), frozenset(known))) is not None:
            start, end = found
            low = chain.start() + start
            high = chain.end() if end == places[-1][1] else chain.start() + end
            yield (low, high) if at is None else (at[low][0], at[high - 1][1])


@lru_cache(1_024)
def _within(
    chain: str, places: tuple[tuple[int, int], ...], known: frozenset[Door]
) -> tuple[int, int] | None:
    """The longest run of the chain's numbers that is a known door."""
    numbers = [chain[low:high] for low, high in places]
    for length in range(len(numbers), 1, -1):
        for first in range(len(numbers) - length + 1):
            some = tuple(numbers[first : first + length])
            start, end = places[first][0], places[first + length - 1][1]
            if some in known and not _may_be_a_date(chain[start:end], some):
                return start, end
    return None


def _may_be_a_date(words: str, numbers: Door) -> bool:
    short = len(numbers[-1]) < _FLAT and (len(numbers) == 2 or not _OF_A_LIST.isdisjoint(words))
    return short and _ONLY_SIGNS.fullmatch(words) is not None
