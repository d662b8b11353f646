"""Who may do what, told once more as sentences beside the table; and whose word breaks an owner's silence."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from huiyin.rules.evolution import evolve
from huiyin.rules.lifecycle import allowed, barred
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    CUN,
    DAN,
    EVERYBODY,
    GE,
    GU,
    LAW,
    LEADERS,
    LI,
    LU,
    LUO,
    OFFICE,
    PAK,
    SHI,
    SHU,
    SUN,
    SYSTEM,
    TANG,
    TAO,
    TOWN,
    TU,
    VILLAGE,
    WATER,
    WEN,
    WU,
    Life,
    refused,
)  # fmt: skip
from tests.rules.played import PLAYED

SCENES = {verb: scene for verb, (scene, _) in PLAYED.items() if verb is not Verb.REGISTER}
DESK, UNIT, COUNTY = {DAN, GE}, {BAO, BO}, {SUN, LI, LU}
NOTES = {DAN, GU, GE, SUN, LI, LU}
#: Who may choose the verb in the scene that it is played in (a colleague rates only after a call); the desk is the department
#: with its group, and the station inside the bureau doesn't act for it.
MAY: dict[Verb, set] = {
    Verb.LINK: DESK, Verb.UNLINK: DESK, Verb.TRIAGE: DESK, Verb.ACCEPT: DESK, Verb.FORWARD: DESK, Verb.ASSIGN: DESK,
    Verb.SIGN: UNIT, Verb.NOTIFY: UNIT, Verb.OBJECT: UNIT, Verb.AGREE_RETURN: DESK, Verb.REFUSE_RETURN: DESK,
    Verb.DECLINE: DESK, Verb.NOTE: NOTES | {PAK, SYSTEM}, Verb.ATTACH: NOTES | {PAK, SYSTEM}, Verb.UNMASK: DESK | {GU},
    Verb.DRAFT: UNIT, Verb.REWORK: {BO}, Verb.APPROVE: {BO}, Verb.ISSUE: UNIT, Verb.DELIVER: UNIT | DESK | {GU},
    Verb.CLOSE: UNIT | DESK | {GU}, Verb.REOPEN: DESK, Verb.ACCUSE: DESK | COUNTY | {SYSTEM}, Verb.RECUSE: DESK | {GU, SYSTEM},
    Verb.CONFIDE: DESK | {GU, SYSTEM},
    Verb.ASK_EXTENSION: UNIT, Verb.REFUSE_EXTENSION: {BO}, Verb.UNASK_EXTENSION: UNIT, Verb.EXTEND: {BO},
    Verb.SIMPLIFY: UNIT, Verb.FALL_BACK: UNIT | DESK, Verb.SATELLITE: DESK | {GU},
    Verb.ASK_REVIEW: DESK | {GU, PAK}, Verb.OPEN_HEARING: {BO}, Verb.END_HEARING: UNIT, Verb.CO_HANDLE: UNIT | DESK,
    Verb.CONTRIBUTE: {WU, WEN}, Verb.DESIGNATE: {LI, LU}, Verb.URGE: COUNTY, Verb.SUPERVISE: COUNTY,
    Verb.ANSWER_NOTICE: UNIT, Verb.ESCALATE: COUNTY, Verb.LIFT: COUNTY, Verb.RECOMMEND: COUNTY, Verb.ADOPT: UNIT | COUNTY,
    Verb.OWN: DESK | {LI, LU}, Verb.OWN_REPORT: DESK | {LI}, Verb.RELEASE: DESK | {LI, LU},
    Verb.INSTRUCT: {LI, LU}, Verb.CARRY_OUT: UNIT,
    Verb.REPORT_UP: DESK | COUNTY, Verb.PLEDGE: UNIT | DESK, Verb.FULFIL: UNIT | DESK, Verb.WAIVE: {BO} | DESK,
    Verb.FOLLOW_UP: {DAN, SUN}, Verb.RATE: {PAK}, Verb.LOOK_INTO: {DAN, SUN}, Verb.CHANGE_CONTACT: DESK | {GU},
    Verb.CONFIRM_CONTACT: DESK | {GU}, Verb.WITHDRAW: DESK | {GU, PAK}, Verb.PUBLISH: DESK, Verb.RETRACT: DESK,
    Verb.ASK_SENDER: DESK | {GU}, Verb.SENDER_ANSWERS: NOTES | {PAK},
    Verb.ASK_BACK: NOTES | UNIT | {PAK}, Verb.ANSWER_QUESTION: UNIT,
}  # fmt: skip
#: Verbs that only follow from others are open to whoever sets them off.
FOLLOWS = {verb for verb, row in TRANSITIONS.items() if row.follows}


def able(life: Life, verb: Verb) -> set[str]:
    """The keys of everybody who may choose it now."""
    now, law = life.now, life.law
    return {by.key for by in EVERYBODY if barred(life.matter, verb, actor=by, now=now, law=law) is None}


@pytest.mark.parametrize("verb", sorted(set(SCENES) - FOLLOWS))
def test_who_may(verb: Verb) -> None:
    assert able(SCENES[verb](), verb) == {by.key for by in MAY[verb]}


def test_what_everybody_may_is_told_for_every_verb() -> None:
    assert set(MAY) == set(SCENES) - FOLLOWS


def test_after_a_call_the_department_may_write_a_rating_down() -> None:
    life = Life().to(Verb.DELIVER).did(Verb.FOLLOW_UP, SUN)
    assert able(life, Verb.RATE) == {DAN.key, SUN.key, PAK.key}


def test_a_leader_heads_what_the_leaders_office_holds_and_its_officer_works_on_it() -> None:
    """Approval is a leader's, handling an officer's; the desk is another's here."""
    life = Life().did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN, to=LEADERS).did(Verb.SIGN, LUO)
    assert LI.key not in able(life, Verb.NOTIFY)
    life.did(Verb.SIMPLIFY, LI).did(Verb.FALL_BACK, LI).did(Verb.NOTIFY, LUO)
    for verb in (
        Verb.CO_HANDLE,
        Verb.PLEDGE,
        Verb.OPEN_HEARING,
        Verb.END_HEARING,
        Verb.REPORT_UP,
        Verb.EXTEND,
    ):
        life.do(verb, LI)
    life.did(Verb.PLEDGE, LUO).did(Verb.FULFIL, LI).did(Verb.WAIVE, LI, item=2)
    life.did(Verb.DRAFT, LUO).did(Verb.APPROVE, LI).did(Verb.REWORK, LI).did(Verb.DRAFT, LUO).did(
        Verb.APPROVE, LI
    )
    assert LI.key not in able(life, Verb.DRAFT)
    life.did(Verb.ISSUE, LI)
    assert LI.key not in able(life, Verb.DELIVER)
    life.did(Verb.DELIVER, LUO)


