"""Review, recheck and hearings (Art. 31(6), 35, 36): three levels, each a matter of its own, and then an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.lifecycle import barred
from huiyin.rules.promises import broken
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.vocabulary import Outcome, Stage, Status, Verb
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
    LI,
    NUMBER,
    PAK,
    START,
    SUN,
    TAO,
    WU,
    XIA,
    Life,
    clock,
    person,
    reasons,
    refused,
    review,
    runs,
)  # fmt: skip

transition = pytest.mark.transition


def decided(life: Life, outcome: str, *, until: Verb = Verb.DELIVER) -> Life:
    """The group decides and answers."""
    steps = ((Verb.DRAFT, GU), (Verb.APPROVE, GE), (Verb.ISSUE, GU), (Verb.DELIVER, GU), (Verb.CLOSE, GU))
    for verb, by in steps:
        life.do(verb, by, **({"outcome": outcome} if verb is Verb.DRAFT else {}))
        if verb is until:
            break
    return life


# -- windows -------------------------------------------------------------------------------------------------------


@transition("deliver")
def test_windows_start_at_receipt_of_the_last_one_and_not_at_recording() -> None:
    life = Life().to(Verb.ISSUE).did(Verb.JOIN, DAN)
    first, second = (p.number for p in life.matter.petitions)
    later = life.now + timedelta(days=3)
    earlier = life.now + timedelta(days=1)
    life.wait(days=20).did(Verb.DELIVER, BAO, petition=second, delivered_at=later)
    assert Clock.T8 not in runs(life)
    life.did(Verb.DELIVER, BAO, petition=first, delivered_at=earlier)
    assert {clock(life, code).started_at for code in (Clock.T8, Clock.L10)} == {later}
    assert clock(life, Clock.L3).started_at == life.now
    assert clock(life, Clock.T8).due_on == date(2026, 4, 7)  # 5 March + 30 falls on a holiday


@transition("deliver")
def test_what_came_back_starts_no_window() -> None:
    life = Life().to(Verb.ISSUE)
    life.wait(days=9).do(Verb.DELIVER, BAO, result="returned")
    assert not {Clock.T8, Clock.L10} & runs(life)
    life.wait(days=9).do(Verb.DELIVER, BAO)
    assert clock(life, Clock.T8).started_at == life.now


@transition("deliver")
@pytest.mark.parametrize(
    ("klass", "outcome", "windows"),
    [
        ("appeal", "not_supported", {Clock.T8, Clock.L10}), ("appeal", "settled", {Clock.T8, Clock.L10}),
        ("suggestion", "adopted", {Clock.L10}), ("tip_off", "fed_back", set()),
    ],
)  # fmt: skip
def test_only_an_opinion_on_an_appeal_is_reviewed_and_a_tip_off_isnt_rated(
    klass: str, outcome: str, windows: set
) -> None:
    life = Life().did(Verb.TRIAGE, DAN, klass=klass).did(Verb.ACCUSE, DAN).did(Verb.FORWARD, DAN, to=BUREAU)
    life.did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO).did(Verb.DRAFT, BAO, outcome=outcome).did(Verb.APPROVE, BO)
    life.did(Verb.ISSUE, BAO).did(Verb.DELIVER, BAO)
    assert runs(life) == {Clock.L3} | windows


@transition("decline")
def test_a_letter_that_leads_elsewhere_opens_no_window() -> None:
    life = Life().did(Verb.TRIAGE, DAN).did(Verb.DECLINE, DAN).did(Verb.DELIVER, DAN)
    assert runs(life) == {Clock.L3}
    assert refused(life.try_(Verb.ASK_REVIEW, PAK), "no_review_of_this").article == "35"


# -- asking --------------------------------------------------------------------------------------------------------


@transition("ask_review")
@pytest.mark.parametrize("verb", [Verb.DELIVER, Verb.CLOSE])
def test_a_review_is_asked_for_once_within_thirty_days(verb: Verb) -> None:
    life = Life().to(verb).did(Verb.ASK_REVIEW, PAK)
    assert (life.matter.asked, Clock.T8 in runs(life)) == ("222424-20260401-00001-1", False)
    assert refused(life.try_(Verb.ASK_REVIEW, PAK), "review_asked_before").article == "35"
    assert broken(life.matter) == ()


@transition("ask_review")
def test_the_thirtieth_day_is_in_time_and_the_next_isnt() -> None:
    life = Life().to(Verb.CLOSE)
    last = START + timedelta(days=(clock(life, Clock.T8).due_on - START.date()).days)
    assert barred(life.matter, Verb.ASK_REVIEW, actor=PAK, now=last, law=LAW) is None
    no = barred(life.matter, Verb.ASK_REVIEW, actor=PAK, now=last + timedelta(days=1), law=LAW)
    found = refused(no, "review_window_closed")
    assert (found.article, found.params) == ("35", {"due_on": clock(life, Clock.T8).due_on.isoformat()})


@transition("ask_review")
def test_the_petitioner_asks_or_whoever_takes_it_down_and_never_the_system() -> None:
    life = Life().to(Verb.DELIVER)
    assert reasons(life, Verb.ASK_REVIEW, WU, XIA, SUN, SYSTEM) == {"not_yours"}
    refused(life.try_(Verb.ASK_REVIEW, DAN, text=""), "missing", "text")
    refused(Life().to(Verb.APPROVE).try_(Verb.ASK_REVIEW, PAK), "not_in_this_state")
    assert refused(Life().to(Verb.ISSUE).try_(Verb.ASK_REVIEW, PAK), "answer_not_there_yet").article == "35"
    refused(life.try_(Verb.ASK_REVIEW, DAN, how=""), "missing", "how")
    refused(life.try_(Verb.ASK_REVIEW, PAK, how="visit"), "not_yours", "how")
    life.do(Verb.ASK_REVIEW, DAN)


@transition("ask_review")
def test_who_answered_doesnt_ask_in_the_petitioners_name() -> None:
    life = Life().to(Verb.DELIVER)
    assert reasons(life, Verb.ASK_REVIEW, BAO, BO) == {"not_by_who_answered"}
    both = replace(BAO, posts=(*BAO.posts, *DAN.posts))
    assert barred(life.matter, Verb.ASK_REVIEW, actor=both, now=life.now, law=LAW) is None
    ours = decided(review(desk=GROUP), "upheld")
    assert reasons(ours, Verb.ASK_REVIEW, GU, GE) == {"not_by_who_answered"}, "the office that reviewed it"
    clerk = person("liu", Role.CLERK, DEPARTMENT, GROUP)
    for by in (DAN, clerk, PAK):
        assert barred(ours.matter, Verb.ASK_REVIEW, actor=by, now=ours.now, law=LAW) is None, "the windows"


# -- a matter of its own -------------------------------------------------------------------------------------------


@transition("register")
@pytest.mark.parametrize(
    ("stage", "code", "window"), [("review", Clock.T9, {Clock.T10}), ("recheck", Clock.T11, set())]
)
def test_a_review_is_at_once_with_who_decides_for_thirty_days_from_receipt(
    stage: str, code: Clock, window: set
) -> None:
    life = review(stage, desk=GROUP, received_at=START - timedelta(days=2))
    state = life.matter
    assert (state.status, state.holder, state.stage, state.about) == (
        Status.HANDLING, GROUP, Stage(stage), "222424-20260201-00001-1",
    )  # fmt: skip
    assert (runs(life), clock(life, code).started_at) == ({code}, START - timedelta(days=2))
    assert reasons(life, Verb.DRAFT, GU, outcome="supported") == {"outcome_of_other_class"}
    decided(life, "upheld")
    assert runs(life) == {Clock.L3} | window
    assert broken(life.matter) == ()
    assert refused(life.try_(Verb.RATE, PAK), "not_ratable").article == "21"


@transition("register")
def test_a_review_isnt_joined_sent_or_reopened() -> None:
    life = review(desk=GROUP)
    refused(life.try_(Verb.JOIN, DAN), "not_in_review")
    assert reasons(life, Verb.FORWARD, DAN) == {"not_in_this_state"}
    refused(decided(life, "upheld", until=Verb.CLOSE).try_(Verb.REOPEN, GE), "not_in_review")
    assert not life.try_(Verb.OBJECT, GU)


@transition("ask_review")
def test_a_review_is_rechecked_and_a_recheck_by_nobody() -> None:
    life = decided(review(desk=GROUP), "upheld").did(Verb.ASK_REVIEW, PAK)
    assert (Clock.T10 in runs(life), life.matter.asked != "") == (False, True)
    last = decided(review("recheck", desk=GROUP), "upheld")
    assert refused(last.try_(Verb.ASK_REVIEW, PAK), "final_already").article == "36"


@transition("ask_review", "decline")
def test_whoever_declines_to_review_doesnt_take_the_recheck_away() -> None:
    life = review(desk=GROUP).did(Verb.DECLINE, GE).did(Verb.DELIVER, GU)
    assert runs(life) == {Clock.L3, Clock.T10}
    life.do(Verb.ASK_REVIEW, PAK)


# -- what comes back -----------------------------------------------------------------------------------------------


@transition("reviewed", "reopen")
@pytest.mark.parametrize("stage", ["review", "recheck"])
def test_what_was_revoked_is_taken_up_again_within_the_countys_days(stage: str) -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK)
    life.do(Verb.REVIEWED, SYSTEM, stage=stage, outcome="revoked")
    assert (clock(life, Clock.L13).party, clock(life, Clock.L13).due_on) == (
        life.matter.desk,
        date(2026, 3, 9),
    )
    life.do(Verb.REVIEWED, SYSTEM, stage="recheck", outcome="revoked")  # said once more: one duty
    assert [run.code for run in life.matter.running].count(Clock.L13) == 1
    assert broken(life.matter) == ()
    life.do(Verb.REOPEN, DAN)
    assert (Clock.L13 in runs(life), Clock.L5 in runs(life)) == (False, True)
    life.do(Verb.REVIEWED, SYSTEM, stage="recheck", outcome="revoked")  # of an answer that counts no more
    assert Clock.L13 not in runs(life)


@transition("reviewed")
def test_what_stands_or_was_changed_isnt_taken_up_again_by_a_clock() -> None:
    for outcome in ("upheld", "changed"):
        life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK)
        life.do(Verb.REVIEWED, SYSTEM, stage="review", outcome=outcome)
        assert Clock.L13 not in runs(life)
    of_a_review = decided(review(desk=GROUP), "upheld").did(Verb.ASK_REVIEW, PAK)
    of_a_review.do(Verb.REVIEWED, SYSTEM, stage="recheck", outcome="revoked")
    assert Clock.L13 not in runs(of_a_review)  # the first matter's desk takes it up


@transition("reviewed")
@pytest.mark.parametrize(
    ("stage", "outcome", "final"),
    [
        ("review", "upheld", False), ("review", "revoked", False), ("recheck", "upheld", True), ("recheck", "changed", True),
        ("recheck", "revoked", False), ("recheck", "declined", False), ("recheck", "routed_out", False),
    ],
)  # fmt: skip
def test_a_recheck_that_decides_ends_it_and_one_that_revokes_has_it_handled_again(
    stage: str, outcome: str, final: bool
) -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK)
    assert refused(life.try_(Verb.REOPEN, DAN), "review_asked_before").article == "35"
    life.do(Verb.REVIEWED, SYSTEM, stage=stage, outcome=outcome)
    assert (life.matter.reviewed, life.matter.final) == (Outcome(outcome), final)
    if final:
        assert refused(life.try_(Verb.REOPEN, DAN), "final_already").article == "36"
        assert refused(life.try_(Verb.ASK_REVIEW, PAK), "final_already").article == "36"
    else:
        again = "revoked_already" if outcome == "revoked" else "review_asked_before"
        refused(life.try_(Verb.ASK_REVIEW, PAK), again)
        life.do(Verb.REOPEN, DAN)
        assert (life.matter.asked, life.matter.reviewed) == ("", None)


@transition("reviewed", "reopen")
def test_what_was_revoked_is_answered_anew_and_can_be_reviewed_anew() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK).did(Verb.REVIEWED, SYSTEM, outcome="revoked")
    life.did(Verb.REOPEN, DAN).did(Verb.FORWARD, DAN).did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO).did(
        Verb.DRAFT, BAO
    )
    life.did(Verb.APPROVE, BO).did(Verb.ISSUE, BAO).did(Verb.DELIVER, BAO).did(Verb.ASK_REVIEW, PAK)
    assert broken(life.matter) == ()


@transition("reviewed")
def test_a_recheck_of_an_answer_that_no_longer_counts_ends_nothing() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK).did(Verb.REVIEWED, SYSTEM).did(Verb.REOPEN, DAN)
    life.do(Verb.REVIEWED, SYSTEM, stage="recheck", outcome="upheld")
    assert (life.matter.final, life.matter.reviewed) == (False, None)


@transition("reopen")
def test_reopening_ends_the_windows_of_the_old_answer() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.REOPEN, DAN)
    assert runs(life) == {Clock.L5}


@transition("reviewed", "reopen")
def test_a_recheck_that_upholds_a_revocation_has_it_handled_again() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK)
    asked = life.matter.asked
    life.do(Verb.REVIEWED, SYSTEM, review=asked, through=asked, stage="review", outcome="revoked")
    life.do(Verb.REVIEWED, SYSTEM, through=asked, stage="recheck", outcome="upheld")
    assert (life.matter.reviewed, life.matter.final) == (Outcome.REVOKED, False)
    assert Clock.L13 in runs(life)
    life.do(Verb.REOPEN, DAN)


@transition("reviewed")
def test_a_recheck_that_decides_instead_of_a_revocation_ends_it() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK)
    asked = life.matter.asked
    life.do(Verb.REVIEWED, SYSTEM, review=asked, through=asked, stage="review", outcome="revoked")
    life.do(Verb.REVIEWED, SYSTEM, through=asked, stage="recheck", outcome="changed")
    assert (life.matter.reviewed, life.matter.final) == (Outcome.CHANGED, True)
    assert Clock.L13 not in runs(life)


@transition("reviewed")
def test_a_recheck_of_an_answer_of_before_says_nothing_of_the_new_one() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK)
    before = life.matter.asked
    life.did(Verb.REVIEWED, SYSTEM, through=before, outcome="revoked").did(Verb.REOPEN, DAN)
    life.did(Verb.FORWARD, DAN).did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO).did(Verb.DRAFT, BAO)
    life.did(Verb.APPROVE, BO).did(Verb.ISSUE, BAO).did(Verb.DELIVER, BAO)
    life.do(Verb.ASK_REVIEW, PAK, review="222424-20260501-00001-1")
    for outcome in ("upheld", "revoked"):
        life.do(Verb.REVIEWED, SYSTEM, through=before, stage="recheck", outcome=outcome)
        assert (life.matter.final, life.matter.reviewed, Clock.L13 in runs(life)) == (False, None, False)
        assert [ask.outcome for ask in life.matter.asks] == [None]


@transition("reviewed")
def test_final_stays_final() -> None:
    life = Life().to(Verb.CLOSE).did(Verb.ASK_REVIEW, PAK)
    life.did(Verb.REVIEWED, SYSTEM, stage="recheck").did(
        Verb.REVIEWED, SYSTEM, stage="recheck", outcome="revoked"
    )
    assert life.matter.final


# -- hearings ------------------------------------------------------------------------------------------------------


@transition("open_hearing", "end_hearing")
def test_the_days_of_a_hearing_dont_count_in_a_recheck() -> None:
    life = review("recheck", desk=GROUP)
    due = clock(life, Clock.T11).due_on
    life.wait(days=4).did(Verb.OPEN_HEARING, GE)
    assert clock(life, Clock.T11).paused_at == life.now
    assert refused(life.try_(Verb.OPEN_HEARING, GE), "hearing_goes_on").article == "31(6)"
    life.wait(days=2).did(Verb.END_HEARING, GU)
    run = clock(life, Clock.T11)
    assert (run.paused_at, run.paused_days, due) == (None, 3, date(2026, 4, 1))
    assert run.due_on == date(2026, 4, 7)  # three days on is a holiday
    assert refused(life.try_(Verb.END_HEARING, GU), "no_open_hearing").article == "36"
    life.wait(hours=1).did(Verb.OPEN_HEARING, GE).did(Verb.END_HEARING, GU)
    assert clock(life, Clock.T11).paused_days == 3  # that day didn't count already
    life.wait(days=1).did(Verb.OPEN_HEARING, GE).did(Verb.END_HEARING, GU)
    assert clock(life, Clock.T11).paused_days == 4
    assert [hearing.n for hearing in life.matter.hearings] == [1, 2, 3]


@transition("open_hearing", "end_hearing")
def test_in_a_review_or_a_first_answer_they_count() -> None:
    for life, head, officer, code in (
        (review(desk=GROUP), GE, GU, Clock.T9),
        (Life().to(Verb.NOTIFY), BO, BAO, Clock.T6),
    ):
        before = clock(life, code)
        life.did(Verb.OPEN_HEARING, head).wait(days=5).did(Verb.END_HEARING, officer)
        assert clock(life, code) == before


@transition("open_hearing", "approve", "decline")
def test_what_is_heard_isnt_decided_before_the_hearing_ended() -> None:
    life = Life().to(Verb.DRAFT).did(Verb.OPEN_HEARING, BO)
    assert refused(life.try_(Verb.APPROVE, BO), "hearing_goes_on").article == "31(6)"
    life.do(Verb.REWORK, BO)
    refused(life.try_(Verb.DECLINE, BO), "hearing_goes_on")
    life.did(Verb.END_HEARING, BAO).did(Verb.DRAFT, BAO).did(Verb.APPROVE, BO)


@transition("open_hearing")
def test_who_hears_what_and_when() -> None:
    life = Life().to(Verb.NOTIFY)
    assert reasons(life, Verb.OPEN_HEARING, BAO, DAN, WU, TAO, LI, PAK) == {"not_yours"}
    assert refused(Life().to(Verb.SIGN).try_(Verb.OPEN_HEARING, BO), "tell_petitioner_first").article == "23"
    idea = (
        Life()
        .did(Verb.TRIAGE, DAN, klass="suggestion")
        .did(Verb.FORWARD, DAN)
        .did(Verb.SIGN, BAO)
        .did(Verb.NOTIFY, BAO)
    )
    assert refused(idea.try_(Verb.OPEN_HEARING, BO), "no_hearing_of_this").article == "31(6)"
    life.do(Verb.OPEN_HEARING, BO)
    assert reasons(life, Verb.END_HEARING, DAN, WU, PAK) == {"not_yours"}


@transition("end_hearing")
def test_a_hearing_that_went_on_for_years_can_still_end_and_keeps_no_more_than_the_countys_limit() -> None:
    life = review("recheck", desk=GROUP).did(Verb.OPEN_HEARING, GE)
    assert runs(life) == {Clock.T11, Clock.L14}
    due = clock(life, Clock.L14).due_on
    assert due == date(2026, 4, 1)  # 2 March + 30
    life.wait(days=800).did(Verb.END_HEARING, GU)
    assert (clock(life, Clock.T11).paused_days, Clock.L14 in runs(life)) == (30, False)
    life.did(Verb.OPEN_HEARING, GE).wait(days=10).did(Verb.END_HEARING, GU)  # a further one takes no more
    assert clock(life, Clock.T11).paused_days == 30
    assert life.matter.number == NUMBER
