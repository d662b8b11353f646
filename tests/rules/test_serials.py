"""Numbers of papers: as the record has them, as they are cited, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.serials import SERIES, cited, uncited


@pytest.mark.parametrize(
    "typed",
    [
        "督〔2026〕3号", "督[2026]3号", "督（2026）3号", "督［２０２６］３號", " 督〔2026〕 3 ", "督2026 3",
        "督2026-3号", "督〔2026〕第3号",
        "supervise-2026-0003", "SUPERVISE-2026-0003",
    ],
)  # fmt: skip
def test_a_number_is_known_however_it_is_typed(typed: str) -> None:
    assert uncited(typed) == "supervise-2026-0003"


@pytest.mark.parametrize(
    "typed",
    ["", "督", "督促办理", "督〔2026〕号", "建2026", "paper-2026-0003", "222424-20260101-00001-1", "3号"],
)
def test_what_is_none_is_none(typed: str) -> None:
    assert uncited(typed) == ""


@given(st.sampled_from(sorted(SERIES)), st.integers(2000, 2999), st.integers(1, 999_999))
def test_what_is_cited_leads_back(series: str, year: int, n: int) -> None:
    serial = f"{series}-{year}-{n:04d}"
    assert uncited(cited(serial)) == uncited(serial) == serial
