"""A batch file as rows of text: XLSX or CSV, by what it holds and not by its name. Nothing of it is believed.

A spreadsheet is a ZIP of XML: how much it unpacks to is asked before anything is unpacked. Formulas are never reckoned
(their last value is read, if the file has one), merged cells stand for each of theirs, a number comes out as it is shown.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any, BinaryIO

from huiyin.rooms.intake.rows import PEEK, Unreadable, encoding_of, rows
from huiyin.rooms.intake.transfers.columns import EXAMPLE, Column, missing, recognise

LARGEST = 10 * 1024 * 1024  # bytes of the file
MOST_UNPACKED = 40 * 1024 * 1024  # bytes of a spreadsheet's parts together
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_CELL = 20_000  # characters
HEAD_WITHIN = 12  # rows above the heading: titles, dates, who made it
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
#: Rows, cells, texts of one part; a sheet that is formatted down to its end has many more rows than are filled in.
_MOST_OF = {
    rb"<(?:\w+:)?row[\s/>]": 100_000,
    rb"<(?:\w+:)?c[\s/>]": 500_000,
    rb"<(?:\w+:)?si[\s/>]": 300_000,
}
_XLSX, _OLD_XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number there, its cells as text, and what makes it unreadable, if anything (a code)."""

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The file read: its headings, what they mean by place, its rows."""

    headings: list[str]
    columns: dict[int, Column]
    lines: list[Line]


def read(source: BinaryIO, size: int) -> Table:
    """The whole table. Refuses (Unreadable, a code) what is no table, too large, or lacks a needed column."""
    if size > LARGEST:
        raise Unreadable("batch_too_large")
    head = source.read(8)
    source.seek(0)
    if not head:
        raise Unreadable("file_empty")
    if head.startswith(_OLD_XLS):
        raise Unreadable("batch_old_excel")
    lines = _spreadsheet(source) if head.startswith(_XLSX) else _csv(source)
    return _table(lines)


def _table(lines: Iterator[Line]) -> Table:
    """Find the heading among the first rows, then take what follows; blank rows aren't rows."""
    headings: list[str] = []
    columns: dict[int, Column] = {}
    for n, line in enumerate(lines):
        found = recognise(line.cells)
        if len(found) > len(columns):
            headings, columns = line.cells, found
        if not missing(columns) or n >= HEAD_WITHIN:
            break
    lacking = missing(columns)
    if lacking:
        raise Unreadable("batch_columns_missing", "、".join(lacking))
    taken = []
    for line in lines:
        if not any(cell.strip() for cell in line.cells) and not line.problem:
            continue
        if (
            line.cells[: len(headings)] == headings or EXAMPLE in line.cells
        ):  # the heading again, the template's example
            continue
        taken.append(Line(line.line, [*line.cells, *[""] * (len(headings) - len(line.cells))], line.problem))
        if len(taken) > MOST_ROWS:
            raise Unreadable("batch_too_long")
    if not taken:
        raise Unreadable("batch_without_rows")
    return Table(headings, columns, taken)


def _csv(source: BinaryIO) -> Iterator[Line]:
    """The lines of a table as text. Refuses (Unreadable) a picture or whatever else is none."""
    try:
        source = _with_line_feeds(source)
        encoding = encoding_of(source)
        above = _to_heading(source, encoding)
        for row in rows(source, encoding):
            cells = [_unquoted(cell) for cell in list(row.cells.values())[:MOST_COLUMNS]]
            yield Line(row.line + above, cells, row.problem or _too_long(cells))
    except Unreadable as no:
        raise Unreadable("batch_no_table") from no


def _to_heading(source: BinaryIO, encoding: str) -> int:
    """Go to where the heading begins; how many lines stand above it (titles, dates). None where no line is one."""
    begins = 0
    for above in range(HEAD_WITHIN):
        line = source.readline(MOST_CELL)
        if not missing(recognise(_cells_of(line.decode(encoding, "replace")))):
            source.seek(begins)
            return above
        begins = source.tell()
    source.seek(0)
    if b"\0" in source.read(PEEK):  # no heading and no text: a picture, a paper
        raise Unreadable("batch_no_table")
    source.seek(0)
    return 0


def _cells_of(line: str) -> list[str]:
    """The cells of one line; none if it is no line of a table."""
    try:
        return next(csv.reader([line.strip("\ufeff\r\n")], strict=False), [])
    except csv.Error:  # a carriage return in the middle
        return []


