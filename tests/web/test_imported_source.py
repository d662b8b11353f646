"""Where an imported message comes from, in the words of the page."""

from __future__ import annotations

import pytest

from huiyin.rooms.intake import profiles
from huiyin.web.shared.sayings_transfers import IMPORTED
from tests.rooms import cast
from tests.web.conftest import Browser, page_of


def test_every_profile_has_words() -> None:
    assert set(IMPORTED) == set(profiles.names())


@pytest.mark.parametrize(
    ("language", "label", "words"),
    [("zh-hans", "来源", "导入：留言板（含答复）"), ("ko", "출처", "가져옴: 게시판(답변 포함)")],
)
def test_the_history_names_the_source_and_no_profile(
    browser: Browser, language: str, label: str, words: str
) -> None:
    number = cast.comes_in(source="replied").number
    page = page_of(browser("dan", language=language).get(f"/desk/matter/{number}/"))
    assert words in page
    assert label in page
    assert "replied" not in page


def test_a_number_of_the_sender_is_called_so(browser: Browser) -> None:
    number = cast.comes_in(source="州信转〔2026〕12号").number
    page = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    assert "转送编号" in page
    assert "州信转〔2026〕12号" in page
