"""Things named in Korean are known by their Chinese words and the other way round; what only sounds like one isn't."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.bilingual import THINGS, chinese_for, korean_for
from huiyin.rules.likewords import Weights, keys, runs, sketch
from huiyin.rules.sameness import compare

WATER = ("供水管漏水，一停水就是三天", "自来水管漏水，老人到山下挑水，请尽快维修。")
WATER_KOREAN = (
    "수도관이 새여 물이 안 나옵니다",
    "수도관에서 물이 새여 사흘씩 물이 나오지 않습니다. 로인들이 먼데서 길어다 마십니다.",
)


@pytest.mark.parametrize(("chinese", "korean"), THINGS)
def test_each_thing_is_known_both_ways_and_stands_in_the_list_once(
    chinese: tuple[str, ...], korean: tuple[str, ...]
) -> None:
    for word in korean:
        assert set(chinese) <= set(chinese_for(f"우리 마을 {word.replace('_', ' ')}"))
        assert set(chinese) <= set(chinese_for(word.replace("_", "")))
    for word in chinese:
        assert {name.replace("_", " ") for name in korean} <= set(korean_for(word))


def test_no_word_stands_for_two_things() -> None:
    for side in (0, 1):
        words = [word for thing in THINGS for word in thing[side]]
        assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "harmless",
    [
        "대부분 사람들이 그렇게 생각합니다",  # most people, not a doctor
        "손님을 태우지 않습니다",  # takes no passengers, burns nothing
        "저보다 먼저 왔습니다",  # before me, no subsistence allowance
        "다리가 아파 걷기 힘듭니다",  # a leg, no bridge
        "속히 알려주십시오",  # soon, no fraud
    ],
)
def test_what_only_sounds_like_a_thing_is_none(harmless: str) -> None:
    assert chinese_for(harmless) == ()


def test_letters_put_together_or_not_and_blanks_make_no_difference() -> None:
    whole = "수도관에서 물이 새여"
    assert chinese_for(unicodedata.normalize("NFD", whole)) == chinese_for(whole) != ()
    assert chinese_for("물이새여") == chinese_for("물이 새여") == ("漏水", "渗漏")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=60))
def test_a_chinese_text_is_left_as_it_is(text: str) -> None:
    assert chinese_for(text) == ()
    assert sketch(text, text).body == runs(text)


def test_the_same_in_two_languages_is_alike_and_another_thing_is_not() -> None:
    told, korean = sketch(*WATER), sketch(*WATER_KOREAN)
    other = sketch("公交车太少", "去医院的班车一天只有一趟，请求增加。")
    assert compare(told, korean, Weights()).thing > 0.3
    assert compare(other, korean, Weights()).thing < 0.05
    assert korean.is_korean
    assert not told.is_korean


def test_korean_words_are_looked_for_only_where_there_are_korean_texts() -> None:
    told = sketch(*WATER)
    alone, beside = keys(told, Weights(100)), keys(told, Weights(100, korean=20))
    assert set(alone) < set(beside)
    assert all(pair[0] >= "\uac00" for pair in beside.keys() - alone.keys())
    assert {"누수", "단수"} & (beside.keys() - alone.keys())


def test_what_two_korean_texts_share_is_counted_once_and_by_its_words() -> None:
    lamps = sketch(
        "가로등이 켜지지 않습니다",
        "가로등이 켜지지 않습니다. 저녁이면 어두워 로인들이 넘어져 다쳤습니다. 고쳐주십시오.",
    )
    rail = sketch(
        "다리난간이 끊어져 위험합니다",
        "란간이 차에 부딪쳐 끊어졌습니다. 밤이면 가로등도 없습니다. 고쳐주십시오.",
    )
    chinese = sketch("路灯不亮", "路灯三个月不亮。")
    assert {passage.words for passage in compare(lamps, rail, Weights()).passages} == {"가로등"}
    assert {passage.words for passage in compare(lamps, chinese, Weights()).passages} == {"路灯"}