def test_a_leader_answers_for_their_office_where_it_contributes_is_supervised_or_advised() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.CO_HANDLE, BAO, to=LEADERS).did(Verb.CONTRIBUTE, LI)
    life.did(Verb.RECOMMEND, SUN, to=LEADERS).did(Verb.ADOPT, LUO)
    held = Life().did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN, to=LEADERS).did(Verb.SUPERVISE, SUN)
    held.do(Verb.ANSWER_NOTICE, LU)


def test_a_village_and_a_station_dont_act_for_what_they_lie_in_but_an_office_does() -> None:
    town = Life(by=TAO, desk=TOWN, confidential=True).did(Verb.TRIAGE, TAO).did(Verb.ACCEPT, TAO)
    assert allowed(town.matter, actor=CUN, now=town.now, law=LAW) == ()
    assert {Verb.DRAFT, Verb.UNMASK} <= set(allowed(town.matter, actor=TU, now=town.now, law=LAW))
    bureau = Life().to(Verb.DRAFT)
    for by in (SHI, SHU):
        assert allowed(bureau.matter, actor=by, now=bureau.now, law=LAW) == ()
    for verb, by in ((Verb.CO_HANDLE, SHU), (Verb.APPROVE, SHU), (Verb.RECUSE, SHI)):
        refused(bureau.try_(verb, by), "not_yours")


def test_the_head_of_the_house_approves_for_its_office_and_not_for_its_village() -> None:
    life = Life().did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN, to=OFFICE).did(Verb.SIGN, TU)
    assert TANG.key not in able(life, Verb.NOTIFY)
    life.did(Verb.NOTIFY, TU).did(Verb.OPEN_HEARING, TAO).did(Verb.END_HEARING, TAO).did(Verb.DRAFT, TU)
    life.did(Verb.APPROVE, TAO).did(Verb.REWORK, TAO).did(Verb.RECUSE, TAO, person="user:tang").did(
        Verb.DECLINE, TAO
    )
    held = Life().did(Verb.TRIAGE, DAN).did(Verb.FORWARD, DAN, to=VILLAGE)
    refused(held.try_(Verb.DECLINE, TAO), "not_yours")
    held.do(Verb.DECLINE, CUN)


def test_whoever_only_registers_may_enter_another_lines_number_and_the_unit_too() -> None:
    life = Life()
    assert able(life, Verb.SATELLITE) == {DAN.key, GU.key, GE.key}
    assert able(Life().to(Verb.SIGN), Verb.SATELLITE) == {DAN.key, GU.key, GE.key, BAO.key, BO.key}


