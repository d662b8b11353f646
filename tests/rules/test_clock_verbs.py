"""The table of terms and the table of transitions both say when a term starts and stops; they must agree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from huiyin.rules.running import _ENDS_PART, LEADS_NOW
from huiyin.rules.table import Choose
from huiyin.rules.terms import ENDS, RULES, Clock
from huiyin.rules.transitions import DESK_CLOCKS, HOLDER_CLOCKS, REACHED_STARTS, REACHED_STOPS, TRANSITIONS
from huiyin.rules.vocabulary import Verb

#: Which terms a choice may come to.
CHOSEN = {
    Choose.DESK: {Clock.T1, Clock.T2, Clock.T9, Clock.T11}, Choose.ANSWER: {Clock.T6, Clock.L1, Clock.S2},
    Choose.ORDINARY: {Clock.T6, Clock.L1}, Choose.FOREIGN: {Clock.F1, Clock.F2, Clock.F3},
    Choose.GRAVE: {Clock.L9, Clock.L12}, Choose.RECEIPT: {Clock.T8, Clock.T10, Clock.L10}, Choose.LOOK: {Clock.L11},
    Choose.TAKEN_BACK: {Clock.L5}, Choose.REVOKED: {Clock.L13}, Choose.AGAIN: {Clock.L13}, Choose.RESUMED: set(),
}  # fmt: skip
#: A leader who is gone is replaced (L9); that asks for no second report (L12).
NOT_THERE = {(Verb.RELEASE, Clock.L12), (Verb.ACCUSE, Clock.L12)}


def started(clock: Clock) -> Iterator[str]:
    """The verbs that start it, as the table of transitions has them."""
    for verb, row in TRANSITIONS.items():
        starts = (*row.starts, *REACHED_STARTS) if verb is Verb.DELIVER else row.starts
        if any(clock in CHOSEN.get(choice, {choice}) for choice in starts) and (verb, clock) not in NOT_THERE:
            yield verb.value


def stopped(clock: Clock) -> Iterator[str]:
    """The verbs that stop it: by the row, as one part of the matter, or because the accused is kept away."""
    for verb, row in TRANSITIONS.items():
        part = _ENDS_PART.get(verb) is clock
        accused = verb is Verb.ACCUSE and clock in HOLDER_CLOCKS | DESK_CLOCKS
        leads = verb in LEADS_NOW and clock is Clock.L8
        if clock in row.stops or part or accused or leads:
            yield verb.value


@pytest.mark.parametrize("clock", list(Clock))
def test_they_start_by_the_same_verbs(clock: Clock) -> None:
    assert RULES[clock].starts_on == set(started(clock))


@pytest.mark.parametrize("clock", list(Clock))
def test_they_stop_by_the_same_verbs(clock: Clock) -> None:
    assert RULES[clock].stops_on == set(stopped(clock)) - ENDS


@pytest.mark.parametrize("clock", list(Clock))
def test_a_matters_end_ends_all_but_what_outlives_it(clock: Clock) -> None:
    for verb in ENDS - {"deliver"}:
        assert (clock in TRANSITIONS[Verb(verb)].stops) is not RULES[clock].outlives


def test_three_verbs_end_a_matter() -> None:
    assert {"link", "deliver", "close"} == ENDS
    assert {clock for clock, rule in RULES.items() if not rule.outlives} == REACHED_STOPS
