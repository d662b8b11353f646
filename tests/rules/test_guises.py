"""What is known in a guise is taken out, and what only looks so stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.called import NOBODY, names_in
from huiyin.rules.guises import Guises, guises_in, guises_of
from huiyin.rules.hiding import Sign, Told, blotted

JIN = Told(
    names=["金顺姬"],
    numbers=["19900001234", "999999195003020042", "0433-2612345"],
    addresses=["长荣街12号", "河西村三组12号", "新兴小区7栋3单元402室"],
    emails=["jin@example.org"],
)


def blot(text: str, told: Told = JIN) -> str:
    return blotted(text, told, lambda sign, _words: "×××" if sign is Sign.NAME else "****")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("金某某反映漏水", "×××反映漏水"),
        ("金某反映", "×××反映"),
        ("金**反映", "×××反映"),
        ("金*反映", "×××反映"),
        ("金××说", "×××说"),
        ("金女士来电", "×××来电"),
        ("金大娘、金氏", "×××、×××"),
        ("김씨와 김 모 씨가", "×××와 ×××가"),
        ("김할머니, 김○○", "×××, ×××"),
        ("金（女）顺姬", "×××"),
        ("金顺（音）姬", "×××"),
        ("金，顺姬", "×××"),
        ("姓金，名顺姬", "姓×××"),
        ("姓金名叫顺姬", "姓×××"),
        ("一个姓金的女人", "一个姓×××的女人"),
        ("金顺姫", "×××"),
        ("姓名：金    顺姬", "姓名：×××"),
        ("金\t\t\t\t\t顺　　　　姬", "×××"),
    ],
)
def test_a_name_in_a_guise(text: str, shown: str) -> None:
    assert blot(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "李某某、朴女士",
        "基金会某领导",
        "现金某些",
        "金某种",
        "资金某日到账",
        "奖金*3",
        "长*金*2",
        "金主任",
        "五金店",
        "我问金额",
        "김치를",
        "김씨앗",
        "순김씨",
        "现金，顺路带来",
    ],
)
def test_what_only_looks_like_the_surname_stays(text: str) -> None:
    assert blot(text) == text


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("金", "金女士来过，姓金，也说是金某某、金**", "×××来过，姓×××，也说是×××、×××"),
        ("김", "김씨와 김 모 씨가", "×××와 ×××가"),
        ("红", "我叫红，住在河西村。", "我叫×××，住在河西村。"),
        ("红", "姓名：红\n电话", "姓名：×××\n电话"),
        ("红", "反映人红（女）说，阿红也在", "反映人×××（女）说，阿×××也在"),
        ("红", "红阿姨说的", "×××说的"),
        ("艳", "艳阿姨说的", "×××阿姨说的"),
        ("红", "此致\n敬礼！\n  红\n2026年3月", "此致\n敬礼！\n  ×××\n2026年3月"),
        ("红", "红", "×××"),
        ("순", "저는 순입니다", "저는 ×××입니다"),
        ("红", "口红女式、红旗街、分红、我是红旗厂的，叫红娘", "口红女式、红旗街、分红、我是红旗厂的，叫红娘"),
        ("金", "现金、金属、公积金。基金某项，本人金额不对", "现金、金属、公积金。基金某项，本人金额不对"),
        ("里", "阿里山，这里、村里，我是里面的", "阿里山，这里、村里，我是里面的"),
        ("순", "순서대로 저는 순서를", "순서대로 저는 순서를"),
        ("无", "姓名：无，电话：无", "姓名：无，电话：无"),
    ],
)  # fmt: skip
def test_a_name_of_one_sign_is_known_where_it_is_said_to_be_one(name: str, text: str, shown: str) -> None:
    assert blot(text, Told(names=set(names_in(name)) - NOBODY)) == shown


@pytest.mark.parametrize(
    ("names", "text", "shown"),
    [
        (["于海"], "关于某某单位，由于某些，于某说", "关于某某单位，由于某些，×××说"),
        (["华明"], "华氏度和华女士", "华氏度和×××"),
        (["欧阳雪"], "欧阳女士，欧女士", "×××，欧女士"),
        (["李明"], "이 할머니, 이씨", "이 할머니, ×××"),
        (["김순희"], "金某某", "×××"),
        (["아이굴"], "女士", "女士"),
        (["朴哲"], "姓名：朴\n哲\n电话", "姓名：×××\n电话"),
        (["王强"], "老王\n强烈要求", "×××\n强烈要求"),
        (["朴哲"], "朴    哲", "×××"),
        (["朴哲"], "朴，哲", "朴，哲"),
    ],
)
def test_surnames_that_are_words_and_short_names(names: list[str], text: str, shown: str) -> None:
    assert blot(text, Told(names=names)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("199****1234", "****"),
        ("199 xxxx 1234，199……1234", "****，****"),
        ("****1234", "****"),
        ("198****1234", "198****1234"),
        ("0433-****345", "****"),
        ("999999****0042", "****"),
        ("999999********0042", "****"),
        ("12**34", "12**34"),
        ("尾号1234的手机", "尾号****的手机"),
        ("手机尾号为一二三四", "手机尾号为****"),
        ("后四位：0042", "后四位：****"),
        ("1234户", "1234户"),
        ("끝자리 1234", "끝자리 ****"),
        ("last four digits are 1234", "last four digits are ****"),
        ("尾号5678", "尾号5678"),
        ("199O0001234", "****"),
        ("l9900001234", "****"),
        ("199    0000    1234", "****"),
        ("199 ... 0000 ... 1234", "****"),
        ("999999500302004", "****"),
        ("Ol 12O3", "Ol 12O3"),
        ("1950年3月2日出生", "****出生"),
        ("1950-03-02", "****"),
        ("19500302", "****"),
        ("1950.3.2", "****"),
        ("1950년 3월 2일생", "****생"),
        ("一九五〇年三月二日生", "****生"),
        ("50年3月2日", "****"),
        ("1950年3月20日", "1950年3月20日"),
        ("2026-03-02", "2026-03-02"),
    ],
)
def test_a_number_in_a_guise(text: str, shown: str) -> None:
    assert blot(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "jin（at）example.org",
        "jin(at)example.org",
        "jin@example点org",
        "jin at example dot org",
        "jin艾特example.org",
        "jin # example.org",
        "jin[at]example[dot]org",
        "jin골뱅이example쩜org",
        "ｊｉｎ＠example．org",
    ],
)
def test_an_address_of_mail_in_a_guise(text: str) -> None:
    assert blot(f"邮箱：{text}，请回") == "邮箱：****，请回"
    assert blot("kim@example.org") == "kim@example.org"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("住长荣街第12号", "住****"),
        ("长荣街的12号", "****"),
        ("长荣街第十二号", "****"),
        ("长荣街112号", "长荣街112号"),
        ("三小组12号", "****"),
        ("河西村三小组十二号", "****"),
        ("7.3.402", "****"),
        ("7、3、402", "****"),
        ("3.402", "****"),
        ("第12号文件", "第12号文件"),
        ("2026.3.12", "2026.3.12"),
        ("3、12", "3、12"),
        ("1.3.12", "1.3.12"),
    ],
)
def test_a_door_in_a_guise(text: str, shown: str) -> None:
    assert blot(text) == shown


@given(st.text(alphabet="金顺姬某*女士（）音姓名，19O0l234年3月2日尾号at@点. \n", max_size=40))
def test_whatever_is_written_a_guise_has_a_place_in_it(text: str) -> None:
    known = guises_of(JIN.names, JIN.numbers, JIN.emails)
    assert all(0 <= start < end <= len(text) for _, (start, end) in guises_in(text, known))
    assert "金顺姬" not in blot(f"{text}金顺姬{text}")


@pytest.mark.parametrize(
    "piece", ["a" * 64 + ".", "x*", "1", "金 ", "a at ", "1.2", "（女", "姓金，", "点a", "19*"]
)
def test_long_texts_of_the_same_cost_little(piece: str) -> None:
    began = time.process_time()
    blot(piece * 1_000)
    assert time.process_time() - began < 10


def test_a_surname_known_in_one_script_alone_is_looked_for_in_it() -> None:
    text = "김녀사와 金女士가 왔다"
    assert [text[slice(*span)] for _, span in guises_in(text, Guises(frozenset({"김"})))] == ["김녀사"]
    assert [text[slice(*span)] for _, span in guises_in(text, Guises(frozenset({"金"})))] == ["金女士"]


@pytest.mark.parametrize(
    "said", ["老王来过", "小王说", "王姐", "王哥和王嫂", "王家的水", "王×", "王\u202e翠英", "王\u2066翠英"]
)
def test_who_is_called_by_age_or_kin_or_between_marks_of_direction_is_found(said: str) -> None:
    told = Told(names=["王翠英"])
    assert "王" not in blotted(f"昨天{said}，", told, lambda _sign, _words: "〇〇").replace("〇〇", "")


@pytest.mark.parametrize("said", ["王爷庙村", "王家沟", "老王八", "小王子", "国王", "王×3"])
def test_what_only_begins_like_that_is_no_guise(said: str) -> None:
    told = Told(names=["王翠英"])
    assert blotted(f"{said}修路", told, lambda _sign, _words: "〇〇") == f"{said}修路"
