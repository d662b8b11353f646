"""The routing guard on real tables: who is accused, or in the line of command, never gets, sees, counts or hears. Art. 30."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.cases import actions, lists, looks, owning, pressing, protecting, together
from huiyin.rooms.cases.around import Bar
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.seeing import barred_from, petitions_for
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.notices.models import Notice
from huiyin.rules.roles import Actor, Role
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.cast import BAO, BO, BUREAU, DAN, DEPARTMENT, GU, START, TAO, TOWN, WATER, WU, XIA, comes_in
from tests.rooms.guard_cast import (
    BIN,
    HOUR,
    LAN,
    LEADER,
    LEADERS,
    SHU,
    STEP,
    SUB,
    accused,
    add_units,
    at_step,
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
    cast.holder_of(LEADER)


# -- who sees ------------------------------------------------------------------------------------------------------


@pytest.mark.transition("accuse")
def test_who_is_kept_away_when_a_bureau_is_accused() -> None:
    number = at_step(Verb.SIGN)
    assert sees(BAO, number)
    protecting.accuse(number, accused=BUREAU, text="办理单位正是被举报单位", by=DAN, now=START + 9 * HOUR)
    assert {a.name for a in (DAN, GU, LAN, BAO, BO, BIN, SHU, WU) if sees(a, number)} == {"dan", "gu", "lan"}
    state = file_of(number).state
    assert (state.holder, state.owner, state.status) == ("", DEPARTMENT, "triaged")
    assert faults() == set()


def test_the_line_of_command_is_kept_away_but_not_what_lies_beside() -> None:
    number = accused(SUB)
    assert {a.name for a in (BAO, BIN, SHU) if sees(a, number)} == set()
    bars = set(Bar.objects.values_list("kind", "subject"))
    assert bars == {("unit", SUB), ("line", BUREAU)}
    assert barred_from(BAO, number)
    assert not barred_from(WU, number)


def test_a_named_person_is_kept_away_wherever_they_work() -> None:
    user = hire("gu", (Role.OFFICER, cast.GROUP))
    number = accused("", person=user.key)
    assert not sees(who(user), number)
    assert sees(GU, number)


def test_recusal_keeps_whoever_says_so_away() -> None:
    user = hire("bao", (Role.OFFICER, BUREAU))
    hire("ban", (Role.OFFICER, BUREAU))
    number = at_step(Verb.SIGN)
    protecting.recuse(number, person=user.key, reason="是我舅舅", by=who(user), now=START + 9 * HOUR)
    assert not sees(who(user), number)
    assert sees(BO, number)


def test_visibility_grows_with_helpers_notices_recommendations_and_owners() -> None:
    number, at = at_step(Verb.SIGN), START + 9 * HOUR
    assert not sees(WU, number)
    together.co_handle(number, to=WATER, text="请提供管网图", by=BAO, now=at)
    assert sees(WU, number)
    together.contribute(number, item=1, text="已附", by=WU, now=at + STEP)
    assert sees(WU, number)
    assert not sees(TAO, number)
    pressing.recommend(
        number, advice="improve_work", to=TOWN, text="请改进", by=_supervisor(), now=at + 2 * STEP
    )
    assert sees(TAO, number)
    pressing.adopt(number, item=1, adoption="adopted", text="已改", by=TAO, now=at + 3 * STEP)
    assert sees(TAO, number)  # the paper and its answer are in its files
    assert not petitions_for(TAO).filter(matter=number).exists()  # and its figures are as before
    owning.own(number, leader=LEADER, reason="疑难", by=DAN, now=at + 4 * STEP)
    assert sees(LAN, number)
    assert faults() == set()


def _supervisor() -> Actor:
    return cast.person("sun", Role.SUPERVISOR, DEPARTMENT)


def test_a_helper_and_an_owner_who_turn_out_to_be_accused_lose_it() -> None:
    number, at = at_step(Verb.SIGN), START + 9 * HOUR
    together.co_handle(number, to=WATER, text="请协助", by=BAO, now=at)
    owning.own(number, leader=LEADER, reason="疑难", by=DAN, now=at + STEP)
    protecting.accuse(number, accused=WATER, text="水司有份", by=DAN, now=at + 2 * STEP)
    protecting.accuse(number, accused=LEADER, text="分管领导有份", by=DAN, now=at + 3 * STEP)
    assert not sees(WU, number)
    assert not sees(LAN, number)
    assert sees(BAO, number)
    assert faults() == set()
    for act, unit in ((actions.forward, None), (together.co_handle, WATER)):
        if unit:
            refused("to_the_accused", act, number, to=unit, text="x", by=BAO, now=at + 4 * STEP)
    assert Entry.objects.filter(number=number, verb="attempt").count() == 1  # sent to the accused: at once


def test_counts_are_those_of_a_county_without_the_matter() -> None:
    comes_in()
    period = (START.date(), START.date())
    before = {a.name: figures(*period, among=petitions_for(a)) for a in (BO, XIA, DAN)}
    number = at_step(Verb.FORWARD)
    protecting.accuse(number, accused=BUREAU, text="x", by=DAN, now=START + 9 * HOUR)
    after = {a.name: figures(*period, among=petitions_for(a)) for a in (BO, XIA, DAN)}
    assert after["bo"] == before["bo"]
    assert after["xia"] != before["xia"]
    watched = Actor("user:xia", "xia", XIA.posts, former=BO.posts)
    assert figures(*period, among=petitions_for(watched)) == before["xia"]


def test_every_list_of_what_is_owed_leaves_it_out() -> None:
    number = at_step(Verb.FORWARD)
    today = START.date() + timedelta(days=400)
    moved = Actor("user:moved", "moved", DAN.posts, former=BO.posts)
    assert [row.matter_id for row in lists.due(DAN, today)]
    protecting.accuse(number, accused=BUREAU, text="x", by=DAN, now=START + 9 * HOUR)
    assert {row.matter_id for row in lists.due(DAN, today)} == {number}
    assert not lists.due(moved, today)
    assert not lists.due(BO, today)


# -- taken in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "desk", "begins", "kept"),
    [
        (BUREAU, BUREAU, DEPARTMENT, {BO}), (SUB, BUREAU, DEPARTMENT, {BO, SHU}), (BUREAU, SUB, DEPARTMENT, {SHU}),
        (BUREAU, WATER, WATER, {BO}), (DEPARTMENT, DEPARTMENT, LEADERS, {DAN, GU}), (cast.GROUP, DEPARTMENT, LEADERS, {DAN}),
    ],
)  # fmt: skip
def test_a_petition_against_the_desk_itself_begins_elsewhere(
    unit: str, desk: str, begins: str, kept: set[Actor]
) -> None:
    number = comes_in(accused=unit, desk=desk, by=cast.PAK).number
    assert Matter.objects.get(pk=number).desk_id == begins
    assert not any(sees(actor, number) for actor in kept)
    assert file_of(number).state.accused_known
    assert faults() == set()


def test_nobody_left_to_decide_is_said_and_uses_up_no_number() -> None:
    no = refused("nobody_left_to_decide", comes_in, accused="C", by=cast.PAK)
    assert no.refused.field == "accused"
    refused("no_such_unit", comes_in, accused="C-MOON")
    assert not Petition.objects.exists()


def test_naming_the_accused_at_the_door_costs_one_statement(django_assert_max_num_queries: Any) -> None:
    comes_in()
    with CaptureQueriesContext(connection) as plain:
        comes_in()
    with CaptureQueriesContext(connection) as named:
        comes_in(accused=BUREAU)
    assert len(named) == len(plain) + 1


# -- told ----------------------------------------------------------------------------------------------------------


def test_notices_go_to_the_petitioner_alone_and_tasks_name_no_colleague() -> None:
    from django_tasks_db.models import DBTaskResult

    user = hire("bo", (Role.HEAD, BUREAU))
    number = at_step(Verb.NOTIFY)
    protecting.accuse(number, accused=BUREAU, text="x", by=DAN, now=START + 9 * HOUR)
    actions.forward(number, to=WATER, by=DAN, now=START + 10 * HOUR)
    looks.note_look(number, "look", by=who(user), now=START + 11 * HOUR)
    told = Notice.objects.all()
    assert told.exists()
    assert {str(row.phone) for row in told} == {cast.JIN.phone}
    keys = {str(pk) for pk in told.values_list("pk", flat=True)}
    for task in DBTaskResult.objects.all():
        assert {str(arg) for arg in task.args_kwargs["args"]} <= keys
        assert number not in str(task.args_kwargs)


def test_an_attachment_is_nobodys_who_is_kept_away(tmp_path: Any) -> None:
    from io import BytesIO

    number = accused(BUREAU)
    upload = Upload("证据.txt", 3, BytesIO(b"abc"))
    refused("no_such_matter", attach, number, upload=upload, by=BO, now=START + HOUR)
    assert file_of(number).state.papers == ()


# -- verify --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (lambda n: Bar.objects.filter(matter=n).delete(), "table_differs"),
        (lambda n: Bar.objects.create(matter_id=n, n=9, kind="unit", subject=WATER, seq=3), "table_differs"),
        (lambda n: Bar.objects.filter(matter=n).update(subject=WATER), "table_differs"),
        (lambda n: Matter.objects.filter(pk=n).update(holder_id=SUB), "guard_broken"),
        (lambda n: Matter.objects.filter(pk=n).update(owner_id=BUREAU), "guard_broken"),
        (
            lambda n: Unit.objects.filter(pk=BUREAU).update(successor=DEPARTMENT, is_active=False),
            "guard_broken",
        ),
    ],
    ids=["deleted", "inserted", "renamed", "holder", "owner", "heir"],
)
def test_verify_finds_a_guard_that_was_broken(tamper: Callable[[str], object], code: str) -> None:
    number = accused(BUREAU)
    assert faults() == set()
    tamper(number)
    forget()
    assert code in faults()


def test_verify_counts_who_is_guarded(capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    comes_in()
    number = accused(BUREAU)
    call_command("verify", "--no-files")
    assert "该避的都回避：1件中1件" in capsys.readouterr().out
    Matter.objects.filter(pk=number).update(holder_id=BUREAU)
    with pytest.raises(SystemExit):
        call_command("verify", "--no-files")
    out = capsys.readouterr().out
    assert "该避的都回避：1件中0件" in out
    assert "guard_broken" in out
    assert "matter.holder_id\n" in out
    assert list(number_faults(Tally()))
