"""How wide words look, and in which lines they fit."""

from __future__ import annotations

import pytest

from huiyin.rules.wide import lines_of, wide


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("abc", 3), ("信访", 4), ("신소", 4), ("a信（", 5)])
def test_a_chinese_or_korean_sign_takes_two_columns(text: str, columns: int) -> None:
    assert wide(text) == columns


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("short", 10, ["short"]),
        ("one two three", 7, ["one two", "three"]),
        ("a-word-that-is-too-long x", 5, ["a-word-that-is-too-long", "x"]),
        ("核对全部记录", 8, ["核对全部", "记录"]),
        ("核对全部，记录", 8, ["核对全", "部，记录"]),
        ("见“全部”记录", 8, ["见“全部”", "记录"]),
        ("用CSV文件衡量", 8, ["用CSV文", "件衡量"]),
        ("全部（含首尾）", 8, ["全部（含", "首尾）"]),
        ("모든 문서철을 검사", 13, ["모든 문서철을", "검사"]),
        ("（默认 zh）", 7, ["（默认", "zh）"]),
        ("见“说明书”", 4, ["见", "“说", "明", "书”"]),
    ],
)
def test_lines_end_at_blanks_and_between_chinese_signs(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(text, width) == lines
