"""A supporting answer isn't closed before it is said what is to be done, and nobody is told what nobody said. Art. 32."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.cases import actions, following
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.registering import Receipt
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.vocabulary import Status, Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of

pytestmark = pytest.mark.usefixtures("county")
Clock = Callable[[datetime], None]
TEXT = (
    "您的请求：换水管。经查，水管老化。处理意见：予以支持，2027年1月10日前更换全部管道。依据：《供水条例》。"
)


def delivered(now: Clock, outcome: str = "supported", verb: Verb = Verb.DELIVER) -> Receipt:
    receipt = cast.comes_in()
    number = receipt.number
    at = cast.go(number, Verb.NOTIFY) + timedelta(hours=1)
    actions.draft(number, outcome=outcome, text=TEXT, by=cast.BAO, now=at)
    steps: list[tuple[Verb, Callable[[], Any]]] = [
        (Verb.APPROVE, lambda: actions.approve(number, by=cast.BO, now=at)),
        (Verb.ISSUE, lambda: actions.issue(number, by=cast.BAO, now=at)),
        (Verb.DELIVER, lambda: actions.deliver(
            number, method="hand", result="received", delivered_at=at, proof="本人签字", by=cast.BAO, now=at)),
    ]  # fmt: skip
    for step, do in steps:
        do()
        if step is verb:
            break
    now(at + timedelta(hours=1))
    return receipt


def close(browser: Browser, number: str, **more: str) -> Any:
    seen = Entry.objects.filter(number=number).count()
    return browser("bao", language="en").post(f"/desk/matter/{number}/do/close/", {"seen": seen, **more})


def told(browser: Browser, receipt: Receipt) -> str:
    client = browser(language="en")
    client.post("/follow/", {"number": receipt.number, "code": receipt.code})
    return page_of(client.get("/follow/"))


def test_closing_asks_what_is_to_be_carried_out(browser: Browser, now: Clock) -> None:
    receipt = delivered(now)
    form = page_of(browser("bao", language="en").get(f"/desk/matter/{receipt.number}/?do=close"))
    assert "no commitment is noted" in form
    assert "2027年1月" in form
    assert 'name="nothing_owed"' in form
    refused = close(browser, receipt.number, remark="材料已归档。")
    assert refused.status_code == 422
    page = page_of(refused)
    assert "Please note it first" in page
    assert "材料已归档。" in page
    assert Matter.objects.get(number=receipt.number).status == Status.DELIVERED
    assert "No commitment has been noted" in told(browser, receipt)
    assert close(browser, receipt.number, nothing_owed="1").status_code == 303
    assert "Nothing is to be carried out, says the office" in told(browser, receipt)
    desk = page_of(browser("bao", language="en").get(f"/desk/matter/{receipt.number}/"))
    assert "said at closing: nothing is to be carried out" in desk


def test_a_noted_commitment_says_it(browser: Browser, now: Clock) -> None:
    receipt = delivered(now)
    at = cast.START + timedelta(days=1)
    due = date(2027, 1, 10)
    following.pledge(receipt.number, party="县自来水公司", text="更换管道", due=due, by=cast.BAO, now=at)
    now(at)
    form = page_of(browser("bao", language="en").get(f"/desk/matter/{receipt.number}/?do=close"))
    assert 'name="nothing_owed"' not in form
    assert close(browser, receipt.number).status_code == 303


def test_what_supports_nothing_closes_as_before(browser: Browser, now: Clock) -> None:
    receipt = delivered(now, outcome="explained")
    assert close(browser, receipt.number).status_code == 303
    page = told(browser, receipt)
    assert "No commitment has been noted" in page
    assert "promised" not in page


@pytest.mark.parametrize(
    ("verb", "act", "who"), [(Verb.DRAFT, "approve", "bo"), (Verb.APPROVE, "issue", "bao")]
)
def test_whoever_approves_or_issues_is_told_before(
    browser: Browser, now: Clock, verb: Verb, act: str, who: str
) -> None:
    receipt = cast.comes_in()
    at = cast.go(receipt.number, Verb.NOTIFY) + timedelta(hours=1)
    actions.draft(receipt.number, outcome="supported", text=TEXT, by=cast.BAO, now=at)
    if verb is Verb.APPROVE:
        actions.approve(receipt.number, by=cast.BO, now=at)
    now(at + timedelta(hours=1))
    page = page_of(browser(who, language="en").get(f"/desk/matter/{receipt.number}/?do={act}"))
    assert "no commitment is noted" in page


def test_taken_up_again_it_is_asked_again(now: Clock) -> None:
    receipt = delivered(now)
    at = cast.START + timedelta(days=1)
    state = actions.close(receipt.number, nothing_owed=True, by=cast.BAO, now=at)
    assert state.nothing_owed
    assert not actions.reopen(receipt.number, reason="新情况", by=cast.DAN, now=at).nothing_owed
