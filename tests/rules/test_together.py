"""Several units and one matter (Art. 24): further units contribute, the common superior designates who leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.promises import broken
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import RoundKind, Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GU,
    LI,
    PAK,
    SUN,
    TANG,
    TAO,
    TOWN,
    WATER,
    WEN,
    WU,
    XIA,
    Life,
    clock,
    post,
    reasons,
    refused,
    runs,
)  # fmt: skip

transition = pytest.mark.transition


def objected() -> Life:
    """The bureau says that it isn't its matter."""
    return Life().to(Verb.SIGN).did(Verb.OBJECT, BAO)


@transition("co_handle", "contribute")
def test_two_contribute_at_once_and_each_term_is_its_own() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.CO_HANDLE, BAO).wait(days=2).did(Verb.CO_HANDLE, DAN, to=TOWN)
    terms = {run.ref: run for run in life.matter.running if run.code is Clock.L8}
    assert {n: run.party for n, run in terms.items()} == {1: WATER, 2: TOWN}
    assert terms[1].due_on < terms[2].due_on
    assert [helper.asked_by for helper in life.matter.helpers] == [BUREAU, DEPARTMENT]
    life.do(Verb.CONTRIBUTE, TANG, item=2)
    assert [run.ref for run in life.matter.running if run.code is Clock.L8] == [1]
    assert life.matter.helpers[1].contributed_at == life.now
    life.do(Verb.CONTRIBUTE, WEN, item=1)
    assert runs(life) == {Clock.T6}
    assert life.matter.owner == BUREAU  # who contributes doesn't answer for it
    assert broken(life.matter) == ()


@transition("co_handle")
def test_whoever_leads_or_still_owes_isnt_asked_but_whoever_gave_may_be_asked_again() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.CO_HANDLE, BAO)
    for unit in (BUREAU, WATER):
        assert refused(life.try_(Verb.CO_HANDLE, BAO, to=unit), "helps_already", "to").article == "24"
    life.did(Verb.CONTRIBUTE, WU).did(Verb.CO_HANDLE, BAO)
    assert clock(life, Clock.L8).ref == 2
    refused(life.try_(Verb.CONTRIBUTE, WU, item=1), "not_on_list", "item")
    life.do(Verb.CONTRIBUTE, WU, item=2)


@transition("co_handle")
def test_who_asks_for_a_contribution_and_when() -> None:
    life = Life().to(Verb.NOTIFY)
    assert reasons(life, Verb.CO_HANDLE, WU, GU, XIA, PAK, LI, SUN) == {"not_yours"}
    refused(life.try_(Verb.CO_HANDLE, BAO, text=""), "missing", "text")
    refused(life.try_(Verb.CO_HANDLE, BAO, to=" "), "missing", "to")
    refused(Life().to(Verb.TRIAGE).try_(Verb.CO_HANDLE, DAN), "not_in_this_state")
    refused(Life().to(Verb.ISSUE).try_(Verb.CO_HANDLE, DAN), "not_in_this_state")


@transition("contribute")
def test_a_unit_contributes_what_it_was_asked_for_itself_and_by_whom_it_may() -> None:
    life = Life().to(Verb.NOTIFY)
    refused(life.try_(Verb.CONTRIBUTE, WU), "not_yours")
    life.did(Verb.CO_HANDLE, BAO).did(Verb.CO_HANDLE, BAO, to=TOWN)
    assert reasons(life, Verb.CONTRIBUTE, BAO, BO, DAN, XIA, PAK) == {"not_yours"}
    assert refused(life.try_(Verb.CONTRIBUTE, WU, item=2), "not_on_list", "item").article == "24"
    refused(life.try_(Verb.CONTRIBUTE, WU, item=3), "not_on_list", "item")
    clerk = replace(WU, posts=(*WU.posts, post(Role.CLERK, TOWN)))
    refused(life.try_(Verb.CONTRIBUTE, clerk, item=2), "not_on_list", "item")
    life.do(Verb.CONTRIBUTE, WU)
    assert refused(life.try_(Verb.CONTRIBUTE, WU), "nothing_asked_of_you").article == "24"


@transition("forward", "co_handle")
@pytest.mark.parametrize("verb", [Verb.FORWARD, Verb.ASSIGN])
def test_whoever_comes_to_lead_owes_itself_no_contribution(verb: Verb) -> None:
    life = objected().did(Verb.AGREE_RETURN, DAN).did(Verb.FORWARD, DAN).did(Verb.CO_HANDLE, DAN)
    life.did(Verb.CO_HANDLE, DAN, to=TOWN).did(Verb.SIGN, BAO).did(Verb.OBJECT, BAO).did(
        Verb.AGREE_RETURN, DAN
    )
    assert [helper.unit for helper in life.matter.helping] == [WATER, TOWN]
    life.do(verb, DAN, to=WATER)
    assert [helper.unit for helper in life.matter.helping] == [TOWN]
    assert [run.party for run in life.matter.running if run.code is Clock.L8] == [TOWN]
    refused(life.try_(Verb.CONTRIBUTE, WU), "not_yours")


