"""What petitioners ask about their matter (询问): who owes the answer, until when, and where the question goes."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.rules.asked_back import MOST_WAITING, parts_unheard, whose
from huiyin.rules.clocks import Clock
from huiyin.rules.promises import broken
from huiyin.rules.vocabulary import Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GU,
    LI,
    NUMBER,
    PAK,
    SUN,
    WU,
    Life,
    reasons,
    refused,
    runs,
)

transition = pytest.mark.transition


def owed(life: Life) -> list[tuple[int, str]]:
    """Who owes an answer by the parts, and by the terms: the same units in the same order."""
    terms = [(run.ref, run.party) for run in life.matter.running if run.code is Clock.L16]
    assert [(one.n, one.unit) for one in life.matter.open_asked_back] == terms
    return terms


@transition("ask_back", "answer_question")
def test_a_question_waits_with_a_term_until_the_unit_answers_it_once() -> None:
    life = Life().to(Verb.NOTIFY)
    before = life.matter.status
    life.do(Verb.ASK_BACK, PAK)
    assert (owed(life), life.matter.status) == ([(1, BUREAU)], before)
    (run,) = (run for run in life.matter.running if run.code is Clock.L16)
    assert (run.days, run.due_on) == (5, date(2026, 3, 9))  # from Monday 2 March: five working days
    refused(life.try_(Verb.ASK_BACK, PAK, text=" "), "missing", "text")
    refused(life.try_(Verb.ASK_BACK, PAK, petition="222424-20260302-00002-9"), "not_on_list", "petition")
    refused(life.try_(Verb.ANSWER_QUESTION, BAO, text=""), "missing", "text")
    assert refused(life.try_(Verb.ANSWER_QUESTION, BAO, item=2), "not_on_list", "item").article == "21"
    assert whose(life.matter, {"item": "1"}) == NUMBER
    life.do(Verb.ANSWER_QUESTION, BAO)
    assert (life.matter.open_asked_back, Clock.L16 in runs(life)) == ((), False)
    assert life.matter.asked_back[0].answered_at == life.now
    assert refused(life.try_(Verb.ANSWER_QUESTION, BAO), "nothing_asked_back").article == "21"


@transition("ask_back")
def test_each_question_is_answered_for_itself_and_only_so_many_wait() -> None:
    life = Life().to(Verb.NOTIFY)
    for _ in range(MOST_WAITING):
        life.do(Verb.ASK_BACK, PAK)
    assert refused(life.try_(Verb.ASK_BACK, PAK), "too_many_questions", "text").params == {
        "most": MOST_WAITING
    }
    life.do(Verb.ANSWER_QUESTION, BO, item=3)
    assert [n for n, _ in owed(life)] == [1, 2, 4, 5]
    life.do(Verb.ASK_BACK, DAN)  # somebody rang up and asked


@transition("answer_question")
def test_who_answers_it() -> None:
    life = Life().did(Verb.ASK_BACK, PAK)
    assert owed(life) == [(1, DEPARTMENT)]
    assert reasons(life, Verb.ANSWER_QUESTION, WU, SUN, LI, PAK, BAO) == {"not_yours"}
    life.do(Verb.ANSWER_QUESTION, GU)
    sent = Life().to(Verb.NOTIFY).did(Verb.ASK_BACK, PAK)
    refused(sent.try_(Verb.ANSWER_QUESTION, DAN), "nothing_asked_back")  # the unit has it


@transition("answer_question")
def test_it_goes_with_the_matter_and_outlives_its_end() -> None:
    life = Life().did(Verb.ASK_BACK, PAK).did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN)
    assert owed(life) == [(1, BUREAU)]
    life.did(Verb.OBJECT, BAO)
    assert owed(life) == [(1, DEPARTMENT)]
    life.did(Verb.REFUSE_RETURN, DAN).did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO)
    life.did(Verb.DRAFT, BAO).did(Verb.APPROVE, BO).did(Verb.ISSUE, BAO).did(Verb.DELIVER, BAO).did(
        Verb.CLOSE, BAO
    )
    assert (life.matter.status, owed(life), broken(life.matter)) == (Status.CLOSED, [(1, BUREAU)], ())
    life.do(Verb.ASK_BACK, PAK)  # after the end, too: when is what was promised done?
    life.did(Verb.ANSWER_QUESTION, BAO, item=2).do(Verb.ANSWER_QUESTION, BAO)
    assert owed(life) == []


@transition("ask_back", "link")
def test_nobody_is_joined_or_parted_while_their_question_waits() -> None:
    life = Life().did(Verb.ASK_BACK, PAK)
    assert refused(life.try_(Verb.LINK, DAN), "question_waits").article == "21"
    assert parts_unheard(life.matter, {NUMBER}) is not None
    assert parts_unheard(life.matter, {"222424-20260302-00002-9"}) is None
    life.did(Verb.ANSWER_QUESTION, DAN).do(Verb.LINK, DAN)
    refused(life.try_(Verb.ASK_BACK, DAN), "not_in_this_state")
