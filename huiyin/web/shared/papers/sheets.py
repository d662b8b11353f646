"""A paper as a spreadsheet: its words on the first sheet, each table on one of its own, numbers as numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from huiyin.web.shared.papers.parts import Facts, Heading, Paper, Picture, Table, Words

_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}\.\d{1,4}", re.ASCII)
_PERCENT = re.compile(r"([+\u2212-]?)(\d{1,6}\.\d)%", re.ASCII)
_NAME_SIGNS = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31


def xlsx(paper: Paper, *, words: str) -> bytes:
    """The workbook; ``words`` is what the first sheet is called. Text stays text, whatever it begins with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "percent": book.add_format({"num_format": "0.0%"}),
        "change": book.add_format({"num_format": "+0.0%;\u22120.0%;0.0%"}),
    }
    sheet = book.add_worksheet(words[:_LONGEST_NAME])
    sheet.set_column(0, 0, 100)
    told, heading, taken = [paper.title, paper.sub], "", {words.casefold()}
    for part in paper.parts:
        if isinstance(part, Heading):
            heading = part.text
            told.append(part.text)
        elif isinstance(part, Words):
            told.append(part.text)
        elif isinstance(part, Facts):
            told += [f"{word}: {value}" for word, value in part.pairs]
        elif isinstance(part, Table):
            _table(book.add_worksheet(_called(part.caption or heading, taken)), part, formats)
        else:
            assert isinstance(part, Picture)
    for n, text in enumerate(filter(None, (*told, paper.foot))):
        sheet.write_string(n, 0, text, formats["bold" if n == 0 else "wrap"])
    book.close()
    return out.getvalue()


def _table(sheet: Any, part: Table, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, max(len(part.head) - 1, 1), 14)
    for column, text in enumerate(part.head):
        sheet.write_string(0, column, text, formats["bold"])
    for n, row in enumerate(part.rows, start=1):
        _row(sheet, n, row, part.numbers, formats)


def _row(sheet: Any, n: int, row: Sequence[str], numbers: frozenset[int], formats: dict[str, Any]) -> None:
    for column, text in enumerate(row):
        share = _PERCENT.fullmatch(text)
        if column in numbers and _NUMBER.fullmatch(text):
            sheet.write_number(n, column, int(text))
        elif column in numbers and _DECIMAL.fullmatch(text):
            sheet.write_number(n, column, float(text))
        elif column in numbers and share:
            sign, kind = (-1 if share[1] in ("-", "\u2212") else 1), "change" if share[1] else "percent"
            sheet.write_number(n, column, sign * round(float(share[2]) / 100, 4), formats[kind])
        else:
            sheet.write_string(n, column, text, formats["wrap"])


def _called(name: str, taken: set[str]) -> str:
    """A name that a sheet may bear, and that none bears yet."""
    plain = (_NAME_SIGNS.sub(" ", name).strip() or "-")[:_LONGEST_NAME]
    found, n = plain, 2
    while found.casefold() in taken:
        found, n = f"{plain[: _LONGEST_NAME - 4]} {n}", n + 1
    taken.add(found.casefold())
    return found
