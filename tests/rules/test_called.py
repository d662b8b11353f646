"""What a register's field may hold, and a name or a door found however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.called import NOBODY, names_in, numbers_in
from huiyin.rules.doors import doors_in, doors_of
from huiyin.rules.hiding import Sign, Told, blotted
from huiyin.rules.readings import is_hangul, is_read, sound


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("尉迟霞（代笔）", {"尉迟霞"}), ("尉迟霞(", {"尉迟霞"}), ("金顺姬(김순희)", {"金顺姬", "김순희"}),
        ("王强（妻子李丽）", {"王强", "李丽"}), ("王强（李丽）", {"王强", "李丽"}), ("王强、李丽", {"王强", "李丽"}),
        ("王强和李丽", {"王强", "李丽"}),
        ("王强 李丽", {"王强", "李丽"}), ("王 强", {"王 强"}), ("李和平", {"李和平"}), ("王强等5人", {"王强"}),
        ("王强等三户", {"王强"}),
        ("Kim Min Su", {"Kim Min Su"}), ("김 순희", {"김 순희"}), ("", set()), ("王", set()), ("（）", set()),
        ("12", set()),
    ],
)  # fmt: skip
def test_the_names_of_a_field(field: str, names: set[str]) -> None:
    assert set(names_in(field)) - {field} == names - {field}
    assert field in set(names_in(field))


@pytest.mark.parametrize(
    ("field", "names"),
    [
        *((f"金顺姬{behind}", {"金顺姬"}) for behind in (
            "夫妇", "一家", "一家三口", "户", "家", "丈夫", "奶奶", "大娘", "：残疾人", "19900001234", "（女）", " 女 1950年生",
        )),
        ("Mr. 金顺姬", {"金顺姬"}), ("金顺姬 kim soonhee", {"金顺姬", "kim soonhee"}), ("户主：金顺姬", {"金顺姬"}),
        ("金顺姬之女朴春花", {"金顺姬", "朴春花"}), ("金顺姬与其女朴春花", {"金顺姬", "朴春花"}),
        ("金顺姬及丈夫朴大成", {"金顺姬", "朴大成"}), ("金顺姬 肢体残疾", {"金顺姬"}), ("欧阳建国一家三口", {"欧阳建国"}),
        ("王强老太婆", {"王强", "王强老", "王强老太"}), ("买买提·艾力夫妇", {"买买提·艾力", "买买提", "艾力"}),
        ("김순희와 박대성", {"김순희", "박대성"}), ("김순희와박대성", {"김순희", "박대성"}), ("김순희선생님", {"김순희"}),
        ("김순희 할머니", {"김순희"}), ("김순희의 딸 박춘화", {"김순희", "박춘화"}), ("김순희둘째딸네", {"김순희"}),
        *((nobody, set()) for nobody in (
            "石灰村全体村民", "安置小区业主", "高中学生家长", "주민대표단체", "夫妻", "陈之夫", "河西村村民委员会", "김 씨",
            "和",
        )),
    ],
)  # fmt: skip
def test_a_field_that_says_more_than_the_name(field: str, names: set[str]) -> None:
    assert set(names_in(field)) - NOBODY - {field} == names


@given(st.text(alphabet="金顺姬家户之女夫妇和 、：(김순희와님Kim.0", max_size=30))
def test_no_name_of_a_field_is_shorter_than_two_signs(field: str) -> None:
    assert all(len(name) > 1 for name in set(names_in(field)) - {field})


def test_a_number_beside_words() -> None:
    assert {"19900001234", "19900005678"} <= set(numbers_in("手机19900001234女儿 19900005678"))


def test_the_numbers_of_a_field() -> None:
    two = "19900001111/0433-2200001-8、110"
    assert list(numbers_in(two)) == [two, "19900001111", "0433-2200001-8"]
    assert set(numbers_in("19900001111")) == {"19900001111"}


def test_what_many_are_called_is_nobodys_name() -> None:
    assert {"业主", "村民", "匿名", "주민"} <= NOBODY


def blot(text: str, **known: list[str]) -> str:
    return blotted(text, Told(**known), lambda sign, _words: "×××" if sign is Sign.NAME else "****")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("新兴小区7栋3单元402室漏水", "新兴小区****漏水"), ("7栋402", "****"), ("7-3-402", "****"), ("７栋三单元", "****"),
        ("住7号楼3门402", "住****"), ("3单元402号", "****"), ("402", "402"), ("7栋", "7栋"), ("7-3", "7-3"),
        ("3-7-402", "3-****"),
        ("8栋3单元402室", "8栋****"), ("7-402", "****"), ("17栋402", "17栋402"), ("7栋4021", "7栋4021"),
        ("7동 3단원 402호", "****"),
        ("比分7-3，7栋3单元", "比分7-3，****"),
    ],
)  # fmt: skip
def test_a_door_is_found_by_its_numbers(text: str, shown: str) -> None:
    assert blot(text, addresses=["汪清镇新兴小区7栋3单元402室"]) == shown


def test_a_door_needs_two_numbers() -> None:
    assert doors_of("石灰村五组") == frozenset()
    assert doors_of("石灰村五组3号") == {("5", "3")}
    assert len(doors_of("1-2-3-4-5-6-7-8")) == 57, "bounded, however many numbers there are"
    assert list(doors_in("五组3号", ())) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("한자로는 林雪梅라고", "한자로는 ×××라고"), ("임설매입니다", "×××입니다"), ("림 설 매", "×××"),
        ("저는 김순희", "저는 ×××"),
        ("금순희", "×××"), ("金順喜同音", "金順喜同音"), ("金順姬", "×××"), ("이명이 있다", "이명이 있다"),
        ("二名", "二名"), ("이명", "이명"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_the_other_script_and_spelling(text: str, shown: str) -> None:
    assert blot(text, names=["림설매", "金顺姬", "李明"]) == shown


@pytest.mark.parametrize(
    "text",
    ["尉\u00a0迟霞", "尉迟\n霞", "尉－迟—霞", "尉、迟/霞", "尉*迟霞", "尉\u200e迟\u2003霞", "尉(迟)霞"],
)
def test_signs_within_a_long_name(text: str) -> None:
    assert blot(text, names=["尉迟霞"]) == "×××"


def test_a_short_name_isnt_put_together_from_two_lines() -> None:
    assert blot("国王\n强烈要求", names=["王强"]) == "国王\n强烈要求"
    assert blot("王\u00a0强", names=["王强"]) == "×××"


def test_the_part_before_the_at_where_it_is_nobody_elses() -> None:
    text = "weiruoheng71(at)example.com，office，sunflowers"
    known = ["weiruoheng71@example.com", "office@example.com", "sunflowers@example.com"]
    assert blot(text, emails=known) == "****，office，****"


@given(st.characters())
def test_a_sound_sounds_like_itself(sign: str) -> None:
    assert sound(sound(sign)) == sound(sign)
    assert not is_read(sign) or is_hangul(sound(sign))


@given(st.text(alphabet="7栋3单元402室-号 五", max_size=30))
def test_what_is_no_door_stays(text: str) -> None:
    left = blot(text, addresses=["7栋3单元402室"])
    assert blot(left, addresses=["7栋3单元402室"]).count("****") >= left.count("****")
    assert blot(text, addresses=["9栋8单元777室"]) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("010-9900-1234", "****"),
        ("8812345", "****"),
        ("04332212345", "****"),
        ("2212345", "****"),
        ("990", "990"),
    ],
)
def test_numbers_in_brackets_with_blanks_and_from_abroad(text: str, shown: str) -> None:
    known = ["+82-10-9900-1234", "(0433)8812345", "0433 2212345", "", "110"]
    assert blot(text, numbers=known) == shown


def test_what_is_written_round_a_name_is_taken_off_a_few_times_only() -> None:
    assert "金顺姬" in names_in("金顺姬夫妇一家")
    assert list(names_in("金顺姬" + "先生女士" * 6)), "whoever types that is known by something"


def test_figures_that_are_mostly_dashes_are_no_number() -> None:
    assert "19900001234" in numbers_in("手机19900001234")
    assert "1------2" not in list(numbers_in("见1------2号19900001234"))
    assert "19900001234" in numbers_in("见1------2号19900001234")
