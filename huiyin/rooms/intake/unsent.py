"""What a citizen is writing and hasn't sent yet: kept between the steps of the form, sealed, for three days.

The browser holds a random key, we only its hash; the words are sealed like all personal data. It is no petition yet: it isn't
counted, searched or shown to anybody. Once sent nothing of it stays here.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import models

from huiyin.rooms.vault.fields import EncryptedTextField

KEPT_FOR = timedelta(days=3)
KEY_LENGTH = 32  # characters of the browser's key
#: Kept along and not said by anybody: the form's token, and which letter it is (of two tabs).
_OURS = frozenset({"token", "letter"})


class Unsent(models.Model):
    """One citizen's words under way; ``mark`` is the hash (hex) of the browser's key, ``body`` JSON of fields and values."""

    mark = models.CharField(max_length=64, primary_key=True)
    body = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="unsent_by_age")]

    def __str__(self) -> str:
        return f"unsent {self.mark[:6]}"


def new_key() -> str:
    """A key for a browser: 192 random bits."""
    return secrets.token_urlsafe(24)


def _mark(key: str) -> str:
    return sha256(key.encode(errors="surrogatepass")).hexdigest()


def under_way(key: str, *, now: datetime) -> dict[str, Any]:
    """What this browser has under way; empty if nothing, or too old."""
    found = Unsent.objects.filter(mark=_mark(key), at__gte=now - KEPT_FOR).first() if key else None
    return dict(json.loads(found.body)) if found is not None else {}


def keep(key: str, said: Mapping[str, Any], *, now: datetime) -> None:
    """Keep what has been said so far in place of what was kept before."""
    body = json.dumps(dict(said), ensure_ascii=False)
    row = Unsent(mark=_mark(key), body=body, at=now)
    Unsent.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["mark"], update_fields=["body", "at"]
    )  # one statement, whoever else is at it


def was_sent(key: str, said: Mapping[str, str], *, now: datetime) -> None:
    """These words are a petition now: nothing of them stays here. Other words under the same key were begun in another tab."""
    kept = under_way(key, now=now)
    if kept and all(said.get(name) == value for name, value in kept.items() if name not in _OURS):
        throw_away(key)


def throw_away(key: str) -> None:
    """The citizen doesn't want it any more, or is done."""
    if key:
        Unsent.objects.filter(mark=_mark(key)).delete()


def forget_old(*, now: datetime) -> int:
    """Delete what is older than three days; how many."""
    return Unsent.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
