"""Ratings counted: two objects, silence is silence, and what was answered rightly doesn't count against the unit."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import follow_up, look_into, rate
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.satisfaction import mostly_counts, ratings
from huiyin.rooms.county.actions import set_setting
from huiyin.rules.calendar import local_date
from huiyin.rules.duties import Rated
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import DAN, PAK, START, comes_in, go

pytestmark = pytest.mark.usefixtures("county")
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def says(number: str, at: datetime, **scores: str) -> None:
    for rated, score in scores.items():
        rate(number, petition=number, rated=rated, score=score, by=PAK, now=at)


def looked(number: str, verdict: str, at: datetime, item: int = 1) -> None:
    look_into(number, item=item, verdict=verdict, text="查了卷宗。", by=DAN, now=at)


def five() -> list[str]:
    numbers = []
    scores: tuple[dict[str, str], ...] = (
        {"department": "satisfied", "unit": "satisfied"}, {"department": "mostly", "unit": "dissatisfied"},
        {"unit": "dissatisfied"}, {"department": "dissatisfied"}, {},
    )  # fmt: skip
    for said in scores:
        number = comes_in().number
        numbers.append(number)
        says(number, go(number, Verb.CLOSE) + DAY, **said)
    looked(numbers[1], "answered_rightly", START + 3 * DAY)
    looked(numbers[2], "manner", START + 3 * DAY)
    looked(numbers[3], "answered_rightly", START + 3 * DAY)
    return numbers


def test_each_object_has_its_own_line_and_silence_stays_silence() -> None:
    five()
    department, unit = ratings(FIRST, LAST)
    assert department.rated_object is Rated.DEPARTMENT
    assert (department.ratable, department.rated, department.silent) == (5, 3, 2)
    assert (department.satisfied, department.mostly, department.dissatisfied) == (1, 1, 1)
    assert department.taken_out == 0  # the department is not let off its own low rating
    assert (unit.ratable, unit.satisfied, unit.mostly, unit.dissatisfied, unit.taken_out) == (5, 1, 0, 2, 1)
    assert str(unit.part_rated) == "3/5 (60.0%)"
    assert str(unit.part_satisfied(mostly_counts=True)) == "1/2 (50.0%)"
    assert str(department.part_satisfied(mostly_counts=True)) == "2/3 (66.7%)"
    assert str(department.part_satisfied(mostly_counts=False)) == "1/3 (33.3%)"


def test_whether_mostly_counts_is_the_countys_word() -> None:
    assert mostly_counts()
    set_setting("mostly_counts", False, by=SYSTEM, now=START)
    assert not mostly_counts()


def test_the_period_is_that_of_the_answers_arrival_both_days_included() -> None:
    number = comes_in().number
    at = go(number, Verb.CLOSE)
    says(number, at + 40 * DAY, unit="mostly")
    day = local_date(at)
    assert ratings(day, day)[1].mostly == 1
    assert ratings(day + DAY, day + 50 * DAY)[1].ratable == 0
    assert ratings(day - DAY, day - DAY)[1].ratable == 0
    with pytest.raises(ValueError, match="ends before"):
        ratings(day, day - DAY)


def test_what_is_taken_up_again_counts_with_its_new_answer() -> None:
    number = comes_in().number
    at = go(number, Verb.CLOSE)
    says(number, at, unit="satisfied")
    actions.reopen(number, reason="又停水了", by=DAN, now=at)
    assert ratings(FIRST, LAST)[1].ratable == 0


def test_what_may_not_be_rated_is_not_ratable() -> None:
    number = comes_in().number
    go(number, Verb.TRIAGE)
    actions.decline(number, route="court", text="请起诉。", by=DAN, now=START + DAY)
    actions.deliver(
        number,
        method="hand",
        result="received",
        delivered_at=START + DAY,
        proof="签收",
        by=DAN,
        now=START + DAY,
    )
    assert ratings(FIRST, LAST)[0].ratable == 0


def test_it_is_three_queries_and_narrowed_to_what_somebody_may_see(
    django_assert_max_num_queries: Any,
) -> None:
    five()
    ratings(FIRST, LAST)
    with django_assert_max_num_queries(3):
        ratings(FIRST, LAST)
    assert ratings(FIRST, LAST, among=Petition.objects.none())[0].ratable == 0


def test_a_rating_by_call_needs_the_call() -> None:
    number = comes_in().number
    at = go(number, Verb.DELIVER)
    with pytest.raises(actions.NotDone):
        rate(number, petition=number, rated="unit", score="satisfied", by=DAN, now=at)
    follow_up(
        number,
        petition=number,
        contact="phone",
        confirmed="yes",
        text="已通水。",
        reached=True,
        by=DAN,
        now=at,
    )
    rate(number, petition=number, rated="unit", score="satisfied", by=DAN, now=at)
    assert ratings(FIRST, LAST)[1].satisfied == 1


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("report", "ratings", *words, stdout=out)
    return out.getvalue()


MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


def test_the_report_for_a_person_says_both_lines_both_shares_and_the_method() -> None:
    five()
    out = said(*MARCH)
    lines = {line.split()[0]: line.split()[1:8] for line in out.splitlines()[:4]}
    assert lines["信访部门"] == ["5", "3", "2", "1", "1", "1", "0"]
    assert lines["责任单位"] == ["5", "3", "2", "1", "0", "2", "1"]
    assert "责任单位 满意率 1/2（50.0%）" in out
    assert "信访部门 参评率 3/5（60.0%）" in out
    assert "基本满意计入满意率" in out


def test_the_report_for_a_machine_is_the_same_in_json() -> None:
    five()
    set_setting("mostly_counts", False, by=SYSTEM, now=START)
    told = json.loads(said(*MARCH, "--json"))
    assert told["mostly_counts"] is False
    assert "基本满意不计入满意率" in told["method"]
    assert [line["object"] for line in told["objects"]] == ["department", "unit"]
    assert told["objects"][1] == {
        "object": "unit", "ratable": 5, "rated": 3, "silent": 2, "satisfied": 1, "mostly": 0, "dissatisfied": 2,
        "taken_out": 1, "satisfied_share": {"of": 2, "satisfied": 1},
    }  # fmt: skip


def test_nothing_rated_has_no_share_and_a_turned_period_is_refused() -> None:
    assert "责任单位 满意率 0/0\n" in said(*MARCH)
    with pytest.raises(CommandError, match="截止日早于起始日"):
        said("--from", "2026-03-31", "--to", "2026-03-01")
