"""Particles behind Korean words, and words that end like one."""

from __future__ import annotations

import pytest

from huiyin.rules.particles import without_particle


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("가로등이", "가로등"), ("변압기와", "변압기"), ("마을에서는", "마을"), ("주민들의", "주민"), ("고속도로", "고속도로"),
        ("상수도", "상수도"),
        ("어린이", "어린이"), ("치료결과", "치료결과"), ("집이", "집이"),
        ("고장났습니다", "고장났습니다"), ("", ""),
    ],
)  # fmt: skip
def test_a_particle_is_cut_off_and_no_end_of_a_word(word: str, shown: str) -> None:
    assert without_particle(word) == shown
