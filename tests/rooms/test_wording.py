"""What is shown of what two texts share: whole words as they stand there, names of places without verbs and persons."""

from __future__ import annotations

import pytest

from huiyin.rooms.insight.wording import phrases, worded
from huiyin.rules.likewords import Weights, sketch
from huiyin.rules.sameness import Kind, compare


def told(one: str, other: str) -> dict[Kind, list[str]]:
    passages = compare(sketch("", one), sketch("", other), Weights()).passages
    found = phrases(passages, one, other)
    return {kind: [row.words for row in found if row.kind is kind] for kind in Kind}


@pytest.mark.parametrize(
    "text",
    ["投诉805路公交车改道，A2区6号线", "  가로등이 고장났습니다. 路灯\n坏了", "", "Ａ市 ﬁ…"],
)  # fmt: skip
def test_the_words_together_are_the_text(text: str) -> None:
    assert worded(text).text == text


def test_figures_and_letters_stay_with_what_they_count() -> None:
    assert worded("投诉805路公交车改道").words[1] == "805路"
    assert worded("A2区法院").words == ("A2区", "法院")
    assert worded("地铁6号线").words == ("地铁", "6号线")
    assert worded("东光镇救护车").words == ("东光镇", "救护车")


def test_beside_a_verb_and_a_measure_word_nothing_is_left_over() -> None:
    found = told("柳树河村进屯那座小桥塌了", "柳树河村进屯那座小桥桥面塌了")
    assert found == {Kind.PLACE: ["柳树河村"], Kind.THING: ["小桥"]}


def test_persons_are_no_places() -> None:
    found = told(
        "丽湖花城小区业主反映：路面塌了，一名业主摔伤", "我是丽湖花城小区业主，路面塌了，有一名业主摔伤了腿"
    )
    assert found[Kind.PLACE] == ["丽湖花城小区"]
    assert not told("小区业主的车位被占", "多名小区业主的车位被占")[Kind.PLACE]


def test_what_is_done_there_doesnt_belong_to_the_place() -> None:
    cracked = told(
        "地铁6号线施工导致B市锦绣花城小区三期房屋开裂", "投诉地铁6号线施工导致B市锦绣花城小区三期墙体开裂"
    )
    assert cracked[Kind.PLACE] == ["B市锦绣花城小区三期"]
    led = told("请相关领导落实K4县拆迁补偿款", "希望相关领导落实K4县拆迁补偿款的发放")
    assert (led[Kind.PLACE], led[Kind.THING]) == (["K4县"], ["拆迁补偿款"])


def test_who_goes_to_the_county_names_no_place() -> None:
    """Whom one turns to is no place where something is wrong."""
    text = "法院不理我，我来找县委，请县委下文撤销判决"
    assert told(text, text)[Kind.PLACE] == []


def test_things_are_whole_words() -> None:
    found = told("该搅拌站的噪音整夜，扬尘污染严重", "居民投诉该搅拌站噪音大，灰尘污染")
    assert set(found[Kind.THING]) == {"搅拌站", "噪音", "污染"}
    bus = told("805路公交车改道", "205路公交车改道")
    assert bus == {Kind.PLACE: [], Kind.THING: ["公交车改道"]}


def test_a_mere_figure_is_nothing() -> None:
    found = told("三栋101，油烟呛人", "五栋101、油烟很大")
    assert found[Kind.THING] == ["油烟"]


def test_capitals_are_those_of_the_text() -> None:
    assert told("K2区APP停车收费太贵", "说说K2区APP停车收费")[Kind.THING] == ["APP停车收费"]


def test_korean_words_stand_without_their_endings() -> None:
    found = told("마을 가로등이 고장났습니다", "가로등을 고쳐주십시오. 마을이 어둡습니다")
    assert found[Kind.THING] == ["가로등", "마을"]


def test_a_piece_in_one_text_may_be_a_word_in_the_other() -> None:
    assert told("大家都怕扬尘污染和油烟", "油烟，尘污染物")[Kind.THING] == ["污染", "油烟"]


def test_what_neither_text_has_is_told_as_it_was_compared() -> None:
    """Of a Korean text the Chinese words for it are compared, too."""
    passages = compare(sketch("", "가로등이 고장났습니다"), sketch("", "路灯坏了"), Weights()).passages
    assert [one.words for one in phrases(passages, "가로등이 고장났습니다", "가로등")] == ["路灯"]
