"""The letters of a matter as its petitioner reads them on the page: the answer, and the notice that it is handled.

Of a letter in two languages the page's own stands in sight, the other is folded below.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Outcome
from huiyin.web.shared import county, when
from huiyin.web.shared.county import organ_name
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.lawful import by_language
from huiyin.web.shared.papers.letter import Letter
from huiyin.web.shared.words import language, word

Blocks = tuple[tuple[str, str], ...]


#: The same said in two languages differs less than so many times in length.
_MUCH = 3


@dataclass(frozen=True, slots=True)
class Read:
    """A letter on the page. ``blocks``: its lines by the language that they are set and read aloud in.

    ``other``: what the page's reader has twice, in the other language, with the word that opens it.
    """

    heading: str
    line: str
    blocks: Blocks
    other: tuple[tuple[str, str, str], ...] = ()


def answer(petition: Petition, file: File) -> Read | None:
    """The written answer, once issued, as it goes to this petitioner."""
    opinion = file.state.opinion
    if opinion is None or opinion.issued_at is None:
        return None
    found = letter.answer(file, petition)
    line = _("Issued on %(day)s · %(outcome)s") % {
        "day": when.day(local_date(opinion.issued_at)),
        "outcome": word(Outcome(opinion.outcome)),
    }
    above = organ_above(file)
    text = found.text if found else _("(erased as the law provides)")
    said = file.texts.get((opinion.text_seq, "text")) or text
    return _read(_("The answer"), f"{above} · {line}" if above else line, text, said)


def organ_above(file: File) -> str:
    """The organ outside the county that decides this review or recheck; empty if none."""
    return organ_name(str(json.loads(file.entries[0].data).get("above", "")))


def noticed(petition: Petition, file: File) -> Letter | None:
    """The notice of acceptance as a letter to this petitioner; None where none was told. A query more for a joined one."""
    return letter.acceptance(file, petition)


def notice(petition: Petition, file: File) -> Read | None:
    """The same on the page."""
    found = noticed(petition, file)
    if found is None:
        return None
    line = " · ".join(
        filter(None, (county.unit_name_at(found.unit, found.at), when.day(local_date(found.at))))
    )
    return _read(_("The notice that your matter is handled"), line, found.text, found.text)


def _read(heading: str, line: str, text: str, said: str) -> Read:
    """``said``: what was written, without what the law adds. Only what says it twice may be folded."""
    blocks = by_language(text)
    own = [block for block in blocks if block[0][:2] == language()[:2]]
    if len(blocks) != 2 or len(own) != 1 or not _says_it_twice(said):
        return Read(heading, line, blocks)
    words = {"zh": _("In Chinese"), "ko": _("In Korean")}
    other = tuple((words.get(lang[:2], ""), lang, said) for lang, said in blocks if (lang, said) not in own)
    return Read(heading, line, tuple(own), other)


def _says_it_twice(said: str) -> bool:
    """Whether both languages say all of it: one that says a third of the other says a part, e.g. a greeting."""
    lengths = sorted(len(words.strip()) for _lang, words in by_language(said))
    return len(lengths) == 2 and _MUCH * lengths[0] >= lengths[1]
