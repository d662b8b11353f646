"""The lifecycle as sentences: what may be done, by whom, and what may not. The failing case is always tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.lifecycle import barred, decide
from huiyin.rules.roles import SYSTEM
from huiyin.rules.vocabulary import Outcome, RoundKind, Route, Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GU,
    LAW,
    PAK,
    REGISTER,
    START,
    TAO,
    TOWN,
    WU,
    XIA,
    Life,
    clock,
    refused,
    runs,
)  # fmt: skip

transition = pytest.mark.transition


@transition("register")
def test_what_comes_in_at_the_department_has_an_owner_and_fifteen_days() -> None:
    life = Life()
    assert life.matter.owner == DEPARTMENT
    assert runs(life) == {Clock.T1}
    assert clock(life, Clock.T1).due_on == (START + timedelta(days=15)).date()


@transition("register")
def test_another_organ_that_takes_it_in_owes_the_written_notice() -> None:
    assert runs(Life(by=TAO, desk=TOWN)) == {Clock.T2}


@transition("register")
def test_the_petitioner_registers_at_the_portal_without_a_post() -> None:
    life = Life(by=PAK, channel="mailbox")
    assert life.events[0].unit == ""


@transition("register")
@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"text": "  "}, "missing", "text"), ({"title": "x" * 201}, "too_long", "title"),
        ({"text": "a\x00b"}, "not_text", "text"), ({"text": "\ud800"}, "not_text", "text"),
        ({"channel": "pigeon"}, "not_on_list", "channel"), ({"persons": 0}, "out_of_range", "persons"),
        ({"persons": "nine"}, "not_a_number", "persons"), ({"persons": 10**9}, "out_of_range", "persons"),
        ({"received_at": START + timedelta(days=1)}, "in_the_future", "received_at"),
        ({"received_at": START.replace(tzinfo=None)}, "not_a_moment", "received_at"),
        ({"received_at": "yesterday"}, "not_a_moment", "received_at"), ({"title": 7}, "not_text", "title"),
    ],
)  # fmt: skip
def test_a_bad_registration_is_refused_with_the_field_to_mend(change: dict, reason: str, field: str) -> None:
    given = {**REGISTER, "received_at": START, **change}
    refused(decide(None, Verb.REGISTER, given, actor=DAN, now=START, law=LAW), reason, field)


@transition("register")
def test_an_analyst_registers_nothing_and_a_matter_isnt_registered_twice() -> None:
    assert barred(None, Verb.REGISTER, actor=XIA, now=START, law=LAW) is not None
    refused(Life().try_(Verb.REGISTER, DAN), "no_such_matter")


@transition("triage")
def test_triage_gives_class_category_and_urgency_and_may_be_mended() -> None:
    life = Life()
    life.do(Verb.TRIAGE, DAN, klass="suggestion", urgent="on", place="P1")
    assert (life.matter.status, life.matter.klass.value, life.matter.urgent, life.matter.place) == (
        Status.TRIAGED, "suggestion", True, "P1",
    )  # fmt: skip
    life.do(Verb.TRIAGE, DAN)
    assert (life.matter.klass.value, life.matter.urgent, life.matter.place) == ("appeal", False, "P1")


@transition("triage")
def test_only_the_desk_sorts() -> None:
    life = Life()
    for stranger in (BAO, BO, XIA, PAK, GU, TAO):
        refused(life.try_(Verb.TRIAGE, stranger), "not_yours")


@transition("forward")
def test_forwarding_hands_over_the_duty_and_stops_the_desks_clock() -> None:
    life = Life().to(Verb.FORWARD)
    assert (life.matter.owner, life.matter.status) == (BUREAU, Status.SENT)
    assert runs(life) == {Clock.T3, Clock.T4}
    assert clock(life, Clock.T4).due_on.isoformat() == "2026-03-09"


@transition("forward")
def test_nothing_is_forwarded_unsorted_to_itself_or_by_strangers() -> None:
    life = Life()
    refused(life.try_(Verb.FORWARD, DAN), "not_in_this_state")
    life.do(Verb.TRIAGE, DAN)
    refused(life.try_(Verb.FORWARD, DAN, to=DEPARTMENT), "accept_instead", "to")
    refused(life.try_(Verb.FORWARD, DAN, to=""), "missing", "to")
    refused(life.try_(Verb.FORWARD, BAO), "not_yours")


@transition("assign")
def test_assigning_sets_the_term_that_the_sender_names() -> None:
    life = Life()
    life.do(Verb.TRIAGE, DAN)
    life.do(Verb.ASSIGN, DAN, to=BUREAU, days=20)
    assert clock(life, Clock.T5).days == 20
    assert life.matter.round.kind is RoundKind.ASSIGN
    for days, reason in (
        (0, "out_of_range"),
        (366, "out_of_range"),
        ("soon", "not_a_number"),
        (None, "missing"),
    ):
        again = Life()
        again.do(Verb.TRIAGE, DAN)
        refused(again.try_(Verb.ASSIGN, DAN, days=days), reason, "days")


@transition("accept")
def test_the_department_accepts_in_house_and_the_sixty_days_begin() -> None:
    life = Life()
    life.do(Verb.TRIAGE, DAN)
    refused(life.try_(Verb.ACCEPT, BAO), "not_yours")
    life.do(Verb.ACCEPT, DAN)
    assert (life.matter.holder, runs(life)) == (DEPARTMENT, {Clock.T6})
    refused(life.try_(Verb.OBJECT, DAN), "not_yours")


@transition("accept")
@pytest.mark.parametrize("klass", ["suggestion", "tip_off"])
def test_only_appeals_have_the_sixty_days(klass: str) -> None:
    life = Life()
    life.do(Verb.TRIAGE, DAN, klass=klass)
    life.do(Verb.ACCUSE, DAN)
    life.do(Verb.ACCEPT, DAN)
    assert runs(life) == {Clock.L1}


@transition("sign")
def test_the_unit_signs_for_it_and_nobody_else_does() -> None:
    life = Life().to(Verb.FORWARD)
    for stranger in (DAN, WU, XIA, PAK):
        refused(life.try_(Verb.SIGN, stranger), "not_yours")
    life.do(Verb.SIGN, BAO)
    assert (life.matter.officer, life.matter.status) == (BAO.key, Status.HANDLING)
    refused(life.try_(Verb.SIGN, BAO), "not_in_this_state")


@transition("notify")
def test_telling_the_petitioner_stops_the_fifteen_days_and_begins_the_sixty() -> None:
    life = Life().to(Verb.NOTIFY)
    assert runs(life) == {Clock.T6}
    assert {run.ref for run in life.matter.clocks} == {0}  # none belongs to a part of the matter
    refused(life.try_(Verb.NOTIFY, BAO), "accepted_before")


@transition("notify")
def test_nobody_is_told_before_the_unit_signed() -> None:
    refused(Life().to(Verb.FORWARD).try_(Verb.NOTIFY, BAO), "not_in_this_state")


@transition("object")
def test_a_unit_objects_within_five_working_days_and_the_sender_owns_it_meanwhile() -> None:
    life = Life().to(Verb.FORWARD)
    life.do(Verb.OBJECT, BAO)
    assert (life.matter.status, life.matter.owner) == (Status.OBJECTED, DEPARTMENT)
    assert runs(life) == {Clock.T3, Clock.L4}


@transition("object")
def test_the_fifth_working_day_still_counts_and_the_sixth_doesnt() -> None:
    life = Life().to(Verb.FORWARD)
    last = life.now + timedelta(days=7)
    assert barred(life.matter, Verb.OBJECT, actor=BAO, now=last, law=LAW) is None
    no = barred(life.matter, Verb.OBJECT, actor=BAO, now=last + timedelta(days=1), law=LAW)
    assert refused(no, "objection_window_closed").params["due_on"] == "2026-03-09"


@transition("object")
def test_who_told_the_petitioner_or_took_it_in_themselves_cant_hand_it_back() -> None:
    refused(Life().to(Verb.NOTIFY).try_(Verb.OBJECT, BAO), "accepted_before")
    own = Life(by=TAO, desk=TOWN)
    own.do(Verb.TRIAGE, TAO)
    own.do(Verb.ACCEPT, TAO)
    refused(barred(own.matter, Verb.OBJECT, actor=TAO, now=own.now, law=LAW), "not_sent_here")
    bent = Life().to(Verb.SIGN)  # no verb leads there: without its window nobody objects
    bent.state = replace(bent.matter, clocks=())
    refused(bent.try_(Verb.OBJECT, BAO), "objection_window_closed")


@transition("agree_return")
def test_a_return_brings_back_the_old_term_and_is_counted() -> None:
    life = Life().to(Verb.FORWARD).wait(days=2)
    first = clock(life, Clock.T1)
    life.do(Verb.OBJECT, BAO)
    refused(life.try_(Verb.AGREE_RETURN, BAO), "not_yours")
    life.wait(days=1).do(Verb.AGREE_RETURN, DAN)
    assert (life.matter.status, life.matter.owner, life.matter.returns) == (Status.TRIAGED, DEPARTMENT, 1)
    assert runs(life) == {Clock.T1}
    assert clock(life, Clock.T1).due_on == first.due_on


@transition("refuse_return")
def test_a_refused_return_leaves_it_there_and_there_is_no_second_objection() -> None:
    life = Life().to(Verb.FORWARD)
    life.do(Verb.OBJECT, BAO)
    refused(life.try_(Verb.REFUSE_RETURN, DAN, reason=""), "missing", "reason")
    life.do(Verb.REFUSE_RETURN, DAN)
    assert (life.matter.status, life.matter.owner) == (Status.SENT, BUREAU)
    refused(life.try_(Verb.OBJECT, BAO), "objected_before")


@transition("refuse_return")
def test_after_signing_a_refused_return_goes_back_to_handling() -> None:
    life = Life().to(Verb.SIGN)
    life.do(Verb.OBJECT, BAO)
    assert life.matter.officer == ""
    refused(life.try_(Verb.REFUSE_RETURN, BAO), "not_yours")
    life.do(Verb.REFUSE_RETURN, DAN)
    assert (life.matter.status, life.matter.officer) == (Status.HANDLING, BAO.key)


@transition("decline")
@pytest.mark.parametrize(
    ("route", "outcome"),
    [("court", Outcome.ROUTED_OUT), ("final", Outcome.DECLINED), ("already_handled", Outcome.DECLINED)],
)
def test_what_isnt_for_petition_procedure_gets_a_letter_that_names_the_way(
    route: str, outcome: Outcome
) -> None:
    life = Life()
    life.do(Verb.TRIAGE, DAN)
    life.do(Verb.DECLINE, DAN, route=route)
    assert (life.matter.status, life.matter.outcome, life.matter.route) == (
        Status.ISSUED,
        outcome,
        Route(route),
    )
    assert runs(life) == {Clock.L2}
    refused(life.try_(Verb.CLOSE, DAN), "not_in_this_state")
    life.do(Verb.DELIVER, DAN)
    assert life.do(Verb.CLOSE, DAN).status is Status.CLOSED


@transition("decline")
def test_each_declines_in_turn_and_never_without_a_route() -> None:
    life = Life()
    life.do(Verb.TRIAGE, DAN)
    refused(life.try_(Verb.DECLINE, BO), "not_yours")
    refused(life.try_(Verb.DECLINE, DAN, route=""), "missing", "route")
    life.do(Verb.FORWARD, DAN)
    refused(life.try_(Verb.DECLINE, DAN), "not_your_turn")
    refused(life.try_(Verb.DECLINE, BAO), "not_yours")
    life.do(Verb.DECLINE, BO)
    assert runs(life) == {Clock.T3, Clock.L2}


@transition("note", "attach", "unmask")
def test_whoever_is_involved_writes_notes_in_any_state_and_strangers_never() -> None:
    for life in (Life(), Life().to(Verb.CLOSE)):
        before = life.matter.status
        for verb in (Verb.NOTE, Verb.ATTACH, Verb.UNMASK):
            refused(life.try_(verb, XIA), "not_yours")
            refused(life.try_(verb, WU), "not_yours")
            life.do(verb, DAN)
        assert life.matter.status is before
        assert [paper.media_type for paper in life.matter.papers] == ["image/png"]
    life = Life()
    life.do(Verb.ATTACH, SYSTEM)
    refused(life.try_(Verb.UNMASK, PAK), "not_yours")
