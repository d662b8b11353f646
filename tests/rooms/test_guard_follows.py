"""The bar follows: officers through their posts, the accused into their heirs, and from matter to matter. Art. 24, 30."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.actions import deactivate, end_post, give_post
from huiyin.rooms.accounts.models import Post
from huiyin.rooms.accounts.queries import was
from huiyin.rooms.cases import actions, protecting, together
from huiyin.rooms.cases.around import Bar, RefusedLook
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.county.queries import tree
from huiyin.rooms.county.reorganising import close_unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import SYSTEM, Actor, Role
from huiyin.rules.routing import actor_barred
from tests.rooms import cast
from tests.rooms.cast import BO, BUREAU, DAN, DEPARTMENT, START, TAO, TOWN, WATER, WU, comes_in
from tests.rooms.guard_cast import (
    HOUR,
    LONG_AGO,
    SUB,
    UNKNOWN,
    accused,
    add_units,
    faults,
    hire,
    refused,
    sees,
    who,
)


@pytest.fixture(autouse=True)
def county(county: None) -> None:
    """The small county with leaders and a sub-bureau."""
    add_units()


# -- change of post, delegation, merged units ----------------------------------------------------------------------


def test_the_bar_follows_an_officer_through_every_change_of_post() -> None:
    ada = who(hire("ada", (Role.ADMIN, DEPARTMENT)))
    mover = hire("mei", (Role.DISPATCHER, DEPARTMENT))
    number = accused(BUREAU)
    assert sees(who(mover), number)
    inside = give_post(
        mover, unit=BUREAU, role=Role.OFFICER, by=ada, now=START
    )  # into it: beside the old post, too
    assert not sees(who(mover, START + HOUR), number)
    end_post(inside, by=ada, now=START + 2 * HOUR)  # out of it: a former post counts
    assert not sees(who(mover, START + 3 * HOUR), number)
    give_post(mover, unit=SUB, role=Role.OFFICER, by=ada, now=START + 3 * HOUR)  # between barred units
    assert not sees(who(mover, START + 4 * HOUR), number)
    deactivate(mover, by=ada, now=START + 5 * HOUR)
    assert actor_barred(file_of(number).state.bars, was(mover, START + 6 * HOUR), tree())


def test_who_substitutes_in_a_barred_unit_for_a_day_never_sees_it() -> None:
    tao = hire("tao", (Role.HEAD, TOWN))
    Post.objects.create(
        user=tao, unit_id=BUREAU, role=Role.HEAD, since=LONG_AGO, until=LONG_AGO + timedelta(days=1)
    )
    number = accused(BUREAU, desk=TOWN, by=cast.TAO)
    assert sees(cast.TAO, number)
    assert not sees(who(tao), number)


def test_a_unit_that_takes_over_the_accused_is_kept_away_and_what_it_holds_taken_back() -> None:
    ada = who(hire("ada", (Role.ADMIN, DEPARTMENT)))
    number = accused(SUB)
    actions.forward(number, to=WATER, by=DAN, now=START + HOUR)
    together.co_handle(number, to=TOWN, text="请协助", by=DAN, now=START + HOUR)
    assert sees(WU, number)
    assert protecting.take_back_from_heirs(now=START + HOUR) == 0
    close_unit(SUB, successor=WATER, by=ada, now=START + 2 * HOUR)
    forget()
    assert not sees(WU, number)
    assert faults() == {"guard_broken"}
    assert protecting.take_back_from_heirs(now=START + 3 * HOUR) == 1
    assert file_of(number).state.owner == DEPARTMENT
    assert faults() == set()
    assert protecting.take_back_from_heirs(now=START + 4 * HOUR) == 0
    refused("to_the_accused", actions.forward, number, to=WATER, by=DAN, now=START + 5 * HOUR)


def test_a_helper_that_takes_over_the_accused_is_let_go() -> None:
    ada = who(hire("ada", (Role.ADMIN, DEPARTMENT)))
    number = accused(SUB)
    actions.forward(number, to=WATER, by=DAN, now=START + HOUR)
    together.co_handle(number, to=TOWN, text="请协助", by=DAN, now=START + HOUR)
    close_unit(SUB, successor=TOWN, by=ada, now=START + 2 * HOUR)
    forget()
    assert not sees(TAO, number)
    assert protecting.take_back_from_heirs(now=START + 3 * HOUR) == 1
    assert file_of(number).state.helping == ()
    assert faults() == set()


# -- joining -------------------------------------------------------------------------------------------------------


@pytest.mark.transition("link", "unlink")
def test_a_joined_matter_is_kept_from_whom_the_other_is_kept_from() -> None:
    target, source = accused(BUREAU), comes_in(by=BO, desk=BUREAU).number
    assert sees(BO, source)
    boss = Actor("user:boss", "boss", (*BO.posts, *DAN.posts))
    refused("no_such_matter", link, source, other=target, by=boss, now=START + HOUR)
    source = comes_in().number
    link(source, other=target, by=DAN, now=START + HOUR)
    assert Bar.objects.filter(matter=source).count() == 1
    assert not sees(boss, source)
    unlink(source, reason="两回事", by=DAN, now=START + 2 * HOUR)
    assert not sees(boss, source)
    assert sees(DAN, source)
    assert faults() == set()


def test_an_accusation_reaches_what_was_joined_before_and_what_that_had_joined() -> None:
    first, second, third = (comes_in().number for _ in range(3))
    link(third, other=second, by=DAN, now=START)
    link(second, other=first, by=DAN, now=START)
    protecting.accuse(first, accused=BUREAU, text="x", by=DAN, now=START + HOUR)
    moved = Actor("user:moved", "moved", DAN.posts, former=BO.posts)
    for number in (first, second, third):
        assert sees(DAN, number)
        assert not sees(moved, number)
        assert Bar.objects.filter(matter=number, subject=BUREAU).count() == 1
    assert {e.by for e in Entry.objects.filter(verb="accuse").exclude(number=first)} == {SYSTEM.key}
    assert faults() == set()


def test_a_recusal_in_the_matter_reaches_what_was_joined_to_it() -> None:
    user = hire("dan", (Role.DISPATCHER, DEPARTMENT))
    hire("den", (Role.DISPATCHER, DEPARTMENT))
    first, second = comes_in().number, comes_in().number
    link(second, other=first, by=DAN, now=START)
    protecting.recuse(first, person=user.key, reason="亲属", by=DAN, now=START + HOUR)
    assert not sees(who(user), second)
    refused("no_such_matter", actions.note, second, text="x", by=who(user), now=START + 2 * HOUR)
    refused("no_such_matter", unlink, second, reason="x", by=who(user), now=START + 2 * HOUR)
    assert faults() == set()


def test_nothing_is_joined_to_what_is_open_to_the_accused() -> None:
    source, target = accused(BUREAU), comes_in().number
    no = refused("other_lacks_guard", link, source, other=target, by=DAN, now=START + HOUR)
    assert (no.refused.field, no.refused.article) == ("other", "30")
    protecting.accuse(target, accused=BUREAU, text="同一单位", by=DAN, now=START + HOUR)
    link(source, other=target, by=DAN, now=START + 2 * HOUR)
    assert file_of(target).state.confidential  # a tip-off's voice stays so where it goes on
    assert faults() == set()


def test_a_barred_and_an_unknown_number_are_the_same_to_who_links() -> None:
    target, source = accused(BUREAU), comes_in().number
    boss = Actor("user:1", "boss", DAN.posts, former=BO.posts)
    costs = []
    for other in (target, UNKNOWN):
        with CaptureQueriesContext(connection) as asked:
            no = refused("no_such_matter", link, source, other=other, by=boss, now=START + HOUR)
        costs.append([query["sql"].split()[0] for query in asked])
        assert no.refused.params == {}
    assert costs[0] == costs[1]
    assert set(RefusedLook.objects.values_list("number", "what")) == {(target, "link"), (UNKNOWN, "link")}
