"""The lists: what stands on each and why, who sees it, page by page, at the same cost for one row and for fifty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.cases import (
    actions,
    backlogs,
    following,
    listing,
    lists,
    owning,
    pressing,
    protecting,
    together,
)
from huiyin.rooms.cases.models import ClockRun, Matter
from huiyin.rooms.county.models import Setting
from huiyin.rooms.county.snapshot import VERSION, forget
from huiyin.rooms.dossier.queries import words_at
from huiyin.rules.clocks import RULES, Clock, Kind
from huiyin.rules.roles import PETITIONER, Role
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import (
    BAO,
    BO,
    BUREAU,
    DAN,
    DEPARTMENT,
    START,
    TAO,
    WATER,
    WU,
    XIA,
    comes_in,
    go,
    holder_of,
    person,
)
from tests.rooms.duty_cast import LAW, LEE, MA, MAG, SONG, add_leaders

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 3, 2)
FAR = date(2027, 12, 31)


@pytest.fixture(autouse=True)
def with_leaders(county: None) -> None:
    add_leaders()
    for post in (LAW, MAG):
        holder_of(post)


def matter(to: Verb | None = Verb.SIGN, **change: Any) -> str:
    """A matter that has gone its way up to and with the verb."""
    number = comes_in(**change).number
    if to is not None:
        go(number, to)
    return number


def numbers(rows: list[Any]) -> list[str]:
    return [getattr(row, "matter_id", None) or row.number for row in rows]


# -- due ----------------------------------------------------------------------------------------------------------------


def test_what_is_due_stands_there_by_its_day_with_its_clock_and_whose_it_is() -> None:
    number = matter(Verb.NOTIFY)
    found = lists.due(DAN, FAR)
    assert [(run.matter_id, run.code, run.party_id) for run in found] == [(number, "T6", BUREAU)]
    day = found[0].due_on
    assert lists.due(DAN, day) == found
    assert lists.due(DAN, day - DAY) == []


def test_windows_are_nobodys_duty() -> None:
    matter(Verb.SIGN)
    matter(Verb.CLOSE)
    codes = {run.code for run in lists.due(DAN, FAR)}
    assert codes == {"T3"}  # neither T4 of the open one, nor T8 and L10 of the closed one
    assert all(RULES[code].kind is Kind.DUTY for code in codes)  # type: ignore[index]


def test_what_the_desk_still_owes_makes_no_bureau_late() -> None:
    number = comes_in().number
    at = START + timedelta(hours=1)
    actions.triage(number, klass="appeal", category="040100", urgent=True, by=DAN, now=at)
    desks = ClockRun.objects.get(matter=number, code=Clock.L9.value)  # a leader is to be named
    row = Matter.objects.get(number=number)
    assert row.next_due <= desks.due_on  # the desk has it: its own duty, too
    actions.forward(number, to=BUREAU, by=DAN, now=at + timedelta(hours=1))
    row = Matter.objects.get(number=number)
    theirs = ClockRun.objects.get(matter=number, code=row.next_clock, stopped_at=None)
    assert (theirs.party_id, row.next_due) == (BUREAU, theirs.due_on)
    assert row.next_due > desks.due_on, "nobody has named one, and the bureau isn't late for it"


def test_a_unit_has_its_own_duties_and_one_unit_may_be_named() -> None:
    number = matter(Verb.NOTIFY)
    assert numbers(lists.due(BAO, FAR)) == [number]
    assert lists.due(WU, FAR) == lists.due(TAO, FAR) == lists.due(XIA, FAR) == []
    assert numbers(lists.due(DAN, FAR, unit=BUREAU)) == [number]
    assert lists.due(DAN, FAR, unit=WATER) == []


# -- pressed, advised, owned, helped ------------------------------------------------------------------------------------


def supervised() -> str:
    """A matter with a numbered notice that isn't answered."""
    number = matter(Verb.NOTIFY)
    pressing.supervise(number, why="evasion", text="限期说明。", by=SONG, now=START + 5 * HOUR)
    return number


def test_a_notice_stands_until_it_is_lifted() -> None:
    number = supervised()
    (notice,) = lists.supervised(SONG)
    assert (notice.serial, notice.addressee_id) == ("supervise-2026-0001", BUREAU)
    assert lists.running_for([notice], _clock("L6")).keys() == {(number, 1)}
    assert numbers(lists.supervised(BAO)) == [number]
    assert lists.supervised(WU) == []
    pressing.answer_notice(number, item=1, text="已到场。", by=BAO, now=START + 6 * HOUR)
    assert numbers(lists.supervised(SONG)) == [number]
    assert lists.running_for([notice], _clock("L6")) == {}
    pressing.lift(number, item=1, reason="已办。", by=SONG, now=START + 7 * HOUR)
    assert lists.supervised(SONG) == []


