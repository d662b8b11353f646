"""Who passes petitions on: their numbers, their last days, and to whom a result is reported."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.rules.calendar import Calendar
from huiyin.rules.clocks import Clock, Terms
from huiyin.rules.senders import OWN_MARK, Sender, as_given, days_until, known_as
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import DAN, START, Life, clock, refused, runs

transition = pytest.mark.transition
CALENDAR, TERMS = Calendar(), Terms()


def test_width_case_and_blanks_make_no_other_number_and_another_sender_does() -> None:
    one = known_as(Sender.PREFECTURE, "", "ｚｓ 2026-001")
    assert one == known_as(Sender.PREFECTURE, "", "ZS2026-001")
    assert one != known_as(Sender.PROVINCE, "", "ZS2026-001")
    assert (
        known_as(Sender.OTHER, "县 人大", "1")
        == known_as(Sender.OTHER, "县人大", "1")
        != known_as(Sender.OTHER, "纪委", "1")
    )


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        (known_as(Sender.PREFECTURE, "", "ZS2026-001"), "ZS2026-001"),
        (known_as(Sender.OTHER, "县人大", "第12:3号"), "第12:3号"),
        ("X7", "X7"),
        (f"{OWN_MARK}visit-12", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_people_see_the_senders_number_and_never_the_houses_own_key(key: str | None, shown: str) -> None:
    assert as_given(key) == shown


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (date(2026, 3, 20), 18),
        (date(2026, 3, 22), 18),  # a Sunday: our clock would move it to Monday, behind the sender's day
        (date(2026, 3, 2), None),
        (date(2026, 3, 1), None),
        (date(2027, 3, 9), None),
    ],
)
def test_our_clock_is_never_later_than_the_senders_day(due: date, days: int | None) -> None:
    assert days_until(due, START, calendar=CALENDAR, terms=TERMS) == days


@transition("satellite")
@pytest.mark.parametrize("line", ["prefecture", "province"])
def test_a_line_from_above_sets_its_term_each_time(line: str) -> None:
    refused(Life(channel=line).try_(Verb.SATELLITE, DAN, source=line), "missing", "days")
    life = Life(channel=line).did(Verb.SATELLITE, DAN, source=line, days=30)
    assert clock(life, Clock.F2).due_on == date(2026, 4, 1)
    other = life.did(Verb.SATELLITE, DAN, source="other", days=9)
    assert [run.days for run in other.matter.running if run.source] == [30, 9]


@transition("report_up")
def test_a_result_goes_back_to_its_sender_after_the_end_too() -> None:
    life = Life(channel="prefecture").to(Verb.CLOSE)
    life.do(Verb.REPORT_UP, DAN, whom="sender")
    assert life.matter.reports == 0
    refused(life.try_(Verb.REPORT_UP, DAN, whom="committee"), "only_to_its_sender", "whom")
    refused(Life().to(Verb.CLOSE).try_(Verb.REPORT_UP, DAN, whom="sender"), "not_in_this_state")
    refused(Life().to(Verb.NOTIFY).try_(Verb.REPORT_UP, DAN, whom="sender"), "nobody_passed_it_on", "whom")
    hotline = Life(channel="call").did(Verb.SATELLITE, DAN, source="hotline").to(Verb.CLOSE)
    hotline.do(Verb.REPORT_UP, DAN, whom="sender")


@transition("report_up", "triage")
def test_a_result_isnt_the_report_of_a_grave_matter() -> None:
    life = Life(channel="province").did(Verb.TRIAGE, DAN, urgent=True)
    life.do(Verb.REPORT_UP, DAN, whom="sender")
    assert Clock.L12 in runs(life)
