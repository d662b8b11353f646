"""Naming the accused, recusal, and what is kept from whom (Art. 28, 30, 46(5)). Attackers' tries beside the lawful ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiyin.rules.clocks import Clock
from huiyin.rules.duties import BarKind
from huiyin.rules.roles import Actor, Role
from huiyin.rules.vocabulary import Status, Verb
from tests.rules.cast import (
    BAO,
    BO,
    BUREAU,
    CLOSED,
    CUN,
    DAN,
    DEPARTMENT,
    GE,
    GROUP,
    GU,
    LEADER_A,
    LEADERS,
    LI,
    LU,
    LUO,
    OFFICE,
    OLD,
    PAK,
    ROOT,
    SHI,
    SHU,
    STATION,
    SUN,
    TANG,
    TAO,
    TOWN,
    TU,
    VILLAGE,
    WATER,
    WEN,
    WU,
    XIA,
    Life,
    clock,
    kept_away,
    post,
    reasons,
    refused,
    runs,
    sees,
    sound,
    tip_off,
)  # fmt: skip

transition = pytest.mark.transition


@transition("accuse")
@pytest.mark.parametrize(
    "verb", [Verb.ACCEPT, Verb.FORWARD, Verb.ASSIGN, Verb.OWN, Verb.RECOMMEND, Verb.LINK]
)
def test_a_tip_off_goes_nowhere_before_the_accused_are_named(verb: Verb) -> None:
    life = tip_off()
    by = SUN if verb is Verb.RECOMMEND else DAN
    assert refused(life.try_(verb, by), "name_the_accused").article == "30"
    life.do(Verb.ACCUSE, DAN, accused="")  # it is known that nobody in the county is meant
    assert (life.matter.accused_known, life.matter.bars) == (True, ())
    life.do(verb, by)


@transition("accuse")
def test_the_accused_unit_its_stations_its_superiors_and_its_former_people_are_kept_away() -> None:
    life = tip_off().did(Verb.ACCUSE, DAN, accused=STATION)
    assert [(bar.kind, bar.subject) for bar in life.matter.bars] == [
        (BarKind.UNIT, STATION),
        (BarKind.LINE, BUREAU),
    ]
    moved = replace(WU, former=(post(Role.OFFICER, BUREAU, STATION),))
    kept_away(life, SHI, SHU, BAO, BO, moved)
    sees(life, DAN, SUN, LI)
    for unit in (STATION, BUREAU):
        assert refused(life.try_(Verb.FORWARD, DAN, to=unit), "to_the_accused", "to").article == "30"
    life.do(Verb.FORWARD, DAN, to=WATER)
    sound(life.matter)


@transition("accuse")
def test_a_sister_office_isnt_in_the_line_but_what_lies_below_the_accused_is() -> None:
    office = tip_off(by=TAO, desk=TOWN).did(Verb.ACCUSE, TAO, accused=OFFICE)
    kept_away(office, TU, TAO, TANG)
    sees(office, DAN)
    refused(office.try_(Verb.NOTE, CUN), "not_yours")  # the village isn't barred, only not involved
    town = tip_off().did(Verb.ACCUSE, DAN, accused=TOWN)
    kept_away(town, TU, TAO, TANG, CUN)


@transition("accuse")
def test_whoever_took_over_the_accused_is_accused() -> None:
    life = tip_off().did(Verb.ACCUSE, DAN, accused=CLOSED)
    kept_away(life, OLD, BAO, BO, SHI)
    refused(life.try_(Verb.FORWARD, DAN, to=BUREAU), "to_the_accused")


@transition("accuse")
def test_a_person_alone_is_kept_away_and_no_longer_its_officer() -> None:
    life = Life().to(Verb.NOTIFY).did(Verb.ACCUSE, DAN, accused="", person=BAO.key)
    assert (life.matter.officer, life.matter.holder) == ("", BUREAU)
    kept_away(life, BAO)
    life.do(Verb.DRAFT, BO)
    sound(life.matter)


@transition("accuse")
@pytest.mark.parametrize(
    ("accused", "person", "desk"),
    [(BUREAU, "", DEPARTMENT), (DEPARTMENT, "", LEADERS), (GROUP, "", LEADERS), (TOWN, BO.key, DEPARTMENT)],
)
def test_naming_the_same_twice_bars_once(accused: str, person: str, desk: str) -> None:
    life = tip_off()
    for by in (DAN, LI if desk == LEADERS else DAN):
        life.do(Verb.ACCUSE, by, accused=accused, person=person)
    assert len({(bar.kind, bar.subject) for bar in life.matter.bars}) == len(life.matter.bars)
    assert life.matter.desk == desk
    sound(life.matter)


@transition("accuse")
@pytest.mark.parametrize("verb", [Verb.FORWARD, Verb.SIGN, Verb.NOTIFY, Verb.DRAFT, Verb.APPROVE, Verb.ISSUE])
def test_what_the_accused_holds_is_taken_back_with_one_term_running(verb: Verb) -> None:
    life = Life().to(verb).did(Verb.ACCUSE, DAN, accused=BUREAU)
    assert (life.matter.status, life.matter.owner, life.matter.officer) == (Status.TRIAGED, DEPARTMENT, "")
    assert runs(life) == {Clock.L5}
    assert (life.matter.opinion, life.matter.outcome, life.matter.round) == (None, None, None)
    kept_away(life, BAO, BO)
    sound(life.matter)
    life.do(Verb.FORWARD, DAN, to=WATER)
    life.do(Verb.OBJECT, WU)  # the return brings the desk's last term back
    life.do(Verb.AGREE_RETURN, DAN)
    assert runs(life) == {Clock.L5}


@transition("accuse")
def test_an_objection_of_the_accused_is_no_longer_theirs() -> None:
    life = Life().to(Verb.SIGN).did(Verb.OBJECT, BAO).did(Verb.ACCUSE, DAN, accused=BUREAU)
    assert (life.matter.status, runs(life)) == (Status.TRIAGED, {Clock.L5})
    sound(life.matter)


@transition("accuse")
def test_the_desk_names_the_accused_and_never_the_unit_that_handles_it() -> None:
    """Whoever handles a matter could get rid of it, and of those who look on, by naming the desk that sent it."""
    life = Life().to(Verb.NOTIFY)
    assert reasons(life, Verb.ACCUSE, BAO, BO, WEN, GU, XIA, PAK) == {"not_yours"}
    life.do(Verb.ACCUSE, DAN)
    assert life.matter.holder == BUREAU


@transition("accuse")
@pytest.mark.parametrize("by", [SUN, LI])
def test_whoever_supervises_names_the_accused_where_the_desk_wouldnt_name_itself(by: Actor) -> None:
    life = tip_off(by=TAO, desk=TOWN).did(Verb.ACCUSE, by, accused=TOWN)
    assert (life.matter.desk, life.matter.owner) == (DEPARTMENT, DEPARTMENT)
    kept_away(life, TAO, TANG)
    sound(life.matter)


@transition("accuse")
def test_naming_the_accused_is_the_owners_word_only_where_it_is_the_owners() -> None:
    life = Life().to(Verb.NOTIFY)
    before = life.matter.owner_at
    assert life.wait(days=9).did(Verb.ACCUSE, SUN).matter.owner_at == before
    own = Life()
    own.do(Verb.TRIAGE, DAN)
    assert own.wait(days=9).did(Verb.ACCUSE, DAN, accused=TOWN).matter.owner_at == own.now


@transition("accuse")
def test_before_it_is_sorted_the_desks_own_term_goes_on_unless_the_desk_is_accused() -> None:
    life = Life().did(Verb.ACCUSE, DAN)
    assert (life.matter.status, runs(life)) == (Status.REGISTERED, {Clock.T1})
    own = Life(by=TAO, desk=TOWN).did(Verb.ACCUSE, TAO, accused=VILLAGE)  # the town commands the village
    assert (own.matter.status, own.matter.desk, own.matter.owner) == (
        Status.REGISTERED,
        DEPARTMENT,
        DEPARTMENT,
    )
    assert runs(own) == {Clock.L5}
    assert clock(own, Clock.L5).party == DEPARTMENT
    kept_away(own, TAO, TANG, CUN, TU)
    sound(own.matter)
    own.do(Verb.TRIAGE, DAN)


@transition("accuse")
def test_the_department_accused_is_decided_on_by_the_leaders_office() -> None:
    life = tip_off(urgent=True).did(Verb.ACCUSE, DAN, accused=GROUP)
    assert life.matter.desk == LEADERS
    kept_away(life, DAN, GU, GE, SUN)
    sees(life, LI, LU, LUO)
    life.do(Verb.ACCEPT, LI)
    life.do(Verb.DRAFT, LUO, outcome="fed_back")
    life.do(Verb.APPROVE, LI)
    life.do(Verb.ISSUE, LUO)
    life.do(Verb.DELIVER, LUO)
    life.do(Verb.CLOSE, LUO)
    sound(life.matter)


@transition("accuse", "decline")
def test_a_letter_of_the_accused_desk_isnt_the_answer() -> None:
    life = Life().did(Verb.TRIAGE, DAN).did(Verb.DECLINE, DAN).did(Verb.ACCUSE, DAN, accused=DEPARTMENT)
    assert (life.matter.status, life.matter.desk, life.matter.opinion) == (Status.TRIAGED, LEADERS, None)
    assert (runs(life), life.matter.outcome, life.matter.route) == ({Clock.L5}, None, None)
    sound(life.matter)
    life.do(Verb.DECLINE, LU)
    life.do(Verb.DELIVER, LUO)


@transition("accuse")
def test_once_the_desk_is_accused_even_an_innocent_unit_hands_over_and_terms_change_hands() -> None:
    life = Life(by=TAO, desk=TOWN)
    life.do(Verb.TRIAGE, TAO, urgent=True)
    life.do(Verb.SATELLITE, TAO, source="mailbox")
    life.did(Verb.FORWARD, TAO, to=WATER).did(Verb.ACCUSE, TAO, accused=TOWN)
    assert (life.matter.status, life.matter.owner) == (Status.TRIAGED, DEPARTMENT)
    assert runs(life) == {Clock.L5, Clock.F2, Clock.L9, Clock.L12}
    assert {run.party for run in life.matter.running} == {DEPARTMENT}
    sound(life.matter)


@transition("accuse")
@pytest.mark.parametrize(
    "order", [(DEPARTMENT, LEADERS), (LEADERS, DEPARTMENT), (LEADER_A, DEPARTMENT), (ROOT,)]
)
def test_somebody_must_be_left_who_decides(order: tuple[str, ...]) -> None:
    life = tip_off()
    for unit in order[:-1]:
        life.do(Verb.ACCUSE, LU if life.matter.desk == LEADERS else DAN, accused=unit)
    by = LU if life.matter.desk == LEADERS else DAN
    assert (
        refused(life.try_(Verb.ACCUSE, by, accused=order[-1]), "nobody_left_to_decide", "accused").article
        == "30"
    )
    sound(life.matter)


@transition("accuse")
def test_one_leader_of_two_can_be_accused_beside_the_department() -> None:
    life = tip_off().did(Verb.ACCUSE, DAN, accused=DEPARTMENT).did(Verb.ACCUSE, LU, accused=LEADER_A)
    kept_away(life, DAN, LI)
    sees(life, LU, LUO)
    sound(life.matter)


@transition("accuse")
def test_the_department_accused_at_a_towns_desk_decides_nothing_later_either() -> None:
    life = tip_off(by=TAO, desk=TOWN).did(Verb.ACCUSE, TAO, accused=DEPARTMENT)
    assert life.matter.desk == TOWN
    life.do(Verb.ACCUSE, TAO, accused=VILLAGE)
    assert life.matter.desk == LEADERS
    sound(life.matter)
