"""Folding and cutting: pairs stand for the words exactly, whatever a text is made of."""

from __future__ import annotations

import re
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.simplified import SIMPLIFIED
from huiyin.rules.tokens import _placed, composed, fold, head, is_plain, pairs, parts, spans

WRITTEN = st.text(
    st.one_of(
        st.sampled_from(
            "水管没有了自來國国里裏ＣＯ２co2①，。,.'\"\\-* \n\t\u200b\u3000가각강é\u0301𠮷𡃁👨\u200d👩\ufe0f㎡ßİ"
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


def has_run(whole: list[str], part: list[str]) -> bool:
    """Whether the one list stands in the other in one piece: what an index that keeps the order asks."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


@given(WRITTEN, st.data())
def test_any_part_of_two_characters_is_found_by_its_pairs(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if len(folded) >= 2:
        start = data.draw(st.integers(0, len(folded) - 2))
        end = data.draw(st.integers(start + 2, len(folded)))
        assert has_run(pairs(folded), parts(folded[start:end]))


@given(WRITTEN, WRITTEN.map(fold).filter(lambda word: len(word) >= 2))
def test_pairs_in_one_piece_are_the_word_and_nothing_else(text: str, word: str) -> None:
    assert has_run(pairs(fold(text)), parts(word)) is (word in fold(text))


@given(WRITTEN)
def test_no_pair_holds_what_a_tokenizer_cuts_at_or_a_query_is_written_with(text: str) -> None:
    for pair in pairs(fold(text)):
        assert len(pair) == 2
        assert all(sign.isalnum() or ord(sign) > 0x7F for sign in pair)
        assert not any(sign.isspace() for sign in pair)


@given(WRITTEN)
def test_every_single_character_begins_a_pair(text: str) -> None:
    folded = fold(text)
    begun = {pair[0] for pair in pairs(folded)}
    assert begun == {head(sign) for sign in folded}


@given(WRITTEN)
def test_places_are_counted_in_the_folded_text_itself(text: str) -> None:
    whole = composed(text)
    folded, places = _placed(whole)
    assert folded == fold(text)
    assert len(places) >= len(folded)
    assert all(0 <= place < len(whole) for place in places)


@given(WRITTEN, st.data())
def test_a_hit_is_marked_where_it_stands(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if folded:
        start = data.draw(st.integers(0, len(folded) - 1))
        word = folded[start : data.draw(st.integers(start + 1, len(folded)))]
        if word == fold(word):
            found = spans(composed(text), [word])
            assert found
            assert found == sorted(found)
            assert all(low < high for low, high in found)
            assert all(one[1] < other[0] for one, other in pairwise(found))
            assert word in fold(composed(text)[found[0][0] : found[0][1]])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("ＣＯ２", "co2"), ("自來水公司", "自来水公司"), ("停\n\n 水\u3000了 ", "停 水 了"), ("自\u200b来", "自来"),
     ("①㎡", "1m2"),
     ("하서촌", "하서촌"), ("葛\U000e0100", "葛"), ("\U0010ff22", "\ufffd"), ("a\x00b", "a b"), ("\ud800", "\ufffd")],
)  # fmt: skip
def test_how_words_are_folded(written: str, meant: str) -> None:
    assert fold(written) == meant


def test_decomposed_hangul_and_accents_are_put_together() -> None:
    assert fold("\u1112\u1161\u11ab\u1100\u116e\u11a8") == fold("한국")
    assert fold("cafe\u0301") == fold("café")


def test_nothing_has_no_pairs() -> None:
    assert pairs("") == [] == parts("") == parts("水")
    assert spans("没有", [""]) == []
    assert spans("水" * 9, ["水水"], most=2) == [(0, 4)]


def test_traditional_characters_lead_to_simplified_ones_in_one_step() -> None:
    assert len(SIMPLIFIED) > 3_000
    assert all(len(one) == 1 and ord(one) not in SIMPLIFIED for one in SIMPLIFIED.values())
    assert (SIMPLIFIED[ord("園")], SIMPLIFIED[ord("煙")]) == ("园", "烟")


def test_what_counts_as_plain_is_folded_sign_by_sign() -> None:
    plain = [sign for sign in map(chr, range(sys.maxunicode + 1)) if is_plain(sign)]
    assert len(plain) > 17_000
    for sign in plain:
        assert len(fold(f"x{sign}x")) == 3
        assert fold(sign) == sign if sign.isalnum() else not fold(sign).isalnum()


def test_what_becomes_plain_as_small_letters_is_folded_to_them() -> None:
    made = [
        sign for sign in map(chr, range(sys.maxunicode + 1)) if is_plain(sign.lower()) and not is_plain(sign)
    ]
    assert set("ABCXYZ") < set(made)
    assert all(fold(sign) == sign.lower() for sign in made)


@given(
    st.text(st.one_of(st.sampled_from("水管没有了自来2co，。 \n"), st.characters(codec="utf-8")), max_size=12)
)
def test_a_plain_text_has_the_words_of_the_folded_one(text: str) -> None:
    if is_plain(text):
        word = re.compile(r"[^\W_]+")
        assert word.findall(text) == word.findall(fold(text))
        folded, places = _placed(text)
        beside, otherwise = _placed(f"{text}ß")  # a sign that isn't plain: reckoned sign by sign
        assert beside == f"{fold(text + 'x')[:-1]}ss"
        assert list(places)[: len(folded)] == list(otherwise)[: len(folded)]
