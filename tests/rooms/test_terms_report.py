"""``huiyin report terms``: met, late, overdue and waiting are told apart, from the dossiers' own dates."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from huiyin.rooms.cases import together
from huiyin.rooms.cases.people import Person
from huiyin.rules.vocabulary import Channel, Verb
from huiyin.rules.wide import wide
from tests.rooms.cast import BO, START, comes_in, go
from tests.rooms.reading_cast import matter, said, standing, told

pytestmark = pytest.mark.usefixtures("county")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """It is the 26th of March until another day is set."""
    return standing(monkeypatch)


MARCH = ("report", "terms", "--from", "2026-03-01", "--to", "2026-03-31")


def letter(day: str, to: Verb | None = Verb.CLOSE, late: int = 0) -> str:
    """A mailbox letter received that morning, answered so many days later."""
    received = datetime.fromisoformat(f"{day}T09:00:00+08:00")
    given = {
        "channel": "mailbox",
        "received_at": received,
        "now": received,
        "persons": 1,
        "person": Person(name="某"),
    }
    number = comes_in(**given, foreign_number=f"X{day}{late}").number
    if to is not None:
        go(number, to, start=received + late * DAY)
    return number


def test_terms_met_missed_and_waiting_are_told_apart(on: Callable[[str], None]) -> None:
    letter("2026-03-02")  # answered the same day
    slow = letter("2026-03-03", late=20)
    open_ = letter("2026-03-04", None)
    found = told(*MARCH)
    assert (found["petitions"], found["without_answer"]) == (3, 1)
    assert found["terms"]["notice"] == {"met": 1, "late": 0, "overdue": 1, "waiting": 0} | {"met": 2}
    assert found["terms"]["answer"] == {"met": 2, "late": 0, "overdue": 0, "waiting": 0}
    assert found["terms"]["from_receipt"] == {"met": 2, "late": 0, "overdue": 0, "waiting": 1}
    assert found["terms"]["mailbox"] == {"met": 1, "late": 1, "overdue": 1, "waiting": 0}
    out = said(*MARCH)
    assert "3 petitions received from 2026-03-01 to 2026-03-31, 1 without an answer" in out
    assert f"{slow}  X2026-03-0320  mailbox  2026-03-12  2026-03-23        11 days late" in out
    assert f"{open_}  X2026-03-040   notice   2026-03-19  not told yet      7 days late" in out
    assert f"{open_}  X2026-03-040   mailbox  2026-03-13  not answered yet  13 days late" in out
    assert "from receipt: kept in 2 of 2 that were due (100.0%); 0 done late, 0 overdue; 1 not due yet" in out


@pytest.mark.parametrize(
    ("language", "share", "undone"),
    [
        (
            "zh-hans",
            "已办理或已到期3件，按期2件（66.7%），逾期办理0件，逾期未办1件；另有0件未到期",
            ("尚未告知", "尚未答复"),
        ),
        ("ko", "3건중 기한내 2건(66.7%), 기한 지나 처리 0건", ("아직 알리지 않음", "아직 회답하지 않음")),
    ],
)
def test_it_is_told_in_the_readers_language_and_below_each_other(
    on: Callable[[str], None], language: str, share: str, undone: tuple[str, str]
) -> None:
    letter("2026-03-02")
    letter("2026-03-03", late=20)
    letter("2026-03-04", None)
    out = said(*MARCH, lang=language)
    assert share in out
    assert all(one in out for one in undone)
    rows = [line for line in out.splitlines() if line.startswith("222424-")]
    assert len(rows) == 3
    assert len({wide(line[: line.index("2026-03", 30)]) for line in rows}) == 1, (
        "the days stand below each other"
    )


def test_what_isnt_due_yet_is_no_part_of_the_share(on: Callable[[str], None]) -> None:
    on("2026-03-05")
    letter("2026-03-04", None)
    assert "told in 15 days (Art. 23): none due yet, 1 waiting" in said(*MARCH)


def test_every_late_one_goes_into_the_file(on: Callable[[str], None], tmp_path: Path) -> None:
    slow, open_ = letter("2026-03-03", late=20), letter("2026-03-04", None)
    file = tmp_path / "late.csv"
    out = said(*MARCH, "--late", str(file))
    assert str(file) in out
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    assert [(row["number"], row["term"], row["done"]) for row in rows] == [
        (slow, "mailbox", "2026-03-23"), (open_, "notice", ""), (open_, "mailbox", ""),
    ]  # fmt: skip
    with pytest.raises(CommandError, match="Can't write"):
        said(*MARCH, "--late", str(tmp_path / "no" / "such.csv"))


def test_only_one_channel_and_no_mailbox_term_for_others(on: Callable[[str], None]) -> None:
    matter()
    letter("2026-03-02")
    found = told(*MARCH, "--channel", "visit")
    assert found["petitions"] == 1
    assert sum(found["terms"]["mailbox"].values()) == 0
    assert {channel.value for channel in Channel} >= {"visit"}


def test_an_extension_counts_as_the_dossier_has_it(on: Callable[[str], None]) -> None:
    number = matter()
    together.extend(number, days=30, reason="需要检测。", by=BO, now=START + 5 * HOUR)
    on("2026-05-20")
    found = told(*MARCH)["terms"]
    assert found["answer"] == {"met": 0, "late": 0, "overdue": 0, "waiting": 1}
    assert found["from_receipt"] == {"met": 0, "late": 0, "overdue": 1, "waiting": 0}


def test_a_period_that_runs_backwards_is_refused() -> None:
    with pytest.raises(CommandError, match="ends before it starts"):
        said("report", "terms", "--from", "2026-03-31", "--to", "2026-03-01")


def test_terms_are_read_in_batches(on: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.rooms.cases.keeping.BATCH", 2)
    for day in range(2, 7):
        letter(f"2026-03-0{day}")
    assert told(*MARCH)["petitions"] == 5
