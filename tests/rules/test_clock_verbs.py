"""The table of terms and the table of transitions both say when a term starts and stops; they must agree."""

from __future__ import annotations

import pytest

from huiyin.rules.terms import ENDS, RULES, Clock

CHOSEN = {Choose.DESK: {T1, T2}, Choose.ANSWER: {T6, L1}, Choose.RESUMED: set()}


@pytest.mark.parametrize("clock", list(Clock))
def test_the_table_of_transitions_agrees(clock: Clock) -> None:
    """Two tables say when a term starts and stops: what is told here is what happens there."""
    rows = TRANSITIONS.values()
    starts = {row.verb for row in rows for choice in row.starts if clock in CHOSEN.get(choice, {choice})}
    starts |= {Verb.DELIVER} if clock in REACHED_STARTS else set()
    stops = {row.verb for row in rows if clock in row.stops} - ENDS
    assert RULES[clock].starts_on == starts
    assert RULES[clock].stops_on == stops
    assert all(clock in TRANSITIONS[Verb(verb)].stops for verb in ENDS - {"deliver"})
