"""The annual report and the assessment: on which day, done or late, and why that day."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from huiyin.rules.yearly import (
    FIRST_YEAR,
    LAST_YEAR,
    Standing,
    Yearly,
    YearlyDuty,
    YearlyStepCode,
    YearlyTerms,
    explain_yearly,
    standing,
    yearly_duties,
)
from tests.rules.times import d

TERMS = YearlyTerms()


def test_what_a_year_owes() -> None:
    assert yearly_duties(2026, TERMS) == (
        YearlyDuty(Yearly.ASSESSMENT, 2026, "39", d("2026-12-31")),
        YearlyDuty(Yearly.REPORT, 2026, "41", d("2027-01-31")),
    )


def test_the_days_are_the_countys() -> None:
    early = YearlyTerms.from_mapping({"report_by": "02-28", "assessment_by": "11-30"})
    assert [duty.due_on for duty in yearly_duties(2027, early)] == [d("2027-11-30"), d("2028-02-28")]
    assert YearlyTerms.from_mapping({}) == TERMS
    with pytest.raises(FrozenInstanceError):
        TERMS.report_by = "03-01"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["report_by", "assessment_by"])
@pytest.mark.parametrize(
    "value", ["02-29", "13-01", "1-31", "01/31", "", "2026-01-31", "31", None, 131, True]
)
def test_a_day_that_not_every_year_has_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a day that every year has"):
        YearlyTerms.from_mapping({name: value})


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown setting: report, x"):
        YearlyTerms.from_mapping({"x": "01-31", "report": "01-31"})


def test_no_year_before_the_regulation_owes_anything() -> None:
    assert yearly_duties(FIRST_YEAR - 1, TERMS) == ()
    assert len(yearly_duties(FIRST_YEAR, TERMS)) == len(yearly_duties(LAST_YEAR, TERMS)) == len(Yearly)
    with pytest.raises(ValueError, match="no year to plan for: 2200"):
        yearly_duties(LAST_YEAR + 1, TERMS)


@pytest.mark.parametrize(
    ("today", "done", "expected"),
    [
        ("2026-01-01", False, Standing.NEXT),
        ("2026-12-31", False, Standing.NEXT),  # the last day is in time
        ("2027-01-01", False, Standing.LATE),
        ("2027-01-01", True, Standing.DONE),
    ],
)
def test_standing(today: str, done: bool, expected: Standing) -> None:
    assessment = yearly_duties(2026, TERMS)[0]
    assert standing(assessment, today=d(today), done=done) is expected


@pytest.mark.parametrize(
    ("code", "article", "setting", "day"),
    [
        (Yearly.REPORT, "41", "report_by", "2027-01-31"),
        (Yearly.ASSESSMENT, "39", "assessment_by", "2026-12-31"),
    ],
)
def test_explained(code: Yearly, article: str, setting: str, day: str) -> None:
    """The article is the law's, the day isn't: the explanation keeps the two apart."""
    duty = next(duty for duty in yearly_duties(2026, TERMS) if duty.code is code)
    assert [(step.code, dict(step.params)) for step in explain_yearly(duty)] == [
        (YearlyStepCode.RULE, {"code": code.value, "article": article, "year": 2026}),
        (YearlyStepCode.NO_DAY, {"article": article}),
        (YearlyStepCode.LOCAL, {"setting": setting, "day": d(day)}),
        (YearlyStepCode.DUE, {"day": d(day)}),
    ]
