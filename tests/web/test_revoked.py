"""A revoked answer on the citizens' pages: since when, by which, and under which number the new one comes. Art. 35, 36."""

from __future__ import annotations

from datetime import datetime

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.asked_back import ask_back
from huiyin.rooms.cases.following import look_into, rate, withdraw
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser, page_of
from tests.web.test_after_answer import (
    DAY,
    MEI,
    MO,
    WHY,
    Clock,
    answered,
    asks,
    decided_above,
    looking,
    slip_of,
)
from tests.web.test_review_papers import ended_without

pytestmark = pytest.mark.usefixtures("county")


def rechecked(now: Clock, review_said: str, recheck_said: str) -> tuple[Receipt, Receipt, Receipt, datetime]:
    """A first matter, its review, and the recheck; decided a day apart: on 3 and 4 March."""
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, review_said)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(recheck.number, at, recheck_said)
    now(at)
    return first, review, recheck, at


@pytest.mark.parametrize(("review_said", "day"), [("revoked", "3 Mar"), ("upheld", "4 Mar")])
def test_the_first_answer_was_revoked_on_the_day_on_which_that_was_decided_first(
    browser: Browser, now: Clock, review_said: str, day: str
) -> None:
    first, *_ = rechecked(now, review_said, "revoked")
    page = looking(browser, first)[1]
    assert page.count(f"The answer was revoked on {day} 2026; the matter is to be handled anew.") == 1
    assert "is handled anew" not in page  # nobody has taken it up yet


@pytest.mark.parametrize("review_said", ["revoked", "upheld", "changed"])
def test_what_a_recheck_revoked_is_called_the_reviews_decision_and_the_first_number_is_named(
    browser: Browser, now: Clock, review_said: str
) -> None:
    first, review, recheck, _at = rechecked(now, review_said, "revoked")
    where = (
        f"The matter is to be handled anew under number {first.number}, "
        "and the new answer comes under that number."
    )
    there = f'href="/follow/?of={first.number}"'
    page = looking(browser, review)[1]
    assert "<h1>Revoked by the recheck</h1>" in page
    assert "On 4 Mar 2026 the recheck revoked what the review had decided." in page
    assert (page.count(where), there in page) == (1, True)
    assert "You get a new answer in writing" not in page
    assert "Taken up again" not in page
    page = looking(browser, recheck)[1]
    assert "This decision revoked what the review had decided." in page
    assert (page.count(where), there in page) == (1, True)
    assert "The answer was revoked" not in page
    page = looking(browser, review, "zh-hans")[1]
    assert "原处理意见已被撤销" not in page
    assert "原答复已" not in page


def test_a_review_that_revoked_names_the_number_of_the_new_answer(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(review.number, at, "revoked"))
    page = looking(browser, review)[1]
    assert "This decision revoked the answer." in page
    assert f"handled anew under number {first.number}" in page
    assert "Ask for a recheck" in page


def test_a_recheck_that_upholds_a_revocation_has_not_ended_it(browser: Browser, now: Clock) -> None:
    first, review, recheck, _at = rechecked(now, "revoked", "upheld")
    for known in (first, review, recheck):
        page = looking(browser, known)[1]
        assert "has ended; the same facts" not in page
    assert "The answer was revoked on 3 Mar 2026" in looking(browser, first)[1]
    assert "The recheck upheld the review: the answer is revoked." in looking(browser, recheck)[1]
    assert f"handled anew under number {first.number}" in looking(browser, review)[1]


@pytest.mark.parametrize(
    ("review_said", "recheck_said", "final"),
    [
        ("revoked", "upheld", False),
        ("upheld", "revoked", False),
        ("upheld", "upheld", True),
        ("revoked", "changed", True),
    ],
)
def test_a_rechecks_letter_is_final_only_where_no_new_answer_comes(
    browser: Browser, now: Clock, review_said: str, recheck_said: str, final: bool
) -> None:
    *_others, recheck, _at = rechecked(now, review_said, recheck_said)
    assert ("不再受理" in looking(browser, recheck)[1]) is final


def test_a_recheck_that_decided_instead_leaves_nothing_to_be_handled_anew(
    browser: Browser, now: Clock
) -> None:
    for known in rechecked(now, "revoked", "changed")[:3]:
        assert "handled anew" not in looking(browser, known)[1]


