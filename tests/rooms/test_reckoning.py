"""Running terms reckoned anew when a notice comes: which get another date, once, each with its entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions, reckoning
from huiyin.rooms.cases.models import ClockRun, Matter
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.reckoning import Reckoned, reckon, reckon_all
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.actions import load_calendar_notice, set_day, set_setting
from huiyin.rooms.county.notice import NoticeDay
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.fields import Refused
from huiyin.rules.roles import SYSTEM
from huiyin.rules.terms import Clock
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rules.date_rows import LOADED
from tests.rules.times import at, d, published_until

#: The notice that the date table invents for 2027; ``late-6`` and ``late-11`` there say the dates below.
NOTICE = [NoticeDay(day, row.working, row.name) for day, row in LOADED.items()]
START = at("2027-01-21")
LATER = START + timedelta(days=1)


@pytest.fixture(autouse=True)
def known_until_2026(county: None) -> Iterator[None]:
    with published_until(2026):
        forget()
        yield
    forget()


def load(now: datetime = LATER) -> None:
    load_calendar_notice(2027, days=NOTICE, source="test", by=SYSTEM, now=now)


def comes_in(start: datetime = START) -> str:
    return cast.comes_in(received_at=start, now=start).number


def run_of(number: str, code: Clock) -> ClockRun:
    return ClockRun.objects.get(matter=number, code=code)


def faults() -> list[Any]:
    return [fault for _, found in number_faults(Tally()) for fault in found]


def test_a_notice_moves_a_running_term_and_the_dossier_says_so() -> None:
    number = comes_in()
    before = run_of(number, Clock.T1)
    assert (before.due_on, before.provisional) == (d("2027-02-05"), True)
    load()
    assert reckon_all(by=SYSTEM, now=LATER) == Reckoned(1, 1, ())
    after = run_of(number, Clock.T1)
    assert (after.due_on, after.provisional) == (d("2027-02-12"), False)
    assert Matter.objects.get(number=number).next_due == d("2027-02-12")
    entry = Entry.objects.filter(number=number).latest("seq")
    assert (entry.verb, entry.by, entry.at) == (Verb.RECKON, SYSTEM.key, LATER)
    assert '"2027-02-12"' in entry.data
    assert faults() == []


def test_the_second_time_nothing_is_written() -> None:
    number = comes_in()
    load()
    reckon_all(by=SYSTEM, now=LATER)
    entries = Entry.objects.count()
    assert reckon_all(by=SYSTEM, now=LATER) == Reckoned(1, 0, ())
    assert reckon(number, by=SYSTEM, now=LATER) is False
    assert Entry.objects.count() == entries


def test_what_the_notice_does_not_touch_gets_no_entry() -> None:
    start = at("2026-03-02")
    number = comes_in(start)
    load(start)
    assert reckon_all(by=SYSTEM, now=start) == Reckoned(1, 0, ())
    assert not Entry.objects.filter(number=number, verb=Verb.RECKON).exists()


def test_stopped_terms_stay_as_they_were() -> None:
    number = comes_in()
    cast.go(number, Verb.FORWARD, start=START)
    load()
    reckon_all(by=SYSTEM, now=LATER)
    stopped = run_of(number, Clock.T1)
    assert (stopped.due_on, stopped.provisional) == (d("2027-02-05"), True)
    assert run_of(number, Clock.T3).due_on == d("2027-02-12")
    assert faults() == []


def test_the_petitioners_window_of_a_closed_matter_becomes_certain() -> None:
    number = comes_in(at("2026-12-01"))
    cast.go(number, Verb.CLOSE, start=at("2026-12-01"))
    window = run_of(number, Clock.T8)
    assert (window.due_on, window.provisional) == (d("2026-12-31"), True)
    load()
    assert reckon_all(by=SYSTEM, now=LATER).changed == 1
    assert run_of(number, Clock.T8).provisional is False
    assert Matter.objects.get(number=number).is_open is False
    assert faults() == []


def test_windows_that_are_over_are_not_looked_at() -> None:
    number = comes_in(at("2026-03-02"))
    cast.go(number, Verb.CLOSE, start=at("2026-03-02"))
    assert run_of(number, Clock.T8).stopped_at is None
    assert reckon_all(by=SYSTEM, now=START) == Reckoned(0, 0, ())


def test_a_window_that_a_change_ended_goes_on_when_it_is_taken_back() -> None:
    start, sunday = at("2026-08-19"), at("2026-08-23")
    set_setting("rating_days", 3, by=SYSTEM, now=start)
    number = comes_in(start)
    cast.go(number, Verb.CLOSE, start=start)
    found = [run_of(number, Clock.L10).due_on]
    for rolls in (False, True):
        set_setting("roll_last_day", rolls, by=SYSTEM, now=sunday)
        forget()
        reckon_all(by=SYSTEM, now=sunday)
        found.append(run_of(number, Clock.L10).due_on)
    assert found == [d("2026-08-24"), d("2026-08-22"), d("2026-08-24")]
    assert reckon_all(by=SYSTEM, now=at("2026-09-20")).changed == 0
    assert faults() == []


def test_a_day_that_the_county_sets_moves_them_as_well() -> None:
    number = comes_in(at("2026-08-19"))
    set_day(d("2026-09-03"), working=False, reason="local", name="州庆", by=SYSTEM, now=at("2026-08-20"))
    assert reckon_all(by=SYSTEM, now=at("2026-08-20")).changed == 1
    assert run_of(number, Clock.T1).due_on == d("2026-09-04")


def test_it_goes_through_all_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reckoning, "BATCH", 2)
    numbers = [comes_in(START + timedelta(minutes=n)) for n in range(5)]
    load()
    assert reckon_all(by=SYSTEM, now=LATER) == Reckoned(5, 5, ())
    assert {run_of(number, Clock.T1).due_on for number in numbers} == {d("2027-02-12")}


def test_looking_costs_two_questions_a_batch_however_many_there_are() -> None:
    for n in range(3):
        comes_in(at("2026-03-02") + timedelta(minutes=n))
    with CaptureQueriesContext(connection) as few:
        reckon_all(by=SYSTEM, now=at("2026-03-03"))
    for n in range(3, 9):
        comes_in(at("2026-03-02") + timedelta(minutes=n))
    with CaptureQueriesContext(connection) as many:
        assert reckon_all(by=SYSTEM, now=at("2026-03-03")).looked == 9
    assert len(many) <= len(few)


def test_one_that_refuses_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = comes_in(), comes_in(START + timedelta(minutes=1))
    load()
    real: Callable[..., bool] = reckoning.reckon

    def some(number: str, **asked: Any) -> bool:
        if number == bad:
            raise NotDone(Refused("before_last_entry"))
        return real(number, **asked)

    monkeypatch.setattr(reckoning, "reckon", some)
    assert reckon_all(by=SYSTEM, now=LATER) == Reckoned(2, 1, (bad,))
    assert run_of(good, Clock.T1).due_on == d("2027-02-12")


def test_an_unknown_matter_is_refused() -> None:
    with pytest.raises(NotDone, match="no_such_matter"):
        reckon("222424-20270121-00009-9", by=SYSTEM, now=LATER)


def test_an_assigned_term_keeps_its_length() -> None:
    """The days that the sender named stand in the dossier; only where they end is asked again."""
    number = comes_in()
    cast.go(number, Verb.TRIAGE, start=START)
    actions.assign(number, to=cast.BUREAU, days=16, by=cast.DAN, now=START + timedelta(hours=3))
    assert run_of(number, Clock.T5).due_on == d("2027-02-08")  # Sat 6 February moves to Monday
    load()
    reckon_all(by=SYSTEM, now=LATER)
    run = run_of(number, Clock.T5)
    assert (run.days, run.due_on, run.provisional) == (16, d("2027-02-12"), False)


def test_a_shorter_setting_changes_nothing_that_runs_already() -> None:
    """The county's own terms keep the length that they began with; only what begins later has the new one."""
    number = comes_in()
    cast.go(number, Verb.ISSUE, start=START)
    before = run_of(number, Clock.L2).due_on
    set_setting("deliver_working_days", 5, by=SYSTEM, now=LATER)
    forget()
    load()
    reckon_all(by=SYSTEM, now=LATER)
    assert run_of(number, Clock.L2).days == 10
    later = comes_in(LATER)
    cast.go(later, Verb.ISSUE, start=LATER)
    assert run_of(later, Clock.L2).days == 5
    assert run_of(later, Clock.L2).due_on < before
    assert faults() == []
