"""A matter's file as one of its petitioners may read it: an answer to many must not tell one who else speaks in confidence."""

from __future__ import annotations

from dataclasses import replace

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.unnaming import known_in, unnamed


def theirs(petition: Petition, file: File) -> File:
    """The file for whoever brought this petition, without the data of others in it where somebody asked for confidence.

    Art. 30 para. 3. No query for all other matters, else four.
    """
    if not file.state.confidential:
        return file
    others = known_in([file.state.number], but=petition.number)[file.state.number]
    return replace(
        file, texts={at: unnamed(text, others) if text else text for at, text in file.texts.items()}
    )