#: After which verbs the unit that answers for the matter counts as having done something, or another one answers for it now.
SPEAKS = {
    Verb.LINK, Verb.UNLINK, Verb.TRIAGE, Verb.ACCEPT, Verb.FORWARD, Verb.ASSIGN, Verb.SIGN, Verb.NOTIFY, Verb.OBJECT,
    Verb.AGREE_RETURN, Verb.REFUSE_RETURN, Verb.DECLINE, Verb.NOTE, Verb.ATTACH, Verb.DRAFT, Verb.REWORK, Verb.APPROVE,
    Verb.ISSUE, Verb.DELIVER, Verb.CLOSE, Verb.REOPEN, Verb.ACCUSE, Verb.RECUSE, Verb.EXTEND, Verb.SIMPLIFY,
    Verb.ASK_EXTENSION, Verb.REFUSE_EXTENSION, Verb.UNASK_EXTENSION,
    Verb.FALL_BACK, Verb.SATELLITE, Verb.OPEN_HEARING, Verb.END_HEARING, Verb.CO_HANDLE, Verb.DESIGNATE,
    Verb.ANSWER_NOTICE, Verb.CARRY_OUT, Verb.PLEDGE, Verb.FULFIL, Verb.WAIVE, Verb.ASK_SENDER,
    Verb.ANSWER_QUESTION,
}  # fmt: skip


@pytest.mark.parametrize("verb", sorted(SCENES))
def test_whose_word_breaks_the_silence(verb: Verb) -> None:
    """Pressing a unit, asking about it or rating it isn't the unit's doing."""
    scene, by = PLAYED[verb]
    life = scene().wait(hours=5)
    before = life.matter.owner_at
    assert life.do(verb, by).owner_at == (life.now if verb in SPEAKS else before)


def test_a_note_of_anybody_but_the_owner_breaks_no_silence() -> None:
    life = Life().to(Verb.NOTIFY)
    before = life.matter.owner_at
    for verb in (Verb.NOTE, Verb.ATTACH):
        for by in (DAN, LI, PAK, SYSTEM):
            assert life.wait(hours=5).do(verb, by).owner_at == before
    assert life.do(Verb.NOTE, BO).owner_at == life.now


PARTS = [
    spec.name
    for spec in fields(MatterState)
    if spec.name not in ("petitions", "withdrawn") and str(spec.type).startswith("tuple")
]


@pytest.mark.parametrize("verb", sorted(set(SCENES) | {Verb.REGISTER}))
def test_parts_are_numbered_from_one_and_entries_point_to_themselves(verb: Verb) -> None:
    """Twice the same verb where that can be: the second part is the second."""
    scene, by = PLAYED[verb]
    life = scene() or Life()
    for _ in range(2):
        life.try_(verb, by)
        for name in PARTS:
            parts = getattr(life.matter, name)
            assert [part.n for part in parts] == list(range(1, len(parts) + 1)), name
            seqs = [
                getattr(part, at)
                for part in parts
                for at in ("seq", "task_seq", "text_seq")
                if hasattr(part, at)
            ]
            assert all(0 <= seq <= life.matter.seq for seq in seqs)


def test_nothing_that_was_is_lost_on_a_long_way() -> None:
    """Two stays, four drafts, reopened once: each is there still, with what became of it."""
    life = (
        Life()
        .to(Verb.SIGN)
        .did(Verb.OBJECT, BAO)
        .did(Verb.AGREE_RETURN, DAN)
        .did(Verb.FORWARD, DAN, to=WATER)
    )
    life.did(Verb.SIGN, WU).did(Verb.NOTIFY, WU).did(Verb.DRAFT, WU).did(Verb.DRAFT, WU).did(Verb.REWORK, WEN)
    life.did(Verb.DRAFT, WU).did(Verb.APPROVE, WEN).did(Verb.ISSUE, WU).did(Verb.DELIVER, WU).did(
        Verb.CLOSE, WU
    )
    stays = [
        (stay.holder, stay.signed_by, stay.returned, stay.ended_at is not None) for stay in life.matter.rounds
    ]
    assert stays == [(BUREAU, BAO.key, True, True), (WATER, WU.key, False, True)]
    drafts = [(opinion.n, opinion.withdrawn_at is not None) for opinion in life.matter.opinions]
    assert drafts == [(1, True), (2, True), (3, False)]
    life.did(Verb.REOPEN, DAN).did(Verb.FORWARD, DAN).did(Verb.SIGN, BAO).did(Verb.NOTIFY, BAO).did(
        Verb.DRAFT, BAO
    )
    assert [opinion.withdrawn_at is not None for opinion in life.matter.opinions] == [True, True, True, False]
    assert [stay.n for stay in life.matter.rounds] == [1, 2, 3]


def test_a_dossier_begins_with_one() -> None:
    first = Life().to(Verb.TRIAGE).events[1]
    with pytest.raises(ValueError, match="entry 2 follows 0"):
        evolve(None, first)
    with pytest.raises(ValueError, match="begins with register, not triage"):
        evolve(None, replace(first, seq=1))
