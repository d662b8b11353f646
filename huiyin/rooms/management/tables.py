"""The county's lists as tables: taken along, and taken in through the same verbs as by hand, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huiyin.rooms.accounts.actions import create_user, give_post
from huiyin.rooms.accounts.locking import set_name
from huiyin.rooms.accounts.models import Post, User, same_name
from huiyin.rooms.cases.foreseeing import reckon_soon
from huiyin.rooms.county.actions import NotDone, insist, note_change, set_day, set_setting
from huiyin.rooms.county.charges import add_charge
from huiyin.rooms.county.defaults import default, every
from huiyin.rooms.county.editions import begin_edition, set_category
from huiyin.rooms.county.models import CalendarDay, Category, CategoryScheme, Charge, Setting, Unit, Wording
from huiyin.rooms.county.reorganising import add_unit, describe_unit, insist_alone, rename_unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.county.wording import drop_wording, set_wording
from huiyin.rooms.management.table_files import NoWords, written
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.roles import Actor
from huiyin.rules.wordings import PIECES

ADDED, CHANGED, SAME = "added", "changed", "same"
#: The column that nobody takes in: what would stand without the county's own words.
BESIDE = "standard"
Cells = Mapping[str, str]
TakeRow = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that can't be taken in, and why."""

    line: int
    why: Refused


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a table: rows added, changed, so already; or, with nothing taken in, its bad lines."""

    added: int = 0
    changed: int = 0
    same: int = 0
    bad: tuple[Bad, ...] = ()


@dataclass(frozen=True, slots=True)
class TableOf:
    """One table: its columns (those that must be there first), its rows, how one is taken in.

    ``once``: the columns that say what a line is about; no two lines of a file are about the same. ``whole``: asked before the
    first line, gives what is asked of each line once all are in (NotDone).
    """

    columns: tuple[str, ...]
    wanted: int
    rows: Callable[[], list[Sequence[str]]]
    take: TakeRow
    once: tuple[str, ...] = ()
    whole: Callable[[], Callable[[Cells], None]] | None = None


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


def take_in(
    table: str, rows: Sequence[tuple[int, Cells]], *, by: Actor, now: datetime, really: bool = True
) -> Taken:
    """Take a table in. With a single bad line nothing is; every bad line is in the answer.

    Not ``really``: the same is done and undone, so that the answer tells what would happen.
    """
    insist(by)
    of = TABLES[table]
    missing = [name for name in of.columns[: of.wanted] if rows and name not in rows[0][1]]
    if missing or not rows:
        why = Refused("columns_missing", params={"columns": ", ".join(missing or of.columns[: of.wanted])})
        return Taken(bad=(Bad(1, why),))
    with transaction.atomic():
        counts, bad = _all(of, rows, by=by, now=now)
        if bad or not really:
            transaction.set_rollback(True)
        elif counts[ADDED] or counts[CHANGED]:
            note_change("import", _SUBJECT[table], {"table": table, **counts}, by=by, now=now)
            if table == "calendar":
                reckon_soon()
    if bad or not really:
        forget()  # what was read of the county in between never came to be
    if bad:
        return Taken(bad=tuple(bad))
    return Taken(counts[ADDED], counts[CHANGED], counts[SAME])


def _all(
    of: TableOf, rows: Sequence[tuple[int, Cells]], *, by: Actor, now: datetime
) -> tuple[dict[str, int], list[Bad]]:
    """Every line, then what is asked of the whole: how many were added, changed, so already; and the bad ones."""
    counts = {ADDED: 0, CHANGED: 0, SAME: 0}
    whole = of.whole() if of.whole is not None else None
    good: list[tuple[int, Cells]] = []
    bad: list[Bad] = []
    about: dict[tuple[str, ...], int] = {}
    for line, cells in rows:
        try:
            told = _told(of.columns, cells)
            first = about.setdefault(tuple(told[name] for name in of.once), line)
            if of.once and first != line:
                raise NotDone(Refused("line_twice", field=of.once[-1], params={"line": first}))
            with transaction.atomic():
                counts[of.take(told, by=by, now=now)] += 1
            good.append((line, told))
        except NotDone as no:
            bad.append(Bad(line, no.refused))
    for line, taken in good:
        try:
            if whole is not None:
                whole(taken)
        except NotDone as no:
            bad.append(Bad(line, no.refused))
    return counts, sorted(bad, key=lambda one: one.line)


def _told(columns: Sequence[str], cells: Cells) -> dict[str, str]:
    """A line's words by column. Refuses (NotDone) a cell that holds no words, and signs that can't be stored."""
    for name in columns:
        cell = cells.get(name, "")
        if isinstance(cell, NoWords):
            raise NotDone(Refused("cell_no_words", field=name))
        no = unfit(name, cell, 0)
        if no is not None:
            raise NotDone(Refused("cell_not_text", field=name) if no.reason == "not_text" else no)
    return {name: cells.get(name, "").strip() for name in columns}


_SUBJECT = {
    "units": "county:units", "people": "accounts", "settings": "setting:all", "categories": "scheme:all",
    "charges": "charge:all", "calendar": "year:all", "texts": "wording:all",
}  # fmt: skip


# -- units ----------------------------------------------------------------------------------------------------------------

_UNIT = (
    "code",
    "parent",
    "kind",
    "name",
    "short",
    "name_ko",
    "name_en",
    "duty",
    "duty_ko",
    "duty_en",
    "phone",
    "address",
)


def _units() -> list[Sequence[str]]:
    rows = list(Unit.objects.filter(is_active=True))
    rows.sort(key=lambda row: (row.path.count("/"), row.sort, row.code))
    return [
        [str(row.parent_id or "") if name == "parent" else getattr(row, name) for name in _UNIT]
        for row in rows
    ]


def _unit(told: Cells, *, by: Actor, now: datetime) -> str:
    row = Unit.objects.filter(code=told["code"]).first()
    if row is None:
        given: dict[str, Any] = {name: told[name] for name in _UNIT if name != "code"}
        add_unit(told["code"], by=by, now=now, name_later=True, **given)
        return ADDED
    if not row.is_active:
        raise NotDone(Refused("unit_closed", "24", "code", {"code": row.code}))
    if (row.parent_id or "", row.kind) != (told["parent"], told["kind"]):
        raise NotDone(Refused("unit_not_below", field="parent"))
    names = {name: told[name] for name in ("name", "short", "name_ko", "name_en")}
    texts = {name: told[name] for name in ("phone", "address", "duty", "duty_ko", "duty_en")}
    renamed = any(getattr(row, name) != text for name, text in names.items())
    described = any(getattr(row, name) != text for name, text in texts.items())
    if renamed:
        rename_unit(row.code, by=by, now=now, name_later=True, **names)
    if described:
        describe_unit(row.code, by=by, now=now, **texts)
    return CHANGED if renamed or described else SAME


def _names_apart() -> Callable[[Cells], None]:
    """Two units may swap their names in one file: a new name is asked about once all lines are in."""
    before = dict(Unit.objects.values_list("code", "name"))

    def ask(told: Cells) -> None:
        if before.get(told["code"]) != told["name"]:
            insist_alone(told["code"])

    return ask


# -- people ---------------------------------------------------------------------------------------------------------------


def _people() -> list[Sequence[str]]:
    held: dict[int, list[Post]] = {}
    for post in Post.objects.filter(until=None).order_by("id"):
        held.setdefault(post.user_id, []).append(post)
    found: list[Sequence[str]] = []
    for user in User.objects.filter(is_active=True).order_by("username"):
        posts = [(post.role, post.unit_id) for post in held.get(user.pk, ())]
        found += [[user.username, user.name, user.language, *where] for where in posts or [("", "")]]
    return found


def _person(told: Cells, *, by: Actor, now: datetime) -> str:
    user = User.objects.filter(username=same_name(told["username"])).first()
    language = told["language"] or "zh-hans"
    done = SAME
    if user is None:
        user = create_user(
            told["username"],
            name=told["name"],
            password=None,  # hashing one that nobody knows, five thousand times, would take an hour
            language=language,
            by=by,
            now=now,
        )
        done = ADDED
    elif (user.name, user.language) != (told["name"], language):
        set_name(user, name=told["name"], language=language, by=by, now=now)
        done = CHANGED
    if told["role"] and not user.posts.filter(role=told["role"], unit=told["unit"], until=None).exists():
        give_post(user, unit=told["unit"], role=told["role"], by=by, now=now)
        done = ADDED if done == ADDED else CHANGED
    return done


# -- settings, categories, duty list, calendar, texts ---------------------------------------------------------------------


def _settings() -> list[Sequence[str]]:
    """All that may be set, also what the county has left as it came; nothing that the house notes down for itself."""
    kept = {row.key: (row.value, row.note) for row in Setting.objects.filter(key__in=every())}
    told = [(key, *(kept[key] if key in kept else (default(key), ""))) for key in every()]
    return [[key, json.dumps(value, ensure_ascii=False), note] for key, value, note in told]


def _setting(told: Cells, *, by: Actor, now: datetime) -> str:
    try:
        value: Any = json.loads(told["value"])
    except ValueError:
        raise NotDone(
            Refused("setting_refused", field="value", params={"value": told["value"][:60]})
        ) from None
    row = Setting.objects.filter(key=told["key"]).first()
    if row is not None and (row.value, row.note) == (value, told["note"]):
        return SAME
    if row is None and told["key"] in every() and (value, told["note"]) == (_plain(default(told["key"])), ""):
        return SAME
    set_setting(told["key"], value, by=by, now=now, note=told["note"])
    return ADDED if row is None else CHANGED


def _plain(value: Any) -> Any:
    """A default as it comes back from a file: a tuple is a list there."""
    return list(value) if isinstance(value, tuple) else value


def _categories() -> list[Sequence[str]]:
    rows = Category.objects.order_by("scheme_id", "code")
    return [[row.scheme_id, row.code, row.name, row.name_ko, row.name_en, row.hints] for row in rows]


def _category(told: Cells, *, by: Actor, now: datetime) -> str:
    said = {name: told[name] for name in ("name", "name_ko", "name_en", "hints")}
    row = Category.objects.filter(scheme=told["edition"], code=told["code"]).first()
    if row is not None and all(getattr(row, name) == text for name, text in said.items()):
        return SAME
    if not CategoryScheme.objects.filter(code=told["edition"]).exists():
        begin_edition(told["edition"], name=told["edition"], by=by, now=now, copied=False)
    set_category(told["edition"], told["code"], by=by, now=now, **said)
    return ADDED if row is None else CHANGED


def _charges() -> list[Sequence[str]]:
    return [[row.category, row.unit_id, row.note] for row in Charge.objects.order_by("category", "id")]


def _charge(told: Cells, *, by: Actor, now: datetime) -> str:
    if Charge.objects.filter(category=told["category"], unit=told["unit"], note=told["note"]).exists():
        return SAME
    add_charge(told["category"], unit=told["unit"], note=told["note"], by=by, now=now)
    return ADDED


def _days() -> list[Sequence[str]]:
    rows = CalendarDay.objects.order_by("day")
    return [
        [row.day.isoformat(), "1" if row.working else "0", row.reason, row.name, row.source] for row in rows
    ]


def _day(told: Cells, *, by: Actor, now: datetime) -> str:
    try:
        day = date.fromisoformat(told["day"])
    except ValueError:
        raise NotDone(Refused("not_a_day", field="day")) from None
    if told["working"] not in ("0", "1"):
        raise NotDone(Refused("not_on_list", field="working"))
    given = {
        "working": told["working"] == "1",
        "reason": told["reason"],
        "name": told["name"],
        "source": told["source"],
    }
    row = CalendarDay.objects.filter(day=day).first()
    if row is not None and all(getattr(row, name) == value for name, value in given.items()):
        return SAME
    set_day(day, by=by, now=now, **given)  # type: ignore[arg-type]
    return ADDED if row is None else CHANGED


def _languages(piece: str) -> tuple[str, ...]:
    return PIECES[piece].languages if piece in PIECES else ()


def _texts() -> list[Sequence[str]]:
    """Every piece in every language of it; empty where the house's own words stand."""
    own = {(row.piece, row.language): row.text for row in Wording.objects.all()}
    known = [(key, language) for key, piece in PIECES.items() for language in piece.languages]
    return [[*one, own.get(one, "")] for one in known]


