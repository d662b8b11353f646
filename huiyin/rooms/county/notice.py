"""The yearly holiday notice of the State Council as rows that the calendar can take, checked before a single one is kept."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
#: What a line that begins with a day begins with, whether there is such a day or not.
_BEGINS = re.compile(r"\d{4}\s*[-/.年년]\s*\d")
#: What weekday it is, behind the day: in brackets anything may stand.
_BEHIND = r"(\([^()]*\)|(?:周|星期)[一二三四五六日天]|[월화수목금토일]요일)?"
#: A day as people and their spreadsheets write it, once its figures are plain, or a span of days, whose end may leave out
#: what its beginning has said.
_DAYS = re.compile(
    r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日号일.]?\s*" + _BEHIND
    + r"(?:\s*(?:-|--|–|—|——|~|至|到|부터)\s*(?:(?:(\d{4})\s*[-/.年년]\s*)?(\d{1,2})\s*[-/.月월]\s*)?(\d{1,2})\s*[日号일.]?\s*"
    + _BEHIND + r"(?:까지)?)?"
)  # fmt: skip
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])|([월화수목금토일])(?=요일|\))")
_WEEKDAYS = {sign: n for week in ("一二三四五六日", "월화수목금토일") for n, sign in enumerate(week)} | {
    "天": 6
}
#: The sign between the ends of a span with blanks around it: a line without commas is parted at its blanks.
_BETWEEN = re.compile(
    r"(?<=[\d日号일.)])\s*(-|--|–|—|——|~|至|到)\s+(?=\d)|(?<=[\d日号일.)])\s+(–|—|——|~|至|到)(?=\d)"
)
#: The longest span of one line, in days: no holiday lasts so long, and a slip in the year would fill the list.
LONGEST_SPAN = 31
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
    """The lines of a notice: a day (2027-01-01, 2027年1月1日) or a span, free or worked (休/班, off/work), perhaps a name.

    A span holds at most 31 days: 2027/2/5-2027/2/11, 2027年2月5日至11日. Columns are parted by commas, tabs or blanks. A first
    line may name them (日期, 类别, 名称 or day, kind, name), else they stand in that order. Refused: a first line that neither
    names them nor begins with a day; or else every wrong line (``wrong``: its number, the column, what stood there; the first
    ten, ``more`` beyond them; of a span what is wrong in place of the column: ``span_order``, ``span_long``, and ``span_year``
    for one over the year's end that doesn't name the year of its last day). A weekday that isn't that of its day is wrong.
    """
    lines = list(_cells(text))
    columns = _columns(lines[0][1]) if lines else ()
    if not {"day", "kind"} <= set(columns):
        first = ", ".join(lines[0][1]) if lines else ""
        return Refused("notice_columns", field="file", params={"said": first[:40]})
    if not _BEGINS.match(lines[0][1][0]):
        del lines[0]
    days: list[NoticeDay] = []
    wrong: list[tuple[int, str, str]] = []
    for number, cells in lines:
        said = dict(zip(columns, cells, strict=False))
        span, kind = _span(said.get("day", "")), said.get("kind", "").lower()
        if isinstance(span, str):
            wrong.append((number, span, said.get("day", "")[:40]))
        if kind not in _FREE | _WORKED:
            wrong.append((number, "kind", said.get("kind", "")[:40]))
        days += [
            NoticeDay(day, kind in _WORKED, said.get("name", "")[:40])
            for day in span
            if isinstance(day, date)
        ]
    if wrong:
        told = {"line": wrong[0][0], "wrong": tuple(wrong[:TOLD]), "more": max(len(wrong) - TOLD, 0)}
        return Refused("notice_line", field="file", params=told)
    return days


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that say something with their numbers, cut into columns; full-width figures and signs are plain ones."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        plain = unicodedata.normalize("NFKC", line[:LONGEST]).replace("\t", ",").replace("、", ",")
        plain = re.sub(r"(?<=[日号])\s+(?=[(周星])", "", plain)
        plain = _BETWEEN.sub(lambda found: found[1] or found[2], plain)
        if not plain.strip():
            continue
        row: list[str] = next(csv.reader([plain if "," in plain else ",".join(plain.split(maxsplit=2))]), [])
        yield number, [cell.strip() for cell in row]


def _columns(first: Sequence[str]) -> tuple[str, ...]:
    """What the columns are, by the first line."""
    if first and _BEGINS.match(first[0]):
        return _PLAIN
    return tuple(_COLUMNS.get(name.lower(), name.lower()) for name in first)


def _span(said: str) -> list[date] | str:
    """The days that a cell names, both ends included; else what is wrong: no such days, the span, or another weekday."""
    found = _DAYS.fullmatch(said)
    if found is None:
        return "day"
    year, month, day, behind, to_year, to_month, to_day, to_behind = found.groups()
    try:
        first = date(int(year), int(month), int(day))
        last = date(int(to_year or year), int(to_month or month), int(to_day or day))
    except ValueError:
        return "day"
    if last < first:
        return "span_year" if not to_year and int(to_month or month) < int(month) else "span_order"
    if (last - first).days >= LONGEST_SPAN:
        return "span_long"
    if not (_fits(first, behind) and _fits(last, to_behind)):
        return "weekday"
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _fits(day: date, behind: str | None) -> bool:
    """Whether what stands behind the day names its weekday, or none."""
    found = _WEEKDAY.search(behind or "")
    return found is None or _WEEKDAYS[found[1] or found[2]] == day.weekday()


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
