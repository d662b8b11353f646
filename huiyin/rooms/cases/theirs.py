"""A matter's file as one of its petitioners may read it: an answer to many tells none of them who else is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File, file_of, files_of
from huiyin.rooms.cases.unnaming import known_in, unnamed
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.called import names_in
from huiyin.rules.hiding import Told
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb


def their_file(petition: Petition, number: str = "") -> File:
    """The file of the matter that this petition belongs to, or of ``number``, for whoever brought the petition."""
    return theirs(petition, file_of(number or petition.matter_id))


def theirs(petition: Petition, file: File) -> File:
    """The file for whoever brought this petition, without the data of others who are or were in it.

    Art. 30 para. 3 for those in confidence; the others' names and numbers are nobody's business either. What they wrote
    themselves stays: hiding that would tell which of their guesses is the name. No query for a matter of one petition that
    nobody was joined to and that reviews none, else those of ``known_in``.
    """
    return theirs_of(petition, [file])[0]


def their_files(petition: Petition, found: Mapping[str, Sequence[Entry]]) -> list[File]:
    """The files of several matters whose entries were read, for whoever brought this petition; many cost what two do."""
    return theirs_of(petition, files_of(found))


def theirs_of(petition: Petition, files: Sequence[File]) -> list[File]:
    """Several files as ``theirs`` gives each, what others told asked of all of them at once."""
    shared = [f.state.number for f in files if f.state.confidential or not is_alone(petition, f)]
    known = known_in(shared, but=petition.number)
    return [_without(petition, f, known[f.state.number]) if f.state.number in known else f for f in files]


def _without(petition: Petition, file: File, others: Told) -> File:
    own = {entry.seq for entry in file.entries if _by(entry, petition)}
    names = _holding(names_in(str(petition.petitioner.name)), others.names)
    texts = {
        at: text if not text or at[0] in own else _read(text, others, names)
        for at, text in file.texts.items()
    }
    return replace(file, texts=texts)


def brought_to(file: File) -> frozenset[str]:
    """The numbers of all petitions that are in the matter or ever were: a letter may be older than a parting."""
    came = (json.loads(e.data)["petition"]["number"] for e in file.entries if e.verb == Verb.JOIN)
    return frozenset({file.state.number, *came, *(one.number for one in file.state.petitions)})


def is_alone(petition: Petition, file: File) -> bool:
    """Whether nobody else was ever in the matter, nor in one that it reviews: its words speak of no other petition."""
    return brought_to(file) == {petition.number} and not file.state.about


def _holding(own: Iterable[str], others: Iterable[str]) -> re.Pattern[str] | None:
    """Their own names that somebody else's is a part of (金顺姬 of 金顺): taken out, the rest of them would tell that one."""
    known = [name for name in own if any(other in name and other != name for other in others)]
    return re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))) if known else None


def _read(text: str, others: Told, names: re.Pattern[str] | None) -> str:
    """The words without the others' data; their own ``names`` stay whole."""
    if names is None:
        return unnamed(text, others)
    read, at = [], 0
    for found in names.finditer(text):
        read += [unnamed(text[at : found.start()], others), found[0]]
        at = found.end()
    return "".join((*read, unnamed(text[at:], others)))


def _by(entry: Entry, petition: Petition) -> bool:
    said = json.loads(entry.data).get("petition", entry.number)
    return entry.by == PETITIONER.key and said == petition.number
