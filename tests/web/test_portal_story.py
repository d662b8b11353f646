"""The page of one's matter: one's own words, in the order of time, and nothing that doesn't hold any more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import withdraw
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import link
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of, untorn
from tests.web.test_portal import ask

pytestmark = pytest.mark.usefixtures("county")

OWN = re.compile(r"<details[^>]*><summary>What you told us</summary><div[^>]*>(.*?)</div>", re.DOTALL)


def joined(first: Any, second: Any, at: Any) -> None:
    actions.triage(second.number, klass="appeal", category="040100", by=cast.DAN, now=at)
    link(second.number, other=first.number, by=cast.DAN, now=at)


def test_everybody_finds_their_own_words_folded(browser: Browser) -> None:
    first, second = cast.comes_in(text="我家的水管漏了。"), cast.comes_in(text="우리 집 수도관이 샙니다.")
    joined(first, second, cast.START)
    client = browser(language="en")
    for one, own, lang in (
        (first, "我家的水管漏了。", "zh-Hans-CN"),
        (second, "우리 집 수도관이 샙니다.", "ko-CN"),
    ):
        page = page_of(ask(client, one.number, one.code))
        found = OWN.search(page)
        assert found is not None
        assert found[1] == own
        assert f'lang="{lang}">{own}' in page
        assert page.count(own) == 1


def test_a_joined_matter_is_told_in_the_order_of_time(browser: Browser) -> None:
    first = cast.comes_in()
    later = cast.START + timedelta(hours=3)
    actions.triage(
        first.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START + timedelta(hours=1)
    )
    actions.assign(first.number, to=cast.BUREAU, days=20, by=cast.DAN, now=cast.START + timedelta(hours=2))
    second = cast.comes_in(now=later, received_at=later)
    joined(first, second, later + timedelta(hours=1))
    page = untorn(page_of(ask(browser(language="en"), second.number, second.code)))
    times = re.findall(r'<time datetime="([^"]+)"', page.split('class="hy-timeline"', 1)[1])
    assert times == sorted(times)
    assert times[0] == later.isoformat(), (
        "it begins with one's own, not with what another had been told before"
    )
    assert "Joined to another petition about the same matter" in page
    assert "Since 2 Mar 2026 it goes on together with another petition" in page
    assert "Your own number and query code go on working." in page
    assert first.number not in page
    assert "<dt>Taken up before that</dt>" not in page


@pytest.mark.parametrize("named", [True, False])
def test_taken_back_a_letter_is_owed_and_nobody_is_written_to_nowhere(
    browser: Browser, now: Any, named: bool
) -> None:
    receipt = cast.comes_in(**({} if named else {"person": Person()}))
    now(cast.START + timedelta(minutes=5))
    client = browser(language="en")
    ask(client, receipt.number, receipt.code)
    assert "h-who" in page_of(client.get("/follow/"))
    client.post("/follow/withdraw/", {"text": "不反映了。"})
    page = page_of(client.get("/follow/"))
    assert "Next step by" not in page
    assert "You get the letter that confirms it" in page.split('id="h-who"')[1].split("</section>")[0]
    assert "you may speak up again at any time" in page
    assert ("confirms it to you in writing" in page) == named
    assert ("you left no address" in page) != named


def test_what_confirms_it_isnt_called_a_way_to_go(browser: Browser, now: Any) -> None:
    receipt = cast.comes_in()
    at = cast.go(receipt.number, Verb.TRIAGE)
    withdraw(receipt.number, petition=receipt.number, text="不用了。", by=PETITIONER, now=at)
    actions.decline(receipt.number, route="withdrawn", text="您撤回的事项已经确认。", by=cast.DAN, now=at)
    now(at + timedelta(minutes=5))
    page = page_of(ask(browser(language="en"), receipt.number, receipt.code))
    assert "A letter confirms that you took it back" in page
    assert "lawful way" not in page
    desk = page_of(browser("dan", language="en").get(f"/desk/matter/{receipt.number}/"))
    assert "nobody has said anything yet" not in desk, "it answers nothing"
    assert "no commitment is noted" not in desk


def test_who_rated_has_said_something_of_it(browser: Browser, now: Any) -> None:
    receipt = cast.comes_in()
    now(cast.go(receipt.number, Verb.CLOSE) + timedelta(minutes=5))
    client = browser(language="en")
    assert "said anything of it yet" in page_of(ask(client, receipt.number, receipt.code))
    client.post("/follow/rate/", {"unit": "satisfied"})
    page = page_of(client.get("/follow/"))
    assert "said anything of it yet" not in page
    assert "You rated it: Satisfied" in page


@pytest.mark.parametrize("language", ["zh-hans", "ko", "en"])
def test_the_two_languages_of_a_letter_are_kept_apart(language: str) -> None:
    read = {"blocks": (("zh-Hans-CN", "甲"), ("ko-CN", "을"))}
    with override(language):
        page = render_to_string("portal/parts/read.html", {"read": read})
    first, _between, second = page.partition('<h3 class="hy-tongue">')
    assert "甲" in first
    assert "을" in second
