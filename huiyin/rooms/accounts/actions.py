"""Every write to accounts and posts: who may sign in, and what they may do.

Each function is atomic and leaves one line in the county's ``Change``. A refusal raises ``NotDone`` and leaves nothing behind.
Nobody gives posts to themselves: what somebody may do is always another's decision. The system (a command on the machine)
makes the first administrator.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from huiyin.rooms.accounts.models import Post, User, same_name
from huiyin.rooms.accounts.visits import end_sessions
from huiyin.rooms.county.actions import NotDone, insist, note_change
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.reorganising import Among, Stored
from huiyin.rules.fields import Refused
from huiyin.rules.public_names import unreadable
from huiyin.rules.roles import Actor, Role
from huiyin.rules.units import SEATS, UnitKind

__all__ = ["NotDone", "create_user", "deactivate", "end_post", "give_post", "house_kind", "set_password"]

_USERNAME = re.compile(r"[\w.-]{3,32}")
_LONGEST_NAME = 40


def create_user(
    username: str,
    *,
    name: str,
    password: str | None,
    by: Actor,
    now: datetime,
    language: str = "zh-hans",
    must_change: bool = True,
) -> User:
    """A new account without posts. The password is the first one: whoever gets the account must change it.

    With None nobody signs in before an administrator has set one. Refuses a user name that is taken in any spelling or can't be
    one, an empty name and a weak password.
    """
    insist(by)
    taken = User.objects.filter(username=_user_name(username)).exists()
    user = planned_user(username, name=name, language=language, taken=taken, by=by, now=now)
    user.must_change_password = must_change
    if password is not None:
        _set(user, password)
    with transaction.atomic():
        user.save(force_insert=True)
        note_change("create", user.key, {"username": user.username}, by=by, now=now)
    return user


def planned_user(username: str, *, name: str, language: str, taken: bool, by: Actor, now: datetime) -> User:
    """The account that ``create_user`` would make without a password, unsaved: refuses what that refuses, writes nothing."""
    insist(by)
    kept = _user_name(username)
    if taken:
        raise NotDone(Refused("username_taken", field="username"))
    user = User(
        username=kept, name=_real_name(name), language=_language(language), must_change_password=True, created_at=now
    )  # fmt: skip
    user.set_unusable_password()
    return user


def _user_name(typed: str) -> str:
    kept = same_name(typed)
    if not _USERNAME.fullmatch(kept):
        raise NotDone(Refused("bad_username", field="username"))
    return kept


def _real_name(typed: str, before: str = "") -> str:
    name = typed.strip()
    if not name:
        raise NotDone(Refused("missing", field="name"))
    if "\x00" in name:
        raise NotDone(Refused("not_text", field="name"))
    if len(name) > _LONGEST_NAME:
        raise NotDone(Refused("too_long", field="name", params={"limit": _LONGEST_NAME, "length": len(name)}))
    if name != before and unreadable(name):
        raise NotDone(Refused("unreadable_name", field="name"))
    return name


def right_name(name: str, language: str, before: str = "") -> tuple[str, str]:
    """The two as they are kept. Refuses an empty or too long name, and a language that the house doesn't speak.

    Refuses a name that can't be read, unless it stood so ``before``.
    """
    return _real_name(name, before), _language(language)


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise NotDone(Refused("not_on_list", field="language"))
    return code


def _set(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise NotDone(
            Refused("weak_password", field="password", params={"why": " ".join(error.messages)})
        ) from None
    user.set_password(password)


def set_password(user: User, password: str, *, by: Actor, now: datetime) -> None:
    """Set a password: one's own (the page has asked for the old one), or as administrator a first one for somebody else.

    All sessions under the old password end. Refuses a weak one, and the one that is to be changed.
    """
    own = by.key == user.key
    if not own:
        insist(by)
    if own and user.check_password(password):
        raise NotDone(Refused("same_password", field="password"))
    _set(user, password)
    user.must_change_password = not own
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_password"])
        note_change("set_password", user.key, {}, by=by, now=now)


def of_another(user: User, by: Actor) -> None:
    """Refuses who may not administer, and oneself: what one may do is always another's decision."""
    insist(by)
    if by.key == user.key:
        raise NotDone(Refused("not_to_yourself", field="user"))


