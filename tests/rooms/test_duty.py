"""The leaders' duty: planning, standing in, cancelling, receiving; what is refused, and what can't be in the tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.models import Change
from huiyin.rooms.county.reorganising import close_unit
from huiyin.rooms.duty import queries
from huiyin.rooms.duty.actions import (
    cancel_shift,
    plan_weeks,
    record_reception,
    substitute,
)
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rules.roles import SYSTEM, Role
from tests.rooms.cast import BUREAU, DEPARTMENT, START, person
from tests.rooms.duty_cast import (
    DAN,
    DAY,
    LAW,
    LEADERS,
    LEE,
    MAG,
    MONDAY,
    SEC,
    SONG,
    XIA,
    add_leaders,
    at,
    planned,
    refused,
)

NUMBER = "222424-20260302-00001-5"
ADMIN = person("admin", Role.ADMIN, DEPARTMENT)


@pytest.fixture(autouse=True)
def leaders(county: None) -> None:
    add_leaders()


def days(*some: Shift) -> list[tuple[str, date, date]]:
    return [(shift.receiver, shift.first, shift.last) for shift in some]


def standing() -> list[tuple[str, date, date]]:
    return days(*queries.rota(MONDAY - DAY * 30, MONDAY + DAY * 60))


# -- who may ------------------------------------------------------------------------------------------------------

EVERYTHING: dict[str, Callable[[Any, Shift], Any]] = {
    "plan_shift": lambda by, s: planned(MAG, MONDAY + DAY * 7, by=by),
    "plan_weeks": lambda by, s: plan_weeks([MAG], first=MONDAY + DAY * 14, weeks=2, by=by, now=START),
    "substitute": lambda by, s: substitute(s.pk, unit=MAG, reason="赴州里开会", by=by, now=START),
    "cancel_shift": lambda by, s: cancel_shift(s.pk, by=by, now=START),
}


@pytest.mark.parametrize("act", EVERYTHING.values(), ids=EVERYTHING.keys())
def test_only_who_may_plan_plans(act: Callable[[Any, Shift], Any]) -> None:
    shift = planned()
    for by in (XIA, LEE, ADMIN):
        assert refused(lambda by=by: act(by, shift)) == ("not_yours", "")


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("by", [DAN, SONG, SYSTEM], ids=lambda who: who.key)
def test_each_plan_leaves_one_line_that_says_who_and_when(name: str, by: Any) -> None:
    shift = planned()
    before = Change.objects.count()
    EVERYTHING[name](by, shift)
    assert Change.objects.count() == before + 1
    last = Change.objects.latest("id")
    assert (last.verb, last.by, last.at) == (name, by.key, START)
    assert "开会" not in str(last.data)  # why somebody is away is nobody else's affair


# -- planning -----------------------------------------------------------------------------------------------------


def test_a_duty_is_planned_and_read() -> None:
    shift = planned(place=" 常委  值班室 ", phone="0433-8800001")
    assert (shift.place, shift.phone, str(shift)) == (
        "常委 值班室",
        "0433-8800001",
        f"{LAW} 2026-03-02 to 2026-03-08",
    )
    assert days(*queries.today(MONDAY + DAY * 6)) == [(LAW, MONDAY, MONDAY + DAY * 6)]
    assert queries.today(MONDAY + DAY * 7) == []
    assert queries.shift_of(shift.pk) == shift
    assert queries.shift_of(10**30) is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"unit": BUREAU}, ("not_a_leader", "unit")),
        ({"unit": LEADERS}, ("not_a_leader", "unit")),  # all of them together are no post
        ({"unit": "C-LD-GONE"}, ("not_a_leader", "unit")),
        ({"kind": "yearly"}, ("not_on_list", "kind")),
        ({"days": 0}, ("shift_turned", "last")),
        ({"days": 367}, ("shift_too_long", "last")),
        ({"first": MONDAY - DAY}, ("shift_past", "first")),
        ({"first": MONDAY + DAY * 367}, ("shift_too_far", "first")),
        ({"place": "x" * 121}, ("too_long", "place")),
        ({"phone": "1\x00"}, ("not_text", "phone")),
        ({"place": "\ud800"}, ("not_text", "place")),
        ({"place": "zz<b>"}, ("unreadable_name", "place")),
        ({"place_ko": "\u3164"}, ("unreadable_name", "place_ko")),
    ],
)
def test_what_cant_be_planned(change: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refused(lambda: planned(**change)) == expected


def test_a_closed_post_has_no_new_duty_and_keeps_its_old() -> None:
    planned()
    close_unit(LAW, by=ADMIN, now=START)
    assert refused(lambda: planned(LAW, MONDAY + DAY * 7)) == ("not_a_leader", "unit")
    assert days(*queries.today(MONDAY)) == [(LAW, MONDAY, MONDAY + DAY * 6)]


def test_the_same_kind_isnt_planned_twice_for_a_day() -> None:
    planned()
    for unit in (MAG, LAW):
        assert refused(lambda unit=unit: planned(unit, MONDAY + DAY * 6)) == ("shift_taken", "first")
    with pytest.raises(NotDone) as caught:
        planned(MAG, MONDAY + DAY * 3)
    assert caught.value.refused.params == {"leader": LAW, "day": "2026-03-05"}
    planned(SEC, MONDAY + DAY, 1, kind="monthly")
    planned(MAG, MONDAY + DAY * 7)


def test_who_stands_in_is_no_second_duty() -> None:
    week = planned()
    substitute(week.pk, unit=MAG, reason="开会", by=DAN, now=START)
    planned(MAG, MONDAY + DAY * 7)
    assert standing() == [(MAG, MONDAY, MONDAY + DAY * 6), (MAG, MONDAY + DAY * 7, MONDAY + DAY * 13)]


def test_weeks_go_round_and_all_or_none_are_planned() -> None:
    found = plan_weeks([LAW, MAG], first=MONDAY + DAY * 2, weeks=3, by=DAN, now=START, phone="0433-8800001")
    assert standing() == days(*found)
    assert [shift.unit_id for shift in found] == [LAW, MAG, LAW]
    assert {shift.phone for shift in found} == {"0433-8800001"}
    assert queries.gaps(MONDAY, MONDAY + DAY * 20) == ()
    last = MONDAY + DAY * 14
    assert refused(lambda: plan_weeks([MAG], first=last, weeks=4, by=DAN, now=START)) == (
        "shift_taken",
        "first",
    )
    assert queries.weeks_planned(MONDAY) == [(s.unit_id, s.last) for s in found]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"leaders": []}, ("missing", "leaders")),
        ({"leaders": [LAW, BUREAU]}, ("not_a_leader", "leaders")),
        ({"weeks": 0}, ("out_of_range", "weeks")),
        ({"weeks": 54}, ("out_of_range", "weeks")),
        ({"first": MONDAY - DAY}, ("shift_past", "first")),
        ({"first": MONDAY + DAY * 400}, ("shift_too_far", "first")),
    ],
)
def test_weeks_that_cant_be_planned(change: dict[str, Any], expected: tuple[str, str]) -> None:
    given: dict[str, Any] = {"leaders": [LAW], "first": MONDAY, "weeks": 2, **change}
    assert refused(lambda: plan_weeks(given.pop("leaders"), by=DAN, now=START, **given)) == expected


def test_weeks_without_any_working_day_plan_nothing() -> None:
    festival = date(2026, 2, 16)
    assert plan_weeks([LAW], first=festival, weeks=1, by=DAN, now=at(date(2026, 2, 10))) == []
    assert Change.objects.get().data["shifts"] == []


# -- changing -----------------------------------------------------------------------------------------------------


def test_standing_in_for_the_whole_duty_keeps_the_row() -> None:
    week = planned()
    part = substitute(week.pk, unit=MAG, reason="赴州里开会", by=DAN, now=START)
    assert part.pk == week.pk
    assert (part.receiver, Shift.objects.get().reason) == (MAG, "赴州里开会")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM huiyin_shift")
        assert "开会" not in cursor.fetchone()[0]  # sealed


def test_standing_in_for_some_days_cuts_the_duty_and_what_is_over_stays() -> None:
    week = planned()
    wednesday = at(MONDAY + DAY * 2)
    substitute(week.pk, unit=MAG, reason="开会", by=DAN, now=wednesday, until=MONDAY + DAY * 3)
    assert standing() == [
        (LAW, MONDAY, MONDAY + DAY), (MAG, MONDAY + DAY * 2, MONDAY + DAY * 3),
        (LAW, MONDAY + DAY * 4, MONDAY + DAY * 6),
    ]  # fmt: skip
    assert queries.gaps(MONDAY, MONDAY + DAY * 6) == ()
    assert Shift.objects.get(pk=week.pk).last == MONDAY + DAY


def test_the_first_days_can_be_cut_off_too() -> None:
    week = planned()
    part = substitute(week.pk, unit=MAG, reason="开会", by=DAN, now=START, until=MONDAY)
    assert part.pk == week.pk
    assert standing() == [(MAG, MONDAY, MONDAY), (LAW, MONDAY + DAY, MONDAY + DAY * 6)]


def test_a_cancelled_duty_leaves_a_gap_that_can_be_filled() -> None:
    week = planned()
    cancel_shift(week.pk, by=DAN, now=at(MONDAY + DAY * 3))
    assert standing() == [(LAW, MONDAY, MONDAY + DAY * 2)]
    assert queries.gaps(MONDAY, MONDAY + DAY * 6) == (MONDAY + DAY * 3, MONDAY + DAY * 4)
    planned(MAG, MONDAY + DAY * 3, 2, now=at(MONDAY + DAY * 3))
    assert queries.gaps(MONDAY, MONDAY + DAY * 6) == ()
    assert Shift.objects.filter(cancelled_at__isnull=False).count() == 1  # it stays for the record


def test_what_was_stood_in_for_stays_so_when_it_is_cut_again() -> None:
    week = planned()
    substitute(week.pk, unit=MAG, reason="开会", by=DAN, now=START)
    cancel_shift(week.pk, since=MONDAY + DAY * 2, until=MONDAY + DAY * 2, by=DAN, now=START)
    assert standing() == [(MAG, MONDAY, MONDAY + DAY), (MAG, MONDAY + DAY * 3, MONDAY + DAY * 6)]
    assert [shift.reason for shift in Shift.objects.all()] == ["开会"] * 3


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"unit": LAW}, ("same_leader", "unit")),
        ({"unit": BUREAU}, ("not_a_leader", "unit")),
        ({"reason": " \n"}, ("missing", "reason")),
        ({"reason": "长" * 201}, ("too_long", "reason")),
        ({"since": MONDAY + DAY * 3, "until": MONDAY + DAY * 2}, ("shift_turned", "until")),
        ({"since": MONDAY - DAY}, ("day_outside_shift", "since")),
        ({"until": MONDAY + DAY * 7}, ("day_outside_shift", "until")),
        ({"since": MONDAY, "now": at(MONDAY + DAY)}, ("shift_past", "since")),
        ({"now": at(MONDAY + DAY * 7)}, ("shift_past", "")),
    ],
)
def test_standing_in_that_cant_be(change: dict[str, Any], expected: tuple[str, str]) -> None:
    week = planned()
    given: dict[str, Any] = {"unit": MAG, "reason": "开会", "now": START, **change}
    assert refused(lambda: substitute(week.pk, by=DAN, **given)) == expected


def test_a_duty_that_is_gone_cant_be_changed() -> None:
    week = planned()
    cancel_shift(week.pk, by=DAN, now=START)
    for act in (EVERYTHING["cancel_shift"], EVERYTHING["substitute"]):
        assert refused(lambda act=act: act(DAN, week)) == ("no_such_shift", "shift")


def test_days_on_which_somebody_was_received_stay() -> None:
    week = planned()
    record_reception(week.pk, day=MONDAY, note="来访", by=LEE, now=START)
    assert refused(lambda: cancel_shift(week.pk, by=DAN, now=START)) == ("received_already", "since")
    cancel_shift(week.pk, since=MONDAY + DAY, by=DAN, now=START)
    assert Reception.objects.get().shift.last == MONDAY
