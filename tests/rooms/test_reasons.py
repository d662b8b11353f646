"""What is shown of what spoke for a suggestion: whole words of the text, no pieces, no bare Korean endings."""

from __future__ import annotations

import time

import pytest

from huiyin.rooms.insight.features import Text
from huiyin.rooms.insight.nearest import nearest
from huiyin.rooms.insight.reasons import Reasons

SAID = Text(
    "看不见人的路口",
    "我要求马上修好公共厕所。开发商把钱拿走，不给一点钱，房是危房，东光镇的救护车没来。K2区APP打不开",
)


@pytest.mark.parametrize(
    "piece", ["求马", "不见人", "点钱", "房是", "我要", "镇的", "要求", "的救", "没有的"]
)
def test_pieces_are_no_reasons(piece: str) -> None:
    assert Reasons(SAID).word(piece) == ""


@pytest.mark.parametrize(
    ("run", "word"),
    [("发商", "开发商"), ("东光", "东光镇"), ("光镇", "东光镇"), ("救护车", "救护车"), ("app", "APP"), ("共厕", "公共厕所")],
)  # fmt: skip
def test_a_piece_of_one_word_is_shown_as_the_word(run: str, word: str) -> None:
    assert Reasons(SAID).word(run) == word


def test_each_word_once_and_nothing_where_nothing_is_left() -> None:
    spoke = [("光镇", 0.9), ("求马", 0.8), ("东光", 0.7), ("救护", 0.6), ("护车", 0.5)]
    assert Reasons(SAID).chosen(spoke) == (("东光镇", 0.9), ("救护车", 0.6))
    assert Reasons(SAID).chosen([("求马", 0.8)]) == ()
    assert Reasons(Text("", "")).chosen([("求马", 0.8)]) == ()


def test_korean_words_without_their_endings() -> None:
    said = Text("", "마을 가로등이 고장났습니다. 빨리 고쳐주시기 바랍니다. 문제가 있는데 합니다")
    reasons = Reasons(said)
    for ending in ("니다", "합니", "습니", "있는", "에있", "바랍니다", "시기"):
        assert reasons.word(ending) == "", ending
    assert reasons.word("로등") == reasons.word("가로등") == "가로등"
    assert reasons.word("路灯") == "路灯"  # the Chinese word for it speaks as well


def test_names_and_duties_speak_in_whole_words_too() -> None:
    found = nearest({"town": "东光镇 救护车 道路养护", "other": "公共厕所 环境卫生"})
    [best, *_] = found.guesses(Text("", "东光镇的救护车走不了，道路没人养护"))
    assert (best.label, [word for word, _ in best.reasons]) == ("town", ["东光镇", "救护车", "养护", "道路"])


def test_a_text_of_ten_megabytes_is_read_at_once() -> None:
    start = time.perf_counter()
    assert Reasons(Text("", "自来水停了" * 2_000_000)).word("来水") == "自来水"
    assert time.perf_counter() - start < 2
