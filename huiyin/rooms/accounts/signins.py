"""The trail of signing in: when, by whom, whether the door opened. No address and nothing that was typed.

Kept for a year: 网络安全法 Art. 21(3) asks for six months at least.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from huiyin.rooms.accounts.models import User, same_name

KEPT_FOR = timedelta(days=366)
#: Refused tries kept at most, so that nobody fills the disk by knocking; each costs its maker a password hash.
MOST_REFUSED = 20_000
PAGE = 50


class SignIn(models.Model):
    """One try to sign in. ``user`` is empty where no account has such a name; the name itself isn't kept."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    opened = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="sign_in_by_time")]

    def __str__(self) -> str:
        return f"{self.user_id} {'in' if self.opened else 'refused'}"


def note_sign_in(username: str, *, opened: bool, now: datetime) -> None:
    """Write the try down."""
    name = same_name(username)
    user = None if "\0" in name else User.objects.filter(username=name).first()  # PostgreSQL takes no NUL
    SignIn.objects.create(user=user, at=now, opened=opened)
    if not opened:
        _bounded()


def forget_old(*, now: datetime) -> int:
    """Forget the tries that are older than a year; says how many. The worker does it every hour."""
    return SignIn.objects.filter(at__lt=now - KEPT_FOR).delete()[0]


def _bounded() -> None:
    refused = SignIn.objects.filter(opened=False)
    if refused.count() > MOST_REFUSED:
        oldest = list(refused.order_by("pk").values_list("pk", flat=True)[: MOST_REFUSED // 100])
        SignIn.objects.filter(pk__in=oldest).delete()


def sign_ins(user: User | None = None, *, after: int = 0, size: int = PAGE) -> list[SignIn]:
    """The tries, newest first, of everybody or one account; one more than ``size`` if there is a next page."""
    rows = SignIn.objects.select_related("user").order_by("-pk")
    if user is not None:
        rows = rows.filter(user=user)
    if after:
        rows = rows.filter(pk__lt=after)
    return list(rows[: size + 1])
