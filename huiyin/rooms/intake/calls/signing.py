"""How a telephone system proves who it is: a key in a file of its own, HMAC-SHA256 over moment and body.

The key lies in HUIYIN_HOME/secrets/calls.key, never in the database. A request carries its moment and is taken within five
minutes of it; sent again within them it changes nothing, since each event of a call is taken once.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

SIGNATURE, TIMESTAMP = "Huiyin-Signature", "Huiyin-Timestamp"
#: Seconds that a request may be under way, or its clock be off.
WITHIN = 300
KEY_BYTES = 32


def path() -> Path:
    """Where the key lies."""
    return Path(settings.HUIYIN_HOME) / "secrets" / "calls.key"


def key() -> str | None:
    """The key; None where none was made: then no telephone system is let in."""
    try:
        return path().read_text("ascii").strip() or None
    except FileNotFoundError:
        return None


def make_key() -> str:
    """A new key in place of the old one, whole or not at all; for the owner's eyes only (0600)."""
    made, fresh = secrets.token_hex(KEY_BYTES), path().with_name(f"calls.key.{os.getpid()}.new")
    fresh.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path())
    return made


def sign(held: str, timestamp: str, body: bytes) -> str:
    """The signature of a body at a moment (seconds since 1970): ``v1=`` and 64 hex digits."""
    return "v1=" + hmac.digest(held.encode(), timestamp.encode() + b"." + body, "sha256").hex()


def is_signed(held: str | None, timestamp: str, signature: str, body: bytes, *, now: float) -> bool:
    """Whether this body was signed with the key at that moment, and the moment is now."""
    fits = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12
    right = sign(held or "", timestamp if fits else "0", body)
    same = hmac.compare_digest(right.encode(), signature.encode(errors="replace"))
    return bool(held) and fits and same and abs(now - int(timestamp)) <= WITHIN
