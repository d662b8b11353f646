"""Where the readings of texts end: the last one that is told, names that are too short, what overlaps."""

from __future__ import annotations

import pytest

from huiyin.rules import likewords
from huiyin.rules.likewords import Names, Weights, sketch
from huiyin.rules.replies import others, plain, requests
from huiyin.rules.replies.others import Own, masked
from huiyin.rules.sameness import RARE, compare


def test_weights_are_reckoned_anew_when_too_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likewords, "_MOST_KEPT", 2)
    weights = Weights(texts=10, seen={"油烟": 3})
    first = [weights.of(pair) for pair in ("油烟", "噪音", "垃圾", "油烟")]
    assert first[0] == first[3] < first[1] == first[2]


def test_passages_are_weighed_anew_when_too_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likewords, "_MOST_PASSAGES", 1)
    weights = Weights(texts=10, seen={"油烟": 3})
    first = [weights.within(passage) for passage in ("直排油烟", "噪音扰民", "直排油烟")]
    assert first[0] == first[2] == weights.weighed(["直排", "排油", "油烟"])
    assert first[1] == weights.weighed(["噪音", "音扰", "扰民"])


def test_a_name_of_one_sign_is_none() -> None:
    assert sketch("", "河西村的路灯", Names(["村", "河西村"])).places == {"河西村"}
    assert masked("王来过。", ["王"]) == "王来过。"


def test_what_overlaps_is_masked_once() -> None:
    assert list(others.apart([(0, 4), (2, 6), (6, 8)])) == [(0, 4), (6, 8)]
    told = masked("请到河西路12号3单元402室找欧阳小明。", ["欧阳小明"])
    assert "402" not in told
    assert "欧阳小明" not in told


def test_no_more_is_told_than_anybody_reads() -> None:
    long = "。".join("长" * (plain.LONGEST + 1) for _ in range(plain.MOST + 3))
    assert sum(found.kind.value == "long_sentence" for found in plain.hints(long)) == plain.MOST
    asked = "。".join(f"请求修好第{n}盏路灯，希望解决" for n in range(requests.MOST + 3))
    assert len(requests.requests(asked)) == requests.MOST


def test_a_common_word_in_a_place_names_nothing() -> None:
    common = Weights(texts=1_000, seen=dict.fromkeys(("小区", "区大", "大门", "门口", "阳光", "光小"), 200))
    assert 0 < common.of("阳光") < RARE
    found = compare(sketch("阳光小区路灯坏了", ""), sketch("阳光小区水管漏水", ""), common)
    assert found.place == 0.0


def test_nothing_of_others_where_there_is_nothing() -> None:
    assert list(others._names("没有人。", Own(others=("某",)))) == []