def joined(now: Clock) -> tuple[Receipt, Receipt, Receipt, Receipt, datetime]:
    """A matter of two petitioners, each with a review of their own; the first one's has revoked the answer."""
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    theirs = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at)
    mine = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(theirs.number, at, "revoked")
    now(at)
    return home, other, theirs, mine, at


def test_who_still_waits_for_a_review_reads_what_became_of_the_answer(browser: Browser, now: Clock) -> None:
    home, other, theirs, mine, at = joined(now)
    for reopened in (False, True):
        if reopened:
            actions.reopen(home.number, reason="复查撤销。", by=cast.DAN, now=at)
        page = looking(browser, mine)[1]
        assert "<h1>Being reviewed</h1>" in page
        assert "The answer that your request is about was revoked on 3 Mar 2026" in page
        assert "you may take it back" in page
        assert f"handled anew under number {other.number}" in page
        assert home.number not in page
        assert theirs.number not in page
    assert "was revoked on" not in looking(browser, theirs)[1]


def test_during_a_recheck_its_page_says_that_the_matter_was_taken_up_again(
    browser: Browser, now: Clock
) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(at)
    assert "handled anew" not in looking(browser, recheck)[1]
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    page = looking(browser, recheck)[1]
    assert "on 3 Mar 2026 the matter was taken up again, while the recheck goes on." in page
    assert f"handled anew under number {first.number}" in page
    at = decided_above(recheck.number, at, "revoked")
    now(at)
    page = looking(browser, first)[1]
    assert "The matter was opened again on 3 Mar 2026" in page
    assert "was revoked on 4 Mar" not in page


def test_the_organ_that_decides_has_one_name_on_a_reviews_page(browser: Browser, now: Clock) -> None:
    Unit.objects.filter(code=cast.TOWN).update(name="汪清县春阳镇人民政府", short="春阳镇", name_ko="춘양진")
    Unit.objects.filter(code=cast.BUREAU).update(parent_id=cast.TOWN, path=f"C/{cast.TOWN}/{cast.BUREAU}/")
    forget()
    first, at = answered(now)
    full = "汪清县春阳镇人民政府"
    assert f"上一级机关{full}复查" in looking(browser, first, "zh-hans")[1]
    page = looking(browser, ask_review(first.number, text=WHY, by=cast.PAK, now=at), "zh-hans")[1]
    assert f"由{full}作出决定。" in page
    assert "春阳镇" not in page.replace(full, "")


def test_the_head_says_that_somebody_elses_review_changed_the_answer(browser: Browser, now: Clock) -> None:
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    theirs = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at)
    now(at)
    assert "was changed" not in looking(browser, other)[1]
    now(decided_above(theirs.number, at, "changed"))
    page = looking(browser, other)[1]
    above = page.partition('id="h-answer"')[0]
    assert "<h1>The answer was changed</h1>" in above
    assert "The answer was changed on 3 Mar 2026, upon somebody else&#x27;s request for review." in above
    assert theirs.number not in page
    assert home.number not in page
    assert "您申请" not in looking(browser, other, "zh-hans")[1].partition('id="h-answer"')[0]
    assert f"number {theirs.number}" in looking(browser, home)[1].partition('id="h-answer"')[0]


@pytest.mark.parametrize("rated", [False, True])
def test_nobody_is_asked_to_rate_an_answer_that_was_revoked(
    browser: Browser, now: Clock, rated: bool
) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    if rated:
        rate(first.number, petition=first.number, rated="unit", score="dissatisfied", by=cast.PAK, now=at)
    assert "You may rate until" in looking(browser, first)[1]
    now(decided_above(review.number, at, "revoked"))
    client, page = looking(browser, first)
    assert "You may rate until" not in page
    assert 'href="/follow/rate/' not in page
    assert ("the new one is rated by itself" in page) is rated
    assert ("How was it done?" in page) is rated
    assert "<textarea" not in page_of(client.get("/follow/rate/"))


