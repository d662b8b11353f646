"""A table as a file and back: CSV, XLSX, JSON. Nothing in a file is believed; a cell never becomes a formula."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import xlsxwriter

KINDS = ("csv", "xlsx", "json")
MOST_BYTES = 2_000_000
MOST_UNPACKED = 40_000_000  # bytes that an XLSX may hold when unpacked
MOST_ROWS = 5_000
#: A cell that begins so would be reckoned by the program that opens it; a quotation mark before it keeps it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Rows = list[tuple[int, dict[str, str]]]


class NoWords(str):
    """A cell that holds neither words nor a whole number, as it was written; no line with one is taken in."""

    __slots__ = ()


class Logical(NoWords):
    """A spreadsheet's TRUE or FALSE; nobody wrote quotation marks there."""

    __slots__ = ()


class Faulty(str):
    """A spreadsheet's error value ("#N/A"), which stands in place of what the cell should hold."""

    __slots__ = ()


class Unreckoned(str):
    """A formula whose result the file doesn't hold: nobody knows what it says, and no line with one is taken in."""

    __slots__ = ()


class Unreadable(Exception):
    """The file isn't a table that can be read; ``reason`` is a refusal's code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def written(kind: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The table as a file."""
    if kind == "json":
        listed = [dict(zip(columns, row, strict=True)) for row in rows]
        return json.dumps(listed, ensure_ascii=False, indent=1).encode()
    return _csv(columns, rows) if kind == "csv" else _xlsx(columns, rows)


def _csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 20)
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, book.add_format({"bold": True}))
    for n, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(n, column, cell)
    book.close()
    return out.getvalue()


def read(content: bytes, name: str, columns: Sequence[str] = ()) -> Rows:
    """The rows with their lines. Refuses (Unreadable) what is no table, and one that is too large.

    ``columns``: of which the heading has at least one where it is the only line; else that is no heading.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("table_too_large")
    if content[:2] == b"PK":
        return _from_xlsx(content, columns)
    if name.lower().endswith(".json") or content.lstrip()[:1] == b"[":
        return _from_json(content)
    return _from_csv(content, columns)


def decoded(content: bytes) -> str:
    """The text of a file, in either way that spreadsheets write it. Refuses (Unreadable) what is no text, or in doubt which."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise Unreadable("file_unreadable") from None
    if not _is_chinese(text) or (_is_korean_too(content) and not _is_surely_chinese(text)):
        raise Unreadable("file_of_which_encoding")
    return text


#: Where Korean (CP949) has its syllables, Chinese has a part of its common characters.
_KOREAN_TOO = range(0xB0, 0xC9)
_FIRST_COMMON, _FIRST_BEHIND = 0xB0, 0xA1
_TWO_BYTES = 2


def _is_chinese(text: str) -> bool:
    """Whether what was read as GB 18030 is surely that: Korean, Big5 and Latin letters are read as characters, too.

    Korean would be read as common characters of one part of the table only, the others mostly as rare ones.
    """
    common, rare, only_there = 0, 0, True
    for sign in filter(lambda one: not one.isascii(), text):
        pair = sign.encode("gb18030", "replace")
        if len(pair) != _TWO_BYTES:
            if "\uac00" <= sign <= "\ud7a3":  # Korean as this encoding writes it
                return True
        elif pair[1] < _FIRST_BEHIND or pair[0] < _FIRST_BEHIND:
            rare += 1
        elif pair[0] >= _FIRST_COMMON:
            common += 1
            only_there = only_there and pair[0] in _KOREAN_TOO
    return not (only_there and common) and 2 * rare <= common


def _is_korean_too(content: bytes) -> bool:
    """Whether it could be read as Korean (CP949) as well; of longer Chinese hardly any."""
    try:
        content.decode("cp949")
    except UnicodeDecodeError:
        return False
    return True


#: Where Chinese has its common characters (Korean syllables and its first Hanja), and its rare ones (Korean the other Hanja).
_COMMON, _FIRST_RARE = range(0xB0, 0xD8), 0xD8
#: Of so many common characters at least one, and at most all but one, stand where Korean has Hanja.
_ONE_OF = 7


def _is_surely_chinese(text: str) -> bool:
    """Of what could be Korean with Hanja as well: those are spread over a part of the table that is mostly rare in Chinese.

    Chinese has few of those, and its common characters stand both where Korean has syllables and where it has Hanja.
    """
    pairs = [pair for one in text if len(pair := one.encode("gb18030", "replace")) == _TWO_BYTES]
    plain = [pair[0] for pair in pairs if pair[1] >= _FIRST_BEHIND]
    common = [lead for lead in plain if lead in _COMMON]
    rare = sum(lead >= _FIRST_RARE for lead in plain)
    as_hanja = sum(lead not in _KOREAN_TOO for lead in common)
    spread = len(common) <= _ONE_OF * as_hanja <= (_ONE_OF - 1) * len(common)
    return 4 * rare <= len(common) and spread


