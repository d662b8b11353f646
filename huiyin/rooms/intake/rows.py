"""Reading foreign files row by row: nothing is believed, nothing is held in memory, no bad row spoils its neighbours."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

#: A row with more than this (bytes of a line, characters of a row) is no message, or has a quote that was never closed.
MOST = 1_000_000
PEEK = 1 << 20
csv.field_size_limit(2 * MOST)
#: Stands for a line that is too long to be looked at.
TOO_LONG = "\x00too long\n"
#: How files begin that are no tables and may hold no NUL for long: PNG, JPEG, GIF, PDF, RTF, web pages, XML.
_OTHERS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"{\\rtf", b"<!", b"<html", b"<?xml", b"PK\x03\x04")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its first and last line, its cells by heading, and if it can't be believed, why (a code)."""

    line: int
    last: int
    cells: dict[str, str]
    problem: str = ""


class Unreadable(Exception):
    """The file as a whole can't be read: why (a code), and what the sentence names."""

    def __init__(self, reason: str, columns: str = "") -> None:
        super().__init__(reason, columns)
        self.reason, self.params = reason, {"columns": columns} if columns else {}


def encoding_of(source: BinaryIO) -> str:
    """UTF-8 or GB 18030, by what most lines of the first megabyte are; the reader goes back to the start."""
    head = source.read(PEEK)
    source.seek(0)
    lines = head.split(b"\n")
    telling = [line for line in (lines if len(head) < PEEK else lines[:-1]) if not line.isascii()]
    right = sum(_is_utf8(line) for line in telling)
    return "utf-8-sig" if 2 * right >= len(telling) else "gb18030"


def is_other(source: BinaryIO) -> bool:
    """Whether the file is a picture, a document, anything packed: asked where no heading is known. Reads from the start."""
    source.seek(0)
    head = source.read(PEEK)
    return b"\0" in head or head.startswith(_OTHERS)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def rows(source: BinaryIO, encoding: str) -> Iterator[Row]:
    """The heading as the first row, then every record. Refuses (Unreadable) a file without a heading.

    What follows an unclosed quote and makes no row itself is reported with it, as one bad row over several lines.
    """
    lines = _Lines(source, encoding)
    heading = _heading(lines)
    yield Row(1, lines.number, dict(zip(heading, heading, strict=True)))
    open_row: Row | None = None
    while (row := _row(lines, heading)) is not None:
        if open_row is not None and row.problem == "wrong_number_of_cells":
            open_row = replace(open_row, last=row.last)
            continue
        if open_row is not None:
            yield open_row
        open_row = row if row.problem == "quote_never_closed" else None
        if open_row is None:
            yield row
    if open_row is not None:
        yield open_row


def _heading(lines: _Lines) -> list[str]:
    cells, problem, _ = _record(lines, 0)
    while cells == [] and not problem:  # blank lines above it
        cells, problem, _ = _record(lines, 0)
    heading = [cell.strip().lstrip("\ufeff") for cell in cells or ()]
    if problem or _NO_TEXT.search("".join(heading)):
        raise Unreadable("no_csv")
    if not any(heading):
        raise Unreadable("no_heading")
    # told by their places: where there is no heading these are somebody's words
    twice = [str(n) for n, name in enumerate(heading, 1) if name and heading.count(name) > 1]
    if twice:
        raise Unreadable("column_twice", ", ".join(twice))
    return heading


def _row(lines: _Lines, heading: list[str]) -> Row | None:
    """The next record that isn't blank; None at the end of the file."""
    while True:
        cells, problem, line = _record(lines, len(heading))
        if cells is None:
            return None
        if problem or any(cell.strip() for cell in cells):
            break
    wrong = _NO_TEXT.search("".join(cells))
    if wrong:
        problem = "nul_byte" if wrong[0] == "\x00" else "wrong_encoding"
    elif not problem and len(cells) != len(heading):
        problem = "wrong_number_of_cells"
    return Row(line, lines.number, dict(zip(heading, cells, strict=False)), problem)


class _Lines:
    """The file's lines as text, with a way back. Bytes that are no text in the encoding become lone surrogates."""

    def __init__(self, source: BinaryIO, encoding: str) -> None:
        self.source, self.encoding = source, encoding
        self.number = 0
        self.waiting: deque[str] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def back(self, lines: list[str]) -> None:
        """Give lines back that were read too far."""
        self.waiting.extendleft(reversed(lines))
        self.number -= len(lines)

    def _read(self) -> str:
        raw = part = self.source.readline(MOST)
        while len(part) == MOST and not part.endswith(b"\n"):
            part = self.source.readline(MOST)
        return raw.decode(self.encoding, "surrogateescape") if raw is part else TOO_LONG


def _record(lines: _Lines, width: int) -> tuple[list[str] | None, str, int]:
    """The cells of the next record (None: no more), what is wrong with its quotes or length, its first line.

    A quote that finds no right end, or that swallows what would be rows themselves, costs only the line that it starts on.
    """
    taken: list[str] = []
    try:
        cells = next(csv.reader(_until_long(lines, taken), strict=True), None)
    except csv.Error:
        cells = None
    line = lines.number - len(taken) + 1
    if not taken:
        return None, "", line
    if taken[0] is TOO_LONG:
        lines.back(taken[1:])
        return [], "row_too_long", line
    swallows = (
        width and cells is not None and len(cells) != width and any(_makes(more, width) for more in taken[1:])
    )
    if cells is not None and not swallows:
        return cells, "", line
    lines.back(taken[1:])
    first = taken[0].rstrip("\r\n")
    problem = "quote_never_closed" if _cells(first + '"') is not None else "not_a_table_row"
    return _leniently(first), problem, line


def _until_long(lines: _Lines, taken: list[str]) -> Iterator[str]:
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if line is TOO_LONG or size > MOST:
            return
        yield line


def _makes(line: str, width: int) -> bool:
    cells = _cells(line)
    return cells is not None and len(cells) == width


def _leniently(line: str) -> list[str]:
    """What can be read of a bad row; its number, at best."""
    try:
        return next(csv.reader([line]), [])
    except csv.Error:  # a carriage return in the middle
        return []


def _cells(line: str) -> list[str] | None:
    """The cells of a line that is a whole record by itself; None if it isn't."""
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None
