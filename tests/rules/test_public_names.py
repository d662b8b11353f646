"""What can stand as a name that everybody reads."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.public_names import first_unreadable, unreadable


@pytest.mark.parametrize(
    "text",
    [
        "县生态环境局",
        "환경국",
        "Water Office",
        "3号楼",
        "信访局（二楼）",
        "O’Neill",
        "A",
        "Nguyê\u0303n",
        "e\u0302\u0323\u0301",
    ],
)
def test_names_are_readable(text: str) -> None:
    assert not unreadable(text)


@pytest.mark.parametrize("text", [
    "", " ", "。，", "123", "—", "zz<b>", "a>b", "环境\u200b局", "局\u202e", "局\n二", "局\x00", "局\u2028", "\ud800局",
    "\u115f", "\u1160", "\u3164", "\uffa0", "\u3164 \uffa0",
    "a" + "\u0301" * 79, "局\u0301\u0302\u0303\u0304", "局\u20dd\u20dd\u20dd\u20dd",
])  # fmt: skip
def test_what_cant_be_read_is_no_name(text: str) -> None:
    assert unreadable(text)


@given(st.text())
def test_whatever_is_readable_has_a_letter_and_nothing_hidden(text: str) -> None:
    if not unreadable(text):
        kinds = {unicodedata.category(c) for c in text}
        assert any(kind[0] == "L" for kind in kinds)
        assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        assert not set(text) & set("<>")


@given(st.text(), st.sampled_from("<>\u200b\u202e\x07\x7f"), st.text())
def test_one_bad_sign_is_enough(head: str, bad: str, tail: str) -> None:
    assert unreadable(head + bad + tail)


@given(
    st.text(
        alphabet=st.characters(categories=["L"], exclude_characters="\u115f\u1160\u3164\uffa0"), min_size=1
    )
)
def test_letters_alone_are_readable(text: str) -> None:
    assert not unreadable(text)


def test_only_what_is_new_is_asked() -> None:
    assert first_unreadable({"name": "zz<b>", "short": ""}, {"name": "zz<b>"}) is None
    assert first_unreadable({"name": "环境局", "short": "--"}, {"name": "zz<b>"}) == "short"
    assert first_unreadable({}, {}) is None
