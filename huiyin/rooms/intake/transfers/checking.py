"""One row of a batch file: the petition that it tells of, or what is wrong in which of its cells (as codes)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from huiyin.rooms.cases.people import LIMITS, Person
from huiyin.rooms.cases.transfers import Passed
from huiyin.rooms.county.place_finding import place_names
from huiyin.rooms.county.queries import categories_by_name, law
from huiyin.rooms.county.telephones import whole_number
from huiyin.rooms.intake.transfers.columns import Column
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.cutting import beginning
from huiyin.rules.fields import LIMIT, MOST_DAYS, MOST_PERSONS, Kind
from huiyin.rules.identifiers import valid_id_number
from huiyin.rules.senders import LONGEST_NUMBER, Sender, days_until

#: What people write into a cell to say that there is nothing to say.
_NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "无", "暂无", "不详", "未知", "空", "NULL", "null", "N/A", "n/a", "#N/A"}
)
#: What a spreadsheet shows where it couldn't reckon; in a column of words it would be taken for somebody's.
_FAULTY = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
_FREE = (
    Column.FOREIGN,
    Column.NAME,
    Column.ADDRESS,
    Column.TITLE,
    Column.TEXT,
    Column.PLACE,
    Column.CATEGORY,
)
TITLE_FROM_TEXT = 40  # characters
FIRST_YEAR = 1990
_EXCEL_DAYS = date(1899, 12, 30)
_DAY = re.compile(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?(?:[T\s]*(?P<H>\d{1,2})[:时](?P<M>\d{1,2})(?:[:分]\d{0,2}秒?)?分?)?"
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:(?P<H>\d{2})(?P<M>\d{2})(?:\d{2})?)?")
_DAYS = re.compile(r"(\d{1,3})\s*(?:个)?(?:自然)?(?:天|日)?(?:内)?")
_MORNING = time(8, 30)
#: How a spreadsheet shows a long number that it has rounded: what it was can't be known any more.
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: the column (empty: the row as a whole), the reason and its parameters; no words of anybody."""

    column: str
    reason: str
    params: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """A row looked through. ``problems`` keep it from being taken; ``notes`` are what is left open."""

    passed: Passed
    person: Person
    title: str = ""
    text: str = ""
    persons: int = 1
    place: str = ""
    category: str = ""
    received_at: datetime | None = None
    exchanged_at: datetime | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def look_through(
    cells: Sequence[str],
    columns: Mapping[int, Column],
    *,
    sender: Sender,
    organ: str,
    now: datetime,
    broken: str = "",
) -> Row:
    """What the row says. ``broken``: why it couldn't be read as a row at all."""
    said = {column: _clean(cells[place]) if place < len(cells) else "" for place, column in columns.items()}
    row = Row(Passed(sender, said.get(Column.FOREIGN, ""), organ), Person())
    if broken:
        row.problems.append(Problem("", broken))
        return row
    for column in (one for one in _FREE if said.get(one) in _FAULTY):
        _wrong(row, column, "cell_faulty", value=said[column])
    _number(row, said)
    _days(row, said, now)
    _people(row, said)
    _words(row, said)
    return row


def _clean(text: str) -> str:
    text = "".join(c for c in text if c == "\n" or c.isprintable()).strip()
    return "" if text in _NOTHING else text


def _wrong(row: Row, column: Column, reason: str, **params: int | str) -> None:
    row.problems.append(Problem(column.value, reason, params))


def _number(row: Row, said: Mapping[Column, str]) -> None:
    number = row.passed.foreign
    if not number:
        _wrong(row, Column.FOREIGN, "missing")
    elif len(row.passed.key or "") > LONGEST_NUMBER or "\n" in number:
        _wrong(row, Column.FOREIGN, "number_too_long")
    elif _ROUNDED.fullmatch(number):
        _wrong(row, Column.FOREIGN, "digits_lost")


# -- days -------------------------------------------------------------------------------------------------------------------


def _days(row: Row, said: Mapping[Column, str], now: datetime) -> None:
    row.exchanged_at = _moment(row, Column.PASSED_ON, said, now)
    row.received_at = _moment(row, Column.RECEIVED, said, now) or row.exchanged_at
    wrong = {problem.column for problem in row.problems}
    if row.received_at is None:
        if not wrong & {Column.PASSED_ON, Column.RECEIVED}:
            _wrong(row, Column.PASSED_ON if Column.PASSED_ON in said else Column.RECEIVED, "missing")
        return
    typed = said.get(Column.DUE, "")
    if not typed:
        return
    began = row.exchanged_at or row.received_at
    due = _due(typed, began)
    if due is None:
        _wrong(row, Column.DUE, "not_a_term")
        return
    ruling = law()
    if days_until(due, began, calendar=ruling.calendar, terms=ruling.terms) is None:
        _wrong(row, Column.DUE, "term_not_ahead")
        return
    row.passed = Passed(row.passed.sender, row.passed.foreign, row.passed.organ, due)


