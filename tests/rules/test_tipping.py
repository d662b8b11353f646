"""Words that speak of a tip-off."""

from __future__ import annotations

import pytest

from huiyin.rules.tipping import WORDS, tip_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("村主任贪污低保款，我要举报。", ("举报", "贪污")),
        ("촌장이 돈을 횡령했습니다", ("횡령",)),
        ("家里三天没有水了。", ()),
        ("", ()),
        ("举报举报", ("举报",)),
    ],
)
def test_words_are_found_once_each(text: str, found: tuple[str, ...]) -> None:
    assert tip_words(text) == found


def test_no_word_stands_twice() -> None:
    assert len(set(WORDS)) == len(WORDS)
