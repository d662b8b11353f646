from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.rooms.accounts.actions import (
    NotDone,
    create_user,
    deactivate,
    end_post,
    give_post,
    set_password,
)
from huiyin.rooms.accounts.demo import demo_cast
from huiyin.rooms.accounts.locking import set_name
from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import actor_of, names_of, posts_in, user_of
from huiyin.rooms.county import queries as county
from huiyin.rooms.county.loading import load_county
from huiyin.rooms.county.models import Change
from huiyin.rooms.county.reorganising import add_unit, close_unit
from huiyin.rules.roles import PETITIONER, SYSTEM, Actor, Permission, Role
from huiyin.rules.units import SEATS

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
GOOD = "江北的九户终于有水喝了"
HALL, GROUP, ENV, VILLAGE = "222424-MWD", "222424-MWD-G7", "222424-ENV", "222424100200"


@pytest.fixture
def wangqing(db: None) -> None:
    load_county(NOW)


@pytest.fixture
def admin(wangqing: None) -> Actor:
    """The first administrator, made by the machine as `huiyin init` does."""
    user = create_user("admin", name="孟庆阳", password=GOOD, by=SYSTEM, now=NOW)
    give_post(user, unit=HALL, role=Role.ADMIN, by=SYSTEM, now=NOW)
    return actor_of(user, NOW)


@pytest.fixture
def gu(admin: Actor) -> User:
    return create_user("gu.yuqing", name="谷雨晴", password=GOOD, by=admin, now=NOW)


def refused(act: Callable[[], Any]) -> str:
    """The reason of the refusal; nothing may have been written."""

    def everything() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in (User, Post, Change)]

    before = everything()
    with pytest.raises(NotDone) as caught:
        act()
    assert everything() == before
    return caught.value.refused.reason


# -- accounts -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"username": ""}, "bad_username"),
        ({"username": "ab"}, "bad_username"),
        ({"username": "a b c"}, "bad_username"),
        ({"username": "x" * 33}, "bad_username"),
        ({"username": "a\x00bcd"}, "bad_username"),
        ({"username": "<script>"}, "bad_username"),
        ({"username": "admin"}, "username_taken"),
        ({"username": " ADMIN "}, "username_taken"),
        ({"username": "ａｄｍｉｎ"}, "username_taken"),  # full-width letters
        ({"name": "  "}, "missing"),
        ({"name": "谷\x00"}, "not_text"),
        ({"name": "谷" * 41}, "too_long"),
        ({"password": "short"}, "weak_password"),
        ({"password": "password123"}, "weak_password"),
        ({"password": ""}, "weak_password"),
        ({"password": "gu.yuqing1"}, "weak_password"),  # too like the user name
        ({"language": "fr"}, "not_on_list"),
    ],
)
def test_accounts_that_can_not_be_made(admin: Actor, change: dict[str, str], reason: str) -> None:
    told = {"username": "gu.yuqing", "name": "谷雨晴", "password": GOOD} | change
    username = told.pop("username")
    assert refused(lambda: create_user(username, by=admin, now=NOW, **told)) == reason


def test_a_new_account_must_change_its_password_and_may_do_nothing(gu: User) -> None:
    assert gu.must_change_password
    assert actor_of(gu, NOW) == Actor(gu.key, "谷雨晴", ())
    assert get_user_model() is User
    assert (str(gu), gu.get_full_name(), gu.created_at) == ("谷雨晴", "谷雨晴", NOW)
    assert GOOD not in gu.password


def test_sign_in_takes_the_user_name_in_any_spelling(gu: User) -> None:
    for typed in ("gu.yuqing", "Gu.Yuqing", " gu.yuqing ", "ｇｕ．ｙｕｑｉｎｇ"):
        assert authenticate(username=typed, password=GOOD) == gu
    assert authenticate(username="gu.yuqing", password="wrong") is None
    assert authenticate(username="nobody", password=GOOD) is None
    assert authenticate(username=None, password=None) is None


