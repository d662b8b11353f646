"""Drawer, tail and bone cases: when a matter becomes one, when it isn't one yet, and that lists cut where the rule cuts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.backlog import (
    Backlog,
    Why,
    backlog,
    moved_about,
    old,
    old_before,
    promise_overdue,
    silent,
    silent_before,
)
from huiyin.rules.calendar import LOCAL, Calendar
from huiyin.rules.clocks import Terms
from huiyin.rules.serials import cited
from huiyin.rules.state import MatterState, Round
from huiyin.rules.surround import Pledge
from huiyin.rules.vocabulary import Channel, RoundKind, Status

CALENDAR, TERMS = Calendar(), Terms()
#: A Monday morning; sixteen working days later it is Tuesday 24 March.
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 1))


def matter(**changes: object) -> MatterState:
    """A matter that came on that Monday and is being handled."""
    plain = MatterState(
        number="222424-20260302-00001-5", seq=4, status=Status.HANDLING, desk="C-MWD", registered_at=MONDAY,
        received_at=MONDAY, touched_at=MONDAY, channel=Channel.VISIT, owner_at=MONDAY, holder="C-ENV",
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def at(day: str) -> datetime:
    """That day at noon."""
    return datetime.fromisoformat(f"{day}T12:00:00+08:00")


def pledge(n: int, due: str, **changes: object) -> Pledge:
    """One commitment."""
    return replace(Pledge(n, "C-ENV", date.fromisoformat(due), MONDAY, 5), **changes)  # type: ignore[arg-type]


def rounds(*units: str) -> tuple[Round, ...]:
    """Stays with these units, one after the other."""
    return tuple(Round(n, RoundKind.FORWARD, "C-MWD", unit, MONDAY) for n, unit in enumerate(units, 1))


def found(state: MatterState, day: str) -> list[tuple[Backlog, Why, dict[str, object]]]:
    """What makes it stuck on that day."""
    got = backlog(state, at(day), calendar=CALENDAR, terms=TERMS)
    return [(one.kind, one.why, dict(one.params)) for one in got]


# -- drawer -------------------------------------------------------------------------------------------------------------


def test_fifteen_whole_working_days_of_silence_make_a_drawer_case() -> None:
    assert found(matter(), "2026-03-23") == []  # the fifteenth working day isn't over
    assert found(matter(), "2026-03-24") == [
        (Backlog.DRAWER, Why.SILENT, {"since": date(2026, 3, 2), "days": 15, "term": 15})
    ]
    assert found(matter(), "2026-03-26")[0][2]["days"] == 17


def test_holidays_are_no_silence() -> None:
    before_spring_festival = datetime(2026, 2, 13, 1, 0, tzinfo=UTC)
    assert found(matter(owner_at=before_spring_festival), "2026-03-06") == []


def test_a_closed_matter_owes_no_act() -> None:
    assert found(matter(status=Status.CLOSED), "2026-12-31") == []


@given(DAYS, st.integers(0, 200), st.integers(1, 60))
def test_the_lists_cut_is_the_rules_cut(day: date, back: int, term: int) -> None:
    terms = Terms(silent_working_days=term)
    since = day - timedelta(days=back)
    owner_at = datetime(since.year, since.month, since.day, 9, tzinfo=LOCAL)
    said = list(silent(owner_at, day, calendar=CALENDAR, terms=terms))
    assert bool(said) is (since < silent_before(day, calendar=CALENDAR, terms=terms))
    worked = sum(CALENDAR.is_working(since + timedelta(days=n)) for n in range(1, back))
    assert bool(said) is (worked >= term)
    if said:
        assert said[0].params["days"] == worked


# -- tail ---------------------------------------------------------------------------------------------------------------


def test_a_closed_matter_with_a_commitment_open_past_its_day_has_a_tail() -> None:
    closed = matter(
        status=Status.CLOSED,
        pledges=(
            pledge(1, "2026-03-10"), pledge(2, "2026-03-10", done_at=MONDAY), pledge(3, "2026-03-10", waived_at=MONDAY),
            pledge(4, "2026-03-12"),
        ),
    )  # fmt: skip
    assert found(closed, "2026-03-10") == []
    assert found(closed, "2026-03-11") == [
        (Backlog.TAIL, Why.PROMISE_OVERDUE, {"n": 1, "due": date(2026, 3, 10), "days": 1})
    ]
    assert [one[2]["n"] for one in found(closed, "2026-03-20")] == [1, 4]


def test_a_commitment_of_an_open_matter_is_no_tail_nor_one_of_a_joined_matter() -> None:
    promised = (pledge(1, "2026-03-03"),)
    assert found(matter(pledges=promised), "2026-03-10") == []
    assert found(matter(pledges=promised, status=Status.LINKED), "2026-03-10") == []


def test_what_was_closed_and_is_open_again_has_a_tail() -> None:
    again = matter(reopened=2)
    assert found(again, "2026-03-03") == [(Backlog.TAIL, Why.TAKEN_UP_AGAIN, {"times": 2})]
    assert found(replace(again, status=Status.CLOSED), "2026-03-03") == []


def test_a_commitment_is_late_from_the_day_after_its_last() -> None:
    assert not list(promise_overdue(1, date(2026, 3, 10), date(2026, 3, 10)))


# -- bone ---------------------------------------------------------------------------------------------------------------


def test_more_than_a_year_open_makes_a_bone_case() -> None:
    busy = matter(owner_at=at("2027-03-02"))
    assert found(busy, "2027-03-02") == []
    assert found(matter(owner_at=at("2027-03-03")), "2027-03-03") == [
        (Backlog.BONE, Why.OLD, {"since": date(2026, 3, 2), "days": 366, "term": 365})
    ]


@given(DAYS, st.integers(0, 900), st.integers(1, 800))
def test_the_lists_age_is_the_rules_age(day: date, back: int, term: int) -> None:
    terms = Terms(old_days=term)
    since = day - timedelta(days=back)
    registered = datetime(since.year, since.month, since.day, 23, 59, tzinfo=LOCAL)
    assert (
        bool(list(old(registered, day, terms=terms)))
        is (back > term)
        is (since < old_before(day, terms=terms))
    )


@pytest.mark.parametrize(
    ("units", "whys"),
    [
        (("A", "B"), []),
        (("A", "A", "A"), [Why.MANY_ROUNDS]),
        (("A", "B", "C"), [Why.MANY_ROUNDS, Why.MANY_UNITS]),
    ],
)
def test_what_goes_from_unit_to_unit_is_a_bone_case(units: tuple[str, ...], whys: list[Why]) -> None:
    assert [one[1] for one in found(matter(rounds=rounds(*units)), "2026-03-03")] == whys


def test_units_may_be_too_many_before_rounds_are() -> None:
    got = list(moved_about(2, 2, terms=Terms(many_units=2)))
    assert [(one.why, dict(one.params)) for one in got] == [(Why.MANY_UNITS, {"units": 2, "term": 2})]


def test_all_kinds_are_told_the_drawer_first() -> None:
    stuck = matter(reopened=1, rounds=rounds("A", "A", "A"))
    assert [one[0] for one in found(stuck, "2026-05-01")] == [Backlog.DRAWER, Backlog.TAIL, Backlog.BONE]


# -- working days, serials ----------------------------------------------------------------------------------------------


@given(DAYS, st.integers(-5, 800))
def test_working_days_between_two_days_are_those_that_are_worked(first: date, many: int) -> None:
    last = first + timedelta(days=many)
    worked = sum(CALENDAR.is_working(first + timedelta(days=n)) for n in range(many + 1))
    assert CALENDAR.working_days(first, last) == worked


def test_working_days_of_moments_are_refused() -> None:
    with pytest.raises(TypeError):
        CALENDAR.working_days(MONDAY, date(2026, 3, 3))
    with pytest.raises(TypeError):
        CALENDAR.working_days(date(2026, 3, 3), MONDAY)


@pytest.mark.parametrize(
    ("serial", "paper"),
    [
        ("supervise-2026-0003", "督〔2026〕3号"), ("recommend-2026-0001", "建〔2026〕1号"),
        ("supervise-2026-12345", "督〔2026〕12345号"), ("other-2026-0001", "other-2026-0001"), ("", ""), ("督3", "督3"),
    ],
)  # fmt: skip
def test_a_serial_is_cited_as_on_paper(serial: str, paper: str) -> None:
    assert cited(serial) == paper
