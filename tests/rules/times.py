"""Days and moments as the tests write them, and the package's notices cut off after a year: tests about "not
published yet" outlive the next package.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest

from huiyin.rules import calendar
from huiyin.rules.calendar import LOCAL
from huiyin.rules.terms import RULES, Clock, Unit

naive = datetime.fromisoformat


def d(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """A moment in local time; a day alone is nine in the morning."""
    return naive(text if "T" in text else f"{text}T09:00").replace(tzinfo=LOCAL)


def given_with(clock: Clock, days: int = 20, unit: Unit = Unit.DAYS) -> dict[str, Any]:
    """What has to be told with the event for this term to be reckoned: a length, a unit, or nothing."""
    rule = RULES[clock]
    told: dict[str, Any] = {"days": min(days, rule.most)} if rule.most else {}
    return told | ({"unit": unit} if rule.unit is None else {})


@contextmanager
def published_until(last: int) -> Iterator[None]:
    """As if no notice after the one for ``last`` were known."""

    def cut(days: dict[date, str]) -> dict[date, str]:
        return {day: name for day, name in days.items() if day.year <= last}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calendar, "PACKAGE_YEARS", frozenset(y for y in calendar.PACKAGE_YEARS if y <= last))
        patch.setattr(calendar, "holidays", cut(calendar.holidays))
        patch.setattr(calendar, "workdays", cut(calendar.workdays))
        yield
