"""What leaders write on a matter (批示): who may, who owes the answer, until when, and where it goes with the matter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.promises import broken
from huiyin.rules.routing import faults
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    DEPARTMENT,
    LI,
    LU,
    NUMBER,
    PAK,
    SUN,
    WATER,
    WU,
    XIA,
    Life,
    reasons,
    refused,
    runs,
)  # fmt: skip

transition = pytest.mark.transition


def owed(life: Life) -> list[tuple[str, str]]:
    """Who owes an answer by the parts, and by the terms: the same units in the same order."""
    terms = [run.party for run in life.matter.running if run.code is Clock.L15]
    assert [one.unit for one in life.matter.open_instructions] == terms
    return [(one.leader, one.unit) for one in life.matter.open_instructions]


@transition("instruct", "carry_out")
def test_a_leader_writes_and_the_unit_answers_once_in_writing() -> None:
    life = Life().to(Verb.NOTIFY)
    status = life.matter.status
    life.do(Verb.INSTRUCT, LI)
    assert (owed(life), life.matter.status, life.matter.owner) == (
        [(LI.posts[0].unit, BUREAU)],
        status,
        BUREAU,
    )
    refused(life.try_(Verb.INSTRUCT, LI, text=" "), "missing", "text")
    refused(life.try_(Verb.INSTRUCT, LI, days=0), "out_of_range", "days")
    refused(life.try_(Verb.INSTRUCT, LI, days=366), "out_of_range", "days")
    assert reasons(life, Verb.INSTRUCT, DAN, BAO, BO, SUN, XIA, PAK) == {"not_yours"}
    refused(life.try_(Verb.CARRY_OUT, BAO, text=""), "missing", "text")
    assert refused(life.try_(Verb.CARRY_OUT, BAO, item=2), "not_on_list", "item").article == "18"
    life.do(Verb.CARRY_OUT, BAO)
    assert (life.matter.open_instructions, Clock.L15 in runs(life)) == ((), False)
    assert life.matter.instructions[0].answered_at == life.now
    assert refused(life.try_(Verb.CARRY_OUT, BAO), "no_instruction_waits").article == "18"


@transition("instruct")
def test_its_term_is_the_countys_or_the_leaders_and_each_has_its_own() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.INSTRUCT, LI).did(Verb.INSTRUCT, LU, days=3)
    first, second = (run for run in life.matter.running if run.code is Clock.L15)
    assert (first.days, first.ref, second.days, second.ref) == (life.law.terms.instruct_days, 1, 3, 2)
    assert second.due_on == date(2026, 3, 5)
    life.do(Verb.CARRY_OUT, BAO, item=2)
    assert [run.ref for run in life.matter.running if run.code is Clock.L15] == [1]


@transition("carry_out")
def test_only_whoever_answers_for_the_matter_answers() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.INSTRUCT, LI)
    refused(life.try_(Verb.CARRY_OUT, DAN), "no_instruction_waits")  # the desk, while a unit has it
    assert reasons(life, Verb.CARRY_OUT, WU, SUN, LI, PAK) == {"not_yours"}
    life.did(Verb.INSTRUCT, LU).do(Verb.CARRY_OUT, BO, item=2)
    at_desk = Life().did(Verb.INSTRUCT, LI)
    assert owed(at_desk) == [(LI.posts[0].unit, DEPARTMENT)]
    at_desk.do(Verb.CARRY_OUT, DAN)


def test_it_goes_with_the_matter() -> None:
    life = Life().did(Verb.INSTRUCT, LI)
    life.did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN)
    assert owed(life) == [(LI.posts[0].unit, BUREAU)]
    life.did(Verb.OBJECT, BAO)
    assert owed(life) == [(LI.posts[0].unit, DEPARTMENT)]  # the sender answers for it until that is settled
    life.did(Verb.AGREE_RETURN, DAN).did(Verb.FORWARD, DAN, to=WATER)
    assert owed(life) == [(LI.posts[0].unit, WATER)]
    life.do(Verb.CARRY_OUT, WU)
    life.did(Verb.SIGN, WU)
    assert life.matter.instructions[0].unit == WATER  # who answered stays


def test_it_outlives_the_matters_end_and_comes_back_with_it() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.INSTRUCT, LI)
    for verb, by in (
        (Verb.DRAFT, BAO), (Verb.APPROVE, BO), (Verb.ISSUE, BAO), (Verb.DELIVER, BAO), (Verb.CLOSE, BAO),
    ):  # fmt: skip
        life.do(verb, by)
    assert (owed(life), broken(life.matter)) == ([(LI.posts[0].unit, BUREAU)], ())
    refused(life.try_(Verb.INSTRUCT, LI), "not_in_this_state")
    life.do(Verb.REOPEN, DAN)
    assert owed(life) == [(LI.posts[0].unit, DEPARTMENT)]


def test_a_linked_matters_instruction_is_the_desks_to_answer() -> None:
    life = Life().did(Verb.INSTRUCT, LI).did(Verb.LINK, DAN)
    assert (owed(life), broken(life.matter)) == ([(LI.posts[0].unit, DEPARTMENT)], ())
    life.do(Verb.CARRY_OUT, DAN)


def test_what_the_accused_owed_the_desk_owes() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.INSTRUCT, LI).did(Verb.ACCUSE, DAN, accused=BUREAU)
    assert (owed(life), faults(life.matter, life.law.tree)) == ([(LI.posts[0].unit, DEPARTMENT)], ())
    assert reasons(life, Verb.CARRY_OUT, BAO, BO) == {"no_such_matter"}


@transition("instruct")
def test_a_tip_off_is_written_on_only_when_it_is_known_whom_it_mustnt_reach() -> None:
    life = Life().did(Verb.TRIAGE, DAN, klass="tip_off")
    assert refused(life.try_(Verb.INSTRUCT, LI), "name_the_accused").article == "30"
    life.did(Verb.ACCUSE, DAN, accused=WATER).do(Verb.INSTRUCT, LI)


def test_a_leaders_word_is_no_deed_of_the_owner() -> None:
    life = Life().to(Verb.NOTIFY)
    spoke = life.matter.owner_at
    life.wait(days=5).did(Verb.INSTRUCT, LI)
    assert life.matter.owner_at == spoke
    life.wait(days=1).did(Verb.CARRY_OUT, BAO)
    assert life.matter.owner_at == life.now == life.matter.touched_at
    assert (NUMBER, life.now - spoke > timedelta(days=5)) == (life.matter.number, True)
