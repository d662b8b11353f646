"""Who was joined to a matter whose answer was out already: the letter stays as it was issued, and says so beside its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, DAN, START, comes_in, go
from tests.web.confidence_cast import PAK
from tests.web.conftest import Browser, page_of, untorn
from tests.web.paper_reading import bare, words_of

pytestmark = pytest.mark.usefixtures("county", "people")
DAY = timedelta(days=1)
Clock = Callable[[datetime], None]


def answered() -> tuple[str, datetime]:
    """A matter whose answer went out on the second of March, and when."""
    number = comes_in().number
    return number, go(number, Verb.ISSUE)


def joined(number: str, *, received: datetime, at: datetime, language: str = "zh-hans") -> Receipt:
    person = replace(PAK, language=language)
    receipt = comes_in(
        title="老屋没有自来水", person=person, text="家里没有水。", received_at=received, now=at
    )
    link(receipt.number, other=number, by=DAN, now=at)
    return receipt


def reads(browser: Browser, receipt: Receipt, language: str = "zh-hans") -> Client:
    client = browser(language=language)
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    return client


def test_page_and_copy_say_that_the_answer_is_older_than_the_petition(browser: Browser, now: Clock) -> None:
    number, issued = answered()
    late = joined(number, received=issued + 2 * DAY, at=issued + 3 * DAY)
    now(issued + 4 * DAY)
    client = reads(browser, late)
    page, paper = untorn(page_of(client.get("/follow/"))), words_of(client.get("/follow/letter.pdf").content)
    said = "这件事的答复于2026年3月2日作出，早于您2026年3月4日提出的反映；您的反映于2026年3月5日并入这件事。"
    assert page.count(said) == 1
    assert bare(said) in bare(paper)
    assert "水管已经修好。" in page


def test_brought_before_and_joined_after_it_says_that(browser: Browser, now: Clock) -> None:
    number, issued = answered()
    late = joined(number, received=issued - DAY, at=issued + DAY)
    now(issued + 2 * DAY)
    page = untorn(page_of(reads(browser, late).get("/follow/")))
    assert "这件事的答复于2026年3月2日作出；您的反映是在此之后、于2026年3月3日并入这件事的。" in page


def test_the_copy_says_it_in_both_languages_of_the_letter(browser: Browser, now: Clock) -> None:
    number, issued = answered()
    late = joined(number, received=issued + 2 * DAY, at=issued + 3 * DAY, language="ko")
    now(issued + 4 * DAY)
    paper = words_of(reads(browser, late, "ko").get("/follow/letter.pdf").content)
    assert "早于您2026年3月4日提出的反映" in paper
    assert bare("귀하께서 2026년 3월 4일에 제기하시기 전") in paper


@pytest.mark.parametrize("first", [True, False])
def test_whoever_was_in_it_when_it_was_answered_reads_nothing_of_that(
    browser: Browser, now: Clock, first: bool
) -> None:
    one = comes_in()
    other = joined(one.number, received=START, at=START)
    issued = go(one.number, Verb.ISSUE)
    joined(one.number, received=issued + DAY, at=issued + DAY)
    now(issued + 2 * DAY)
    client = reads(browser, one if first else other)
    page, paper = untorn(page_of(client.get("/follow/"))), words_of(client.get("/follow/letter.pdf").content)
    assert "的答复于" not in page
    assert "的答复于" not in paper


def test_nobody_is_reached_before_they_were_joined_so_their_thirty_days_are_whole(
    browser: Browser, now: Clock
) -> None:
    number, issued = answered()
    late = joined(number, received=issued + 2 * DAY, at=issued + 3 * DAY)
    how = {"method": "hand", "result": "received", "proof": "本人签字", "by": BAO, "now": issued + 4 * DAY}
    with pytest.raises(NotDone) as no:
        actions.deliver(number, delivered_at=issued + DAY, **how)
    assert (no.value.refused.reason, no.value.refused.field) == ("before_joining", "delivered_at")
    actions.deliver(number, petition=number, delivered_at=issued + DAY, **how)
    actions.deliver(number, petition=late.number, delivered_at=issued + 4 * DAY, **how)
    now(issued + 5 * DAY)
    page = untorn(page_of(reads(browser, late).get("/follow/")))
    assert "2026年4月7日" in page.split('id="h-review"')[1].split("</section>")[0], (
        "thirty days from their own receipt"
    )
