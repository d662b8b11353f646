"""Names in pinyin, taken out of others' words: in every way of writing, as whole words, and never an ordinary word."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin, pinyin

from huiyin.rules.hiding import Sign, Told, blotted
from huiyin.rules.pinyin import forms_of, places_in, readings

TOLD = Told(names=("林雪梅", "吕单", "欧阳修文", "常娥", "何冉", "김철수", "安"))
_SIGNS = "林雪梅金顺姬朴大成王单解吕女英兰明国芳建军"


def left(text: str, told: Told = TOLD) -> str:
    return blotted(text, told, lambda sign, _words: f"<{sign.value}>")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Lin Xuemei来过", "<N>来过"), ("LIN XUE MEI", "<N>"), ("微信linxuemei，加她", "微信<N>，加她"), ("Xuemei Lin", "<N>"),
        ("Lin, Xuemei; lin-xue-mei", "<N>; <N>"), ("Lín Xuěméi", "<N>"), ("ＬＩＮ　Ｘｕｅｍｅｉ", "<N>"), ("LinXueMei", "<N>"),
        ("Lü Shan或Lv Shan或LYU SHAN或Lu Dan", "<N>或<N>或<N>或<N>"), ("Ouyang Xiuwen或Xiuwen Ouyang", "<N>或<N>"),
        ("xuemei", "xuemei"), ("linxuemeis, berlinxuemei", "linxuemeis, berlinxuemei"), ("Lin", "Lin"), ("an An", "an An"),
        ("a change, Change", "a change, Change"), ("Chang'e和Chang E", "<N>和<N>"),
        ("he ran away. He ran too", "he ran away. He ran too"), ("He Ran", "<N>"), ("Lin said Xuemei", "Lin said Xuemei"),
    ],
)  # fmt: skip
def test_a_name_in_pinyin_is_taken_out_as_whole_words(text: str, rest: str) -> None:
    assert left(text) == rest


@given(st.text(_SIGNS, min_size=2, max_size=4), st.sampled_from(("", " ", "-")), st.booleans(), st.booleans())
def test_however_the_library_spells_a_name_it_is_found(name: str, gap: str, big: bool, tones: bool) -> None:
    assume(
        sum(sign in "吕女单解朴" for sign in name) < 3
    )  # of whoever is called 吕吕单吕 not all spellings are looked for
    said = (
        gap.join(part[0] for part in pinyin(name, style=Style.TONE)) if tones else gap.join(lazy_pinyin(name))
    )
    said = said.upper() if big else said
    assert list(places_in(f"见{said}了", forms_of([name]))) in ([(1, 1 + len(said))], *_ordinary(said))


def _ordinary(said: str) -> list[list[object]]:
    """What may be left: an English word or several (man dan, danger)."""
    return (
        [[]]
        if said.islower() and len(said) <= 12 and said.replace("-", "").replace(" ", "").isascii()
        else []
    )


def test_the_table_agrees_with_the_library() -> None:
    signs = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    known = [one for sign in signs if (one := sign.decode("gb2312", "ignore"))]
    assert len(known) == 6763
    for sign in known:
        said = pinyin(sign, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
        theirs = {_bare(one) for one in said} - {"hng", "m", "n", "ng", "hm"}
        assert set(readings(sign)) >= theirs, sign


def _bare(said: str) -> str:
    plain = unicodedata.normalize("NFD", said)
    return "".join(one for one in plain if not unicodedata.combining(one))


@given(st.text(max_size=60))
def test_where_no_name_stands_nothing_goes(text: str) -> None:
    places = list(places_in(text, forms_of(["林雪梅"])))
    assert all("mei" in unicodedata.normalize("NFKD", text[slice(*place)]).lower() for place in places)
    assert list(places_in(text, ())) == []


def test_a_long_text_in_latin_letters_is_read_in_no_time() -> None:
    names = [a + b + c for a in "王李张刘陈杨赵黄周吴" for b in "伟芳娜敏静丽强" for c in "磊军洋勇艳杰娟"]
    told, text = Told(names=names), "Wang Wei came to the office and he ran away again. " * 60
    began = time.process_time()
    for _ in range(50):
        blotted(text, told, lambda sign, _words: Sign.NAME.value)
    assert list(places_in("linxuemei" * 9_000, forms_of(["林雪梅"]))) == []
    assert time.process_time() - began < 5
