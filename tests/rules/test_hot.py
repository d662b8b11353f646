"""Hot matters: which group a petition joins, how hot a group is and by what, when the alarm goes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiyin.rules.hot import (
    ALARM_LEAST,
    JOIN,
    NEAREST,
    POINTS,
    TELLING,
    Member,
    Stood,
    heat,
    home_of,
    season,
    stood,
)
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import OPEN, Verb

TODAY = date(2026, 3, 31)


def member(days_ago: int, person: str = "", *, open_: bool = True, urgent: bool = False) -> Member:
    return Member(TODAY - timedelta(days=days_ago), person, is_open=open_, urgent=urgent)


def test_joins_the_likest_group() -> None:
    assert home_of({1: [0.4], 2: [0.6]}, {1: 1, 2: 1}) == 2
    assert home_of({1: [JOIN]}, {1: 1}) == 1
    assert home_of({1: [JOIN - 0.01]}, {1: 1}) is None
    assert home_of({}, {}) is None


def test_one_like_member_of_many_isnt_enough() -> None:
    assert home_of({1: [0.9]}, {1: 1}) == 1
    assert home_of({1: [0.9]}, {1: NEAREST}) is None  # 0.9 of one, nothing of the four others
    assert home_of({1: [0.9, 0.5, 0.4, 0.3, 0.2]}, {1: 40}) == 1


def test_heat_is_the_sum_of_its_parts() -> None:
    found = heat([member(n, f"p{n}", urgent=n == 1) for n in range(20)], TODAY)
    assert sum(POINTS.values()) == 100
    assert found.index == sum(found.parts.values())
    assert found.parts.keys() == POINTS.keys()
    assert all(0 <= found.parts[name] <= most for name, most in POINTS.items())
    assert (found.petitions, found.persons, found.fresh, found.open) == (20, 20, 7, 20)


def test_persons_count_once_and_whoever_nobody_knows_by_themselves() -> None:
    assert heat([member(1, "a"), member(2, "a"), member(3, ""), member(4, "")], TODAY).persons == 3


def test_one_person_writing_often_is_less_hot_than_many_writing_once() -> None:
    often = heat([member(n % 7, "a") for n in range(12)], TODAY)
    many = heat([member(n % 7, f"p{n}") for n in range(12)], TODAY)
    assert often.index < many.index


def test_alarm_when_it_grows_faster_than_its_usual() -> None:
    usual = [member(7 * week + 8, f"u{week}{n}") for week in range(8) for n in range(3)]
    assert not heat(usual + [member(1, f"f{n}") for n in range(5)], TODAY).alarm
    grown = heat(usual + [member(1, f"f{n}") for n in range(9)], TODAY)
    assert grown.alarm
    assert grown.usual == 3.0
    assert grown.fresh == 9


def test_a_few_are_no_alarm() -> None:
    assert not heat([member(0)] * (ALARM_LEAST - 1), TODAY).alarm
    assert heat([member(0)] * ALARM_LEAST, TODAY).alarm


def test_what_comes_later_doesnt_count() -> None:
    assert heat([member(1), member(-1)], TODAY).petitions == 1
    with pytest.raises(ValueError, match="no petitions"):
        heat([member(-1)], TODAY)


def test_seasons_are_the_months_with_more_than_usual() -> None:
    assert season({10: 30, 11: 20, 1: 5, 2: 5}) == (10, 11)
    assert season(dict.fromkeys(range(1, 13), 10)) == ()
    assert season({10: 23}) == ()  # too few


def test_how_a_matter_stood_is_told_by_its_entries() -> None:
    assert stood([]) == Stood()
    urgent = (Verb.TRIAGE, {"urgent": True})
    assert stood([urgent]) == Stood(urgent=True)
    assert stood([urgent, (Verb.TRIAGE, {})]) == Stood()
    assert stood([urgent, (Verb.CLOSE, {})]) == Stood(is_open=False, urgent=True)
    assert stood([(Verb.CLOSE, {}), (Verb.REOPEN, {})]) == Stood()
    joined = (Verb.LINK, {"other": "A"})
    assert stood([joined]) == Stood(is_open=False, inside="A")
    assert stood([joined, (Verb.UNLINK, {})]) == Stood()
    assert stood([(Verb.CLOSE, {}), (Verb.ACCUSE, {})]) == Stood(is_open=False)
    assert stood([(Verb.CLOSE, {}), (Verb.ACCUSE, {"recall": True})]) == Stood()


def test_what_ends_a_matter_and_what_takes_it_up_again_is_all_told() -> None:
    ends = {verb for verb, row in TRANSITIONS.items() if row.target is not None and row.target not in OPEN}
    again = {verb for verb, row in TRANSITIONS.items() if row.target in OPEN and row.sources - OPEN}
    assert ends == {Verb.CLOSE, Verb.LINK}
    assert again == {Verb.REOPEN, Verb.UNLINK}
    assert ends | again < TELLING
