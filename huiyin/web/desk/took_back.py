"""Which petitions of a matter were taken back, and how the matter knows it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.utils.translation import gettext as _

from huiyin.rooms.cases.queries import File
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared import when

_TELLS_OF_IT = (Verb.WITHDRAW, Verb.JOIN, Verb.UNLINK)


def gone(file: File) -> dict[str, Entry]:
    """Of the petitions in the matter those that were taken back, each with the entry by which the matter knows it.

    It was said here, or brought along by a petition that was joined or parted.
    """
    known: dict[str, Entry] = {}
    for entry in file.entries:
        if entry.verb in _TELLS_OF_IT:
            known.update(dict.fromkeys(_named_in(entry), entry))
    state = file.state
    return {one.number: known[one.number] for one in state.petitions if one.number in state.withdrawn}


def _named_in(entry: Entry) -> Sequence[str]:
    data = json.loads(entry.data)
    if entry.verb == Verb.WITHDRAW:
        return (data["petition"],)
    if entry.verb == Verb.UNLINK:
        return tuple(data.get("withdrawn", ()))
    return (data["petition"]["number"],) if data["petition"].get("withdrawn") else ()


def when_gone(entry: Entry) -> str:
    """When a petition was taken back, as far as this matter knows it."""
    if entry.verb == Verb.WITHDRAW:
        return when.day(local_date(entry.at))
    if entry.verb == Verb.JOIN:
        return _("before it was joined here")
    return _("while it was joined to another matter")