def test_only_administrators_make_and_change_accounts(admin: Actor, gu: User) -> None:
    give_post(gu, unit=HALL, role=Role.DISPATCHER, by=admin, now=NOW)
    dispatcher = actor_of(gu, NOW)
    other = User.objects.get(username="admin")
    post = Post.objects.get(user=other)
    for act in (
        lambda: create_user("new", name="新", password=GOOD, by=dispatcher, now=NOW),
        lambda: set_password(other, "又一个很长的口令", by=dispatcher, now=NOW),
        lambda: give_post(other, unit=ENV, role=Role.HEAD, by=dispatcher, now=NOW),
        lambda: end_post(post, by=dispatcher, now=NOW),
        lambda: deactivate(other, by=dispatcher, now=NOW),
        lambda: deactivate(other, by=PETITIONER, now=NOW),
    ):
        assert refused(act) == "not_yours"


def test_passwords(admin: Actor, gu: User, client: Client) -> None:
    own = actor_of(gu, NOW)
    client.force_login(gu)
    assert refused(lambda: set_password(gu, GOOD, by=own, now=NOW)) == "same_password"
    assert refused(lambda: set_password(gu, "1234567890", by=own, now=NOW)) == "weak_password"
    set_password(gu, "自己换的新口令一二三", by=own, now=NOW)
    gu.refresh_from_db()
    assert not gu.must_change_password
    assert authenticate(username="gu.yuqing", password="自己换的新口令一二三") == gu
    assert authenticate(username="gu.yuqing", password=GOOD) is None
    set_password(gu, "管理员给的口令一二三", by=admin, now=NOW)
    assert User.objects.get(pk=gu.pk).must_change_password
    change = Change.objects.latest("id")
    assert (change.verb, change.subject, change.by, change.data) == ("set_password", gu.key, admin.key, {})


def test_the_trail_holds_no_password_and_no_name(admin: Actor, gu: User) -> None:
    set_password(gu, "自己换的新口令一二三", by=actor_of(gu, NOW), now=NOW)
    give_post(gu, unit=ENV, role=Role.OFFICER, by=admin, now=NOW)
    deactivate(gu, by=admin, now=NOW)
    told = str(list(Change.objects.values_list("data", "subject")))
    for word in (GOOD, "自己换的新口令一二三", "谷雨晴"):
        assert word not in told


# -- posts --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "role", "reason"),
    [
        ("nowhere", "officer", "no_such_unit"),
        (ENV, "king", "not_on_list"),
        (ENV, "", "not_on_list"),
        (ENV, "dispatcher", "no_such_seat"),
        (ENV, "admin", "no_such_seat"),
        (ENV, "leader", "no_such_seat"),
        (ENV, "supervisor", "no_such_seat"),
        (VILLAGE, "analyst", "no_such_seat"),
        ("222424-L-SEC", "dispatcher", "no_such_seat"),
        ("222424-X-COURT", "officer", "no_such_seat"),
        ("222424", "head", "no_such_seat"),
    ],
)
def test_posts_that_can_not_be_held(admin: Actor, gu: User, unit: str, role: str, reason: str) -> None:
    assert refused(lambda: give_post(gu, unit=unit, role=role, by=admin, now=NOW)) == reason


def test_an_office_counts_as_the_house_that_it_is_part_of(admin: Actor, gu: User) -> None:
    add_unit("222424-ENV-A", parent=ENV, kind="group", name="大气科", by=admin, now=NOW)
    assert (
        refused(lambda: give_post(gu, unit="222424-ENV-A", role="dispatcher", by=admin, now=NOW))
        == "no_such_seat"
    )
    give_post(gu, unit="222424-ENV-A", role="officer", by=admin, now=NOW)
    give_post(gu, unit=GROUP, role="dispatcher", by=admin, now=NOW)


def test_nobody_appoints_themselves(admin: Actor) -> None:
    user = User.objects.get(username="admin")
    assert (
        refused(lambda: give_post(user, unit=HALL, role="dispatcher", by=admin, now=NOW)) == "not_to_yourself"
    )
    assert refused(lambda: deactivate(user, by=admin, now=NOW)) == "not_to_yourself"