def _worded(told: Cells, *, by: Actor, now: datetime) -> str:
    row = Wording.objects.filter(piece=told["piece"], language=told["language"]).first()
    text = told["text"].replace("\r\n", "\n").strip()
    if (row.text if row is not None else "") == text and told["language"] in _languages(told["piece"]):
        return SAME
    if row is not None and not text:
        drop_wording(told["piece"], told["language"], by=by, now=now)
        return CHANGED
    set_wording(told["piece"], told["language"], told["text"], by=by, now=now)
    return ADDED if row is None else CHANGED


TABLES: Mapping[str, TableOf] = {
    "units": TableOf(_UNIT, 4, _units, _unit, ("code",), _names_apart),
    "people": TableOf(("username", "name", "language", "role", "unit"), 2, _people, _person),
    "settings": TableOf(("key", "value", "note"), 2, _settings, _setting, ("key",)),
    "categories": TableOf(
        ("edition", "code", "name", "name_ko", "name_en", "hints"),
        3,
        _categories,
        _category,
        ("edition", "code"),
    ),
    "charges": TableOf(("category", "unit", "note"), 2, _charges, _charge),
    "calendar": TableOf(("day", "working", "reason", "name", "source"), 3, _days, _day, ("day",)),
    "texts": TableOf(("piece", "language", "text"), 3, _texts, _worded, ("piece", "language")),
}
