"""`huiyin duty`: the rota on a terminal, gaps with an exit status, weeks in turn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiyin.config.cli import run as huiyin
from huiyin.rooms.county.models import Change
from huiyin.rooms.duty.actions import substitute
from huiyin.rooms.duty.models import Shift
from tests.rooms.cast import START
from tests.rooms.duty_cast import DAN, DAY, LAW, MAG, MONDAY, SEC, add_leaders, planned

Said = tuple[int, str, str]


@pytest.fixture(autouse=True)
def on_monday(county: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Monday; a command closes its connections when it ends, here they are the tests'."""
    add_leaders()
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Any:
    """Exit status, what was printed, what was complained of."""

    def said(*words: str, language: str = "en") -> Said:
        try:
            status = huiyin(["duty", *words, "--lang", language])
        except SystemExit as ended:
            status = int(str(ended.code))
        out, err = capsys.readouterr()
        return status, out, err

    return said


def test_a_gap_is_printed_and_gives_status_one(say: Any) -> None:
    planned()
    status, out, err = say("gaps", "--days", "9")
    assert (status, out.split(), err) == (
        1, ["2026-03-09", "2026-03-10"], "2 working days without a leader from 2026-03-02 to 2026-03-10.\n",
    )  # fmt: skip
    assert say("gaps", "--days", "7")[:2] == (
        0,
        "A leader receives on every working day from 2026-03-02 to 2026-03-08.\n",
    )


def test_how_far_ahead_is_the_countys_setting(say: Any) -> None:
    planned(days=27)
    assert say("gaps")[0] == 0  # the 28th day is a Sunday
    assert say("gaps", "--days", "29")[0] == 1


def test_a_day_that_may_still_become_a_holiday_says_so(say: Any) -> None:
    planned(days=300)
    assert "2027-01-04 (may change)" in say("gaps", "--days", "310")[1]


def test_the_help_tells_of_the_status(say: Any) -> None:
    status, out, _ = say("gaps", "--help")
    assert status == 0
    assert "exit status 1 if there is one" in " ".join(out.split())


def test_the_rota_is_listed(say: Any) -> None:
    shift = planned()
    substitute(shift.pk, unit=MAG, reason="开会", by=DAN, now=START, since=MONDAY + DAY * 5)
    status, out, _ = say("list")
    assert status == 0
    assert out.splitlines() == [
        "2026-03-02  2026-03-06  Week on duty  LAW",
        "2026-03-07  2026-03-08  Week on duty  MAG (for LAW)",
    ]
    assert say("list", "--from", "2026-04-01")[1] == "Nobody is on duty from 2026-04-01 to 2026-04-28.\n"


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (("list", "--from", "2026-03-02", "--to", "2026-03-01"), 1, "at least a day"),
        (("list", "--from", "2026-03-02", "--to", "2030-03-01"), 1, "at most"),
        (("list", "--from", "tomorrow"), 2, "isn't a day"),
        (("list", "--from", "1066-10-14"), 2, "outside the years"),
        (("gaps", "--days", "0"), 2, "from 1 to 366"),
        (("gaps", "--days", "many"), 2, "from 1 to 366"),
        (("plan-weeks", LAW, "--weeks", "54"), 2, "from 1 to 53"),
        ((), 2, "list | gaps | plan-weeks"),
        (("plan-weeks", "C-ENV"), 1, "no such leader's post"),
        (("plan-weeks", LAW, "--from", "2026-02-27"), 1, "The week is over."),
        (("plan-weeks", LAW, "--from", "2027-12-01"), 1, "more than a year ahead"),
        (("plan-weeks", LAW, "--place", "x" * 121), 1, "Refused: too_long (place)."),
    ],
)
def test_what_cant_be_done_is_told(say: Any, words: tuple[str, ...], status: int, complaint: str) -> None:
    found, _out, err = say(*words)
    assert found == status
    assert complaint in err
    assert not Shift.objects.exists()


def test_weeks_are_planned_in_turn_all_or_none(say: Any) -> None:
    status, out, _ = say("plan-weeks", LAW, MAG, "--weeks", "3", "--phone", "0433-8800001")
    assert status == 0
    assert out.splitlines()[-1] == "3 weeks are planned."
    assert list(Shift.objects.order_by("first").values_list("unit_id", flat=True)) == [LAW, MAG, LAW]
    assert Change.objects.get(verb="plan_weeks").by == "system"
    status, _out, err = say("plan-weeks", SEC, "--from", str(MONDAY + timedelta(days=14)))
    assert (status, err) == (1, "On 2026-03-16 a week of duty is planned already: LAW.\n")
    assert Shift.objects.count() == 3


def test_without_leaders_the_posts_are_printed(say: Any) -> None:
    status, out, err = say("plan-weeks")
    assert (status, err) == (1, "Name the posts in the order of their turns.\n")
    assert out.splitlines() == [f"{SEC}  SEC", f"{MAG}  MAG", f"{LAW}  LAW"]


def test_the_rota_speaks_the_countys_languages(say: Any) -> None:
    planned()
    assert say("list", language="zh")[1] == "2026-03-02  2026-03-08  按周值班  政法委书记\n"
    assert say("gaps", "--days", "9", language="zh")[2] == "2026-03-02至2026-03-10有2个工作日没有领导接访。\n"
    assert say("gaps", "--days", "7", language="ko")[1].startswith("2026-03-02부터 2026-03-08까지")
    assert say("plan-weeks", "--from", "2026-03-02", LAW, language="zh")[2].startswith(
        "2026-03-02已排有一周值班："
    )
    assert say("list", "--from", "2026-04-01", language="zh")[1] == "2026-04-01至2026-04-28无人值班。\n"
    assert "不是 1 至" in say("gaps", "--days", "x", language="zh")[2]
