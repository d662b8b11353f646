"""Calls: events in any order, shares of something and of nothing, what an answer on the line takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from huiyin.rules import calls
from huiyin.rules.calls import CallEvent, CallShares, CallState, CallTerms, CallTimes
from tests.rules.cast import refused

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
RANG, ANSWERED, ENDED = CallEvent.RINGING, CallEvent.ANSWERED, CallEvent.ENDED
AT = {RANG: START, ANSWERED: START + timedelta(seconds=9), ENDED: START + timedelta(minutes=3)}


@pytest.mark.parametrize("order", list(permutations(CallEvent)))
def test_events_say_the_same_in_whatever_order_they_come(order: tuple[CallEvent, ...]) -> None:
    times = CallTimes()
    for event in (*order, *order):
        times = calls.heard(times, event, AT[event])
    assert (times.began_at, times.waited, times.talked) == (START, 9, 171)
    assert calls.state(times, now=AT[ENDED]) is CallState.ENDED


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("110", "110"),
        ("１２３４５", "12345"),
        (" 0433 - 2200001 ", "0433 - 2200001"),
        ("+82 10-1234-5678", "+82 10-1234-5678"),
        ("", ""),
        ("  ", ""),
        ("12", None),
        ("+ 1 -", None),
        ("1" * 21, None),
        ("1" + " -" * 30 + "10", None),
        ("12345x", None),
        ("一二三四", None),
    ],
)
def test_a_callers_number_has_three_to_twenty_digits(typed: str, kept: str | None) -> None:
    assert calls.dialled(typed) == kept


def test_what_was_told_once_stays() -> None:
    times = calls.heard(CallTimes(), RANG, START)
    assert calls.heard(times, RANG, START + timedelta(hours=1)) is times


def test_a_clock_that_runs_back_gives_no_time_below_nothing() -> None:
    times = CallTimes(START, START - timedelta(seconds=3), START - timedelta(seconds=9))
    assert (times.waited, times.talked) == (0, 0)


def test_nobody_answered_is_missed_and_knows_how_long_they_waited() -> None:
    times = CallTimes(START, None, START + timedelta(seconds=40))
    assert calls.state(times, now=START + timedelta(seconds=41)) is CallState.MISSED
    assert (times.waited, times.talked) == (40, None)
    assert CallTimes(ended_at=START).waited is None


@pytest.mark.parametrize(
    ("times", "after", "state"),
    [
        (CallTimes(START), timedelta(minutes=5), CallState.RINGING),
        (CallTimes(START), timedelta(minutes=5, seconds=1), CallState.MISSED),
        (CallTimes(START, START), timedelta(hours=4), CallState.TALKING),
        (CallTimes(START, START), timedelta(hours=4, seconds=1), CallState.ENDED),
    ],
)
def test_a_call_whose_end_was_never_told_is_over_some_time(
    times: CallTimes, after: timedelta, state: CallState
) -> None:
    assert calls.state(times, now=START + after) is state


def test_a_moment_ahead_or_a_day_old_isnt_taken() -> None:
    assert calls.told_in_time(START, now=START) is None
    assert calls.told_in_time(START + calls.AHEAD, now=START) is None
    assert calls.told_in_time(START - calls.LATEST, now=START) is None
    second = timedelta(seconds=1)
    refused(calls.told_in_time(START + calls.AHEAD + second, now=START), "in_the_future", "at")
    refused(calls.told_in_time(START - calls.LATEST - second, now=START), "too_long_ago", "at")


def test_whoever_wants_something_done_isnt_sent_off_with_words() -> None:
    no = refused(calls.may_inform(told="x", from_knowledge=True, only_a_question=False), "register_it_then")
    assert (no.article, no.field) == ("22", "only_a_question")
    refused(calls.may_inform(told="  ", from_knowledge=False, only_a_question=True), "missing", "told")
    assert calls.may_inform(told="", from_knowledge=True, only_a_question=True) is None
    assert calls.may_inform(told="x", from_knowledge=False, only_a_question=True) is None


def test_nobody_is_given_up_before_the_third_try() -> None:
    half, minute = calls.TRIES_APART, timedelta(minutes=1)
    apart = [START, START + half, START + 2 * half]
    no = refused(calls.may_give_up(apart[:2]), "tried_too_seldom")
    assert no.params == {"least": 3, "tries": 2, "minutes": 30}
    assert calls.may_give_up(apart) is None
    at_once = [START, START + minute, START + 2 * minute, START + half]
    assert refused(calls.may_give_up(at_once), "tried_too_seldom").params["tries"] == 2
    assert calls.tries_that_count([]) == 0


def test_a_call_is_promised_for_a_day_to_come_within_a_year() -> None:
    refused(calls.may_promise(START, now=START), "is_past", "due_at")
    assert calls.may_promise(START + calls.LONGEST_PROMISE, now=START) is None
    late = START + calls.LONGEST_PROMISE + timedelta(seconds=1)
    refused(calls.may_promise(late, now=START), "promised_too_far", "due_at")


def test_a_share_of_nothing_is_none_and_others_are_as_counted() -> None:
    nothing = CallShares()
    shares = (nothing.answered_share, nothing.in_time_share, nothing.mean_wait, nothing.mean_talk)
    assert shares == (None, None, None, None)
    some = CallShares(came=4, answered=3, in_time=2, waited=30, talked=301, ended=2)
    assert (some.answered_share, some.in_time_share, some.mean_wait, some.mean_talk) == (0.75, 0.5, 10, 150)


def test_the_countys_numbers_are_whole_and_known() -> None:
    assert CallTerms.from_mapping({"call_keep_days": 30}) == CallTerms(15, 30)
    assert CallTerms.from_mapping({"call_area": "0433"}).call_area == "0433"
    for wrong in (
        {"call_keep_days": 0},
        {"call_keep_days": True},
        {"call_answer_seconds": "15"},
        {"calls": 1},
        {"call_area": "433"},
        {"call_area": 433},
    ):
        with pytest.raises(ValueError, match="call"):
            CallTerms.from_mapping(wrong)
