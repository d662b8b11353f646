"""Late, left, and the traffic light."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huiyin.rules.clocks import Light, Terms, days_left, is_late, light
from tests.rules.times import at, d, naive

TERMS = Terms()


def test_late_needs_a_zone() -> None:
    for ask in (is_late, days_left):
        with pytest.raises(ValueError, match="needs a time zone"):
            ask(d("2026-03-02"), naive("2026-03-02"))


@pytest.mark.parametrize(
    ("now", "late", "left"),
    [
        ("2026-03-02T00:00", False, 15),
        ("2026-03-16T23:59:59", False, 1),
        ("2026-03-17T00:00", False, 0),
        ("2026-03-17T23:59:59.999999", False, 0),
        ("2026-03-18T00:00", True, -1),
        ("2027-03-17T12:00", True, -365),
    ],
)
def test_late_from_the_first_instant_of_the_day_after(now: str, late: bool, left: int) -> None:
    assert is_late(d("2026-03-17"), at(now)) is late
    assert days_left(d("2026-03-17"), at(now)) == left


def test_late_by_the_local_day() -> None:
    assert not is_late(d("2026-03-17"), datetime(2026, 3, 17, 15, 59, tzinfo=UTC))
    assert is_late(d("2026-03-17"), datetime(2026, 3, 17, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "due", "now", "expected"),
    [
        # thirty days: amber from 33 % (9.9 days left), red from 10 % (3 days left)
        ("2026-03-01", "2026-03-31", "2026-03-01", Light.GREEN),
        ("2026-03-01", "2026-03-31", "2026-03-21", Light.GREEN),
        ("2026-03-01", "2026-03-31", "2026-03-22", Light.AMBER),
        ("2026-03-01", "2026-03-31", "2026-03-27", Light.AMBER),
        ("2026-03-01", "2026-03-31", "2026-03-28", Light.RED),
        ("2026-03-01", "2026-03-31", "2026-03-31", Light.RED),
        ("2026-03-01", "2026-03-31", "2026-04-01", Light.RED),
        # one day: red on it
        ("2026-03-01", "2026-03-02", "2026-03-01", Light.GREEN),
        ("2026-03-01", "2026-03-02", "2026-03-02", Light.RED),
        # a term of no length, as an import may bring it
        ("2026-03-01", "2026-03-01", "2026-03-01", Light.RED),
        ("2026-03-01", "2026-03-01", "2026-02-20", Light.GREEN),
    ],
)
def test_light(start: str, due: str, now: str, expected: Light) -> None:
    assert light(d(start), d(due), at(now), terms=TERMS) is expected


def test_light_by_the_countys_shares() -> None:
    early = Terms(amber_percent=80, red_percent=50)
    asked = [light(d("2026-03-01"), d("2026-03-11"), at(f"2026-03-{n:02}"), terms=early) for n in (2, 3, 6)]
    assert asked == [Light.GREEN, Light.AMBER, Light.RED]
