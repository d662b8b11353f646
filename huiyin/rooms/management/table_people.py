"""The table of people and posts: adds accounts without passwords, names and posts; it ends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from huiyin.rooms.accounts.actions import planned_post, planned_user
from huiyin.rooms.accounts.locking import renamed
from huiyin.rooms.accounts.models import Post, User, same_name
from huiyin.rooms.county.actions import NotDone, Told
from huiyin.rooms.management.table_ledger import ADDED, CHANGED, SAME, Cells
from huiyin.rooms.management.table_units import UnitLedger
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor

COLUMNS = ("username", "name", "language", "role", "unit")


def rows() -> list[Sequence[str]]:
    """The accounts that are open, a row for each post; one without a post has a row of its own."""
    held: dict[int, list[Post]] = {}
    for post in Post.objects.filter(until=None).order_by("id"):
        held.setdefault(post.user_id, []).append(post)
    found: list[Sequence[str]] = []
    for user in User.objects.filter(is_active=True).order_by("username"):
        posts = [(post.role, post.unit_id) for post in held.get(user.pk, ())]
        found += [[user.username, user.name, user.language, *where] for where in posts or [("", "")]]
    return found


class PeopleLedger:
    """All accounts, the posts that they hold and the units, read with three queries."""

    def __init__(self) -> None:
        self._rows = {row.username: row for row in User.objects.all()}
        held = Post.objects.filter(until=None).values_list("user__username", "unit_id", "role")
        self._held = set(held)
        self._units = UnitLedger()
        self._called: dict[str, tuple[str, str]] = {}
        self._new: list[User] = []
        self._changed: dict[str, User] = {}
        self._posts: list[Post] = []
        self._told: list[tuple[User, str, Mapping[str, Any]]] = []

    def about(self, told: Cells) -> str:
        """See Ledger."""
        row = self._rows.get(same_name(told["username"]))
        return "" if row is None or row.pk is None else row.key

    def stands(self, told: Cells) -> Cells | None:
        """See Ledger. Of the posts that of the line alone: a line ends none."""
        row = self._rows.get(same_name(told["username"]))
        if row is None:
            return None
        there = bool(told["role"]) and (row.username, told["unit"], told["role"]) in self._held
        post = {"role": told["role"], "unit": told["unit"]} if there else {"role": "", "unit": ""}
        return {"username": row.username, "name": row.name, "language": row.language, **post}

    def enter(self, told: Cells, *, by: Actor, now: datetime) -> str:
        """See Ledger. Refuses two lines of one account that call it differently: one may be somebody else of that name.

        A language that is left blank says nothing: what stands stays. Refuses a unit without a role.
        """
        if told["unit"] and not told["role"]:
            raise NotDone(Refused("missing", field="role"))
        user, done = self._rows.get(same_name(told["username"])), SAME
        language = self._language(told) or (user.language if user is not None else "zh-hans")
        if user is None:
            # no password: hashing one that nobody knows, five thousand times, would take an hour
            user = planned_user(
                told["username"], name=told["name"], language=language, taken=False, by=by, now=now
            )
            self._rows[user.username] = user
            self._new.append(user)
            self._told.append((user, "create", {"username": user.username}))
            done = ADDED
        elif (line := renamed(user, name=told["name"], language=language, by=by)) is not None:
            self._changed[user.username] = user
            self._told.append((user, line.verb, line.data))
            done = CHANGED
        post = (user.username, told["unit"], told["role"])
        if told["role"] and post not in self._held:
            given = planned_post(
                user, unit=told["unit"], role=told["role"], held=False, by=by, now=now, among=self._units
            )
            self._held.add(post)
            self._posts.append(given)
            self._told.append((user, "give_post", {"unit": told["unit"], "role": told["role"]}))
            done = ADDED if done == ADDED else CHANGED
        return done

    def _language(self, told: Cells) -> str:
        """What the lines of this account say so far; empty where none says any. Refuses two that call it differently."""
        key = same_name(told["username"])
        name, before = self._called.get(key, (told["name"], ""))
        if name != told["name"] or (before and told["language"] not in ("", before)):
            raise NotDone(Refused("two_of_one_account", field="username"))
        self._called[key] = name, before or told["language"]
        return before or told["language"]

    def settle(self, told: Cells) -> None:
        """See Ledger; nothing here shows only at the end."""

    def write(self) -> Sequence[Told]:
        """See Ledger."""
        # by its user name, without its key: one statement for many rows, and nothing but the two fields is set
        User.objects.bulk_create(
            [
                User(username=one.username, name=one.name, language=one.language, created_at=one.created_at)
                for one in self._changed.values() if one.pk is not None
            ],
            update_conflicts=True, unique_fields=["username"], update_fields=["name", "language"],
        )  # fmt: skip
        User.objects.bulk_create(self._new)
        Post.objects.bulk_create(self._posts)
        return [Told(verb, user.key, data) for user, verb, data in self._told]
