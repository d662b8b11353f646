"""The two authenticated ciphers, each behind the same two calls. Nothing here knows where a key comes from.

Both are GCM with a random 96-bit nonce: one key may seal 2**32 values before the nonce could repeat with a chance worth
naming (NIST SP 800-38D, 8.3); a county with a million petitions is a thousand times below that.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AES = "AES-256-GCM"
SM4 = "SM4-GCM"
NONCE = 12
TAG = 16


class Box(Protocol):
    """Locks and unlocks bytes; what it returns and takes is nonce + ciphertext + tag."""

    def lock(self, plain: bytes, bound: bytes) -> bytes:
        """Encrypt ``plain`` and bind it to ``bound`` (additional authenticated data)."""

    def unlock(self, locked: bytes, bound: bytes) -> bytes:
        """Decrypt; raises InvalidTag when a bit was changed or ``bound`` differs."""


class AesBox:
    """AES-256-GCM (GB/T 17964 and NIST SP 800-38D name the mode)."""

    def __init__(self, secret: bytes) -> None:
        self._aead = AESGCM(secret)

    def lock(self, plain: bytes, bound: bytes) -> bytes:
        """Encrypt and bind."""
        nonce = os.urandom(NONCE)
        return nonce + self._aead.encrypt(nonce, plain, bound)

    def unlock(self, locked: bytes, bound: bytes) -> bytes:
        """Decrypt or raise InvalidTag."""
        if len(locked) < NONCE + TAG:
            raise InvalidTag
        return self._aead.decrypt(locked[:NONCE], locked[NONCE:], bound)


class Sm4Box:
    """SM4-GCM (GB/T 32907, the cipher that GB/T 39786 expects of state systems). Its 16-byte key is derived by HKDF."""

    def __init__(self, secret: bytes) -> None:
        key = HKDF(algorithm=SHA256(), length=16, salt=None, info=b"huiyin field SM4-GCM").derive(secret)
        self._cipher = algorithms.SM4(key)

    def lock(self, plain: bytes, bound: bytes) -> bytes:
        """Encrypt and bind."""
        nonce = os.urandom(NONCE)
        encryptor = Cipher(self._cipher, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def unlock(self, locked: bytes, bound: bytes) -> bytes:
        """Decrypt or raise InvalidTag."""
        if len(locked) < NONCE + TAG:
            raise InvalidTag
        decryptor = Cipher(self._cipher, modes.GCM(locked[:NONCE], locked[-TAG:])).decryptor()
        decryptor.authenticate_additional_data(bound)
        return decryptor.update(locked[NONCE:-TAG]) + decryptor.finalize()


# the first part of a token says which of them locked it
SHORT = {AES: "aes", SM4: "sm4"}
_MAKERS: dict[str, type[AesBox | Sm4Box]] = {AES: AesBox, SM4: Sm4Box}


@lru_cache(maxsize=64)
def box(algorithm: str, secret: bytes) -> Box:
    """The box of a 32-byte secret; made once, for a key schedule costs more than sealing a phone number."""
    return _MAKERS[algorithm](secret)


def why_not(algorithm: str) -> str | None:
    """Why this machine can't use the algorithm (unknown name, or an OpenSSL built without it); None when it can."""
    if algorithm not in _MAKERS:
        return f"{algorithm!r} is no cipher of this program: choose one of {', '.join(_MAKERS)}."
    try:
        _MAKERS[algorithm](bytes(32)).lock(b"", b"")
    except UnsupportedAlgorithm:
        return f"The OpenSSL library on this machine was built without {algorithm}."
    return None