def _from_csv(content: bytes, columns: Sequence[str]) -> Rows:
    reader = csv.reader(StringIO(decoded(content)), strict=True)
    try:
        heading = next(reader, [])
        lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Unreadable("file_unreadable") from None
    return _named(heading, [(line, [_unquoted(cell) for cell in row]) for line, row in lines], columns)


def kept(rows: Rows, columns: Sequence[str]) -> str:
    """What was read, of these columns, to be sent back as it is: with the lines on which it stood."""
    known = [name for name in columns if any(name in row for _, row in rows)]
    listed = [[line, *(row.get(name, "") for name in known)] for line, row in rows]
    return json.dumps({"columns": known, "rows": listed}, ensure_ascii=False, separators=(",", ":"))


def read_kept(text: str) -> Rows:
    """What ``kept`` wrote. Refuses (Unreadable) all else: it comes from outside like any file."""
    try:
        found: Any = json.loads(text)
        columns, rows = found["columns"], found["rows"]
        lines = [(line, dict(zip(columns, cells, strict=True))) for line, *cells in rows]
    except (ValueError, RecursionError, TypeError, KeyError):
        raise Unreadable("file_unreadable") from None
    if len(lines) > MOST_ROWS:
        raise Unreadable("table_too_large")
    if not all(
        type(line) is int and all(type(one) is str for one in (*row, *row.values())) for line, row in lines
    ):
        raise Unreadable("file_unreadable")
    return lines


#: What a spreadsheet program writes into a CSV in place of what it couldn't reckon.
_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})


def _unquoted(cell: str) -> str:
    if cell in _ERRORS:
        return Faulty(cell)
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _from_json(content: bytes) -> Rows:
    try:
        listed: Any = json.loads(decoded(content))
    except (ValueError, RecursionError):
        raise Unreadable("file_unreadable") from None
    if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
        raise Unreadable("file_unreadable")
    if len(listed) > MOST_ROWS:
        raise Unreadable("table_too_large")
    return [(n, {k: _json_cell(v) for k, v in row.items()}) for n, row in enumerate(listed, start=1)]


def _json_cell(value: Any) -> str:
    """What a CSV would hold in its place. It has no true and false, no lists, and writes one fraction in many ways."""
    if value is None or isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return _cell(value)
    return NoWords(json.dumps(value))


#: A formula in the XML of a sheet, or a cell that holds an error value.
_HAS_FORMULA = re.compile(rb"""<(?:\w+:)?f[\s/>]|<(?:\w+:)?c\s[^<>]*\bt\s*=\s*["']e["']""")


def _from_xlsx(content: bytes, columns: Sequence[str]) -> Rows:
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable("table_too_large")
            sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/")]
            formulas = any(_HAS_FORMULA.search(packed.read(name)) for name in sheets)
        found = []
        for n, row in enumerate(_words_of(content) if formulas else _plain_of(content), start=1):
            if n == 1 or any(cell.strip() for cell in row):
                found.append((n, row))
    except (
        BadZipFile,
        LookupError,
        ValueError,
        OSError,
        TypeError,
        SyntaxError,
    ):  # an encoding that nobody knows, too
        raise Unreadable("file_unreadable") from None
    if not found:
        raise Unreadable("file_unreadable")
    return _named(found[0][1], found[1:], columns)


def _rows_of(content: bytes, *, results: bool = True, values: bool = False) -> Iterator[Sequence[Any]]:
    """The first sheet's rows: with the formulas' results, or with the formulas themselves."""
    import openpyxl  # noqa: PLC0415  takes a while to load, and is wanted here only

    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=results, keep_links=False)
    sheet = book.worksheets[0]
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=40, values_only=values)
    return rows


def _plain_of(content: bytes) -> Iterator[list[str]]:
    return ([_cell(value) for value in row] for row in _rows_of(content, values=True))


def _words_of(content: bytes) -> Iterator[list[str]]:
    """As ``_plain_of``, where there are formulas or error values: read twice, which takes twice as long."""
    for results, formulas in zip(_rows_of(content), _rows_of(content, results=False), strict=True):
        yield [_reckoned(*pair) for pair in zip(results, formulas, strict=True)]


def _reckoned(result: Any, formula: Any) -> str:
    """A cell's words. A formula whose result is an empty text ("str") has one; a program that doesn't reckon writes none."""
    if result.value is None and formula.data_type == "f" and result.data_type != "str":
        return Unreckoned(formula.value if isinstance(formula.value, str) else "=")
    if result.data_type == "e":
        return Faulty(result.value)
    return _cell(result.value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return Logical(value)
    if hasattr(value, "date") and hasattr(value, "hour"):
        return value.date().isoformat()  # type: ignore[no-any-return]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _named(
    heading: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]], columns: Sequence[str]
) -> Rows:
    names = [name.strip() for name in heading]
    if not lines and columns and any(names) and not set(names) & set(columns):
        raise Unreadable("table_without_headings")
    if not any(names) or len(set(filter(None, names))) != len(list(filter(None, names))):
        raise Unreadable("file_unreadable")
    if len(lines) > MOST_ROWS:
        raise Unreadable("table_too_large")
    return [
        (line, {name: cell for name, cell in zip(names, row, strict=False) if name}) for line, row in lines
    ]
