"""Small doors that were open once: a helper with the petitioner's data, a review ended at the counter, an early delivery."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import (
    BAO,
    BO,
    DAN,
    GE,
    GROUP,
    GU,
    LI,
    PAK,
    SUN,
    WATER,
    WEN,
    WU,
    Life,
    reasons,
    refused,
    review,
    runs,
)

transition = pytest.mark.transition


def helped() -> Life:
    """The bureau leads and the water company contributes."""
    return Life().to(Verb.SIGN).did(Verb.CO_HANDLE, BAO, to=WATER)


@transition("unmask")
def test_who_only_contributes_sees_no_name_and_no_number() -> None:
    life = helped()
    assert reasons(life, Verb.UNMASK, WU, WEN) == {"not_yours"}
    life.do(Verb.CONTRIBUTE, WU)
    assert reasons(life, Verb.UNMASK, WU, WEN) == {"not_yours"}
    life.do(Verb.UNMASK, DAN)


@transition("change_contact", "confirm_contact")
def test_who_contributed_neither_changes_nor_confirms_where_the_petitioner_is_reached() -> None:
    life = helped().did(Verb.CONTRIBUTE, WU)
    assert reasons(life, Verb.CHANGE_CONTACT, WU, WEN) == {"not_yours"}
    life.do(Verb.CHANGE_CONTACT, DAN)
    assert reasons(life, Verb.CONFIRM_CONTACT, WU, WEN) == {"not_yours"}


@transition("follow_up")
def test_who_had_a_hand_in_it_doesnt_call_back() -> None:
    life = helped().did(Verb.CONTRIBUTE, WU)
    for verb, by in (
        (Verb.NOTIFY, BAO),
        (Verb.DRAFT, BAO),
        (Verb.APPROVE, BO),
        (Verb.ISSUE, BAO),
        (Verb.DELIVER, BAO),
    ):
        life.wait(hours=1).do(verb, by)
    life.do(Verb.FOLLOW_UP, DAN)


@transition("decline")
def test_a_review_isnt_ended_by_who_only_sorts() -> None:
    life = review(desk=GROUP)
    refused(life.try_(Verb.DECLINE, GU), "not_yours")
    assert reasons(life, Verb.DECLINE, DAN) <= {"not_your_turn", "not_yours"}
    life.do(Verb.DECLINE, GE)


@transition("deliver")
def test_an_answer_arrives_after_it_was_issued_not_only_on_the_same_day() -> None:
    life = Life().to(Verb.ISSUE)
    refused(
        life.try_(Verb.DELIVER, BAO, delivered_at=life.now - timedelta(minutes=2)),
        "before_issue",
        "delivered_at",
    )
    minute = life.now.replace(second=0, microsecond=0)
    life.wait(minutes=1).do(Verb.DELIVER, BAO, delivered_at=minute)


@transition("own_report")
def test_the_result_comes_after_the_plan() -> None:
    life = Life().did(Verb.OWN, LI)
    assert refused(life.try_(Verb.OWN_REPORT, LI, stage="result"), "plan_first", "stage").article == "18"
    life.did(Verb.OWN_REPORT, LI, stage="plan").do(Verb.OWN_REPORT, LI, stage="result")


@transition("rate")
def test_nothing_is_left_to_rate_once_both_are_rated_and_a_colleague_calls_first() -> None:
    life = Life().to(Verb.CLOSE)
    assert reasons(life, Verb.RATE, DAN, SUN) == {"call_first"}
    life.did(Verb.RATE, PAK, rated="unit").do(Verb.RATE, PAK, rated="department")
    refused(life.try_(Verb.RATE, PAK), "rated_before")


@transition("notify")
def test_who_took_it_hands_nothing_back_to_another_line_any_more() -> None:
    life = Life()
    life.did(Verb.SATELLITE, DAN, source="hotline").to(Verb.SIGN)
    assert Clock.F3 in runs(life)
    life.do(Verb.NOTIFY, BAO)
    assert Clock.F3 not in runs(life)
