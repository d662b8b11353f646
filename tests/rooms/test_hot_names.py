"""What a hot matter is called: whole words that several titles say, as they stand there; else the title likest to all."""

from __future__ import annotations

from itertools import pairwise

import pytest

from huiyin.rooms.insight.hot_naming import named
from huiyin.rooms.insight.wording import worded
from huiyin.rules.hot_names import likest, title_of
from huiyin.rules.likewords import Weights, sketch

SOME = Weights(1_000, {})


def words(*titles: str, most: int = 4) -> list[str]:
    return title_of([worded(title).words for title in titles], SOME, most=most).split()


def test_the_place_first_then_what_several_say() -> None:
    found = words("幸福小区附近搅拌站噪音扰民", "投诉幸福小区搅拌站粉尘", "幸福小区旁搅拌站，张三家孩子生病")
    assert found == ["幸福小区", "搅拌站"]
    assert words("幸福小区搅拌站粉尘") == []


def test_figures_and_letters_stay_on_names() -> None:
    bus = words(
        "投诉B4区805路公交车改道后绕路", "B4区805路公交车改道，老人看病不方便", "反映805路公交车改道的事"
    )
    assert bus[0] in {"805路", "B4区805路"}
    assert "公交车改道" in bus
    assert not {"05路", "b4区", "投诉b4区"} & set(bus)
    app = words("D市出行APP扣费不退", "D市出行APP乱扣费", "关于D市出行APP扣费")
    assert any("APP" in word for word in app)


def test_no_piece_of_a_word_and_no_verb_of_telling() -> None:
    found = words("投诉东方美食城虚假招商", "南方美食城虚假招商，骗人钱财", "举报美食城虚假招商，求退钱")
    assert found == ["美食城虚假招商"]
    slow = words(
        "投诉C市远帆英语拖延退费",
        "C市远帆英语迟迟不退费，拖延三个月",
        "反映C市远帆英语拖延退费，多次要求无果",
    )
    assert not {"拖延退", "迟迟不", "远帆英"} & set(slow)


def test_one_word_names_nothing() -> None:
    """One common noun, or one place: the title that is likest to all says more."""
    titles = ["县里的幼儿园几点放学", "幼儿园旁边的路灯不亮", "幼儿园门口乱停车"]
    assert words(*titles) == []
    assert named(titles, SOME) in titles
    assert words("A5区热水停了", "A5区学位不够", "A5区公厕没人扫") == []
    assert words("加快建设刻不容缓", "请加快修桥，刻不容缓") == []


def test_titles_that_are_nearly_the_same_are_named_by_one_of_them() -> None:
    titles = [f"前面要盖高楼挡了我们{n}户的太阳" for n in (10, 12, 8)]
    assert named(titles, SOME) in titles
    assert named(["屋里才十五度，老人冻感冒了"] * 3, SOME) == "屋里才十五度，老人冻感冒了"


def test_the_title_likest_to_all() -> None:
    titles = ["路灯不亮", "幸福小区搅拌站粉尘噪音", "幸福小区搅拌站粉尘", "幸福小区噪音"]
    assert likest([sketch(title, "") for title in titles], SOME) in {1, 2}
    assert likest([sketch("停水", ""), sketch("停电", "")], SOME) == 0
    with pytest.raises(ValueError, match="no titles"):
        likest([], SOME)


def test_what_was_told_in_confidence_is_no_name_by_itself() -> None:
    titles = ["幼儿园的饭菜发霉", "幼儿园旁边的路灯不亮", "幼儿园门口乱停车"]
    assert named(titles, SOME, confided={titles[0], titles[1]}) == titles[2]
    assert named(titles, SOME, confided=titles) == ""
    assert named([], SOME) == ""


WRONG = ("油烟直排", "噪音扰民", "垃圾成堆", "污水横流", "电线裸露", "围墙倒塌")


def test_one_place_and_so_many_things_at_most() -> None:
    found = words(*(f"春华小区{one}；北山花园{other}" for one, other in pairwise(WRONG)), most=3)
    assert len(found) == 3
    assert sum(place in found for place in ("春华小区", "北山花园")) == 1
    assert not any(one != other and one in other for one in found for other in found)


def test_korean_titles_share_words_without_their_endings() -> None:
    found = words(
        "가로등이 고장났습니다", "가로등을 고쳐주십시오, 변압기도 고장났습니다", "변압기와 가로등 수리"
    )
    assert {"가로등", "변압기"} <= set(found)
    assert not any(word.startswith("가로등") and word != "가로등" for word in found)


def test_a_county_or_a_kind_of_place_with_one_word_tells_too_little() -> None:
    assert words("B7县大道上通行太慢", "B7县的大道什么时候通行", "B7县夜里通行，大道没灯") == []
    assert words("三一大道省机关站前面积水", "三一大道省机关站的积水没人管，路面结冰")[0] == "三一大道"
