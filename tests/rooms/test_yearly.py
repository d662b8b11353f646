"""The annual report and the assessment noted down as done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.rooms.county.actions import NotDone, set_setting
from huiyin.rooms.county.models import Change, YearlyDuty
from huiyin.rooms.county.yearly import fulfil_yearly_duty, yearly, yearly_terms
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.yearly import Standing, YearlyTerms
from tests.rooms import cast
from tests.rules.times import d

pytestmark = pytest.mark.usefixtures("county")
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SUPERVISOR = cast.person("su", Role.SUPERVISOR, cast.DEPARTMENT)
ADMIN = cast.person("meng", Role.ADMIN, cast.DEPARTMENT)


def refused(act: Callable[[], Any]) -> str:
    """The reason; nothing may have been written."""
    before = (Change.objects.count(), YearlyDuty.objects.count())
    with pytest.raises(NotDone) as caught:
        act()
    assert (Change.objects.count(), YearlyDuty.objects.count()) == before
    return caught.value.refused.reason


@pytest.mark.parametrize("by", [SUPERVISOR, ADMIN, SYSTEM], ids=["supervisor", "admin", "system"])
def test_done(by: Any) -> None:
    fulfil_yearly_duty("T13", year=2025, note="  报送县委、县政府和州信访局  ", by=by, now=NOW)
    row = YearlyDuty.objects.get()
    assert (row.code, row.year, row.done_at, row.by) == ("T13", 2025, NOW, by.key)
    assert row.note == "报送县委、县政府和州信访局"
    assert str(row) == "T13 2025"
    change = Change.objects.get(subject="yearly:T13:2025")
    assert (change.verb, change.by, change.at, change.data) == ("yearly", by.key, NOW, {"note": row.note})


@pytest.mark.parametrize("by", [cast.DAN, cast.BAO, cast.XIA], ids=["dispatcher", "officer", "analyst"])
def test_only_who_supervises_or_administers(by: Any) -> None:
    assert refused(lambda: fulfil_yearly_duty("T13", year=2025, by=by, now=NOW)) == "not_yours"


@pytest.mark.parametrize(
    ("code", "year", "note", "reason"),
    [
        ("T1", 2025, "", "no_such_duty"),
        ("", 2025, "", "no_such_duty"),
        ("T13", 2021, "", "year_out_of_range"),
        ("T14", 2027, "", "year_out_of_range"),
        ("T14", 2025, "长" * 201, "too_long"),
    ],
)
def test_what_is_refused(code: str, year: int, note: str, reason: str) -> None:
    asked = {"year": year, "note": note, "by": SUPERVISOR, "now": NOW}
    assert refused(lambda: fulfil_yearly_duty(code, **asked)) == reason


def test_done_once() -> None:
    fulfil_yearly_duty("T14", year=2025, by=SUPERVISOR, now=NOW)
    assert refused(lambda: fulfil_yearly_duty("T14", year=2025, by=ADMIN, now=NOW)) == "yearly_done"
    fulfil_yearly_duty("T13", year=2025, by=SUPERVISOR, now=NOW)
    fulfil_yearly_duty("T14", year=2026, by=SUPERVISOR, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyDuty.objects.create(code="T14", year=2026, done_at=NOW, by="user:1")


def test_how_the_years_stand(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fulfil_yearly_duty("T14", year=2025, note="通报", by=SUPERVISOR, now=NOW)
    yearly_terms()  # the county is in memory
    with django_assert_num_queries(1):
        found = yearly(d("2026-11-24"))
    assert [(s.duty.code.value, s.duty.year, s.duty.due_on, s.standing) for s in found] == [
        ("T14", 2025, d("2025-12-31"), Standing.DONE),
        ("T13", 2025, d("2026-01-31"), Standing.LATE),
        ("T14", 2026, d("2026-12-31"), Standing.NEXT),
        ("T13", 2026, d("2027-01-31"), Standing.NEXT),
    ]
    assert (found[0].done_at, found[0].by, found[0].note) == (NOW, SUPERVISOR.key, "通报")
    assert (found[1].done_at, found[1].by, found[1].note) == (None, "", "")


def test_the_first_year_of_the_regulation() -> None:
    assert [s.duty.year for s in yearly(d("2022-06-01"))] == [2022, 2022]


def test_the_days_are_settings() -> None:
    assert yearly_terms() == YearlyTerms()
    set_setting("report_by", "02-28", by=ADMIN, now=NOW)
    assert yearly(d("2026-02-01"))[1].standing is Standing.NEXT
    with pytest.raises(NotDone, match="setting_refused"):
        set_setting("report_by", "02-29", by=ADMIN, now=NOW)
