"""What the parts of a matter are called: a notice, a commitment, a co-handling, as people know them again.

The same words stand in the choices of a form and in the timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from huiyin.rooms.cases.queries import Texts
from huiyin.rooms.county.renames import formerly
from huiyin.rules.calendar import local_date
from huiyin.rules.serials import cited
from huiyin.rules.state import MatterState
from huiyin.rules.surround import (
    AskedBack,
    ContactChange,
    Helper,
    Instruction,
    Look,
    Notice,
    Ownership,
    Pledge,
    Question,
    Recommendation,
)
from huiyin.web.shared import county, when
from huiyin.web.shared.words import word

Say = Callable[[str], str]

#: So many characters of what was written are enough to know it again.
_FIRST_WORDS = 24
#: Where all the parts stand that a form offers some of.
_ALL_OF: Mapping[str, str] = {
    "helping": "helpers", "open_notices": "notices", "owning": "ownerships", "open_pledges": "pledges",
    "open_instructions": "instructions", "open_questions": "questions",
    "open_asked_back": "asked_back",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """Names for the codes that entries hold: units, places, categories, persons.

    ``matter``: the number of another matter, empty for whoever may not see that one.
    """

    unit: Say = county.unit_name
    place: Say = county.place_name
    category: Say = county.category_name
    person: Say = str
    matter: Say = str

    def at(self, moment: datetime) -> Names:
        """The same with what units were called then; themselves where no unit was ever renamed."""
        return replace(self, unit=partial(county.unit_name_at, at=moment)) if formerly() else self


def first_words(text: str | None) -> str:
    """The beginning of a text in one line."""
    flat = " ".join((text or "").split())
    return flat if len(flat) <= _FIRST_WORDS else flat[:_FIRST_WORDS] + "…"


def part_of(state: MatterState, of: str, item: int) -> Any | None:
    """The part with this number, open or not; None if there is none such."""
    parts = getattr(state, _ALL_OF.get(of, of))
    return parts[item - 1] if 0 < item <= len(parts) else None


def called(part: Any, state: MatterState, names: Names, texts: Texts, *, brief: bool = False) -> str:
    """What one part is called, its pieces parted by dots; ``texts`` may be empty.

    ``brief``: only what it was from the beginning, for an entry that is older than what became of it.
    """
    pieces = _PIECES[type(part)](part, state, names, texts)
    return " · ".join(piece for piece in pieces[: _STABLE[type(part)] if brief else None] if piece)


def _on(moment: datetime) -> str:
    return when.day(local_date(moment))


def _helper(part: Helper, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    return names.unit(part.unit), _on(part.asked_at), first_words(texts.get((part.task_seq, "text")))


def _notice(part: Notice, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    number = cited(part.serial) or word(part.kind)
    return number, names.unit(part.addressee), word(part.level), _on(part.at), word(part.reason)


def _recommendation(part: Recommendation, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    words = first_words(texts.get((part.text_seq, "text")))
    return cited(part.serial), word(part.kind), names.unit(part.addressee), _on(part.at), words


def _ownership(part: Ownership, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    return names.unit(part.leader), _("since %(day)s") % {"day": _on(part.since)}


def _instruction(part: Instruction, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    return names.unit(part.leader), _on(part.at), first_words(texts.get((part.text_seq, "text")))


def _pledge(part: Pledge, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    said = texts.get((part.text_seq, "party")), texts.get((part.text_seq, "text"))
    until = _("until %(day)s") % {"day": when.day(part.due_on)}
    return first_words(said[0]) or names.unit(part.unit), first_words(said[1]), until


def _look(part: Look, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    rating = state.ratings[part.rating - 1]
    return word(rating.rated), word(rating.score), rating.petition, _on(rating.at)


def _change(part: ContactChange, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    return part.petition, _on(part.at), names.person(part.asked_by)


def _question(part: Question, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    until = _("until %(day)s") % {"day": when.day(part.due_on)}
    return first_words(texts.get((part.text_seq, "text"))), _on(part.at), until


def _asked_back(part: AskedBack, state: MatterState, names: Names, texts: Texts) -> tuple[str, ...]:
    petition = part.petition if len(state.petitions) > 1 else ""
    return first_words(texts.get((part.text_seq, "text"))), _on(part.at), petition


_PIECES: Mapping[type, Callable[[Any, MatterState, Names, Texts], tuple[str, ...]]] = {
    Helper: _helper, Notice: _notice, Recommendation: _recommendation, Ownership: _ownership, Pledge: _pledge,
    Instruction: _instruction,
    Look: _look, ContactChange: _change, Question: _question, AskedBack: _asked_back,
}  # fmt: skip
#: How many of the first pieces never change.
_STABLE: Mapping[type, int] = {
    Instruction: 3, Question: 3, AskedBack: 3,
    Helper: 1, Notice: 2, Recommendation: 3, Ownership: 1, Pledge: 2, Look: 3, ContactChange: 1,
}  # fmt: skip


def contributed(helper: Helper) -> str:
    """Whether the unit that was asked has contributed, and when."""
    if helper.contributed_at is not None:
        return _("contributed on %(day)s") % {"day": when.day(local_date(helper.contributed_at))}
    return _("nothing contributed yet") if helper.ended_at is None else _("nothing contributed")
