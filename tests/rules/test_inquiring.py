"""Asking whoever spoke for more: who is asked, until when, what the answer does, and what it doesn't."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.rules.inquiring import MOST_DAYS
from huiyin.rules.lifecycle import allowed
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import BAO, BO, DAN, GIVEN, LAW, LI, NUMBER, PAK, SUN, WU, Life, reasons, refused, runs

transition = pytest.mark.transition
OTHER = "222424-20260302-00002-9"


@transition("ask_sender")
def test_a_question_has_a_last_day_and_stops_no_term() -> None:
    life = Life()
    before = runs(life)
    state = life.do(Verb.ASK_SENDER, DAN)
    (asked,) = state.open_questions
    assert (asked.petition, asked.due_on, asked.asked_by) == (NUMBER, date(2026, 3, 9), DAN.key)
    assert runs(life) == before
    assert state.status == Life().matter.status


@transition("ask_sender")
def test_who_was_asked_and_is_silent_isnt_asked_again() -> None:
    life = Life().did(Verb.ASK_SENDER, DAN)
    refused(life.try_(Verb.ASK_SENDER, DAN), "asked_already", "petition")
    life.do(Verb.JOIN, DAN, **GIVEN[Verb.JOIN])
    life.do(Verb.ASK_SENDER, DAN, petition=OTHER)  # another petitioner of the matter may be
    life.do(Verb.SENDER_ANSWERS, PAK)
    life.do(Verb.ASK_SENDER, DAN)
    assert [one.petition for one in life.matter.open_questions] == [OTHER, NUMBER]


@transition("ask_sender")
def test_a_question_is_to_one_of_the_matters_petitioners_and_not_for_ever() -> None:
    life = Life()
    refused(life.try_(Verb.ASK_SENDER, DAN, petition=OTHER), "not_on_list", "petition")
    refused(life.try_(Verb.ASK_SENDER, DAN, days=MOST_DAYS + 1), "out_of_range", "days")
    refused(life.try_(Verb.ASK_SENDER, DAN, days=None), "missing", "days")
    refused(life.try_(Verb.ASK_SENDER, DAN, text=" "), "missing", "text")
    life.do(Verb.ASK_SENDER, DAN, days=MOST_DAYS)


@transition("ask_sender")
def test_whoever_has_it_asks_and_nobody_else() -> None:
    life = Life()
    assert reasons(life, Verb.ASK_SENDER, WU, SUN, LI, PAK, SYSTEM) == {"not_yours"}
    life.to(Verb.NOTIFY)
    assert reasons(life, Verb.ASK_SENDER, WU, SUN, LI) == {"not_yours"}
    life.do(Verb.ASK_SENDER, BAO)


@transition("ask_sender")
def test_once_the_answer_is_out_nobody_is_asked_and_nothing_waits() -> None:
    life = Life().did(Verb.ASK_SENDER, DAN).to(Verb.ISSUE)
    refused(life.try_(Verb.ASK_SENDER, BAO), "not_in_this_state")
    refused(life.try_(Verb.SENDER_ANSWERS, PAK), "not_in_this_state")


@transition("sender_answers")
def test_an_answer_is_new_until_somebody_acts_for_a_unit() -> None:
    life = Life().did(Verb.ASK_SENDER, DAN).wait(days=2)
    state = life.do(Verb.SENDER_ANSWERS, PAK)
    assert state.open_questions == ()
    assert state.questions[0].answered_at == life.now
    assert state.questions[0].seen_at is None
    assert life.do(Verb.NOTE, PAK).questions[0].seen_at is None, "what the petitioner adds doesn't read it"
    assert life.wait(hours=1).do(Verb.NOTE, DAN).questions[0].seen_at == life.now
    seen = life.now
    assert life.wait(hours=1).do(Verb.NOTE, DAN).questions[0].seen_at == seen


@transition("sender_answers")
def test_whoever_hears_the_answer_writes_it_down_and_it_stays_new_for_the_others() -> None:
    life = Life().did(Verb.ASK_SENDER, DAN)
    assert life.do(Verb.SENDER_ANSWERS, SUN).questions[0].seen_at is None


@transition("sender_answers")
def test_nothing_is_answered_that_wasnt_asked_or_was_answered() -> None:
    refused(Life().try_(Verb.SENDER_ANSWERS, PAK), "no_question_waits")
    life = Life().did(Verb.ASK_SENDER, DAN)
    refused(life.try_(Verb.SENDER_ANSWERS, PAK, item=2), "not_on_list", "item")
    refused(life.try_(Verb.SENDER_ANSWERS, PAK, text=""), "missing", "text")
    life.do(Verb.SENDER_ANSWERS, PAK)
    refused(life.try_(Verb.SENDER_ANSWERS, PAK), "no_question_waits")
    assert Verb.SENDER_ANSWERS not in allowed(life.matter, actor=DAN, now=life.now, law=LAW)


@transition("sender_answers")
def test_a_silent_petitioner_holds_nothing_up() -> None:
    life = Life().did(Verb.ASK_SENDER, DAN).to(Verb.CLOSE)
    assert not life.matter.is_open
    assert reasons(Life().did(Verb.ASK_SENDER, DAN), Verb.SENDER_ANSWERS, WU, BO) == {"not_yours"}