def test_the_last_administrator_stays(admin: Actor, gu: User) -> None:
    user = User.objects.get(username="admin")
    post = Post.objects.get(user=user)
    assert refused(lambda: end_post(post, by=admin, now=NOW)) == "last_administrator"
    assert refused(lambda: deactivate(user, by=SYSTEM, now=NOW)) == "last_administrator"
    give_post(gu, unit=HALL, role=Role.ADMIN, by=admin, now=NOW)
    end_post(post, by=admin, now=NOW)
    assert post.until == NOW
    assert not actor_of(User.objects.get(pk=user.pk), NOW).may(Permission.ADMINISTER)


def test_a_post_is_held_once_and_ends_once(admin: Actor, gu: User) -> None:
    post = give_post(gu, unit=ENV, role=Role.OFFICER, by=admin, now=NOW)
    assert str(post) == f"{gu.pk}: officer in {ENV}"
    assert refused(lambda: give_post(gu, unit=ENV, role="officer", by=admin, now=NOW)) == "held_already"
    give_post(gu, unit=ENV, role=Role.CLERK, by=admin, now=NOW)
    end_post(post, by=admin, now=LATER)
    assert refused(lambda: end_post(post, by=admin, now=LATER)) == "ended_already"
    give_post(gu, unit=ENV, role=Role.OFFICER, by=admin, now=LATER)  # and may be held again
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=gu, unit_id=ENV, role="officer", since=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(user=gu, unit_id=ENV, role="head", since=LATER, until=NOW)


