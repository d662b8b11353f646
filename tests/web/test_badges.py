"""A term's badge: word and colour by the share of the term that is left, settings of the county."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiyin.rooms.county.actions import set_setting
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.roles import SYSTEM
from huiyin.web.shared import badges
from tests.rooms.cast import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
SINCE = date(2026, 3, 2)
DUE = SINCE + timedelta(days=60)


def tone(left: int, *, since: date | None = SINCE) -> str:
    """The form of a term of sixty days of which so many are left."""
    text = badges.clock(DUE, DUE - timedelta(days=left), since=since)
    return str(text).split('"')[1].removeprefix("hy-clock ")


@pytest.mark.parametrize(
    ("left", "wanted"),
    [
        (60, "calm"),
        (20, "calm"),
        (19, "soon"),
        (7, "soon"),
        (6, "today"),
        (1, "today"),
        (0, "today"),
        (-1, "late"),
    ],
)
def test_a_third_left_is_amber_and_a_tenth_is_red(left: int, wanted: str) -> None:
    assert tone(left) == wanted


@pytest.mark.parametrize(
    ("left", "wanted"), [(4, "calm"), (3, "soon"), (1, "today"), (0, "today"), (-2, "late")]
)
def test_without_a_beginning_three_days_are_near(left: int, wanted: str) -> None:
    assert tone(left, since=None) == wanted


def test_the_shares_are_the_countys() -> None:
    set_setting("amber_percent", 50, by=SYSTEM, now=START)
    forget()
    assert tone(30) == "soon"
    assert tone(31) == "calm"


@pytest.mark.parametrize("whole", [1, 2, 7, 60])
def test_a_short_term_never_looks_calmer_than_a_long_one_with_the_same_day(whole: int) -> None:
    today = DUE - timedelta(days=1)
    assert badges.tone_for(DUE, today, since=DUE - timedelta(days=whole)) == "today"
    near = badges.tone_for(DUE, DUE - timedelta(days=3), since=DUE - timedelta(days=3))
    assert near == "soon", "a term of three days is near from its first day on"
