"""Several reviews, rechecks and a new answer of one matter: no page says two things of one answer. Art. 35, 36."""

from __future__ import annotations

from datetime import datetime

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, link
from huiyin.rooms.cases.reviewing import ask_review
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.web.conftest import Browser
from tests.web.paper_reading import words_of
from tests.web.test_after_answer import WHY, Clock, answered, decided_above, looking
from tests.web.test_reviews_on_their_way import issued

pytestmark = pytest.mark.usefixtures("county")
TAKE_BACK = "Your request is still answered in writing"


def two(now: Clock) -> tuple[Receipt, Receipt, datetime]:
    """Two joined petitions whose answer has arrived."""
    home = cast.comes_in()
    other = cast.comes_in(title="我家也没有水", person=Person(name="朴成浩"))
    link(other.number, other=home.number, by=cast.DAN, now=cast.START)
    at = cast.go(home.number, Verb.CLOSE)
    now(at)
    return home, other, at


@pytest.mark.parametrize("outcome", ["upheld", "changed", "revoked"])
def test_a_decision_that_is_out_isnt_said_to_be_awaited(browser: Browser, now: Clock, outcome: str) -> None:
    home, other, at = two(now)
    mine = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at)
    theirs = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(theirs.number, at, "revoked")
    actions.reopen(home.number, reason="复查撤销。", by=cast.DAN, now=at)
    now(at)
    assert TAKE_BACK in looking(browser, mine)[1]
    now(issued(mine.number, at, outcome))
    page = looking(browser, mine)[1]
    assert TAKE_BACK not in page
    assert "was revoked on 3 Mar 2026, upon somebody else" in page


@pytest.mark.parametrize("outcome", ["upheld", "changed", "revoked"])
def test_a_recheck_that_is_out_doesnt_go_on(browser: Browser, now: Clock, outcome: str) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(at)
    assert "while the recheck goes on" in looking(browser, recheck)[1]
    now(issued(recheck.number, at, outcome))
    page = looking(browser, recheck)[1]
    assert "goes on" not in page
    assert "the matter was taken up again" in page


def test_of_a_changed_answer_that_was_revoked_then_nothing_counts(browser: Browser, now: Clock) -> None:
    home, other, at = two(now)
    mine = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at)
    theirs = ask_review(home.number, petition=other.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(mine.number, at, "changed")
    now(at)
    assert "what counts is the decision of" in looking(browser, home)[1]
    now(decided_above(theirs.number, at, "revoked"))
    page = looking(browser, home)[1]
    assert "what counts is the decision of" not in page
    told = "It was decided: the answer was changed. Upon somebody else&#x27;s request the answer was revoked"
    assert told in page


def test_who_asked_for_nothing_reads_which_answer_counts(browser: Browser, now: Clock) -> None:
    home, other, at = two(now)
    theirs = ask_review(home.number, petition=home.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(theirs.number, at, "changed"))
    client, page = looking(browser, other)
    assert "What counts is what was decided then." in page.partition('id="h-answer"')[0]
    assert "The answer has reached you" not in page
    assert "You haven&#x27;t said anything of it yet" not in page
    assert "The earlier answer, changed since" in page
    client, _page = looking(browser, other, "zh-hans")
    paper = words_of(client.get("/follow/letter.pdf").content)
    assert "经其他信访人申请复查变更，以该决定为准。" in paper


def test_what_a_recheck_changed_is_the_reviews_decision(browser: Browser, now: Clock) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(recheck.number, at, "changed"))
    page = looking(browser, review)[1]
    assert "<h1>The review&#x27;s decision was changed</h1>" in page
    assert "What the review decided was changed: what counts is the decision of 4 Mar 2026" in page
    assert "The earlier decision, changed since" in page
    assert "The answer was changed" not in page.partition('id="h-way"')[0]
    assert "<h1>The answer was changed</h1>" in looking(browser, first)[1]


def test_what_a_recheck_changes_after_a_new_answer_was_begun_counts_nowhere(
    browser: Browser, now: Clock
) -> None:
    first, at = answered(now)
    review = ask_review(first.number, text=WHY, by=cast.PAK, now=at)
    at = decided_above(review.number, at, "revoked")
    actions.reopen(first.number, reason="复查撤销。", by=cast.DAN, now=at)
    recheck = ask_review(review.number, text=WHY, by=cast.PAK, now=at)
    now(decided_above(recheck.number, at, "changed"))
    for known in (first, review):
        page = looking(browser, known)[1]
        assert "hat counts is" not in page
    page = looking(browser, review)[1]
    assert (
        f"What the review decided was changed by the decision of 4 Mar 2026, number {recheck.number}." in page
    )
    assert "the matter was taken up again" in page
    assert (
        f"revoked on 3 Mar 2026 by Review {review.number}. It doesn&#x27;t hold any more."
        in looking(browser, first)[1]
    )