def _clock(code: str) -> Any:
    return next(clock for clock in RULES if clock.value == code)


def test_an_urging_is_no_standing_notice() -> None:
    pressing.urge(matter(Verb.NOTIFY), why="overdue", text="请抓紧。", by=SONG, now=START + 5 * HOUR)
    assert lists.supervised(SONG) == []


def test_a_recommendation_waits_until_it_is_answered_also_when_the_matter_is_closed() -> None:
    number = matter(Verb.CLOSE)
    given = {"advice": "improve_work", "to": WATER, "text": "公开停水安排。"}
    pressing.recommend(number, **given, by=SONG, now=START + 20 * HOUR)
    assert numbers(lists.recommendations(SONG)) == [number]
    assert numbers(lists.recommendations(WU)) == [number]
    assert lists.recommendations(TAO) == []
    pressing.adopt(number, item=1, adoption="adopted", text="已采纳。", by=SONG, now=START + 21 * HOUR)
    assert lists.recommendations(SONG) == lists.recommendations(WU) == []


def owned_by(*posts: str) -> str:
    number = matter(Verb.NOTIFY)
    for hours, post in enumerate(posts, 5):
        owning.own(number, leader=post, reason="久拖未决。", by=DAN, now=START + hours * HOUR)
    return number


def test_a_leader_finds_what_their_post_owns_and_whoever_comes_after_inherits_it() -> None:
    number, other = owned_by(LAW), owned_by(MAG)
    assert lists.own_posts(LEE) == [LAW]
    assert numbers(lists.owned(LEE, leaders=lists.own_posts(LEE))) == [number]
    successor = person("new", Role.LEADER, "C-LD", LAW)
    assert numbers(lists.owned(successor, leaders=lists.own_posts(successor))) == [number]
    assert numbers(lists.owned(MA, leaders=[MAG])) == [other]
    assert numbers(lists.owned(DAN)) == [number, other]
    assert lists.owned(BAO) == []
    owning.release(number, item=1, reason="已化解。", by=DAN, now=START + 9 * HOUR)
    assert numbers(lists.owned(DAN)) == [other]


def helped() -> str:
    number = matter(Verb.NOTIFY)
    together.co_handle(number, to=WATER, text="请提供管网图。", by=BAO, now=START + 5 * HOUR)
    return number


def test_a_unit_that_contributes_sees_what_it_was_asked() -> None:
    number = helped()
    assert numbers(lists.co_handled(DAN)) == numbers(lists.co_handled(WU)) == [number]
    assert lists.co_handled(TAO) == []


# -- afterwards ---------------------------------------------------------------------------------------------------------


def promised(due: date, to: Verb = Verb.NOTIFY) -> str:
    number = matter(to)
    following.pledge(number, party="自来水公司", text="换新管道。", due=due, by=BAO, now=START + 10 * HOUR)
    return number


def test_a_commitment_stands_until_it_is_carried_out_or_waived() -> None:
    late, early = promised(TODAY + 9 * DAY), promised(TODAY + 5 * DAY)
    found = lists.commitments(DAN)
    assert numbers(found) == [early, late]
    words = words_at((row.matter_id, row.text_seq) for row in found)
    assert {one["text"] for one in words.values()} == {"换新管道。"}
    assert numbers(lists.commitments(BAO, before=TODAY + 9 * DAY)) == [early]
    assert lists.commitments(WU) == []
    following.fulfil(early, item=1, text="验收单在卷。", by=BAO, now=START + 11 * HOUR)
    following.waive(late, item=1, reason="开发商已换。", by=BO, now=START + 11 * HOUR)
    assert lists.commitments(DAN) == []


def test_a_low_rating_waits_to_be_looked_into() -> None:
    number = matter(Verb.CLOSE)
    rated = {"petition": number, "rated": "unit", "score": "dissatisfied"}
    following.rate(number, **rated, by=PETITIONER, now=START + 12 * HOUR)
    (look,) = lists.looks(SONG)
    assert lists.rated_in([look])[number, look.rating].rated == "unit"
    assert lists.looks(BAO) == []
    following.look_into(number, item=1, verdict="manner", text="答复太慢。", by=SONG, now=START + 13 * HOUR)
    assert lists.looks(SONG) == []


