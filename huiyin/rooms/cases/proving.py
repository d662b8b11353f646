"""Proving one matter's record now: what ``huiyin verify`` asks of all, asked of one, and bounded. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.verification import Fault, faults_of
from huiyin.rooms.dossier import seals
from huiyin.rooms.dossier.models import Entry

#: So many bytes of attached files are read again, and so many entries of all matters counted, while somebody waits.
MOST_BYTES, MOST_ENTRIES = 200 * 1024**2, 100_000


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and what is wrong. ``sealed``: so many of its entries lie under seals that hold.

    ``files`` None: there is too much of them to be read while somebody waits.
    """

    entries: int
    head: bytes
    sealed: int
    files: int | None
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def prove(number: str) -> Proof:
    """Chain, words, files, tables, petitioner, promises and seals of one matter. Ask first whether the person may see it."""
    rows = list(Entry.objects.filter(number=number).order_by("id").values_list("id", "hash"))
    sizes = list(Paper.objects.filter(matter=number).values_list("size", flat=True))
    read = sum(sizes) <= MOST_BYTES
    faults = faults_of(number, files=read)
    broken, sealed = seals.over([row for row, _ in rows], most=MOST_ENTRIES)
    faults += [Fault(number, code) for code in broken]
    head = bytes(rows[-1][1]) if rows else b""
    return Proof(len(rows), head, sealed, len(sizes) if read else None, tuple(faults))
