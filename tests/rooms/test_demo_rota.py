"""The demo's duty rota: the same for the same day, live on its last day, and possible around every holiday."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.accounts.demo import demo_cast
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.county.loading import load_county
from huiyin.rooms.county.models import Change, YearlyDuty
from huiyin.rooms.county.queries import rota_terms
from huiyin.rooms.duty import queries
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rooms.intake.demo.rota import VISITS, note_yearly, play_rota
from huiyin.rules.calendar import LOCAL
from huiyin.rules.identifiers import matter_number
from huiyin.rules.roles import SYSTEM

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=LOCAL)
TODAY = NOW.date()


def play(now: datetime = NOW) -> None:
    long_ago = now - timedelta(days=170)
    load_county(long_ago)
    planner = actor_of(demo_cast(long_ago, password="huiyin-demo")["dispatcher"], now)
    came = [
        (now.date() - timedelta(days=n), matter_number("222424", now.date() - timedelta(days=n), 1))
        for n in range(1, 80)
    ]
    play_rota(now, planner=planner, came=came)


def told() -> list[Any]:
    shifts = Shift.objects.order_by("id").values_list(
        "unit_id", "first", "last", "kind", "substitute_id", "place"
    )
    return [
        *shifts,
        *Reception.objects.order_by("id").values_list("day", "matter", "due_on", "done_at", "taken_on"),
    ]


@pytest.mark.django_db
def test_it_covers_some_weeks_back_and_ahead_and_today_is_live() -> None:
    play()
    assert len(queries.today(TODAY)) == 1
    assert queries.gaps(TODAY - timedelta(weeks=8), TODAY + timedelta(weeks=3)) == ()
    ahead = rota_terms().rota_alarm_days
    assert queries.gaps(TODAY, TODAY + timedelta(days=ahead - 1))  # the alarm has something to say
    months = queries.rota(date(2026, 10, 1), date(2026, 11, 30))
    assert queries.missing_in(months, date(2026, 10, 1)) == queries.missing_in(months, TODAY) == []
    assert Shift.objects.filter(substitute__isnull=False).count() == 1
    assert rota_terms().rota_monthly_posts == ("222424-L-SEC", "222424-L-MAG")


@pytest.mark.django_db
def test_promises_are_kept_open_and_late_and_each_reception_has_its_matter() -> None:
    play()
    assert Reception.objects.count() == len(VISITS)
    late = [row for row in queries.open_promises() if row.due_on and row.due_on < TODAY]
    assert late
    assert len(late) < len(queries.open_promises())
    assert Reception.objects.filter(done_at__isnull=False).count() == 2
    matters = list(Reception.objects.exclude(matter="").values_list("matter", flat=True))
    assert len(set(matters)) == len(matters) == sum(visit.matter for visit in VISITS)
    assert all(row.note for row in Reception.objects.all())


@pytest.mark.django_db
def test_no_act_lies_after_the_end_and_all_have_somebody() -> None:
    play()
    changes = Change.objects.filter(verb__in=["plan_weeks", "plan_shift", "substitute", "record_reception"])
    assert changes.count() > len(VISITS)
    assert all(change.at <= NOW and change.by.startswith("user:") for change in changes)


@pytest.mark.django_db
def test_it_is_the_same_for_the_same_day() -> None:
    play()
    first = told()
    Reception.objects.all().delete()
    Shift.objects.all().delete()
    play()
    assert told() == first


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day",
    [
        "2026-02-16", "2026-02-22", "2026-02-28", "2026-03-02", "2026-05-03", "2026-10-05", "2026-10-08", "2026-12-31",
        "2027-01-01", "2027-02-10",
    ],
)  # fmt: skip
def test_it_can_be_played_around_every_holiday(day: str) -> None:
    play(datetime.fromisoformat(f"{day}T03:00").replace(tzinfo=LOCAL))
    assert Reception.objects.count() == len(VISITS)


@pytest.mark.parametrize(
    ("today", "done"),
    [("2026-11-26", {"T13", "T14"}), ("2026-01-10", {"T14"}), ("2026-01-23", {"T13", "T14"})],
)
def test_last_years_duties_are_done_unless_they_lie_ahead(county: None, today: str, done: set[str]) -> None:
    note_yearly(datetime.fromisoformat(f"{today}T10:00:00+08:00"), by=SYSTEM)
    rows = list(YearlyDuty.objects.all())
    assert {row.code for row in rows} == done
    assert {row.year for row in rows} == {2025}
    assert all(row.done_at.isoformat() < today for row in rows)
