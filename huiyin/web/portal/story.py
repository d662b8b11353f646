"""A matter as its petitioner reads it: how it stands in one sentence, the letters, what has happened.

The head stands in ``standing``, the letters in ``reading``, the way in ``way``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Verb
from huiyin.web.portal.anew import Anew
from huiyin.web.portal.asked_back import UnitName
from huiyin.web.portal.belonging import elsewhere
from huiyin.web.portal.reading import Earlier, Read, answer, earlier_answers, notice
from huiyin.web.portal.standing import head
from huiyin.web.portal.way import timeline
from huiyin.web.shared import county, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.papers.addressing import Theirs
from huiyin.web.shared.timeline import Item


@dataclass(frozen=True, slots=True)
class Story:
    """All that the page shows.

    ``beside``: with what else it goes on together; ``anew``: where it is handled anew; ``earlier``: answers that hold no more.
    """

    number: str
    headline: str
    sentence: str
    badge: SafeString = field(default_factory=SafeString)
    beside: str = ""
    anew: Anew | None = None
    answer: Read | None = None
    notice: Read | None = None
    earlier: tuple[Earlier, ...] = ()
    timeline: tuple[Item, ...] = ()


def story(petition: Petition, file: File, unit: UnitName, *, now: datetime) -> Story:
    """The petitioner's page from the matter's file. Only this petition's own arrival is told, never another's.

    ``unit``: what the units are called in what happened.
    """
    others = elsewhere(petition, file)
    top = head(petition, file, county.in_hand, others, now=now)
    return Story(
        petition.number,
        top.headline,
        top.sentence,
        top.badge,
        top.beside,
        top.anew,
        answer(petition, file),
        notice(petition, file),
        earlier_answers(petition, file, others),
        timeline(petition, file, others, unit),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for this petitioner's answer."""

    item: int
    text: str
    lang: str
    until: str


def asked(petition: Petition, file: File) -> Asked | None:
    """What this petitioner is asked now; nothing once the answer is out, nor after they took it back."""
    waits = (
        file.state.status in TRANSITIONS[Verb.SENDER_ANSWERS].sources
        and petition.number not in file.state.withdrawn
    )
    one = (
        next((q for q in file.state.open_questions if q.petition == petition.number), None) if waits else None
    )
    if one is None:
        return None
    text = file.texts.get((one.text_seq, "text"))
    text = _("(erased as the law provides)") if text is None else Theirs(petition, file)(text)
    return Asked(one.n, text, lang_of(text), when.day(one.due_on))
