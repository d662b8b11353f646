"""Leaders who own a matter (Art. 18), and what follows the answer: pledges, call-backs, ratings, contacts (Art. 21, 32)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.duties import Confirmed, OwnerDuty, Rated, ReportStage, Score, Verdict
from huiyin.rules.lifecycle import barred
from huiyin.rules.promises import broken
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.vocabulary import Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GE,
    GROUP,
    GU,
    LAW,
    LEADER_A,
    LEADER_B,
    LEADERS,
    LI,
    LU,
    LUO,
    NUMBER,
    PAK,
    SUN,
    TANG,
    TAO,
    TOWN,
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
OTHER = "222424-20260302-00002-9"


# -- leaders -------------------------------------------------------------------------------------------------------


@transition("own", "triage")
def test_a_grave_matter_wants_a_leader_and_an_owned_one_has_one() -> None:
    life = Life().did(Verb.TRIAGE, DAN, urgent=True)
    assert clock(life, Clock.L9).due_on == date(2026, 3, 3)
    life.do(Verb.OWN, LI)
    assert (Clock.L9 in runs(life), [own.leader for own in life.matter.owning]) == (False, [LEADER_A])
    assert refused(life.try_(Verb.OWN, DAN), "owns_already", "leader").article == "18"
    life.do(Verb.OWN, DAN, leader=LEADER_B)
    assert life.matter.owner == DEPARTMENT  # who owns it politically doesn't answer for the term
    assert reasons(life, Verb.OWN, BO, TAO, SUN, XIA, PAK) == {"not_yours"}
    refused(Life().try_(Verb.OWN, LI, reason=""), "missing", "reason")
    owned = Life().did(Verb.OWN, LI).did(Verb.TRIAGE, DAN, urgent=True)
    assert runs(owned) == {Clock.T1, Clock.L12}


@transition("own_report")
def test_an_owner_reports_on_their_own_matter_and_the_desk_may_write_it_down() -> None:
    life = Life().did(Verb.OWN, LI).did(Verb.OWN, LI, leader=LEADER_B)
    life.do(Verb.OWN_REPORT, LI)
    report = life.matter.owner_reports[0]
    assert (report.ownership, report.duty, report.stage) == (1, OwnerDuty.KNOW, ReportStage.PLAN)
    assert refused(life.try_(Verb.OWN_REPORT, LI, item=2), "not_on_list", "item").article == "18"
    life.did(Verb.OWN_REPORT, DAN, item=2).did(Verb.OWN_REPORT, LU, item=2, duty="settle", stage="result")
    assert reasons(life, Verb.OWN_REPORT, BO, SUN, XIA, PAK) == {"not_yours"}
    refused(life.try_(Verb.OWN_REPORT, LI, duty="pray"), "not_on_list", "duty")
    refused(Life().try_(Verb.OWN_REPORT, LI), "not_yours")
    assert refused(Life().try_(Verb.OWN_REPORT, DAN), "owned_by_nobody").article == "18"


@transition("release")
def test_the_last_leader_of_a_grave_matter_is_replaced_at_once() -> None:
    life = Life().did(Verb.TRIAGE, DAN, urgent=True).did(Verb.OWN, LI).did(Verb.OWN, LI, leader=LEADER_B)
    assert Clock.L9 not in runs(life.did(Verb.RELEASE, DAN, item=1))
    assert refused(life.try_(Verb.RELEASE, DAN, item=1), "not_on_list", "item").article == "18"
    life.wait(days=3).did(Verb.RELEASE, LI, item=2)
    assert (clock(life, Clock.L9).started_at, clock(life, Clock.L9).party) == (life.now, DEPARTMENT)
    assert refused(life.try_(Verb.RELEASE, DAN, item=2), "owned_by_nobody").article == "18"
    assert broken(life.matter) == ()


@transition("release")
def test_a_calm_or_closed_matter_asks_for_no_other_leader() -> None:
    life = Life().did(Verb.OWN, LI)
    assert reasons(life, Verb.RELEASE, BO, SUN, XIA, PAK) == {"not_yours"}
    refused(life.try_(Verb.RELEASE, DAN, reason=""), "missing", "reason")
    assert runs(life.did(Verb.RELEASE, DAN)) == {Clock.T1}
    grave = (
        Life()
        .did(Verb.TRIAGE, DAN, urgent=True)
        .did(Verb.OWN, LI)
        .did(Verb.DECLINE, DAN)
        .did(Verb.DELIVER, DAN)
    )
    assert runs(grave.did(Verb.CLOSE, DAN).did(Verb.RELEASE, DAN)) == set()


# -- pledges -------------------------------------------------------------------------------------------------------


@transition("pledge", "fulfil", "waive")
def test_a_pledge_is_carried_out_with_evidence_or_waived_with_a_reason() -> None:
    life = Life().to(Verb.NOTIFY)
    assert life.matter.carried_out is None
    life.did(Verb.PLEDGE, BAO).did(Verb.PLEDGE, DAN, due=life.now.date().isoformat()).did(Verb.PLEDGE, BO)
    assert [pledge.unit for pledge in life.matter.pledges] == [BUREAU, DEPARTMENT, BUREAU]
    assert life.matter.carried_out is False
    life.did(Verb.WAIVE, BO, item=2).did(Verb.FULFIL, BAO, item=1)
    assert ([pledge.n for pledge in life.matter.open_pledges], life.matter.carried_out) == ([3], False)
    for verb in (Verb.FULFIL, Verb.WAIVE):
        for item in (1, 2, 4):
            assert refused(life.try_(verb, BO, item=item), "not_on_list", "item").article == "32"
    life.do(Verb.FULFIL, DAN, item=3)
    assert life.matter.carried_out is True
    for verb in (Verb.FULFIL, Verb.WAIVE):
        assert refused(life.try_(verb, DAN), "nothing_promised").article == "32"


@transition("waive")
def test_what_was_only_waived_wasnt_carried_out() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.PLEDGE, BAO).did(Verb.WAIVE, BO)
    assert life.matter.carried_out is None


@transition("pledge", "waive")
def test_who_pledges_and_waives_what_and_when() -> None:
    life = Life().to(Verb.NOTIFY)
    yesterday = (life.now.date() - timedelta(days=1)).isoformat()
    assert refused(life.try_(Verb.PLEDGE, BAO, due=yesterday), "in_the_past", "due").article == "32"
    refused(life.try_(Verb.PLEDGE, BAO, due="soon"), "not_a_day", "due")
    refused(life.try_(Verb.PLEDGE, BAO, party=""), "missing", "party")
    assert reasons(life, Verb.PLEDGE, WU, LI, XIA, PAK, SUN) == {"not_yours"}
    life.did(Verb.OWN, LI).did(Verb.PLEDGE, LI)
    assert life.matter.pledges[0].unit == LEADER_A
    assert reasons(life, Verb.WAIVE, BAO, LI, WU, SUN) == {"not_yours"}
    assert reasons(life, Verb.FULFIL, LI, WU, SUN) == {"not_yours"}
    done = Life().to(Verb.CLOSE).did(Verb.PLEDGE, BAO).did(Verb.FULFIL, BAO)
    assert done.matter.status is Status.CLOSED


# -- call-backs ----------------------------------------------------------------------------------------------------


@transition("follow_up")
def test_the_department_calls_back_and_silence_confirms_nothing() -> None:
    life = Life().to(Verb.DELIVER)
    said = refused(life.try_(Verb.FOLLOW_UP, DAN, reached=False), "not_reached_said_nothing", "confirmed")
    assert said.article == "21"
    life.did(Verb.FOLLOW_UP, DAN, reached=False, confirmed="not_said")
    assert life.matter.confirmed is None
    life.did(Verb.FOLLOW_UP, SUN, confirmed="no").did(Verb.FOLLOW_UP, DAN, confirmed="not_said")
    assert life.matter.confirmed is Confirmed.NO
    life.did(Verb.FOLLOW_UP, DAN, confirmed="partly")
    assert (life.matter.confirmed, len(life.matter.follow_ups)) == (Confirmed.PARTLY, 4)
    refused(life.try_(Verb.FOLLOW_UP, DAN, petition=OTHER), "not_on_list", "petition")
    refused(Life().to(Verb.ISSUE).try_(Verb.FOLLOW_UP, DAN), "not_in_this_state")


@transition("follow_up", "rate", "look_into")
def test_who_handled_it_doesnt_ask_how_it_was_handled_nor_write_down_the_answer() -> None:
    life = Life().to(Verb.DELIVER)
    assert reasons(life, Verb.FOLLOW_UP, BAO, BO, TAO, GU, LI, XIA, PAK) == {"not_yours"}
    both = replace(DAN, key="user:both", posts=(*DAN.posts, post(Role.OFFICER, BUREAU)))
    assert refused(life.try_(Verb.FOLLOW_UP, both), "own_work").article == "21"
    life.did(Verb.FOLLOW_UP, DAN)
    assert refused(life.try_(Verb.RATE, both), "own_work").article == "21"
    life.did(Verb.RATE, PAK, score="dissatisfied")
    refused(life.try_(Verb.LOOK_INTO, both), "own_work")


@transition("follow_up")
def test_what_the_department_handled_itself_it_still_calls_back_but_not_its_group() -> None:
    life = Life().did(Verb.TRIAGE, DAN).did(Verb.DECLINE, DAN).did(Verb.DELIVER, DAN)
    life.do(Verb.FOLLOW_UP, DAN)
    own = (
        Life().did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN, to=GROUP).did(Verb.SIGN, GU).did(Verb.DECLINE, GE)
    )
    own.did(Verb.DELIVER, GU).did(Verb.FOLLOW_UP, DAN)
    inside = replace(SUN, key="user:inside", posts=(post(Role.SUPERVISOR, DEPARTMENT, GROUP),))
    refused(own.try_(Verb.FOLLOW_UP, inside), "own_work")


# -- ratings -------------------------------------------------------------------------------------------------------


@transition("rate", "look_into")
def test_a_petitioner_rates_each_of_the_two_once_and_a_low_one_is_looked_into() -> None:
    life = (
        Life()
        .to(Verb.CLOSE)
        .did(Verb.RATE, PAK)
        .did(Verb.RATE, PAK, rated="department", score="dissatisfied")
    )
    assert [(r.rated, r.score, r.by_call) for r in life.matter.ratings] == [
        (Rated.UNIT, Score.SATISFIED, False), (Rated.DEPARTMENT, Score.DISSATISFIED, False),
    ]  # fmt: skip
    assert refused(life.try_(Verb.RATE, PAK), "rated_before").article == "21"
    look = clock(life, Clock.L11)
    assert (look.party, look.ref, life.matter.looks[0].rating) == (DEPARTMENT, 1, 2)
    assert broken(life.matter) == ()
    assert reasons(life, Verb.LOOK_INTO, BAO, TAO, XIA, PAK) == {"not_yours"}
    assert refused(life.try_(Verb.LOOK_INTO, SUN, item=2), "not_on_list", "item").article == "38"
    life.do(Verb.LOOK_INTO, SUN, verdict="handle_again")
    assert (life.matter.looks[0].verdict, Clock.L11 in runs(life)) == (Verdict.HANDLE_AGAIN, False)
    assert refused(life.try_(Verb.LOOK_INTO, DAN), "nothing_to_look_into").article == "38"


@transition("rate")
def test_nothing_is_ever_rated_for_anybody() -> None:
    life = Life().to(Verb.DELIVER)
    assert reasons(life, Verb.RATE, SYSTEM, BAO, BO, TAO, LI, XIA) == {"not_yours"}
    for score in (None, "", "very"):
        assert not life.try_(Verb.RATE, PAK, score=score)
    assert refused(life.try_(Verb.RATE, DAN), "call_first").article == "21"
    life.did(Verb.FOLLOW_UP, DAN, reached=False, confirmed="not_said")
    refused(life.try_(Verb.RATE, DAN), "call_first")
    life.did(Verb.FOLLOW_UP, DAN).did(Verb.RATE, DAN, score="mostly")
    assert (life.matter.ratings[0].by_call, life.matter.ratings[0].score) == (True, Score.MOSTLY)
    assert Clock.L11 not in runs(life)


@transition("rate")
def test_each_petition_is_rated_for_itself() -> None:
    life = Life().to(Verb.ISSUE).did(Verb.JOIN, DAN).did(Verb.DELIVER, BAO).did(Verb.RATE, PAK)
    refused(life.try_(Verb.RATE, PAK, petition="222424-20260302-00009-9"), "not_on_list", "petition")
    life.do(Verb.RATE, PAK, petition=OTHER)
    refused(
        life.did(Verb.FOLLOW_UP, DAN).try_(Verb.RATE, DAN, petition=OTHER, rated="department"), "call_first"
    )


@transition("rate")
def test_the_window_to_rate_ends_on_its_last_day_and_what_was_led_elsewhere_isnt_rated() -> None:
    life = Life().to(Verb.CLOSE)
    left = (clock(life, Clock.L10).due_on - life.now.date()).days
    assert barred(life.matter, Verb.RATE, actor=PAK, now=life.now + timedelta(days=left), law=LAW) is None
    late = barred(life.matter, Verb.RATE, actor=PAK, now=life.now + timedelta(days=left + 1), law=LAW)
    assert refused(late, "rating_window_closed").article == "21"
    led = Life().did(Verb.TRIAGE, DAN).did(Verb.DECLINE, DAN).did(Verb.DELIVER, DAN)
    refused(led.try_(Verb.RATE, PAK), "not_ratable")
    final = Life().did(Verb.TRIAGE, DAN).did(Verb.DECLINE, DAN, route="final").did(Verb.DELIVER, DAN)
    refused(final.try_(Verb.RATE, PAK), "not_ratable")
    gone = Life().to(Verb.CLOSE)
    gone.state = replace(gone.matter, clocks=())
    refused(gone.try_(Verb.RATE, PAK), "rating_window_closed")
    gone.state = replace(gone.matter, opinions=(), clocks=life.matter.clocks)
    refused(gone.did(Verb.FOLLOW_UP, DAN).try_(Verb.RATE, DAN), "call_first")


@transition("rate", "reopen")
def test_the_new_answer_is_rated_anew_and_only_after_a_new_call() -> None:
    life = (
        Life().to(Verb.CLOSE).did(Verb.FOLLOW_UP, DAN).did(Verb.RATE, DAN).wait(hours=1).did(Verb.REOPEN, DAN)
    )
    life.did(Verb.FORWARD, DAN).did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO).did(Verb.DRAFT, BAO).did(
        Verb.APPROVE, BO
    )
    life.did(Verb.ISSUE, BAO).did(Verb.DELIVER, BAO)
    refused(life.try_(Verb.RATE, DAN), "call_first")
    life.did(Verb.RATE, PAK)
    refused(life.try_(Verb.RATE, PAK), "rated_before")
    assert len(life.matter.ratings) == 2


@transition("look_into", "accuse")
def test_where_the_department_is_accused_the_leaders_look_into_it() -> None:
    life = (
        Life()
        .to(Verb.DELIVER)
        .did(Verb.ACCUSE, DAN, accused=DEPARTMENT)
        .did(Verb.RATE, PAK, score="dissatisfied")
    )
    assert clock(life, Clock.L11).party == LEADERS
    refused(life.try_(Verb.LOOK_INTO, SUN), "no_such_matter")
    refused(life.try_(Verb.LOOK_INTO, LUO), "not_yours")
    life.do(Verb.LOOK_INTO, LU)
    assert Clock.L11 not in runs(life)


# -- contacts ------------------------------------------------------------------------------------------------------


@transition("change_contact", "confirm_contact")
def test_a_contact_changes_only_when_a_second_person_outside_the_handling_unit_says_so() -> None:
    life = Life().to(Verb.NOTIFY)
    refused(life.try_(Verb.CONFIRM_CONTACT, DAN), "no_change_waits")
    life.do(Verb.CHANGE_CONTACT, BAO)
    assert life.matter.contact_changes[0].confirmed_by == ""
    for inside in (BAO, BO):
        assert refused(life.try_(Verb.CONFIRM_CONTACT, inside), "own_work").article == "21"
    life.do(Verb.CHANGE_CONTACT, DAN, phone="", email="pak@example.org")
    assert refused(life.try_(Verb.CONFIRM_CONTACT, DAN, item=2), "own_change", "item").article == "21"
    refused(life.try_(Verb.CONFIRM_CONTACT, DAN, item=3), "not_on_list", "item")
    life.do(Verb.CONFIRM_CONTACT, DAN, item=1)
    assert life.matter.contact_changes[0].confirmed_by == DAN.key
    refused(life.try_(Verb.CONFIRM_CONTACT, DAN), "own_change")


@transition("change_contact")
def test_some_contact_of_some_petition_and_by_whom_it_may_be_seen() -> None:
    life = Life().to(Verb.NOTIFY)
    assert refused(life.try_(Verb.CHANGE_CONTACT, DAN, phone=""), "missing", "phone").article == "21"
    for name in ("address", "email"):
        life.do(Verb.CHANGE_CONTACT, DAN, phone=None, **{name: "example.org"})
    refused(life.try_(Verb.CHANGE_CONTACT, DAN, petition=OTHER), "not_on_list", "petition")
    assert reasons(life, Verb.CHANGE_CONTACT, WU, WEN, SUN, LI, XIA, PAK) == {"not_yours"}
    secret = Life(confidential=True).to(Verb.NOTIFY)
    assert refused(secret.try_(Verb.CHANGE_CONTACT, BAO), "kept_in_confidence").article == "30"
    secret.did(Verb.CHANGE_CONTACT, DAN)
    refused(secret.try_(Verb.CONFIRM_CONTACT, BO), "kept_in_confidence")


@transition("confirm_contact")
def test_in_confidence_the_house_that_took_it_in_confirms_it_itself() -> None:
    life = Life(by=TAO, desk=TOWN, confidential=True).did(Verb.TRIAGE, TAO).did(Verb.ACCEPT, TAO)
    life.did(Verb.CHANGE_CONTACT, TANG)
    refused(life.try_(Verb.CONFIRM_CONTACT, DAN), "kept_in_confidence")
    life.do(Verb.CONFIRM_CONTACT, TAO)


@transition("unmask")
def test_who_spoke_in_confidence_is_known_to_the_house_that_took_it_in_alone() -> None:
    life = Life(confidential=True).to(Verb.NOTIFY)
    assert refused(life.try_(Verb.UNMASK, BAO), "kept_in_confidence").article == "30"
    life.do(Verb.UNMASK, DAN)
    joined = Life().to(Verb.NOTIFY).did(Verb.JOIN, DAN).did(Verb.PART, DAN)
    joined.do(Verb.UNMASK, BAO)
    joined.did(Verb.JOIN, DAN).did(Verb.UNMASK, BAO).did(Verb.PART, DAN)
    petition = {
        "number": OTHER,
        "channel": "call",
        "persons": 1,
        "received_at": life.now.isoformat(),
        "confidential": True,
    }
    joined.do(Verb.JOIN, DAN, petition=petition)
    refused(joined.try_(Verb.UNMASK, BAO), "kept_in_confidence")
    assert joined.matter.petitions[0].number == NUMBER
