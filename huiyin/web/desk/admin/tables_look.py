"""What taking a table in would do, line by line: what is new, what changes from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.rooms.management import tables
from huiyin.rooms.management.table_ledger import ADDED
from huiyin.web.desk.admin.sheet import Cell, Table, said
from huiyin.web.desk.admin.tables_words import cell, heading
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from huiyin.rooms.management.tables import Step, Taken

#: Lines of the file that are shown, and characters of a cell.
MOST_LINES = 50
MOST_TEXT = 60
#: Characters before the first difference of two long texts.
_LEAD = 12


def steps(table: str, would: Taken) -> Table | None:
    """The lines that add or change something, the first fifty of them; None where none does."""
    if not would.steps:
        return None
    new_names = {one.told["code"]: one.told["name"] for one in would.steps if table == "units"}
    rows: list[list[Cell]] = [_row(table, one, new_names) for one in would.steps[:MOST_LINES]]
    more = len(would.steps) - MOST_LINES
    if more > 0:
        rows.append([ngettext("And %(n)s more line.", "And %(n)s more lines.", more) % {"n": more}, "", ""])
    columns = [_("Line"), pgettext("table", "What it is about"), _("What it does")]
    return Table(_("Line by line"), columns, rows, "")


def _row(table: str, one: Step, new_names: Mapping[str, str]) -> list[Cell]:
    of = tables.TABLES[table]
    key = of.once or of.columns[: 2 if table == "charges" else 1]
    about = " · ".join(cell(name, one.told[name], one.told, new_names) for name in key)
    word = pgettext("table", "New") if one.does == ADDED else pgettext("table", "Changed")
    told = [
        (heading(name, one.told), *(cell(name, text, one.told, new_names) for text in pair))
        for name, pair in one.differs.items()
        if name not in key
    ]
    line = "<div>{}：{}</div>" if language().startswith("zh") else "<div>{}: {}</div>"
    what = format_html_join(
        "", line, ((name, _from_to(was, is_now, new=one.does == ADDED)) for name, was, is_now in told)
    )
    return [said(_("Line %(line)s") % {"line": one.line}, word), about, what]


def _from_to(was: str, is_now: str, *, new: bool) -> Cell:
    """From what to what, both from shortly before they part where they are long; of a new row what it has."""
    if new and not was:
        return _cut(is_now, "")
    empty = _("(nothing)")
    return format_html("{} → {}", _cut(was, is_now) or empty, _cut(is_now, was) or empty)


def _cut(text: str, other: str) -> str:
    if len(text) <= MOST_TEXT:
        return text
    alike = next(
        (n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other))
    )
    start = max(0, alike - _LEAD) if other else 0
    shown = text[start : start + MOST_TEXT]
    return f"{'…' if start else ''}{shown}{'…' if start + MOST_TEXT < len(text) else ''}"
