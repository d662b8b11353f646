"""One Korean word for one thing, as docs/glossary.md has it: words that were given up don't come back."""

from __future__ import annotations

import re

import pytest

from tools.messages import PACKAGE

#: What isn't said any more, and what is.
GIVEN_UP = {
    "승낙": "약속", "사업일": "근무일", "근무일력": "근무일달력", "접견": "접방", "당번": "당직", "답복": "회답",
    "서명접수": "수령", "초고": "초안", "신방": "신소", "직무": "직위",
    "회음": "메아리", "조정(?!용)": "조해", "(?:재조사|재심사)를 청구": "신청", "[^번]째 줄": "번째 줄", r"\)s 열\b": "렬",
    "지도간부": "지도자", "위임": "처리 맡김", "련인원": "연인원",
}  # fmt: skip
TEXTS = (
    *(PACKAGE / "locale" / "ko").rglob("*.po"), PACKAGE / "web/shared/letters_ko.py",
    *(PACKAGE / "rooms/county/data").rglob("units.csv"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "now"), GIVEN_UP.items())
def test_one_word_for_one_thing(old: str, now: str) -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in TEXTS
        for line in path.read_text("utf-8").splitlines()
        if re.search(old, line)
    ]
    assert found == [], f"say {now} (docs/glossary.md)"
