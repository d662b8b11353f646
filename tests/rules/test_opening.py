"""A letter's title is what it says, not how it greets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.opening import without_opening


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("尊敬的领导：您好！我们小区停水三天了。", "我们小区停水三天了。"),
        ("尊敬的王县长，您好。我是春阳镇的村民，村里的桥断了。", "村里的桥断了。"),
        ("县长：\n我们村的路坏了", "我们村的路坏了"),
        ("您好。我叫李国强。工资没发。", "工资没发。"),
        ("我是低保户，领不到钱", "领不到钱"),
        ("我是一名教师，工资没发", "工资没发"),
        ("领导您好，路灯不亮", "路灯不亮"),
        ("各位领导：打扰了，井盖丢了", "井盖丢了"),
        ("信访人：李国强。地被占了。", "地被占了。"),
        ("안녕하십니까! 년금이 나오지 않습니다.", "년금이 나오지 않습니다."),
        ("존경하는 현장동지: 안녕하십니까? 길이 막혔습니다.", "길이 막혔습니다."),
        ("신소인 박영희입니다. 년금이 적습니다.", "년금이 적습니다."),
        ("저는 춘양진에 사는 사람입니다. 다리가 끊어졌습니다.", "다리가 끊어졌습니다."),
        ("Dear Sir, my name is Kim. The bridge is broken.", "The bridge is broken."),
        ("Hello! The water is off.", "The water is off."),
        ("Hello everyone, the lamp is broken.", "the lamp is broken."),
        ("尊敬的领导您好我家门口的路坏了，没人修", "我家门口的路坏了，没人修"),
        (
            "尊敬的领导：您好！我叫李伟，是春阳镇春阳村村民，身份证号999999********1234，电话199****0001。现反映井盖丢了",
            "现反映井盖丢了",
        ),
        ("我叫李伟，男，52岁，汉族，春阳镇人。我家停水。", "我家停水。"),
        ("我叫李伟，家住春阳村。现反映如下问题：井盖丢了", "井盖丢了"),
        ("县长好！路灯坏了。", "路灯坏了。"),
        ("孟县长：您好！路灯坏了。", "路灯坏了。"),
        ("孟县长好，路灯坏了。", "路灯坏了。"),
        ("尊敬的领导：\n您好！井盖丢了", "井盖丢了"),
        ("晚上好！路灯不亮", "路灯不亮"),
        ("大家好，井盖丢了", "井盖丢了"),
        ("感谢您百忙之中看信，井盖丢了", "井盖丢了"),
        ("辛苦您了！井盖丢了", "井盖丢了"),
        ("현장님, 길이 막혔습니다.", "길이 막혔습니다."),
        ("김 서기동지께: 길이 막혔습니다.", "길이 막혔습니다."),
    ],
)
def test_the_opening_is_left_out(text: str, said: str) -> None:
    assert without_opening(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "我们小区停水三天了。", "领导干部占用耕地", "我是低保户却领不到钱", "政府大院门口积水", "您好", "尊敬的领导：",
        "书记员态度不好", "나는 물이 없습니다", "", "我的房子漏水", "单位拖欠工资", "主任医师收红包", "部门之间推诿",
        "我是被骗的，要求退款", "我叫的车没来，司机骂人", "晚上好多车乱停在路边", "上午好几个小时停电", "早上好冷，没暖气",
        "大家好不容易凑的修路钱没了", "你们好几年不修路", "反映人行道破损严重，行人摔倒", "反映人口登记错误,孩子上不了学",
        "反映人参地被占", "辛苦了三年，一分没拿到", "麻烦了多少回，没人管", "镇长，贪污扶贫款", "공사현장 소음이 심합니다",
        "건설현장에 안전망이 없습니다", "건설현장: 안전망이 없습니다", "Hi-speed trains don't stop here",
        "Hello Kitty shop sells fake goods", "Dear prices in the canteen",
        "村主任：贪污扶贫款", "领导好坏不分，工作乱", "施工单位：拖欠工资", "52岁，领不到养老金",
        "도와주세요", "您好，请帮帮我，谢谢",
        "우리는 3년째 로임을 받지 못한 로동자들입니다. 도와주세요", "안녕하십니까. 부탁드립니다.",
    ],
)  # fmt: skip
def test_what_says_something_stays(text: str) -> None:
    assert without_opening(f"  {text} ") == text


@given(st.text(max_size=80))
def test_it_is_the_end_of_the_text_and_nothing_is_lost_entirely(text: str) -> None:
    left = without_opening(text)
    assert text.strip().endswith(left)
    assert bool(left) == bool(text.strip())


def test_who_only_greets_is_taken_at_their_word() -> None:
    assert without_opening("您好！" * 14) == "您好！您好！"
