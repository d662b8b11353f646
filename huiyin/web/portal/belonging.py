"""Where a petition lay when: in its own matter, joined to another, parted again; what was written there meanwhile is its story.

What was written in another matter before a petition came there, or after it left, is told to whoever brought it by nobody.
"""

from __future__ import annotations

import json
from datetime import datetime

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.theirs import their_file
from huiyin.rooms.dossier.models import Entry
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
    turns = {entry.seq: entry.verb == Verb.JOIN for entry in moved(petition, file)}
    here, found = petition.number == file.state.number, []
    for entry in file.entries:
        here = turns.get(entry.seq, here)
        if here:
            found.append(entry.seq)
    return frozenset(found)


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


def elsewhere(petition: Petition, file: File) -> list[File]:
    """The files of the other matters that the petition ever lay in: its own first. No query for one that was never joined."""
    known, found = {file.state.number: file}, []
    waiting = [petition.number]
    seen: set[str] = set()
    while waiting:
        number = waiting.pop(0)
        if number in seen:
            continue
        seen.add(number)
        one = known.get(number) or their_file(petition, number)
        if number not in known:
            found.append(one)
        own = inside(petition, one)
        waiting += [
            str(json.loads(entry.data)["other"])
            for entry in one.entries
            if entry.verb == Verb.LINK and entry.seq in own
        ]
    return found
