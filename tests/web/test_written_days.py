"""Days in a letter are found however they are written, and written otherwise in the same form."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.web.shared.papers.written_days import as_written, written

DAY, LATE = date(2026, 3, 2), date(2026, 11, 12)


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("2026年3月2日", "2026年11月12日"), ("2026年03月02日", "2026年11月12日"), ("2026-03-02", "2026-11-12"),
        ("2026.3.2", "2026.11.12"), ("2026/3/2", "2026/11/12"), ("2026년 3월 2일", "2026년 11월 12일"),
        ("2026. 3. 2.", "2026. 11. 12."),
    ],
)  # fmt: skip
def test_each_form_is_found_and_kept(form: str, read: str) -> None:
    assert written([DAY]).sub(lambda found: as_written(found[0], LATE), f"于{form}收到") == f"于{read}收到"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("2026-11-12", "2026-03-02"), ("2026.11.12", "2026.3.2"), ("2026年11月12日", "2026年3月2日"),
        ("2026年11月02日", "2026年03月02日"), ("上周", ""),
    ],
)  # fmt: skip
def test_noughts_stand_where_they_stood(form: str, read: str) -> None:
    assert as_written(form, DAY) == read


@pytest.mark.parametrize(
    "said",
    ["2026-03-021", "12026-03-02", "1.2026.3.2", "2026.3.2.1", "2026年3月25日", "2026.3.25", "2026-3.2"],
)
def test_what_is_longer_or_mixed_is_no_such_day(said: str) -> None:
    pattern = written([DAY])
    assert pattern is not None
    assert not pattern.search(said)
    assert written([]) is None
