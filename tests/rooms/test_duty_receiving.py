"""Whom leaders received and what they promised; what the readings cost; and what can't be in the tables."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.county import queries as county_queries
from huiyin.rooms.county.actions import set_setting
from huiyin.rooms.county.models import Change
from huiyin.rooms.duty import queries
from huiyin.rooms.duty.actions import (
    finish_promise,
    record_reception,
    substitute,
)
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rooms.duty.queries import Key
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.rota import ShiftKind
from tests.rooms.cast import BUREAU, DEPARTMENT, START, person
from tests.rooms.duty_cast import (
    DAN,
    DAY,
    LAW,
    LEADERS,
    LEE,
    MA,
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


# -- receiving ----------------------------------------------------------------------------------------------------


def received(shift: Shift, **change: Any) -> Reception:
    given: dict[str, Any] = {"day": MONDAY, "matter": NUMBER, "note": "三天内答复", "by": LEE, "now": START}
    return record_reception(shift.pk, **{**given, **change})


def test_a_reception_is_noted_and_its_words_are_sealed() -> None:
    before = Change.objects.count()
    row = received(planned(), matter="２２２４２４20260302000015", taken_on=True, due_on=MONDAY + DAY * 3)
    assert row.matter == NUMBER
    assert Reception.objects.get().note == "三天内答复"
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM huiyin_reception")
        assert "答复" not in cursor.fetchone()[0]
    last = Change.objects.latest("id")
    assert Change.objects.count() == before + 2
    assert (last.verb, last.subject, last.by) == ("record_reception", f"reception:{row.pk}", LEE.key)
    assert "答复" not in str(last.data)
    assert str(row) == f"reception {row.pk} on 2026-03-02"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"day": MONDAY - DAY}, ("day_outside_shift", "day")),
        ({"day": MONDAY + DAY}, ("in_the_future", "day")),
        ({"matter": "222424-20260302-00001-6"}, ("no_such_matter", "matter")),
        ({"matter": "", "note": " "}, ("reception_of_what", "note")),
        ({"note": "", "due_on": MONDAY}, ("missing", "note")),
        ({"matter": "", "taken_on": True}, ("taken_on_what", "matter")),
        ({"due_on": MONDAY - DAY}, ("due_before_reception", "due_on")),
        ({"due_on": MONDAY + DAY * 367}, ("shift_too_far", "due_on")),
        ({"note": "长" * 2001}, ("too_long", "note")),
        ({"by": XIA}, ("not_yours", "")),
        ({"by": SONG}, ("not_yours", "")),  # plans, but doesn't receive
        ({"by": MA}, ("not_yours", "")),  # no leader promises for another
    ],
)
def test_receptions_that_cant_be(change: dict[str, Any], expected: tuple[str, str]) -> None:
    shift = planned()
    assert refused(lambda: received(shift, **change)) == expected


def test_the_department_notes_for_all_and_who_stands_in_for_themselves() -> None:
    shift = planned()
    received(shift, by=DAN)
    received(shift, by=SYSTEM)
    other = planned(SEC, MONDAY, 1, kind="monthly")
    substitute(other.pk, unit=MAG, reason="开会", by=DAN, now=START)
    received(other, by=MA)
    assert refused(lambda: received(other, by=LEE)) == ("not_yours", "")
    assert refused(lambda: record_reception(10**12, day=MONDAY, note="x", by=DAN, now=START)) == (
        "no_such_shift",
        "shift",
    )


def test_a_promise_is_kept_once() -> None:
    shift = planned()
    row, plain = received(shift, due_on=MONDAY + DAY), received(shift)
    assert refused(lambda: finish_promise(plain.pk, by=LEE, now=START)) == ("nothing_promised", "")
    assert refused(lambda: finish_promise(10**30, by=LEE, now=START)) == ("nothing_promised", "")
    assert refused(lambda: finish_promise(row.pk, by=MA, now=START)) == ("not_yours", "")
    assert [p.pk for p in queries.open_promises()] == [row.pk]
    finish_promise(row.pk, by=LEE, now=at(MONDAY + DAY))
    assert queries.open_promises() == []
    assert Change.objects.latest("id").verb == "finish_promise"
    lines = Change.objects.count()
    assert finish_promise(row.pk, by=LEE, now=START).done_at == at(MONDAY + DAY), "a double click"
    assert Change.objects.count() == lines
    assert refused(lambda: finish_promise(row.pk, by=DAN, now=START)) == ("done_already", "")


# -- reading ------------------------------------------------------------------------------------------------------


def test_a_rota_of_too_many_days_is_refused() -> None:
    for last in (MONDAY - DAY, MONDAY + DAY * queries.MOST_SPAN):
        with pytest.raises(ValueError, match="read at once"):
            queries.rota(MONDAY, last)


def test_a_duty_of_a_year_is_found_on_its_last_day() -> None:
    planned(days=366)
    assert len(queries.today(MONDAY + DAY * 365)) == 1
    assert queries.today(MONDAY + DAY * 366) == []


def test_who_must_receive_each_month_is_a_setting() -> None:
    march = queries.rota(MONDAY, MONDAY + DAY * 29)
    assert queries.missing_in(march, MONDAY) == [SEC]
    set_setting("rota_monthly_posts", [MAG, SEC], by=ADMIN, now=START)
    planned(SEC, MONDAY, 1, kind="monthly")
    assert queries.missing_in(queries.rota(MONDAY, MONDAY + DAY * 29), MONDAY) == [MAG]
    for value in ([BUREAU], [LEADERS], "C-LD-SEC", [SEC, SEC]):
        assert refused(lambda value=value: set_setting("rota_monthly_posts", value, by=ADMIN, now=START))[
            0
        ] == ("setting_refused")
    assert refused(lambda: set_setting("rota_alarm_days", 0, by=ADMIN, now=START))[0] == "setting_range"
    set_setting("rota_alarm_days", 14, by=ADMIN, now=START)
    set_setting("answer_days", 30, by=ADMIN, now=START)
    assert county_queries.rota_terms().rota_alarm_days == 14
    assert county_queries.terms().answer_days == 30


def test_leaders_are_the_posts_below_them_all() -> None:
    assert [one.code for one in county_queries.leaders()] == [SEC, MAG, LAW]
    assert county_queries.leader_codes() == {SEC, MAG, LAW}


def many(shift: Shift, count: int) -> None:
    for n in range(count):
        received(shift, due_on=MONDAY + DAY * (n % 7))


def test_pages_hold_together_and_cost_one_query_however_many_there_are() -> None:
    shift = planned()
    many(shift, 1)
    with CaptureQueriesContext(connection) as one:
        assert [r.shift.unit_id for r in queries.receptions()] == [LAW]
        assert [r.shift.unit_id for r in queries.open_promises()] == [LAW]
    many(shift, 52)
    with CaptureQueriesContext(connection) as fifty:
        newest, due = queries.receptions(), queries.open_promises()
        assert len({r.shift.unit_id for r in newest}) == 1
    assert (len(one), len(fifty)) == (2, 2)
    assert len(newest) == len(due) == queries.PAGE + 1
    rest = queries.receptions(after=Key(newest[-2].day, newest[-2].pk))
    assert [r.pk for r in newest[:-1] + rest] == sorted((r.pk for r in Reception.objects.all()), reverse=True)
    rest = queries.open_promises(after=Key(due[-2].due_on, due[-2].pk))  # type: ignore[arg-type]
    assert [(r.due_on, r.pk) for r in due[:-1] + rest] == sorted(
        (r.due_on, r.pk) for r in Reception.objects.all()
    )


# -- what the tables refuse ---------------------------------------------------------------------------------------

SHIFT = {"unit_id": LAW, "first": MONDAY, "last": MONDAY, "kind": ShiftKind.WEEKLY, "planned_at": START}


@pytest.mark.parametrize(
    "change",
    [
        {"last": MONDAY - DAY},
        {"substitute_id": LAW, "reason": "x"},
        {"substitute_id": MAG},
        {"reason": "x"},
    ],
)
def test_shifts_that_cant_be_in_the_table(change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(**{**SHIFT, **change})


def test_the_same_plan_twice_is_stopped_by_the_table_too() -> None:
    Shift.objects.create(**SHIFT)
    Shift.objects.create(**{**SHIFT, "cancelled_at": START})
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(**{**SHIFT, "unit_id": MAG})


@pytest.mark.parametrize(
    "change",
    [
        {"matter": "", "note": ""},
        {"matter": "", "taken_on": True},
        {"due_on": MONDAY - DAY},
        {"done_at": START},
    ],
)
def test_receptions_that_cant_be_in_the_table(change: dict[str, Any]) -> None:
    shift = planned()
    good = {"day": MONDAY, "shift": shift, "matter": NUMBER, "note": "x", "recorded_at": START}
    Reception.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reception.objects.create(**{**good, **change})
