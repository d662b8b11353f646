"""Every reading of accounts and posts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.kept import ASKED_PK, Kept
from huiyin.rules.roles import PETITIONER, SYSTEM, Actor, Role
from huiyin.rules.roles import Post as HeldPost
from huiyin.rules.units import UnitKind

Held = tuple[HeldPost, datetime, datetime | None]
_posts: Kept[Any] = Kept(
    lambda: (
        Post.objects.filter(user=ASKED_PK).annotate(path=F("unit__path"), kind=F("unit__kind")).order_by("id")
    )
)


def actor_of(user: User, now: datetime) -> Actor:
    """Who this person is to the rules: their posts at the moment, each with its unit's place in the tree.

    One query for the life of the ``user`` object, which is one request. A closed account holds no post. A post in a closed
    unit still counts: somebody must be able to finish what lies there.
    """
    if not user.is_active:
        return Actor(user.key, user.name)
    if user.held is None:
        user.held = _held(user)
    posts = tuple(post for post, since, until in user.held if since <= now and (until is None or now < until))
    former = tuple(post for post, _, until in user.held if until is not None and until <= now)
    return Actor(user.key, user.name, posts, former)


def was(user: User, then: datetime) -> Actor:
    """Who this person was to the rules at a moment that has passed, whatever has become of the account since."""
    held = _held(user)
    posts = tuple(post for post, since, until in held if since <= then and (until is None or then < until))
    former = tuple(post for post, _, until in held if until is not None and until <= then)
    return Actor(user.key, user.name, posts, former)


def _held(user: User) -> tuple[Held, ...]:
    return tuple(
        (
            HeldPost(Role(row.role), row.unit_id, row.path, row.kind == UnitKind.DEPARTMENT.value),
            row.since,
            row.until,
        )
        for row in _posts(value=user.pk)
    )


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """What people are called, by actor key; one query however many. A key that names nobody isn't in the answer."""
    wanted = set(keys)
    named = {SYSTEM.key: gettext("The system"), PETITIONER.key: gettext("The petitioner")}
    found = {key: name for key, name in named.items() if key in wanted}
    found |= {key: gettext("Import") for key in wanted if key.startswith("import")}
    ids = [number for key in wanted if (number := _id(key)) is not None]
    if ids:
        found |= {
            f"user:{pk}": name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")
        }
    return found


def user_of(key: str) -> User | None:
    """The account behind an actor key; None for the system, the petitioner and keys that name nobody."""
    number = _id(key)
    return User.objects.filter(pk=number).first() if number is not None else None


def _id(key: str) -> int | None:
    """The account's number in the key; at most as many digits as a database's whole number surely holds."""
    found = re.fullmatch(r"user:([0-9]{1,18})", key)
    return int(found[1]) if found else None


def holders(role: Role, now: datetime) -> dict[str, str]:
    """Names of who holds the role now, by unit; several in one unit one after the other. One query."""
    rows = Post.objects.filter(role=role.value, since__lte=now, user__is_active=True).exclude(until__lte=now)
    found: dict[str, list[str]] = {}
    for unit, name in rows.order_by("unit_id", "id").values_list("unit_id", "user__name"):
        found.setdefault(unit, []).append(name)
    return {unit: "、".join(names) for unit, names in found.items()}


def holding(units: Iterable[str], roles: Iterable[Role], now: datetime) -> set[str]:
    """The keys of everybody who holds one of these roles in one of these units now; one query."""
    rows = Post.objects.filter(
        unit__in=list(units), role__in=[role.value for role in roles], since__lte=now, user__is_active=True
    ).exclude(until__lte=now)
    return {f"user:{pk}" for pk in rows.values_list("user_id", flat=True)}


def posts_in(unit: str, now: datetime) -> list[Post]:
    """Who holds which post in one unit now, with the people's names; one query."""
    rows = Post.objects.filter(unit=unit, since__lte=now, user__is_active=True).exclude(until__lte=now)
    return list(rows.select_related("user").order_by("role", "user__name"))


def colleagues(units: Iterable[str], now: datetime, *, most: int) -> list[tuple[str, str, str]]:
    """Who holds a post in one of the units now: actor key, name, unit, by name; at most ``most`` posts, one query."""
    rows = Post.objects.filter(unit__in=list(units), since__lte=now, user__is_active=True).exclude(
        until__lte=now
    )
    found = rows.order_by("user__name", "user_id", "id").values_list("user_id", "user__name", "unit_id")[
        :most
    ]
    return [(f"user:{pk}", name, unit) for pk, name, unit in found]
