"""A matter's file as one of its petitioners may read it: an answer to many tells none of them who else is in it."""

from __future__ import annotations

import json
from dataclasses import replace

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.unnaming import known_in, unnamed
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb


def their_file(petition: Petition, number: str = "") -> File:
    """The file of the matter that this petition belongs to, or of ``number``, for whoever brought the petition."""
    return theirs(petition, file_of(number or petition.matter_id))


def theirs(petition: Petition, file: File) -> File:
    """The file for whoever brought this petition, without the data of others who are or were in it.

    Art. 30 para. 3 for those in confidence; the others' names and numbers are nobody's business either. What they wrote
    themselves stays: hiding that would tell which of their guesses is the name. No query for a matter of one petition that
    nobody was joined to, else those of ``known_in``.
    """
    alone = petition.number == file.state.number and not any(one.verb == Verb.JOIN for one in file.entries)
    if alone and not file.state.confidential:
        return file
    others = known_in([file.state.number], but=petition.number)[file.state.number]
    own = {entry.seq for entry in file.entries if _by(entry, petition)}
    texts = {
        at: text if not text or at[0] in own else unnamed(text, others) for at, text in file.texts.items()
    }
    return replace(file, texts=texts)


def _by(entry: Entry, petition: Petition) -> bool:
    said = json.loads(entry.data).get("petition", entry.number)
    return entry.by == PETITIONER.key and said == petition.number
