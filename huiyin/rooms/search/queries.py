"""Which matters' words answer a query, the newest first. Only candidates: who may see them is for the rooms above to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from huiyin.rooms.search.rows import BITS, KIND_BITS, KINDS, first_key, key_of, number_at
from huiyin.rules.finding import Query
from huiyin.rules.tokens import head, parts

#: Rows that are read at first and at most at once: a page needs few, a rare reader of common words many.
FIRST, MOST = 300, 8_000
_KIND = (1 << KIND_BITS) - 1
_ONLY_TITLES = f"({{row}} & {_KIND}) = {KINDS['title']}"
_NO_FILES = f"({{row}} & {_KIND}) NOT IN ({KINDS['file']}, {KINDS['inside']})"


@dataclass(frozen=True, slots=True)
class Reach:
    """Between which days the matters were registered (both included, None: any), and which number the page comes after."""

    since: date | None = None
    until: date | None = None
    after: str = ""

    @property
    def low(self) -> int:
        """The first row."""
        return first_key(self.since) << BITS if self.since else 0

    @property
    def high(self) -> int:
        """The row behind the last one."""
        last = self.until + timedelta(days=1) if self.until and self.until < date.max else date.max
        key = key_of(self.after) if self.after else None
        ends = first_key(last)
        return (ends if key is None else min(key, ends)) << BITS


def candidates(query: Query, reach: Reach, *, titles: bool = False) -> Iterator[list[str]]:
    """Numbers of matters that answer, the newest first, in batches; memory stays the same however many there are.

    Words may stand in different texts of a matter. ``titles``: all of them in its title. The names of files and what stands
    in them keep nothing away: they aren't everybody's to know, and what is missing would tell them.
    """
    wanted = _ONLY_TITLES if titles else ""
    first, *others = query.wanted
    before, most = reach.high, FIRST
    while rows := _rows(first, reach.low, before, most=most, only=wanted):
        keys = list(dict.fromkeys(row >> BITS for row in rows))
        span = keys[-1] << BITS, (keys[0] + 1) << BITS
        for word in others:
            there = {row >> BITS for row in _rows(word, *span, only=wanted)} if keys else set()
            keys = [key for key in keys if key in there]
        for word in query.unwanted:
            gone = {row >> BITS for row in _rows(word, *span, only=_NO_FILES)} if keys else set()
            keys = [key for key in keys if key not in gone]
        if keys:
            yield [number_at(key) for key in keys]
        if len(rows) < most:
            return
        before, most = span[0], min(most * 4, MOST)


def _rows(word: str, low: int, high: int, *, most: int | None = None, only: str = "") -> Sequence[int]:
    """Rows from ``low`` to before ``high`` whose text holds the folded word, the last first."""
    sqlite = connection.vendor == "sqlite"
    row = "rowid" if sqlite else "id"
    asked, values = _sqlite(word) if sqlite else _postgres(word)
    conditions = [asked, f"{row} >= %s", f"{row} < %s", *([only.format(row=row)] if only else [])]
    limit = f" LIMIT {most}" if most else ""
    statement = f"SELECT {row} FROM huiyin_found WHERE {' AND '.join(conditions)} ORDER BY {row} DESC{limit}"  # noqa: S608  ours
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, low, high])
        return [found for (found,) in cursor.fetchall()]


def _sqlite(word: str) -> tuple[str, list[str]]:
    """Pairs one behind the other are the word itself."""
    phrase = f'"{" ".join(parts(word))}"' if len(word) > 1 else f'"{head(word)}"*'
    return "huiyin_found MATCH %s", [phrase]


def _postgres(word: str) -> tuple[str, list[str]]:
    """All pairs are there, and the word in one piece."""
    if len(word) == 1:
        return "pairs @@ %s::tsquery", [f"'{head(word)}':*"]
    asked = " & ".join(f"'{pair}'" for pair in dict.fromkeys(parts(word)))
    whole = " AND strpos(folded, %s) > 0" if len(word) > 2 else ""
    return f"pairs @@ %s::tsquery{whole}", [asked, *([word] if whole else [])]
