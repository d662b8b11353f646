"""The second half of the lifecycle as sentences: from the draft of an answer to its end, and what joins or parts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.lifecycle import allowed
from huiyin.rules.promises import broken
from huiyin.rules.roles import Role
from huiyin.rules.vocabulary import Outcome, Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GROUP,
    GU,
    LAW,
    START,
    WATER,
    WEN,
    WU,
    XIA,
    Life,
    clock,
    person,
    refused,
    runs,
)  # fmt: skip

transition = pytest.mark.transition


@transition("draft")
def test_no_opinion_before_the_petitioner_was_told() -> None:
    refused(Life().to(Verb.SIGN).try_(Verb.DRAFT, BAO), "tell_petitioner_first")


@transition("draft")
def test_an_answers_outcome_belongs_to_the_matters_class() -> None:
    life = Life().to(Verb.NOTIFY)
    refused(life.try_(Verb.DRAFT, BAO, outcome="adopted"), "outcome_of_other_class", "outcome")
    refused(life.try_(Verb.DRAFT, WU), "not_yours")
    life.do(Verb.DRAFT, BAO, outcome="not_supported")
    life.do(Verb.DRAFT, BAO, outcome="explained")
    assert [bool(o.withdrawn_at) for o in life.matter.opinions] == [True, False]


@transition("approve")
def test_four_eyes_see_an_opinion() -> None:
    life = Life().to(Verb.NOTIFY)
    life.do(Verb.DRAFT, BO)
    refused(life.try_(Verb.APPROVE, BO), "own_draft")
    refused(life.try_(Verb.APPROVE, BAO), "not_yours")
    life.do(Verb.DRAFT, BAO)  # another's hand over it doesn't make it another's answer
    refused(life.try_(Verb.APPROVE, BO), "own_draft")
    assert life.matter.authors == {BO.key, BAO.key}
    life.do(Verb.REWORK, BO)
    life.do(Verb.DRAFT, BAO)  # nobody clears themself by sending back their own words
    assert life.matter.authors == {BO.key, BAO.key}
    refused(life.try_(Verb.APPROVE, BO), "own_draft")
    boss = person("boss", Role.HEAD, BUREAU)
    life.do(Verb.REWORK, boss)
    life.do(Verb.DRAFT, BAO)  # sent back by another head and written anew: another answer
    assert life.matter.authors == {BAO.key}
    assert life.do(Verb.APPROVE, BO).opinion.approved_by == BO.key


@transition("approve")
def test_who_drafted_an_answer_that_was_issued_may_approve_the_next() -> None:
    boss = person("boss", Role.HEAD, BUREAU)
    life = Life().to(Verb.NOTIFY).did(Verb.DRAFT, BO).did(Verb.APPROVE, boss).did(Verb.ISSUE, BAO)
    life.did(Verb.DELIVER, BAO).did(Verb.CLOSE, BAO).did(Verb.REOPEN, DAN).did(Verb.FORWARD, DAN).did(
        Verb.SIGN, BAO
    )
    life.did(Verb.NOTIFY, BAO).did(Verb.DRAFT, BAO)
    assert life.matter.authors == {BAO.key}
    life.do(Verb.APPROVE, BO)


@transition("draft", "decline", "extend")
@pytest.mark.parametrize(
    ("text", "gaps", "line"),
    [
        ("＿＿＿＿＿＿：\n您的来信收悉。", 1, 1), ("您好：\n理由：___。\n期限：＿。", 2, 2), ("一\n\n依据____", 1, 3),
        ("办结日期【待补】，联系（待填写）", 2, 1), ("附件：[待定]", 1, 1),
    ],
)  # fmt: skip
def test_a_letter_with_gaps_in_it_is_neither_drafted_nor_sent(text: str, gaps: int, line: int) -> None:
    sorted_ = Life().to(Verb.TRIAGE)
    told = Life().to(Verb.NOTIFY)
    asked = (
        (told, Verb.DRAFT, BAO, "text"), (told, Verb.EXTEND, BO, "reason"), (sorted_, Verb.DECLINE, DAN, "text"),
    )  # fmt: skip
    for life, verb, by, name in asked:
        no = refused(life.try_(verb, by, **{name: text}), "gaps_left", name)
        assert (no.article, no.params) == ("32", {"gaps": gaps, "line": line})


@transition("draft")
def test_low_lines_that_are_no_gaps_are_left_alone() -> None:
    Life().to(Verb.NOTIFY).do(
        Verb.DRAFT, BAO, text="请发到 water__desk@example.cn（水务），2×3米，二〇二六年三月。"
    )


@transition("rework")
def test_a_draft_goes_back_to_be_worked_over() -> None:
    life = Life().to(Verb.APPROVE)
    refused(life.try_(Verb.REWORK, BAO), "not_yours")
    life.do(Verb.REWORK, BO)
    assert (life.matter.status, life.matter.opinion) == (Status.HANDLING, None)
    refused(life.try_(Verb.ISSUE, BAO), "not_in_this_state")


@transition("issue")
def test_only_what_is_approved_is_issued() -> None:
    life = Life().to(Verb.DRAFT)
    refused(life.try_(Verb.ISSUE, BAO), "not_in_this_state")
    life.do(Verb.APPROVE, BO)
    refused(life.try_(Verb.ISSUE, WEN), "not_yours")
    life.do(Verb.ISSUE, BAO)
    assert life.matter.outcome is Outcome.SUPPORTED
    assert runs(life) == {Clock.T6, Clock.L2}


@transition("deliver")
def test_an_answer_that_came_back_has_reached_nobody() -> None:
    life = Life().to(Verb.ISSUE)
    life.do(Verb.DELIVER, BAO, method="post", result="returned")
    assert life.matter.status is Status.ISSUED
    refused(life.try_(Verb.CLOSE, BAO), "not_in_this_state")
    life.do(Verb.DELIVER, BAO, result="refused")
    assert (life.matter.status, runs(life)) == (Status.DELIVERED, {Clock.L3, Clock.T8, Clock.L10})


@transition("deliver", "join")
def test_every_petitioner_of_a_joined_matter_must_be_reached() -> None:
    life = Life().to(Verb.ISSUE)
    life.do(Verb.JOIN, DAN)
    first, second = (p.number for p in life.matter.petitions)
    refused(life.try_(Verb.DELIVER, BAO, petition="222424-20260302-00009-9"), "not_on_list", "petition")
    life.do(Verb.DELIVER, BAO, petition=first)
    assert (life.matter.status, life.matter.unreached) == (Status.ISSUED, (second,))
    assert not life.matter.answered
    life.do(Verb.DELIVER, BAO, petition=second)
    assert (life.matter.status, life.matter.answered) == (Status.DELIVERED, True)
    refused(life.try_(Verb.JOIN, DAN), "not_in_this_state")


@transition("deliver")
def test_an_answer_doesnt_arrive_before_it_was_issued_nor_tomorrow_nor_without_proof() -> None:
    life = Life().to(Verb.ISSUE)
    refused(
        life.try_(Verb.DELIVER, BAO, delivered_at=life.now - timedelta(days=1)),
        "before_issue",
        "delivered_at",
    )
    refused(
        life.try_(Verb.DELIVER, BAO, delivered_at=life.now + timedelta(days=1)),
        "in_the_future",
        "delivered_at",
    )
    refused(life.try_(Verb.DELIVER, BAO, proof=" "), "missing", "proof")
    refused(life.try_(Verb.DELIVER, XIA), "not_yours")


@transition("close")
def test_what_is_closed_has_outcome_and_echo_and_no_clock_but_the_petitioners_own() -> None:
    life = Life().to(Verb.DELIVER)
    refused(life.try_(Verb.CLOSE, WU), "not_yours")
    life.do(Verb.CLOSE, BAO)
    assert (life.matter.owner, runs(life), broken(life.matter)) == ("", {Clock.T8, Clock.L10}, ())
    assert life.matter.round is None


@transition("reopen")
def test_reopening_gives_owner_and_clock_back_and_the_old_answer_counts_no_more() -> None:
    life = Life().to(Verb.CLOSE).wait(days=30)
    refused(life.try_(Verb.REOPEN, BAO), "not_yours")
    refused(life.try_(Verb.REOPEN, DAN, reason=""), "missing", "reason")
    life.do(Verb.REOPEN, DAN)
    assert (life.matter.status, life.matter.owner, runs(life)) == (Status.TRIAGED, DEPARTMENT, {Clock.L5})
    assert (life.matter.outcome, life.matter.opinion, life.matter.reopened) == (None, None, 1)
    assert len(life.matter.unreached) == 1


@transition("link", "unlink")
def test_linking_ends_a_matter_in_another_and_can_be_undone() -> None:
    life = Life()
    refused(life.try_(Verb.LINK, DAN, other=life.matter.number), "same_matter", "other")
    refused(life.try_(Verb.LINK, BAO), "not_yours")
    due = clock(life, Clock.T1).due_on
    life.do(Verb.LINK, DAN)
    assert (life.matter.status, life.matter.owner, runs(life)) == (Status.LINKED, "", set())
    refused(life.try_(Verb.UNLINK, DAN, reason=""), "missing", "reason")
    refused(life.try_(Verb.UNLINK, WU), "not_yours")
    life.do(Verb.UNLINK, DAN)
    assert (life.matter.status, runs(life), clock(life, Clock.T1).due_on) == (
        Status.REGISTERED,
        {Clock.T1},
        due,
    )
    sorted_one = Life()
    sorted_one.do(Verb.TRIAGE, DAN)
    sorted_one.do(Verb.LINK, DAN)
    assert sorted_one.do(Verb.UNLINK, DAN).status is Status.TRIAGED


@transition("join", "part")
def test_petitions_join_and_part_without_moving_the_matter() -> None:
    life = Life().to(Verb.SIGN)
    life.do(Verb.JOIN, DAN)
    assert (life.matter.status, life.matter.persons, len(life.matter.petitions)) == (Status.HANDLING, 10, 2)
    life.do(Verb.PART, DAN)
    assert (life.matter.status, life.matter.persons) == (Status.HANDLING, 9)
    linked = Life()
    linked.do(Verb.LINK, DAN)
    refused(linked.try_(Verb.PART, DAN), "not_in_this_state")


def test_a_dossier_grows_forwards_only_but_clocks_of_two_machines_may_differ_a_little() -> None:
    life = Life().wait(hours=1)
    life.do(Verb.TRIAGE, DAN)
    life.wait(seconds=-30)
    assert life.do(Verb.NOTE, DAN).touched_at == START + timedelta(hours=1)
    refused(life.wait(minutes=-5).try_(Verb.NOTE, DAN), "before_last_entry")
    life.now = life.matter.touched_at - timedelta(minutes=1)
    life.do(Verb.NOTE, DAN)
    life.now -= timedelta(microseconds=1)
    refused(life.try_(Verb.NOTE, DAN), "before_last_entry")


def test_the_screen_offers_just_what_may_be_done() -> None:
    life = Life().to(Verb.FORWARD)
    assert set(allowed(life.matter, actor=BAO, now=life.now, law=LAW)) >= {Verb.SIGN, Verb.OBJECT, Verb.NOTE}
    assert Verb.SIGN not in allowed(life.matter, actor=DAN, now=life.now, law=LAW)
    assert allowed(life.matter, actor=XIA, now=life.now, law=LAW) == ()


def test_a_work_group_inside_the_department_handles_what_it_was_sent() -> None:
    life = Life()
    life.do(Verb.TRIAGE, DAN)
    life.do(Verb.FORWARD, DAN, to=GROUP)
    assert life.do(Verb.SIGN, GU).owner == GROUP
    assert life.matter.holder != WATER
