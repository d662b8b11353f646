"""Whose term, how long, by which article; and what the county may set."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, fields

import pytest

from huiyin.rules.clocks import ENDS, MOST_EXTENSION, RULES, Clock, Kind, Party, Terms, Unit
from huiyin.rules.promises import DUTIES, LISTED, OUTLIVING

DAYS, WORKING = Unit.DAYS, Unit.WORKING_DAYS
DUTY, WINDOW = Kind.DUTY, Kind.WINDOW
#: Read off the Regulation of 2022 and docs/rules.md, line by line, not off the table that is tested.
LAW = [
    (Clock.T1, "22", 1, 15, DAYS, DUTY, Party.DEPARTMENT),
    (Clock.T2, "23", 2, 15, DAYS, DUTY, Party.RECEIVING_ORGAN),
    (Clock.T3, "23", 3, 15, DAYS, DUTY, Party.ADDRESSEE),
    (Clock.T4, "23", 3, 5, WORKING, WINDOW, Party.ADDRESSEE),
    (Clock.T5, "22(3)", 1, None, DAYS, DUTY, Party.HANDLING_ORGAN),
    (Clock.T6, "34", 0, 60, DAYS, DUTY, Party.HANDLING_ORGAN),
    (Clock.T7, "34", 0, 60, DAYS, DUTY, Party.HANDLING_ORGAN),
    (Clock.T8, "35", 0, 30, DAYS, WINDOW, Party.PETITIONER),
    (Clock.T9, "35", 0, 30, DAYS, DUTY, Party.REVIEWING_ORGAN),
    (Clock.T10, "36", 1, 30, DAYS, WINDOW, Party.PETITIONER),
    (Clock.T11, "36", 1, 30, DAYS, DUTY, Party.REVIEWING_ORGAN),
]
#: What the Regulation asks for without a number: the article is its, the length the notice's or the county's.
DUTY_OF_LAW = {Clock.L6: ("40", 1), Clock.L7: ("40", 4), Clock.L10: ("21", 0), Clock.L12: ("25", 0)}
LOCAL = [code for code in Clock if code.startswith(("L", "S"))]
FOREIGN = [Clock.F1, Clock.F2, Clock.F3]


def test_every_clock_has_its_rule() -> None:
    assert list(RULES) == list(Clock)
    assert all(rule.code is code for code, rule in RULES.items())
    assert {row[0] for row in LAW} | set(LOCAL) | set(FOREIGN) == set(Clock)


@pytest.mark.parametrize(("clock", "article", "paragraph", "length", "unit", "kind", "party"), LAW)
def test_what_the_regulation_says(
    clock: Clock, article: str, paragraph: int, length: int | None, unit: Unit, kind: Kind, party: Party
) -> None:
    told = RULES[clock]
    assert (told.article, told.paragraph, told.length, told.unit, told.kind, told.party) == (
        article, paragraph, length, unit, kind, party,
    )  # fmt: skip
    assert not told.setting
    assert not told.beside


@pytest.mark.parametrize("clock", LOCAL)
def test_local_clocks_claim_no_length_of_the_law(clock: Clock) -> None:
    told = RULES[clock]
    assert (told.article, told.paragraph) == DUTY_OF_LAW.get(clock, ("", 0))
    assert told.length is None
    if clock in (Clock.L6, Clock.L15):  # the notice names it, and the leader
        assert (told.setting, told.most) == ("", 365)
    else:
        assert told.setting in {spec.name for spec in fields(Terms)}
        assert not told.most
        assert ("working" in told.setting) is (told.unit is Unit.WORKING_DAYS)


@pytest.mark.parametrize("clock", FOREIGN)
def test_terms_of_others_claim_nothing(clock: Clock) -> None:
    told = RULES[clock]
    assert (told.article, told.length, told.setting, told.unit) == ("", None, "", None)
    assert told.beside
    assert told.most == 365


def test_every_length_has_one_source() -> None:
    for rule in RULES.values():
        sources = [rule.length is not None, bool(rule.setting), bool(rule.most)]
        assert sum(sources) == (2 if rule.code is Clock.T7 else 1), rule.code


def test_an_extension_is_at_most_thirty_days() -> None:
    assert RULES[Clock.T7].most == MOST_EXTENSION == 30


def test_only_the_recheck_waits_for_a_hearing() -> None:
    assert [code for code in Clock if RULES[code].hearing] == [Clock.T11]


def test_windows_are_rights_and_lapse() -> None:
    windows = {code for code in Clock if RULES[code].kind is Kind.WINDOW}
    assert windows == {Clock.T4, Clock.T8, Clock.T10, Clock.F3, Clock.L10}
    petitioners = {code for code in windows if RULES[code].party is Party.PETITIONER}
    assert petitioners == {Clock.T8, Clock.T10, Clock.L10}
    assert all(RULES[code].outlives for code in petitioners)


def test_every_term_starts_somewhere() -> None:
    for rule in RULES.values():
        assert rule.starts_on, rule.code
        assert not rule.stops_on & ENDS, rule.code


def test_rule_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        RULES[Clock.T1].length = 60  # type: ignore[misc]


# -- settings ------------------------------------------------------------------------------------------------


def test_defaults() -> None:
    """The proposal that the department has to confirm, number by number."""
    assert Terms.from_mapping({}) == Terms()
    assert asdict(Terms()) == {
        "answer_days": 60, "deliver_working_days": 10, "close_working_days": 10, "objection_working_days": 5,
        "resend_days": 15, "adoption_days": 30, "contribute_working_days": 10, "leader_working_days": 1,
        "rating_days": 60, "look_working_days": 10, "report_working_days": 1, "supervise_days": 15,
        "retake_working_days": 5, "hearing_days": 30, "instruct_days": 10, "question_working_days": 5,
        "simple_notice_working_days": 3, "simple_answer_working_days": 10, "mailbox_working_days": 7,
        "silent_working_days": 15, "old_days": 365, "many_rounds": 3, "many_units": 3, "collective_persons": 5,
        "calendar_alarm_days": 60, "mostly_counts": True, "roll_last_day": True, "amber_percent": 33,
        "red_percent": 10,
    }  # fmt: skip


def test_from_mapping() -> None:
    told = Terms.from_mapping({"answer_days": 30, "roll_last_day": False})
    assert told == Terms(answer_days=30, roll_last_day=False)


@pytest.mark.parametrize("name", [spec.name for spec in fields(Terms) if spec.type == "int"])
@pytest.mark.parametrize("value", [0, -1, 3651, True, 1.0, "10", None])
def test_bad_numbers_are_refused(name: str, value) -> None:
    with pytest.raises(ValueError, match=rf"{name} must be a whole number from 1 to \d+: "):
        Terms.from_mapping({name: value})


@pytest.mark.parametrize("name", ["roll_last_day", "mostly_counts"])
@pytest.mark.parametrize("value", [1, 0, "true", None])
def test_bad_switch_is_refused(name: str, value) -> None:
    with pytest.raises(ValueError, match=f"{name} must be true or false"):
        Terms.from_mapping({name: value})


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
     ("objection_working_days", 30), ("resend_days", 60), ("adoption_days", 180), ("contribute_working_days", 60),
     ("leader_working_days", 10), ("rating_days", 365), ("look_working_days", 60), ("report_working_days", 5),
     ("supervise_days", 90), ("instruct_days", 90), ("simple_notice_working_days", 15), ("simple_answer_working_days", 60),
     ("mailbox_working_days", 60), ("silent_working_days", 120), ("old_days", 3650), ("many_rounds", 20),
     ("many_units", 20), ("collective_persons", 50), ("calendar_alarm_days", 365), ("amber_percent", 99)],
)  # fmt: skip
def test_bounds(name: str, most: int) -> None:
    assert getattr(Terms.from_mapping({name: most}), name) == most
    with pytest.raises(ValueError, match=f"from 1 to {most}: {most + 1}"):
        Terms.from_mapping({name: most + 1})


#: Every term once more, by hand: unit, duty or window, days by law, most that may be given, article and its paragraph.
THE_LAW = {
    Clock.T1: ("days", "duty", 15, 0, "22", 1), Clock.T2: ("days", "duty", 15, 0, "23", 2),
    Clock.T3: ("days", "duty", 15, 0, "23", 3), Clock.T4: ("working_days", "window", 5, 0, "23", 3),
    Clock.T5: ("days", "duty", None, 365, "22(3)", 1), Clock.T6: ("days", "duty", 60, 0, "34", 0),
    Clock.T7: ("days", "duty", 60, 30, "34", 0), Clock.T8: ("days", "window", 30, 0, "35", 0),
    Clock.T9: ("days", "duty", 30, 0, "35", 0), Clock.T10: ("days", "window", 30, 0, "36", 1),
    Clock.T11: ("days", "duty", 30, 0, "36", 1), Clock.S1: ("working_days", "duty", None, 0, "", 0),
    Clock.S2: ("working_days", "duty", None, 0, "", 0), Clock.F1: ("", "duty", None, 365, "", 0),
    Clock.F2: ("", "duty", None, 365, "", 0), Clock.F3: ("", "window", None, 365, "", 0),
    Clock.L1: ("days", "duty", None, 0, "", 0), Clock.L2: ("working_days", "duty", None, 0, "", 0),
    Clock.L3: ("working_days", "duty", None, 0, "", 0), Clock.L4: ("working_days", "duty", None, 0, "", 0),
    Clock.L5: ("days", "duty", None, 0, "", 0), Clock.L6: ("days", "duty", None, 365, "40", 1),
    Clock.L7: ("days", "duty", None, 0, "40", 4), Clock.L8: ("working_days", "duty", None, 0, "", 0),
    Clock.L9: ("working_days", "duty", None, 0, "", 0), Clock.L10: ("days", "window", None, 0, "21", 0),
    Clock.L11: ("working_days", "duty", None, 0, "", 0), Clock.L12: ("working_days", "duty", None, 0, "25", 0),
    Clock.L13: ("working_days", "duty", None, 0, "", 0), Clock.L14: ("days", "duty", None, 0, "", 0),
    Clock.L15: ("days", "duty", None, 365, "", 0), Clock.L16: ("working_days", "duty", None, 0, "", 0),
}  # fmt: skip
C = Clock


@pytest.mark.parametrize("code", list(Clock))
def test_each_term_is_as_the_article_has_it(code: Clock) -> None:
    rule = RULES[code]
    unit = rule.unit.value if rule.unit else ""
    told = (unit, rule.kind.value, rule.length, rule.most, rule.article, rule.paragraph)
    assert told == THE_LAW[code]


def test_which_terms_come_on_top_outlive_the_end_or_stop_for_a_hearing() -> None:
    assert {code for code, rule in RULES.items() if rule.beside} == {
        C.S1, C.F1, C.F2, C.F3, C.L6, C.L7, C.L8, C.L9, C.L11, C.L12, C.L13, C.L14, C.L15, C.L16,
    }  # fmt: skip
    outliving = {C.T8, C.T10, C.L7, C.L10, C.L11, C.L13, C.L15, C.L16}
    assert {code for code, rule in RULES.items() if rule.outlives} == outliving
    assert {code for code, rule in RULES.items() if rule.hearing} == {C.T11}


def test_which_duties_keep_a_matter_going() -> None:
    assert {
        C.T1, C.T2, C.T3, C.T5, C.T6, C.T7, C.T9, C.T11, C.S2, C.L1, C.L2, C.L3, C.L4, C.L5,
    } == DUTIES  # fmt: skip
    assert {C.T8, C.T10, C.L7, C.L10, C.L11, C.L13, C.L15, C.L16} == OUTLIVING
    assert DUTIES | {C.S1, C.F1, C.F2, C.L6, C.L9, C.L12, C.L14} == LISTED