@pytest.mark.parametrize(("outcome", "asked"), [("changed", True), ("revoked", False)])
@pytest.mark.parametrize("rated", [False, True])
def test_what_somebody_says_of_an_answer_that_fell_is_taken(
    browser: Browser, now: Clock, rated: bool, outcome: str, asked: bool
) -> None:
    """No new answer comes where one was changed; of a revoked one nobody is asked, but who says it is heard (decision 0015)."""
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    if rated:
        rate(first.number, petition=first.number, rated="unit", score="dissatisfied", by=cast.PAK, now=at)
    now(decided_above(review.number, at, outcome))
    client, page = looking(browser, first)
    assert ("You may rate until" in page) is asked
    assert ('href="/follow/rate/' in page) is asked
    assert ("<textarea" in page_of(client.get("/follow/rate/"))) is asked
    from_before = {"department": "dissatisfied", "department_words": "太慢"}
    assert client.post("/follow/rate/", from_before).status_code == 303
    assert client.post("/follow/rate/", from_before).status_code == 303, "sent twice it counts once"
    assert len(file_of(first.number).state.ratings) == 1 + rated


def test_who_took_a_request_back_may_ask_anew_within_the_thirty_days(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    withdraw(review.number, petition=review.number, text="撤回", by=cast.PAK, now=at)
    now(at)
    assert "Ask for a review" in looking(browser, first)[1]
    actions.decline(review.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
    client, page = looking(browser, first)
    told = "You took the request for a review back; the answer stands. Until 1 Apr 2026 you may ask"
    assert told in page
    assert "It is confirmed that you took your request back" in page
    assert "The review of the answer was decided" not in page
    assert review.number not in page.partition("h-way")[0]
    assert asks(client).status_code == 303
    again = slip_of(client)[0]
    page = looking(browser, first)[1]
    assert f"the number is {again}." in page
    assert "Ask for a review" not in page
    actions.deliver(
        review.number, method="hand", result="received", delivered_at=at, proof="签收", by=MEI, now=at
    )
    now(decided_above(again, at, "changed"))
    assert "The answer was changed" in looking(browser, first)[1]


def test_a_request_that_was_declined_is_not_asked_for_anew_but_rechecked(
    browser: Browser, now: Clock
) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    ended_without(review.number, at, "court")
    now(at)
    assert "Ask for a review" not in looking(browser, first)[1]
    assert "Ask for a recheck" in looking(browser, review)[1]


def test_after_the_thirty_days_a_request_taken_back_opens_nothing(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    withdraw(review.number, petition=review.number, text="撤回", by=cast.PAK, now=at)
    actions.decline(review.number, route="withdrawn", text="您已撤回请求。", by=MO, now=at)
    now(at + 31 * DAY)
    page = looking(browser, first)[1]
    assert (
        "You took the request for a review back; the answer stands. The thirty days to ask for a review ended"
        in page
    )
    assert "Ask for a review" not in page


def test_a_closed_matter_that_is_to_be_handled_again_says_so_first(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    rate(first.number, petition=first.number, rated="unit", score="dissatisfied", by=cast.PAK, now=at)
    look_into(first.number, item=1, verdict="handle_again", text="不实。", by=cast.DAN, now=at)
    now(at)
    page = looking(browser, first)[1]
    assert "<h1>It is to be handled again</h1>" in page
    assert "the matter is closed" not in page


def test_the_head_says_that_ones_own_review_goes_on(browser: Browser, now: Clock) -> None:
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    now(at)
    mine = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at)
    told = f"A review that you asked for is under way, number {mine.number}."
    assert told in looking(browser, home)[1].partition("<section")[0]
    page = looking(browser, other)[1]
    assert "that you asked for" not in page
    assert mine.number not in page
    at = decided_above(mine.number, at)
    now(at)
    assert "that you asked for" not in looking(browser, home)[1]
    recheck = ask_review(mine.number, text=WHY, by=cast.PAK, now=at)
    told = f"A recheck that you asked for is under way, number {recheck.number}."
    assert told in looking(browser, mine)[1].partition("<section")[0]


def test_of_a_revoked_answer_no_facts_are_told(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    assert 'id="h-facts"' in looking(browser, first)[1]
    now(decided_above(review.number, at, "revoked"))
    assert 'id="h-facts"' not in looking(browser, first)[1]


def test_what_was_asked_before_stands_below_the_answer(browser: Browser, now: Clock) -> None:
    first = cast.comes_in()
    at = cast.go(first.number, Verb.NOTIFY)
    ask_back(first.number, petition=first.number, text="何时来修？", by=cast.PAK, now=at)
    now(at)
    assert 'id="h-own"' in looking(browser, first)[1]
    for verb, step in cast.WAY[4:8]:
        step(first.number, at)
        assert verb
    page = looking(browser, first)[1]
    assert page.index('id="h-answer"') < page.index('id="h-own"')
    assert page.count('id="h-own"') == 1
