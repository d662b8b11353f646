"""A matter's letter for one of several petitioners: to them by name, about their own petition, with nobody else's.

One answer is written for everybody in the matter, and it opens with the petition that the matter began with. Whose copy it is
reads their own day, title and number there; other petitions' numbers and the matter's title stand nowhere in it (Art. 30, 32).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.unnaming import SOMEBODY
from huiyin.rooms.dossier.queries import texts_named
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import MatterClass
from huiyin.web.shared import letters as letters_of
from huiyin.web.shared import letters_ko, letters_zh, when
from huiyin.web.shared.letters_parts import GAP, Tongue
from huiyin.web.shared.papers import lawful

_TONGUES = (letters_zh.TONGUE, letters_ko.TONGUE)
#: What may stand where a letter's opening has a place to be filled in.
_PLACES = {"received": r"[^“”\n]{1,40}?", "title": r"[^\n]{0,300}?", "number": r"[\d-]{10,30}"}
_PLACE = re.compile(r"\{(\w+)\}")
_NUMBER = "{number}"
#: Somebody addressed at the beginning of a line.
_GREETING = re.compile(r"^\s*[^：:\n。]{1,40}[：:]")


@dataclass(frozen=True, slots=True)
class Addressed:
    """One petitioner whom a letter is for, what their petition is called, and whether they may be named in it."""

    petition: Petition
    title: str
    named: bool

    @classmethod
    def of(cls, petition: Petition, file: File) -> Addressed:
        """For whoever brought this petition of the matter; a query more where it didn't begin the matter.

        Nobody is named who asked for confidence, nor in a tip-off; that somebody else asked for it takes no name away.
        """
        number, state = petition.number, file.state
        words = {} if number == state.number else texts_named([number], 1, "title")
        title = words.get(number) if words else file.texts.get((1, "title"))
        secret = petition.confidential or any(p.confidential for p in state.petitions if p.number == number)
        tip_off = state.klass is MatterClass.TIP_OFF or (state.klass is None and state.accused_known)
        return cls(petition, title or _("(erased as the law provides)"), named=not (secret or tip_off))

    def greeting(self, tongue: Tongue) -> str:
        """The line that addresses them; whoever isn't named, as whoever wrote."""
        name, head = self.petition.petitioner.name if self.named else "", tongue.hello.split("\n")[0]
        return head.replace(GAP, name) if name and GAP in head else tongue.addressee

    def greeted(self, text: str, tongue: Tongue) -> str:
        """The words with this line at their head where the name is left open there."""
        head, *rest = text.split("\n")
        if GAP not in head:
            return text
        name = self.petition.petitioner.name if self.named else ""
        return "\n".join([head.replace(GAP, name, 1) if name else tongue.addressee, *rest])


def copy_for(to: Addressed, text: str, file: File) -> str:
    """The words of a letter of the matter as they go to one of its several petitioners. ``file``: as they may read it."""
    mine = to.petition.number
    for tongue in _TONGUES:
        for opening in _openings(tongue):
            text = _with_own(text, opening, tongue, to)
    for number in {file.state.number, *(one.number for one in file.state.petitions)} - {mine}:
        text = text.replace(number, mine)
    text = re.sub(rf"{mine}(?:\s*[、,，]\s*{mine})+", mine, text)
    first = file.texts.get((1, "title"))
    if first and mine != file.state.number:
        text = text.replace(f"“{first}”", f"“{to.title}”")
    return "\n".join(_each_greeted(text, to))


def _openings(tongue: Tongue) -> Iterator[str]:
    """How a letter says whose petition it answers, in the county's own words and the house's, up to its number."""
    for one in (letters_of.own(tongue, letters_of.worded()), tongue):
        for piece in (one.hello, one.hello_tip_off, one.extended):
            said, number, _end = piece.split("\n")[-1].partition(_NUMBER)
            if number:
                yield said + number


def _with_own(text: str, opening: str, tongue: Tongue, to: Addressed) -> str:
    looked_for = "".join(
        _PLACES.get(part, ".") if n % 2 else re.escape(part) for n, part in enumerate(_PLACE.split(opening))
    )
    with override(tongue.code):
        received = when.day(local_date(to.petition.received_at))
    own = opening.format(received=received, title=to.title, number=to.petition.number)
    return re.sub(looked_for, lambda _found: own, text)


def _each_greeted(text: str, to: Addressed) -> Iterator[str]:
    """Line by line: whoever is greeted at the head of each language is this petitioner, also where nobody is named."""
    for line, lang in lawful.lines_by_language(text):
        found = _GREETING.match(line)
        tongue = _TONGUES[1] if lang.startswith("ko") else _TONGUES[0]
        if found and (SOMEBODY in found[0] or found[0].strip() == tongue.addressee):
            yield to.greeting(tongue) + line[found.end() :]
        else:
            yield line
