"""The tables of settings, categories, the duty list, the working days and the county's words."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from huiyin.rooms.county.actions import TOGETHER, NotDone, Told, day_told, planned_day, unfit_setting
from huiyin.rooms.county.charges import planned_charge
from huiyin.rooms.county.defaults import default, every
from huiyin.rooms.county.editions import planned_category, planned_edition
from huiyin.rooms.county.models import CalendarDay, Category, CategoryScheme, Charge, Setting, Wording
from huiyin.rooms.management.table_ledger import ADDED, CHANGED, SAME, Cells
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor
from huiyin.rules.wordings import PIECES, unworded

SETTINGS = ("key", "value", "note")
CATEGORIES = ("edition", "code", "name", "name_ko", "name_en", "hints")
CHARGES = ("category", "unit", "note")
CALENDAR = ("day", "working", "reason", "name", "source")
TEXTS = ("piece", "language", "text")


class _Settled:
    """A table of which nothing shows only once all lines are in."""

    def settle(self, told: Cells) -> None:
        """See Ledger."""


# -- settings -------------------------------------------------------------------------------------------------------------


def settings() -> list[Sequence[str]]:
    """All that may be set, also what the county has left as it came; nothing that the house notes down for itself."""
    kept = {row.key: (row.value, row.note) for row in Setting.objects.filter(key__in=every())}
    told = [(key, *(kept[key] if key in kept else (default(key), ""))) for key in every()]
    return [[key, _json(value), note] for key, value, note in told]


#: How a spreadsheet writes what it took for true and false.
_SPREADSHEETS = {"TRUE": "true", "FALSE": "false"}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A default as it comes back from a file: a tuple is a list there."""
    return list(value) if isinstance(value, tuple) else value


class SettingLedger:
    """All settings, read with one query."""

    def __init__(self) -> None:
        self._rows = {row.key: row for row in Setting.objects.all()}
        self._values = {key: row.value for key, row in self._rows.items()}
        self._known = frozenset(every())
        self._set: list[Setting] = []
        self._told: list[Told] = []

    def about(self, told: Cells) -> str:
        """See Ledger."""
        return f"setting:{told['key']}"

    def stands(self, told: Cells) -> Cells | None:
        """See Ledger. Where the county has set nothing, what stands without it."""
        key = told["key"]
        if key not in self._known:
            return None
        row = self._rows.get(key)
        value, note = (default(key), "") if row is None else (row.value, row.note)
        return {"key": key, "value": _json(value), "note": note}

    def enter(self, told: Cells, *, by: Actor, now: datetime) -> str:
        """See Ledger."""
        key, note = told["key"], told["note"]
        try:
            value: Any = json.loads(_SPREADSHEETS.get(told["value"].upper(), told["value"]))
        except (ValueError, RecursionError):
            refused = Refused("setting_refused", field="value", params={"value": told["value"][:60]})
            raise NotDone(refused) from None
        row = self._rows.get(key)
        if row is not None and (row.value, row.note) == (value, note):
            return SAME
        if row is None and key in self._known and (value, note) == (_plain(default(key)), ""):
            return SAME
        no = unfit_setting(key, value, self._values)
        if no is not None and no.reason != TOGETHER:
            raise NotDone(no)
        self._told.append(Told("set", f"setting:{key}", {"from": self._values.get(key), "to": value}))
        self._rows[key], self._values[key] = Setting(key=key, value=value, note=note), value
        self._set.append(self._rows[key])
        return CHANGED  # what the county has set nothing of stands there, too

    def settle(self, told: Cells) -> None:
        """What must be below another setting is asked about once all lines are in, whichever of the two stands first."""
        key = told["key"]
        if any(one.key == key for one in self._set):
            no = unfit_setting(key, self._values[key], self._values)
            if no is not None:
                raise NotDone(no)

    def write(self) -> Sequence[Told]:
        """See Ledger."""
        Setting.objects.bulk_create(
            self._set, update_conflicts=True, unique_fields=["key"], update_fields=["value", "note"]
        )
        return self._told


# -- categories -----------------------------------------------------------------------------------------------------------


def categories() -> list[Sequence[str]]:
    """The categories of all editions."""
    found = Category.objects.order_by("scheme_id", "code")
    return [list(_category(row).values()) for row in found]


def _category(row: Category) -> dict[str, str]:
    return {name: row.scheme_id if name == "edition" else getattr(row, name) for name in CATEGORIES}


