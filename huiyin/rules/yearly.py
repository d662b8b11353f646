"""The two duties that come once a year and belong to no matter: the annual report (T13) and the assessment (T14).

信访工作条例 (2022) says "every year" and names no day, so the days are the county's own: local practice, not law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

#: The Regulation is in force since 1 May 2022: no year before owes anything under it.
FIRST_YEAR = 2022
#: A year that no calendar of ours reaches is a slip of the pen.
LAST_YEAR = 2199


class Yearly(StrEnum):
    """Which duty."""

    REPORT = "T13"  # report to the own committee and government and to the petition department above
    ASSESSMENT = "T14"  # committee and government assess the petition work


ARTICLE: Mapping[Yearly, str] = {Yearly.REPORT: "41", Yearly.ASSESSMENT: "39"}


@dataclass(frozen=True, slots=True)
class YearlyTerms:
    """By which day of the year (``MM-DD``) the county wants them done: our proposal, which the department has to confirm.

    The report on a year falls into the next one, for it counts the whole year; the assessment into the year itself.
    """

    report_by: str = "01-31"
    assessment_by: str = "12-31"

    def __post_init__(self) -> None:
        for spec in fields(self):
            value = getattr(self, spec.name)
            if not isinstance(value, str) or not _is_month_day(value):
                raise ValueError(f"{spec.name} must be a day that every year has, as 01-31: {value!r}")

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> YearlyTerms:
        """From settings by field name; what isn't named keeps its default. Refuses unknown names and what is no day."""
        unknown = sorted(values.keys() - {spec.name for spec in fields(cls)})
        if unknown:
            raise ValueError(f"unknown setting: {', '.join(unknown)}")
        return cls(**values)


def _is_month_day(text: str) -> bool:
    try:
        return date.fromisoformat(f"2023-{text}").strftime("%m-%d") == text  # 2023 has no 29 February
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class YearlyDuty:
    """One duty of one year, and the last day on which it is in time."""

    code: Yearly
    year: int
    article: str
    due_on: date


class Standing(StrEnum):
    """Where a yearly duty stands."""

    DONE = "done"
    LATE = "late"
    NEXT = "next"


def yearly_duties(year: int, terms: YearlyTerms) -> tuple[YearlyDuty, ...]:
    """What a year owes, by the day it is due; nothing before the Regulation. Refuses a year that no calendar reaches."""
    if year > LAST_YEAR:
        raise ValueError(f"no year to plan for: {year}")
    if year < FIRST_YEAR:
        return ()
    days = {
        Yearly.ASSESSMENT: date.fromisoformat(f"{year}-{terms.assessment_by}"),
        Yearly.REPORT: date.fromisoformat(f"{year + 1}-{terms.report_by}"),
    }
    return tuple(YearlyDuty(code, year, ARTICLE[code], day) for code, day in days.items())


def standing(duty: YearlyDuty, *, today: date, done: bool) -> Standing:
    """Done, late (its last day is over), or next."""
    if done:
        return Standing.DONE
    return Standing.LATE if today > duty.due_on else Standing.NEXT


class YearlyStepCode(StrEnum):
    """One sentence of the explanation; its parameters are listed behind."""

    RULE = "rule"  # code, article, year
    NO_DAY = "no_day"  # article: it names no day
    LOCAL = "local"  # setting: the name of the county's own choice, day
    DUE = "due"  # day: the last day in time


@dataclass(frozen=True, slots=True)
class YearlyStep:
    """Data, no language."""

    code: YearlyStepCode
    params: Mapping[str, str | int | date]


def explain_yearly(duty: YearlyDuty) -> tuple[YearlyStep, ...]:
    """How the day came about: what the article asks, that it names no day, whose day it is."""
    setting = "report_by" if duty.code is Yearly.REPORT else "assessment_by"
    asked = {"code": duty.code.value, "article": duty.article, "year": duty.year}
    return (
        YearlyStep(YearlyStepCode.RULE, asked),
        YearlyStep(YearlyStepCode.NO_DAY, {"article": duty.article}),
        YearlyStep(YearlyStepCode.LOCAL, {"setting": setting, "day": duty.due_on}),
        YearlyStep(YearlyStepCode.DUE, {"day": duty.due_on}),
    )
