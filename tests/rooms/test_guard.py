"""The routing guard on real tables: who is accused, or in the line of command, never gets, sees, counts or hears. Art. 30."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.rooms.accounts.actions import deactivate, end_post, give_post
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import was
from huiyin.rooms.cases import actions, lists, looks, owning, pressing, protecting, together
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.around import Bar, RefusedLook
from huiyin.rooms.cases.attempts import carry_looks
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.queries import file_of, matter_for, visible_to, work_list
from huiyin.rooms.cases.registering import link, unlink
from huiyin.rooms.cases.seeing import barred_from, barring, petitions_for
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.queries import tree
from huiyin.rooms.county.reorganising import close_unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.notices.models import Notice
from huiyin.rules.duties import BarKind
from huiyin.rules.identifiers import matter_number
from huiyin.rules.roles import SYSTEM, Actor, Role
from huiyin.rules.roles import Post as HeldPost
from huiyin.rules.routing import actor_barred
from huiyin.rules.surround import Bar as BarValue
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.cast import BAO, BO, BUREAU, DAN, DEPARTMENT, GU, START, TAO, TOWN, WATER, WU, XIA, comes_in
from tests.rooms.guard_cast import (
    HOUR,
    LEADER,
    LEADERS,
    LONG_AGO,
    OFFICE,
    SUB,
    accused,
    add_units,
    at_step,
    faults,
    hire,
    who,
)

BIN = cast.person("bin", Role.OFFICER, BUREAU, OFFICE)
SHU = cast.person("shu", Role.HEAD, BUREAU, SUB)
LAN = cast.person("lan", Role.LEADER, LEADERS, LEADER)
UNKNOWN = matter_number("222424", START.date(), 777)
STEP = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def county(county: None) -> None:
    """The small county with leaders and a sub-bureau."""
    add_units()


def sees(actor: Actor, number: str) -> bool:
    """By every way of reading that there is; they must agree."""
    listed = {
        visible_to(actor).filter(pk=number).exists(),
        matter_for(actor, number) is not None,
    }
    assert len(listed) == 1
    (found,) = listed
    if not found:
        units = [None, *{post.unit for post in actor.posts}]
        assert all(number not in {m.pk for m in work_list(actor, unit=u)} for u in units)
    return found


def refused(why: str, act: Callable[..., Any], *args: Any, **kwargs: Any) -> NotDone:
    """The act is refused for this reason."""
    with pytest.raises(NotDone) as caught:
        act(*args, **kwargs)
    assert caught.value.refused.reason == why
    return caught.value


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
    assert not sees(TAO, number)
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


# -- looks ---------------------------------------------------------------------------------------------------------


def attempts(number: str) -> list[tuple[str, str]]:
    """Who tried what, as the dossier tells it."""
    rows = Entry.objects.filter(number=number, verb="attempt").order_by("seq")
    return [(row.by, json.loads(row.data)["what"]) for row in rows]


@pytest.mark.transition("attempt")
def test_refused_looks_become_one_entry_a_day_and_only_where_the_guard_refused() -> None:
    bo, tao = hire("bo", (Role.HEAD, BUREAU)), hire("tao", (Role.HEAD, TOWN))
    number, day = accused(BUREAU), timedelta(days=1)
    for user in (bo, tao):
        for what in ("look", "look", "file"):
            looks.note_look(number, what, by=who(user), now=START + HOUR)
        looks.note_look(UNKNOWN, "look", by=who(user), now=START + HOUR)
    looks.note_look(number, "look", by=who(bo), now=START + day)
    assert carry_looks(now=START + day + HOUR) == 3
    assert attempts(number) == [(bo.key, "look"), (bo.key, "file"), (bo.key, "look")]
    tried = [json.loads(e.data)["tried_at"] for e in Entry.objects.filter(verb="attempt").order_by("seq")]
    assert tried[0] == (START + HOUR).isoformat()
    assert carry_looks(now=START + day + HOUR) == 0
    assert not RefusedLook.objects.exists()
    assert faults() == set()


def test_carrying_again_after_a_crash_writes_nothing_twice() -> None:
    bo, number = hire("bo", (Role.HEAD, BUREAU)), accused(BUREAU)
    looks.note_look(number, "look", by=who(bo), now=START + HOUR)
    for _ in range(3):
        carry_looks(now=START + HOUR + STEP)  # the row is still within the hour that is measured
    assert attempts(number) == [(bo.key, "look")]


def test_who_looked_before_the_accusation_has_tried_nothing() -> None:
    bo = hire("bo", (Role.HEAD, BUREAU))
    number = comes_in().number
    looks.note_look(number, "look", by=who(bo), now=START + STEP)
    protecting.accuse(number, accused=BUREAU, text="x", by=DAN, now=START + HOUR)
    assert carry_looks(now=START + 2 * HOUR) == 0


def test_a_look_is_carried_after_the_account_is_closed_and_by_a_joined_number() -> None:
    ada = who(hire("ada", (Role.ADMIN, DEPARTMENT)))
    bo = hire("bo", (Role.HEAD, BUREAU))
    first, second = accused(BUREAU), comes_in().number
    link(second, other=first, by=DAN, now=START + STEP)
    looks.note_look(second, "look", by=who(bo), now=START + HOUR)
    deactivate(bo, by=ada, now=START + 2 * HOUR)
    assert carry_looks(now=START + 3 * HOUR) == 1
    assert attempts(first) == [(bo.key, "look")]


def test_a_flood_of_looks_is_bounded_and_nonsense_leaves_nothing() -> None:
    bo = who(hire("bo", (Role.HEAD, BUREAU)))
    for _ in range(looks.MOST_AN_HOUR + 5):
        looks.note_look(UNKNOWN, "look", by=bo, now=START)
    assert RefusedLook.objects.count() == looks.MOST_AN_HOUR
    looks.note_look(UNKNOWN, "look", by=bo, now=START + HOUR + STEP)
    assert RefusedLook.objects.count() == looks.MOST_AN_HOUR + 1
    looks.note_look("nonsense", "look", by=WU, now=START)
    looks.note_look(UNKNOWN, "look", by=cast.PAK, now=START)
    assert not RefusedLook.objects.exclude(actor=bo.key).exists()


@pytest.mark.parametrize("full", [False, True])
def test_an_act_on_a_barred_matter_costs_and_says_what_an_unknown_number_does(full: bool) -> None:
    bo, number = who(hire("bo", (Role.HEAD, BUREAU))), accused(BUREAU)
    if full:
        for _ in range(looks.MOST_AN_HOUR):
            looks.note_look(UNKNOWN, "look", by=bo, now=START)
    costs, said = [], []
    for target in (number, UNKNOWN):
        with CaptureQueriesContext(connection) as asked:
            said.append(refused("no_such_matter", actions.note, target, text="x", by=bo, now=START + STEP))
        costs.append([query["sql"].split()[0] for query in asked])
    assert costs[0] == costs[1]
    assert said[0].refused == said[1].refused
    assert RefusedLook.objects.filter(what="note").count() == (0 if full else 2)


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
    assert "the accused never get it: 1 of 1" in capsys.readouterr().out
    Matter.objects.filter(pk=number).update(holder_id=BUREAU)
    with pytest.raises(SystemExit):
        call_command("verify", "--no-files")
    out = capsys.readouterr().out
    assert "the accused never get it: 0 of 1" in out
    assert "guard_broken  the matter is with somebody whom it is kept from: matter.holder_id" in out
    assert list(number_faults(Tally()))


# -- any tree, any accusation, any actor -----------------------------------------------------------------------------


CODES = [f"T{n}" for n in range(8)]


@st.composite
def counties(draw: st.DrawFn) -> list[tuple[str, int | None, bool, int | None]]:
    """Units: code, place of the one above, whether an office, place of the heir."""
    made: list[tuple[str, int | None, bool, int | None]] = []
    for n, code in enumerate(CODES):
        above = draw(st.one_of(st.none(), st.integers(0, n - 1))) if n else None
        heir = draw(st.one_of(st.none(), st.none(), st.integers(0, len(CODES) - 1)))
        made.append((code, above, draw(st.booleans()), heir if heir != n else None))
    return made


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    county_=counties(),
    bars=st.lists(
        st.tuples(st.sampled_from(list(BarKind)), st.sampled_from([*CODES, "user:0", "user:1"])),
        min_size=1,
        max_size=4,
    ),
    posts=st.lists(st.sampled_from(CODES), max_size=3),
    former=st.lists(st.sampled_from(CODES), max_size=2),
    key=st.sampled_from(["user:0", "user:1"]),
    role=st.sampled_from([Role.DISPATCHER, Role.HEAD]),
)
def test_the_query_says_of_any_tree_what_the_rules_say(
    county_: Any, bars: Any, posts: Any, former: Any, key: str, role: Role
) -> None:
    from django.db import transaction

    with transaction.atomic():
        paths = _planted(county_)
        number = comes_in(by=cast.PAK).number
        rows = [BarValue(n, kind, subject, 1) for n, (kind, subject) in enumerate(bars, 1)]
        Bar.objects.bulk_create(
            Bar(matter_id=number, n=b.n, kind=b.kind.value, subject=b.subject, seq=1) for b in rows
        )
        actor = Actor(
            key,
            key,
            tuple(HeldPost(role, c, paths[c]) for c in posts),
            tuple(HeldPost(role, c, paths[c]) for c in former),
        )
        kept = actor_barred(rows, actor, tree())
        assert Bar.objects.filter(barring(actor), matter=number).exists() is kept
        if kept:
            assert not sees(actor, number)
            assert not petitions_for(actor).exists()
        elif posts and role is Role.DISPATCHER:
            assert sees(actor, number)
        transaction.set_rollback(True)
    forget()


def _planted(county_: Any) -> dict[str, str]:
    paths: dict[str, str] = {}
    for code, above, office, _ in county_:
        parent = CODES[above] if above is not None else "C"
        paths[code] = f"{paths.get(parent, 'C/')}{code}/"
        kind = UnitKind.GROUP if office else UnitKind.BUREAU
        Unit.objects.create(code=code, parent_id=parent, path=paths[code], kind=kind, name=code, short=code)
    for code, _, _, heir in county_:
        if heir is not None:
            Unit.objects.filter(pk=code).update(successor=CODES[heir], is_active=False)
    forget()
    return paths


def test_users_of_one_unit_are_told_apart_by_their_former_posts() -> None:
    assert User.objects.count() == 0
    number = accused(BUREAU)
    clean, moved = hire("a", (Role.OFFICER, WATER)), hire("b", (Role.OFFICER, WATER))
    Post.objects.create(user=moved, unit_id=OFFICE, role=Role.OFFICER, since=LONG_AGO, until=LONG_AGO + HOUR)
    actions.forward(number, to=WATER, by=DAN, now=START + HOUR)
    assert (sees(who(clean), number), sees(who(moved), number)) == (True, False)


def test_a_matter_is_found_by_its_number_and_not_by_reading_all_of_them() -> None:
    for _ in range(300):
        comes_in(by=cast.PAK)
    number = accused(SUB)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for actor in (WU, DAN):
            with CaptureQueriesContext(connection) as asked:
                matter_for(actor, number)
            plan = _plan(cursor, asked[0]["sql"])
            if connection.vendor == "sqlite":
                assert "SCAN huiyin_matter" not in plan
            else:
                assert re.search(r"Scan using \S+ on huiyin_matter .*\n\s+Index Cond", plan)
                assert "Seq Scan on huiyin_matter " not in plan


def test_the_work_list_is_read_in_its_order_with_the_guard_asked_row_by_row() -> None:
    for _ in range(300):
        comes_in(by=cast.PAK)
    accused(SUB)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        for actor, unit in ((DAN, None), (BAO, BUREAU)):
            with CaptureQueriesContext(connection) as asked:
                work_list(actor, unit=unit)
            plan = _plan(cursor, asked[0]["sql"])
            assert len(asked) == 1
            assert "bar" in plan
            assert "TEMP B-TREE" not in plan
            assert re.search("open_by_(due|owner)", plan)


def _plan(cursor: Any, query: str) -> str:
    cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + query)
    return "\n".join(str(row[-1]) for row in cursor.fetchall())
