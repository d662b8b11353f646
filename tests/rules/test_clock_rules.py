"""Whose term, how long, by which article; and what the county may set."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from huiyin.rules.clocks import ENDS, RULES, Clock, Kind, Party, Terms, Unit
from huiyin.rules.transitions import REACHED_STARTS, TRANSITIONS, Choose
from huiyin.rules.vocabulary import Verb

T1, T2, T3, T4, T5, T6 = Clock.T1, Clock.T2, Clock.T3, Clock.T4, Clock.T5, Clock.T6
L1, L2, L3, L4, L5 = Clock.L1, Clock.L2, Clock.L3, Clock.L4, Clock.L5


def test_every_clock_has_its_rule() -> None:
    assert list(RULES) == list(Clock)
    assert all(rule.code is code for code, rule in RULES.items())


@pytest.mark.parametrize(
    ("clock", "article", "paragraph", "length", "unit", "kind", "party"),
    [
        (T1, "22", 1, 15, Unit.DAYS, Kind.DUTY, Party.DEPARTMENT),
        (T2, "23", 2, 15, Unit.DAYS, Kind.DUTY, Party.RECEIVING_ORGAN),
        (T3, "23", 3, 15, Unit.DAYS, Kind.DUTY, Party.ADDRESSEE),
        (T4, "23", 3, 5, Unit.WORKING_DAYS, Kind.WINDOW, Party.ADDRESSEE),
        (T5, "22(3)", 1, None, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN),
        (T6, "34", 0, 60, Unit.DAYS, Kind.DUTY, Party.HANDLING_ORGAN),
    ],
)
def test_what_the_regulation_says(
    clock: Clock, article: str, paragraph: int, length: int | None, unit: Unit, kind: Kind, party: Party
) -> None:
    told = RULES[clock]
    assert (told.article, told.paragraph, told.length, told.unit, told.kind, told.party) == (
        article, paragraph, length, unit, kind, party,
    )  # fmt: skip
    assert not told.setting


@pytest.mark.parametrize("clock", [L1, L2, L3, L4, L5])
def test_local_clocks_claim_no_article(clock: Clock) -> None:
    told = RULES[clock]
    assert (told.article, told.paragraph, told.length, told.kind) == ("", 0, None, Kind.DUTY)
    assert told.setting in {spec.name for spec in fields(Terms)}
    assert ("working" in told.setting) is (told.unit is Unit.WORKING_DAYS)


def test_rule_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        RULES[T1].length = 60  # type: ignore[misc]


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


# -- settings ------------------------------------------------------------------------------------------------


def test_defaults() -> None:
    assert Terms.from_mapping({}) == Terms() == Terms(60, 10, 10, 5, 15, True, 33, 10)


def test_from_mapping() -> None:
    told = Terms.from_mapping({"answer_days": 30, "roll_last_day": False})
    assert told == Terms(answer_days=30, roll_last_day=False)


@pytest.mark.parametrize("name", [spec.name for spec in fields(Terms) if spec.type == "int"])
@pytest.mark.parametrize("value", [0, -1, 366, True, 1.0, "10", None])
def test_bad_numbers_are_refused(name: str, value) -> None:
    with pytest.raises(ValueError, match=rf"{name} must be a whole number from 1 to \d+: "):
        Terms.from_mapping({name: value})


@pytest.mark.parametrize("value", [1, 0, "true", None])
def test_bad_switch_is_refused(value) -> None:
    with pytest.raises(ValueError, match="roll_last_day must be true or false"):
        Terms.from_mapping({"roll_last_day": value})


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown setting: answer_day, x"):
        Terms.from_mapping({"x": 1, "answer_day": 60})


def test_lights_must_be_in_order() -> None:
    for red in (33, 50):
        with pytest.raises(ValueError, match=f"red_percent must be below amber_percent: {red}, 33"):
            Terms(red_percent=red)


@pytest.mark.parametrize(
    ("name", "most"),
    [("answer_days", 365), ("deliver_working_days", 60), ("close_working_days", 60),
     ("objection_working_days", 30), ("resend_days", 60), ("amber_percent", 99)],
)  # fmt: skip
def test_bounds(name: str, most: int) -> None:
    assert getattr(Terms.from_mapping({name: most}), name) == most
    with pytest.raises(ValueError, match=f"from 1 to {most}: {most + 1}"):
        Terms.from_mapping({name: most + 1})
