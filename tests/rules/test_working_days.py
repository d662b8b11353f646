"""How many working days lie between two days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.calendar import Calendar, Override
from tests.rules.times import d, published_until


@pytest.fixture(autouse=True, scope="module")
def known_until_2026() -> Iterator[None]:
    with published_until(2026):
        yield


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-03-02", "2026-03-06", 5),
        ("2026-03-02", "2026-03-02", 1),
        ("2026-03-07", "2026-03-08", 0),  # a weekend
        ("2026-02-13", "2026-02-24", 3),  # Fri 13, make-up Sat 14, Tue 24
        ("2025-12-31", "2026-01-05", 3),  # Wed 31, make-up Sun 4, Mon 5
        ("2026-01-01", "2026-12-31", 248),
        ("2025-01-01", "2026-12-31", 496),
        ("2026-03-03", "2026-03-02", 0),  # the wrong way round
    ],
)
def test_by_hand(first: str, last: str, expected: int) -> None:
    assert Calendar().working_days(d(first), d(last)) == expected


@given(
    first=st.dates(d("2023-06-01"), d("2028-06-01")),
    length=st.integers(-5, 800),
    table=st.dictionaries(
        st.dates(d("2026-01-01"), d("2027-12-31")), st.builds(Override, st.booleans()), max_size=20
    ),
)
def test_as_counting_day_by_day(first: date, length: int, table: dict[date, Override]) -> None:
    calendar = Calendar(table)
    one_by_one = sum(calendar.is_working(first + timedelta(days=n)) for n in range(length + 1))
    assert calendar.working_days(first, first + timedelta(days=length)) == one_by_one


@given(start=st.dates(d("2023-06-01"), d("2027-06-01")), n=st.integers(1, 300))
def test_it_undoes_adding_working_days(start: date, n: int) -> None:
    calendar = Calendar()
    assert calendar.working_days(start + timedelta(days=1), calendar.add_working_days(start, n)) == n


def test_a_moment_instead_of_a_day_is_refused() -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    for first, last in ((moment, d("2026-03-03")), (d("2026-03-01"), moment)):
        with pytest.raises(TypeError, match="a day is wanted"):
            Calendar().working_days(first, last)