def _moment(row: Row, column: Column, said: Mapping[Column, str], now: datetime) -> datetime | None:
    typed = said.get(column, "")
    if not typed:
        return None
    found = moment_of(typed)
    if found is None:
        _wrong(row, column, "not_a_day_in_file")
        return None
    if found.year < FIRST_YEAR:
        _wrong(row, column, "time_too_early")
        return None
    if found > now:
        if local_date(found) > local_date(now):
            _wrong(row, column, "in_the_future")
            return None
        found = now
    return found


def moment_of(typed: str) -> datetime | None:
    """Day and time as files write them, on the county's clock; a day alone is its morning. None for what is no day.

    2026-11-20, 2026/11/20 9:05, 2026年11月20日, 20261120, and the number by which spreadsheets count days.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    found = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        if found is not None:
            day = date(int(found["y"]), int(found["m"]), int(found["d"]))
            at = time(int(found["H"]), int(found["M"])) if found["H"] else _MORNING
        elif re.fullmatch(r"\d{5}(?:\.\d+)?", text):
            day, at = _EXCEL_DAYS + timedelta(days=int(float(text))), _MORNING
        else:
            return None
    except ValueError:
        return None
    return datetime.combine(day, at, tzinfo=LOCAL).astimezone(UTC)


def _due(typed: str, began: datetime) -> date | None:
    """The last day: written as a day, or as a number of days from when it was passed on."""
    text = unicodedata.normalize("NFKC", typed).strip()
    days = _DAYS.fullmatch(text)
    if days is not None and 1 <= int(days[1]) <= MOST_DAYS:
        return local_date(began) + timedelta(days=int(days[1]))
    found = moment_of(text)
    return local_date(found) if found is not None else None


# -- people and words ---------------------------------------------------------------------------------------------------------


def _people(row: Row, said: Mapping[Column, str]) -> None:
    name, number, phone, address = (
        " ".join(said.get(column, "").split())
        for column in (Column.NAME, Column.ID_NUMBER, Column.PHONE, Column.ADDRESS)
    )
    number = "".join(number.split())
    if number and not valid_id_number(number):
        _wrong(row, Column.ID_NUMBER, "digits_lost" if _ROUNDED.fullmatch(number) else "not_an_id")
    if phone and not whole_number(phone):
        _wrong(row, Column.PHONE, "not_a_phone")
    for column, text, most in (
        (Column.NAME, name, LIMITS["name"]),
        (Column.ADDRESS, address, LIMITS["address"]),
    ):
        if len(text) > most:
            _wrong(row, column, "too_long", limit=most, length=len(text))
    row.person = Person(name=name, id_number=number, phone=phone, address=address)
    typed = unicodedata.normalize("NFKC", said.get(Column.PERSONS, "")).removesuffix("人").strip()
    if typed:
        if not typed.isdecimal() or not 1 <= int(typed[:9]) <= MOST_PERSONS or len(typed) > 9:
            _wrong(row, Column.PERSONS, "not_a_count")
        else:
            row.persons = int(typed)


def _words(row: Row, said: Mapping[Column, str]) -> None:
    title, text = " ".join(said.get(Column.TITLE, "").split()), said.get(Column.TEXT, "")
    text = text or title
    if not text:
        _wrong(row, Column.TEXT if Column.TEXT in said else Column.TITLE, "missing")
    if len(title) > LIMIT[Kind.TEXT]:
        text, title = f"{title}\n{text}", beginning(title, LIMIT[Kind.TEXT] - 1) + "…"
    left = []
    if place := said.get(Column.PLACE, ""):
        row.place = _place(place)
        if not row.place:
            left.append(f"问题属地：{place}")
            row.notes.append(Problem(Column.PLACE.value, "place_left_open"))
    if category := said.get(Column.CATEGORY, ""):
        row.category = categories_by_name().get(re.split(r"[/>\-—]", category)[-1].strip(), "")
        if not row.category:
            left.append(f"内容分类：{category}")
            row.notes.append(Problem(Column.CATEGORY.value, "category_left_open"))
    row.title = title or beginning(" ".join(text.split()), TITLE_FROM_TEXT)
    row.text = "\n".join([text, *left]) if text else ""
    if len(row.text) > LIMIT[Kind.LONG]:
        _wrong(row, Column.TEXT, "too_long", limit=LIMIT[Kind.LONG], length=len(row.text))


def _place(said: str) -> str:
    """The one place that is called so; what could be several is left open. 汪清县大兴沟镇和信村 is told by town and village."""
    known = place_names()
    bare = "".join(said.split())
    for text in (bare, re.sub(r"^.*?(?:省|自治州|州)", "", bare), re.sub(r"^.*?[县市]", "", bare)):
        if text in known:
            return known[text]
    return ""