# -- stuck --------------------------------------------------------------------------------------------------------------


def returned(times: int = 1) -> str:
    """Handed back by the bureau so often, with the sender's agreement."""
    number, at = matter(Verb.TRIAGE), START + HOUR
    for _ in range(times):
        for act in (
            lambda t: actions.forward(number, to=BUREAU, by=DAN, now=t),
            lambda t: actions.object_(number, reason="不属我局。", by=BAO, now=t),
            lambda t: actions.agree_return(number, by=DAN, now=t),
        ):
            at += HOUR
            act(at)
    return number


def test_what_was_handed_back_most_often_stands_first() -> None:
    once, twice = returned(), returned(2)
    matter()
    assert numbers(backlogs.returned(DAN)) == [twice, once]
    assert backlogs.returned(BAO) == []  # the desk answers for it


def test_the_drawer_is_silence_of_the_owner_and_its_next_act_empties_it() -> None:
    number = matter(Verb.NOTIFY)
    assert backlogs.drawer(DAN, date(2026, 3, 23)) == []
    for who in (DAN, BAO):
        assert numbers(backlogs.drawer(who, date(2026, 3, 24))) == [number]
    assert backlogs.drawer(WU, date(2026, 3, 24)) == []
    actions.note(number, text="去了现场。", by=BAO, now=START + 20 * DAY)
    assert backlogs.drawer(DAN, date(2026, 3, 24)) == []


def test_a_tail_is_an_overdue_promise_of_a_closed_matter_or_one_taken_up_again() -> None:
    closed, again = promised(TODAY + 5 * DAY, Verb.CLOSE), matter(Verb.CLOSE)
    promised(TODAY + 5 * DAY)  # of an open matter
    actions.reopen(again, reason="又停水了。", by=DAN, now=START + 20 * HOUR)
    assert backlogs.tail_promised(DAN, TODAY + 5 * DAY) == []
    assert numbers(backlogs.tail_promised(DAN, TODAY + 6 * DAY)) == [closed]
    assert numbers(backlogs.tail_again(DAN)) == [again]


def test_a_bone_is_old_or_was_sent_from_unit_to_unit_and_stands_once() -> None:
    moved, plain = returned(3), matter(Verb.TRIAGE)
    assert numbers(backlogs.bone_moved(DAN, TODAY)) == [moved]
    a_year_later = TODAY + 366 * DAY
    assert set(numbers(backlogs.bone_old(DAN, a_year_later))) == {moved, plain}
    assert backlogs.bone_moved(DAN, a_year_later) == []
    assert backlogs.bone_old(DAN, TODAY + 365 * DAY) == []


def test_the_countys_own_thresholds_count() -> None:
    number = matter()
    assert backlogs.bone_moved(DAN, TODAY) == []
    Setting.objects.create(key="many_units", value=1)
    Setting.objects.filter(key=VERSION).update(value="x")
    forget()
    assert numbers(backlogs.bone_moved(DAN, TODAY)) == [number]


# -- the guard ----------------------------------------------------------------------------------------------------------


def all_lists() -> dict[str, Callable[..., list[Any]]]:
    """Every list, so that no barred matter can be found anywhere."""
    return {
        "due": lambda who, **k: lists.due(who, FAR, **k), "supervised": lists.supervised, "owned": lists.owned,
        "recommendations": lists.recommendations, "co_handled": lists.co_handled, "looks": lists.looks,
        "commitments": lists.commitments, "returned": backlogs.returned,
        "drawer": lambda who, **k: backlogs.drawer(who, FAR, **k),
        "bone_old": lambda who, **k: backlogs.bone_old(who, FAR, **k), "tail_again": backlogs.tail_again,
        "bone_moved": lambda who, **k: backlogs.bone_moved(who, TODAY, **k),
        "tail_promised": lambda who, **k: backlogs.tail_promised(who, FAR, **k),
    }  # fmt: skip


