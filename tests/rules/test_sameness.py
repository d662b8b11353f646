"""Whether two texts are about the same: copies, other words, other places, and never the place alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.rules.likewords import HEAVIEST, NO_NAMES, Names, Weights, keys, learnt, runs, sketch
from huiyin.rules.sameness import FIRM, LINK, MOST, NAMELESS, NOTHING, Kind, Most, compare

VILLAGES = Names(["河西村", "响水村", "大川社区"])
OIL = (
    "河西村饭店油烟扰民",
    "河西村楼下新开的烧烤店，烟囱正对着二楼窗户，每天晚上油烟往屋里灌，老人有气管炎，整夜咳嗽睡不着。",
)
OIL_AGAIN = ("烧烤店的油烟", "河西村那家烧烤店的烟囱对着我家窗户，晚上满屋油烟，老人气管炎犯了。")
LAMPS = ("河西村路灯不亮", "河西村东头巷子的路灯去年冬天起全都不亮，学生放学打着手电走，有人摔断了胳膊。")
OIL_ELSEWHERE = (OIL[0].replace("河西村", "响水村"), OIL[1].replace("河西村", "响水村"))
COMMON = Weights(1_000, {"油烟": 20, "路灯": 20, "河西": 60, "西村": 60, "窗户": 30, "晚上": 120, "老人": 90})

_TEXT = st.text(st.sampled_from("河西村油烟路灯不亮水电领导，。 1年的是abc가나"), max_size=40)


def alike(one: tuple[str, str], other: tuple[str, str], names: Names = VILLAGES) -> float:
    return compare(sketch(*one, names), sketch(*other, names), COMMON).score


def test_copies_are_the_same_whatever_their_signs_and_titles() -> None:
    copied = ("别的标题", OIL[1].replace("，", " ").replace("。", "！！"))
    found = compare(sketch(*OIL), sketch(*copied), COMMON)
    assert found.copy
    assert found.score == 1.0
    assert found.may_be_same


def test_one_character_more_is_no_copy_but_near() -> None:
    found = compare(sketch(*OIL), sketch(OIL[0], OIL[1] + "急"), COMMON)
    assert not found.copy
    assert found.score > 0.9


def test_the_same_in_other_words() -> None:
    assert alike(OIL, OIL_AGAIN) >= LINK


def test_the_place_alone_never_suffices() -> None:
    found = compare(sketch(*OIL, VILLAGES), sketch(*LAMPS, VILLAGES), COMMON)
    assert found.score < LINK
    assert found.place > 0  # both name it, and it is seen
    assert found.rank > found.score  # it brings the other nearer, no more


@pytest.mark.parametrize("place", ["河西村三组", "A2区丽水新城小区", "汪清镇大川社区新华街道幸福花园"])
def test_a_place_is_no_matter_however_long_its_name(place: str) -> None:
    found = compare(
        sketch(f"{place}停水", f"{place}停水"), sketch(f"{place}停电", f"{place}停电"), Weights(1_000, {})
    )
    assert found.score < LINK


def test_the_same_words_of_another_village_are_another_matter() -> None:
    assert alike(OIL, OIL_ELSEWHERE) < LINK
    assert (
        alike(OIL, OIL_ELSEWHERE, NO_NAMES) >= LINK
    )  # the failing case: who doesn't know the villages takes it for a copy


def test_where_they_were_registered_says_more_than_the_words() -> None:
    here = ("油烟", OIL[1].replace("河西村", "我家"))
    one, other = sketch(*here), sketch(*here[:1], here[1] + "请快来")
    assert not compare(one, other, COMMON, together=False).may_be_same
    assert compare(one, other, COMMON, together=True).may_be_same
    assert compare(one, sketch(*LAMPS), COMMON, together=True).score < LINK  # one village, something else
    assert compare(one, one, COMMON, together=False).copy  # a copy is told as one wherever it is


def test_passages_stand_in_both_texts_the_heaviest_first() -> None:
    one, other = sketch(*OIL, VILLAGES), sketch(*OIL_AGAIN, VILLAGES)
    passages = compare(one, other, COMMON).passages
    mine, theirs = "|".join((*one.title, *one.body)), "|".join((*other.title, *other.body))
    assert passages
    assert all(passage.words in mine and passage.words in theirs for passage in passages)
    assert [p.weight for p in passages] == sorted((p.weight for p in passages), reverse=True)
    assert len(passages) <= MOST
    assert {p.kind for p in passages} == {Kind.PLACE, Kind.THING}
    assert "河西村" in {p.words for p in passages if p.kind is Kind.PLACE}
    assert any("气管炎" in p.words for p in passages if p.kind is Kind.THING)


def test_what_every_petition_says_counts_nothing() -> None:
    polite = "尊敬的领导您好，恳请有关部门尽快解决，非常感谢"
    found = compare(sketch("", f"{polite}。井水发黄"), sketch("", f"{polite}。桥面断裂"), Weights())
    assert found.score < LINK
    assert found.thing < 0.2


def test_nothing_to_compare() -> None:
    assert compare(sketch("", ""), sketch(*OIL), COMMON) == NOTHING
    assert (
        compare(sketch("", "！！。"), sketch("", "！！。"), COMMON) == NOTHING
    )  # two texts of signs are no copies


@given(_TEXT, _TEXT)
def test_the_same_whichever_comes_first(one: str, other: str) -> None:
    there = compare(sketch("", one), sketch("", other), COMMON)
    back = compare(sketch("", other), sketch("", one), COMMON)
    assert 0 <= there.score <= 1
    assert there == back
    if there.copy:
        assert there.score == back.score == 1


@given(_TEXT)
def test_every_text_with_letters_is_a_copy_of_itself(text: str) -> None:
    one = sketch("", text)
    assert compare(one, one, COMMON).copy is not one.is_empty


def test_weights_are_learnt_and_bounded() -> None:
    weights = learnt(sketch("", text) for text in ["路灯坏了"] * 40 + ["井水发黄"] * 3 + ["桥断"])
    assert weights.texts == 44
    assert weights.seen["路灯"] == 40
    assert "桥断" not in weights.seen  # one text says nothing of how rare it is
    assert weights.of("路灯") < weights.of("井水") <= HEAVIEST
    assert weights.of("的灯") == 0  # a joining character
    assert weights.of("20") == 0
    assert weights.of("领导") == 0


def test_keys_are_the_heaviest_and_few() -> None:
    text = sketch("路灯", "路灯井水桥面" + "".join(chr(0x5000 + n) for n in range(300)))
    found = keys(text, COMMON, most=2, unknown=3)
    assert len(found) <= 5
    assert "路灯" in found
    assert keys(sketch("", "您好"), COMMON) == {}


def test_runs_are_cut_at_signs_and_bounded() -> None:
    assert runs("路灯，坏了。ＡＢＣ") == ("路灯", "坏了", "abc")
    assert sum(map(len, runs("路" * 50_000))) <= 2_000


@pytest.mark.parametrize(
    "address",
    [
        "https://pan.example.com/s/1abcDEF?pwd=9z",
        "http://www.example.cn/bbs/thread-12.html",
        "HTTPS://Example.com",
        "http：//www.example.com/a",
        "www.example.gov.cn",
        "example.com.cn/news",
        "tousu.123@example.com",
        "ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ",
        "m.example.net:8080/x",
        "http://10.0.0.1/a",
    ],
)
def test_addresses_of_pages_and_mailboxes_are_no_words(address: str) -> None:
    assert runs(f"照片见{address}，幼儿园收费单") == ("照片见", "幼儿园收费单")
    one, other = (sketch("", f"{said}{address}") for said in ("幼儿园乱收费：", "公交车改了线路："))
    assert not one.pairs.keys() & other.pairs.keys()


def test_what_only_looks_like_an_address_stays() -> None:
    assert runs("温度18.5度，见3.com店。A.B楼") == ("温度18", "5度", "见", "店", "a", "b楼")
    assert runs("app.中的httpx页面") == ("app", "中的httpx页面")


def test_names_are_found_whole() -> None:
    assert sketch("路灯坏了", "汪清镇河西村三组", VILLAGES).places == {"河西村"}
    assert sketch("河西", "河西路，村里", VILLAGES).places == frozenset()


@given(one=st.tuples(_TEXT, _TEXT), other=st.tuples(_TEXT, _TEXT))
def test_no_comparison_finds_more_than_the_pairs_promise(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    first, second = sketch(*one), sketch(*other)
    most = Most(first, COMMON).thing(second)
    assert most == pytest.approx(Most(second, COMMON).thing(first))
    assert compare(first, second, COMMON).thing <= most + 1e-9


def test_what_shares_no_telling_pair_promises_nothing() -> None:
    oil = Most(sketch(*OIL), COMMON)
    assert oil.thing(sketch("天气", "今天下雪")) == 0
    assert oil.thing(sketch(*OIL_AGAIN)) > oil.thing(sketch(*LAMPS)) > 0


@given(
    one=st.tuples(_TEXT, _TEXT), other=st.tuples(_TEXT, _TEXT), at_one=st.sampled_from([True, False, None])
)
@example(one=OIL, other=OIL_AGAIN, at_one=None)
@example(one=OIL, other=LAMPS, at_one=True)
@example(one=OIL, other=OIL_ELSEWHERE, at_one=False)
@example(one=OIL, other=(OIL[0], OIL[1] + "急"), at_one=None)
def test_none_comes_nearer_than_the_pairs_promise(
    one: tuple[str, str], other: tuple[str, str], *, at_one: bool | None
) -> None:
    for names in (NO_NAMES, VILLAGES):
        first, second = sketch(*one, names), sketch(*other, names)
        found = compare(first, second, COMMON, together=at_one)
        most = Most(first, COMMON).rank(second, together=at_one)
        assert found.copy or found.rank <= most + 1e-9


def test_what_is_far_is_promised_less_than_what_is_near() -> None:
    def promised(other: tuple[str, str], at_one: bool | None = None) -> float:
        return Most(sketch(*OIL, VILLAGES), COMMON).rank(sketch(*other, VILLAGES), together=at_one)

    assert (
        promised(OIL_AGAIN) > promised(LAMPS) > promised(OIL_ELSEWHERE) > promised(("天气", "今天下雪")) == 0
    )
    assert promised(OIL_ELSEWHERE) <= NAMELESS


def test_pairs_are_weighed_at_once_as_one_by_one() -> None:
    pairs = sketch(*OIL).pairs
    weighed = Weights(COMMON.texts, COMMON.seen).weighed(pairs)
    assert weighed == {pair: COMMON.of(pair) for pair in pairs if COMMON.of(pair) > 0}
    assert 0 < len(weighed) < len(pairs)


# -- Korean ---------------------------------------------------------------------------------------------------------------

WATER_KO = (
    "수도물이 며칠째 나오지 않습니다",
    "춘명촌에 사는 로인입니다. 사흘전부터 수도물이 나오지 않습니다. 물탕크차도 오지 않아 밥을 지을수 없습니다. 고쳐주시오.",
)
WATER_KO_AGAIN = (
    "물이 끊긴지 사흘",
    "우리 춘명촌은 사흘째 수도물이 끊겼습니다. 물탕크차라도 보내주십시오. 밥을 지을 물도 없습니다.",
)
DEED_KO = (
    "부동산증의 이름이 틀려 집을 팔수 없습니다",
    "춘명촌에 사는 로인입니다. 부동산증에 이름이 틀리게 적혀있습니다. 집을 팔려고 하는데 언제 되는지 알려주시기 바랍니다.",
)
BOTH = Names([("春明村", "춘명촌"), ("河西村", "하서촌")])


def test_what_korean_words_end_in_makes_no_two_texts_the_same() -> None:
    water, deed = sketch(*WATER_KO, BOTH), sketch(*DEED_KO, BOTH)
    found = compare(water, deed, Weights(), together=True)
    assert not found.may_be_same
    assert not {"습니다", "시기바랍니다", "여러번"} & {one.words for one in found.passages}
    assert compare(water, sketch(*WATER_KO_AGAIN, BOTH), Weights(), together=True).may_be_same


def test_what_many_korean_texts_have_isnt_rare_though_few_of_all_texts_have_it() -> None:
    chinese = [sketch("路灯", f"第{n}盏路灯坏了，晚上看不见路。") for n in range(400)]
    korean = [sketch("로임", f"{n}월 로임을 받지 못했습니다. 공장장이 계속 미룹니다.") for n in range(40)]
    weights = learnt([*chinese, *korean])
    assert weights.korean == 40
    assert weights.of("로임") == 0
    assert weights.of("路灯") == 0
    assert weights.of("수도") > weights.of("물탕") * 0.9 > 3


def test_a_village_is_the_same_in_both_languages() -> None:
    here = sketch("没有水", "春明村停水三天了。", BOTH)
    assert here.places == sketch("물", "춘명촌에 물이 없습니다.", BOTH).places == {"春明村"}
    assert sketch("물", "하서촌에 물이 없습니다.", BOTH).places == {"河西村"}


def test_texts_of_two_villages_say_how_alike_their_words_are() -> None:
    one = sketch("停水", "春明村自来水停了三天，水厂说管道冻裂了，一直没人来修。", BOTH)
    other = sketch("停水", "河西村自来水停了三天，水厂说管道冻裂了，一直没人来修。", BOTH)
    found = compare(one, other, Weights())
    assert found.apart
    assert not found.may_be_same
    assert found.words > 0.9 > 3 * found.score * 0.99
    near = compare(one, one, Weights())
    assert (near.apart, near.words) == (False, near.score)


def test_in_one_village_a_few_words_in_common_arent_the_same_matter() -> None:
    one = sketch("楼顶漏雨", "物业一推再推，墙皮往下掉，一到下雨天屋里就接盆。")
    other = sketch("外墙保温板", "保温板往下掉，砸了楼下的车，底下是幼儿园，请赶快围一围。")
    near, apart = (compare(one, other, Weights(), together=at) for at in (True, None))
    assert 0 < near.thing < FIRM
    assert not near.may_be_same
    assert apart.score <= near.score
    again = sketch("楼顶又漏雨", "物业一推再推，一到下雨天屋里就接盆，墙皮掉了。")
    assert compare(one, again, Weights(), together=True).may_be_same


@pytest.mark.parametrize("word", ["아무", "지난", "이번", "다음", "최근", "얼마나", "역시", "무슨"])
def test_a_korean_word_that_says_nothing_by_itself_is_evidence_of_nothing(word: str) -> None:
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    assert [pair for pair in pairs if Weights().of(pair) > 0] == []


def test_the_longest_passage_is_looked_for_at_the_first_dozen_places() -> None:
    """A pair that stands in a text again and again isn't followed for ever; the same pair found late is a shorter passage."""
    early, late = "水管。" * 3 + "水管冻裂三天没人管。", "水管。" * 20 + "水管冻裂三天没人管。"
    asked = sketch("", "水管冻裂三天没人管。" + "家里有老人和病人。" * 9)
    for text, longest in ((early, "水管冻裂三天没人管"), (late, "管冻裂三天没人管")):
        found = compare(asked, sketch("", text), Weights())
        assert longest in {passage.words for passage in found.passages}
