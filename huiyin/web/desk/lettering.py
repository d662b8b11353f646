"""What a letter of a matter is about: number, day, title, the organ that reviews, the petitioner's language."""

from __future__ import annotations

from django.utils.translation import override

from huiyin.rooms.cases.queries import File
from huiyin.rules.calendar import local_date
from huiyin.rules.guards import Law
from huiyin.rules.state import MatterState
from huiyin.web.shared import when
from huiyin.web.shared.letters import GOVERNMENT, Subject, organ_above, worded
from huiyin.web.shared.papers.letter import in_korean


def subject(file: File, law: Law) -> Subject:
    """From the matter's file. Nobody's name is in it: names are shown for a reason only, and written in by hand."""
    state = file.state
    return Subject(
        number=state.number,
        received={lang: _day_in(lang, state) for lang in GOVERNMENT},
        title=file.texts.get((1, "title")) or "",
        stage=state.stage,
        klass=state.klass,
        above=organ_above(state.stage, state.holder or state.desk),
        own=worded(),
        korean=in_korean(file),
        several=len(state.petitions) > 1,
    )


def _day_in(language: str, state: MatterState) -> str:
    with override(language):
        return when.day(local_date(state.received_at))
