"""A text's beginning doesn't end within a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.cutting import beginning


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("请回电199 0000 1234谢谢", 12, "请回电"),
        ("请回电199 0000 1234谢谢", 16, "请回电199 0000 1234"),
        ("请回电199-0000-1234", 8, "请回电"),
        ("请回电 一九九〇〇〇〇一二三四", 8, "请回电"),
        ("请回电（0433）8819981", 6, "请回电"),
        ("三楼 199 0000 1234", 5, "三楼"),
        ("19900001234请回电", 5, "19900"),
        ("路灯坏了半个月", 4, "路灯坏了"),
        ("路灯", 4, "路灯"),
    ],
)
def test_it_ends_before_a_number_that_would_be_cut(text: str, most: int, cut: str) -> None:
    assert beginning(text, most) == cut


@given(st.text(alphabet="路灯19一〇 -（）", max_size=30), st.integers(1, 30))
def test_it_is_a_beginning_and_no_longer_than_asked(text: str, most: int) -> None:
    found = beginning(text, most)
    assert text.startswith(found)
    assert len(found) <= most
    assert found or not text