class CategoryLedger(_Settled):
    """All editions with their categories, read with two queries. It is also what the verb's checks ask (``editions.Among``)."""

    def __init__(self) -> None:
        self._editions = {row.code: row for row in CategoryScheme.objects.all()}
        self._rows = {(row.scheme_id, row.code): row for row in Category.objects.all()}
        self._counts = Counter(edition for edition, _code in self._rows)
        self._begun: list[CategoryScheme] = []
        self._new: list[Category] = []
        self._changed: list[Category] = []
        self._told: list[Told] = []

    def edition(self, code: str) -> CategoryScheme | None:
        """See editions.Among."""
        return self._editions.get(code)

    def find(self, edition: str, code: str) -> Category | None:
        """See editions.Among."""
        return self._rows.get((edition, code))

    def count(self, edition: str) -> int:
        """See editions.Among."""
        return self._counts[edition]

    def about(self, told: Cells) -> str:
        """See Ledger."""
        return f"scheme:{told['edition']}"

    def stands(self, told: Cells) -> Cells | None:
        """See Ledger."""
        row = self.find(told["edition"], told["code"])
        return None if row is None else _category(row)

    def enter(self, told: Cells, *, by: Actor, now: datetime) -> str:
        """See Ledger."""
        edition, code = told["edition"], told["code"]
        said = {name: told[name] for name in ("name", "name_ko", "name_en", "hints")}
        there = self.find(edition, code)
        if there is not None and all(getattr(there, name) == text for name, text in said.items()):
            return SAME
        if edition not in self._editions:
            begun = planned_edition(edition, name=edition, by=by)
            self._editions[edition] = begun
            self._begun.append(begun)
            self._told.append(Told("begin", f"scheme:{edition}", {"name": begun.name}))
        row, changes = planned_category(edition, code, said, among=self, by=by)
        if not changes:
            return SAME
        self._told.append(Told("category", f"scheme:{edition}", {"code": code, **changes}))
        if there is not None:
            self._changed.append(row)
            return CHANGED
        self._rows[edition, code] = row
        self._counts[edition] += 1
        self._new.append(row)
        return ADDED

    def write(self) -> Sequence[Told]:
        """See Ledger. Fields before their kinds, which name them."""
        CategoryScheme.objects.bulk_create(self._begun)
        Category.objects.bulk_create([row for row in self._new if row.code.endswith("0000")])
        Category.objects.bulk_create([row for row in self._new if not row.code.endswith("0000")])
        # by its edition and code, without its key: one statement for many rows
        Category.objects.bulk_create(
            [
                Category(scheme_id=one.scheme_id, code=one.code, parent_id=one.parent_id, name=one.name,
                         name_ko=one.name_ko, name_en=one.name_en, hints=one.hints)
                for one in self._changed
            ],
            update_conflicts=True, unique_fields=["scheme", "code"], update_fields=["name", "name_ko", "name_en", "hints"],
        )  # fmt: skip
        return self._told


# -- the duty list --------------------------------------------------------------------------------------------------------


def charges() -> list[Sequence[str]]:
    """The duty list, in the order in which it was put down."""
    return [[row.category, row.unit_id, row.note] for row in Charge.objects.order_by("category", "id")]


class ChargeLedger(_Settled):
    """The duty list, read with one query."""

    def __init__(self) -> None:
        self._notes: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for category, unit, note in Charge.objects.values_list("category", "unit_id", "note"):
            self._notes[category][unit] = note
        self._new: list[Charge] = []

    def about(self, told: Cells) -> str:
        """See Ledger."""
        return f"charge:{told['category']}"

    def stands(self, told: Cells) -> Cells | None:
        """See Ledger."""
        note = self._notes[told["category"]].get(told["unit"])
        return None if note is None else {"category": told["category"], "unit": told["unit"], "note": note}

    def enter(self, told: Cells, *, by: Actor, now: datetime) -> str:
        """See Ledger."""
        there = self._notes[told["category"]]
        if there.get(told["unit"]) == told["note"]:
            return SAME
        row = planned_charge(told["category"], unit=told["unit"], note=told["note"], there=there, by=by)
        there[row.unit_id] = row.note
        self._new.append(row)
        return ADDED

    def write(self) -> Sequence[Told]:
        """See Ledger."""
        Charge.objects.bulk_create(self._new)
        return [
            Told("charge", f"charge:{row.category}", {"to": row.unit_id, "note": row.note})
            for row in self._new
        ]


# -- the calendar ---------------------------------------------------------------------------------------------------------


def days() -> list[Sequence[str]]:
    """The days that the county's table sets."""
    return [list(_day(row).values()) for row in CalendarDay.objects.order_by("day")]


