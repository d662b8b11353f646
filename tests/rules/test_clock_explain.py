"""How a due date is told: steps as data, in the order of the reckoning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from huiyin.rules.calendar import LOCAL, Calendar, Override, Reason
from huiyin.rules.clocks import Clock, Step, StepCode, Terms, Unit, explain
from tests.rules.times import at, d, published_until

TERMS = Terms()
T1, T4, T5, T7, T11 = Clock.T1, Clock.T4, Clock.T5, Clock.T7, Clock.T11
F2, L2, L3, L6, L7 = Clock.F2, Clock.L2, Clock.L3, Clock.L6, Clock.L7


@pytest.fixture(autouse=True, scope="module")
def known_until_2026() -> Iterator[None]:
    with published_until(2026):
        yield


def steps(
    clock: Clock,
    start: str,
    days: int | None = None,
    *,
    calendar: Calendar | None = None,
    unit: Unit | None = None,
    extra: int = 0,
    **terms,
):
    known = {"calendar": calendar or Calendar(), "terms": replace(TERMS, **terms)}
    told = explain(clock, at(start), days=days, unit=unit, extra=extra, **known)
    return [(step.code, dict(step.params)) for step in told]


def rule(clock: str, kind: str, article: str, paragraph: int, length: int, unit: str, source: str):
    told = {"clock": clock, "kind": kind, "article": article, "paragraph": paragraph, "length": length}
    return StepCode.RULE, {**told, "unit": unit, "source": source}


def run(code: StepCode, first: str, last: str, days: int, reason: str, name: str):
    return code, {"first": d(first), "last": d(last), "days": days, "reason": reason, "name": name}


def test_explain_working_days_over_spring_festival() -> None:
    assert steps(T4, "2026-02-12T23:59") == [
        rule("T4", "window", "23", 3, 5, "working_days", "law"),
        (StepCode.START, {"day": d("2026-02-12"), "at": at("2026-02-12T23:59")}),
        (StepCode.START_NOT_COUNTED, {"day": d("2026-02-12")}),
        run(StepCode.WORKED, "2026-02-14", "2026-02-14", 1, "makeup", "Spring Festival"),
        run(StepCode.DAYS_OFF, "2026-02-15", "2026-02-23", 9, "holiday", "Spring Festival"),
        (StepCode.COUNTED, {"length": 5, "unit": "working_days", "day": d("2026-02-26")}),
        (StepCode.DUE, {"day": d("2026-02-26"), "kind": "window"}),
    ]


def test_explain_sums_up_weekends() -> None:
    told = steps(L2, "2026-03-02")
    assert told[0] == rule("L2", "duty", "", 0, 10, "working_days", "setting")
    assert told[3:] == [
        (StepCode.WEEKENDS, {"days": 4}),
        (StepCode.COUNTED, {"length": 10, "unit": "working_days", "day": d("2026-03-16")}),
        (StepCode.DUE, {"day": d("2026-03-16"), "kind": "duty"}),
    ]


def test_explain_two_holidays_apart() -> None:
    told = steps(L3, "2026-09-21")
    assert [params["name"] for code, params in told if code is StepCode.DAYS_OFF] == [
        "Mid-autumn Festival",
        "National Day",
    ]
    assert run(StepCode.WORKED, "2026-10-10", "2026-10-10", 1, "makeup", "National Day") in told


def test_explain_calendar_days_that_end_on_a_weekday() -> None:
    assert steps(T1, "2026-03-02") == [
        rule("T1", "duty", "22", 1, 15, "days", "law"),
        (StepCode.START, {"day": d("2026-03-02"), "at": at("2026-03-02")}),
        (StepCode.START_NOT_COUNTED, {"day": d("2026-03-02")}),
        (StepCode.COUNTED, {"length": 15, "unit": "days", "day": d("2026-03-17")}),
        (StepCode.DUE, {"day": d("2026-03-17"), "kind": "duty"}),
    ]


def test_explain_rolling_past_a_holiday_onto_a_makeup_day() -> None:
    assert steps(T1, "2025-12-17")[3:] == [
        (StepCode.COUNTED, {"length": 15, "unit": "days", "day": d("2026-01-01")}),
        run(StepCode.DAYS_OFF, "2026-01-01", "2026-01-03", 3, "holiday", "New Year's Day"),
        run(StepCode.WORKED, "2026-01-04", "2026-01-04", 1, "makeup", "New Year's Day"),
        (StepCode.ROLLED, {"from": d("2026-01-01"), "to": d("2026-01-04")}),
        (StepCode.DUE, {"day": d("2026-01-04"), "kind": "duty"}),
    ]


def test_explain_why_a_saturday_stays() -> None:
    assert steps(T1, "2026-04-24")[4:] == [
        run(StepCode.WORKED, "2026-05-09", "2026-05-09", 1, "makeup", "Labour Day"),
        (StepCode.DUE, {"day": d("2026-05-09"), "kind": "duty"}),
    ]


def test_explain_where_last_days_stand() -> None:
    assert steps(T1, "2026-04-16", roll_last_day=False)[4:] == [
        (StepCode.NOT_ROLLED, {"day": d("2026-05-01"), "reason": "holiday", "name": "Labour Day"}),
        (StepCode.DUE, {"day": d("2026-05-01"), "kind": "duty"}),
    ]
    assert [code for code, _ in steps(T1, "2026-03-02", roll_last_day=False)[3:]] == [
        StepCode.COUNTED,
        StepCode.DUE,
    ]


def test_explain_given_term() -> None:
    assert steps(T5, "2026-03-02", 20)[0] == rule("T5", "duty", "22(3)", 1, 20, "days", "given")


def test_explain_an_extension() -> None:
    assert steps(T7, "2026-03-02", 30) == [
        rule("T7", "duty", "34", 0, 90, "days", "law"),
        (StepCode.START, {"day": d("2026-03-02"), "at": at("2026-03-02")}),
        (StepCode.START_NOT_COUNTED, {"day": d("2026-03-02")}),
        (StepCode.EXTENDED, {"length": 60, "days": 30}),
        (StepCode.COUNTED, {"length": 90, "unit": "days", "day": d("2026-05-31")}),
        (StepCode.ROLLED, {"from": d("2026-05-31"), "to": d("2026-06-01")}),
        (StepCode.DUE, {"day": d("2026-06-01"), "kind": "duty"}),
    ]


def test_explain_a_hearing() -> None:
    told = steps(T11, "2026-03-02", extra=9)
    assert told[0] == rule("T11", "duty", "36", 1, 30, "days", "law")
    assert told[3:] == [
        (StepCode.HEARING, {"days": 9}),
        (StepCode.COUNTED, {"length": 39, "unit": "days", "day": d("2026-04-10")}),
        (StepCode.DUE, {"day": d("2026-04-10"), "kind": "duty"}),
    ]
    assert StepCode.HEARING not in {code for code, _ in steps(T11, "2026-03-02")}


def test_explain_another_lines_term() -> None:
    told = steps(F2, "2026-03-06", 5, unit=Unit.WORKING_DAYS)
    assert told[0] == rule("F2", "duty", "", 0, 5, "working_days", "given")
    assert told[-2] == (StepCode.COUNTED, {"length": 5, "unit": "working_days", "day": d("2026-03-13")})
    assert steps(F2, "2026-03-06", 5, unit=Unit.DAYS)[0] == rule("F2", "duty", "", 0, 5, "days", "given")


def test_explain_where_a_length_comes_from() -> None:
    """An article may give the duty and leave its length to the notice (L6) or to the county (L7)."""
    assert steps(L6, "2026-03-02", 15)[0] == rule("L6", "duty", "40", 1, 15, "days", "given")
    assert steps(L7, "2026-03-02")[0] == rule("L7", "duty", "40", 4, 30, "days", "setting")


def test_explain_provisional_names_the_first_unsure_day() -> None:
    assert (StepCode.PROVISIONAL, {"day": d("2027-01-02")}) in steps(
        T1, "2026-12-18"
    )  # only the end is looked at
    assert (StepCode.PROVISIONAL, {"day": d("2026-12-29")}) in steps(T4, "2026-12-25")  # each day is
    assert StepCode.PROVISIONAL not in {code for code, _ in steps(T4, "2026-12-21")}


def test_explain_the_countys_table() -> None:
    table = {d(f"2026-03-{n:02}"): Override(False, name="Snow") for n in (3, 4)}
    table[d("2026-03-07")] = Override(True, Reason.MAKEUP, "Snow")
    assert steps(T4, "2026-03-02", calendar=Calendar(table))[3:] == [
        (StepCode.WEEKENDS, {"days": 1}),  # 5, 6, Sat 7, Sunday off, 9, 10
        run(StepCode.DAYS_OFF, "2026-03-03", "2026-03-04", 2, "override", "Snow"),
        run(StepCode.WORKED, "2026-03-07", "2026-03-07", 1, "makeup", "Snow"),
        (StepCode.COUNTED, {"length": 5, "unit": "working_days", "day": d("2026-03-10")}),
        (StepCode.DUE, {"day": d("2026-03-10"), "kind": "window"}),
    ]


def test_explain_shows_the_start_in_local_time() -> None:
    told = explain(T1, datetime(2026, 3, 1, 16, 30, tzinfo=UTC), calendar=Calendar(), terms=TERMS)
    assert told[1] == Step(StepCode.START, {"day": d("2026-03-02"), "at": at("2026-03-02T00:30")})
    assert told[1].params["at"].tzinfo is LOCAL
