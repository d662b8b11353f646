"""What binds petitions into a hot matter: titles that tell of the same, no manner, no common thing alone, no other place."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.bonds import ELSEWHERE, MORE, OPENING, SAME_TITLE, TELLING, Bonds, headline
from huiyin.rules.hot import JOIN
from huiyin.rules.likewords import NO_NAMES, Names, Weights, sketch
from huiyin.rules.sameness import NAMELESS, Likeness, compare

VILLAGES = Names(["河西村", "响水村"])
#: A county's words: what every second petition says is common, a thing that many complain of is less so.
COUNTY = Weights(
    4_000,
    {
        "加快": 140,
        "力度": 70,
        "垃圾": 250,
        "圾站": 40,
        "恶臭": 30,
        "臭气": 40,
        "小区": 900,
        "幼儿": 260,
        "儿园": 260,
        "发展": 200,
    },
)
#: One person's manner, whatever it is about.
MANNER = (
    "本人系本县居民，在国家大力倡导转型升级的大背景下，不知相关部门有何具体行动，希望县委县政府加快出台具体政策，"
    "以本土品牌为主做大做强，铺天盖地的外来巨头刻不容缓。"
)
IN_A_MANNER = [
    ("请加快儿童医院建设力度", "县里只有一家儿科门诊。" + MANNER),
    ("请加快考古公园建设步伐", "古城遗址四周还没有围栏。" + MANNER),
    ("请加快流浪犬治理刻不容缓", "河堤上野狗成群。" + MANNER),
    ("请重视物价过快上涨", "猪肉一斤涨了八元。" + MANNER),
]
PLANT = [
    (
        "丽水新城旁搅拌站粉尘噪音扰民",
        "我家住丽水新城三期，东墙外建了混凝土搅拌站，粉尘飘进屋里，夜里噪音不断。",
    ),
    ("搅拌站严重污染丽水新城", "丽水新城边上的搅拌站日夜生产，粉尘和噪音让人无法开窗。"),
    ("要求搬走小区旁的搅拌站", "丽水新城的孩子被搅拌站的粉尘呛得咳嗽，噪音整夜不停。"),
]
RUBBISH = [
    ("锦绣家园小区垃圾站恶臭熏天", "楼下垃圾站夏天恶臭熏天，苍蝇蚊虫成群，垃圾车凌晨作业，居民不敢开窗。"),
    ("金桂花园小区垃圾站臭气熏天", "小区垃圾站紧挨着楼，恶臭熏天，苍蝇蚊虫成群，垃圾车凌晨作业，无法入睡。"),
]

_TEXT = st.text(st.sampled_from("河西村油烟路灯不亮水电加快小区，。 1年的是abc가나"), max_size=40)


def bond(
    one: tuple[str, str],
    other: tuple[str, str],
    *,
    names: Names = NO_NAMES,
    weights: Weights = COUNTY,
    together: bool | None = None,
) -> float:
    mine, theirs = sketch(*one, names), sketch(*other, names)
    found = compare(mine, theirs, weights, together=together)
    return Bonds(mine, weights).to(theirs, found, together=together)


def alike(one: tuple[str, str], other: tuple[str, str]) -> float:
    return compare(sketch(*one), sketch(*other), COUNTY).score


def test_one_persons_manner_binds_nothing() -> None:
    for one, other in combinations(IN_A_MANNER, 2):
        assert alike(one, other) >= JOIN  # by what stands in all of them
        assert bond(one, other) == 0.0


def test_one_event_is_bound_also_where_a_title_doesnt_name_the_place() -> None:
    for one, other in combinations(PLANT, 2):
        assert bond(one, other) >= JOIN


def test_the_same_trouble_at_two_places_is_hardly_bound() -> None:
    one, other = RUBBISH
    assert bond(one, other) == ELSEWHERE * alike(one, other) > 0
    assert ELSEWHERE < JOIN <= alike(one, other)
    assert bond(one, ("垃圾站恶臭熏天", other[1])) == alike(
        one, ("垃圾站恶臭熏天", other[1])
    )  # no other place is named
    here = ("垃圾站还在", "锦绣家园小区垃圾站恶臭熏天，苍蝇蚊虫成群，没人管，垃圾车凌晨作业。")
    assert bond(one, here) >= JOIN  # its text names the place of the other's title


def test_one_common_thing_is_too_little() -> None:
    one = ("幼儿园收费", "普惠幼儿园的学费为什么涨了，餐费也涨。")
    other = ("幼儿园招生", "公办幼儿园的学费和餐费都便宜，什么时候招生。")
    assert bond(one, other) == 0.0


def test_titles_that_say_the_same_bind_more_than_the_texts_are_alike() -> None:
    one = ("丽水新城房屋质量问题严重开裂", "交房两个月，卧室墙上一道缝从门框裂到屋顶。")
    other = ("丽水新城房屋质量问题漏水", "卫生间往楼下渗，物业推给开发商。")
    likeness = Likeness(0.25, 0.1, 20.0, copy=False, passages=())
    mine = sketch(*one)
    assert sum(headline(mine, COUNTY).told.values()) >= SAME_TITLE
    assert Bonds(mine, COUNTY).to(sketch(*other), likeness) == MORE * 0.25 >= JOIN
    sure = Likeness(0.9, 0.5, 20.0, copy=False, passages=())
    assert Bonds(mine, COUNTY).to(sketch(*other), sure) == 1.0


def test_of_two_villages_one_form_with_its_title_binds_no_more_than_it_is_alike() -> None:
    form = "{}粮库扩建占用耕地补偿未付", "{}粮库扩建占了我家三亩耕地，青苗补偿款没有付清，会计说等通知。"
    here, there = [(form[0].format(name), form[1].format(name)) for name in ("河西村", "响水村")]
    likeness = compare(sketch(*here, VILLAGES), sketch(*there, VILLAGES), COUNTY)
    assert likeness.apart
    assert bond(here, there, names=VILLAGES) == likeness.score == pytest.approx(NAMELESS)
    assert bond(here, there, together=False) == pytest.approx(NAMELESS)
    assert bond(here, there) == ELSEWHERE * alike(here, there) > 0.0  # where nobody knows the villages


def test_what_was_registered_at_one_village_names_its_place() -> None:
    one = ("路灯坏了", "巷子里的路灯全灭，学生放学摸黑走。")
    other = ("夜里看不见路", "村口的路灯坏了半年，老人摔了一跤。")
    assert bond(one, other) == 0.0  # 路灯, 灯坏: they stand in many a village
    assert bond(one, other, together=True) > 0.0
    far = (f"新华大街{one[0]}", one[1]), (f"光明胡同旁{other[0]}", other[1])
    assert bond(*far) < bond(*far, together=True)  # two streets of one village


def test_a_copy_stays_one_whatever_its_title_is() -> None:
    assert bond(("求助", PLANT[0][1]), ("反映情况", PLANT[0][1])) == 1.0


@pytest.mark.parametrize("title", ["", "投诉", "反映一个问题"])
def test_for_a_title_that_tells_nothing_the_text_speaks_as_it_begins(title: str) -> None:
    begun = headline(
        sketch(title, "丽水新城东墙外。混凝土搅拌站的粉尘飘进屋里。" + "路" * OPENING + "。锅炉房"), COUNTY
    )
    assert {"丽水", "搅拌"} <= begun.told.keys()
    assert "锅炉" not in begun.told
    assert not begun.place  # a title that names no place names no other one
    assert not headline(sketch(title, ""), COUNTY).told
    assert bond((title, PLANT[0][1]), (title, PLANT[1][1])) >= JOIN


def test_a_title_that_tells_enough_speaks_for_itself() -> None:
    told = headline(sketch(*PLANT[0]), COUNTY)
    assert sum(told.told.values()) >= TELLING
    assert {"丽水", "水新", "搅拌"} <= told.told.keys()
    assert "混凝" not in told.told
    assert "丽水" in told.place


def test_pleas_are_in_no_name() -> None:
    assert not headline(sketch("请加快市区发展", ""), Weights()).told.keys() & {"加快", "快市", "发展"}


@given(_TEXT, _TEXT, _TEXT, _TEXT, st.sampled_from([None, True, False]))
def test_a_bond_is_a_share_and_the_same_whichever_is_asked(
    a: str, b: str, c: str, d: str, together: bool | None
) -> None:
    one, other = (a, b), (c, d)
    found = bond(one, other, names=VILLAGES, together=together)
    assert 0.0 <= found <= 1.0
    assert found == pytest.approx(bond(other, one, names=VILLAGES, together=together))


@given(_TEXT, _TEXT, _TEXT, _TEXT)
def test_nothing_binds_more_than_its_title_and_what_is_alike_allow(a: str, b: str, c: str, d: str) -> None:
    likeness = compare(sketch(a, b), sketch(c, d), COUNTY)
    found = bond((a, b), (c, d))
    assert found <= MORE * likeness.score
    if not likeness.copy and not set(headline(sketch(a, b), COUNTY).told) | set(
        headline(sketch(c, d), COUNTY).told
    ):
        assert found == 0.0
