"""What a letter of a matter is about: number, day, title, the organ that reviews, the petitioner's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from huiyin.rooms.cases.queries import File, file_of
from huiyin.rooms.cases.reviewing import first_number
from huiyin.rooms.county.queries import terms
from huiyin.rules import asking
from huiyin.rules.clocks import Clock, is_late
from huiyin.rules.guards import Law
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Stage
from huiyin.web.desk.confirming import only_to_confirm
from huiyin.web.shared import organs
from huiyin.web.shared.letters import Below, Subject, worded
from huiyin.web.shared.letters_parts import Kind
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.letter import in_korean
from huiyin.web.shared.revoking import became_of


def subject(file: File, law: Law, now: datetime) -> Subject:
    """From the matter's file. Nobody's name is in it: names are shown for a reason only, and written in by hand."""
    state = file.state
    return Subject(
        number=state.number,
        received=letter.days(state.received_at),
        title=file.texts.get((1, "title")) or "",
        stage=state.stage,
        klass=state.klass,
        above=organs.next_above(file, state.holder or state.desk),
        below=_below(file, law, now),
        own=worded(),
        korean=in_korean(file),
        several=len(state.petitions) > 1,
    )


def _below(file: File, law: Law, now: datetime) -> Below | None:
    """The answer that this matter reviews, as whoever writes the letter may tell of it; None for a first matter."""
    if file.state.stage is Stage.FIRST or not file.state.about:
        return None
    under = file_of(file.state.about)
    found = _given(under, file.state.received_at) or letter.answer(under)
    if found is None:
        return None
    number = first_number(file.petitions[0])
    first = under if under.state.stage is Stage.FIRST else file_of(under.state.about)
    became = became_of(first.entries, file.state.number if first is under else under.state.number)
    anew_since = letter.days(became.again_at) if became.again_at else {}
    until, days = ({}, 0) if anew_since else _taken_up(first.state)
    again = {} if first is under else _answered_first(first, under.state.received_at)
    below = Below(
        letter.signs(found, under), letter.days(found.at), number, again, until, days, anew_since=anew_since
    )
    if not only_to_confirm(file.state):
        return below
    by_other = letter.days(became.by_other.at) if became.by_other else {}
    own = number if under is first else under.state.number
    asked = asking.asked_now(under.state, own).replace(
        file.state.number, ""
    )  # this one: of before it was known at once
    return replace(below, revoked=by_other, again_until=_again_until(under, own, law, now), asked_anew=asked)


def _given(file: File, before: datetime) -> letter.Letter | None:
    """The answer that was there at this moment, also where the matter is handled anew since; None if its words were erased."""
    kinds = (Kind.ACCEPTED, Kind.EXTENDED)
    given = [one for one in letter.letters(file) if one.kind not in kinds and one.at <= before]
    return given[-1] if given else None


def _answered_first(first: File, before: datetime) -> Mapping[str, str]:
    """Who gave the answer that was asked to be reviewed at this moment, by language."""
    found = _given(first, before)
    return letter.signs(found, first) if found else {}


def _taken_up(first: MatterState) -> tuple[Mapping[str, str], int]:
    """By when a first matter is taken up again if its answer is revoked: the day that runs (L13), or the county's working days.

    Neither where it is being handled anew already.
    """
    run = next((one for one in first.running if one.code is Clock.L13), None)
    if run is not None:
        return letter.days(run.due_on), 0
    answered = first.opinion is not None and first.opinion.issued_at is not None
    return {}, terms().retake_working_days if answered else 0


def _again_until(under: File, own: str, law: Law, now: datetime) -> Mapping[str, str]:
    """The last of the thirty days, which run on (decision 0015); nothing once they are over."""
    due = asking.window(under.state, own, calendar=law.calendar, terms=law.terms)
    return letter.days(due.due_on) if due and not is_late(due.due_on, now) else {}
