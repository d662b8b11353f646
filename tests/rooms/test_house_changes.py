"""What an administrator may do to the house, and nobody else: each verb refuses others and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.accounts.locking import lock, set_name, unlock
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.closing import close_with, move_unit, unit_work
from huiyin.rooms.cases.foreseeing import foreseen, with_notice
from huiyin.rooms.cases.handing_over import end_post_safely, leave, waiting
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.owning import own
from huiyin.rooms.cases.reckoning import reckon_all
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.county.actions import NotDone, load_calendar_notice, set_day
from huiyin.rooms.county.charges import add_charge, drop_charge
from huiyin.rooms.county.editions import begin_edition, drop_category, put_in_force, set_category, throw_away
from huiyin.rooms.county.models import Change, Unit
from huiyin.rooms.county.notice import NoticeDay
from huiyin.rooms.county.queries import calendar, unit
from huiyin.rooms.county.reorganising import add_unit, rename_unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.county.trail import Overtaken, in_turn, last_change, listed
from huiyin.rooms.county.wording import drop_wording, set_wording
from huiyin.rooms.intake.calls.models import CallBack, Seat
from huiyin.rooms.intake.leaving import AtTheDesk, at_the_desk, leave_the_house
from huiyin.rooms.intake.transfers.models import TransferBatch
from huiyin.rooms.management.tables import take_in
from huiyin.rules.calendar import Calendar, Override, Reason
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from tests.rooms.cast import BUREAU, DEPARTMENT, START, TOWN, WATER, build_county, comes_in, go

pytestmark = pytest.mark.django_db
LATER = START + timedelta(days=2)
Act = Callable[[], Any]


def hire(name: str, role: Role, unit: str) -> User:
    user = User.objects.create(username=name, name=name, created_at=START.replace(year=2020))
    Post.objects.create(user=user, unit_id=unit, role=role, since=START.replace(year=2020))
    return user


@pytest.fixture
def staff() -> dict[str, User]:
    build_county()
    seats = {
        "ada": (Role.ADMIN, DEPARTMENT),
        "bao": (Role.OFFICER, BUREAU),
        "bea": (Role.OFFICER, BUREAU),
        "dan": (Role.DISPATCHER, DEPARTMENT),
    }
    return {name: hire(name, *seat) for name, seat in seats.items()}


def reason(act: Act) -> str:
    before = Change.objects.count(), Post.objects.count(), Unit.objects.count()
    with pytest.raises(NotDone) as caught:
        act()
    assert (Change.objects.count(), Post.objects.count(), Unit.objects.count()) == before
    return caught.value.refused.reason


def test_nobody_else_changes_the_house(staff: dict[str, User]) -> None:
    by, bao = actor_of(staff["dan"], LATER), staff["bao"]
    who: dict[str, Any] = {"by": by, "now": LATER}
    post = Post.objects.get(user=bao)
    acts: list[Act] = [
        lambda: lock(bao, **who), lambda: unlock(bao, **who), lambda: set_name(bao, name="x", language="ko", **who),
        lambda: leave(bao, successor=staff["bea"], posts=(), **who), lambda: end_post_safely(post, **who),
        lambda: close_with(BUREAU, successor=WATER, people_follow=True, **who),
        lambda: move_unit(BUREAU, parent=WATER, new_code="C-X", **who), lambda: begin_edition("9", name="x", **who),
        lambda: set_category("9", "010000", name="x", **who), lambda: drop_category("9", "010000", **who),
        lambda: put_in_force("9", day=date(2099, 1, 1), **who), lambda: throw_away("9", **who),
        lambda: add_charge("010000", unit=WATER, **who), lambda: drop_charge("010000", unit=WATER, **who),
        lambda: set_wording("thanks", "ko", "x", **who), lambda: drop_wording("thanks", "ko", **who),
        lambda: take_in("units", [], stood="", **who),
    ]  # fmt: skip
    assert {reason(act) for act in acts} == {"not_yours"}


def test_locks(staff: dict[str, User]) -> None:
    ada, bao = actor_of(staff["ada"], LATER), staff["bao"]
    who: dict[str, Any] = {"by": ada, "now": LATER}
    assert reason(lambda: unlock(bao, **who)) == "open_already"
    assert reason(lambda: lock(staff["ada"], **who)) == "not_to_yourself"
    assert reason(lambda: lock(staff["ada"], by=SYSTEM, now=LATER)) == "last_administrator"
    lock(bao, **who)
    assert reason(lambda: lock(bao, **who)) == "locked_already"
    assert actor_of(User.objects.get(pk=bao.pk), LATER).posts == ()
    unlock(bao, **who)
    assert actor_of(User.objects.get(pk=bao.pk), LATER).posts


def test_whoever_is_locked_may_leave_too(staff: dict[str, User]) -> None:
    ada, bao = actor_of(staff["ada"], LATER), staff["bao"]
    lock(bao, by=ada, now=LATER)
    done = leave(bao, successor=staff["bea"], posts=(), by=ada, now=LATER)
    assert done.to_successor == 0
    assert not Post.objects.filter(user=bao, until=None).exists()
    assert reason(lambda: leave(bao, successor=None, posts=(), by=ada, now=LATER)) == "account_closed"
    closed = User.objects.get(pk=staff["bao"].pk)
    closed.is_active = True  # as it was when the page was made
    assert (
        reason(lambda: leave(staff["bea"], successor=closed, posts=(), by=ada, now=LATER)) == "account_closed"
    )
    assert (
        reason(lambda: leave(staff["bea"], successor=staff["bea"], posts=(), by=ada, now=LATER))
        == "successor_is_leaving"
    )


def test_a_leaders_matters_and_duties_wait_for_the_post(staff: dict[str, User]) -> None:
    for code, parent, path in (("C-L", "C", "C/C-L/"), ("C-L-A", "C-L", "C/C-L/C-L-A/")):
        Unit.objects.create(
            code=code, parent_id=parent, path=path, kind=UnitKind.LEADERS, name=code, short=code
        )
    forget()
    ada = actor_of(staff["ada"], LATER)
    lia, leo = (
        hire("lia", Role.LEADER, "C-L-A"),
        User.objects.create(username="leo", name="leo", created_at=START),
    )
    number = comes_in().number
    go(number, Verb.FORWARD)
    own(number, leader="C-L-A", reason="积案", by=actor_of(lia, LATER), now=LATER)
    post = Post.objects.get(user=lia)
    assert waiting(lia, now=LATER).orphaned[0].owned == 1
    assert reason(lambda: leave(lia, successor=leo, posts=(), by=ada, now=LATER)) == "waits_for_nobody"
    assert reason(lambda: leave(lia, successor=None, posts=[post.pk], by=ada, now=LATER)) == "no_successor"
    assert (
        reason(lambda: close_with("C-L-A", successor=WATER, people_follow=True, by=ada, now=LATER))
        == "leader_has_work"
    )
    assert leave(lia, successor=leo, posts=[post.pk], by=ada, now=LATER).posts == 1
    assert Post.objects.get(user=leo).unit_id == "C-L-A"


def test_an_heir_sees_what_it_took_over_and_the_trail_names_no_matter(staff: dict[str, User]) -> None:
    ada = actor_of(staff["ada"], LATER)
    wu = hire("wu", Role.OFFICER, WATER)
    number = comes_in().number
    go(number, Verb.SIGN)
    assert unit_work(BUREAU, now=LATER).matters == 1
    assert not visible_to(actor_of(wu, LATER)).exists()
    close_with(BUREAU, successor=WATER, people_follow=True, by=ada, now=LATER)
    assert list(visible_to(actor_of(wu, LATER))) == [Matter.objects.get(pk=number)]
    assert number not in str([change.data for change in listed()])


def test_an_heir_isnt_closed_with_nobody_to_go_on_with_what_it_took_over(staff: dict[str, User]) -> None:
    ada = actor_of(staff["ada"], LATER)
    number = comes_in().number
    go(number, Verb.SIGN)
    close_with(BUREAU, successor=WATER, people_follow=False, by=ada, now=LATER)
    assert unit_work(WATER, now=LATER).matters == 1
    assert (
        reason(lambda: close_with(WATER, successor="", people_follow=False, by=ada, now=LATER))
        == "unit_has_work"
    )
    close_with(WATER, successor=TOWN, people_follow=False, by=ada, now=LATER)
    assert unit_work(TOWN, now=LATER).matters == 1


def test_a_name_that_is_too_long_for_its_column_is_refused(staff: dict[str, User]) -> None:
    ada = actor_of(staff["ada"], LATER)
    assert reason(lambda: rename_unit(BUREAU, name="局" * 200, by=ada, now=LATER)) == "too_long"


def test_what_others_note_isnt_in_the_administrators_trail(staff: dict[str, User]) -> None:
    Change.objects.create(
        at=LATER, by="user:1", verb="record_reception", subject="reception:1", data={"matter": "222424-1"}
    )
    assert not listed()
    assert listed(subject="reception:1")


def test_one_at_a_time_and_nobody_over_anothers_head(staff: dict[str, User]) -> None:
    seen = last_change("unit:C-ENV")
    with in_turn("unit:C-ENV", seen=seen):
        close_with(BUREAU, successor=WATER, people_follow=False, by=SYSTEM, now=LATER)
    with pytest.raises(Overtaken) as caught, in_turn("unit:C-ENV", seen=seen):
        raise AssertionError("it was changed meanwhile")
    assert [change.verb for change in caught.value.since] == ["close"]


def test_what_is_foreseen_is_what_comes(staff: dict[str, User]) -> None:
    number = comes_in().number
    go(number, Verb.FORWARD)
    due = Matter.objects.get(pk=number).next_due
    assert due is not None
    before = foreseen(calendar(), now=LATER)
    assert (before.matters, before.terms) == (0, 0)
    off = Calendar({due: Override(working=False, reason=Reason.LOCAL, name="水灾")})
    found = foreseen(off, now=LATER)
    assert found.matters == 1
    set_day(due, working=False, reason="local", name="水灾", by=SYSTEM, now=LATER)
    reckon_all(by=SYSTEM, now=LATER)
    moved = Matter.objects.get(pk=number).next_due
    assert moved is not None
    assert moved > due
    assert foreseen(calendar(), now=LATER).terms == 0
    assert calendar() == off != Calendar()


def test_what_was_refused_in_the_end_is_known_to_nobody(staff: dict[str, User]) -> None:
    def twice() -> None:
        with in_turn(seen=0):
            add_unit("C-NEW", parent="C", kind="bureau", name="新局", by=SYSTEM, now=LATER)
            assert unit("C-NEW")
            add_unit("C-NEW", parent="C", kind="bureau", name="新局", by=SYSTEM, now=LATER)

    assert reason(twice) == "unit_exists"
    assert unit("C-NEW") is None


def test_a_notice_foreseen_is_the_calendar_that_it_makes(staff: dict[str, User]) -> None:
    days = [NoticeDay(date(2027, 1, 1), False, "元旦"), NoticeDay(date(2027, 5, 1), False), NoticeDay(date(2027, 10, 1), False),
            NoticeDay(date(2026, 12, 31), False)]  # fmt: skip
    set_day(date(2027, 9, 3), working=False, reason="local", name="州庆", by=SYSTEM, now=LATER)
    ahead = with_notice(2027, days)
    load_calendar_notice(2027, days=days, by=SYSTEM, now=LATER, source="x")
    assert ahead == calendar()


def test_call_backs_go_back_to_the_desk_and_batch_files_to_whoever_registers(staff: dict[str, User]) -> None:
    ada, bao, dan = actor_of(staff["ada"], LATER), staff["bao"], staff["dan"]
    Seat.objects.create(extension="801", user=bao, since=LATER)
    back = CallBack.objects.create(
        desk_id=BUREAU, phone="19900001234", due_at=LATER, asked_by="user:1", asked_at=LATER, taken_by=bao.key, taken_at=LATER,
        once="x" * 20,
    )  # fmt: skip
    batch = TransferBatch.objects.create(
        user=bao, sender="prefecture", digest="d" * 64, headings="[]", at=LATER
    )
    xia = hire("xia", Role.ANALYST, DEPARTMENT)
    assert at_the_desk(bao, now=LATER) == AtTheDesk(1, 1)
    assert reason(lambda: leave_the_house(bao, successor=None, posts=(), by=ada, now=LATER)) == "forms_wait"
    assert (
        reason(lambda: leave_the_house(bao, successor=xia, posts=(), by=ada, now=LATER))
        == "successor_registers_nothing"
    )
    batch.refresh_from_db()
    assert batch.user == bao
    leave_the_house(bao, successor=dan, posts=(), by=ada, now=LATER)
    back.refresh_from_db()
    batch.refresh_from_db()
    assert (back.taken_by, back.taken_at, batch.user) == ("", None, dan)
    assert not Seat.objects.exists()


def test_what_a_unit_took_over_waits_for_its_people_too(staff: dict[str, User]) -> None:
    go(comes_in().number, Verb.SIGN)
    holder = Matter.objects.get().owner_id
    heir = BUREAU if holder != BUREAU else WATER
    Unit.objects.filter(pk=holder).update(is_active=False, successor=heir)
    forget()
    person = hire("nia", Role.OFFICER, heir)
    assert [post.open_matters for post in waiting(person, now=LATER).posts] == [1]
    forget()


def test_what_somebody_signed_for_is_found_by_its_indices(staff: dict[str, User]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells its plan so")
    with CaptureQueriesContext(connection) as queries:
        waiting(staff["bao"], now=LATER)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
        told = "\n".join(row[3] for row in cursor.fetchall())
    assert "open_by_officer" in told, told
    assert "round_by_signer" in told, told
    assert "SCAN" not in told, told
