"""What a letter of a matter is about: number, day, title, the organ that reviews, the petitioner's language."""

from __future__ import annotations

from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.reviewing import first_number
from huiyin.rules.guards import Law
from huiyin.rules.vocabulary import Stage
from huiyin.web.shared import organs
from huiyin.web.shared.letters import Below, Subject, worded
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.letter import in_korean


def subject(file: File, law: Law) -> Subject:
    """From the matter's file. Nobody's name is in it: names are shown for a reason only, and written in by hand."""
    state = file.state
    return Subject(
        number=state.number,
        received=letter.days(state.received_at),
        title=file.texts.get((1, "title")) or "",
        stage=state.stage,
        klass=state.klass,
        above=organs.next_above(file, state.holder or state.desk),
        below=_below(file),
        own=worded(),
        korean=in_korean(file),
        several=len(state.petitions) > 1,
    )


def _below(file: File) -> Below | None:
    """The answer that this matter reviews, as whoever writes the letter may tell of it; None for a first matter."""
    if file.state.stage is Stage.FIRST or not file.state.about:
        return None
    under = file_of(file.state.about)
    found = letter.answer(under)
    if found is None:
        return None
    return Below(letter.signs(found, under), letter.days(found.at), first_number(file.petitions[0]))
