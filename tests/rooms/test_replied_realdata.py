"""Two thousand real messages with their answers, taken in once and asked three things: whole lives, terms kept, words found.

See test_import_realdata.py for where the files are looked for; they are nobody's to copy. The only test of real messages
that runs on both engines (tools/database_tests.py): the words are searched by each in its own way.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import chinese_calendar
from django.core.management import call_command
from django.db import connection

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.searching import Where, _answering
from huiyin.rooms.search.waiting import catch_up
from huiyin.rules.finding import Query
from huiyin.rules.tokens import fold
from tests.rooms.cast import DAN
from tests.rooms.import_cast import run
from tests.rooms.search_cast import pieces, scanned, scanned_as_written, texts
from tests.rooms.test_import_realdata import FOLDER, counts, pytestmark, whole  # noqa: F401  the same marks

DAY = timedelta(days=1)
PERIOD = ("--from", "2010-01-01", "--to", "2021-12-31", "--channel", "mailbox")


def test_two_thousand_real_messages_with_replies(tmp_path: Path) -> None:
    """One import for all three, which takes longer than what is asked of it. On PostgreSQL a part, for the words alone."""
    if connection.vendor == "sqlite":
        read, taken, answered, open_, untimed, known, bad = counts(run(FOLDER / "replied.csv"))
        assert (read, taken, answered, open_, untimed, known, bad) == (1_993, 1_993, 1_992, 0, 1, 0, 0)
        they_live_their_whole_lives()
        the_reports_sums_are_those_of_the_file(tmp_path / "late.csv")
        a_thousand_pieces_are_found_exactly(least=3 * 1_900)
    else:
        part = tmp_path / "part.csv"
        with (FOLDER / "replied.csv").open(encoding="utf-8-sig", newline="") as source:
            rows = list(islice(csv.reader(source), 601))
        with part.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        assert counts(run(part))[:2] == (600, 600)
        a_thousand_pieces_are_found_exactly(least=3 * 500)


def they_live_their_whole_lives() -> None:
    """All in, each closed but the one without a time of its answer; a second import knows them."""
    tally = whole()
    assert (tally.matters, tally.closed, min(tally.kept.values())) == (1_993, 1_992, 1_993)
    assert counts(run(FOLDER / "replied.csv"))[5] == 1_993
    assert Petition.objects.count() == 1_993


def the_reports_sums_are_those_of_the_file(late_file: Path) -> None:
    """Which terms were met: the report's sums against a count made in a few lines straight from the file."""
    out = io.StringIO()
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


def a_thousand_pieces_are_found_exactly(*, least: int) -> None:
    """A thousand random pieces of all these texts: exactly what a scan finds."""
    while catch_up():
        pass
    known = texts()
    assert len(known) > least
    for piece in pieces([text for _, text, _ in known], 1_000, seed=11):
        numbers = [number for number, _kept in _answering(DAN, Query((fold(piece),)), Where())]
        assert len(numbers) == len(set(numbers)), piece
        assert set(numbers) == scanned(piece, known), piece
        assert set(numbers) >= scanned_as_written(piece, known), piece


# -- the count straight from the file ---------------------------------------------------------------------------------------


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
