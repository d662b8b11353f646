"""The yearly holiday notice of the State Council as rows that the calendar can take, checked before a single one is kept."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO

from huiyin.rules.calendar import Reason
from huiyin.rules.fields import Refused

_FREE = frozenset({"off", "休", "放假"})
_WORKED = frozenset({"work", "班", "上班"})
#: The notice of a year may begin with the last days of the December before.
BRIDGE_FROM = (12, 25)
#: A list without one of these isn't a whole notice.
_ALWAYS_FREE = ((1, 1), (5, 1), (10, 1))


#: What the columns may be called in Chinese.
_COLUMNS = {"日期": "day", "类别": "kind", "类型": "kind", "状态": "kind", "名称": "name", "节日": "name"}
#: What stands between columns beside a comma: typed in Chinese, or copied from a sheet.
_BETWEEN = str.maketrans("，\t", ",,")


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
    """Rows of a CSV with the columns ``day`` (2027-01-01), ``kind`` (off/work, 休/班) and ``name``, or 日期, 类别, 名称."""
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff").translate(_BETWEEN)))
    named = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = [_COLUMNS.get(name, name.lower()) for name in named]
    if not {"day", "kind"} <= set(reader.fieldnames):
        return Refused("notice_columns", field="file")
    days = []
    for row in reader:
        kind = (row["kind"] or "").strip().lower()
        try:
            day = date.fromisoformat((row["day"] or "").strip())
        except ValueError:
            return Refused("notice_line", field="file", params={"line": reader.line_num})
        if kind not in _FREE | _WORKED:
            return Refused("notice_line", field="file", params={"line": reader.line_num})
        days.append(NoticeDay(day, kind in _WORKED, (row.get("name") or "").strip()[:40]))
    return days


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
