"""The vault, lowest of all rooms: keys outside the database, sealed fields, blind indexes, query codes, the chain's MAC."""

from huiyin.rooms.vault.cipher import CannotOpen, open_, seal
from huiyin.rooms.vault.codes import derive_query_code, new_form_token, query_code_hash
from huiyin.rooms.vault.fields import BlindIndexField, EncryptedTextField, Sealed
from huiyin.rooms.vault.keys import KeyRingError
from huiyin.rooms.vault.marks import blind_index, blind_indexes, chain_key, chain_mac, ring_fingerprint

__all__ = [
    "BlindIndexField",
    "CannotOpen",
    "EncryptedTextField",
    "KeyRingError",
    "Sealed",
    "blind_index",
    "blind_indexes",
    "chain_key",
    "chain_mac",
    "derive_query_code",
    "new_form_token",
    "open_",
    "query_code_hash",
    "ring_fingerprint",
    "seal",
]
