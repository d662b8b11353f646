"""Keyed marks that can be compared but not turned back: blind indexes, and the MAC of the dossier's chain."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable

from huiyin.rooms.vault import keys
from huiyin.rules import identifiers

BLIND = 16  # bytes: 128 bits, so that two values of a county never share one by chance


def _any(value: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def _phone(value: str) -> str:
    return identifiers.normal_phone(value) or "".join(filter(str.isalnum, _any(value)))


def _id_number(value: str) -> str:
    return identifiers.normal_id_number(value) or "".join(filter(str.isalnum, _any(value)))


_NORMAL: dict[str, Callable[[str], str]] = {"phone": _phone, "id_number": _id_number}


def blind_index(kind: str, value: str | None) -> bytes | None:
    """What to store beside a sealed value so that the same value can be found again; None for nothing.

    ``kind`` ("phone", "id_number", "email" or another word) keeps the indexes of different things apart and chooses how
    the value is made comparable: spaces, full-width digits, +86 and upper or lower case don't matter.
    """
    return blind_under(keys.ring().index, kind, value)


def blind_indexes(kind: str, value: str | None) -> tuple[bytes, ...]:
    """Under every index key that rows may carry, the current one first: what to look for. Empty for nothing."""
    found = (blind_under(key, kind, value) for key in keys.ring().index_keys())
    return tuple(index for index in found if index is not None)


def blind_under(key: keys.Key, kind: str, value: str | None) -> bytes | None:
    """The blind index under one given key; the rotation asks for old ones."""
    normal = _NORMAL.get(kind, _any)(value or "")
    if not normal:
        return None
    return hmac.digest(key.secret, f"{kind}\0{normal}".encode(errors="surrogatepass"), "sha256")[:BLIND]


def chain_key() -> bytes:
    """The 32 bytes that the dossier's chain is keyed with. Never rotated: old links must stay provable."""
    return keys.ring().chain.secret


def chain_mac(data: bytes) -> bytes:
    """HMAC-SHA256 of a link of the dossier, 32 bytes: nobody who has only the database can make one."""
    return hmac.digest(keys.ring().chain.secret, data, "sha256")


def ring_fingerprint() -> str:
    """16 hex characters that tell one key ring from another and nothing else.

    Kept in the database, it betrays one that was restored beside the wrong keys, before anything is written.
    """
    return hmac.digest(keys.ring().chain.secret, b"huiyin ring fingerprint", "sha256").hex()[:16]
