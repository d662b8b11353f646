"""Where something known stands, however it is written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.hiding import Sign, Told, blotted
from huiyin.rules.written import comparable, written

HAN = Told(
    names=("韩凤云", "한미옥", "白云飞", "买买提·艾力", "高兴", "安"),
    numbers=("0433-2612345", "0433-2512345-8", "+821012345678", "19900005678", "19900006789-5", ""),

    addresses=("大川街道大川社区长兴街12号楼3单元", "长兴街12号楼3单元"), emails=(),
)  # fmt: skip


def shown(sign: Sign, _words: str) -> str:
    return f"<{sign.value}>"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我是韓鳳雲。", "我是<N>。"), (f"저는 {unicodedata.normalize('NFD', '한미옥')}입니다", "저는 <N>입니다"),
        ("白\u200b云飞来过", "<N>来过"), ("买买提艾力、买买提•艾力、买买提．艾力", "<N>、<N>、<N>"),
        ("个子高，兴趣多", "个子高，兴趣多"), ("高 兴来过", "<N>来过"), ("安老师", "安老师"),
        ("打2612345或(0433)2612345", "打<T>或(<T>"), ("二六一二三四五", "<T>"), ("打2512345转8", "打<T>转8"),
        ("199—0000—5678，199/0000/5678，壹玖玖00005678", "<T>，<T>，<T>"), ("010-1234-5678或821012345678", "<T>或<T>"),
        ("住长兴街12号楼3单元。", "住<A>。"), ("大川社区长兴街12号楼3单元", "大川社区<A>"),
        ("停水三天，没有修。", "停水三天，没有修。"), ("打19900006789转5", "打<T>转5"),
    ],
)  # fmt: skip
def test_it_is_found_in_other_characters_and_with_signs_between(text: str, left: str) -> None:
    assert blotted(text, HAN, shown) == left


@given(st.text(max_size=40))
def test_the_compared_form_has_a_place_for_each_letter_and_stays_as_it_is(text: str) -> None:
    found = written(text)
    assert len(found.letters) == len(found.places)
    assert all(0 <= start < end <= len(text) for start, end in found.places)
    assert comparable(text) == found.letters


@given(st.text(max_size=20), st.text("金顺姬平安", min_size=2, max_size=3), st.text(max_size=20))
def test_what_stands_there_is_found(before: str, name: str, after: str) -> None:
    assert any(
        start <= len(before) and end >= len(before)
        for start, end in written(before + name + after).find(name, name=True)
    )
