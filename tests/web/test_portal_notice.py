"""The notice that a matter is handled, and the answer, as the petitioner reads them: in the page's language first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BAO, BO, DAN, START, comes_in, go
from tests.web.conftest import Browser, page_of
from tests.web.paper_reading import bare, words_of

pytestmark = pytest.mark.django_db
KIM = Person(name="김순희", phone="19900001235", language="ko")
BOTH = "信访人：\n水管已经修好，现已恢复供水。\n\n신소인 귀하:\n수도관을 수리하여 물이 다시 나옵니다."


@pytest.fixture(autouse=True)
def at_work(county: None, now: Callable[[datetime], None]) -> None:
    now(START + timedelta(hours=20))


def told(receipt: Receipt, notice: str = "online") -> datetime:
    at = go(receipt.number, Verb.SIGN) + timedelta(hours=1)
    actions.notify(receipt.number, notice=notice, by=BAO, now=at)
    return at


def follows(browser: Browser, receipt: Receipt, language: str = "zh-hans") -> Client:
    client = browser(language=language)
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    return client


def test_the_notice_stands_on_the_page_by_name_and_can_be_kept(browser: Browser) -> None:
    receipt = comes_in()
    told(receipt)
    client = follows(browser, receipt)
    page = page_of(client.get("/follow/"))
    assert "受理告知书" in page
    assert "金顺姬：" in page
    assert "决定予以受理" in page
    assert "＿" not in page
    assert f"/follow/notice.pdf?of={receipt.number}" in page
    made = client.get("/follow/notice.pdf")
    assert made["Content-Disposition"].endswith('.pdf"') or ".pdf" in made["Content-Disposition"]
    assert bare("金顺姬：") in words_of(made.content)
    assert "信访事项受理告知书" in words_of(made.content)


def test_nobody_else_reads_it_and_nothing_is_there_before(browser: Browser) -> None:
    receipt = comes_in()
    assert browser().get("/follow/notice.pdf")["Location"] == "/follow/"
    client = follows(browser, receipt)
    assert client.get("/follow/notice.pdf").status_code == 404
    assert "受理告知书" not in page_of(client.get("/follow/"))
    told(receipt)
    assert client.get("/follow/notice.pdf?of=222424-20260302-00009-9")["Location"].startswith("/follow/?of=")


def test_whoever_gave_no_name_is_addressed_without_one_and_whom_nobody_told_has_none(
    browser: Browser,
) -> None:
    nobody = comes_in(person=Person())
    told(nobody)
    page = page_of(follows(browser, nobody).get("/follow/"))
    assert "信访人：\n\n您于" in page
    unclear = comes_in(person=Person())
    told(unclear, "not_owed")
    assert "受理告知书" not in page_of(follows(browser, unclear).get("/follow/"))


def test_a_name_is_told_only_to_whom_it_is(browser: Browser) -> None:
    first, second = (
        comes_in(),
        comes_in(person=KIM, title="우리 집 물", text="물이 안 나옵니다.", persons=1),
    )
    link(second.number, other=first.number, by=DAN, now=START + timedelta(minutes=30))
    told(first)
    page = page_of(follows(browser, second, "ko").get("/follow/"))
    assert "김순희 귀하:" in page
    assert second.number in page
    assert "金顺姬" not in page
    assert "没有水" not in page, "the other's title"
    assert "김순희" not in page_of(follows(browser, first).get("/follow/"))


def test_in_confidence_not_even_ones_own_name_stands_there(browser: Browser) -> None:
    receipt = comes_in(confidential=True)
    told(receipt)
    page = page_of(follows(browser, receipt).get("/follow/"))
    assert "信访人：\n\n您于" in page
    assert "金顺姬" not in page


def test_whoever_came_to_the_matter_later_was_not_told(browser: Browser) -> None:
    first, second = comes_in(), comes_in(person=KIM)
    at = told(first)
    link(second.number, other=first.number, by=DAN, now=at + timedelta(minutes=30))
    assert "决定予以受理" not in page_of(follows(browser, second).get("/follow/"))
    assert "决定予以受理" in page_of(follows(browser, first).get("/follow/"))


def answered(person: Person = KIM, text: str = BOTH) -> Receipt:
    receipt = comes_in(person=person)
    at = told(receipt) + timedelta(hours=1)
    actions.draft(receipt.number, outcome="supported", text=text, by=BAO, now=at)
    actions.approve(receipt.number, by=BO, now=at)
    actions.issue(receipt.number, by=BAO, now=at)
    return receipt


@pytest.mark.parametrize(
    ("language", "first", "other"), [("ko", "수도관을", "水管已经"), ("zh-hans", "水管已经", "수도관을")]
)
def test_the_page_has_its_own_language_first_and_the_other_folded(
    browser: Browser, language: str, first: str, other: str
) -> None:
    page = page_of(follows(browser, answered(), language).get("/follow/")).split('id="h-answer"')[1]
    answer = page.split("</section>")[0]
    seen, folded = answer.split("<details", 1)
    assert (first in seen, other in seen) == (True, False)
    assert other in folded


@pytest.mark.parametrize("language", ["ko", "zh-hans"])
def test_what_the_law_adds_in_the_other_language_folds_no_answer(browser: Browser, language: str) -> None:
    chinese = answered(text="您反映的漏水一事，情况属实，接头已经换好。")
    page = page_of(follows(browser, chinese, language).get("/follow/")).split('id="h-answer"')[1]
    answer = page.split("</section>")[0]
    assert "接头已经换好" in answer
    assert "<details" not in answer


def test_what_stands_in_no_two_parts_is_shown_whole_in_its_order(browser: Browser) -> None:
    mixed = "信访人：\n您写的是：\n물이 나오지 않습니다.\n现在水管已经修好，恢复供水了。"
    page = page_of(follows(browser, answered(text=mixed), "ko").get("/follow/")).split('id="h-answer"')[1]
    answer = page.split("</section>")[0]
    assert answer.index("您写的是") < answer.index("물이 나오지") < answer.index("现在水管已经修好")
    assert "现在水管" not in answer.split("<details")[-1] or "<details" not in answer


def test_a_quoted_title_does_not_tear_a_letter_apart(browser: Browser) -> None:
    receipt = comes_in(person=KIM, title="우리 집에 물이 나오지 않습니다")
    told(receipt)
    page = (
        page_of(follows(browser, receipt, "ko").get("/follow/"))
        .split('id="h-notice"')[1]
        .split("</section>")[0]
    )
    seen, folded = page.split("<details", 1)
    assert "수리하기로 결정하였습니다" in seen
    assert "决定予以受理" in folded
