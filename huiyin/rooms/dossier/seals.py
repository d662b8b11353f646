"""Seals over the whole record: a running digest of all entries' hashes, checked from the first entry on.

A matter's chain shows that nothing in its middle was touched; a seal shows that nothing was cut off its end, and that no
whole matter vanished. Each seal stands in the database and, as one line, in HUIYIN_HOME/seals/seals.jsonl, which is to be
copied elsewhere.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from huiyin.rooms.dossier.models import Entry, Seal
from huiyin.rooms.vault.marks import chain_mac
from huiyin.rules.chain import START

MAC_BYTES = 16
CHUNK = 5_000


def seal(*, now: datetime) -> Seal | None:
    """Set a seal over all entries so far; None if nothing came since the last one. Waits for writers on their way."""
    ahead = _ahead()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute('LOCK TABLE "huiyin_entry" IN SHARE MODE')
        last = _last()
        top = Entry.objects.aggregate(top=Max("id"))["top"]
        if top is None or (last and last.last_entry >= top):
            return None
        known = ahead if ahead is not None and (last is None or last.last_entry < ahead.last_entry) else last
        digest, count = digest_from(known, top)
        new = Seal(last_entry=top, entries=count, digest=digest, mac=mac_of(top, count, digest), at=now)
        new.save(force_insert=True)
    _copy(
        new
    )  # only now: a line in the file for a seal that never came to be would accuse the database for ever
    return new


def _last() -> Seal | None:
    return Seal.objects.order_by("last_entry").last()


def _ahead() -> Seal | None:
    """What a seal would say now, reckoned before anybody has to wait for it: after a bulk load that is millions of entries.

    On SQLite, where one writes after the other, all entries up to the newest are there. On PostgreSQL some may still be on
    their way, so there it is reckoned under the lock.
    """
    top = Entry.objects.aggregate(top=Max("id"))["top"] if connection.vendor == "sqlite" else None
    if top is None:
        return None
    digest, count = digest_from(_last(), top)
    return Seal(last_entry=top, entries=count, digest=digest)


def digest_from(last: Seal | None, top: int) -> tuple[bytes, int]:
    """The digest and the count of entries up to row ``top``, going on from the last seal."""
    digest = bytes(last.digest) if last else START
    count = last.entries if last else 0
    for link in _hashes(last.last_entry if last else 0, top):
        digest = sha256(digest + link).digest()
        count += 1
    return digest, count


def _hashes(after: int, top: int) -> Iterator[bytes]:
    rows = Entry.objects.filter(id__gt=after, id__lte=top).order_by("id")
    for (link,) in rows.values_list("hash").iterator(CHUNK):
        yield bytes(link)


def mac_of(last_entry: int, entries: int, digest: bytes) -> bytes:
    """Proof that this installation set the seal."""
    return chain_mac(f"seal {last_entry} {entries} ".encode() + digest)[:MAC_BYTES]


def seal_file() -> Path:
    """Where the copies lie, one line each."""
    return Path(settings.HUIYIN_HOME) / "seals" / "seals.jsonl"


def _copy(new: Seal) -> None:
    path = seal_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {
        "last_entry": new.last_entry,
        "entries": new.entries,
        "digest": new.digest.hex(),
        "mac": new.mac.hex(),
        "at": new.at.isoformat(),
    }
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
        out.flush()
        os.fsync(out.fileno())


def copies() -> Iterator[tuple[int, int, bytes]]:
    """The seals as the file tells them: last entry, count, digest; lines cut short by a crash are passed over."""
    path = seal_file()
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as source:
        for text in source:
            try:
                line = json.loads(text)
                mac = bytes.fromhex(line["mac"])
                found = (int(line["last_entry"]), int(line["entries"]), bytes.fromhex(line["digest"]))
            except (ValueError, KeyError, TypeError):
                continue
            if mac == mac_of(*found):
                yield found


def faults() -> Iterator[str]:
    """What the seals find wrong with the record, as codes; every entry is read once, in small pieces."""
    marks: dict[int, set[tuple[int, bytes]]] = {}
    for row in Seal.objects.order_by("last_entry").iterator(CHUNK):
        if bytes(row.mac) != mac_of(row.last_entry, row.entries, bytes(row.digest)):
            yield "seal_forged"
        marks.setdefault(row.last_entry, set()).add((row.entries, bytes(row.digest)))
    for last, entries, digest in copies():
        if (entries, digest) not in marks.setdefault(last, set()):
            yield "seal_missing_from_database"
            marks[last].add((entries, digest))
    yield from _recount(sorted(marks.items()))


def over(rows: Sequence[int], *, most: int) -> tuple[list[str], int]:
    """What is wrong with the seals that lie over these entries (rows' numbers in order); how many of the rows are proved.

    Each seal is counted again from the one before it. Whoever asks for one matter waits for ``most`` entries
    of all matters at most; rows beyond, and rows that no seal lies over yet, are neither proved nor at fault.
    """
    found, proved, at = list[str](), 0, 0
    while at < len(rows):
        seal = Seal.objects.filter(last_entry__gte=rows[at]).order_by("last_entry").first()
        before = Seal.objects.filter(last_entry__lt=rows[at]).order_by("last_entry").last()
        if seal is None:
            break
        under = sum(row <= seal.last_entry for row in rows[at:])
        most -= seal.entries - (before.entries if before else 0)
        if most < 0:
            break
        if any(
            bytes(one.mac) != mac_of(one.last_entry, one.entries, bytes(one.digest))
            for one in (before, seal)
            if one
        ):
            found.append("seal_forged")
        elif digest_from(before, seal.last_entry) != (bytes(seal.digest), seal.entries):
            found.append("entries_under_seal_changed")
        else:
            proved += under
        at += under
    return list(dict.fromkeys(found)), proved


def _recount(marks: list[tuple[int, set[tuple[int, bytes]]]]) -> Iterator[str]:
    digest, count, after = START, 0, 0
    for last, claimed in marks:
        for link in _hashes(after, last):
            digest = sha256(digest + link).digest()
            count += 1
        after = last
        if (count, digest) not in claimed:
            yield "entries_under_seal_changed"
            return
