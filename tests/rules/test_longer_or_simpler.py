"""Terms that change on the way: extension, simple handling, another line's terms, a year published late (Art. 23, 31, 34)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from huiyin.rules.calendar import Calendar, Override, local_date
from huiyin.rules.clocks import Clock, Terms, Unit
from huiyin.rules.duties import Satellite
from huiyin.rules.fields import Refused
from huiyin.rules.lifecycle import allowed, barred, decide, reckoned
from huiyin.rules.roles import SYSTEM
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    DAN,
    GE,
    GROUP,
    GU,
    LAW,
    LI,
    PAK,
    START,
    TAO,
    WEN,
    WU,
    XIA,
    Life,
    clock,
    reasons,
    refused,
    review,
    runs,
)  # fmt: skip

transition = pytest.mark.transition


def simple(**triage: object) -> Life:
    """The bureau has signed for a matter that it handles simply."""
    life = Life().did(Verb.TRIAGE, DAN, **triage).did(Verb.FORWARD, DAN).did(Verb.SIGN, BAO)
    return life.did(Verb.SIMPLIFY, BAO)


# -- extension -----------------------------------------------------------------------------------------------------


@transition("extend")
@pytest.mark.parametrize("verb", [Verb.NOTIFY, Verb.DRAFT, Verb.APPROVE])
def test_the_head_extends_the_sixty_days_once_by_at_most_thirty_counted_from_acceptance(verb: Verb) -> None:
    life = Life().to(verb)
    sixty = clock(life, Clock.T6)
    for days in (31, 365):
        assert refused(life.try_(Verb.EXTEND, BO, days=days), "out_of_range", "days").article == "34"
    for bad, why in ((0, "out_of_range"), ("viele", "not_a_number"), (None, "missing")):
        refused(life.try_(Verb.EXTEND, BO, days=bad), why, "days")
    refused(life.try_(Verb.EXTEND, BO, reason=""), "missing", "reason")
    life.wait(days=50).do(Verb.EXTEND, BO, days=30)
    longer = clock(life, Clock.T7)
    assert (longer.started_at, longer.days, Clock.T6 in runs(life)) == (sixty.started_at, 30, False)
    assert longer.due_on - local_date(sixty.started_at) >= timedelta(days=90)
    assert refused(life.try_(Verb.EXTEND, BO, days=1), "extended_before").article == "34"


@transition("extend")
def test_one_day_may_be_enough() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.EXTEND, BO, days=1)
    assert clock(life, Clock.T7).due_on == date(2026, 5, 6)  # 2 March + 61, a holiday rolled on


@transition("extend")
def test_the_last_day_is_in_time_and_the_day_after_isnt() -> None:
    life = Life().to(Verb.NOTIFY)
    last = datetime.combine(clock(life, Clock.T6).due_on, datetime.min.time(), UTC) + timedelta(hours=12)
    assert barred(life.matter, Verb.EXTEND, actor=BO, now=last, law=LAW) is None
    no = barred(life.matter, Verb.EXTEND, actor=BO, now=last + timedelta(days=1), law=LAW)
    found = refused(no, "extension_too_late")
    assert (found.article, found.params) == ("34", {"due_on": clock(life, Clock.T6).due_on.isoformat()})


@transition("extend")
def test_only_what_has_sixty_days_is_extended_and_only_by_the_holders_head() -> None:
    life = Life().to(Verb.NOTIFY)
    assert reasons(life, Verb.EXTEND, BAO, DAN, WEN, XIA, PAK, LI) == {"not_yours"}
    for klass in ("suggestion", "tip_off"):
        other = Life().did(Verb.TRIAGE, DAN, klass=klass).did(Verb.ACCUSE, DAN).did(Verb.FORWARD, DAN)
        other.did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO)
        assert refused(other.try_(Verb.EXTEND, BO), "no_sixty_days").article == "34"
    refused(simple().did(Verb.NOTIFY, BAO).try_(Verb.EXTEND, BO), "no_sixty_days")
    refused(Life().to(Verb.SIGN).try_(Verb.EXTEND, BO), "no_sixty_days")
    refused(Life().to(Verb.ISSUE).try_(Verb.EXTEND, BO), "not_in_this_state")
    refused(review(desk=GROUP).try_(Verb.EXTEND, GE), "no_sixty_days")


# -- simple handling -----------------------------------------------------------------------------------------------


@transition("simplify")
def test_simple_handling_has_its_short_terms_beside_the_ordinary_ones() -> None:
    life = (
        Life().did(Verb.TRIAGE, DAN).wait(days=1).did(Verb.FORWARD, DAN).wait(hours=2).did(Verb.SIMPLIFY, BAO)
    )
    assert (life.matter.simple, runs(life)) == (True, {Clock.T3, Clock.T4, Clock.S1})
    first = clock(life, Clock.S1)
    assert (first.started_at, first.due_on, first.party) == (
        START + timedelta(days=1),
        date(2026, 3, 6),
        "C-ENV",
    )
    life.did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO)
    assert runs(life) == {Clock.S2}
    assert clock(life, Clock.S2).due_on == date(2026, 3, 17)


@transition("simplify", "accept")
def test_the_desk_handles_simply_what_it_takes_itself_counted_from_receipt() -> None:
    received = START - timedelta(days=1)
    life = Life(received_at=received).did(Verb.TRIAGE, DAN).did(Verb.SIMPLIFY, DAN)
    assert clock(life, Clock.S1).started_at == received
    assert runs(life.did(Verb.ACCEPT, DAN)) == {Clock.S2}


@transition("simplify")
def test_what_isnt_for_simple_handling() -> None:
    assert reasons(Life().to(Verb.TRIAGE), Verb.SIMPLIFY, BAO, XIA, PAK, TAO) == {"not_yours"}
    refused(Life().to(Verb.SIGN).try_(Verb.SIMPLIFY, DAN), "not_your_turn")
    refused(Life().to(Verb.NOTIFY).try_(Verb.SIMPLIFY, BAO), "accepted_before")
    refused(simple().try_(Verb.SIMPLIFY, BAO), "simple_already")
    refused(Life().to(Verb.SIGN).try_(Verb.SIMPLIFY, BAO, ground="boring"), "not_on_list", "ground")
    unfit = [
        Life().did(Verb.TRIAGE, DAN, klass="tip_off").did(Verb.ACCUSE, DAN).did(Verb.FORWARD, DAN),
        Life().did(Verb.TRIAGE, DAN, urgent=True).did(Verb.FORWARD, DAN),
        Life().did(Verb.TRIAGE, DAN).did(Verb.ASSIGN, DAN),
        Life().to(Verb.FORWARD).did(Verb.CO_HANDLE, DAN),
        Life().to(Verb.FORWARD).did(Verb.JOIN, DAN),
        Life().to(Verb.CLOSE).did(Verb.REOPEN, DAN).did(Verb.FORWARD, DAN),
    ]
    for life in unfit:
        refused(life.try_(Verb.SIMPLIFY, BAO), "not_for_simple_handling")
    refused(review(desk=GROUP).try_(Verb.SIMPLIFY, GE), "accepted_before")


@transition("simplify")
def test_what_is_handled_simply_doesnt_become_what_it_may_not_be() -> None:
    life = Life().did(Verb.TRIAGE, DAN).did(Verb.SIMPLIFY, DAN)
    refused(life.try_(Verb.ASSIGN, DAN), "not_for_simple_handling")
    for change in ({"klass": "tip_off"}, {"urgent": True}):
        refused(life.try_(Verb.TRIAGE, DAN, **change), "not_for_simple_handling")
    life.do(Verb.TRIAGE, DAN, klass="suggestion")
    refused(simple().did(Verb.NOTIFY, BAO).try_(Verb.CO_HANDLE, BAO), "not_for_simple_handling")


@transition("simplify", "object")
def test_objecting_doesnt_get_rid_of_the_short_term() -> None:
    life = simple().did(Verb.OBJECT, BAO)
    assert Clock.S1 in runs(life)
    life.do(Verb.REFUSE_RETURN, DAN)
    assert (life.matter.simple, Clock.S1 in runs(life)) == (True, True)
    again = simple().did(Verb.OBJECT, BAO).did(Verb.AGREE_RETURN, DAN)
    assert (again.matter.simple, runs(again)) == (False, {Clock.T1})


@transition("simplify", "draft")
def test_a_no_is_never_given_simply() -> None:
    life = simple().did(Verb.NOTIFY, BAO)
    assert (
        refused(life.try_(Verb.DRAFT, BAO, outcome="not_supported"), "fall_back_first", "outcome").article
        == "32"
    )
    life.did(Verb.DRAFT, BAO, outcome="explained").did(Verb.FALL_BACK, BAO).do(
        Verb.DRAFT, BAO, outcome="not_supported"
    )


@transition("fall_back")
def test_falling_back_gives_the_ordinary_term_from_acceptance() -> None:
    life = simple().wait(days=1).did(Verb.NOTIFY, BAO)
    accepted = life.now
    life.wait(days=5).did(Verb.FALL_BACK, BO)
    assert (life.matter.simple, runs(life), clock(life, Clock.T6).started_at) == (False, {Clock.T6}, accepted)
    refused(life.try_(Verb.FALL_BACK, BO), "not_simple")
    early = simple().did(Verb.FALL_BACK, DAN)
    assert runs(early) == {Clock.T3, Clock.T4}
    assert runs(early.did(Verb.NOTIFY, BAO)) == {Clock.T6}
    other = simple(klass="suggestion").did(Verb.NOTIFY, BAO).did(Verb.FALL_BACK, BAO)
    assert runs(other) == {Clock.L1}
    assert reasons(simple(), Verb.FALL_BACK, WU, XIA, PAK, GU) == {"not_yours"}
    refused(simple().try_(Verb.FALL_BACK, BAO, reason=""), "missing", "reason")
    desk = Life().did(Verb.TRIAGE, DAN).did(Verb.SIMPLIFY, DAN).did(Verb.FALL_BACK, DAN)
    assert runs(desk) == {Clock.T1}


@transition("simplify", "link")
def test_joined_to_another_it_is_no_longer_simple() -> None:
    life = Life().did(Verb.TRIAGE, DAN).did(Verb.SIMPLIFY, DAN).did(Verb.LINK, DAN).did(Verb.UNLINK, DAN)
    assert (life.matter.simple, runs(life)) == (False, {Clock.T1})


# -- another line's terms ------------------------------------------------------------------------------------------


@transition("satellite")
@pytest.mark.parametrize(
    ("source", "terms"),
    [
        ("hotline", {(Clock.F1, 1, "working_days"), (Clock.F2, 7, "days"), (Clock.F3, 1, "working_days")}),
        ("mailbox", {(Clock.F2, 7, "working_days")}),
        ("environment", {(Clock.F1, 15, "days"), (Clock.F2, 60, "days"), (Clock.F3, 2, "working_days")}),
        ("first_asked", {(Clock.F2, 20, "working_days"), (Clock.F3, 2, "working_days")}),
    ],
)
def test_another_lines_terms_run_beside_ours(source: str, terms: set) -> None:
    life = Life().did(Verb.SATELLITE, DAN, source=source)
    ran = [run for run in life.matter.running if run.source is Satellite(source)]
    assert {(run.code, run.days, run.unit) for run in ran} == terms
    assert {run.started_at for run in ran} == {START}
    assert runs(life) > {Clock.T1}
    refused(life.try_(Verb.SATELLITE, DAN, source=source), "runs_already", "source")
    life.did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN)
    assert Clock.F1 not in runs(life)
    life.did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO).did(Verb.DRAFT, BAO).did(Verb.APPROVE, BO).did(
        Verb.ISSUE, BAO
    )
    assert not {Clock.F1, Clock.F2, Clock.F3} & runs(life.did(Verb.DELIVER, BAO))


@transition("satellite")
def test_another_lines_answer_goes_along_with_the_matter() -> None:
    life = Life().did(Verb.SATELLITE, DAN).did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN)
    assert (clock(life, Clock.F2).party, clock(life, Clock.F3).party) == ("C-ENV", "C-MWD")
    assert clock(life.did(Verb.OBJECT, BAO), Clock.F2).party == "C-MWD"
    life.did(Verb.AGREE_RETURN, DAN).did(Verb.FORWARD, DAN, to="C-WATER")
    assert clock(life, Clock.F2).party == "C-WATER"
    life.did(Verb.SIGN, WU).did(Verb.DECLINE, WEN).did(Verb.DELIVER, WU).did(Verb.CLOSE, WU)
    assert clock(life, Clock.F2).party == "C-WATER"


@transition("satellite")
def test_a_length_may_be_told_and_must_be_where_it_isnt_known() -> None:
    life = Life().did(Verb.SATELLITE, DAN, source="hotline", days=15)
    assert [(run.code, run.days) for run in life.matter.running if run.source] == [
        (Clock.F1, 1), (Clock.F2, 15), (Clock.F3, 1),
    ]  # fmt: skip
    refused(Life().try_(Verb.SATELLITE, DAN, source="other"), "missing", "days")
    told = Life().did(Verb.SATELLITE, DAN, source="other", days=9).did(Verb.SATELLITE, DAN, source="mailbox")
    assert [(run.days, run.unit) for run in told.matter.running if run.source] == [
        (9, Unit.DAYS),
        (7, Unit.WORKING_DAYS),
    ]
    refused(told.try_(Verb.SATELLITE, DAN, source="other", days=366), "out_of_range", "days")
    county = Life(law=replace(LAW, terms=Terms(mailbox_working_days=5))).did(
        Verb.SATELLITE, DAN, source="mailbox"
    )
    assert clock(county, Clock.F2).days == 5


@transition("satellite")
def test_what_was_passed_on_was_signed_for_and_nothing_came_tomorrow_or_from_strangers() -> None:
    life = Life().to(Verb.SIGN)
    refused(
        life.try_(Verb.SATELLITE, BAO, received_at=life.now + timedelta(days=1)),
        "in_the_future",
        "received_at",
    )
    life.do(Verb.SATELLITE, BAO)
    assert not {Clock.F1} & runs(life)
    assert {Clock.F2, Clock.F3} < runs(life)
    asked = {"received_at": life.now}
    assert reasons(life, Verb.SATELLITE, WU, XIA, PAK, LI, **asked) == {"not_yours"}
    refused(Life().to(Verb.DELIVER).try_(Verb.SATELLITE, DAN), "not_in_this_state")


# -- a year published late -----------------------------------------------------------------------------------------

LATE = datetime(2028, 9, 20, 1, 0, tzinfo=UTC)


def noticed(state: MatterState) -> Calendar:
    """A calendar in which the due days of everything that runs are off, as a notice loaded late says."""
    days = {run.due_on for run in state.running}
    return Calendar({day: Override(working=False, name="调休") for day in days})


@transition("reckon")
def test_a_notice_loaded_late_moves_what_runs_and_nothing_that_ended() -> None:
    life = Life().to(Verb.FORWARD)
    before = {run.code: run for run in life.matter.clocks}
    life.law = replace(LAW, calendar=noticed(life.matter))
    assert {change["n"] for change in reckoned(life.matter, life.law)} == {
        run.n for run in life.matter.running
    }
    life.do(Verb.RECKON, SYSTEM)
    for code in (Clock.T3, Clock.T4):
        assert clock(life, code).due_on > before[code].due_on
    assert clock(life, Clock.T1) == before[Clock.T1]
    assert reckoned(life.matter, life.law) == []
    assert Verb.RECKON not in allowed(life.matter, actor=DAN, now=life.now, law=life.law)


@transition("reckon")
def test_what_was_provisional_becomes_certain_with_the_year_or_provisional_without_it() -> None:
    life = Life(received_at=START)
    life.now = LATE
    life.did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN)
    window = clock(life, Clock.T4)
    assert window.provisional
    certain = replace(window, provisional=False)
    life.state = replace(life.matter, clocks=(*life.matter.clocks[:-1], certain))
    life.do(Verb.RECKON, SYSTEM)
    assert clock(life, Clock.T4) == window


@transition("reckon", "open_hearing", "end_hearing")
def test_a_paused_term_waits_for_the_end_of_the_hearing_and_keeps_its_days_afterwards() -> None:
    life = review("recheck", desk=GROUP).did(Verb.OPEN_HEARING, GE)
    life.law = replace(LAW, calendar=noticed(life.matter))
    assert [life.matter.clocks[new["n"] - 1].code for new in reckoned(life.matter, life.law)] == [Clock.L14]
    life.wait(days=1).did(Verb.END_HEARING, GU)
    due = clock(life, Clock.T11).due_on
    life.law = replace(LAW, calendar=Calendar({due: Override(working=False, name="调休")}))
    life.do(Verb.RECKON, SYSTEM)
    run = clock(life, Clock.T11)
    assert (run.due_on > due, run.paused_days, run.paused_at) == (True, 2, None)


@transition("reckon")
def test_foreign_terms_are_reckoned_in_their_own_unit_and_ended_matters_too() -> None:
    life = Life().did(Verb.SATELLITE, DAN, source="first_asked")
    life.law = replace(LAW, calendar=noticed(life.matter))
    assert {c["n"] for c in reckoned(life.matter, life.law)} == {run.n for run in life.matter.running}
    closed = Life().to(Verb.CLOSE)
    closed.law = replace(LAW, calendar=noticed(closed.matter))
    closed.do(Verb.RECKON, SYSTEM)
    assert closed.matter.status is Status.CLOSED


@transition("reckon")
def test_a_later_setting_doesnt_lengthen_what_runs() -> None:
    life = Life().to(Verb.ISSUE)
    due = clock(life, Clock.L2).due_on
    life.law = replace(LAW, terms=Terms(deliver_working_days=60))
    assert reckoned(life.matter, life.law) == []
    assert clock(life.did(Verb.RECKON, SYSTEM), Clock.L2).due_on == due


@transition("hand_over")
def test_what_a_colleague_leaves_goes_to_another_and_never_to_who_is_kept_from_it() -> None:
    life = Life().to(Verb.SIGN)
    life.do(Verb.HAND_OVER, SYSTEM, former=BAO.key, person=BO.key)
    assert (life.matter.officer, life.matter.rounds[-1].signed_by) == (BO.key, BO.key)
    life.do(Verb.HAND_OVER, SYSTEM, former=BO.key)  # to the unit's people together
    assert (life.matter.officer, life.matter.rounds[-1].signed_by) == ("", "")
    life.do(Verb.HAND_OVER, SYSTEM, former="user:9")  # who never had it leaves nothing
    assert life.matter.rounds[-1].signed_at is not None
    life.did(Verb.RECUSE, BAO, person=BAO.key)
    given = {"former": BO.key, "person": BAO.key}
    no = decide(life.matter, Verb.HAND_OVER, given, actor=SYSTEM, now=life.now, law=LAW)
    assert isinstance(no, Refused)
    assert no.reason == "kept_from_it"


@transition("hand_over")
def test_a_refused_return_comes_back_to_the_successor() -> None:
    life = Life().to(Verb.SIGN)
    life.did(Verb.OBJECT, BAO)
    life.do(Verb.HAND_OVER, SYSTEM, former=BAO.key, person=BO.key)
    assert life.matter.officer == ""
    assert life.did(Verb.REFUSE_RETURN, DAN).matter.officer == BO.key