def _with_line_feeds(source: BinaryIO) -> BinaryIO:
    """The same; where lines end in a bare carriage return (old spreadsheets on a Mac), with line feeds in their place."""
    head = source.read(PEEK)
    source.seek(0)
    if b"\n" in head or b"\r" not in head:
        return source
    return io.BytesIO(source.read(LARGEST).replace(b"\r", b"\n"))


def _unquoted(text: str) -> str:
    """Without the sign that keeps spreadsheets from reckoning a cell: our own files put it there, and some others do."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r" else text


def _too_long(cells: Iterable[str]) -> str:
    return "cell_too_long" if any(len(cell) > MOST_CELL for cell in cells) else ""


# -- spreadsheets ------------------------------------------------------------------------------------------------------------


def _spreadsheet(source: BinaryIO) -> Iterator[Line]:
    import openpyxl  # noqa: PLC0415  takes a while to load, and is wanted here only

    try:
        merged = _merged(_parts(source))
        book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file claims of its size is often wrong
        yield from _rows(sheet.iter_rows(max_col=MOST_COLUMNS), merged)
    except Unreadable:
        raise
    except Exception as no:  # whatever a broken file makes of a reader of a hundred kinds of XML
        raise Unreadable("batch_no_table") from no


def _parts(source: BinaryIO) -> zipfile.ZipFile:
    """The parts of the spreadsheet, once they are known to be few and small enough to be unpacked."""
    parts = zipfile.ZipFile(source)
    if len(parts.infolist()) > 2_000 or sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
        raise Unreadable("batch_too_large")
    for part in parts.infolist():
        if part.file_size > 100_000:  # less holds no more of anything than a batch may
            _bound(parts.read(part))
    return parts


def _bound(content: bytes) -> None:
    """Refuses a part with more rows, cells or texts than the largest batch has: a small file can hold millions of each."""
    for kind, most in _MOST_OF.items():
        if sum(1 for _ in islice(re.finditer(kind, content), most + 1)) > most:
            raise Unreadable("batch_too_large")


def _merged(parts: zipfile.ZipFile) -> dict[int, list[tuple[int, int, int]]]:
    """Cells of the first sheet that share one content, by row: first and last column, and the row where the content stands."""
    names = sorted(
        (name for name in parts.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)),
        key=lambda name: int(re.sub(r"\D", "", name.rsplit("/", 1)[-1])),
    )
    found: dict[int, list[tuple[int, int, int]]] = {}
    cells = 0
    for left, top, right, bottom in _MERGED.findall(parts.read(names[0])) if names else ():
        first, last = int(top), int(bottom)
        cells += last - first + 1
        if cells > 4 * MOST_ROWS:  # whole columns merged: nothing to be read out of that
            break
        for row in range(first + 1, last + 1):
            found.setdefault(row, []).append((_letters(left), _letters(right), first))
    return found


def _letters(word: bytes) -> int:
    number = 0
    for letter in word:
        number = number * 26 + letter - 64
    return number - 1


def _rows(sheet: Iterator[Any], merged: dict[int, list[tuple[int, int, int]]]) -> Iterator[Line]:
    """Rows as text. Of cells merged downwards each row gets the content."""
    tops: dict[int, list[str]] = {}
    wanted = {first for spans in merged.values() for _left, _right, first in spans}
    blank = 0
    for n, row in enumerate(sheet, 1):
        cells = [_text(cell.value) for cell in row]
        empty = not any(cells)
        blank = blank + 1 if empty else 0
        if blank > 1_000:  # a sheet that is formatted down to its end
            return
        for left, _right, first in merged.get(n, ()):
            top = tops.get(first, [])
            if left < len(top):
                cells += [""] * (left + 1 - len(cells))
                cells[left] = top[left]
        if n in wanted:
            tops[n] = cells
        yield Line(n, [] if empty else _trimmed(cells), _too_long(cells))


def _trimmed(cells: list[str]) -> list[str]:
    filled = [n for n, cell in enumerate(cells, 1) if cell]
    return cells[: filled[-1]] if filled else []


def _text(value: Any) -> str:
    """What a cell shows. A number of more than fifteen digits was rounded by the spreadsheet: 9.99999E+17, as shown there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return _number(value)
    return _unquoted(str(value).replace("_x000D_", "").replace("\r\n", "\n").strip())


def _number(value: float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    return str(int(value)) if abs(value) < 10**15 else f"{value:.5E}"
