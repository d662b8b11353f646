"""Tables that are taken along: CSV line by line, XLSX row by row; no cell of them is ever reckoned as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

Cell = str | int | date
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A cell that begins with one of these would be reckoned by the program that opens it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """The value as a cell that no program reckons as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def sheet(
    kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, widths: Sequence[int]
) -> HttpResponseBase:
    """The table as a file ``name`` with its ending. ``widths``: of the columns of a spreadsheet, in characters."""
    if kind == "csv":
        response: Any = StreamingHttpResponse(_csv(headings, rows), content_type=TYPES[kind])
    else:
        response = FileResponse(_xlsx(headings, rows, widths), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store, private"
    return response  # type: ignore[no-any-return]


class _Line:
    """Where ``csv`` writes to: gives each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def _csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # so that spreadsheets read Chinese
    yield writer.writerow(map(harmless, headings))
    for row in rows:
        yield writer.writerow(map(harmless, row))


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> IO[bytes]:
    """The sheet, written row by row; text stays text whatever it begins with."""
    out: IO[bytes] = TemporaryFile()  # noqa: SIM115  the response closes it
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet()
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    text = book.add_format({"num_format": "@"})  # long numbers that are typed in later aren't rounded
    for column, width in enumerate(widths):
        page.set_column(column, column, width, text)
    page.freeze_panes(1, 0)
    page.write_row(0, 0, headings, bold)
    for n, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(n, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, str):
                page.write_string(n, column, value, text)
            else:
                page.write(n, column, value)
    book.close()
    out.seek(0)
    return out