def _day(row: CalendarDay) -> dict[str, str]:
    working = "1" if row.working else "0"
    return {
        "day": row.day.isoformat(),
        "working": working,
        "reason": row.reason,
        "name": row.name,
        "source": row.source,
    }


class DayLedger(_Settled):
    """The county's own days, read with one query."""

    def __init__(self) -> None:
        self._rows = {row.day.isoformat(): row for row in CalendarDay.objects.all()}
        self._set: list[CalendarDay] = []

    def about(self, told: Cells) -> str:
        """See Ledger."""
        return f"day:{_iso(told['day'])}"

    def stands(self, told: Cells) -> Cells | None:
        """See Ledger."""
        row = self._rows.get(_iso(told["day"]))
        return None if row is None else _day(row)

    def enter(self, told: Cells, *, by: Actor, now: datetime) -> str:
        """See Ledger."""
        try:
            day = date.fromisoformat(told["day"])
        except ValueError:
            raise NotDone(Refused("not_a_day", field="day")) from None
        if told["working"] not in ("0", "1"):
            raise NotDone(Refused("not_on_list", field="working"))
        before = self._rows.get(day.isoformat())
        if before is not None and _day(before) == {**told, "day": day.isoformat()}:
            return SAME
        said = {name: told[name] for name in ("reason", "name", "source")}
        row = planned_day(day, working=told["working"] == "1", by=by, now=now, **said)
        self._rows[day.isoformat()] = row
        self._set.append(row)
        return ADDED if before is None else CHANGED

    def write(self) -> Sequence[Told]:
        """See Ledger."""
        once = {
            row.day: row for row in self._set
        }  # a day may stand in two lines, written in two ways: the later holds
        CalendarDay.objects.bulk_create(
            once.values(), update_conflicts=True, unique_fields=["day"],
            update_fields=["working", "reason", "name", "source"],
        )  # fmt: skip
        return [Told("set_day", f"day:{row.day.isoformat()}", day_told(row)) for row in self._set]


def _iso(text: str) -> str:
    """A day as it is kept, in whichever way the file writes it."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return text


# -- the county's words ---------------------------------------------------------------------------------------------------


def texts() -> list[Sequence[str]]:
    """Every piece in every language of it; empty where the house's own words stand."""
    own = {(row.piece, row.language): row.text for row in Wording.objects.all()}
    known = [(key, language) for key, piece in PIECES.items() for language in piece.languages]
    return [[*one, own.get(one, "")] for one in known]


class TextLedger(_Settled):
    """The county's words, read with one query. What it words nothing of stands there as empty."""

    def __init__(self) -> None:
        self._own = {(row.piece, row.language): row.text for row in Wording.objects.all()}
        self._worded: list[tuple[str, str]] = []
        self._given_back: list[tuple[str, str]] = []
        self._told: list[Told] = []

    def about(self, told: Cells) -> str:
        """See Ledger."""
        return f"wording:{told['piece']}"

    def stands(self, told: Cells) -> Cells | None:
        """See Ledger."""
        piece, language = told["piece"], told["language"]
        return {"piece": piece, "language": language, "text": self._own.get((piece, language), "")}

    def enter(self, told: Cells, *, by: Actor, now: datetime) -> str:
        """See Ledger."""
        piece, language = one = told["piece"], told["language"]
        text, before = told["text"].replace("\r\n", "\n").strip(), self._own.get(one)
        known = PIECES[piece].languages if piece in PIECES else ()
        if (before or "") == text and language in known:
            return SAME
        if before is not None and not text:
            del self._own[one]
            self._given_back.append(one)
            said = {"language": language, "from": before}
            self._told.append(Told("unword", f"wording:{piece}", said))
            return CHANGED
        if (no := unworded(piece, language, text)) is not None:
            raise NotDone(no)
        self._own[one] = text
        self._worded.append(one)
        said = {"language": language, "from": before or "", "to": text}
        self._told.append(Told("word", f"wording:{piece}", said))
        return ADDED if before is None else CHANGED

    def write(self) -> Sequence[Told]:
        """See Ledger."""
        for piece, language in self._given_back:  # there are a few dozen in all
            Wording.objects.filter(piece=piece, language=language).delete()
        Wording.objects.bulk_create(
            [Wording(piece=one[0], language=one[1], text=self._own[one]) for one in self._worded],
            update_conflicts=True, unique_fields=["piece", "language"], update_fields=["text"],
        )  # fmt: skip
        return self._told
