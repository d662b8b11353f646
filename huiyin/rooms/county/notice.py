"""The yearly holiday notice of the State Council as rows that the calendar can take, checked before a single one is kept."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.rules.calendar import Reason
from huiyin.rules.fields import Refused

_FREE = frozenset({"off", "休", "休息", "放假", "假", "休假", "节假日"})
_WORKED = frozenset({"work", "班", "上班", "补班", "调休", "调休上班", "调班", "工作", "工作日"})
#: The notice of a year may begin with the last days of the December before.
BRIDGE_FROM = (12, 25)
#: A list without one of these isn't a whole notice.
_ALWAYS_FREE = ((1, 1), (5, 1), (10, 1))


#: What the columns may be called in Chinese and in Korean.
_COLUMNS = {
    "日期": "day", "类别": "kind", "类型": "kind", "状态": "kind", "名称": "name", "节日": "name", "날자": "day", "날짜": "day",
    "구분": "kind", "이름": "name",
}  # fmt: skip
#: The columns of a list whose first line is a day already.
_PLAIN = ("day", "kind", "name")
#: A day as people and their spreadsheets write it, once its figures are plain; what weekday it was may stand behind.
_DAY = re.compile(
    r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日号일.]?\s*(?:\(.*\)|[周星].*)?"
)
#: So many wrong lines are told at once: whoever pasted another list altogether doesn't want to read all of it again.
TOLD = 10
#: Signs of a line that are read: a day, a word and a name are far shorter.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One line of the notice: a day off, or a weekend day that is worked in its place."""

    day: date
    working: bool
    name: str = ""

    @property
    def reason(self) -> Reason:
        """As the calendar names it."""
        return Reason.MAKEUP if self.working else Reason.HOLIDAY


def parse(text: str) -> list[NoticeDay] | Refused:
    """The lines of a notice: a day (2027-01-01, 2027/1/1, 2027年1月1日), free or worked (休/班, off/work) and perhaps a name.

    Columns are parted by commas, tabs or blanks. A first line may name them (日期, 类别, 名称 or day, kind, name), else they
    stand in that order. Refused: a first line that neither names them nor is a day; or else every wrong line (``wrong``: its
    number, the column, what stood there; the first ten, ``more`` beyond them).
    """
    lines = list(_cells(text))
    columns = _columns(lines[0][1]) if lines else ()
    if not {"day", "kind"} <= set(columns):
        first = ", ".join(lines[0][1]) if lines else ""
        return Refused("notice_columns", field="file", params={"said": first[:40]})
    if not (columns == _PLAIN and _day(lines[0][1][0]) is not None):
        del lines[0]
    days: list[NoticeDay] = []
    wrong: list[tuple[int, str, str]] = []
    for number, cells in lines:
        said = dict(zip(columns, cells, strict=False))
        day, kind = _day(said.get("day", "")), said.get("kind", "").lower()
        if day is None:
            wrong.append((number, "day", said.get("day", "")[:40]))
        if kind not in _FREE | _WORKED:
            wrong.append((number, "kind", said.get("kind", "")[:40]))
        if day is not None:
            days.append(NoticeDay(day, kind in _WORKED, said.get("name", "")[:40]))
    if wrong:
        told = {"line": wrong[0][0], "wrong": tuple(wrong[:TOLD]), "more": max(len(wrong) - TOLD, 0)}
        return Refused("notice_line", field="file", params=told)
    return days


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that say something with their numbers, cut into columns; full-width figures and signs are plain ones."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        plain = unicodedata.normalize("NFKC", line[:LONGEST]).replace("\t", ",").replace("、", ",")
        if not plain.strip():
            continue
        row: list[str] = next(csv.reader([plain if "," in plain else ",".join(plain.split(maxsplit=2))]), [])
        yield number, [cell.strip() for cell in row]


def _columns(first: Sequence[str]) -> tuple[str, ...]:
    """What the columns are, by the first line."""
    if first and _day(first[0]) is not None:
        return _PLAIN
    return tuple(_COLUMNS.get(name.lower(), name.lower()) for name in first)


def _day(said: str) -> date | None:
    found = _DAY.fullmatch(said)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def check(year: int, days: Iterable[NoticeDay]) -> Refused | None:
    """Why the days aren't the whole notice of the year: a day of another year, twice, worked on a weekday, or too few."""
    seen: set[date] = set()
    for row in days:
        inside = row.day.year == year or (
            row.day.year == year - 1 and (row.day.month, row.day.day) >= BRIDGE_FROM
        )
        if not inside:
            return Refused(
                "notice_other_year", field="file", params={"day": row.day.isoformat(), "year": year}
            )
        if row.day in seen:
            return Refused("notice_day_twice", field="file", params={"day": row.day.isoformat()})
        if row.working and row.day.weekday() < 5:
            return Refused("notice_worked_weekday", field="file", params={"day": row.day.isoformat()})
        seen.add(row.day)
    free = {row.day for row in days if not row.working}
    for month, day in _ALWAYS_FREE:
        if date(year, month, day) not in free:
            return Refused("notice_not_whole", field="file", params={"day": f"{year}-{month:02}-{day:02}"})
    return None
