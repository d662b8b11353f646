"""Writing the record: one entry at a time, in the caller's transaction, and nothing is ever changed."""

from __future__ import annotations

import secrets

from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.vault.marks import chain_mac
from huiyin.rules.chain import canonical, commitment, entry_hash_of_text
from huiyin.rules.lifecycle import Decision
from huiyin.rules.state import Event, MatterState

SALT_BYTES = 16
MAC_BYTES = 16


def sealed_entry(
    number: str, state: MatterState | None, head: bytes, decision: Decision
) -> tuple[Event, Entry, list[SealedText]]:
    """The decision as an event, its row and the rows of its words; writes nothing.

    ``head`` is the hash of the matter's last entry (START for a new one).
    """
    seq = state.seq + 1 if state else 1
    words, marks = [], {}
    for name, text in decision.sealed.items():
        salt = secrets.token_bytes(SALT_BYTES)
        marks[name] = commitment(salt, text)
        words.append(SealedText(number=number, seq=seq, name=name, salt=salt, text=text))
    data = {**decision.data, "texts": marks} if marks else decision.data
    event = Event(number, seq, decision.verb, decision.at, decision.by, decision.unit, data)
    text = canonical(data)
    link = entry_hash_of_text(head, event, text)
    row = Entry(
        number=number,
        seq=seq,
        verb=decision.verb.value,
        at=decision.at,
        by=decision.by,
        unit=decision.unit,
        data=text,
        hash=link,
        mac=chain_mac(link)[:MAC_BYTES],
    )
    return event, row, words


def append(entries: list[Entry], words: list[SealedText]) -> None:
    """Write entries with their words. A second writer of the same (number, seq) gets an IntegrityError.

    Belongs into the verb's transaction: an entry without its tables, or the other way round, can't be.
    """
    if len(entries) == 1:
        entries[0].save(force_insert=True)
    else:
        Entry.objects.bulk_create(entries)
    if words:
        SealedText.objects.bulk_create(words)
