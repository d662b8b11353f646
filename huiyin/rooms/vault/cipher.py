"""Seal a text into a token and open it again. A token says which cipher and key made it: ``aes.1f2e3d4c.<base64url>``."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from django.utils.translation import gettext as _

from huiyin.rooms.vault import keys
from huiyin.rooms.vault.boxes import SHORT, box


class CannotOpenError(Exception):
    """The token can't be opened: not a token, sealed for another place, altered, or its key is not on the ring.

    The sentence names the place and the key, never the content.
    """


def seal(plain: str, context: str) -> str:
    """The token of ``plain``, which only opens under the same ``context`` ("model.field": moved elsewhere, it stays shut)."""
    key = keys.ring().field
    head = f"{SHORT[key.algorithm]}.{key.id}."
    locked = box(key.algorithm, key.secret).lock(plain.encode(), f"{head}{context}".encode())
    return head + urlsafe_b64encode(locked).rstrip(b"=").decode()


def key_id_of(token: str) -> str:
    """Which key sealed the token; "" if this is no token."""
    parts = token.split(".", 2)
    return parts[1] if len(parts) == 3 and parts[0] in SHORT.values() else ""


def open_(token: str, context: str) -> str:
    """The text within the token; CannotOpenError otherwise."""
    key_id = key_id_of(token)
    if not key_id:
        raise CannotOpenError(_("What is stored in %(place)s is not a sealed value.") % {"place": context})
    key = keys.ring().keys.get(key_id)
    if key is None or key.use != "field":
        said = _("A value of %(place)s is sealed with key %(key)s, which is not on the key ring.")
        raise CannotOpenError(said % {"place": context, "key": key_id})
    head, body = token[: len(key_id) + 5], token[len(key_id) + 5 :]
    try:
        locked = urlsafe_b64decode(body + "=" * (-len(body) % 4))
        return box(key.algorithm, key.secret).unlock(locked, f"{head}{context}".encode()).decode()
    except (InvalidTag, binascii.Error, UnicodeError):
        said = _("A value of %(place)s was altered, or sealed for another place (key %(key)s).")
        raise CannotOpenError(said % {"place": context, "key": key_id}) from None
