"""Who works here: people who sign in, the posts they hold, and failed attempts to sign in."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from huiyin.rooms.county.models import Unit
from huiyin.rules.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from huiyin.rules.roles import Post as HeldPost


def same_name(username: str) -> str:
    """The one spelling under which a user name is kept and looked up: "Ｊin.Yan " is "jin.yan"."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


class Users(BaseUserManager["User"]):
    """Finds people by user name in any spelling. Accounts are made by ``accounts.actions.create_user`` alone."""

    def get_by_natural_key(self, username: str | None) -> User:
        """As Django's sign-in asks for it."""
        return self.get(username=same_name(username or ""))


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do is in their posts; there is no superuser and no group."""

    username = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    #: Filled by ``queries.actor_of`` so that a request asks once: (post, since, until).
    held: tuple[tuple[HeldPost, datetime, datetime | None], ...] | None = None

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """How dossiers and logs name this person."""
        return f"user:{self.pk}"

    def get_full_name(self) -> str:
        """As Django's own pages ask for it."""
        return self.name


class Post(models.Model):
    """A role that somebody holds in a unit, from one moment to another. Rows stay: they tell who could do what when."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], name="post_held_once", condition=Q(until__isnull=True)
            ),
            models.CheckConstraint(
                name="post_ends_after_it_began", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} in {self.unit_id}"


class SignInAttempt(models.Model):
    """A try to sign in that hasn't succeeded; gone after half an hour.

    ``pair`` is a keyed hash of user name and address: people type passwords into the wrong box, so the words aren't kept.
    """

    pair = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["pair", "at"], name="attempt_by_pair"),
            models.Index(fields=["at"], name="attempt_by_time"),
        ]

    def __str__(self) -> str:
        return f"attempt at {self.at:%H:%M:%S}"
