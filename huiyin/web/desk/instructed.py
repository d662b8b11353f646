"""What leaders wrote on a matter and waits for its answer: at the top of its page, before everything else."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.cases.queries import File
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.parts import Names
from huiyin.web.shared import badges, when
from huiyin.web.shared.page import lang_of


@dataclass(frozen=True, slots=True)
class Pinned:
    """One open instruction: who wrote it when, who answers until when, its words; ``url`` where it is answered, or nothing."""

    head: str
    line: str
    clock: SafeString
    text: str
    lang: str
    url: str


def pinned(file: File, names: Names, possible: Set[Verb], *, now: datetime) -> list[Pinned]:
    """The open instructions, the latest first. No query."""
    today, state = local_date(now), file.state
    terms = {run.ref: run for run in state.running if run.code is Clock.L15}
    found = []
    for one in reversed(state.open_instructions):
        text = file.texts.get((one.text_seq, "text"))
        text = _("(erased as the law provides)") if text is None else text
        run = terms.get(one.n)
        line = names.unit(one.unit)
        if run is not None:
            line += " · " + _("until %(day)s") % {"day": when.day(run.due_on)}
        url = f"/desk/matter/{state.number}/?do=carry_out&item={one.n}" if Verb.CARRY_OUT in possible else ""
        head = _("Instruction of %(leader)s, %(day)s") % {
            "leader": names.unit(one.leader),
            "day": when.day(local_date(one.at)),
        }
        clock = badges.clock(run.due_on, today, provisional=run.provisional) if run else SafeString()
        found.append(Pinned(head, line, clock, text, lang_of(text), url))
    return found
