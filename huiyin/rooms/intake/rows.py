"""Reading foreign files row by row: nothing is believed, nothing is held in memory, no bad row spoils its neighbours."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

#: A record with more lines or bytes than this has a quote that was never closed.
MOST_LINES = 400
MOST_BYTES = 1_000_000
ENCODINGS = ("utf-8-sig", "gb18030")
PEEK = 1 << 20
csv.field_size_limit(2 * MOST_BYTES)


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it starts on, its cells by heading; or, if it can't be read, why (a code)."""

    line: int
    cells: dict[str, str]
    problem: str = ""


class Unreadable(Exception):
    """The file as a whole can't be read; the message says why and what to do."""


def encoding_of(source: BinaryIO) -> str:
    """UTF-8 if the first megabyte is, else GB 18030; the reader goes back to the start."""
    head = source.read(PEEK)
    source.seek(0)
    for encoding in ENCODINGS:
        try:
            head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(head) - 4 and len(head) == PEEK:
                return encoding
            if encoding == ENCODINGS[0] and error.start > len(head) // 10:
                return encoding  # mostly UTF-8 with a spoilt row: the row is reported, not the file
        else:
            return encoding
    return ENCODINGS[0]


def rows(source: BinaryIO, encoding: str) -> Iterator[Row]:
    """Every record after the heading. Refuses (Unreadable) a file without a heading."""
    records = _records(source)
    try:
        line, raw, problem = next(records)
        heading = _cells(raw.decode(encoding)) if not problem else []
    except (StopIteration, UnicodeDecodeError):
        heading = []
    if not any(heading):
        raise Unreadable("The file has no heading row. The first row must name the columns.")
    yield Row(1, dict(zip(heading, heading, strict=False)))
    for line, raw, problem in records:
        yield Row(line, {}, problem) if problem else _row(line, raw, encoding, heading)


def _row(line: int, raw: bytes, encoding: str, heading: list[str]) -> Row:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return Row(line, {}, "wrong_encoding")
    if "\x00" in text:
        return Row(line, {}, "nul_byte")
    try:
        cells = _cells(text)
    except csv.Error:
        return Row(line, {}, "not_a_table_row")
    if len(cells) != len(heading):
        return Row(line, dict(zip(heading, cells, strict=False)), "wrong_number_of_cells")
    return Row(line, dict(zip(heading, cells, strict=True)))


def _cells(text: str) -> list[str]:
    return next(csv.reader([text], strict=False), [])


def _records(source: BinaryIO) -> Iterator[tuple[int, bytes, str]]:
    """Physical lines put together to records. An open quote that finds no end costs only the line that it starts on."""
    waiting: deque[bytes] = deque()
    line = 0

    def following() -> bytes:
        return waiting.popleft() if waiting else source.readline(MOST_BYTES + 1)

    while first := following():
        line += 1
        start, parts, quotes, size = line, [first], first.count(b'"'), len(first)
        while quotes % 2 and len(parts) <= MOST_LINES and size <= MOST_BYTES and (more := following()):
            parts.append(more)
            quotes += more.count(b'"')
            size += len(more)
        if quotes % 2:
            waiting.extendleft(reversed(parts[1:]))
            yield start, b"", "quote_never_closed"
            continue
        line += len(parts) - 1
        if b"".join(parts).strip():
            yield start, b"".join(parts).rstrip(b"\r\n"), "" if size <= MOST_BYTES else "row_too_long"
