"""The roster of all accounts, as an administrator looks through it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from huiyin.rooms.accounts.models import Post, User, same_name

PAGE = 50


def people_listed(
    typed: str = "", *, show: str = "", unit: str = "", after: str = "", now: datetime, size: int = PAGE
) -> list[User]:
    """Accounts by user name, whose name or user name holds what was typed; one more than ``size`` if there is a next page.

    ``show``: open, locked, idle (open, without a post); ``unit``: with a post there.
    """
    held = Post.objects.filter(user=OuterRef("pk"), until=None)
    rows = User.objects.order_by("username")
    if typed:
        rows = rows.filter(Q(username__contains=same_name(typed)) | Q(name__contains=typed))
    if show == "open":
        rows = rows.filter(is_active=True)
    elif show == "locked":
        rows = rows.filter(is_active=False)
    elif show == "idle":
        rows = rows.filter(~Exists(held), is_active=True)
    if unit:
        rows = rows.filter(Exists(held.filter(unit=unit)))
    if after:
        rows = rows.filter(username__gt=after)
    return list(rows[: size + 1])


def posts_of(users: Iterable[int]) -> dict[int, list[Post]]:
    """The posts held now by each of these accounts; one query."""
    found: dict[int, list[Post]] = {}
    for post in Post.objects.filter(user__in=list(users), until=None).order_by("id"):
        found.setdefault(post.user_id, []).append(post)
    return found


def successors(leaving: User, units: Iterable[str], *, most: int = 300) -> list[tuple[User, bool]]:
    """Who could go on for somebody: open accounts, those with a post in one of the units first; whether they have one."""
    near = Post.objects.filter(user=OuterRef("pk"), until=None, unit__in=list(units))
    rows = User.objects.filter(is_active=True).exclude(pk=leaving.pk).annotate(near=Exists(near))
    return [(user, user.near) for user in rows.order_by("-near", "name", "pk")[:most]]
