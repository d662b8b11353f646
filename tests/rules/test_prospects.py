"""What may happen next and by whom: read from the table for everybody who could stand there, and nobody who mustn't."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from huiyin.rules.duties import BarKind
from huiyin.rules.lifecycle import barred
from huiyin.rules.prospects import Prospect, post_at, prospects
from huiyin.rules.roles import Actor, Role
from huiyin.rules.state import MatterState
from huiyin.rules.surround import Bar
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.units import Node, Tree, UnitKind
from huiyin.rules.vocabulary import Verb
from tests.rules import cast

KINDS = {
    cast.ROOT: UnitKind.COUNTY, cast.DEPARTMENT: UnitKind.DEPARTMENT, cast.GROUP: UnitKind.GROUP, cast.BUREAU: UnitKind.BUREAU,
    cast.WATER: UnitKind.COMPANY, cast.TOWN: UnitKind.TOWN, "C-L": UnitKind.LEADERS,
}  # fmt: skip
PATHS = {
    code: f"C/{cast.DEPARTMENT}/{code}/" if code == cast.GROUP else f"C/{code}/"
    for code in KINDS
    if code != cast.ROOT
}
TREE = Tree(
    [Node(cast.ROOT, "C/", UnitKind.COUNTY), *(Node(code, path, KINDS[code]) for code, path in PATHS.items())]
)
LAW = replace(cast.LAW, tree=TREE, leaders="C-L")
NOW = cast.START + timedelta(days=1)


def at(verb: Verb) -> MatterState:
    """A matter that went its way up to and with the verb."""
    state = cast.Life(law=LAW).to(verb).state
    assert state is not None
    return state


def by_verb(state: MatterState) -> dict[Verb, Prospect]:
    """The prospects of a matter."""
    return {one.verb: one for one in prospects(state, now=NOW, law=LAW)}


def test_every_verb_that_people_choose_is_told_once_and_either_way() -> None:
    found = prospects(at(Verb.SIGN), now=NOW, law=LAW)
    chosen = [verb for verb, row in TRANSITIONS.items() if not row.follows and verb is not Verb.REGISTER]
    assert [one.verb for one in found] == chosen
    assert all(bool(one.by) is (one.no is None) for one in found)


def test_the_unit_that_signed_notifies_and_its_officer_does_it() -> None:
    notify = by_verb(at(Verb.SIGN))[Verb.NOTIFY]
    assert (Role.OFFICER, cast.BUREAU) in notify.by
    assert notify.article == "23"
    assert all(unit == cast.BUREAU for _, unit in notify.by)


def test_only_roles_that_can_sit_there_are_named() -> None:
    found = by_verb(at(Verb.TRIAGE))
    assert {role for role, _ in found[Verb.FORWARD].by} == {Role.DISPATCHER, Role.HEAD}
    assert all(role is not Role.LEADER or unit == "C-L" for one in found.values() for role, unit in one.by)


def test_an_office_counts_as_its_house_and_an_unknown_unit_holds_anybody() -> None:
    inside = replace(at(Verb.SIGN), holder=cast.GROUP)
    assert (Role.OFFICER, cast.GROUP) in by_verb(inside)[Verb.NOTIFY].by
    unknown = replace(at(Verb.SIGN), holder="C-GONE")
    assert (Role.OFFICER, "C-GONE") in by_verb(unknown)[Verb.NOTIFY].by


def test_whoever_sees_the_county_may_press_from_the_department() -> None:
    urge = by_verb(at(Verb.SIGN))[Verb.URGE]
    assert (Role.SUPERVISOR, cast.DEPARTMENT) in urge.by
    assert (Role.LEADER, "C-L") in urge.by


def test_the_departments_head_sees_the_county_and_is_named_for_it_of_another_desks_matter() -> None:
    town = replace(at(Verb.SIGN), desk=cast.TOWN, rounds=())
    found = by_verb(town)
    for verb in (Verb.NOTE, Verb.WITHDRAW):
        assert (Role.HEAD, cast.DEPARTMENT) in found[verb].by
        assert (Role.OFFICER, cast.DEPARTMENT) not in found[verb].by
        assert (Role.HEAD, cast.WATER) not in found[verb].by
    head = Actor("user:x", "", (post_at(Role.HEAD, cast.DEPARTMENT, LAW),))
    assert barred(town, Verb.WITHDRAW, actor=head, now=NOW, law=LAW) is None
    inside = Actor("user:y", "", (post_at(Role.HEAD, cast.GROUP, LAW),))
    assert barred(town, Verb.WITHDRAW, actor=inside, now=NOW, law=LAW) is not None, "an office's head isn't"


def test_a_county_without_leaders_office_names_the_department_alone() -> None:
    found = prospects(at(Verb.SIGN), now=NOW, law=replace(LAW, leaders=""))
    urge = next(one for one in found if one.verb is Verb.URGE)
    assert {unit for _, unit in urge.by} == {cast.DEPARTMENT}


def test_in_a_leaders_own_post_there_is_nobody_but_the_leader() -> None:
    life = cast.Life().to(Verb.SIGN).did(Verb.OWN, cast.DAN)
    found = {one.verb: one for one in prospects(life.matter, now=life.now, law=cast.LAW)}
    assert {role for one in found.values() for role, unit in one.by if unit == cast.LEADER_A} == {Role.LEADER}
    assert (Role.LEADER, cast.LEADER_A) in found[Verb.OWN_REPORT].by


def test_what_may_not_be_says_why_and_by_which_article() -> None:
    found = by_verb(at(Verb.SIGN))
    early = found[Verb.DRAFT].no
    assert early is not None
    assert (early.reason, early.article) == ("tell_petitioner_first", "23")
    closed = found[Verb.CLOSE].no
    assert closed is not None
    assert closed.reason == "not_in_this_state"


def test_the_accused_unit_is_nobody_who_may() -> None:
    state = at(Verb.TRIAGE)
    barred_bureau = replace(state, holder="", bars=(Bar(1, BarKind.UNIT, cast.BUREAU, 3),))
    named = {unit for one in prospects(barred_bureau, now=NOW, law=LAW) for _, unit in one.by}
    assert cast.BUREAU not in named
    assert cast.DEPARTMENT in named


def test_where_nobody_stands_so_the_verb_is_nobodys() -> None:
    contribute = by_verb(at(Verb.SIGN))[Verb.CONTRIBUTE].no
    assert contribute is not None
    assert contribute.reason == "not_yours"


def test_every_somebody_really_may() -> None:
    state = at(Verb.NOTIFY)
    for one in prospects(state, now=NOW, law=LAW):
        for role, unit in one.by:
            actor = Actor("user:x", "", (post_at(role, unit, LAW),))
            assert barred(state, one.verb, actor=actor, now=NOW, law=LAW) is None
