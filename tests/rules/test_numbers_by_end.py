"""A matter's number by its end, as people read it to each other."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.rules import identifiers as ids


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("00042-7", ["222424-20261124-00042-7"]),
        ("－00042－7", ["222424-20261124-00042-7"]),
        ("20261124-00042-7", ["222424-20261124-00042-7"]),
        ("20261124-00042-6", []),
        ("20261399-00042-7", []),
        ("00000-0", []),
        ("42-7", []),
        ("000427", []),
        ("x" * 10_000_000, []),
    ],
)
def test_numbers_by_their_end(typed: str, found: list[str]) -> None:
    last = date(2026, 11, 24)
    assert ids.matter_number("222424", last, 42) == "222424-20261124-00042-7"
    assert [n for n in ids.numbers_ending(typed, "222424", last, days=3) if "1124" in n] == found


def test_the_check_digit_leaves_one_day_of_ten() -> None:
    found = ids.numbers_ending("00042-7", "222424", date(2026, 11, 24), days=3_653)
    assert found == sorted(found, reverse=True)
    assert 300 < len(found) < 430
    assert all(ids.parse_number(number) for number in found)
