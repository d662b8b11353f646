"""The county's lists as tables: taken along, looked at, and taken in by the verbs' own rules, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from huiyin.rooms.cases.foreseeing import RECKONED, reckon_soon
from huiyin.rooms.county.actions import NotDone, insist, note_change, note_changes, tell_everybody
from huiyin.rooms.county.models import Change
from huiyin.rooms.county.trail import last_line
from huiyin.rooms.management import table_lists, table_people, table_units
from huiyin.rooms.management.table_files import Faulty, Logical, NoWords, Unreckoned, written
from huiyin.rooms.management.table_ledger import ADDED, CHANGED, SAME, Cells, Ledger
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.roles import Actor

#: The column that nobody takes in: what would stand without the county's own words.
BESIDE = "standard"
#: Changes made meanwhile that are named.
MOST_SINCE = 5


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that can't be taken in, and why."""

    line: int
    why: Refused


@dataclass(frozen=True, slots=True)
class Step:
    """What a line does: ADDED or CHANGED, and by column from what (empty where nothing stands) to what.

    ``told``: the line's own words.
    """

    line: int
    does: str
    told: Cells
    differs: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What comes of a table: rows added, changed, so already, and how; or, with nothing taken in, its bad lines.

    ``stood``: what stood where the file's lines are about, in short; another one says that somebody has changed it.
    ``meanwhile``: nothing was taken in, as it stood otherwise than when it was looked at.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    bad: tuple[Bad, ...] = ()
    steps: tuple[Step, ...] = ()
    stood: str = ""
    about: frozenset[str] = frozenset()
    meanwhile: bool = False


@dataclass(frozen=True, slots=True)
class TableOf:
    """One table: its columns (those that must be there first), its rows, the ledger in which lines are entered.

    ``once``: the columns that say what a line is about; no two lines of a file are about the same.
    ``called``: the column to mend, by a refusal's reason or field, where the verb's form calls it otherwise.
    """

    columns: tuple[str, ...]
    wanted: int
    rows: Callable[[], list[Sequence[str]]]
    ledger: Callable[[], Ledger]
    subject: str
    once: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)

    def to_mend(self, no: Refused) -> Refused:
        """The refusal with the file's own column; without one where it is about none."""
        name = self.called.get(no.reason) or self.called.get(no.field) or no.field
        return replace(no, field=name if name in self.columns else "")


TABLES: Mapping[str, TableOf] = {
    "units": TableOf(
        table_units.COLUMNS, 4, table_units.rows, table_units.UnitLedger, "county:units", ("code",)
    ),
    "people": TableOf(
        table_people.COLUMNS, 2, table_people.rows, table_people.PeopleLedger, "accounts",
        called={"user": "username"},
    ),
    "settings": TableOf(
        table_lists.SETTINGS, 2, table_lists.settings, table_lists.SettingLedger, "setting:all", ("key",)
    ),
    "categories": TableOf(
        table_lists.CATEGORIES, 3, table_lists.categories, table_lists.CategoryLedger, "scheme:all", ("edition", "code"),
        {"bad_edition": "edition", "no_such_edition": "edition", "edition_in_force": "edition"},
    ),
    "charges": TableOf(
        table_lists.CHARGES, 2, table_lists.charges, table_lists.ChargeLedger, "charge:all"
    ),
    "calendar": TableOf(
        table_lists.CALENDAR, 3, table_lists.days, table_lists.DayLedger, "year:all", ("day",)
    ),
    "texts": TableOf(
        table_lists.TEXTS, 3, table_lists.texts, table_lists.TextLedger, "wording:all", ("piece", "language"),
        {"no_such_piece": "piece", "not_in_language": "language"},
    ),
}  # fmt: skip


def taken_along(
    table: str, kind: str, *, by: Actor, now: datetime, beside: Callable[[Sequence[str]], str] | None = None
) -> bytes:
    """A table as a file of this kind; that it was taken along stands in the trail.

    ``beside`` tells of each row what stands there otherwise: one more column, for reading alone.
    """
    insist(by)
    of = TABLES[table]
    rows, columns = of.rows(), of.columns
    note_change("take_table", by.key, {"table": table, "as": kind, "rows": len(rows)}, by=by, now=now)
    if beside is not None:
        rows, columns = [[*row, beside(row)] for row in rows], (*columns, BESIDE)
    return written(kind, columns, rows)


@dataclass(frozen=True, slots=True)
class Looked:
    """A table as it would be taken in: what comes of it, and at which line of the trail that was read."""

    taken: Taken
    line: int
    ledger: Ledger | None = None


def look_at(table: str, rows: Sequence[tuple[int, Cells]], *, by: Actor, now: datetime) -> Looked:
    """What would happen if the table were taken in; every bad line is in the answer. Reads only, and takes nobody's turn."""
    insist(by)
    line, of = last_line(), TABLES[table]
    missing = [name for name in of.columns[: of.wanted] if rows and name not in rows[0][1]]
    if missing or not rows:
        no = {"columns": ", ".join(missing)}
        why = Refused("columns_missing", params=no) if missing else Refused("table_empty")
        return Looked(Taken(bad=(Bad(1, why),)), line)
    ledger = of.ledger()
    lines = _Lines(of, ledger)
    for n, cells in rows:
        lines.enter(n, cells, by=by, now=now)
    return Looked(lines.settled(), line, ledger)


