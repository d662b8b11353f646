"""What was told in confidence stays so: joined, parted, sorted anew; and which desks are one house's (Art. 30)."""

from __future__ import annotations

import pytest

from huiyin.rules.confiding import confidence_words
from huiyin.rules.fields import Refused
from huiyin.rules.routing import of_one_house
from huiyin.rules.vocabulary import MatterClass, Status, Verb
from tests.rules.cast import (
    BAO,
    BUREAU,
    CLOSED,
    DAN,
    DEPARTMENT,
    GROUP,
    NUMBER,
    PAK,
    START,
    STATION,
    SUN,
    TAO,
    TOWN,
    TREE,
    WATER,
    WU,
    Life,
    reasons,
    refused,
)

transition = pytest.mark.transition

JOINED = {
    "number": "222424-20260302-00002-9",
    "channel": "call",
    "persons": 1,
    "received_at": START.isoformat(),
}


@pytest.mark.parametrize("asked", [True, False])
def test_a_matter_that_held_somebody_in_confidence_stays_confidential(asked: bool) -> None:
    life = Life().did(Verb.JOIN, DAN, petition=JOINED | ({"confidential": True} if asked else {}))
    assert life.matter.confidential is asked
    state = life.do(Verb.PART, DAN, petition={"number": JOINED["number"]})
    assert [p.number for p in state.petitions] == [NUMBER]
    assert (state.confidential, state.stays_confidential) == (asked, asked)


def test_sorting_may_give_a_title_that_the_house_worded_and_nobody_else_can() -> None:
    life = Life().did(Verb.TRIAGE, DAN, klass="tip_off", title="×××举报站长")
    assert (life.matter.klass, life.matter.title_seq) == (MatterClass.TIP_OFF, 2)
    assert life.did(Verb.TRIAGE, DAN, klass="tip_off").matter.title_seq == 2
    assert Life().did(Verb.TRIAGE, DAN, title="").matter.title_seq == 1
    noted = Life().did(Verb.NOTE, DAN, title="别的题目")
    assert noted.matter.title_seq == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (DEPARTMENT, DEPARTMENT, True), (DEPARTMENT, GROUP, True), (DEPARTMENT, BUREAU, False), (BUREAU, CLOSED, True),
        (BUREAU, STATION, False), (WATER, BUREAU, False),
    ],
)  # fmt: skip
def test_desks_of_one_house(one: str, other: str, same: bool) -> None:
    assert of_one_house(one, other, TREE) is of_one_house(other, one, TREE) is same


def test_only_the_house_that_was_told_names_itself_unless_it_is_a_tip_off() -> None:
    kept = Life(confidential=True, by=TAO, desk=TOWN)
    refused(kept.try_(Verb.ACCUSE, SUN, accused=TOWN), "told_that_house", "accused")
    kept.do(Verb.ACCUSE, SUN, accused=WATER)
    assert kept.do(Verb.ACCUSE, TAO, accused=TOWN).desk == DEPARTMENT
    open_ = Life(by=TAO, desk=TOWN)
    assert open_.do(Verb.ACCUSE, SUN, accused=TOWN).desk == DEPARTMENT


@pytest.mark.parametrize("secret", [True, False])
def test_whose_numbers_they_are_is_said_by_the_house_that_was_told(secret: bool) -> None:
    life = Life(confidential=secret).did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN, to=WATER).did(Verb.SIGN, WU)
    for whose in ("others", "theirs"):
        answer = life.try_(Verb.NOTE, WU, text="19900001111", **{whose: True})
        if secret:
            refused(answer, "kept_in_confidence", whose)
        assert isinstance(answer, Refused) is secret
    life.do(Verb.NOTE, WU, text="来过")
    refused(
        life.try_(Verb.NOTE, DAN, text="19900001111", others=True, theirs=True), "whose_numbers", "theirs"
    )
    life.do(Verb.NOTE, DAN, text="19900001111", others=True)
    life.do(Verb.NOTE, DAN, text="19900001111", theirs=True)


def test_parting_from_a_confidential_matter_leaves_its_mark_and_a_title() -> None:
    joined = Life().did(Verb.LINK, DAN)
    state = joined.do(Verb.UNLINK, DAN, confidential=True, title="×××：路灯")
    assert (state.confidential, state.title_seq) == (True, 3)
    titled = Life().did(Verb.JOIN, DAN, petition=JOINED | {"confidential": True}, title="×××")
    assert (titled.matter.confidential, titled.matter.title_seq) == (True, 2)
    assert not Life().did(Verb.LINK, DAN).do(Verb.UNLINK, DAN).confidential


