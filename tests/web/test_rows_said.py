"""What a row of a list says at a glance: that it is told in confidence, and of what is closed which unit answered and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

MARK = '<span class="hy-state">保密</span>'


@pytest.fixture(autouse=True)
def a_week_later(now: Callable[[datetime], None], browser: Browser) -> None:
    """Everybody has an account."""
    now(cast.START + timedelta(days=7))


@pytest.mark.parametrize("path", ["/desk/list/", "/desk/search/?q=停水"])
def test_what_is_told_in_confidence_is_marked_in_every_list(browser: Browser, path: str) -> None:
    cast.comes_in(title="停水三天")
    assert MARK not in page_of(browser("dan").get(path))
    cast.comes_in(title="又停水了", confidential=True)
    shown = page_of(browser("dan").get(path))
    assert shown.count(MARK) == 1
    assert MARK in shown.partition("又")[2].partition("</td>")[0]


def test_of_what_is_closed_the_search_says_who_answered_and_when(browser: Browser) -> None:
    number = cast.comes_in(title="停水三天").number
    cast.go(number, Verb.CLOSE)
    shown = page_of(browser("dan").get("/desk/search/", {"q": "停水"}))
    row = shown.partition("<tbody")[2].partition("</tr>")[0]
    assert "办结" in row.partition("</td>")[0]
    assert "县生态环境分局" in row.rpartition("<td")[2]


def test_the_button_for_the_like_stands_in_a_card_of_its_own(browser: Browser) -> None:
    number = cast.comes_in(title="停水三天").number
    shown = page_of(browser("dan").get(f"/desk/matter/{number}/"))
    card = shown.partition('<section id="alike" class="card')[2].partition("</section>")[0]
    assert f'href="/desk/matter/{number}/alike/"' in card
