"""What people say: which words may be told, and which are said more or less than usual."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.voices import FEWEST, apart_from, candidates, changes, is_han, told

KNOWN = frozenset({"供暖", "停水", "油烟", "顺姬", "建国", "高峰", "自来水公司"})


def test_only_words_of_the_dictionary_in_han_characters() -> None:
    said = ["供暖", "19900001234", "汪", "小区", "停水", "abc", "A栋", "停水", "2026"]
    assert list(candidates(said, KNOWN | {"19900001234", "A栋", "2026", "abc"})) == ["供暖", "停水", "停水"]


def test_what_follows_a_lone_surname_is_a_name() -> None:
    assert list(candidates(["金", "顺姬", "说", "停水"], KNOWN)) == ["停水"]
    assert list(candidates(["李", "建国"], KNOWN)) == []
    assert list(candidates(["顺姬"], KNOWN)) == ["顺姬"]  # by itself a word: ``apart_from`` knows the names


def test_no_petitioners_name_is_left() -> None:
    words = {"供暖", "顺姬", "高峰", "金顺姬", "停水", "金顺姬家"}
    assert apart_from(words, ["金顺姬", "李高峰", ""]) == {"供暖", "停水"}


@given(st.text(max_size=12))
def test_no_figure_letter_or_sign_is_han(text: str) -> None:
    if is_han(text):
        assert not any(sign.isdigit() or sign.isascii() for sign in text)


def test_more_and_less_than_usual() -> None:
    usual = [({"供暖": 4, "停水": 20, "油烟": 6, "少": 1}, 100)] * 6
    rising, falling = changes({"供暖": 30, "停水": 3, "油烟": 6, "少": 4}, 100, usual)
    assert [one.word for one in rising] == ["供暖"]
    assert [one.word for one in falling] == ["停水"]
    assert (rising[0].now, rising[0].usual) == (30, 4.0)
    assert falling[0].sure < 0 < rising[0].sure


def test_a_word_of_few_persons_is_never_told() -> None:
    few = {"供暖": FEWEST - 1}
    assert changes(few, 10, [({}, 500)] * 6) == ([], [])
    assert changes({}, 500, [(few, 10)] * 6) == ([], [])
    assert [told(n) for n in (0, 1, FEWEST - 1, FEWEST)] == [0, None, None, FEWEST]


def test_there_is_no_usual_without_a_month_before_or_persons() -> None:
    assert changes({"供暖": 30}, 100, []) == changes({"供暖": 30}, 0, [({"供暖": 1}, 9)]) == ([], [])
    assert changes({"供暖": 30}, 100, [({}, 0)]) == ([], [])


@given(
    st.dictionaries(st.sampled_from(sorted(KNOWN)), st.integers(0, 50)), st.integers(50, 90),
    st.lists(st.tuples(st.dictionaries(st.sampled_from(sorted(KNOWN)), st.integers(0, 50)), st.integers(50, 90)), max_size=5),
)  # fmt: skip
def test_nothing_that_is_told_stands_for_few(
    now: dict[str, int], persons: int, before: list[tuple[dict[str, int], int]]
) -> None:
    rising, falling = changes(now, persons, before)
    assert all(one.now >= FEWEST for one in rising)
    assert all(one.usual >= FEWEST for one in falling)
    assert not {one.word for one in rising} & {one.word for one in falling}
