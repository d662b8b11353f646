"""Every way in which a promise can be broken has a name. No verb leads there, so each matter here is bent by hand."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from datetime import date

import pytest

from huiyin.rules import promises
from huiyin.rules.clocks import RULES, Clock
from huiyin.rules.promises import DUTIES, Promise, broken, unsaid
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.vocabulary import DeliveryResult, Outcome, Verb
from tests.rules.cast import BAO, DAN, DEPARTMENT, START, WAY, Life


def at(verb: Verb) -> MatterState:
    """A matter that has gone the ordinary way up to and with the verb."""
    return Life().to(verb).matter


def objected() -> MatterState:
    """A matter whose unit says that it isn't theirs."""
    life = Life().to(Verb.FORWARD)
    life.do(Verb.OBJECT, BAO)
    return life.matter


def unsent(state: MatterState) -> MatterState:
    """Nobody sent it; the desk is still there."""
    return replace(state, rounds=tuple(replace(r, sender="") for r in state.rounds))


def linked() -> MatterState:
    """A matter that lives on in another."""
    life = Life()
    life.do(Verb.LINK, DAN)
    return life.matter


def still(state: MatterState, *, but: Clock | None = None) -> MatterState:
    """Every clock stopped, but for a window of the given code."""
    stopped = tuple(replace(run, stopped_at=START) for run in state.clocks)
    if but is None:
        return replace(state, clocks=stopped)
    run = ClockRun(len(stopped) + 1, but, DEPARTMENT, START, date(2026, 3, 9), provisional=False)
    return replace(state, clocks=(*stopped, run))


def undelivered(state: MatterState) -> MatterState:
    """The post brought every answer back."""
    return replace(
        state, deliveries=tuple(replace(d, result=DeliveryResult.RETURNED) for d in state.deliveries)
    )


def unissued(state: MatterState) -> MatterState:
    """The answer was never issued."""
    return replace(state, opinions=tuple(replace(o, issued_at=None) for o in state.opinions))


def withdrawn(state: MatterState) -> MatterState:
    """The answer was taken back."""
    return replace(state, opinions=tuple(replace(o, withdrawn_at=START) for o in state.opinions))


BROKEN = {
    "nobody answers for an open matter": (
        lambda: replace(Life().matter, desk=""), {(Promise.OWNER, "open_without_owner")}),
    "an open matter was sent to nobody": (
        lambda: replace(at(Verb.FORWARD), holder="", desk=""), {(Promise.OWNER, "open_without_owner")}),
    "an objection has no sender who decides": (lambda: unsent(objected()), {(Promise.OWNER, "open_without_owner")}),
    "an objection belongs to no round": (
        lambda: replace(objected(), rounds=(), holder="", desk=""), {(Promise.OWNER, "open_without_owner")}),
    "a linked matter lives on nowhere": (
        lambda: replace(linked(), linked_to=""), {(Promise.OWNER, "linked_to_nothing")}),
    "no clock runs": (lambda: still(Life().matter), {(Promise.OUTCOME, "open_without_clock")}),
    "only a window runs, and no duty": (
        lambda: still(at(Verb.FORWARD), but=Clock.T4), {(Promise.OUTCOME, "open_without_clock")}),
    "a clock runs on after the end": (
        lambda: replace(at(Verb.CLOSE), clocks=Life().matter.clocks), {(Promise.OUTCOME, "clock_runs_after_end")}),
    "a clock runs on in a linked matter": (
        lambda: replace(linked(), clocks=Life().matter.clocks), {(Promise.OUTCOME, "clock_runs_after_end")}),
    "closed with no outcome": (
        lambda: replace(at(Verb.CLOSE), outcome=None), {(Promise.OUTCOME, "closed_without_outcome")}),
    "closed with an answer that was taken back": (
        lambda: withdrawn(at(Verb.CLOSE)),
        {(Promise.OUTCOME, "closed_without_outcome"), (Promise.ECHO, "ended_without_answer")}),
    "closed with no answer at all": (
        lambda: replace(at(Verb.CLOSE), opinions=()),
        {(Promise.OUTCOME, "closed_without_outcome"), (Promise.ECHO, "ended_without_answer")}),
    "closed on a draft": (lambda: unissued(at(Verb.CLOSE)), {(Promise.ECHO, "ended_without_answer")}),
    "called delivered on a draft": (lambda: unissued(at(Verb.DELIVER)), {(Promise.ECHO, "ended_without_answer")}),
    "closed before anybody heard": (lambda: undelivered(at(Verb.CLOSE)), {(Promise.ECHO, "ended_unheard")}),
    "called delivered before anybody heard": (
        lambda: replace(at(Verb.DELIVER), deliveries=()), {(Promise.ECHO, "ended_unheard")}),
    "closed although one of two never heard": (
        lambda: replace(at(Verb.CLOSE), petitions=(*at(Verb.CLOSE).petitions, replace(
            at(Verb.CLOSE).petitions[0], number="222424-20260302-00002-9"))),
        {(Promise.ECHO, "ended_unheard")}),
    "everything at once": (
        lambda: still(replace(at(Verb.DELIVER), desk="", holder="", deliveries=())),
        {(Promise.OWNER, "open_without_owner"), (Promise.OUTCOME, "open_without_clock"), (Promise.ECHO, "ended_unheard")}),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_promise_is_called_by_its_name(what: str) -> None:
    bend, names = BROKEN[what]
    assert set(broken(bend())) == names


@pytest.mark.parametrize("verb", [verb for verb, _ in WAY])
def test_what_the_law_allows_breaks_nothing(verb: Verb) -> None:
    assert broken(at(verb)) == ()


def test_neither_a_new_matter_nor_a_linked_one_breaks_anything() -> None:
    assert broken(Life().matter) == ()
    assert broken(linked()) == ()


def test_every_code_that_the_promises_know_is_tried_here() -> None:
    known = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', inspect.getsource(promises)))
    assert known == {code for _, names in BROKEN.values() for _, code in names} | {"owner_closed"}


def test_a_unit_that_was_closed_with_nobody_to_go_on_answers_for_nothing_open() -> None:
    state = at(Verb.FORWARD)
    assert not broken(state, {"C-ELSE"})
    assert broken(state, {state.owner}) == ((Promise.OWNER, "owner_closed"),)
    assert not broken(linked(), {linked().owner})


def test_a_right_to_object_is_no_duty_and_every_duty_has_a_rule() -> None:
    assert Clock.T4 not in DUTIES
    assert set(RULES) >= DUTIES
    assert DUTIES


def test_a_supporting_answer_owes_a_word_on_what_is_to_be_carried_out() -> None:
    life = Life().to(Verb.DELIVER)
    assert unsaid(life.matter)
    assert not unsaid(replace(life.matter, nothing_owed=True))
    assert not unsaid(life.did(Verb.CLOSE, BAO, nothing_owed=True).matter)
    assert unsaid(Life().to(Verb.CLOSE).matter)
    assert not unsaid(replace(life.matter, outcome=Outcome.NOT_SUPPORTED, nothing_owed=False))
