"""Laying words into the index and taking all of them out.

What is erased from the record leaves by itself: the database's own trigger sees to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from huiyin.rooms.search.rows import FIRST_WORDS, row_of, said
from huiyin.rules.tokens import fold, pairs

#: A sealed text: the matter's number, the entry, the kind of words, the words (None: erased).
Words = tuple[str, int, str, str | None]

_SQLITE = "INSERT INTO huiyin_found (rowid, words) VALUES "
_POSTGRES = "INSERT INTO huiyin_found (id, folded, pairs) VALUES "
#: First words wait to be laid into the lists of ``held``.
_WAITS = f"INSERT INTO huiyin_unheld SELECT id FROM laid WHERE {FIRST_WORDS.format(row='id')}"  # noqa: S608  our own numbers
_AT_ONCE = 200  # rows a statement


def put(texts: Iterable[Words]) -> int:
    """Lay texts that aren't there yet into the index; how many rows it made. One statement, in the caller's transaction."""
    rows = [made for made in map(_row, texts) if made is not None]
    for start in range(0, len(rows), _AT_ONCE):
        _insert(rows[start : start + _AT_ONCE])
    return len(rows)


def missing(texts: Iterable[Words]) -> list[Words]:
    """The texts that may be found and aren't in the index. A row laid in twice would be found where it no longer is."""
    placed = {row: words for words in texts if (row := row_of(*words[:3])) is not None}
    rows, there = list(placed), set[int]()
    table = "huiyin_found_docsize" if connection.vendor == "sqlite" else "huiyin_found"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT id FROM {table} WHERE id IN ({marks})", some)  # noqa: S608  two names of ours
            there |= {row for (row,) in cursor.fetchall()}
    return [words for row, words in placed.items() if row not in there]


def clear() -> None:
    """Take everything out, to lay it in anew."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO huiyin_found (huiyin_found) VALUES ('delete-all')")
        else:
            cursor.execute("TRUNCATE huiyin_found, huiyin_held, huiyin_unheld")


def laid_down(name: str, text: str) -> str:
    """The words of a text as the index on SQLite holds them; the erasing trigger asks for it, too."""
    return " ".join(pairs(fold(said(name, text))))


def _row(words: Words) -> tuple[int, str] | None:
    number, seq, name, text = words
    row = row_of(number, seq, name)
    folded = fold(said(name, text)) if row is not None and text else ""
    return (row, folded) if row is not None and folded else None


def _insert(rows: list[tuple[int, str]]) -> None:
    values: list[int | str | list[str]] = []
    if connection.vendor == "sqlite":
        statement = _SQLITE + ", ".join(["(%s, %s)"] * len(rows))
        for row, folded in rows:
            values += (row, " ".join(pairs(folded)))
    else:
        laid = _POSTGRES + ", ".join(["(%s, %s, array_to_tsvector(%s::text[]))"] * len(rows))
        statement = f"WITH laid AS ({laid} RETURNING id) {_WAITS}"
        for row, folded in rows:
            values += (row, folded, pairs(folded))
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
