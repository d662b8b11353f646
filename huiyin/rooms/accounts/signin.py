"""A brake on guessing passwords.

After five failures for a user name from one address within fifteen minutes that pair waits fifteen minutes from the last.

A try is written down *before* the password is looked at and crossed out when it was right, so that many tries at the same
moment can't all slip through. What is tried while waiting is refused without writing anything: it doesn't count and doesn't
prolong the wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.crypto import salted_hmac

from huiyin.rooms.accounts.models import SignInAttempt, same_name

MOST_FAILURES = 5
WITHIN = WAIT = timedelta(minutes=15)
#: Rows kept at most, apart from those of pairs with five tries or more: these stay until they are half an hour old, so
#: that nobody can end a wait by flooding the table with other names. Each row there costs its maker a password hash.
MOST_ROWS = 20_000


def attempt(username: str, address: str, *, now: datetime) -> datetime | None:
    """Write down a try; call before checking the password. None to go on, or the moment until which the pair must wait."""
    pair = _pair(username, address)
    until = _wait(SignInAttempt.objects.filter(pair=pair), now)
    if until is not None:
        return until
    mine = SignInAttempt.objects.create(pair=pair, at=now)
    until = _wait(
        SignInAttempt.objects.filter(pair=pair).exclude(pk=mine.pk), now
    )  # others at the same moment
    if until is not None:
        mine.delete()
        return until
    _purge(now)
    return None


def _wait(tries: QuerySet[SignInAttempt], now: datetime) -> datetime | None:
    last = list(tries.order_by("-at", "-pk").values_list("at", flat=True)[:MOST_FAILURES])
    if len(last) == MOST_FAILURES and last[0] - last[-1] <= WITHIN and now < last[0] + WAIT:
        return last[0] + WAIT
    return None


def succeeded(username: str, address: str) -> None:
    """The password was right: the pair's failures are forgotten."""
    SignInAttempt.objects.filter(pair=_pair(username, address)).delete()


def _pair(username: str, address: str) -> str:
    value = f"{same_name(username)}\n{address}"
    return salted_hmac("huiyin.signin", value, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _purge(now: datetime) -> None:
    """Drop what can't matter any more; beyond ``MOST_ROWS`` the oldest tries of pairs that don't wait, some at once."""
    SignInAttempt.objects.filter(at__lt=now - WITHIN - WAIT).delete()
    over = SignInAttempt.objects.count() - MOST_ROWS
    if over <= 0:
        return
    full = SignInAttempt.objects.values("pair").annotate(n=Count("pk")).filter(n__gte=MOST_FAILURES)
    loose = SignInAttempt.objects.exclude(pair__in=full.values("pair"))
    oldest = list(loose.order_by("at", "pk").values_list("pk", flat=True)[: over + MOST_ROWS // 100])
    SignInAttempt.objects.filter(pk__in=oldest).delete()
