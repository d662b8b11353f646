"""Which matters there will be: on which day each comes in, under which number, and how likely it is to be open still.

The plan is the same for the same settings, and every batch of it can be made alone, by any process, in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp

from django.utils.translation import gettext as _

MOST_A_DAY = (
    90_000  # of the 99,999 numbers that a day has: the rest is left to whoever really writes on that day
)
BATCH = 400  # matters made and written together
DEFAULT_YEARS = 4.0
DEFAULT_OPEN = 0.05
_DAYS_A_YEAR = 365.25
_WEEKEND = 0.25  # of a working day's letters
_GROWTH = 0.08  # more of them each year


class TooMany(ValueError):
    """So many matters have no numbers on these days."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. The last day is the day before ``today``, so that live work and this never want the same number."""

    matters: int
    today: date
    years: float = DEFAULT_YEARS
    open_share: float = DEFAULT_OPEN
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Slice:
    """Some matters of one day: serials from ``first`` on; ``open_chance`` that one of them is still open today."""

    day: date
    first: int
    count: int
    open_chance: float


@dataclass(frozen=True, slots=True)
class Batch:
    """What is made and written together. ``seed`` is the batch's own."""

    n: int
    seed: str
    today: date
    slices: tuple[Slice, ...]

    @property
    def size(self) -> int:
        """How many matters."""
        return sum(one.count for one in self.slices)


def batches(wish: Wish, taken: Mapping[date, int] | None = None) -> Iterator[Batch]:
    """The batches, oldest numbers first. ``taken``: serials that are given out already, by day. Refuses TooMany."""
    n, part = 0, _Part()
    for one in _slices(wish, taken or {}):
        rest = one
        while part.room < rest.count:
            head, rest = _cut(rest, part.room)
            part.slices.append(head)
            yield _batch(wish, n, part)
            n, part = n + 1, _Part()
        part.slices.append(rest)
    if part.slices:
        yield _batch(wish, n, part)


@dataclass(slots=True)
class _Part:
    slices: list[Slice] = field(default_factory=list)

    @property
    def room(self) -> int:
        return BATCH - sum(one.count for one in self.slices)


def _batch(wish: Wish, n: int, part: _Part) -> Batch:
    kept = tuple(one for one in part.slices if one.count)
    return Batch(n, f"{wish.seed}/{wish.matters}/{n}", wish.today, kept)


def _cut(one: Slice, count: int) -> tuple[Slice, Slice]:
    head = Slice(one.day, one.first, count, one.open_chance)
    return head, Slice(one.day, one.first + count, one.count - count, one.open_chance)


def _slices(wish: Wish, taken: Mapping[date, int]) -> Iterator[Slice]:
    days = _days(wish)
    counts = _counts(wish, days)
    chances = _chances(wish, days, counts)
    for day, count, chance in zip(days, counts, chances, strict=True):
        before = taken.get(day, 0)
        if before + count > MOST_A_DAY:
            said = _("%(n)s matters on %(day)s: a day has numbers for %(most)s. Ask for more years.")
            raise TooMany(said % {"n": before + count, "day": day, "most": MOST_A_DAY})
        if count:
            yield Slice(day, before + 1, count, chance)


def _days(wish: Wish) -> list[date]:
    length = max(1, round(wish.years * _DAYS_A_YEAR))
    return [wish.today - timedelta(days=length - n) for n in range(length)]


def _counts(wish: Wish, days: list[date]) -> list[int]:
    """How many come in on each day; they add up to what was asked for."""
    weights = [
        (_WEEKEND if day.weekday() > 4 else 1.0) * (1 + _GROWTH) ** (n / _DAYS_A_YEAR)
        for n, day in enumerate(days)
    ]
    whole, sum_so_far, given = sum(weights), 0.0, 0
    counts = []
    for weight in weights:
        sum_so_far += weight
        upto = round(wish.matters * sum_so_far / whole)
        counts.append(upto - given)
        given = upto
    return counts


def _chances(wish: Wish, days: list[date], counts: list[int]) -> list[float]:
    """Young matters are open, old ones closed; the chances come out so that the share of all is what was asked for."""
    span = max(1.0, 1.15 * wish.open_share * len(days))
    falling = [exp(-(wish.today - day).days / span) for day in days]
    low, high = 0.0, 50.0  # enough to make all of them open
    for _step in range(40):
        middle = (low + high) / 2
        opened = sum(count * min(1.0, middle * value) for count, value in zip(counts, falling, strict=True))
        low, high = (middle, high) if opened < wish.open_share * wish.matters else (low, middle)
    return [min(1.0, high * value) for value in falling]
