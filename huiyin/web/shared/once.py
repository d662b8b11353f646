"""One form, one petition: the token that tells a double click from a second letter."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from huiyin.rooms.vault.codes import TOKEN_LEAST, new_form_token

LONGEST_TOKEN = 64  # characters


def known_token(posted: str) -> str:
    """The form's token as it came back, or a new one if it isn't one of ours."""
    ours = TOKEN_LEAST <= len(posted) <= LONGEST_TOKEN and posted.isascii() and posted.isprintable()
    return posted if ours else new_form_token()


def token_for(token: str, *said: str) -> str:
    """The token of what is sent: one for the same form with the same words (a double click, taken once).

    With other words it is another (went back, wrote on, sent again): taken as a second letter, never lost.
    """
    return urlsafe_b64encode(sha256("\0".join((token, *said)).encode()).digest()).decode()
