"""A review's or recheck's decision from its issuing to its delivery, and what the pages below say of it. Art. 35, 36."""

from __future__ import annotations

from datetime import datetime

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.following import pledge, withdraw
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rules.roles import PETITIONER
from tests.rooms import cast
from tests.web.conftest import Browser
from tests.web.test_after_answer import DAY, MEI, MO, WHY, Clock, answered, decided_above, looking

pytestmark = pytest.mark.usefixtures("county")
DECLINED = {"en": "It was declined", "zh-hans": "未予受理", "ko": "수리되지 않았습니다"}


def issued(number: str, at: datetime, outcome: str) -> datetime:
    """The decision is signed and out, and hasn't been brought."""
    actions.draft(number, outcome=outcome, text="维持。", by=MEI, now=at + DAY)
    actions.approve(number, by=MO, now=at + DAY)
    actions.issue(number, by=MEI, now=at + DAY)
    return at + DAY


@pytest.mark.parametrize("outcome", ["upheld", "changed", "revoked"])
def test_a_review_on_its_way_isnt_called_declined(browser: Browser, now: Clock, outcome: str) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    now(issued(review.number, at, outcome))
    told = {
        "en": (
            "The review that you asked for has been decided",
            "It has been decided and is being delivered",
        ),
        "zh-hans": ("您申请的复查已作出决定，正在送达", "已作出决定，正在送达"),
        "ko": ("귀하가 신청한 재조사는 결정이 내려졌으며", "결정이 내려졌으며"),
    }
    for language, (above, below) in told.items():
        page = looking(browser, first, language)[1]
        head, _sep, rest = page.partition("h-review")
        assert DECLINED[language] not in page
        assert above in head
        assert review.number in head
        assert below in rest


def test_what_has_happened_tells_of_the_decision_before_it_is_brought(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    way = looking(browser, first)[1].partition('id="h-way"')[2]
    assert "was decided" not in way
    at = issued(review.number, at, "upheld")
    now(at)
    told = "The review was decided; the decision is on its way to you"
    way = looking(browser, first)[1].partition('id="h-way"')[2]
    assert way.count(told) == 1
    assert review.number in way.partition(told)[2]
    assert "复查意见已作出，正在送达" in looking(browser, first, "zh-hans")[1]
    assert "재조사의견이 내려졌으며 전해드리는중입니다" in looking(browser, first, "ko")[1]
    actions.deliver(
        review.number, method="hand", result="received", delivered_at=at, proof="签收", by=MEI, now=at
    )
    way = looking(browser, first)[1].partition('id="h-way"')[2]
    assert "on its way to you" not in way
    assert "The review was decided" in way
    assert way.index("The review was decided") < way.index("The review of the answer was decided")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(issued(recheck.number, at, "upheld"))
    for known in (first, review):
        way = looking(browser, known)[1].partition('id="h-way"')[2]
        assert way.count("The recheck was decided; the decision is on its way to you") == 1


def test_a_recheck_on_its_way_is_told_on_the_page_of_the_review_and_of_the_first(
    browser: Browser, now: Clock
) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(issued(recheck.number, at, "upheld"))
    for known in (first, review):
        page = looking(browser, known)[1]
        assert "The recheck that you asked for has been decided" in page
        assert f"being delivered, number {recheck.number}." in page
        assert "It was declined" not in page


def test_what_was_declined_or_taken_back_isnt_called_decided(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    declined = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    actions.decline(declined.number, route="court", text="请向法院起诉。", by=MO, now=at)
    other, at = answered(now)
    back = ask_review(other.number, text=WHY, by=cast.PAK, now=at)
    withdraw(back.number, petition=back.number, text="撤回", by=PETITIONER, now=at)
    actions.decline(back.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
    now(at)
    for known in (first, other):
        assert "has been decided" not in looking(browser, known)[1]
    assert "It was declined; the letter under that number says why." in looking(browser, first)[1]


def test_the_request_that_was_taken_back_is_named(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    back = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    withdraw(back.number, petition=back.number, text="撤回", by=PETITIONER, now=at)
    actions.decline(back.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
    now(at)
    assert "您已撤回复查请求，原意见仍然有效。" in looking(browser, first, "zh-hans")[1]
    assert "재조사신청을 철회하셨으며 원의견은" in looking(browser, first, "ko")[1]
    assert "You took the request for a review back; the answer stands." in looking(browser, first)[1]


@pytest.mark.parametrize("above", ["review", "recheck"])
def test_the_head_says_that_the_answer_was_changed(browser: Browser, now: Clock, above: str) -> None:
    first, at = answered(now)
    changes = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    if above == "recheck":
        at = decided_above(changes.number, at)
        changes = ask_review(changes.number, text=WHY, by=cast.PAK, now=at)
    assert "Confirmed by you" in looking(browser, first)[1]
    at = decided_above(changes.number, at, "changed")
    now(at)
    told = {
        "en": (
            "The answer was changed",
            f"number {changes.number}",
            "Confirmed by you",
            "has reached you and",
        ),
        "zh-hans": ("答复已变更", f"编号{changes.number}", "您的确认", "答复已送到"),
        "ko": ("회답이 변경됨", f"번호 {changes.number}", "본인 확인", "회답을 전해드렸으며"),
    }
    for language, (heading, number, confirm, reached) in told.items():
        page = looking(browser, first, language)[1]
        head = page.partition("h-answer")[0]
        assert f"<h1>{heading}</h1>" in page
        assert number in head
        assert f"{at:%Y}" in head
        assert confirm not in page
        assert reached not in head


def test_of_a_changed_answer_the_promises_are_still_told(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    pledge(first.number, text="换水泵", party="自来水公司", due=(at + 30 * DAY).date(), by=cast.DAN, now=at)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "changed")
    now(at)
    page = looking(browser, first)[1]
    assert "What was promised" in page
    assert "Not yet: 0 of 1 promised" in page
    assert "Three facts" not in page
