"""What people say, by month: no number where there was no record yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rooms.cases import pressing
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.duty_cast import SONG, add_leaders
from tests.web.conftest import Browser, page_of

VOICES = "/desk/figures/voices/"


@pytest.fixture(autouse=True)
def evening(now: Callable[[datetime], None]) -> None:
    """Monday evening."""
    now(cast.START + timedelta(hours=12))


def test_a_recommendation_bears_its_number_as_people_write_it(browser: Browser) -> None:
    add_leaders()
    number = cast.comes_in().number
    at = cast.go(number, Verb.NOTIFY)
    pressing.recommend(number, advice="improve_policy", to=cast.WATER, text="建议", by=SONG, now=at)
    for language in ("zh-hans", "en"):
        page = page_of(browser("dan", language=language).get(f"{VOICES}?month=2026-03"))
        assert "建〔2026〕1号" in page
        assert "recommend-2026" not in page


def test_a_month_before_the_first_petition_has_a_dash_and_opens_nothing(browser: Browser) -> None:
    cast.go(cast.comes_in().number, Verb.TRIAGE)
    page = page_of(browser("dan", language="en").get(f"{VOICES}?month=2026-03"))
    row = page.split("Topics by month")[-1].split("<tbody>")[1].split("</tr>")[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    assert cells[:-1] == ["–"] * 5
    assert ">1<" in cells[-1]
