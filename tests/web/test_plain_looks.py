"""Small things that pages say wrong by their look: what goes on elsewhere, what is kept, what stands twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.verbs import VERBS
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk import pages
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.duty_pages import english, on_monday

Clock = Callable[[datetime], None]
HOUR = timedelta(hours=1)
__all__ = ["on_monday"]


def test_a_joined_matter_isnt_shown_as_gone_through_all_steps() -> None:
    first, other = cast.comes_in().number, cast.comes_in().number
    VERBS[Verb.LINK](other, other=first, by=cast.DAN, now=cast.START + HOUR)
    steps = pages.steps(file_of(other).state)
    assert [(one.past, one.now) for one in steps] == [(True, False), (False, True)]


def test_the_head_says_that_who_speaks_is_kept(browser: Browser) -> None:
    open_, kept = cast.comes_in().number, cast.comes_in(confidential=True).number
    mark = "petitioner&#x27;s data kept"
    assert mark in english(browser, "dan", f"/desk/matter/{kept}/")
    assert mark not in english(browser, "dan", f"/desk/matter/{open_}/")


def test_what_is_decided_on_top_isnt_offered_once_more_below(browser: Browser, now: Clock) -> None:
    number = cast.comes_in().number
    at = cast.go(number, Verb.SIGN) + HOUR
    actions.object_(number, reason="内部管道归物业管。", by=cast.BAO, now=at)
    now(at)
    page = english(browser, "dan", f"/desk/matter/{number}/")
    for verb in ("agree_return", "refuse_return"):
        assert page.count(f'href="/desk/matter/{number}/?do={verb}#do"') == 1
    assert page.count("btn btn-primary") == 1, "the natural next step stands out, wherever it stands"


def test_keys_of_the_keyboard_arent_those_that_seal(browser: Browser) -> None:
    cast.comes_in()
    for language, said, sealed in (("zh-hans", "快捷键", "密钥"), ("ko", "단축건", "열쇠")):
        fold = page_of(browser("dan", language=language).get("/desk/list/")).split('id="keys"')[1]
        assert f"<summary>{said}</summary>" in fold
        assert sealed not in fold


def test_what_opens_the_filter_and_what_applies_it_are_two_words(browser: Browser) -> None:
    page = page_of(browser("dan").get("/desk/list/"))
    fold = page[page.index("hy-narrow-down") :]
    opens, does = re.search(r"<summary>([^<]+)<", fold), re.search(r'type="submit">([^<]+)</button>', fold)
    assert opens
    assert does
    assert opens[1] != does[1]


def test_the_board_says_why_it_counts_more_than_it_lists(browser: Browser, now: Clock) -> None:
    cast.comes_in()
    held = cast.comes_in().number
    cast.go(held, Verb.NOTIFY)
    now(cast.START + timedelta(days=120))
    page = english(browser, "song", "/desk/supervision/")
    assert "1 more is late at the house that took it in" in page
    assert "more is late" not in english(browser, "song", f"/desk/supervision/?unit={cast.BUREAU}")


def test_numbers_in_the_story_lead_to_the_other_matter(browser: Browser) -> None:
    first, other = cast.comes_in().number, cast.comes_in().number
    VERBS[Verb.LINK](other, other=first, by=cast.DAN, now=cast.START + HOUR)
    story = english(browser, "dan", f"/desk/matter/{other}/").split("hy-timeline")[1]
    assert f'<a class="hy-number" href="/desk/matter/{first}/">' in story


def test_the_check_of_a_record_says_of_which_matter(browser: Browser) -> None:
    number = cast.comes_in(title="老屋没有自来水").number
    page = english(browser, "song", f"/desk/matter/{number}/proof/")
    assert "老屋没有自来水" in page
    assert "<dt>Seal</dt>" in page