def give_post(user: User, *, unit: str, role: Role | str, by: Actor, now: datetime) -> Post:
    """Let somebody hold a role in a unit from now on.

    Refused to oneself, for a closed account or unit, where the role can't be held in such a unit, and if held already.
    """
    of_another(user, by)
    role = _role(role)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        held = Post.objects.filter(user=person, unit=unit, role=role.value, until=None).exists()
        post = planned_post(person, unit=unit, role=role, held=held, by=by, now=now)
        post.save(force_insert=True)
        note_change("give_post", user.key, {"unit": unit, "role": role.value}, by=by, now=now)
    user.held = None
    return post


def planned_post(
    person: User,
    *,
    unit: str,
    role: Role | str,
    held: bool,
    by: Actor,
    now: datetime,
    among: Among | None = None,
) -> Post:
    """The post that ``give_post`` would give, unsaved; ``held``: the person has it already. Refuses what that refuses.

    Writes nothing; the person may be one that is only planned.
    """
    of_another(person, by)
    role = _role(role)
    if not person.is_active:
        raise NotDone(Refused("account_closed", field="user"))
    where = seat_for(unit, role, among)
    if held:
        raise NotDone(Refused("held_already", field="role"))
    return Post(user=person, unit=where, role=role.value, since=now)


def seat_for(unit: str, role: Role, among: Among | None = None) -> Unit:
    """The unit in which the role can be held. Refuses a closed one, and one of a kind that has no such seat; only reads."""
    where = (among or Stored()).find(unit)
    if where is None or not where.is_active:
        raise NotDone(Refused("no_such_unit", "24", "unit", {"code": unit}))
    kind = house_kind(where, among)
    if kind not in SEATS[role]:
        said = {"role": role.value, "kind": kind.value}
        raise NotDone(Refused("no_such_seat", field="role", params=said))
    return where


def house_kind(unit: Unit, among: Among | None = None) -> UnitKind:
    """What kind of unit decides which roles can be held there: its own, of a group that of the house it belongs to."""
    while unit.kind == UnitKind.GROUP.value and unit.parent_id is not None:
        above = among.find(unit.parent_id) if among is not None else unit.parent
        assert above is not None
        unit = above
    return UnitKind(unit.kind)


def _role(role: Role | str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise NotDone(Refused("not_on_list", field="role")) from None


def end_post(post: Post, *, by: Actor, now: datetime) -> None:
    """Somebody holds a role no longer. Refused if it ended already, and for the last administrator's."""
    insist(by)
    with transaction.atomic():
        held = Post.objects.select_for_update().get(pk=post.pk)
        if held.until is not None:
            raise NotDone(Refused("ended_already", field="post"))
        administered_without([held.pk])
        held.until = max(now, held.since)
        held.save(update_fields=["until"])
        data = {"unit": held.unit_id, "role": held.role}
        note_change("end_post", f"user:{held.user_id}", data, by=by, now=now)
    post.until = held.until


def deactivate(user: User, *, by: Actor, now: datetime) -> None:
    """Close an account: its posts end, its sessions are dead. What the person did stays under their name.

    Refused for oneself, for an account that is closed, and for the last administrator's.
    """
    of_another(user, by)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if not person.is_active:
            raise NotDone(Refused("account_closed", field="user"))
        current = Post.objects.select_for_update().filter(user=person, until=None)
        administered_without([post.pk for post in current])
        for post in current:
            post.until = max(now, post.since)
            post.save(update_fields=["until"])
        person.is_active = False
        person.save(update_fields=["is_active"])
        end_sessions(person.pk)
        note_change("deactivate", user.key, {}, by=by, now=now)
    user.is_active, user.held = False, None


def administered_without(ending: list[int], *, lock: bool = True) -> None:
    """Refuses to end the last post that may administer: nobody could give one again. Whoever only looks takes no ``lock``."""
    admins: QuerySet[Post] = Post.objects.filter(role=Role.ADMIN.value, until=None, user__is_active=True)
    held = set((admins.select_for_update() if lock else admins).values_list("pk", flat=True))
    if held and held <= set(ending):
        raise NotDone(Refused("last_administrator", field="user"))
