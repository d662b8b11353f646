"""The second screen at the counter: whoever came reads what was written down, and says whether it is right.

A screen belongs to one clerk's desk. What it shows is sealed, stays for some minutes, and is gone once the petition is
registered. The confirmation goes into the register entry, and holds only for just the words that were shown. 网上办理工作规程.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import models

from huiyin.rooms.accounts import signin
from huiyin.rooms.accounts.models import User
from huiyin.rooms.vault.fields import EncryptedTextField
from huiyin.rules.duties import Confirmation

CODE_DIGITS = 6
CODE_FOR = timedelta(minutes=5)
#: So long words stay on the screen; then it is blank.
SHOWN_FOR = timedelta(minutes=10)
PAIRED_FOR = timedelta(hours=12)
#: The name under which wrong codes are braked like wrong passwords, by address.
_BRAKE = "second screen"


class Said(models.TextChoices):
    """What the visitor said of the record."""

    RIGHT = "right", "right"
    WRONG = "wrong", "wrong"


class CounterScreen(models.Model):
    """One desk's screen. ``device`` and ``code`` are hashes (hex); ``shown`` JSON of the record, ``version`` names it."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    device = models.CharField(max_length=64, blank=True)
    paired_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, blank=True)
    code_at = models.DateTimeField(null=True)
    shown = EncryptedTextField(blank=True)
    version = models.CharField(max_length=24, blank=True)
    shown_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=8, choices=Said.choices, blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["device"], name="screen_by_device"),
            models.Index(fields=["code"], name="screen_by_code"),
        ]

    def __str__(self) -> str:
        return f"screen {self.user_id}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a screen stands at for its clerk: paired, what it shows (nothing if it is blank), what was said, when."""

    paired: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    said_at: datetime | None = None

    @property
    def showing(self) -> bool:
        """Whether words stand on it."""
        return bool(self.words)


def _hash(secret: str) -> str:
    return sha256(f"screen\0{secret}".encode()).hexdigest()


# -- pairing -----------------------------------------------------------------------------------------------------------------


def new_code(user: User, *, now: datetime) -> str:
    """A short code to be typed at the other device within five minutes; an older one is void."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    CounterScreen.objects.update_or_create(user=user, defaults={"code": _hash(code), "code_at": now})
    return code


def pair(code: str, *, address: str, now: datetime) -> str | None:
    """The device's secret for a right code; None for a wrong, used or late one, and for an address that guesses."""
    if signin.attempt(_BRAKE, address, now=now) is not None:
        return None
    typed = "".join(str(unicodedata.decimal(sign)) for sign in code if sign.isdecimal())  # full width, too
    secret = secrets.token_urlsafe(32)
    rows = CounterScreen.objects.filter(code=_hash(typed), code_at__gt=now - CODE_FOR) if typed else None
    if rows is None or not rows.update(code="", device=_hash(secret), paired_at=now):
        return None
    signin.succeeded(_BRAKE, address)
    return secret


def unpair(user: User) -> None:
    """The device shows nothing any more, and the screen is blank."""
    CounterScreen.objects.filter(user=user).update(device="", paired_at=None, code="", **_BLANK)


def by_device(secret: str, *, now: datetime) -> CounterScreen | None:
    """The screen of a paired device, for half a day."""
    if not secret:
        return None
    rows = CounterScreen.objects.filter(
        device=_hash(secret), paired_at__gt=now - PAIRED_FOR, user__is_active=True
    )
    return rows.first()


def of_desk(user: User) -> CounterScreen:
    """The person's own screen, for a second window of the same browser."""
    return CounterScreen.objects.get_or_create(user=user)[0]


# -- showing -----------------------------------------------------------------------------------------------------------------

_BLANK: Mapping[str, object] = {"shown": "", "version": "", "shown_at": None, "said": "", "said_at": None}


def show(user: User, record: Mapping[str, str], *, now: datetime) -> None:
    """Put the record on the screen; what was said of an earlier one is void. Shown again unchanged, it stays as it is."""
    row = of_desk(user)
    if words_of(row, now=now) == dict(record) and row.said != Said.WRONG:
        return
    row.shown, row.version = (
        json.dumps(dict(record), ensure_ascii=False, sort_keys=True),
        secrets.token_urlsafe(12),
    )
    row.shown_at, row.said, row.said_at = now, "", None
    row.save(update_fields=list(_BLANK))


def blank(user: User) -> None:
    """Nothing stands on the screen any more."""
    CounterScreen.objects.filter(user=user).update(**_BLANK)


def words_of(row: CounterScreen, *, now: datetime) -> dict[str, str]:
    """What stands on the screen; nothing once its minutes are over."""
    if not row.shown or row.shown_at is None or row.shown_at <= now - SHOWN_FOR:
        return {}
    return {str(name): str(text) for name, text in json.loads(row.shown).items()}


def say(row: CounterScreen, version: str, said: Said, *, now: datetime) -> bool:
    """What the visitor says of just what they read. The first word counts: pressed twice, nothing happens twice."""
    if not version:
        return False
    rows = CounterScreen.objects.filter(pk=row.pk, version=version, said="", shown_at__gt=now - SHOWN_FOR)
    return bool(rows.update(said=said.value, said_at=now))


def standing(user: User, *, now: datetime) -> Standing:
    """What the clerk sees of the screen."""
    row = CounterScreen.objects.filter(user=user).first()
    if row is None:
        return Standing()
    paired = bool(row.device) and row.paired_at is not None and row.paired_at > now - PAIRED_FOR
    words = words_of(row, now=now)
    return Standing(paired, words, row.said if words else "", row.said_at if words else None)


def confirmed(user: User, record: Mapping[str, str], *, now: datetime) -> str:
    """``on_screen`` if just this record was shown and the visitor said that it is right; nothing otherwise."""
    found = standing(user, now=now)
    if found.said != Said.RIGHT or found.words != dict(record):
        return ""
    return Confirmation.ON_SCREEN.value


def forget_old(*, now: datetime) -> None:
    """Words that nobody took off the screen are taken out of the table."""
    CounterScreen.objects.filter(shown_at__lte=now - SHOWN_FOR).update(**_BLANK)
