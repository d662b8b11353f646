"""What is typed into the search box, and which texts answer it."""

from __future__ import annotations

import pytest

from huiyin.rules.finding import LONGEST, MOST_WORDS, Query, answers, parse, parted


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("停水", ("停水",), ()),
        ("停水　河西村", ("河西村", "停水"), ()),
        ('"停 水" 河西', ("停 水", "河西"), ()),
        ("“停 水” 「河西」", ("停 水", "河西"), ()),
        ("停水 -油烟", ("停水",), ("油烟",)),
        ('停水 －"油 烟"', ("停水",), ("油 烟",)),
        ("3-5楼", ("3-5楼",), ()),
        ("停水 停水 自來水", ("自来水", "停水"), ()),
        ('他说“没有水', ("他说“没有水",), ()),
        ('"没有', ("没有",), ()),
        ('没有水"', ("没有水",), ()),
        ('搅拌站 "', ("搅拌站",), ()),
        ('" 搅拌站', ("搅拌站",), ()),
        ("搅拌站 “", ("搅拌站",), ()),
        ('"停 水', ("停", "水"), ()),
        ('""', (), ()),
        ('"  "', (), ()),
        ("“”停水 「」", ("停水",), ()),
        ('停水 -"" -"', ("停水",), ()),
        ('停水 -"油', ("停水",), ("油",)),
        ('他说"没有水"', ('他说"没有水"',), ()),
        ('"水"管', ('"水"管',), ()),
        ("-", ("-",), ()),
        ("", (), ()),
        ("\u200b 停水", ("停水",), ()),
    ],
)  # fmt: skip
def test_words_phrases_and_what_is_left_out(
    typed: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    assert parse(typed) == Query(wanted, unwanted)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("停水、油烟", ("停水", "油烟")),
        ("停水？/?", ("停水",)),
        ("停水，油烟；河西村", ("河西村", "停水", "油烟")),
        ("— 河西", ("河西",)),
        ("- 河西", ("河西",)),
        ("停水，油烟", ("停水", "油烟")),
        ("停水 3-5楼", ("3-5楼", "停水")),
        ("停水-油烟", ("停水", "油烟")),
        ("《停水》", ("停水",)),
        ("'停水' (油烟", ("停水", "油烟")),
        ('"停水、油烟" 河西', ("停水、油烟", "河西")),
        ("、", ()),
    ],
)
def test_signs_part_words_where_it_is_asked_for(typed: str, told: tuple[str, ...]) -> None:
    assert parse(parted(typed)).wanted == told


def test_what_is_to_be_left_out_stays_so() -> None:
    assert parse(parted('停水、-油烟 -"油、烟"')) == Query(("停水",), ("油烟", "油、烟"))


def test_no_more_is_looked_at_than_a_person_types() -> None:
    assert parse("水管" * LONGEST).wanted == ("水管" * (LONGEST // 2),)
    assert len(parse(" ".join(f"词{n}" for n in range(40))).wanted) == MOST_WORDS


def test_too_little_is_told_apart_from_nothing() -> None:
    assert parse("").is_empty
    assert parse("-油烟").is_empty
    assert not parse("-油烟").is_short
    assert parse("水").is_short
    assert parse("水 电").is_short
    assert not parse("水 停电").is_short


def test_which_texts_answer() -> None:
    texts = ["河西村没有水", "水管修好了"]
    assert answers(parse("没有水 修好"), texts)
    assert not answers(parse("没有水 油烟"), texts)
    assert not answers(parse("没有水 -修好"), texts)
    assert not answers(parse("水管 -没有"), texts)
    assert answers(parse("水管 -油烟"), texts)
    assert not answers(parse("-油烟"), texts)
