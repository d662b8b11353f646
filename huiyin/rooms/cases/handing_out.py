"""Which attachments somebody may open who mustn't know who speaks: none whose words tell it (Art. 30 para. 3)."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from huiyin.rooms.cases.kinds import ALLOWED
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.stored import Stored
from huiyin.rooms.cases.unnaming import Reader
from huiyin.rooms.dossier.queries import units_at
from huiyin.rooms.search.models import FileText, Reading
from huiyin.rooms.search.reading import has_words
from huiyin.rules.roles import Actor


class Held(Enum):
    """Why an attachment isn't handed out."""

    NAMES_THEM = auto()
    NOT_READ_YET = auto()
    CANT_BE_READ = auto()


#: What has no words to look through: pictures, sound, film.
_NO_WORDS = ("image/", "audio/", "video/")


def held_back(who: Actor, matter: Matter, seq: int, paper: Stored) -> Held | None:
    """Why this person doesn't get the attachment; None: they do. No query where who speaks is theirs to know, else up to six.

    What their own unit put there they get back. Pictures, sound and scans go out as they are: whoever hands the matter on looks
    at them before, and is told so. A document that can't be read, or not to its end, doesn't.
    """
    reader = Reader.of(who, [matter])
    if matter.pk not in reader.kept or units_at([(matter.pk, seq)]).get((matter.pk, seq)) in who.units:
        return None
    kind, _check = ALLOWED.get(Path(paper.name).suffix.lower(), ("", None))
    if kind.startswith(_NO_WORDS):
        return None
    read = FileText.objects.filter(number=matter.pk, seq=seq).first()
    if read is None:
        return Held.NOT_READ_YET if has_words(paper.name) else Held.CANT_BE_READ
    if reader.read(matter.pk, read.text) != read.text:
        return Held.NAMES_THEM
    return None if read.reading in (Reading.WHOLE, Reading.NONE) else Held.CANT_BE_READ