def test_what_somebody_may_do_follows_the_moment(
    admin: Actor, gu: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    post = give_post(gu, unit=GROUP, role=Role.OFFICER, by=admin, now=NOW)
    give_post(gu, unit=ENV, role=Role.HEAD, by=admin, now=LATER)
    end_post(post, by=admin, now=LATER)
    user = User.objects.get(pk=gu.pk)
    with django_assert_num_queries(1):
        assert [p.unit for p in actor_of(user, NOW).posts] == [GROUP]
        assert [p.unit for p in actor_of(user, LATER).posts] == [ENV]
        assert actor_of(user, NOW - timedelta(seconds=1)).posts == ()
    (held,) = actor_of(user, NOW).posts
    assert held.path == f"222424/{HALL}/{GROUP}/"
    assert held.role is Role.OFFICER


def test_a_post_in_a_closed_unit_still_counts_but_none_is_given_there(admin: Actor, gu: User) -> None:
    give_post(gu, unit=GROUP, role=Role.OFFICER, by=admin, now=NOW)
    close_unit(GROUP, by=admin, now=NOW)
    assert actor_of(gu, NOW).may(Permission.HANDLE)
    assert refused(lambda: give_post(gu, unit=GROUP, role=Role.HEAD, by=admin, now=NOW)) == "no_such_unit"


def test_a_closed_account_may_nothing_and_its_sessions_are_dead(
    admin: Actor, gu: User, client: Client
) -> None:
    give_post(gu, unit=ENV, role=Role.OFFICER, by=admin, now=NOW)
    client.force_login(gu)
    deactivate(gu, by=admin, now=LATER)
    assert not Post.objects.filter(user=gu, until=None).exists()
    assert actor_of(gu, LATER).posts == ()
    stale = User.objects.get(pk=gu.pk)
    stale.held = None
    assert actor_of(stale, NOW).posts == ()  # even for a moment when the post was held
    assert authenticate(username="gu.yuqing", password=GOOD) is None
    from django.contrib.auth import get_user

    request = type("Request", (), {"session": client.session})()
    assert get_user(request).is_anonymous
    assert refused(lambda: deactivate(gu, by=admin, now=LATER)) == "account_closed"
    assert refused(lambda: give_post(gu, unit=ENV, role=Role.HEAD, by=admin, now=LATER)) == "account_closed"


# -- readings -----------------------------------------------------------------------------------------------------------------


def test_names(admin: Actor, gu: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    strange = ["user:", "user:x", "user:-1", f"user:{'9' * 30}", "import:replied", "", "User:1"]
    with django_assert_num_queries(1):
        found = names_of([admin.key, gu.key, gu.key, "system", "petitioner", "user:999999999", *strange])
    assert found[admin.key] == "孟庆阳"
    assert found[gu.key] == "谷雨晴"
    assert set(found) == {admin.key, gu.key, "system", "petitioner", "import:replied"}
    with django_assert_num_queries(0):
        assert set(names_of(["nobody", *strange])) == {"import:replied"}


def test_who_is_behind_a_key(gu: User) -> None:
    assert user_of(gu.key) == gu
    for key in ("system", "user:999999", "user:", f"user:{'9' * 30}", ""):
        assert user_of(key) is None


def test_who_sits_in_a_unit(
    admin: Actor, gu: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ended = give_post(gu, unit=ENV, role=Role.OFFICER, by=admin, now=NOW)
    end_post(ended, by=admin, now=LATER)
    give_post(gu, unit=ENV, role=Role.HEAD, by=admin, now=LATER)
    with django_assert_num_queries(1):
        assert [(post.role, post.user.name) for post in posts_in(ENV, LATER)] == [("head", "谷雨晴")]
    assert [post.role for post in posts_in(ENV, NOW)] == ["officer"]
    deactivate(gu, by=admin, now=LATER)
    assert posts_in(ENV, LATER) == []


# -- the demo's people --------------------------------------------------------------------------------------------------------


def test_the_demo_has_somebody_for_every_role_and_desk(wangqing: None) -> None:
    cast = demo_cast(NOW, password=GOOD)
    actors = {name: actor_of(user, NOW) for name, user in cast.items()}
    held = {post.role for actor in actors.values() for post in actor.posts}
    assert held == set(Role)
    for actor in actors.values():
        for post in actor.posts:
            kind = county.unit(county.desk_of(post.unit))
            assert kind is not None
            assert kind.kind in SEATS[post.role], actor.name
    desks = {(post.unit, post.role) for actor in actors.values() for post in actor.posts}
    wanted = [unit.code for unit in county.receivers() if unit.kind not in ("group", "department")]
    wanted += [f"222424-MWD-G{n}" for n in range(1, 10)]
    for unit in wanted:
        assert (unit, Role.OFFICER) in desks, unit
        assert (unit, Role.HEAD) in desks, unit
    assert actors["dispatcher"].may(Permission.DISPATCH)
    assert len({user.name for user in cast.values()}) == len(cast)


def test_the_demo_cast_signs_in_and_is_made_once(wangqing: None) -> None:
    cast = demo_cast(NOW, password=GOOD)
    assert authenticate(username="env-head", password=GOOD) == cast["env-head"]
    assert not cast["env-head"].must_change_password
    changes = Change.objects.count()
    User.objects.filter(username="env").update(name="换人了")
    again = demo_cast(LATER, password="another one entirely")
    assert again.keys() == cast.keys()
    assert again["env"].name == "换人了"
    assert Change.objects.count() == changes
    assert authenticate(username="env-head", password=GOOD) == cast["env-head"]


@pytest.mark.parametrize("name", ["\u202eabc字", "a" + "\u0301" * 39, "<b>", "\u3164"])
def test_a_persons_name_can_be_read_but_an_old_one_stays(admin: Actor, gu: User, name: str) -> None:
    told: dict[str, Any] = {"name": name, "by": admin, "now": NOW}
    assert refused(lambda: create_user("new", password=GOOD, **told)) == "unreadable_name"
    assert refused(lambda: set_name(gu, language="ko", **told)) == "unreadable_name"
    User.objects.filter(pk=gu.pk).update(name=name)
    gu.refresh_from_db()
    set_name(gu, language="ko", **told)
    assert User.objects.get(pk=gu.pk).language == "ko"
