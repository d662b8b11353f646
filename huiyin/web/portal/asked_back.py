"""What a petitioner asked about their matter and what was answered, as they read it: each answer under its question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.surround import AskedBack
from huiyin.rules.vocabulary import Verb
from huiyin.web.shared import when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.papers.addressing import Theirs
from huiyin.web.shared.timeline import Fact, Item, Said

UnitName = Callable[[str], str]
#: What an entry here is about.
ASKING = frozenset({Verb.ASK_BACK, Verb.ANSWER_QUESTION})


@dataclass(frozen=True, slots=True)
class AskedView:
    """One question with its answer; ``line``: who answers until when, or who answered when; ``answer`` empty while it waits."""

    text: str
    lang: str
    line: str
    answer: str = ""
    answer_lang: str = ""


def questions(petition: Petition, file: File, unit: UnitName) -> tuple[AskedView, ...]:
    """What this petitioner asked that waits, and the last one that was answered; nothing of what others asked."""
    own = [one for one in file.state.asked_back if one.petition == petition.number]
    theirs = Theirs(petition, file)
    answered = max(
        (one for one in own if one.answered_at is not None), key=lambda one: one.answer_seq, default=None
    )
    return tuple(_view(theirs, one, file, unit) for one in own if one.answered_at is None or one is answered)


def item(petition: Petition, file: File, entry: Entry, unit: UnitName, theirs: Theirs) -> Item | None:
    """A question of this petitioner with its answer under it. The answer's own entry is told there, not once more."""
    one = next(
        (q for q in file.state.asked_back if q.text_seq == entry.seq and q.petition == petition.number), None
    )
    if one is None:
        return None
    shown = _view(theirs, one, file, unit)
    texts = [Said("", shown.text, shown.lang)]
    facts: tuple[Fact, ...] = ()
    if one.answered_at is not None:
        texts.append(Said(shown.line, shown.answer, shown.answer_lang))
    else:
        facts = ((_("Answer by"), _until(one, file)),)
    return Item(_("You asked"), when.moment(entry.at), entry.at.isoformat(), facts=facts, texts=tuple(texts))


def _view(theirs: Theirs, one: AskedBack, file: File, unit: UnitName) -> AskedView:
    text = _words(file, one.text_seq)
    if one.answered_at is None:
        line = _("%(unit)s answers you by %(day)s.") % {"unit": unit(one.unit), "day": _until(one, file)}
        return AskedView(text, lang_of(text), line)
    answer = theirs(_words(file, one.answer_seq))
    line = _("%(unit)s answered on %(day)s") % {
        "unit": unit(_who(file, one)), "day": _day(one.answered_at),
    }  # fmt: skip
    return AskedView(text, lang_of(text), line, answer, lang_of(answer))


def _words(file: File, seq: int) -> str:
    text = file.texts.get((seq, "text"))
    return _("(erased as the law provides)") if text is None else text


def _until(one: AskedBack, file: File) -> str:
    run = next(run for run in file.state.clocks if run.code is Clock.L16 and run.ref == one.n)
    return when.day(run.due_on)


def _day(moment: datetime) -> str:
    return when.day(local_date(moment))


def _who(file: File, one: AskedBack) -> str:
    """The unit that answered, as its entry says."""
    return next(entry.unit for entry in file.entries if entry.seq == one.answer_seq) or one.unit