@transition("reopen", "co_handle")
def test_after_reopening_nobody_is_asked_any_more() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.CO_HANDLE, BAO).did(Verb.DRAFT, BAO).did(Verb.APPROVE, BO)
    life.did(Verb.ISSUE, BAO).did(Verb.DELIVER, BAO)
    assert Clock.L8 not in runs(life)
    life.did(Verb.CLOSE, BAO).did(Verb.REOPEN, DAN)
    assert life.matter.helping == ()


@transition("reopen", "designate")
def test_a_designation_ends_with_the_answer() -> None:
    life = objected().did(Verb.DESIGNATE, LI).did(Verb.SIGN, WU).did(Verb.DECLINE, WEN).did(Verb.DELIVER, WU)
    assert life.did(Verb.CLOSE, WU).matter.designated
    assert not life.did(Verb.REOPEN, DAN).matter.designated


@transition("designate")
def test_the_leaders_designate_who_leads_where_units_dispute() -> None:
    life = objected()
    old = clock(life, Clock.T3)
    life.wait(days=1).did(Verb.DESIGNATE, LI)
    state = life.matter
    assert (state.status, state.holder, state.designated, state.returns) == (Status.SENT, WATER, True, 1)
    assert state.round.kind is RoundKind.DESIGNATE
    assert runs(life) == {Clock.T3}  # fifteen days to tell the petitioner, and no right to object
    new = clock(life, Clock.T3)
    assert (new.party, new.started_at, new.n != old.n) == (WATER, life.now, True)
    assert refused(life.try_(Verb.OBJECT, WU), "designated_already").article == "24"
    assert broken(state) == ()
    life.did(Verb.SIGN, WU).did(Verb.NOTIFY, WU)


@transition("designate")
def test_the_superior_may_designate_the_very_unit_that_objected_and_after_a_return() -> None:
    objected().did(Verb.DESIGNATE, LI, to=BUREAU).did(Verb.SIGN, BAO)
    life = objected().did(Verb.AGREE_RETURN, DAN).did(Verb.DESIGNATE, LI)
    assert (life.matter.holder, runs(life), life.matter.returns) == (WATER, {Clock.T3}, 1)
    assert life.matter.units == {BUREAU, WATER}


@transition("designate")
def test_an_assigned_term_and_simple_handling_end_with_the_stay() -> None:
    life = Life().did(Verb.TRIAGE, DAN).did(Verb.ASSIGN, DAN).did(Verb.OBJECT, BAO).did(Verb.DESIGNATE, LI)
    assert runs(life) == {Clock.T3}
    easy = Life().to(Verb.SIGN).did(Verb.SIMPLIFY, BAO).did(Verb.OBJECT, BAO).did(Verb.DESIGNATE, LI)
    assert (easy.matter.simple, runs(easy)) == (False, {Clock.T3})


@transition("designate")
def test_no_dispute_no_designation_and_nobody_but_the_leaders() -> None:
    assert reasons(objected(), Verb.DESIGNATE, DAN, BO, SUN, TAO, PAK) == {"not_yours"}
    assert refused(Life().to(Verb.TRIAGE).try_(Verb.DESIGNATE, LI), "no_dispute").article == "24"
    refused(Life().to(Verb.SIGN).try_(Verb.DESIGNATE, LI), "not_in_this_state")
    refused(objected().try_(Verb.DESIGNATE, LI, reason=""), "missing", "reason")
    life = objected().did(Verb.ACCUSE, DAN)
    refused(life.try_(Verb.DESIGNATE, LI), "to_the_accused", "to")
    tip = objected().did(Verb.AGREE_RETURN, DAN).did(Verb.TRIAGE, DAN, klass="tip_off")
    refused(tip.try_(Verb.DESIGNATE, LI), "name_the_accused")


@transition("designate", "forward")
def test_after_a_designation_ended_the_next_unit_may_object_again() -> None:
    life = objected().did(Verb.DESIGNATE, LI).did(Verb.ACCUSE, DAN).did(Verb.FORWARD, DAN, to=TOWN)
    assert life.matter.designated is False
    life.do(Verb.OBJECT, TANG)
