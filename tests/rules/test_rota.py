"""Who receives when, on which days nobody does, and what can't be planned."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules import rota
from huiyin.rules.calendar import Calendar, Override, Reason
from huiyin.rules.rota import MOST_DAYS, RotaTerms, Shift, ShiftKind, Span

CALENDAR = Calendar()
MONDAY = date(2026, 3, 2)
SEC, MAG, LAW = "L-SEC", "L-MAG", "L-LAW"
DAY = timedelta(days=1)


def shift(
    first: date, days: int = 7, unit: str = LAW, kind: ShiftKind = ShiftKind.WEEKLY, substitute: str = ""
) -> Shift:
    return Shift(unit, first, first + DAY * (days - 1), kind, substitute)


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
shifts = st.builds(
    shift,
    days,
    st.integers(1, 40),
    st.sampled_from([SEC, MAG, LAW]),
    st.sampled_from(ShiftKind),
    st.sampled_from(["", "L-OFF"]),
)


def test_a_duty_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Shift(LAW, MONDAY, MONDAY - DAY)


def test_whoever_stands_in_receives() -> None:
    assert shift(MONDAY).receiver == LAW
    assert shift(MONDAY, substitute=SEC).receiver == SEC


# -- on duty ------------------------------------------------------------------------------------------------------


def test_the_shortest_duty_comes_first() -> None:
    week, day = shift(MONDAY), shift(MONDAY + DAY, 1, SEC, ShiftKind.MONTHLY)
    assert rota.on_duty([week, day], MONDAY + DAY) == (day, week)
    assert rota.on_duty([week, day], MONDAY) == (week,)
    assert rota.on_duty([week, day], MONDAY - DAY) == ()


@given(st.lists(shifts, max_size=6), days)
def test_on_duty_is_who_has_the_day(some: list[Shift], day: date) -> None:
    found = rota.on_duty(some, day)
    assert sorted(map(repr, found)) == sorted(repr(s) for s in some if s.first <= day <= s.last)


# -- gaps ---------------------------------------------------------------------------------------------------------


def test_a_weekend_is_no_gap_and_a_worked_sunday_is() -> None:
    # 2026-02-28 is a Saturday that is worked for Spring Festival
    assert rota.gaps([shift(MONDAY)], date(2026, 2, 28), date(2026, 3, 10), CALENDAR) == (
        date(2026, 2, 28), date(2026, 3, 9), date(2026, 3, 10),
    )  # fmt: skip


def test_a_holiday_of_the_county_is_no_gap() -> None:
    free = Calendar({MONDAY: Override(False, Reason.LOCAL, "州庆")})
    assert rota.gaps([], MONDAY, MONDAY, free) == ()
    assert rota.gaps([], MONDAY, MONDAY, CALENDAR) == (MONDAY,)


def test_who_is_out_in_a_village_isnt_in_the_room() -> None:
    out = shift(MONDAY, 1, kind=ShiftKind.OUTREACH)
    assert rota.gaps([out], MONDAY, MONDAY, CALENDAR) == (MONDAY,)


@given(st.lists(shifts, max_size=6), days, st.integers(0, 40))
def test_a_gap_is_a_working_day_on_which_nobody_sits_there_and_every_such_day_is_one(
    some: list[Shift], first: date, more: int
) -> None:
    last = first + DAY * more
    found = rota.gaps(some, first, last, CALENDAR)
    for n in range(more + 1):
        day = first + DAY * n
        sits = [s for s in rota.on_duty(some, day) if s.kind is not ShiftKind.OUTREACH]
        assert (day in found) == (CALENDAR.is_working(day) and not sits)
    assert rota.next_gap(some, first, more + 1, CALENDAR) == (found[0] if found else None)


def test_the_next_gap_is_looked_for_in_so_many_days() -> None:
    assert rota.next_gap([shift(MONDAY)], MONDAY, 7, CALENDAR) is None
    assert rota.next_gap([shift(MONDAY)], MONDAY, 8, CALENDAR) == date(2026, 3, 9)


# -- once a month -------------------------------------------------------------------------------------------------

MUST = frozenset({SEC, MAG})


def missing(*some: Shift) -> frozenset[str]:
    return rota.monthly_missing(some, date(2026, 3, 17), MUST, CALENDAR)


def test_secretary_and_magistrate_each_receive_once_a_month() -> None:
    assert missing() == MUST
    assert missing(shift(MONDAY, 1, SEC)) == {MAG}
    assert missing(shift(MONDAY, 1, SEC), shift(date(2026, 3, 31), 1, MAG)) == frozenset()
    assert missing(shift(date(2026, 4, 1), 1, SEC), shift(date(2026, 2, 27), 1, MAG)) == MUST


def test_whoever_is_stood_in_for_hasnt_received_and_who_stands_in_has() -> None:
    assert missing(shift(MONDAY, 1, SEC, substitute=MAG)) == {SEC}


def test_a_week_that_only_touches_the_month_with_its_weekend_is_no_day_of_it() -> None:
    # 23 Feb to 1 March: in March only a Sunday
    assert missing(shift(date(2026, 2, 23), 7, SEC)) == MUST
    # a Sunday planned for itself is one: the leader comes on purpose
    assert missing(shift(date(2026, 3, 1), 1, SEC)) == {MAG}


# -- weeks and months ---------------------------------------------------------------------------------------------


@given(days)
def test_a_month_begins_on_the_first_and_ends_before_the_next(day: date) -> None:
    first, last = rota.month_of(day)
    assert first.day == 1
    assert (last + DAY).day == 1
    assert first <= day <= last
    assert (first.year, first.month) == (last.year, last.month) == (day.year, day.month)


@given(days, st.integers(0, 60))
def test_weeks_follow_each_other_and_hold_all_days(first: date, more: int) -> None:
    weeks = rota.weeks_of(first, first + DAY * more)
    assert weeks[0].first <= first <= weeks[0].last
    assert weeks[-1].first <= first + DAY * more <= weeks[-1].last
    assert all(w.first.weekday() == 0 and w.last == w.first + DAY * 6 for w in weeks)
    assert all(b.first == a.last + DAY for a, b in itertools.pairwise(weeks))


# -- what can't be planned ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "reason", "field"),
    [
        (0, -1, "shift_turned", "last"),
        (-1, 3, "shift_past", "first"),
        (0, MOST_DAYS, "shift_too_long", "last"),
        (MOST_DAYS + 1, MOST_DAYS + 1, "shift_too_far", "first"),
    ],
)
def test_days_that_cant_be_planned(first: int, last: int, reason: str, field: str) -> None:
    no = rota.span_problem(MONDAY + DAY * first, MONDAY + DAY * last, MONDAY)
    assert no is not None
    assert (no.reason, no.field, no.article) == (reason, field, "18")


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, MOST_DAYS - 1), (MOST_DAYS, MOST_DAYS)])
def test_days_at_the_edge_can(first: int, last: int) -> None:
    assert rota.span_problem(MONDAY + DAY * first, MONDAY + DAY * last, MONDAY) is None


def test_only_a_duty_of_the_same_kind_is_in_the_way() -> None:
    week = shift(MONDAY)
    assert rota.clash(shift(MONDAY + DAY * 6), [week]) is week
    assert rota.clash(shift(MONDAY + DAY * 7), [week]) is None
    assert rota.clash(shift(MONDAY - DAY * 7), [week]) is None
    assert rota.clash(shift(MONDAY, 1, SEC, ShiftKind.MONTHLY), [week]) is None


@given(shifts, shifts)
def test_a_clash_is_mutual_and_means_a_common_day(one: Shift, other: Shift) -> None:
    common = one.kind is other.kind and any(
        other.covers(one.first + DAY * n) for n in range((one.last - one.first).days + 1)
    )
    assert (rota.clash(one, [other]) is other) == (rota.clash(other, [one]) is one) == common


@pytest.mark.parametrize(
    ("since", "until", "reason", "field"),
    [
        (4, 3, "shift_turned", "until"),
        (-1, 3, "day_outside_shift", "since"),
        (3, 7, "day_outside_shift", "until"),
        (0, 6, "shift_past", "since"),
    ],
)
def test_days_of_a_duty_that_cant_be_changed(since: int, until: int, reason: str, field: str) -> None:
    no = rota.part_problem(shift(MONDAY), Span(MONDAY + DAY * since, MONDAY + DAY * until), MONDAY + DAY)
    assert no is not None
    assert (no.reason, no.field) == (reason, field)


@given(st.integers(1, 12), st.integers(0, 11), st.integers(0, 11))
def test_a_duty_is_cut_into_the_part_and_what_is_left(length: int, since: int, more: int) -> None:
    whole = shift(MONDAY, length)
    since = min(since, length - 1)
    part = Span(MONDAY + DAY * since, min(MONDAY + DAY * (since + more), whole.last))
    assert rota.part_problem(whole, part, MONDAY) is None
    before, after = rota.around(whole, part)
    pieces = [piece for piece in (before, part, after) if piece is not None]
    assert pieces[0].first == whole.first
    assert pieces[-1].last == whole.last
    assert all(b.first == a.last + DAY for a, b in itertools.pairwise(pieces))


# -- in turn ------------------------------------------------------------------------------------------------------


def test_each_has_a_week_from_monday_to_sunday_in_turn() -> None:
    found = rota.in_turn([SEC, MAG], MONDAY + DAY * 2, 3, CALENDAR, today=MONDAY)
    assert [(s.unit, s.first, s.last) for s in found] == [
        (SEC, MONDAY, date(2026, 3, 8)), (MAG, date(2026, 3, 9), date(2026, 3, 15)),
        (SEC, date(2026, 3, 16), date(2026, 3, 22)),
    ]  # fmt: skip


def test_a_free_week_is_nobodys_and_costs_nobody_their_turn() -> None:
    # 16 to 22 February 2026: Spring Festival, no working day
    found = rota.in_turn([SEC, MAG], date(2026, 2, 9), 3, CALENDAR, today=date(2026, 2, 1))
    assert [(s.unit, s.first) for s in found] == [(SEC, date(2026, 2, 9)), (MAG, date(2026, 2, 23))]


def test_of_a_week_under_way_only_what_is_left() -> None:
    found = rota.in_turn([SEC, MAG], MONDAY, 2, CALENDAR, today=MONDAY + DAY * 3)
    assert found[0].first == MONDAY + DAY * 3
    assert found[1].first == MONDAY + DAY * 7
    on_sunday = rota.in_turn([SEC, MAG], MONDAY, 2, CALENDAR, today=MONDAY + DAY * 6)
    assert [(s.unit, s.first) for s in on_sunday] == [(SEC, MONDAY + DAY * 7)]


@pytest.mark.parametrize(("leaders", "weeks"), [([], 1), ([SEC], 0), ([SEC], 54)])
def test_no_leaders_and_no_or_too_many_weeks_are_refused(leaders: list[str], weeks: int) -> None:
    with pytest.raises(ValueError, match="wanted"):
        rota.in_turn(leaders, MONDAY, weeks, CALENDAR, today=MONDAY)


@given(days, st.integers(1, 53), st.integers(1, 5), st.integers(0, 6))
def test_weeks_in_turn_leave_no_gap(first: date, weeks: int, many: int, late: int) -> None:
    today = rota.monday_of(first) + DAY * late
    found = rota.in_turn([f"L-{n}" for n in range(many)], first, weeks, CALENDAR, today=today)
    end = rota.monday_of(first) + DAY * (7 * weeks - 1)
    assert rota.gaps(found, today, end, CALENDAR) == ()
    assert all(a.last < b.first for a, b in itertools.pairwise(found))
    assert [s.unit for s in found] == [f"L-{n % many}" for n in range(len(found))]


# -- settings -----------------------------------------------------------------------------------------------------


def test_what_isnt_set_keeps_its_default() -> None:
    assert RotaTerms.from_mapping({}) == RotaTerms()
    set_ = RotaTerms.from_mapping({"rota_monthly_posts": [SEC, MAG], "rota_alarm_days": 7})
    assert set_.rota_monthly_posts == (SEC, MAG)
    assert set_.rota_alarm_days == 7
    assert set_.rota_hours == RotaTerms().rota_hours


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rota_alarm_days", 0), ("rota_alarm_days", 367), ("rota_alarm_days", True), ("rota_alarm_days", "28"),
        ("rota_monthly_posts", SEC), ("rota_monthly_posts", ["no code"]), ("rota_monthly_posts", [7]),
        ("rota_monthly_posts", [SEC, SEC]), ("rota_monthly_posts", None), ("rota_hours", "x" * 81), ("rota_hours", "a\nb"),
        ("rota_place", None), ("rota_phone", "1" * 41), ("rota_something", 1),
    ],
)  # fmt: skip
def test_settings_that_dont_fit_are_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        RotaTerms.from_mapping({name: value})


# -- swapping -------------------------------------------------------------------------------------------------------


def test_two_duties_of_a_kind_to_come_can_be_swapped() -> None:
    today, week = MONDAY, DAY * 7
    mine, yours = shift(MONDAY + week, unit=LAW), shift(MONDAY + week * 2, unit=MAG)
    assert rota.swap_problem(mine, yours, today) is None
    assert (
        rota.swap_problem(shift(MONDAY, unit=LAW), yours, today) is None
    )  # begins today: nobody was received yet


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (shift(MONDAY + DAY * 14, unit=LAW), "same_leader_twice"),
        (shift(MONDAY + DAY * 14, 1, unit=MAG, kind=ShiftKind.MONTHLY), "kinds_differ"),
        (shift(MONDAY - DAY, unit=MAG), "shift_begun"),
        (shift(MONDAY + DAY * 14, unit=MAG, substitute=SEC), "stand_in_there"),
    ],
)
def test_what_cant_be_swapped_says_why(other: Shift, reason: str) -> None:
    mine = shift(MONDAY + DAY * 7, unit=LAW)
    for pair in ((mine, other), (other, mine)):
        problem = rota.swap_problem(*pair, MONDAY)
        assert problem is not None
        assert (problem.reason, problem.article) == (reason, "18")
