"""The people of the demo county: one for each role, officer and head for each unit that matters go to. Names are invented."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.county.actions import note_change
from huiyin.rules.roles import SYSTEM, Role

CAST = Path(__file__).parent / "data" / "demo.csv"


def demo_cast(now: datetime, *, password: str) -> dict[str, User]:
    """Make the demo's accounts and posts, all with one password; gives them by user name. Safe to repeat.

    The password is hashed once for all: the hash is made to be slow, and a password that everybody is told needs no salt of
    its own. The county must be loaded.
    """
    with CAST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    with transaction.atomic():
        known = set(User.objects.values_list("username", flat=True))
        new = [row for row in rows if row["username"] not in known]
        if new:
            _make(new, make_password(password), now)
            note_change("demo", "accounts", {"accounts": len(new)}, by=SYSTEM, now=now)
    names = [row["username"] for row in rows]
    return {user.username: user for user in User.objects.filter(username__in=names)}


def _make(rows: list[dict[str, str]], hashed: str, now: datetime) -> None:
    User.objects.bulk_create(
        User(
            username=row["username"],
            name=row["name"],
            language=row["language"],
            password=hashed,
            created_at=now,
        )
        for row in rows
    )
    made = {
        user.username: user for user in User.objects.filter(username__in=[row["username"] for row in rows])
    }
    Post.objects.bulk_create(
        Post(user=made[row["username"]], unit_id=row["unit"], role=Role(row["role"]).value, since=now)
        for row in rows
    )
