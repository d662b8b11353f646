"""The tables brought up to a new edition of the fold: from rows as an older one left them to a record that is whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from huiyin.rooms.cases import around, projection, reprojecting
from huiyin.rooms.cases.following import pledge, rate
from huiyin.rooms.cases.models import ClockRun, Matter, Round
from huiyin.rooms.cases.protecting import accuse
from huiyin.rooms.cases.reprojecting import KEY, PROJECTION, reproject, reproject_if_older
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.actions import NotDone, set_setting
from huiyin.rooms.county.models import Setting
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BUREAU, DAN, PAK, START, WATER, comes_in, go

pytestmark = pytest.mark.usefixtures("county")
DAY = timedelta(days=1)
NESTED = (
    around.Bar, around.Helper, around.SupervisionNotice, around.Recommendation, around.Ownership, around.Pledge,
    around.FollowUp, around.Rating, around.Look,
)  # fmt: skip


def faults() -> set[str]:
    return {f"{fault.code} {fault.where}" for _, found in number_faults(Tally()) for fault in found}


def some_lives() -> list[str]:
    first = comes_in(confidential=True).number
    at = go(first, Verb.CLOSE)
    rate(first, petition=first, rated="unit", score="dissatisfied", by=PAK, now=at + DAY)
    pledge(first, party="县生态环境分局", text="补种树木", due=local_date(at + 9 * DAY), by=DAN, now=at + DAY)
    review = ask_review(first, text="请复查。", by=PAK, now=at + DAY).number
    second = comes_in(title="举报").number
    accuse(second, text="水公司", accused=WATER, by=DAN, now=START)
    return [first, review, second, comes_in(title="刚来").number]


def as_before() -> None:
    """Rows as the edition before left them: the new columns at their defaults, the new tables empty."""
    for table in NESTED:
        table._default_manager.all().delete()  # type: ignore[attr-defined]
    Matter.objects.update(
        stage="first", about="", asked="", simple=False, final=False, confidential=False, rounds_count=0, units_count=0,
        owner_at=F("registered_at") + 400 * DAY,
    )  # fmt: skip
    ClockRun.objects.update(unit="", source="", ref=0, paused_days=0)


def test_from_the_rows_of_the_edition_before_to_a_whole_record() -> None:
    numbers = some_lives()
    entries = list(Entry.objects.order_by("id").values_list("hash", flat=True))
    assert not faults()
    as_before()
    assert {
        f"table_differs {what}" for what in ("matter.confidential", "matter.about", "bar count", "look count")
    } <= faults()
    seen: list[int] = []
    assert reproject(seen.append) == len(numbers)
    assert seen == [4]
    assert not faults()
    assert Matter.objects.get(number=numbers[0]).confidential
    assert Matter.objects.get(number=numbers[1]).about == numbers[0]
    assert list(Entry.objects.order_by("id").values_list("hash", flat=True)) == entries
    assert reproject() == 0


def test_rows_too_many_too_few_and_wrong_are_put_right() -> None:
    first, *_ = some_lives()
    Round.objects.filter(matter=first).update(holder=WATER)
    around.Rating.objects.filter(matter=first).delete()
    around.Pledge.objects.create(
        matter_id=first, n=9, unit_id=BUREAU, due_on=local_date(START), at=START, text_seq=1, evidence_seq=0
    )
    assert reproject() == 1
    assert not faults()


def test_by_ranges_and_broken_off_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    some_lives()
    as_before()
    monkeypatch.setattr(reprojecting, "RANGE", 2)

    def stops(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reproject(stops)
    assert faults()
    seen: list[int] = []
    assert reproject(seen.append) == 2
    assert seen == [2, 4]
    assert not faults()


def test_once_for_each_edition() -> None:
    some_lives()
    as_before()
    assert reproject_if_older() == 4
    assert Setting.objects.get(key=KEY).value == PROJECTION
    as_before()
    assert reproject_if_older() is None
    Setting.objects.filter(key=KEY).update(value=PROJECTION - 1)
    assert reproject_if_older() == 4
    assert not faults()


def test_the_edition_is_no_setting_of_the_countys() -> None:
    with pytest.raises(NotDone):
        set_setting(KEY, 9, by=SYSTEM, now=START)


def test_a_range_costs_the_same_however_many_matters(django_assert_max_num_queries: Any) -> None:
    some_lives()
    for n in range(20):
        comes_in(title=f"第{n}件")
    with django_assert_max_num_queries(len(projection.NESTED) + 6):  # each table once, whatever is in it
        reproject()