def take_in(
    table: str, rows: Sequence[tuple[int, Cells]], *, stood: str, by: Actor, now: datetime, looked: Looked | None = None
) -> Taken:  # fmt: skip
    """Take a table in. With a single bad line nothing is; every bad line is in the answer.

    ``stood``: as it was told to the person. Where something stands otherwise now nothing is taken in (``meanwhile``), unless
    all of the file is so already. ``looked``: read just before the turn began, so that the turn is short; read anew where the
    trail has a line more by now.
    """
    with transaction.atomic():
        if looked is None or looked.line != last_line():
            looked = look_at(table, rows, by=by, now=now)
        found = looked.taken
        if looked.ledger is None or found.bad or not found.steps:
            return found
        if found.stood != stood:
            return replace(found, meanwhile=True)
        written = looked.ledger.write()
        note_changes(written, by=by, now=now)
        counts = {ADDED: found.added, CHANGED: found.changed, SAME: found.same}
        note_change("import", TABLES[table].subject, {"table": table, **counts}, by=by, now=now)
        tell_everybody()
        if table == "calendar" or {line.subject for line in written} & {f"setting:{key}" for key in RECKONED}:
            reckon_soon()
    return found


def changed_since(seen: int, about: frozenset[str]) -> list[Change]:
    """The last changes to any of these since the line of the trail that was ``seen``, newest first. Two queries."""
    lines = Change.objects.filter(id__gt=seen).order_by("-id").values_list("id", "subject")
    found = [pk for pk, subject in lines if subject in about][:MOST_SINCE]
    return list(Change.objects.filter(pk__in=found).order_by("-id"))


class _Lines:
    """The lines of one file as they are entered: what each does, what stood there, which are bad."""

    def __init__(self, of: TableOf, ledger: Ledger) -> None:
        self._of, self._ledger = of, ledger
        self._counts = {ADDED: 0, CHANGED: 0, SAME: 0}
        self._first: dict[tuple[str, ...], int] = {}
        self._stood = hashlib.sha256()
        self._good: list[tuple[int, Cells]] = []
        self._steps: list[Step] = []
        self._bad: list[Bad] = []

    def enter(self, line: int, cells: Cells, *, by: Actor, now: datetime) -> None:
        """One line. What it refuses stands among the bad ones."""
        try:
            told = _told(self._of.columns, cells)
            first = self._first.setdefault(tuple(told[name] for name in self._of.once), line)
            if self._of.once and first != line:
                raise NotDone(Refused("line_twice", field=self._of.once[-1], params={"line": first}))
            before = self._ledger.stands(told)
            # a column that the file hasn't says nothing: what stands stays
            told |= {
                name: cell for name, cell in (before or {}).items() if name in told and name not in cells
            }
            _insist_unspoilt(told, before or {})
            does = self._ledger.enter(told, by=by, now=now)
        except NotDone as no:
            self._bad.append(Bad(line, self._of.to_mend(no.refused)))
            return
        self._counts[does] += 1
        self._stood.update(json.dumps([list(told.values()), before and list(before.values())]).encode())
        self._good.append((line, told))
        if does != SAME:
            self._steps.append(Step(line, does, told, _differs(before, self._ledger.stands(told))))

    def settled(self) -> Taken:
        """What all of them do, once what shows only at the end was asked."""
        for line, told in self._good:
            try:
                self._ledger.settle(told)
            except NotDone as no:
                self._bad.append(Bad(line, self._of.to_mend(no.refused)))
        if self._bad:
            return Taken(bad=tuple(sorted(self._bad, key=lambda one: one.line)))
        counts, about = self._counts, frozenset(self._ledger.about(told) for _, told in self._good)
        return Taken(
            counts[ADDED], counts[CHANGED], counts[SAME], (), tuple(self._steps), self._stood.hexdigest(), about
        )  # fmt: skip


def _differs(before: Cells | None, after: Cells | None) -> dict[str, tuple[str, str]]:
    was, is_now = before or {}, after or {}
    pairs = {name: (was.get(name, ""), is_now.get(name, "")) for name in {**was, **is_now}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _told(columns: Sequence[str], cells: Cells) -> dict[str, str]:
    """A line's words by column. Refuses (NotDone) a cell that holds no words, and signs that can't be stored or got lost."""
    for name in columns:
        cell = cells.get(name, "")
        if isinstance(cell, NoWords):
            reason = "cell_logical" if isinstance(cell, Logical) else "cell_no_words"
            raise NotDone(Refused(reason, field=name))
        if isinstance(cell, Faulty):
            raise NotDone(Refused("cell_faulty", field=name, params={"value": cell}))
        if _LOST in cell:
            raise NotDone(Refused("cell_lost", field=name))
        if isinstance(cell, Unreckoned):
            raise NotDone(Refused("cell_unreckoned", field=name))
        no = unfit(name, cell, 0)
        if no is not None:
            raise NotDone(Refused("cell_not_text", field=name) if no.reason == "not_text" else no)
    return {name: cells.get(name, "").strip() for name in columns}


#: What a program puts in place of a character that it couldn't read.
_LOST = "\ufffd"
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")


def _insist_unspoilt(told: Cells, before: Cells) -> None:
    """Refuses (NotDone) marks where Korean belongs: a spreadsheet program wrote them, for what its old CSV can't hold."""
    for name, cell in told.items():
        korean = _HANGUL.search(before.get(name, "")) is not None or _holds_korean(name, told)
        marks = "??" in cell or ("?" in cell and not any(sign.isalpha() for sign in cell))
        if korean and marks and _HANGUL.search(cell) is None:
            raise NotDone(Refused("cell_spoilt", field=name))


def _holds_korean(name: str, told: Cells) -> bool:
    """Whether a column of this line is for Korean."""
    key = told.get("key", "") if name == "value" else name
    return key.endswith("_ko") or (name == "text" and told.get("language") == "ko")
