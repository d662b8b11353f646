"""Urging, supervision and the three recommendations (Art. 39, 40); reports upwards (Art. 25, 30)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.duties import Adoption, Advice, NoticeKind, NoticeLevel, NoticeReason
from huiyin.rules.promises import broken
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Status, Verb
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


def supervised(**notice: object) -> Life:
    """The bureau is supervised."""
    return Life().to(Verb.NOTIFY).did(Verb.SUPERVISE, SUN, **notice)


# -- urging and supervision ----------------------------------------------------------------------------------------


@transition("urge", "supervise")
def test_urging_comes_first_unless_waiting_makes_nothing_better() -> None:
    life = Life().to(Verb.NOTIFY)
    for why in ("overdue", "not_fed_back", "wrong_procedure", "other"):
        assert refused(life.try_(Verb.SUPERVISE, SUN, why=why), "urge_first", "why").article == "40"
    for why in ("evasion", "false_report", "not_carried_out"):
        Life().to(Verb.NOTIFY).do(Verb.SUPERVISE, SUN, why=why)
    life.did(Verb.URGE, SUN).did(Verb.SUPERVISE, SUN, why="overdue")
    urged, pressed = life.matter.notices
    assert (urged.kind, urged.addressee, urged.ended_at, urged.serial) == (
        NoticeKind.URGE,
        BUREAU,
        life.now,
        "",
    )
    assert (pressed.kind, pressed.level, pressed.reason, pressed.serial, pressed.ended_at) == (
        NoticeKind.SUPERVISE, NoticeLevel.DEPARTMENT, NoticeReason.OVERDUE, "supervise-2026-0001", None,
    )  # fmt: skip


@transition("urge", "supervise")
def test_urging_the_last_unit_doesnt_count_for_the_next() -> None:
    life = Life().to(Verb.SIGN).did(Verb.URGE, SUN).did(Verb.OBJECT, BAO).did(Verb.AGREE_RETURN, DAN)
    refused(life.try_(Verb.SUPERVISE, SUN), "nobody_to_press")
    assert refused(life.try_(Verb.URGE, SUN), "nobody_to_press").article == "40"
    life.wait(hours=1).did(Verb.FORWARD, DAN, to=WATER)
    refused(life.try_(Verb.SUPERVISE, SUN, why="overdue"), "urge_first")


@transition("urge", "supervise", "escalate", "lift", "recommend")
def test_only_supervisors_and_leaders_press() -> None:
    life = supervised()
    for verb in (Verb.URGE, Verb.SUPERVISE, Verb.ESCALATE, Verb.LIFT, Verb.RECOMMEND):
        assert reasons(life, verb, BO, BAO, DAN, TAO, XIA, PAK) == {"not_yours"}
    life.did(Verb.URGE, LI).did(Verb.SUPERVISE, LI)


@transition("supervise")
def test_the_notice_names_its_term_or_the_countys_runs() -> None:
    life = supervised()
    assert (clock(life, Clock.L6).days, clock(life, Clock.L6).due_on) == (15, date(2026, 3, 17))
    life.do(Verb.SUPERVISE, SUN, days=5)
    assert [(run.ref, run.days, run.party) for run in life.matter.running if run.code is Clock.L6] == [
        (1, 15, BUREAU), (2, 5, BUREAU),
    ]  # fmt: skip
    refused(life.try_(Verb.SUPERVISE, SUN, days=366), "out_of_range", "days")
    refused(life.try_(Verb.SUPERVISE, SUN, why="mood"), "not_on_list", "why")
    assert broken(life.matter) == ()


@transition("answer_notice")
def test_the_addressee_answers_each_notice_once() -> None:
    life = supervised().did(Verb.SUPERVISE, SUN).did(Verb.ANSWER_NOTICE, BAO, item=2)
    assert [run.ref for run in life.matter.running if run.code is Clock.L6] == [1]
    assert [notice.answered_at is not None for notice in life.matter.notices] == [False, True]
    assert refused(life.try_(Verb.ANSWER_NOTICE, BO, item=2), "not_on_list", "item").article == "40"
    life.do(Verb.ANSWER_NOTICE, BO, item=1)
    assert refused(life.try_(Verb.ANSWER_NOTICE, BO, item=1), "no_notice_to_answer").article == "40"
    assert len(life.matter.open_notices) == 2  # answered isn't lifted


@transition("answer_notice")
def test_nobody_else_answers_and_an_urging_wants_no_answer() -> None:
    assert reasons(supervised(), Verb.ANSWER_NOTICE, DAN, WU, SUN, XIA, PAK) == {"not_yours"}
    refused(Life().to(Verb.NOTIFY).did(Verb.URGE, SUN).try_(Verb.ANSWER_NOTICE, BAO), "not_yours")
    refused(supervised(serial="").try_(Verb.ANSWER_NOTICE, BAO), "no_notice_to_answer")
    clerk = replace(WU, posts=(*WU.posts, post(Role.CLERK, BUREAU)))
    refused(supervised().try_(Verb.ANSWER_NOTICE, clerk), "not_yours")


@transition("answer_notice")
def test_a_unit_answers_its_own_notice_and_not_the_one_of_the_unit_before() -> None:
    life = Life().to(Verb.SIGN).did(Verb.SUPERVISE, SUN).did(Verb.OBJECT, BAO).did(Verb.AGREE_RETURN, DAN)
    life.did(Verb.FORWARD, DAN, to=WATER).did(Verb.SIGN, WU).did(Verb.SUPERVISE, SUN)
    refused(life.try_(Verb.ANSWER_NOTICE, WU, item=1), "not_on_list", "item")
    life.did(Verb.ANSWER_NOTICE, WU, item=2).did(Verb.ANSWER_NOTICE, BAO, item=1)


@transition("escalate")
def test_higher_goes_what_was_answered_badly_or_not_in_time_and_only_upwards() -> None:
    life = supervised()
    assert refused(life.try_(Verb.ESCALATE, SUN), "nothing_to_escalate").article == "39"
    life.did(Verb.ANSWER_NOTICE, BAO)
    for level in ("department",):
        assert refused(life.try_(Verb.ESCALATE, SUN, level=level), "not_higher", "level").article == "39"
    assert refused(life.try_(Verb.ESCALATE, SUN, item=2), "not_on_list", "item").article == "39"
    life.wait(days=1).did(Verb.ESCALATE, SUN, days=3)
    notice, term = life.matter.notices[0], clock(life, Clock.L6)
    assert (notice.level, notice.answered_at, notice.answer_seq) == (NoticeLevel.LEADER, None, 0)
    assert (notice.before_level, notice.before_at, notice.before_seq) == (
        NoticeLevel.DEPARTMENT, life.events[-2].at, life.events[-2].seq,
    )  # fmt: skip
    assert (term.ref, term.days, term.party, term.started_at) == (1, 3, BUREAU, life.now)
    refused(life.try_(Verb.ESCALATE, SUN, level="conference"), "nothing_to_escalate")


@transition("escalate")
def test_each_notice_ripens_by_its_own_term_and_a_higher_one_takes_the_place_of_the_lower_term() -> None:
    life = supervised(days=3).did(Verb.SUPERVISE, SUN, days=30)
    last = clock(life, Clock.L6)
    life.now = life.now + timedelta(days=3)
    refused(life.try_(Verb.ESCALATE, SUN), "nothing_to_escalate")  # the last day is in time
    life.wait(days=1)
    refused(life.try_(Verb.ESCALATE, SUN, item=2), "not_on_list", "item")
    life.do(Verb.ESCALATE, SUN, item=1, level="conference")
    terms = [run for run in life.matter.running if run.code is Clock.L6]
    assert [(run.ref, run.n) for run in terms] == [(2, last.n), (1, terms[1].n)]
    life.wait(days=40)
    refused(life.try_(Verb.ESCALATE, SUN, item=1, level="leader"), "not_higher", "level")


@transition("lift")
def test_what_is_lifted_stands_no_more_and_its_term_ends() -> None:
    life = supervised().did(Verb.SUPERVISE, SUN).did(Verb.LIFT, SUN, item=1)
    assert [notice.n for notice in life.matter.open_notices] == [2]
    assert [run.ref for run in life.matter.running if run.code is Clock.L6] == [2]
    assert refused(life.try_(Verb.LIFT, SUN, item=1), "not_on_list", "item").article == "40"
    refused(life.try_(Verb.LIFT, SUN, item=2, reason=""), "missing", "reason")
    life.do(Verb.LIFT, SUN, item=2)
    assert refused(life.try_(Verb.LIFT, SUN, item=2), "no_notice_stands").article == "40"
    refused(life.try_(Verb.ANSWER_NOTICE, BAO), "not_yours")


@transition("lift")
def test_a_notice_on_a_closed_matter_can_be_lifted() -> None:
    life = Life().to(Verb.DELIVER).did(Verb.SUPERVISE, SUN).did(Verb.CLOSE, BAO)
    assert Clock.L6 not in runs(life)
    life.do(Verb.LIFT, SUN)


# -- recommendations -----------------------------------------------------------------------------------------------


@transition("recommend", "adopt")
def test_a_recommendation_is_answered_in_writing_within_the_countys_term_even_after_closing() -> None:
    life = (
        Life()
        .to(Verb.DELIVER)
        .did(Verb.RECOMMEND, SUN)
        .did(Verb.RECOMMEND, SUN, to=WATER, advice="hold_responsible")
    )
    life.did(Verb.CLOSE, BAO)
    assert {run.party for run in life.matter.running if run.code is Clock.L7} == {BUREAU, WATER}
    assert broken(life.matter) == ()
    life.do(Verb.RECOMMEND, SUN, to=TOWN, advice="improve_policy")
    assert refused(life.try_(Verb.ADOPT, WU, item=1), "not_on_list", "item").article == "40"
    life.did(Verb.ADOPT, WU, item=2, adoption="not").did(Verb.ADOPT, SUN, item=3, adoption="partly").did(
        Verb.ADOPT, BO
    )
    assert [(r.kind, r.adoption) for r in life.matter.recommendations] == [
        (Advice.IMPROVE_WORK, Adoption.ADOPTED), (Advice.HOLD_RESPONSIBLE, Adoption.NOT),
        (Advice.IMPROVE_POLICY, Adoption.PARTLY),
    ]  # fmt: skip
    assert Clock.L7 not in runs(life)
    assert refused(life.try_(Verb.ADOPT, SUN), "no_recommendation_waits").article == "40"
    refused(life.try_(Verb.ADOPT, BO), "not_yours")


@transition("recommend", "adopt", "link")
def test_it_is_answered_even_where_the_matter_was_joined_to_another() -> None:
    life = Life().did(Verb.RECOMMEND, SUN).did(Verb.LINK, DAN)
    assert (runs(life), broken(life.matter)) == ({Clock.L7}, ())
    life.do(Verb.ADOPT, BO)
    assert (life.matter.status, runs(life)) == (Status.LINKED, set())
    refused(life.try_(Verb.RECOMMEND, SUN), "not_in_this_state")


@transition("recommend", "adopt")
def test_who_recommends_and_answers_what() -> None:
    life = Life().did(Verb.ACCUSE, DAN, accused=WATER)
    assert refused(life.try_(Verb.RECOMMEND, SUN, to=WATER), "to_the_accused", "to").article == "30"
    refused(life.try_(Verb.RECOMMEND, SUN, advice="be_nice"), "not_on_list", "advice")
    life.do(Verb.RECOMMEND, SUN)
    assert reasons(life, Verb.ADOPT, DAN, GU, TANG, XIA, PAK) == {"not_yours"}
    refused(life.try_(Verb.ADOPT, BO, adoption="perhaps"), "not_on_list", "adoption")
    clerk = replace(WEN, key="user:clerk", posts=(post(Role.CLERK, BUREAU),))
    refused(life.try_(Verb.ADOPT, clerk), "not_yours")


# -- reports upwards -----------------------------------------------------------------------------------------------


@transition("report_up", "triage")
def test_a_grave_matter_is_reported_at_once_and_a_report_about_cadres_isnt_that() -> None:
    life = Life().did(Verb.TRIAGE, DAN, urgent=True)
    assert runs(life) == {Clock.T1, Clock.L9, Clock.L12}
    assert clock(life, Clock.L12).party == clock(life, Clock.L9).party == DEPARTMENT
    for whom in ("organisation", "first_secretary"):
        life.do(Verb.REPORT_UP, DAN, whom=whom)
    assert (Clock.L12 in runs(life), life.matter.reports) == (True, 0)
    life.do(Verb.REPORT_UP, DAN, whom="upper_department")
    assert (runs(life), life.matter.reports) == ({Clock.T1, Clock.L9}, 1)
    life.do(Verb.TRIAGE, DAN, urgent=True)
    assert runs(life) == {Clock.T1, Clock.L9}  # reported once


@transition("triage")
def test_urgency_taken_back_ends_both_duties_and_comes_back_with_both() -> None:
    life = Life().did(Verb.TRIAGE, DAN, urgent=True)
    first = clock(life, Clock.L9)
    life.wait(days=1).did(Verb.TRIAGE, DAN, urgent=True)
    assert clock(life, Clock.L9) == first  # sorting it again doesn't begin anew
    life.did(Verb.TRIAGE, DAN)
    assert runs(life) == {Clock.T1}
    life.did(Verb.TRIAGE, DAN, urgent=True)
    assert runs(life) == {Clock.T1, Clock.L9, Clock.L12}


@transition("link", "unlink", "reopen")
def test_what_is_grave_is_grave_again_when_it_comes_back() -> None:
    life = Life().did(Verb.TRIAGE, DAN, urgent=True).did(Verb.LINK, DAN).did(Verb.UNLINK, DAN)
    assert runs(life) == {Clock.T1, Clock.L9, Clock.L12}
    life.did(Verb.REPORT_UP, DAN).did(Verb.OWN, LI).did(Verb.DECLINE, DAN).did(Verb.DELIVER, DAN).did(
        Verb.CLOSE, DAN
    )
    assert runs(Life().to(Verb.CLOSE).did(Verb.REOPEN, DAN)) == {Clock.L5}
    again = life.did(Verb.REOPEN, DAN)
    assert runs(again) == {Clock.L5}  # reported, and a leader still owns it
    alone = (
        Life()
        .did(Verb.TRIAGE, DAN, urgent=True)
        .did(Verb.DECLINE, DAN)
        .did(Verb.DELIVER, DAN)
        .did(Verb.CLOSE, DAN)
    )
    assert runs(alone.did(Verb.REOPEN, DAN)) == {Clock.L5, Clock.L9, Clock.L12}


@transition("report_up")
def test_who_reports_up() -> None:
    life = Life().to(Verb.NOTIFY)
    assert reasons(life, Verb.REPORT_UP, BAO, WU, GU, XIA, PAK) == {"not_yours"}
    for by in (DAN, BO, SUN):
        life.do(Verb.REPORT_UP, by)
    refused(life.try_(Verb.REPORT_UP, DAN, whom="press"), "not_on_list", "whom")
    refused(Life().to(Verb.CLOSE).try_(Verb.REPORT_UP, DAN), "not_in_this_state")