def test_whoever_is_kept_from_a_matter_finds_it_on_no_list() -> None:
    number = returned(3)
    go_on = START + 20 * HOUR
    actions.forward(number, to=BUREAU, by=DAN, now=go_on)
    actions.sign(number, by=BAO, now=go_on)
    actions.notify(number, notice="written", by=BAO, now=go_on)
    pressing.supervise(number, why="evasion", text="限期说明。", by=SONG, now=go_on)
    following.pledge(number, party="局", text="公开。", due=TODAY + 5 * DAY, by=BAO, now=go_on)
    owning.own(number, leader=LAW, reason="久拖未决。", by=DAN, now=go_on)
    pressing.recommend(number, advice="improve_work", to=BUREAU, text="公开。", by=SONG, now=go_on)
    together.co_handle(number, to=WATER, text="请提供。", by=BAO, now=go_on)
    seen = {name for name, rows in all_lists().items() if set(numbers(rows(SONG))) == {number}}
    assert seen >= {"due", "supervised", "owned", "recommendations", "co_handled", "commitments", "returned", "drawer",
                    "bone_old", "bone_moved"}  # fmt: skip
    kin = User.objects.create(username="kin", name="宋", created_at=START)
    Post.objects.create(user=kin, unit_id=DEPARTMENT, role=Role.SUPERVISOR, since=START)
    related = replace(SONG, key=kin.key)
    assert lists.supervised(related)
    protecting.recuse(number, person=kin.key, reason="亲属。", by=DAN, now=go_on)
    assert {name for name, rows in all_lists().items() if rows(related)} == set()
    assert numbers(lists.supervised(DAN)) == [number]


# -- pages and cost -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "columns", "make"),
    [
        (lambda who, **k: lists.due(who, FAR, **k), lists.DUE, lambda: matter(Verb.NOTIFY)),
        (lists.supervised, lists.SUPERVISED, supervised),
        (lists.owned, lists.OWNED, lambda: owned_by(LAW, MAG)),
        (lists.co_handled, lists.CO_HANDLED, helped),
        (lists.commitments, lists.COMMITMENTS, lambda: promised(TODAY + 5 * DAY)),
        (backlogs.returned, backlogs.RETURNED, returned),
        (lambda who, **k: backlogs.drawer(who, FAR, **k), backlogs.DRAWER, lambda: matter(Verb.NOTIFY)),
        (lambda who, **k: backlogs.bone_old(who, FAR, **k), backlogs.BONE_OLD, lambda: matter(Verb.NOTIFY)),
    ],
    ids=["due", "supervised", "owned", "co_handled", "commitments", "returned", "drawer", "bone"],
)
def test_pages_follow_without_gap_or_repeat_at_one_query_each(
    rows: Callable[..., list[Any]], columns: tuple[str, ...], make: Callable[[], str]
) -> None:
    made = {make() for _ in range(5)}
    whole = rows(DAN)
    found: list[Any] = []
    after = None
    for _ in range(20):
        with CaptureQueriesContext(connection) as queries:
            page = rows(DAN, after=after, size=2)
        assert len(queries) == 1
        found += page[:2]
        if len(page) <= 2:
            break
        after = listing.key_of(page[1], columns)
    assert found == whole
    assert set(numbers(found)) == made


INDEXES = {
    "duty_by_due": lambda: lists.due(DAN, FAR), "open_by_returns": lambda: backlogs.returned(DAN),
    "open_by_silence": lambda: backlogs.drawer(DAN, FAR), "open_by_age": lambda: backlogs.bone_old(DAN, FAR),
    "open_by_rounds": lambda: backlogs.bone_moved(DAN, TODAY), "open_by_reopened": lambda: backlogs.tail_again(DAN),
    "recommendation_waits": lambda: lists.recommendations(DAN), "supervised": lambda: lists.supervised(DAN),
    "pledge_by_due": lambda: lists.commitments(DAN), "duty_by_party": lambda: lists.due(BAO, FAR),
}  # fmt: skip


@pytest.mark.parametrize("name", list(INDEXES))
def test_each_list_walks_its_own_index(name: str) -> None:
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        INDEXES[name]()
    sql, params = asked[-1]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a few rows are read whole sooner than by an index
            for other in {"duty_by_due", "duty_by_party", "running_by_due"} - {
                name
            }:  # nearly the same order, nearly as cheap
                cursor.execute(f"DROP INDEX {other}")
            for way in ("seqscan", "sort", "incremental_sort", "bitmapscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN {sql}", params)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert name in plan


def test_a_list_of_nobody_is_empty() -> None:
    matter(Verb.NOTIFY)
    assert Matter.objects.exists()
    assert {name for name, rows in all_lists().items() if rows(XIA)} == set()
