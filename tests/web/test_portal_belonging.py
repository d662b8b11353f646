"""One's own page where the petition was joined, parted, taken back, answered, reopened or reviewed: true each time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import rate, withdraw
from huiyin.rooms.cases.registering import Receipt, link, unlink
from huiyin.rooms.notices.models import Notice
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.confidence_cast import PAK
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import words_of

pytestmark = pytest.mark.usefixtures("county", "people")
HOUR = timedelta(hours=1)
Clock = Callable[[datetime], None]


def theirs() -> Receipt:
    return cast.comes_in(title="老屋没有自来水", person=PAK, text="家里没有水。")


def reads(browser: Browser, receipt: Receipt) -> tuple[Client, str]:
    client = browser(language="en")
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    return client, page_of(client.get("/follow/"))


def head(page: str) -> str:
    return page.split("<h1>")[1].split("<section")[0]


def section(page: str, name: str) -> str:
    return page.split(f'id="{name}"')[1].split("</section>")[0]


def test_joined_to_one_that_is_under_way_it_says_so_and_by_when_the_answer_comes(
    browser: Browser, now: Clock
) -> None:
    first, second = cast.comes_in(), theirs()
    at = cast.go(first.number, Verb.NOTIFY) + HOUR
    link(second.number, other=first.number, by=cast.DAN, now=at)
    now(at + HOUR)
    _client, page = reads(browser, second)
    assert "goes on together with another petition about the same matter" in head(page)
    assert "Everybody in it gets the answer." in head(page)
    told = page.split('id="h-way"')[1]
    assert told.index("You spoke up") < told.index("Joined to another petition")
    assert "Taken up before that" in told
    assert "Answer by" in told
    for before in ("The office has received it", "The office deals with it", first.number):
        assert before not in told
    _client, own = reads(browser, first)
    assert "goes on together" not in own
    assert second.number not in own


def test_what_offices_owe_each_other_is_no_petitioners_day(browser: Browser, now: Clock) -> None:
    receipt = cast.comes_in()
    actions.triage(receipt.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START + HOUR)
    actions.assign(receipt.number, to=cast.BUREAU, days=7, by=cast.DAN, now=cast.START + 2 * HOUR)
    actions.sign(receipt.number, by=cast.BAO, now=cast.START + 3 * HOUR)
    actions.notify(receipt.number, notice="written", by=cast.BAO, now=cast.START + 4 * HOUR)
    now(cast.START + 5 * HOUR)
    _client, page = reads(browser, receipt)
    assert "You get the written answer" in section(page, "h-who")
    assert "1 May 2026" in section(page, "h-who")
    assert "9 Mar" not in page
    assert "Days" not in page.split('id="h-way"')[1]


def test_parted_again_the_page_tells_it(browser: Browser, now: Clock) -> None:
    first, second = cast.comes_in(), theirs()
    link(second.number, other=first.number, by=cast.DAN, now=cast.START + HOUR)
    unlink(second.number, reason="王某家的是另一件事", by=cast.DAN, now=cast.START + 2 * HOUR)
    now(cast.START + 3 * HOUR)
    _client, page = reads(browser, second)
    assert "is handled on its own again" in head(page)
    told = page.split('id="h-way"')[1]
    assert told.index("Joined to another petition") < told.index("Parted from the other petition again")
    assert "王某" not in page, "what the desk wrote may tell of others"
    assert first.number not in page


def test_parted_after_the_answer_had_come_the_letter_stays(browser: Browser, now: Clock) -> None:
    first, second = cast.comes_in(title="水管冻裂"), theirs()
    link(second.number, other=first.number, by=cast.DAN, now=cast.START)
    at = cast.go(first.number, Verb.DELIVER)
    unlink(second.number, reason="不是同一件事", by=cast.DAN, now=at + HOUR)
    now(at + 2 * HOUR)
    client, page = reads(browser, second)
    assert "The earlier answer" in page
    assert "水管已经修好。" in page
    assert "The answer was brought to you" in page.split('id="h-way"')[1]
    assert "You spoke up" in page
    found = re.search(r'href="(/follow/letter\.pdf\?[^"]*earlier=[^"]+)"', page)
    assert found
    paper = client.get(found[1].replace("&amp;", "&"))
    assert "水管已经修好。" in words_of(paper.content)
    assert second.number in words_of(paper.content)
    assert "thisanswerdoesn" in words_of(paper.content), "the paper says so itself"
    assert first.number not in words_of(paper.content)
    assert first.number not in page, "not in an address either"
    for odd in ("20200101000000000000", "x", "%00", "0" * 400):
        assert client.get(f"/follow/letter.pdf?earlier={odd}").status_code == 404, odd
    _client, own = reads(browser, first)
    assert "The earlier answer" not in own


def test_nobody_gets_a_letter_of_the_time_before_they_came_or_after_they_left(
    browser: Browser, now: Clock
) -> None:
    first, second = cast.comes_in(), theirs()
    link(second.number, other=first.number, by=cast.DAN, now=cast.START)
    unlink(second.number, reason="不是同一件事", by=cast.DAN, now=cast.START)
    at = cast.go(first.number, Verb.CLOSE)
    now(at + HOUR)
    client, page = reads(browser, second)
    assert "水管已经修好。" not in page
    assert client.get("/follow/letter.pdf").status_code == 404


def test_issued_and_not_yet_brought_it_says_so(browser: Browser, now: Clock) -> None:
    receipt = cast.comes_in()
    now(cast.go(receipt.number, Verb.ISSUE) + HOUR)
    _client, page = reads(browser, receipt)
    assert "Issued, not yet brought to you" in section(page, "h-facts")


def test_a_confirmed_withdrawal_is_no_answer_that_is_still_to_come(browser: Browser, now: Clock) -> None:
    receipt = cast.comes_in()
    actions.triage(receipt.number, klass="appeal", category="040100", by=cast.DAN, now=cast.START)
    withdraw(receipt.number, petition=receipt.number, text="不用了。", by=PETITIONER, now=cast.START)
    now(cast.START + HOUR)
    _client, page = reads(browser, receipt)
    assert "You took it back" in head(page)
    assert "confirms it to you in writing by" in head(page)
    assert "you may speak up again at any time" in head(page)
    actions.decline(receipt.number, route="withdrawn", text="您已撤回。", by=cast.DAN, now=cast.START + HOUR)
    now(cast.START + 2 * HOUR)
    _client, page = reads(browser, receipt)
    assert "It is confirmed in writing that you took it back" in head(page)
    assert Notice.objects.filter(number=receipt.number, kind="withdrawn").exists()
    assert not Notice.objects.filter(number=receipt.number, kind="decline").exists()
    assert ">The answer</h2>" not in page
    assert "h-facts" not in page


def test_who_alone_of_several_took_it_back_reads_that_it_goes_on(browser: Browser, now: Clock) -> None:
    first, second = cast.comes_in(), theirs()
    link(second.number, other=first.number, by=cast.DAN, now=cast.START)
    withdraw(first.number, petition=second.number, text="不用了。", by=PETITIONER, now=cast.START + HOUR)
    now(cast.START + 2 * HOUR)
    _client, page = reads(browser, second)
    assert "Others go on with the matter" in head(page)
    assert "confirms it" not in head(page)


def test_taken_up_again_it_says_so_and_the_earlier_letter_stays(browser: Browser, now: Clock) -> None:
    receipt = cast.comes_in()
    at = cast.go(receipt.number, Verb.CLOSE)
    actions.reopen(receipt.number, reason="又漏了", by=cast.DAN, now=at + HOUR)
    now(at + 2 * HOUR)
    client, page = reads(browser, receipt)
    assert head(page).startswith("Taken up again")
    assert "You get a new answer in writing" in head(page)
    assert "<summary>The earlier notice that your matter is handled</summary>" in page
    assert "水管已经修好。" in page
    found = re.search(r'href="(/follow/letter\.pdf\?[^"]*earlier=[^"]+)"', page)
    assert found
    assert "水管已经修好。" in words_of(client.get(found[1].replace("&amp;", "&")).content)


def test_an_answer_that_was_brought_to_who_came_later_is_theirs_too(browser: Browser, now: Clock) -> None:
    first, second = cast.comes_in(), theirs()
    at = cast.go(first.number, Verb.ISSUE)
    link(second.number, other=first.number, by=cast.DAN, now=at)
    actions.deliver(
        first.number,
        method="hand",
        result="received",
        delivered_at=at,
        proof="本人签字",
        by=cast.BAO,
        now=at + HOUR,
    )
    unlink(second.number, reason="不是同一件事", by=cast.DAN, now=at + 2 * HOUR)
    now(at + 3 * HOUR)
    _client, page = reads(browser, second)
    assert "The earlier answer" in page
    assert "水管已经修好。" in page


def test_a_rating_is_told_with_the_words_that_were_written(browser: Browser, now: Clock) -> None:
    receipt = cast.comes_in()
    at = cast.go(receipt.number, Verb.CLOSE)
    now(at + HOUR)
    _client, page = reads(browser, receipt)
    assert "You have not rated yet" in section(page, "h-rates")
    rate(
        receipt.number, petition=receipt.number, rated="unit", score="satisfied", remark="修得快，谢谢。", by=PETITIONER,
        now=at + HOUR,
    )  # fmt: skip
    _client, page = reads(browser, receipt)
    told = page.split('id="h-way"')[1]
    assert "You rated it" in told
    assert "修得快，谢谢。" in told


def test_a_joined_page_costs_the_same_however_long_the_matter_is(
    browser: Browser, now: Clock, django_assert_max_num_queries: Any
) -> None:
    first, second = cast.comes_in(), theirs()
    link(second.number, other=first.number, by=cast.DAN, now=cast.START)
    now(cast.go(first.number, Verb.CLOSE) + HOUR)
    client, _page = reads(browser, second)
    with django_assert_max_num_queries(16):
        client.get("/follow/")


def chain(petition: str, length: int) -> list[str]:
    """The petition joined to a matter, that one to the next, and so on; the numbers of all of them."""
    numbers = [petition]
    for n in range(length):
        numbers.append(cast.comes_in(title=f"停水第{n}家", text="没有水。").number)
        link(numbers[-2], other=numbers[-1], by=cast.DAN, now=cast.START + n * HOUR)
    return numbers


@pytest.mark.parametrize("parted", [False, True])
def test_a_chain_of_joinings_costs_hardly_more_than_two(browser: Browser, now: Clock, parted: bool) -> None:
    costs = []
    for length in (2, 8):
        receipt = theirs()
        *before, last = chain(receipt.number, length)
        for number in reversed(before) if parted else ():
            unlink(number, reason="不是一件事", by=cast.DAN, now=cast.START + 9 * HOUR)
        if not parted:
            cast.go(last, Verb.NOTIFY, start=cast.START + 9 * HOUR)
        now(cast.START + 20 * HOUR)
        client, page = reads(browser, receipt)
        assert page.split('id="h-way"')[1].count("Joined to another petition") == length
        with CaptureQueriesContext(connection) as queries:
            client.get("/follow/")
        costs.append(len(queries))
    assert costs[1] <= (costs[0] + 6 if parted else costs[0]), (
        costs
    )  # parted: one for each, to find where it lay next
    assert max(costs) <= 22, costs


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (lambda n, c: ("123", c), "number", "a sign is missing or mistaken"),
        (lambda n, c: (n[:-1] + str((int(n[-1]) + 1) % 10), c), "number", "a sign is missing or mistaken"),
        (lambda n, c: (c, n), "number", "stand in each other&#x27;s place"),
        (lambda n, c: (n, "AAAA-BBBB-CCCC"), "code", "don&#x27;t go together"),
    ],
)
def test_what_is_wrong_with_number_or_code_is_said_where_it_is(
    browser: Browser, now: Clock, change: Callable[[str, str], tuple[str, str]], field: str, words: str
) -> None:
    receipt = cast.comes_in()
    now(cast.START + HOUR)
    number, code = change(receipt.number, receipt.code)
    answer = browser(language="en").post("/follow/", {"number": number, "code": code})
    page = page_of(answer)
    assert answer.status_code == 422
    assert words in page.split(f'id="f-{field}-error"')[1].split("</")[0]
    assert f'value="{number}"' in page