def test_what_accuses_somebody_is_confidential_until_it_is_sorted() -> None:
    life = Life(bars=[["unit", WATER]])
    assert (life.matter.confidential, life.matter.told_in_confidence) == (True, False)
    assert not life.did(Verb.TRIAGE, DAN, klass="appeal").matter.confidential
    assert life.did(Verb.TRIAGE, DAN, klass="tip_off").matter.confidential
    named = Life()
    assert not named.matter.confidential
    state = named.do(Verb.ACCUSE, DAN, accused=WATER, title="×××：供水")
    assert (state.confidential, state.title_seq) == (True, 2)
    # as a tip-off does it goes away from whom it accuses, whoever names them
    assert Life(bars=[], by=TAO, desk=TOWN).do(Verb.ACCUSE, SUN, accused=TOWN).desk == DEPARTMENT


def test_what_was_a_tip_off_stays_confidential_unless_the_slip_is_mended_at_once() -> None:
    slip = Life().did(Verb.TRIAGE, DAN, klass="tip_off").did(Verb.TRIAGE, DAN, klass="tip_off", urgent=True)
    assert not slip.did(Verb.TRIAGE, DAN, klass="appeal").matter.confidential
    assert not slip.did(Verb.NOTE, DAN).matter.stays_confidential
    written = Life(by=TAO, desk=TOWN).did(Verb.TRIAGE, TAO, klass="tip_off").did(Verb.NOTE, TAO)
    assert written.did(Verb.TRIAGE, TAO, klass="appeal").matter.confidential
    refused(written.try_(Verb.ACCUSE, SUN, accused=TOWN), "told_that_house", "accused")
    beside = Life().did(Verb.TRIAGE, DAN, klass="tip_off")
    assert beside.did(Verb.TRIAGE, DAN, klass="appeal", confidential=True).matter.confidential


@transition("confide")
def test_who_asks_for_confidence_later_is_kept_in_it_for_good() -> None:
    life = Life().to(Verb.NOTIFY)
    assert reasons(life, Verb.CONFIDE, BAO, SUN, PAK) == {"not_yours"}
    refused(life.try_(Verb.CONFIDE, DAN, reason=" "), "missing", "reason")
    state = life.do(Verb.CONFIDE, DAN, title="×××家停水")
    assert (state.confidential, state.holder, state.status, state.title_seq) == (
        True,
        BUREAU,
        Status.HANDLING,
        state.seq,
    )
    assert refused(life.try_(Verb.CONFIDE, DAN), "in_confidence_already").article == "30"
    refused(life.try_(Verb.UNMASK, BAO), "kept_in_confidence")


@transition("triage", "confide")
@pytest.mark.parametrize("klass", ["appeal", "tip_off"])
def test_sorting_may_promise_confidence_which_sorting_anew_doesnt_take_back(klass: str) -> None:
    life = Life().did(Verb.TRIAGE, DAN, klass=klass, confidential=True).did(Verb.TRIAGE, DAN, klass="appeal")
    assert life.matter.told_in_confidence
    refused(life.try_(Verb.CONFIDE, DAN), "in_confidence_already")


def test_a_tip_off_may_be_promised_confidence_as_well() -> None:
    """A slip in sorting, mended at once, would end it; a promise doesn't."""
    life = (
        Life()
        .did(Verb.TRIAGE, DAN, klass="tip_off")
        .did(Verb.CONFIDE, DAN)
        .did(Verb.TRIAGE, DAN, klass="appeal")
    )
    assert life.matter.confidential


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("请替我保密，怕报复", ("保密", "怕报复")), ("夜里挖沙，千万别说是我反映的", ("别说是我",)),
        ("请勿泄露我的身份，担心被报复", ("请勿泄露", "被报复")), ("제 이름을 알리지 말아주십시오", ("이름을 알리지",)),
        ("이름을 밝히지 말아주십시오", ("이름을 밝히지",)), ("水管坏了", ()),
    ],
)  # fmt: skip
def test_words_that_ask_for_confidence(text: str, words: tuple[str, ...]) -> None:
    assert confidence_words(text) == words
