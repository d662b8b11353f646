"""Asking for a review where several petitioners belong to the matter, and when a request was received (Art. 35, 36)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiyin.rules.asking import asked_now, may_still_ask, window
from huiyin.rules.clocks import Clock
from huiyin.rules.lifecycle import barred
from huiyin.rules.promises import broken
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Outcome, Status, Verb
from tests.rules.cast import BAO, DAN, LAW, NUMBER, PAK, START, Life, clock, refused, runs

transition = pytest.mark.transition


# -- several petitioners --------------------------------------------------------------------------------------------


def together() -> tuple[Life, str, str]:
    """A matter of two petitioners whose answer is issued; nobody has it yet."""
    life = Life().to(Verb.ISSUE).did(Verb.JOIN, DAN)
    first, second = (p.number for p in life.matter.petitions)
    return life, first, second


@transition("ask_review")
def test_each_petitioner_asks_once_in_their_own_thirty_days() -> None:
    life, first, second = together()
    life.did(Verb.DELIVER, BAO, petition=first)
    refused(life.try_(Verb.ASK_REVIEW, PAK, petition=second), "answer_not_there_yet", "petition")
    refused(life.try_(Verb.ASK_REVIEW, PAK, petition="222424-20260302-00009-9"), "not_on_list", "petition")
    life.wait(days=20).did(Verb.DELIVER, BAO, petition=second)
    assert clock(life, Clock.T8).started_at == life.now
    life.wait(days=20)  # forty days after the first had it, twenty after the second
    no = refused(life.try_(Verb.ASK_REVIEW, PAK, petition=first), "review_window_closed")
    assert no.params == {"due_on": "2026-04-01"}
    life.do(Verb.ASK_REVIEW, PAK, petition=second)
    assert Clock.T8 not in runs(life)  # nobody is left who is in time
    refused(life.try_(Verb.ASK_REVIEW, DAN, petition=second), "review_asked_before", "petition")
    refused(life.try_(Verb.ASK_REVIEW, PAK, petition=second), "review_window_closed")
    assert broken(life.matter) == ()


def test_without_an_answer_or_a_way_there_is_no_window() -> None:
    life, first, second = together()
    life.did(Verb.DELIVER, BAO, petition=first)
    known = {"calendar": LAW.calendar, "terms": LAW.terms}
    assert window(life.matter, first, **known) == (date(2026, 4, 1), False)
    assert window(life.matter, second, **known) is None
    elsewhere = Life().did(Verb.TRIAGE, DAN).did(Verb.DECLINE, DAN).did(Verb.DELIVER, DAN)
    assert window(elsewhere.matter, NUMBER, **known) is None


@transition("ask_review")
def test_who_isnt_named_is_the_petitioner_whose_matter_it_is() -> None:
    life, first, _second = together()
    life.did(Verb.DELIVER, BAO).did(Verb.ASK_REVIEW, PAK)
    assert [ask.petition for ask in life.matter.asks] == [first]
    refused(life.try_(Verb.ASK_REVIEW, PAK), "review_asked_before", "petition")


@transition("ask_review")
def test_who_was_reached_first_neednt_wait_for_the_others() -> None:
    life, first, second = together()
    life.did(Verb.DELIVER, BAO, petition=first).wait(days=29)
    life.do(Verb.ASK_REVIEW, PAK, petition=first, review="222424-20260401-00001-1")
    assert life.matter.status is Status.ISSUED
    life.did(Verb.DELIVER, BAO, petition=second)
    assert Clock.T8 in runs(life)
    life.do(Verb.ASK_REVIEW, PAK, petition=second, review="222424-20260401-00002-9")
    assert [(a.petition, a.review) for a in life.matter.asks] == [
        (first, "222424-20260401-00001-1"), (second, "222424-20260401-00002-9"),
    ]  # fmt: skip
    assert Clock.T8 not in runs(life)


@transition("ask_review", "reviewed", "reopen")
def test_one_petitioners_review_takes_nothing_from_another_and_the_matter_waits_for_both() -> None:
    life, first, second = together()
    life.did(Verb.DELIVER, BAO).did(Verb.CLOSE, BAO)
    life.did(Verb.ASK_REVIEW, PAK, petition=first, review="222424-20260401-00001-1")
    assert Clock.T8 in runs(life)  # the other's
    life.did(Verb.ASK_REVIEW, PAK, petition=second, review="222424-20260401-00002-9")
    life.do(Verb.REVIEWED, SYSTEM, review="222424-20260401-00001-1", outcome="upheld")
    assert [ask.outcome for ask in life.matter.asks] == [Outcome.UPHELD, None]
    refused(life.try_(Verb.REOPEN, DAN), "review_asked_before")
    life.do(Verb.REVIEWED, SYSTEM, review="222424-20260401-00002-9", outcome="changed")
    assert life.do(Verb.REOPEN, DAN).asks == ()


@transition("reviewed")
def test_a_recheck_of_one_ends_nothing_for_another_who_is_still_in_time() -> None:
    life, first, second = together()
    life.did(Verb.DELIVER, BAO, petition=first)
    life.did(Verb.ASK_REVIEW, PAK, petition=first, review="222424-20260401-00001-1")
    said = {"review": "222424-20260501-00001-1", "through": "222424-20260401-00001-1"}
    life.wait(days=40).do(Verb.REVIEWED, SYSTEM, stage="recheck", outcome="upheld", **said)
    assert (life.matter.final, [a.outcome for a in life.matter.asks]) == (True, [Outcome.UPHELD])
    life.do(Verb.DELIVER, BAO, petition=second)
    life.do(Verb.ASK_REVIEW, PAK, petition=second, review="222424-20260401-00002-9")
    assert refused(life.try_(Verb.ASK_REVIEW, PAK, petition=second), "final_already").article == "36"


# -- when it was received ------------------------------------------------------------------------------------------


@transition("ask_review")
def test_what_came_on_the_last_day_and_is_written_down_later_is_in_time() -> None:
    life = Life().to(Verb.CLOSE)
    last = clock(life, Clock.T8).due_on
    came = START.replace(hour=9) + timedelta(days=(last - START.date()).days)
    life.now = came + timedelta(days=3)
    refused(life.try_(Verb.ASK_REVIEW, PAK), "review_window_closed")
    refused(life.try_(Verb.ASK_REVIEW, PAK, received_at=came), "review_window_closed")
    refused(life.try_(Verb.ASK_REVIEW, DAN), "review_window_closed")
    late = refused(
        life.try_(Verb.ASK_REVIEW, DAN, received_at=came + timedelta(days=1)), "review_window_closed"
    )
    assert (late.field, late.params) == ("received_at", {"due_on": last.isoformat()})
    future = refused(
        life.try_(Verb.ASK_REVIEW, DAN, received_at=life.now + timedelta(hours=1)), "in_the_future"
    )
    assert future.field == "received_at"
    refused(
        life.try_(Verb.ASK_REVIEW, DAN, received_at=START - timedelta(days=1)),
        "before_receipt",
        "received_at",
    )
    life.do(Verb.ASK_REVIEW, DAN, received_at=came)
    assert life.events[-1].data["received_at"] == came.isoformat()


@transition("ask_review")
@transition("reviewed", "ask_review")
def test_who_took_a_request_back_may_ask_anew_within_their_thirty_days() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK)
    first = life.matter.asked
    refused(life.try_(Verb.ASK_REVIEW, PAK), "review_asked_before")
    life.do(Verb.REVIEWED, SYSTEM, review=first, through=first, stage="review", outcome="withdrawn")
    assert [ask.outcome for ask in life.matter.asks] == [Outcome.WITHDRAWN]
    assert (life.matter.reviewed, life.matter.final) == (None, False)
    assert may_still_ask(life.matter) == (NUMBER,)
    late = START + timedelta(days=40)
    no = barred(life.matter, Verb.ASK_REVIEW, actor=PAK, now=late, law=LAW)
    assert refused(no, "review_window_closed").article == "35"
    assert asked_now(life.matter, NUMBER) == ""
    life.do(Verb.ASK_REVIEW, PAK, review="222424-20260501-00001-1")
    assert asked_now(life.matter, NUMBER) == "222424-20260501-00001-1"
    assert len(life.matter.asks) == 2
    refused(life.try_(Verb.ASK_REVIEW, PAK), "review_asked_before")


def test_who_asks_themself_asks_now() -> None:
    life = Life().to(Verb.CLOSE).wait(days=3)
    refused(life.try_(Verb.ASK_REVIEW, PAK, received_at=life.now), "not_yours", "received_at")
    life.do(Verb.ASK_REVIEW, PAK)
