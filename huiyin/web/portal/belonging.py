"""Where a petition lay when: in its own matter, joined to another, parted again; what was written there meanwhile is its story.

What was written in another matter before a petition came there, or after it left, is told to whoever brought it by nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.theirs import their_files
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import entries_of
from huiyin.rules.vocabulary import Verb


def moved(petition: Petition, file: File) -> tuple[Entry, ...]:
    """The entries of this file by which the petition came to the matter or left it, in their order."""
    return tuple(
        entry
        for entry in file.entries
        if entry.verb in (Verb.JOIN, Verb.PART)
        and json.loads(entry.data)["petition"]["number"] == petition.number
    )


def inside(petition: Petition, file: File) -> frozenset[int]:
    """The entries of this file, by ``seq``, that were written while the petition belonged to the matter."""
    return frozenset(entry.seq for entry in _while_there(petition.number, file.state.number, file.entries))


def _while_there(petition: str, number: str, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Those of a matter's entries that were written while the petition lay in it."""
    here = petition == number
    for entry in entries:
        if entry.verb in (Verb.JOIN, Verb.PART) and json.loads(entry.data)["petition"]["number"] == petition:
            here = entry.verb == Verb.JOIN
        if here:
            yield entry


def came(petition: Petition, file: File) -> Entry | None:
    """The entry by which the petition came to this matter for good; None of one that began it."""
    if petition.number == file.state.number:
        return None
    return next((entry for entry in reversed(moved(petition, file)) if entry.verb == Verb.JOIN), None)


def left(petition: Petition, file: File) -> datetime | None:
    """Since when a petition that was joined to another matter is handled on its own again; None where it never was."""
    if petition.number != file.state.number:
        return None
    return next((entry.at for entry in reversed(file.entries) if entry.verb == Verb.UNLINK), None)


def took_back(petition: Petition, files: Iterable[File]) -> Entry | None:
    """The last entry of these files by which this petition was taken back; None of one that never was."""
    found = (
        entry
        for file in files
        for entry in file.entries
        if entry.verb == Verb.WITHDRAW and json.loads(entry.data)["petition"] == petition.number
    )
    return max(found, key=lambda entry: entry.at, default=None)


def elsewhere(petition: Petition, file: File) -> list[File]:
    """The files of the other matters that the petition ever lay in: its own first. No query for one that was never joined.

    However many they are: one query for their entries and those of ``their_files``; one more for each of a chain of matters
    from which it has parted again.
    """
    return their_files(petition, _lay_in(petition, file))


def _lay_in(petition: Petition, file: File) -> dict[str, Sequence[Entry]]:
    """Those matters, from joining to joining, with their entries."""
    known: dict[str, Sequence[Entry]] = {file.state.number: file.entries}
    ahead, waiting = _along(petition, file), [petition.number]
    for number in waiting:  # grows as it goes
        if number not in known:
            asked = {number, *ahead} - known.keys()
            known.update(entries_of(asked))
        for entry in _while_there(petition.number, number, known.get(number, ())):
            other = str(json.loads(entry.data)["other"]) if entry.verb == Verb.LINK else ""
            if other and other not in waiting:
                waiting.append(other)
    return {number: known.get(number, ()) for number in waiting if number != file.state.number}


def _along(petition: Petition, file: File) -> frozenset[str]:
    """The petitions that came to the matter with this one: of a chain of joinings those that it was joined to before."""
    moments = {entry.at for entry in moved(petition, file)}
    came = (entry for entry in file.entries if entry.verb == Verb.JOIN and entry.at in moments)
    return frozenset(json.loads(entry.data)["petition"]["number"] for entry in came)
