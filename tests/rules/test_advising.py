"""Who is sent a recommendation, and who reads one. Art. 40."""

from __future__ import annotations

import pytest

from huiyin.rules.advising import may_read, unadvised
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import (
    BAO,
    BUREAU,
    DAN,
    DEPARTMENT,
    GROUP,
    LEADER_A,
    LEADERS,
    LI,
    ROOT,
    SUN,
    TREE,
    VILLAGE,
    WATER,
    WU,
    Life,
    refused,
)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (BUREAU, ""), (WATER, ""), (LEADERS, ""), ("C-NEW", ""), (ROOT, "no_organ"), (VILLAGE, "no_organ"), (GROUP, "no_organ"),
        (LEADER_A, "no_organ"), (DEPARTMENT, "to_oneself"),
    ],
)  # fmt: skip
def test_it_goes_to_an_organ_that_isnt_ones_own(code: str, reason: str) -> None:
    no = unadvised(code, SUN, TREE)
    assert (no.reason if no is not None else "") == reason
    assert no is None or (no.article, no.field) == ("40", "to")


def test_a_leader_sends_none_to_the_leaders() -> None:
    found = unadvised(LEADERS, LI, TREE)
    assert found is not None
    assert found.reason == "to_oneself"
    assert unadvised(DEPARTMENT, LI, TREE) is None


def test_the_verb_refuses_it() -> None:
    life = Life().to(Verb.NOTIFY)
    refused(life.try_(Verb.RECOMMEND, SUN, to=VILLAGE), "no_organ", "to")
    life.do(Verb.RECOMMEND, SUN)


@pytest.mark.parametrize(("actor", "reads"), [(SUN, True), (DAN, True), (LI, True), (WU, True), (BAO, False)])
def test_its_words_are_for_sender_addressee_and_who_sees_the_county(actor: object, reads: bool) -> None:
    assert may_read(DEPARTMENT, WATER, actor, TREE) is reads  # type: ignore[arg-type]


def test_who_sent_it_reads_it() -> None:
    assert may_read(BUREAU, WATER, BAO, TREE)
