"""Which attachments somebody may open who mustn't know who speaks: none that tells it, seen or hidden (Art. 30 para. 3)."""

from __future__ import annotations

import json
from enum import Enum, auto
from pathlib import Path

from huiyin.rooms.cases.kinds import ALLOWED
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.stored import Stored
from huiyin.rooms.cases.unnaming import Reader, own_numbers_in
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import units_at
from huiyin.rooms.search.models import FileText, Reading
from huiyin.rooms.search.reading import is_read
from huiyin.rules.roles import PETITIONER, Actor


class Held(Enum):
    """Why an attachment isn't handed out."""

    NAMES_THEM = auto()
    NOT_READ_YET = auto()
    CANT_BE_READ = auto()
    TELLS_WHERE = auto()


#: What nothing looks through: sound and film.
_NO_WORDS = ("audio/", "video/")


def held_back(who: Actor, matter: Matter, seq: int, paper: Stored) -> Held | None:
    """Why this person doesn't get the attachment; None: they do. No query where who speaks is theirs to know, else up to eight.

    What their own unit put there they get back. What can be seen in a picture or a scan, and sound, goes out as it is: whoever
    hands the matter on looks at it before, and is told so. What a file hides (properties, deletions, a camera's notes) is
    looked through like its words; a picture that says where it was taken leads to a door. What can't be read to its end
    doesn't go.
    """
    reader = Reader.of(who, [matter])
    if matter.pk not in reader.kept or units_at([(matter.pk, seq)]).get((matter.pk, seq)) in who.units:
        return None
    kind, _check = ALLOWED.get(Path(paper.name).suffix.lower(), ("", None))
    if kind.startswith(_NO_WORDS):
        return None
    read = FileText.objects.filter(number=matter.pk, seq=seq).first()
    if read is None or read.hidden is None:
        return Held.NOT_READ_YET if is_read(paper.name) else Held.CANT_BE_READ
    if any(reader.read(matter.pk, said) != said for said in (read.text, read.hidden)):
        return Held.NAMES_THEM
    if _theirs(matter.pk, seq) and own_numbers_in(matter.pk, (read.text, read.hidden)):
        return Held.NAMES_THEM
    if read.tells_where:
        return Held.TELLS_WHERE
    return None if read.reading in (Reading.WHOLE, Reading.NONE) else Held.CANT_BE_READ


def _theirs(number: str, seq: int) -> bool:
    """Whether a petitioner brought it, themself or by somebody who took it in for them."""
    entry = Entry.objects.get(number=number, seq=seq)
    return entry.by == PETITIONER.key or bool(json.loads(entry.data).get("petition"))
