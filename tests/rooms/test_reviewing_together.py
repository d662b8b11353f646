"""Several petitioners of one matter who ask for review, and requests that were written down later (Art. 35, 36)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.rooms.cases import actions
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import DAN, START, comes_in, go
from tests.rooms.test_reviewing import answered, asks, decides, faults, state_of

pytestmark = pytest.mark.usefixtures("county")
DAY = timedelta(days=1)


def test_each_petitioner_of_a_joined_matter_has_a_review_of_their_own() -> None:
    home, joined = comes_in().number, comes_in(persons=1, title="老屋停水").number
    link(joined, other=home, by=DAN, now=START)
    at = go(home, Verb.CLOSE)
    mine = asks(home, at + DAY)
    theirs = asks(home, at + 2 * DAY, petition=joined)
    assert mine.number != theirs.number
    titles = dict(
        Matter.objects.filter(number__in=(mine.number, theirs.number)).values_list("number", "title__text")
    )
    assert titles == {mine.number: "没有水", theirs.number: "老屋停水"}, (
        "each review is called as its own petition"
    )
    assert [(ask.petition, ask.review) for ask in state_of(home).asks] == [
        (home, mine.number), (joined, theirs.number),
    ]  # fmt: skip
    for again in (home, joined):
        with pytest.raises(NotDone) as no:
            asks(home, at + 3 * DAY, petition=again)
        assert no.value.refused.reason == "review_asked_before"
    decides(theirs.number, at + 4 * DAY)
    with pytest.raises(NotDone) as no:
        actions.reopen(home, reason="复查之后。", by=DAN, now=at + 6 * DAY)
    assert no.value.refused.reason == "review_asked_before"  # the other one isn't decided
    decides(mine.number, at + 7 * DAY, "revoked")
    assert [ask.outcome for ask in state_of(home).asks] == ["revoked", "upheld"]
    assert Clock.L13 in {run.code for run in state_of(home).running}
    actions.reopen(home, reason="复查撤销。", by=DAN, now=at + 9 * DAY)
    assert not faults()


def test_nobody_parts_from_the_answer_that_they_have_under_review() -> None:
    home, joined = comes_in().number, comes_in(persons=1).number
    link(joined, other=home, by=DAN, now=START)
    at = go(home, Verb.CLOSE)
    review = asks(home, at + DAY, petition=joined)
    with pytest.raises(NotDone) as no:
        unlink(joined, reason="不是同一件事。", by=DAN, now=at + 2 * DAY)
    assert no.value.refused.reason == "review_asked_before"
    decides(review.number, at + 4 * DAY)
    unlink(joined, reason="不是同一件事。", by=DAN, now=at + 5 * DAY)
    assert not faults()


def test_what_one_review_has_revoked_another_petitioner_neednt_have_reviewed() -> None:
    home, joined = comes_in().number, comes_in(persons=1).number
    link(joined, other=home, by=DAN, now=START)
    at = go(home, Verb.CLOSE)
    at = decides(asks(home, at + DAY).number, at + 2 * DAY, "revoked")
    with pytest.raises(NotDone) as no:
        asks(home, at + DAY, petition=joined)
    assert no.value.refused.reason == "revoked_already"
    actions.reopen(home, reason="复查撤销。", by=DAN, now=at + 2 * DAY)
    assert state_of(home).asks == ()
    assert not faults()


def test_a_recheck_says_through_which_review_it_came() -> None:
    home, joined = comes_in().number, comes_in(persons=1).number
    link(joined, other=home, by=DAN, now=START)
    at = go(home, Verb.CLOSE)
    mine, theirs = asks(home, at + DAY).number, asks(home, at + DAY, petition=joined).number
    decides(mine, at + 2 * DAY)
    decides(asks(mine, at + 3 * DAY).number, at + 4 * DAY, "changed")
    assert [(ask.review, ask.outcome) for ask in state_of(home).asks] == [(mine, "changed"), (theirs, None)]
    assert state_of(home).final
    assert not faults()


def test_a_request_counts_from_the_day_on_which_it_was_received() -> None:
    number, at = answered()
    last = next(run for run in state_of(number).running if run.code is Clock.T8).due_on
    came = at + (last - local_date(at)).days * DAY
    late = came + 2 * DAY
    with pytest.raises(NotDone) as no:
        asks(number, late, how="letter", by=DAN)
    assert no.value.refused.reason == "review_window_closed"
    receipt = asks(number, late, how="letter", by=DAN, received_at=came)
    review = state_of(receipt.number)
    assert (review.received_at, review.registered_at) == (came, late)
    assert review.running[0].started_at == came
    assert Petition.objects.get(number=receipt.number).received_at == came
    assert not faults()
