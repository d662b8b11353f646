"""CSV files that somebody brings along to measure on: each column by the names that it may have."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

#: Characters of one cell, more than anybody writes; Python's own end lies below what people paste.
_LONGEST_CELL = 16 * 1024 * 1024


class BadFile(ValueError):
    """The file can't be evaluated; the message says why."""


def read_table(
    file: Path, columns: Mapping[str, Sequence[str]], *, needed: Collection[str]
) -> list[dict[str, str]]:
    """The rows of a file, each a cell for every one of ``columns``, empty where there is no such column.

    Refuses (BadFile) one without the ``needed`` columns, without rows, or that can't be read.
    """
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = _rows(csv.DictReader(lines, strict=True), file.name, columns, needed)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(_("%(file)s can't be read: %(why)s") % {"file": file, "why": error}) from error
    finally:
        csv.field_size_limit(before)
    if not rows:
        raise BadFile(_("%(file)s holds no rows.") % {"file": file})
    return rows


def _rows(
    table: csv.DictReader[str], name: str, columns: Mapping[str, Sequence[str]], needed: Collection[str]
) -> list[dict[str, str]]:
    heading = table.fieldnames or []
    at = {what: next((c for c in names if c in heading), "") for what, names in columns.items()}
    for what in needed:
        if not at[what]:
            wanted = _(" or ").join(columns[what])
            raise BadFile(_("%(file)s has no column %(column)s.") % {"file": name, "column": wanted})
    return [{what: (row.get(column) or "") if column else "" for what, column in at.items()} for row in table]
