"""Numbers in counting words: a door is the same door in figures and in words, both ways round."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.hiding import Told, blotted
from huiyin.rules.written import As, comparable, counted, in_figures, written

_FIGURES = "零一二三四五六七八九"
numbers = st.integers(1, 1999)


def in_words(number: int) -> str:
    """As people count: 十二, 二十一, 四百零二, 一千零五十."""
    said, gap = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // power % 10
        if figure:
            first = "" if power == 10 and figure == 1 and not said else _FIGURES[figure]
            said, gap = said + ("零" if gap else "") + first + unit, False
        else:
            gap = bool(said)
    return said


def left(address: str, text: str) -> str:
    return blotted(text, Told(addresses={address}), lambda _sign, _words: "*")


@pytest.mark.parametrize(
    ("address", "text", "rest"),
    [
        ("长兴街12号", "住长兴街十二号，", "住*，"), ("长兴街十二号", "住长兴街12号，", "住*，"),
        ("二十一栋三单元", "在21栋3单元。", "在*。"), ("21栋3单元", "在二十一栋三单元。", "在*。"),
        ("7栋3单元402室", "七栋四百零二敲门", "*敲门"), ("7栋3单元402室", "七栋四〇二敲门", "*敲门"),
        ("10号楼110", "十号楼一百一十的", "*的"), ("廿一栋三单元", "21栋3单元", "*"), ("21栋3单元", "贰拾壹栋叁单元", "*"),
        ("21栋3单元", "二十栋三单元、三五十栋三单元、二十一天三次", "二十栋三单元、三五十栋三单元、二十一天三次"),
    ],
)  # fmt: skip
def test_a_door_is_known_in_figures_and_in_words(address: str, text: str, rest: str) -> None:
    assert left(address, text) == rest


@given(numbers)
def test_every_number_is_read_as_it_is_counted(number: int) -> None:
    said = in_words(number)
    assert in_figures(f"住{said}号")[0].translate(str.maketrans(_FIGURES, "0123456789")) == f"住{number}号"


@given(
    numbers,
    st.integers(1, 30),
    st.booleans(),
    st.text("村里的水。，是", max_size=8),
    st.text("的水。，是", max_size=8),
)
def test_a_door_is_found_both_ways_round(house: int, flat: int, words: bool, before: str, after: str) -> None:
    figures, spoken = f"长兴街{house}号楼{flat}单元", f"长兴街{in_words(house)}号楼{in_words(flat)}单元"
    known, told = (figures, spoken) if words else (spoken, figures)
    assert left(known, before + told + after) == f"{before}*{after}"
    assert left(known[3:], before + told[3:] + after) == f"{before}*{after}"


def test_a_long_run_of_numerals_is_read_in_no_time() -> None:
    began = time.process_time()
    for text in ("一" * 100_000, "十" * 100_000, "一十" * 50_000):
        assert list(counted(text)) == []
    assert time.process_time() - began < 2


@given(st.text("一二三十百千零两廿〇四号栋 12", max_size=30))
def test_places_hold_whatever_is_written(text: str) -> None:
    said, places = in_figures(text)
    assert places is None or len(places) == len(said)
    assert all(int(number) > 0 and start < end for start, end, number in counted(text))
    found = written(text, As.FIGURES)
    assert (found.letters, len(found.places)) == (comparable(text, As.FIGURES), len(found.letters))
