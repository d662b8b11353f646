"""A brake on guessing passwords.

After five failures for a user name from one address within fifteen minutes that pair waits fifteen minutes from the last.

A try is written down *before* the password is looked at and crossed out when it was right, so that many tries at the same
moment can't all slip through. What is tried while waiting doesn't count and doesn't prolong the wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from huiyin.rooms.accounts.models import SignInAttempt, same_name

MOST_FAILURES = 5
WITHIN = WAIT = timedelta(minutes=15)
#: Rows kept at most; older ones go first. Filling it takes longer than the wait: each try costs a password hash.
MOST_ROWS = 20_000


def attempt(username: str, address: str, *, now: datetime) -> datetime | None:
    """Write down a try; call before checking the password. None to go on, or the moment until which the pair must wait."""
    _purge(now)
    pair = _pair(username, address)
    mine = SignInAttempt.objects.create(pair=pair, at=now)
    others = SignInAttempt.objects.filter(pair=pair).exclude(pk=mine.pk).order_by("-at", "-pk")
    last = list(others.values_list("at", flat=True)[:MOST_FAILURES])
    if len(last) == MOST_FAILURES and last[0] - last[-1] <= WITHIN and now < last[0] + WAIT:
        mine.delete()
        return last[0] + WAIT
    return None


def succeeded(username: str, address: str) -> None:
    """The password was right: the pair's failures are forgotten."""
    SignInAttempt.objects.filter(pair=_pair(username, address)).delete()


def _pair(username: str, address: str) -> str:
    value = f"{same_name(username)}\n{address}"
    return salted_hmac("huiyin.signin", value, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _purge(now: datetime) -> None:
    """Drop what can't matter any more, and the oldest beyond ``MOST_ROWS``."""
    SignInAttempt.objects.filter(at__lt=now - WITHIN - WAIT).delete()
    newest = SignInAttempt.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        SignInAttempt.objects.filter(pk__lte=newest - MOST_ROWS).delete()
