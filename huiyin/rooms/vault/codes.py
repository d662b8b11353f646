"""The secret query code on a petitioner's receipt: made from the form's one-time token, stored only as a keyed hash."""

from __future__ import annotations

import hmac
import secrets
import unicodedata

from huiyin.rooms.vault import keys

# 25 characters, none to be taken for another in print or handwriting: not 0 O Q, 1 I L, nor Z S G B U beside 2 5 6 8 V
ALPHABET = "23456789ACDEFHJKMNPRTVWXY"
LENGTH = 12  # 12 * log2(25) = 55.7 bits
TOKEN_LEAST = 16  # characters
# a code never has the left one, so whoever reads it so off the paper meant the right one
_MEANT = str.maketrans({"Z": "2", "S": "5", "G": "6", "B": "8", "U": "V"})


def new_form_token() -> str:
    """A one-time token for a form: 192 random bits, 32 url-safe characters."""
    return secrets.token_urlsafe(24)


def derive_query_code(token: str) -> str:
    """The query code of a form's token, "XXXX-XXXX-XXXX": the same on a double click, no guess without the code key.

    Refuses a token too short to be one of ours, for two people with an empty token would share a code.
    """
    if len(token) < TOKEN_LEAST:
        raise ValueError(f"A form token has at least {TOKEN_LEAST} characters.")
    number = int.from_bytes(_mac("code", token))
    letters = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "-".join("".join(letters[start : start + 4]) for start in range(0, LENGTH, 4))


def normal_query_code(typed: str) -> str:
    """What a citizen meant: full-width, lower case, spaces, any dashes and look-alikes are put right."""
    plain = unicodedata.normalize("NFKC", typed[:200]).upper()
    return "".join(filter(str.isalnum, plain)).translate(_MEANT)


def query_code_hash(code: str) -> str:
    """64 hex characters to store and to look up. Any text has one; only a real code has one that is stored."""
    return _mac("hash", normal_query_code(code)).hex()


def _mac(purpose: str, text: str) -> bytes:
    return hmac.digest(keys.ring().code.secret, f"{purpose}\0{text}".encode(errors="surrogatepass"), "sha256")
