"""What was found wrong in a look into a low rating is handled again: not while it is under review, and not by closing it."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.duties import Verdict
from huiyin.rules.promises import broken
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Status, Verb
from tests.rules.cast import BAO, BO, DAN, GE, GROUP, GU, PAK, SUN, WAY, Life, clock, refused, review, runs

transition = pytest.mark.transition


def rated(until: Verb = Verb.DELIVER) -> Life:
    """A matter whose answer was rated low."""
    return Life().to(until).did(Verb.RATE, PAK, score="dissatisfied")


def again(until: Verb = Verb.DELIVER) -> Life:
    """One that is to be handled again."""
    return rated(until).did(Verb.LOOK_INTO, SUN, verdict="handle_again")


def revoked(until: Verb = Verb.DELIVER) -> Life:
    """A matter whose answer a review has revoked."""
    life = Life().to(until).did(Verb.ASK_REVIEW, PAK)
    return life.did(Verb.REVIEWED, SYSTEM, stage="review", outcome="revoked")


@transition("close", "reopen", "pledge")
def test_what_was_revoked_is_taken_up_at_once_and_neither_closed_nor_promised_upon() -> None:
    life = revoked()
    assert refused(life.try_(Verb.CLOSE, BAO), "revoked_first").article == "35"
    assert refused(life.try_(Verb.PLEDGE, BAO), "revoked_no_promise").article == "35"
    assert broken(life.matter) == ()
    life.do(Verb.REOPEN, DAN)
    assert (life.matter.status, runs(life)) == (Status.TRIAGED, {Clock.L5})
    closed = revoked(Verb.CLOSE)
    refused(closed.try_(Verb.PLEDGE, BAO), "revoked_no_promise")
    closed.do(Verb.REOPEN, DAN)
    stands = Life().to(Verb.DELIVER).did(Verb.ASK_REVIEW, PAK)
    stands.did(Verb.REVIEWED, SYSTEM, stage="review", outcome="upheld").did(Verb.PLEDGE, BAO).do(
        Verb.CLOSE, BAO
    )


@transition("reopen")
def test_what_was_revoked_before_everybody_had_it_is_taken_up_at_once() -> None:
    life = Life().to(Verb.ISSUE).did(Verb.JOIN, DAN)
    first = life.matter.petitions[0].number
    refused(life.try_(Verb.REOPEN, DAN), "reopen_later")
    life.did(Verb.DELIVER, BAO, petition=first).did(Verb.ASK_REVIEW, PAK, petition=first)
    refused(life.try_(Verb.REOPEN, DAN), "reopen_later")
    life.did(Verb.REVIEWED, SYSTEM, stage="review", outcome="revoked")
    assert (life.matter.status, Clock.L13 in runs(life)) == (Status.ISSUED, True)
    life.do(Verb.REOPEN, DAN)
    assert (life.matter.status, runs(life)) == (Status.TRIAGED, {Clock.L5})
    assert broken(life.matter) == ()


@transition("close")
def test_a_review_whose_decision_was_revoked_is_closed_as_ever() -> None:
    life = review(desk=GROUP)
    for verb, by in ((Verb.DRAFT, GU), (Verb.APPROVE, GE), (Verb.ISSUE, GU), (Verb.DELIVER, GU)):
        life.do(verb, by, **({"outcome": "upheld"} if verb is Verb.DRAFT else {}))
    life.did(Verb.ASK_REVIEW, PAK).did(Verb.REVIEWED, SYSTEM, stage="recheck", outcome="revoked")
    life.do(Verb.CLOSE, GU)


@transition("look_into", "ask_review")
@pytest.mark.parametrize("until", [Verb.DELIVER, Verb.CLOSE])
def test_while_the_answer_is_under_review_nobody_finds_that_it_is_handled_again(until: Verb) -> None:
    life = rated(until).did(Verb.ASK_REVIEW, PAK)
    said = refused(life.try_(Verb.LOOK_INTO, SUN, verdict="handle_again"), "review_goes_on", "verdict")
    assert said.article == "35"
    assert Clock.L11 in runs(life)  # what was wrong in manner or time waits for no review (decision 0015)
    assert life.did(Verb.LOOK_INTO, SUN, verdict="manner").matter.looks[0].verdict is Verdict.MANNER
    upheld = (
        rated(until).did(Verb.ASK_REVIEW, PAK).did(Verb.REVIEWED, SYSTEM, stage="review", outcome="upheld")
    )
    upheld.did(Verb.LOOK_INTO, SUN, verdict="handle_again").do(Verb.REOPEN, DAN)


@transition("look_into")
def test_after_a_recheck_the_same_facts_are_not_handled_again() -> None:
    life = rated().did(Verb.ASK_REVIEW, PAK).did(Verb.REVIEWED, SYSTEM, stage="recheck", outcome="upheld")
    assert (
        refused(life.try_(Verb.LOOK_INTO, SUN, verdict="handle_again"), "final_already", "verdict").article
        == "36"
    )


@transition("look_into", "close", "reopen")
def test_what_is_to_be_handled_again_is_taken_up_and_not_closed() -> None:
    life = again()
    due = clock(life, Clock.L13)
    assert (due.party, due.due_on) == (life.matter.desk, date(2026, 3, 9))
    assert refused(life.try_(Verb.CLOSE, BAO), "handle_again_first").article == "38"
    assert broken(life.matter) == ()
    life.do(Verb.REOPEN, DAN)
    assert (life.matter.status, life.matter.round, life.matter.opinion) == (Status.TRIAGED, None, None)
    assert {Clock.L3, Clock.L10, Clock.L13, Clock.T8}.isdisjoint(runs(life))
    assert Clock.L5 in runs(life)
    assert broken(life.matter) == ()
    for step, by in WAY[[verb for verb, _ in WAY].index(Verb.FORWARD) :]:
        life.do(step, by)
    assert life.matter.status is Status.CLOSED, "it was handled again"


@transition("look_into", "reopen")
def test_what_is_closed_is_taken_up_again_within_the_countys_days_too() -> None:
    life = again(Verb.CLOSE)
    assert clock(life, Clock.L13).party == life.matter.desk
    assert Clock.L13 not in runs(life.did(Verb.REOPEN, DAN))


@transition("reopen")
def test_before_it_is_closed_nothing_else_is_taken_up_again() -> None:
    refused(Life().to(Verb.DELIVER).try_(Verb.REOPEN, DAN), "close_first")
    refused(rated().did(Verb.LOOK_INTO, SUN, verdict="manner").try_(Verb.REOPEN, DAN), "close_first")


@transition("look_into", "reviewed", "close")
def test_a_review_asked_for_afterwards_is_waited_for() -> None:
    life = again().did(Verb.ASK_REVIEW, PAK)
    refused(life.try_(Verb.REOPEN, DAN), "review_asked_before")
    refused(life.try_(Verb.CLOSE, BAO), "handle_again_first")
    life.do(Verb.REVIEWED, SYSTEM, stage="review", outcome="revoked")
    assert [run.code for run in life.matter.running].count(Clock.L13) == 1
    life.do(Verb.REOPEN, DAN)
    ended = again().did(Verb.ASK_REVIEW, PAK).did(Verb.REVIEWED, SYSTEM, stage="recheck", outcome="upheld")
    assert Clock.L13 not in runs(ended), "after the recheck nobody takes it up again"
    ended.do(Verb.CLOSE, BAO)


@transition("look_into")
def test_a_verdict_on_an_answer_of_before_starts_nothing() -> None:
    life = rated(Verb.CLOSE).did(Verb.REOPEN, DAN)
    life.do(Verb.LOOK_INTO, SUN, verdict="handle_again")
    assert Clock.L13 not in runs(life), "it is being handled again already"


def test_whoever_handled_it_takes_nothing_up_again() -> None:
    for who in (BAO, BO, SUN):
        refused(again().try_(Verb.REOPEN, who), "not_yours")
