"""Asking the head for more time (申请延期): who asks, who decides, and when a question has no object any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.extending import settled
from huiyin.rules.lifecycle import barred
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    LAW,
    LI,
    PAK,
    SUN,
    WU,
    XIA,
    Life,
    reasons,
    refused,
    runs,
)  # fmt: skip

transition = pytest.mark.transition


@transition("ask_extension", "refuse_extension", "extend")
def test_an_officer_asks_and_the_head_grants_or_refuses() -> None:
    life = Life().to(Verb.NOTIFY)
    before = runs(life)
    life.do(Verb.ASK_EXTENSION, BAO, days=20)
    (asked,) = life.matter.open_extension_asks
    assert (asked.unit, asked.asked_by, asked.days, asked.at) == (BUREAU, BAO.key, 20, life.now)
    assert runs(life) == before, "asking changes no term"
    assert refused(life.try_(Verb.ASK_EXTENSION, BAO), "extension_asked_already").article == "34"
    life.do(Verb.REFUSE_EXTENSION, BO)
    (no,) = life.matter.extension_asks
    assert (no.ended_at, no.granted, no.refusal_seq) == (life.now, False, life.matter.seq)
    assert refused(life.try_(Verb.REFUSE_EXTENSION, BO), "no_extension_asked").article == "34"
    life.did(Verb.ASK_EXTENSION, BAO, days=30).do(Verb.EXTEND, BO, days=10)  # the head may give other days
    assert [one.granted for one in life.matter.extension_asks] == [False, True]
    assert not life.matter.open_extension_asks
    refused(life.try_(Verb.ASK_EXTENSION, BAO), "extended_before")


@transition("ask_extension", "refuse_extension")
def test_what_is_asked_is_checked_when_it_is_asked() -> None:
    life = Life().to(Verb.NOTIFY)
    assert reasons(life, Verb.ASK_EXTENSION, DAN, SUN, LI, WU, XIA, PAK) == {"not_yours"}
    refused(life.try_(Verb.ASK_EXTENSION, BAO, days=0), "out_of_range", "days")
    for days in (31, 60):
        assert refused(life.try_(Verb.ASK_EXTENSION, BAO, days=days), "out_of_range", "days").article == "34"
    refused(life.try_(Verb.ASK_EXTENSION, BAO, reason=" "), "missing", "reason")
    life.did(Verb.ASK_EXTENSION, BAO)
    assert reasons(life, Verb.REFUSE_EXTENSION, BAO, DAN, SUN, LI, WU, XIA, PAK) == {"not_yours"}
    refused(life.try_(Verb.REFUSE_EXTENSION, BO, reason=""), "missing", "reason")
    late = Life().to(Verb.NOTIFY).wait(days=75)
    no = barred(late.matter, Verb.ASK_EXTENSION, actor=BAO, now=late.now, law=LAW)
    assert no is not None
    assert no.reason == "extension_too_late"
    refused(Life().to(Verb.SIGN).try_(Verb.ASK_EXTENSION, BAO), "no_sixty_days")


@transition("ask_extension")
def test_a_question_lapses_where_no_sixty_days_run_there_any_more() -> None:
    """Delivered, or taken back because the unit itself is accused: nothing is left to extend."""
    answered = Life().to(Verb.NOTIFY).did(Verb.ASK_EXTENSION, BAO).did(Verb.DRAFT, BAO).did(Verb.APPROVE, BO)
    answered.did(Verb.ISSUE, BAO).did(Verb.DELIVER, BAO)
    taken = Life().to(Verb.NOTIFY).did(Verb.ASK_EXTENSION, BAO).did(Verb.ACCUSE, DAN, accused=BUREAU)
    for life in (answered, taken):
        (lapsed,) = life.matter.extension_asks
        assert lapsed.ended_at is not None
        assert (lapsed.granted, lapsed.refusal_seq) == (False, 0)
    assert Clock.T6 not in runs(answered)


@transition("ask_extension", "unask_extension", "extend")
def test_an_undecided_question_is_taken_back_by_whoever_asked_it_or_the_head() -> None:
    colleague = replace(BAO, key=f"{BAO.key}2")
    life = Life().to(Verb.NOTIFY).did(Verb.ASK_EXTENSION, BAO, days=20)
    before = runs(life)
    assert refused(life.try_(Verb.UNASK_EXTENSION, colleague), "asked_by_another").article == "34"
    life.wait(hours=1).do(Verb.UNASK_EXTENSION, BAO)
    (gone,) = life.matter.extension_asks
    assert (gone.ended_at, gone.taken_back, gone.granted, gone.refusal_seq) == (life.now, True, False, 0)
    assert runs(life) == before, "taking it back changes no term"
    for by in (BAO, BO):
        refused(life.try_(Verb.UNASK_EXTENSION, by), "no_extension_to_take_back")
    life.did(Verb.ASK_EXTENSION, colleague)
    life.did(Verb.UNASK_EXTENSION, BO)  # the head, for a colleague who left
    life.did(Verb.ASK_EXTENSION, BAO).did(Verb.EXTEND, BO)
    assert [one.taken_back for one in life.matter.extension_asks] == [True, True, False]
    refused(life.try_(Verb.UNASK_EXTENSION, BAO), "no_extension_to_take_back")
    no = Life().to(Verb.NOTIFY).did(Verb.ASK_EXTENSION, BAO).did(Verb.REFUSE_EXTENSION, BO)
    refused(no.try_(Verb.UNASK_EXTENSION, BAO), "no_extension_to_take_back")


def test_a_matter_that_nobody_asked_about_stays_the_same() -> None:
    life = Life().to(Verb.NOTIFY)
    assert settled(life.matter, life.events[-1]) is life.matter
