"""Which terms two thousand real messages met: the report's sums against a count made in a few lines straight from the file.

See test_import_realdata.py for where the files are looked for; they are nobody's to copy.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
from django.core.management import call_command

from tests.rooms.import_cast import run
from tests.rooms.test_import_realdata import FOLDER, pytestmark  # noqa: F401  the same marks

DAY = timedelta(days=1)
PERIOD = ("--from", "2010-01-01", "--to", "2021-12-31", "--channel", "mailbox")


def worked(day: date) -> bool:
    """Whether offices worked, by the published notices."""
    return bool(chinese_calendar.is_workday(day))


def rolled(day: date) -> date:
    """The day itself, or the next one that was worked."""
    return day if worked(day) else rolled(day + DAY)


def after_working_days(day: date, many: int) -> date:
    """The many-th worked day after this one."""
    while many:
        day += DAY
        many -= worked(day)
    return day


def counted(today: date) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Met, late and overdue by term, and the days late of each term together, from the file alone."""
    sums: dict[str, Counter[str]] = {
        name: Counter() for name in ("notice", "answer", "from_receipt", "mailbox")
    }
    late: Counter[str] = Counter()
    with (FOLDER / "replied.csv").open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            came = moment(row["留言时间"])
            done = moment(row["答复时间"]) if row["答复时间"].strip() else None
            lasts = {
                "notice": rolled(came + 15 * DAY),
                "from_receipt": rolled(came + 60 * DAY),
                "mailbox": after_working_days(came, 7),
            }
            if done is not None:
                lasts["answer"] = done  # accepted and answered in the same moment: that is all that is known
            for name, last in lasts.items():
                days = ((done or today) - last).days
                sums[name][("late" if done else "overdue") if days > 0 else "met"] += 1
                late[name] += max(days, 0)
    return sums, late


def moment(text: str) -> date:
    """The day of a time as the file writes it: 2019-03-05 09:30:00 or 2019/3/5 9:30."""
    year, month, day = (int(part) for part in re.findall(r"\d+", text)[:3])
    return date(year, month, day)


def test_the_reports_sums_are_those_of_the_file(tmp_path: Path) -> None:
    run(FOLDER / "replied.csv")
    out, late_file = io.StringIO(), tmp_path / "late.csv"
    call_command("report", "terms", *PERIOD, "--json", "--late", str(late_file), stdout=out)
    told = json.loads(out.getvalue())
    sums, late = counted(date.fromisoformat(told["on"]))
    assert (told["petitions"], told["without_answer"]) == (1_993, 1)
    for name, found in told["terms"].items():
        assert {kept: many for kept, many in found.items() if many} == dict(sums[name]), name
    listed: Counter[str] = Counter()
    with late_file.open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            listed[row["term"]] += int(row["days_late"])
    assert listed == +late
