"""Which matters' words answer a query, the newest first. Only candidates: who may see them is for the rooms above to say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from huiyin.rooms.search.rows import BITS, ENTRY_BITS, KIND_BITS, KINDS, first_key, key_of, number_at
from huiyin.rules.finding import Query
from huiyin.rules.tokens import head, parts

#: Rows that are read at first and at most at once: a page and its count need few, a rare reader of common words many.
FIRST, MOST = 400, 8_000
#: Rows that PostgreSQL looks through, the newest first, before it asks the index; and where the word is dense enough.
LOOKED_AT, MOST_LOOKED_AT = 2_000, 200_000
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
    """Numbers of matters that say all wanted words, the newest first, in batches; memory stays the same however many there are.

    Words may stand in different texts of a matter. ``titles``: all of them in its title. Which of them also say an unwanted
    word, ``unwanted_in`` tells.
    """
    wanted = _ONLY_TITLES if titles else ""
    first, *others = query.wanted
    before, most = reach.high, FIRST
    while rows := _newest(first, reach.low, before, most=most, only=wanted):
        keys = list(dict.fromkeys(row >> BITS for row in rows))
        before = keys[-1] << BITS
        for word in others:
            there = _among(keys, word, only=wanted)
            keys = [key for key in keys if key in there]
        if keys:
            yield [number_at(key) for key in keys]
        if len(rows) < most:
            return
        most = min(most * 4, MOST)


def wanted_in(query: Query, numbers: Sequence[str], *, but: Collection[tuple[str, int]]) -> set[str]:
    """Which of these matters, the newest first, say all wanted words elsewhere than in the entries ``but`` (matter and seq)."""
    keys, beside = _keys(numbers), _beside(but)
    for word in query.wanted:
        there = _among(keys, word, only=beside)
        keys = [key for key in keys if key in there]
    return {number_at(key) for key in keys}


def unwanted_in(
    query: Query, numbers: Sequence[str], *, but: Collection[tuple[str, int]] = frozenset()
) -> set[str]:
    """Which of these matters, the newest first, say a word that they mustn't, elsewhere than in the entries ``but``.

    The names of files and what stands in them keep nothing away: they aren't everybody's to know, and what is missing would
    tell them. Don't ask of matters in which not every word is the person's to know: what is missing would tell those, too.
    """
    keys, only = _keys(numbers), f"{_NO_FILES} AND {_beside(but)}" if but else _NO_FILES
    gone = {key for word in query.unwanted for key in _among(keys, word, only=only)}
    return {number_at(key) for key in gone}


def _keys(numbers: Sequence[str]) -> list[int]:
    return [key for number in numbers if (key := key_of(number)) is not None]


def _beside(entries: Collection[tuple[str, int]]) -> str:
    """As a condition of a row: it is of none of these entries. Numbers of ours, nothing that was typed."""
    known = [(key, seq) for number, seq in entries if (key := key_of(number)) is not None]
    places = ", ".join(str(key << ENTRY_BITS | seq) for key, seq in known)
    return f"({{row}} >> {KIND_BITS}) NOT IN ({places})" if places else ""


def _newest(word: str, low: int, high: int, *, most: int, only: str = "") -> Sequence[int]:
    """The last ``most`` rows from ``low`` to before ``high`` whose text holds the folded word, the last first."""
    if connection.vendor == "sqlite":
        return _sqlite_rows(word, low, high, only=only, most=most)
    found, ends, looked_at = list[int](), high, LOOKED_AT
    while looked_at <= MOST_LOOKED_AT:
        there, end = _looked_through(word, low, ends, only=only, among=looked_at, most=most - len(found))
        found += there
        if len(found) >= most or end is None:
            return found
        # as dense as it is among the newest, looking on costs no more than the index, which fetches all there are
        wanting = int(1.5 * (most - len(found)) / len(found) * looked_at) if found else MOST_LOOKED_AT + 1
        ends, looked_at = end, max(2 * looked_at, wanting)
    return _indexed(word, low, high, most=most, only=only)


def _among(keys: Sequence[int], word: str, *, only: str = "") -> set[int]:
    """Those of the matters' places, the last first, where a text holds the folded word."""
    if not keys:
        return set()
    if connection.vendor == "sqlite":
        rows = _sqlite_rows(word, keys[-1] << BITS, (keys[0] + 1) << BITS, only=only)
        return {row >> BITS for row in rows}
    asked, values = _postgres(word)
    kept = f" AND {only.format(row='id')}" if only else ""
    return set(_asked(
        "SELECT DISTINCT place FROM unnest(%s::bigint[]) AS place JOIN huiyin_found"  # noqa: S608  ours
        f" ON id >= place << {BITS} AND id < (place + 1) << {BITS} WHERE {asked}{kept}",
        [list(keys), *values],
    ))  # fmt: skip


def _sqlite_rows(word: str, low: int, high: int, *, only: str, most: int | None = None) -> Sequence[int]:
    asked, values = _sqlite(word)
    kept = f" AND {only.format(row='rowid')}" if only else ""
    limit = f" LIMIT {most}" if most else ""
    return _asked(
        f"SELECT rowid FROM huiyin_found WHERE {asked} AND rowid >= %s AND rowid < %s{kept} ORDER BY rowid DESC{limit}",  # noqa: S608  ours
        [*values, low, high],
    )


def _looked_through(
    word: str, low: int, high: int, *, only: str, among: int, most: int
) -> tuple[list[int], int | None]:
    """PostgreSQL: of the last ``among`` rows those that hold it, the last first, no further than to the ``most``.

    And the row that these ended with; None where no more come before it. GIN gives no order: of a common word it fetches all.
    """
    asked, values = _postgres(word)
    kept = f" AND {only.format(row='id')}" if only else ""
    newest = (
        f"SELECT id, {asked}{kept} AS holds, row_number() OVER (ORDER BY id DESC) = {among} AS ends"  # noqa: S608  ours
        f" FROM huiyin_found WHERE id >= %s AND id < %s ORDER BY id DESC LIMIT {among}"
    )
    statement = (
        f"SELECT id, holds, ends FROM ({newest}) AS newest WHERE holds OR ends ORDER BY id DESC LIMIT {most}"  # noqa: S608
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, low, high])
        rows = cursor.fetchall()
    return [row for row, holds, _ in rows if holds], next((row for row, _, ends in rows if ends), None)


def _indexed(word: str, low: int, high: int, *, most: int, only: str) -> Sequence[int]:
    """PostgreSQL: all that hold it, by the index alone, whatever the planner thinks of how many they are; of these the last."""
    asked, values = _postgres(word)
    kept = f" AND {only.format(row='id')}" if only else ""
    return _asked(
        "WITH found AS MATERIALIZED (SELECT id FROM huiyin_found"  # noqa: S608  ours
        f" WHERE {asked} AND id >= %s AND id < %s{kept}) SELECT id FROM found ORDER BY id DESC LIMIT {most}",
        [*values, low, high],
    )


def _asked(statement: str, values: list[Any]) -> Sequence[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
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
