"""What else ends or goes on when the accused are named; recusal, attempts, matters that become one (Art. 28, 30)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.duties import BarKind
from huiyin.rules.lifecycle import allowed, decide
from huiyin.rules.roles import SYSTEM
from huiyin.rules.surround import Bar
from huiyin.rules.vocabulary import OPEN, Stage, Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    CUN,
    DAN,
    DEPARTMENT,
    EVERYBODY,
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
    PAK,
    REGISTER,
    SHI,
    SHU,
    STATION,
    SUN,
    TAO,
    TOWN,
    TREE,
    VILLAGE,
    WATER,
    WU,
    XIA,
    Life,
    clock,
    kept_away,
    reasons,
    refused,
    review,
    runs,
    sound,
    tip_off,
)  # fmt: skip

transition = pytest.mark.transition


@transition("accuse")
def test_a_term_that_ends_by_taking_back_stays_on_record_as_the_units_and_what_runs_on_is_the_desks() -> None:
    life = (
        tip_off().did(Verb.ACCUSE, DAN, accused=STATION).did(Verb.FORWARD, DAN, to=WATER).did(Verb.SIGN, WU)
    )
    life.did(Verb.SATELLITE, DAN).did(Verb.NOTIFY, WU).did(Verb.SUPERVISE, SUN)
    assert {run.code for run in life.matter.running if run.party == WATER} >= {Clock.L1, Clock.L6, Clock.F2}
    life.do(Verb.ACCUSE, DAN, accused=WATER)
    ended = {run.code: run.party for run in life.matter.clocks if run.stopped_at == life.now}
    assert (ended[Clock.L1], ended[Clock.L6]) == (WATER, WATER)
    assert clock(life, Clock.F2).party == DEPARTMENT
    assert clock(life, Clock.F2).running
    sound(life.matter)


@transition("accuse")
def test_helpers_owners_and_notices_of_what_is_taken_back_end() -> None:
    life = Life().did(Verb.TRIAGE, DAN, urgent=True).did(Verb.OWN, LI)
    life.did(Verb.FORWARD, DAN).did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO).did(Verb.CO_HANDLE, BAO, to=TOWN)
    life.did(Verb.SUPERVISE, SUN).did(Verb.ACCUSE, DAN, accused=BUREAU)
    assert (life.matter.helping, life.matter.open_notices, len(life.matter.owning)) == ((), (), 1)
    assert runs(life) == {Clock.L5, Clock.L12}
    refused(life.try_(Verb.ANSWER_NOTICE, BAO), "no_such_matter")
    sound(life.matter)


@transition("accuse")
def test_a_helper_who_is_accused_is_out_and_the_lead_goes_on() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.CO_HANDLE, BAO, to=WATER).did(Verb.CO_HANDLE, BAO, to=TOWN)
    life.do(Verb.ACCUSE, DAN, accused=WATER)
    assert [helper.unit for helper in life.matter.helping] == [TOWN]
    assert [run.ref for run in life.matter.running if run.code is Clock.L8] == [2]
    kept_away(life, WU)
    refused(life.try_(Verb.CO_HANDLE, BAO, to=WATER), "to_the_accused", "to")
    assert life.matter.holder == BUREAU
    sound(life.matter)


@transition("accuse", "own")
def test_the_accused_leader_owns_it_no_more_and_a_grave_matter_asks_for_another_at_once() -> None:
    life = Life().did(Verb.TRIAGE, DAN, urgent=True).did(Verb.OWN, LI).did(Verb.ACCUSE, DAN, accused=LEADER_A)
    assert (life.matter.owning, runs(life)) == ((), {Clock.T1, Clock.L9, Clock.L12})
    refused(life.try_(Verb.OWN, LU, leader=LEADER_A), "to_the_accused", "leader")
    assert runs(life.did(Verb.OWN, LU, leader=LEADER_B)) == {Clock.T1, Clock.L12}
    sound(life.matter)
    calm = Life().did(Verb.OWN, LI).did(Verb.ACCUSE, DAN, accused=LEADER_A)
    assert runs(calm) == {Clock.T1}
    two = Life().did(Verb.TRIAGE, DAN, urgent=True).did(Verb.OWN, LI).did(Verb.OWN, LI, leader=LEADER_B)
    assert Clock.L9 not in runs(two.did(Verb.ACCUSE, DAN, accused=LEADER_A))


@transition("accuse")
def test_a_delivered_answer_stands_the_accused_only_lose_hold_of_it() -> None:
    life = Life().to(Verb.DELIVER).did(Verb.SUPERVISE, SUN).did(Verb.ACCUSE, DAN, accused=BUREAU)
    assert (life.matter.status, life.matter.holder, life.matter.owner) == (Status.DELIVERED, "", DEPARTMENT)
    assert runs(life) == {Clock.L3, Clock.T8, Clock.L10}
    assert clock(life, Clock.L3).party == DEPARTMENT
    assert life.matter.open_notices == ()
    kept_away(life, BAO, BO)
    life.do(Verb.ASK_REVIEW, PAK)
    life.do(Verb.CLOSE, DAN)
    sound(life.matter)


@transition("accuse")
def test_a_closed_or_joined_matter_can_still_be_kept_from_the_accused() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ACCUSE, DAN, accused=BUREAU)
    assert (life.matter.status, life.matter.holder, runs(life)) == (Status.CLOSED, "", {Clock.T8, Clock.L10})
    kept_away(life, BAO, BO, SHI)
    desk = (
        Life(by=TAO, desk=TOWN)
        .did(Verb.TRIAGE, TAO)
        .did(Verb.LINK, TAO)
        .did(Verb.ACCUSE, SYSTEM, accused=TOWN)
    )
    assert (desk.matter.status, desk.matter.desk, runs(desk)) == (Status.LINKED, DEPARTMENT, set())
    kept_away(desk, TAO)
    desk.do(Verb.UNLINK, DAN)
    assert (clock(desk, Clock.T2).party, runs(desk)) == (DEPARTMENT, {Clock.T2})
    for each in (life, desk):
        sound(each.matter)


@transition("accuse")
def test_an_innocent_holder_keeps_a_delivered_answer_when_the_desk_is_accused() -> None:
    life = Life().to(Verb.DELIVER).did(Verb.ACCUSE, DAN, accused=DEPARTMENT)
    assert (life.matter.desk, life.matter.holder) == (LEADERS, BUREAU)
    life.do(Verb.CLOSE, BAO)
    life.do(Verb.REOPEN, LU)
    assert (life.matter.owner, runs(life)) == (LEADERS, {Clock.L5})
    sound(life.matter)


@transition("accuse")
@pytest.mark.parametrize(("stage", "code"), [("review", Clock.T9), ("recheck", Clock.T11)])
def test_a_review_taken_from_the_accused_goes_on_as_a_review_in_the_same_thirty_days(
    stage: str, code: Clock
) -> None:
    life = review(stage)
    due = clock(life, code).due_on
    life.wait(days=3).did(Verb.ACCUSE, DAN, accused=GROUP)
    state = life.matter
    assert (state.status, state.holder, state.desk, state.owner) == (
        Status.HANDLING,
        LEADERS,
        LEADERS,
        LEADERS,
    )
    assert (runs(life), clock(life, code).due_on, clock(life, code).party) == ({code}, due, LEADERS)
    assert (state.stage, [stay.n for stay in state.rounds]) == (Stage(stage), [1, 2])
    assert reasons(life, Verb.FORWARD, LI) == reasons(life, Verb.LINK, LI) == {"not_in_this_state"}
    life.do(Verb.DRAFT, LUO, outcome="revoked")
    sound(life.matter)


@transition("accuse", "open_hearing")
def test_taking_it_back_ends_the_hearing_and_the_recheck_goes_on() -> None:
    life = review("recheck", desk=GROUP).did(Verb.OPEN_HEARING, GE).wait(days=2)
    life.do(Verb.ACCUSE, GE, accused=GROUP)
    run = clock(life, Clock.T11)
    assert (run.paused_at, run.paused_days, life.matter.hearings[-1].ended_at) == (None, 3, life.now)
    sound(life.matter)


@transition("accuse", "release")
def test_whose_term_it_is_when_the_desk_changes_and_an_innocent_unit_keeps_the_answer() -> None:
    life = (
        Life().did(Verb.TRIAGE, DAN, urgent=True).did(Verb.OWN, LI).did(Verb.FORWARD, DAN).did(Verb.SIGN, BAO)
    )
    life.did(Verb.NOTIFY, BAO).did(Verb.DRAFT, BAO).did(Verb.APPROVE, BO).did(Verb.ISSUE, BAO).did(
        Verb.DELIVER, BAO
    )
    life.did(Verb.RELEASE, DAN).did(Verb.RECOMMEND, SUN, to=WATER).did(Verb.ACCUSE, DAN, accused=DEPARTMENT)
    parties = {run.code: run.party for run in life.matter.running}
    assert parties == {
        Clock.L3: BUREAU, Clock.T8: BUREAU, Clock.L10: BUREAU, Clock.L9: LEADERS, Clock.L7: WATER,
    }  # fmt: skip


@transition("accuse", "co_handle")
def test_what_a_desk_owed_as_a_helper_ends_as_its_own() -> None:
    life = (
        Life()
        .to(Verb.NOTIFY)
        .did(Verb.CO_HANDLE, BAO, to=DEPARTMENT)
        .did(Verb.ACCUSE, DAN, accused=DEPARTMENT)
    )
    run = clock(life, Clock.L8)
    assert (run.party, run.stopped_at, life.matter.helping) == (DEPARTMENT, life.now, ())


@transition("accuse")
def test_where_somebody_was_designated_nobody_is_after_it_was_taken_back() -> None:
    life = Life().to(Verb.SIGN).did(Verb.OBJECT, BAO).did(Verb.DESIGNATE, LI, to=BUREAU)
    life.did(Verb.ACCUSE, DAN, accused=BUREAU).did(Verb.FORWARD, DAN, to=WATER)
    life.do(Verb.OBJECT, WU)


@transition("recuse")
def test_everybody_keeps_themself_away_others_only_their_superior_or_the_desk() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.CO_HANDLE, BAO, to=WATER)
    assert reasons(life, Verb.RECUSE, BAO, WU, person=BO.key) == {"not_yours"}
    assert refused(life.try_(Verb.RECUSE, WU, person=DAN.key), "not_yours", "person").article == "28"
    assert reasons(life, Verb.RECUSE, XIA, PAK, TAO) == {"not_yours"}
    life.do(Verb.RECUSE, WU, person=WU.key)
    kept_away(life, WU)
    life.do(Verb.RECUSE, BO, person=BAO.key)
    assert (life.matter.officer, life.matter.holder) == ("", BUREAU)
    kept_away(life, BAO)
    life.do(Verb.RECUSE, DAN, person=GU.key)
    refused(life.try_(Verb.RECUSE, DAN, reason=" "), "missing", "reason")
    sound(life.matter)


@transition("recuse", "accuse")
def test_whoever_is_kept_away_already_isnt_kept_away_twice() -> None:
    life = Life().to(Verb.SIGN).did(Verb.ACCUSE, DAN, accused="", person=WU.key)
    for person in (WU.key, GU.key, GU.key):
        life.do(Verb.RECUSE, DAN, person=person)
    assert [bar.subject for bar in life.matter.bars] == [WU.key, GU.key]
    assert [bar.n for bar in life.matter.bars] == [1, 2]


@transition("recuse")
def test_another_officers_work_goes_on_and_a_refused_return_brings_no_recused_officer_back() -> None:
    life = Life().to(Verb.SIGN).did(Verb.RECUSE, BO, person="user:somebody")
    assert life.matter.officer == BAO.key
    life.did(Verb.OBJECT, BAO).did(Verb.RECUSE, DAN, person=BAO.key).did(Verb.REFUSE_RETURN, DAN)
    assert (life.matter.status, life.matter.officer) == (Status.HANDLING, "")
    sound(life.matter)


@transition("attempt")
def test_an_attempt_is_told_in_the_dossier_whoever_made_it_and_chosen_by_nobody() -> None:
    life = tip_off().did(Verb.ACCUSE, DAN).did(Verb.ATTEMPT, WU, what="look")
    assert (life.matter.attempts, life.events[-1].by, life.events[-1].data) == (1, WU.key, {"what": "look"})
    owner_at = life.matter.owner_at
    life.wait(days=9).did(Verb.ATTEMPT, WU)
    assert life.matter.owner_at == owner_at  # a stranger's try doesn't break the owner's silence
    for by in EVERYBODY:
        assert Verb.ATTEMPT not in allowed(life.matter, actor=by, now=life.now, law=LAW)


@transition("link", "unlink")
def test_who_is_kept_from_one_matter_is_kept_from_what_is_joined_to_it() -> None:
    life = Life(by=TAO, desk=TOWN).did(Verb.TRIAGE, TAO)
    life.do(Verb.LINK, TAO, bars=[["unit", VILLAGE], ["line", TOWN], ["unit", VILLAGE]])
    assert (life.matter.desk, len(life.matter.bars)) == (DEPARTMENT, 2)
    kept_away(life, TAO, CUN)
    sound(life.matter)
    life.do(Verb.UNLINK, DAN)
    sound(life.matter)


@transition("link")
def test_linking_ends_what_barred_helpers_and_leaders_had_and_needs_somebody_left() -> None:
    life = Life().to(Verb.FORWARD).did(Verb.CO_HANDLE, DAN, to=WATER).did(Verb.OWN, LI).did(Verb.OBJECT, BAO)
    life.did(Verb.AGREE_RETURN, DAN).did(Verb.LINK, DAN, bars=[["unit", WATER], ["unit", LEADER_A]])
    assert (life.matter.helping, life.matter.owning, runs(life)) == ((), (), set())
    sound(life.matter)
    lost = Life()
    bars = [["unit", DEPARTMENT], ["unit", LEADERS]]
    refused(lost.try_(Verb.LINK, DAN, bars=bars), "nobody_left_to_decide", "other")


@transition("join")
def test_nothing_with_bars_is_joined_to_a_matter_that_hasnt_the_same() -> None:
    life = Life().to(Verb.SIGN)
    assert refused(life.try_(Verb.JOIN, DAN, bars=[["unit", BUREAU]]), "name_the_accused").article == "30"
    life.do(Verb.ACCUSE, DAN, accused=WATER)
    life.do(Verb.JOIN, DAN, bars=[["unit", WATER]])
    refused(life.try_(Verb.JOIN, WU), "no_such_matter")
    refused(life.try_(Verb.PART, WU), "no_such_matter")


@transition("register")
def test_a_matter_isnt_begun_at_a_desk_that_mustnt_have_it() -> None:
    given = {**REGISTER, "received_at": Life().now, "bars": [["unit", WATER], ["line", DEPARTMENT]]}
    answer = decide(None, Verb.REGISTER, given, actor=DAN, now=Life().now, law=LAW)
    assert refused(answer, "to_the_accused", "desk").article == "30"
    life = Life(bars=[["unit", WATER]])
    assert (life.matter.accused_known, life.matter.bars) == (True, (Bar(1, BarKind.UNIT, WATER, 1),))
    kept_away(life, WU)


def test_without_a_leaders_office_the_department_accused_has_nobody_above() -> None:
    life = Life(law=replace(LAW, leaders=""))
    refused(life.try_(Verb.ACCUSE, DAN, accused=DEPARTMENT), "nobody_left_to_decide")


def test_a_unit_whose_work_the_department_took_over_is_the_departments_own() -> None:
    nodes = [*TREE.nodes.values(), replace(TREE.nodes[WATER], code="C-PET", path="C/C-PET/", heir=DEPARTMENT)]
    life = Life(law=replace(LAW, tree=type(TREE)(nodes))).did(Verb.ACCUSE, DAN, accused="C-PET")
    assert life.matter.desk == LEADERS


@transition("accuse")
@pytest.mark.parametrize("status", sorted(OPEN))
def test_whatever_its_state_the_accused_learn_nothing(status: Status) -> None:
    """In every open state, whoever stands in or over the accused unit is refused every verb in the same words."""
    way = {
        Status.REGISTERED: Life, Status.TRIAGED: lambda: Life().to(Verb.TRIAGE),
        Status.SENT: lambda: Life().to(Verb.FORWARD), Status.HANDLING: lambda: Life().to(Verb.NOTIFY),
        Status.OBJECTED: lambda: Life().to(Verb.FORWARD).did(Verb.OBJECT, BAO),
        Status.DRAFTED: lambda: Life().to(Verb.DRAFT), Status.APPROVED: lambda: Life().to(Verb.APPROVE),
        Status.ISSUED: lambda: Life().to(Verb.ISSUE), Status.DELIVERED: lambda: Life().to(Verb.DELIVER),
    }  # fmt: skip
    life = way[status]()
    assert life.matter.status is status
    life.do(Verb.ACCUSE, DAN, accused=STATION)
    kept_away(life, SHI, SHU, BAO, BO)
    sound(life.matter)
