"""The seals of a dossier: canonical form, hash chain per matter, salted commitments. Pure; keys are handed in elsewhere."""

from __future__ import annotations

import json
from datetime import UTC
from hashlib import sha256
from typing import Any

from huiyin.rules.state import Event

START = bytes(32)


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, characters as they are. Refuses (ValueError) NaN and infinities."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def entry_hash(before: bytes, event: Event) -> bytes:
    """SHA-256 over the hash of the entry before and everything this entry says; 32 bytes."""
    return entry_hash_of_text(before, event, canonical(event.data))


def entry_hash_of_text(before: bytes, event: Event, data: str) -> bytes:
    """The same where the canonical text of the data is at hand already.

    Each part goes in after its length, so that no letter can wander from one part into the next.
    """
    parts = (event.number, str(event.seq), event.verb.value, _stamp(event), event.by, event.unit, data)
    return sha256(before + "".join(f"{len(part)}:{part}" for part in parts).encode()).digest()


def _stamp(event: Event) -> str:
    return event.at.astimezone(UTC).isoformat(timespec="microseconds")


def slip(code_hash: str, once: str | None, foreign_number: str | None) -> str:
    """A hash (hex) of what a petition's receipt opens and which foreign number it bears; stands in its first entry."""
    return sha256(canonical([code_hash, once, foreign_number]).encode()).hexdigest()


def commitment(salt: bytes, text: str) -> str:
    """A salted SHA-256 (hex) that stands for words kept elsewhere; without the salt nobody can guess them."""
    return sha256(salt + text.encode()).hexdigest()
