"""Which petitions of a matter were taken back, and how the matter knows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.withdrawn import said_while_joined
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared import when

_TELLS_OF_IT = (Verb.WITHDRAW, Verb.JOIN, Verb.UNLINK)


@dataclass(frozen=True, slots=True)
class Gone:
    """That a petition was taken back: on which day, or when as far as that is known here, and in which words."""

    day: str
    text: str


def gone(file: File) -> dict[str, Gone]:
    """Of the petitions in the matter those that were taken back, with when and how.

    It was said here, or brought along by a petition that was joined or parted. What was said while the matter was joined to
    another stands in that one's file: a query for each of those, and one for the words.
    """
    known: dict[str, Entry] = {}
    for entry in file.entries:
        if entry.verb in _TELLS_OF_IT:
            known.update(dict.fromkeys(_named_in(entry), entry))
    state = file.state
    back = {one.number: known[one.number] for one in state.petitions if one.number in state.withdrawn}
    away = [number for number, entry in back.items() if entry.verb == Verb.UNLINK]
    said = said_while_joined(file.entries, away) if away else {}
    return {number: _gone(entry, file, said.get(number)) for number, entry in back.items()}


def _named_in(entry: Entry) -> Sequence[str]:
    data = json.loads(entry.data)
    if entry.verb == Verb.WITHDRAW:
        return (data["petition"],)
    if entry.verb == Verb.UNLINK:
        return tuple(data.get("withdrawn", ()))
    return (data["petition"]["number"],) if data["petition"].get("withdrawn") else ()


def _gone(entry: Entry, file: File, away: tuple[datetime, str | None] | None) -> Gone:
    if entry.verb == Verb.JOIN:
        return Gone(_("before it was joined here"), "")
    if entry.verb == Verb.WITHDRAW:
        away = entry.at, file.texts.get((entry.seq, "text"))
    if away is None:
        return Gone(_("while it was joined to another matter"), "")
    at, text = away
    return Gone(when.day(local_date(at)), _("(erased as the law provides)") if text is None else text)
