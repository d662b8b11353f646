"""What waits for somebody's word at the top of a matter's page: objection, wish for more days, questions, instructions."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.withdrawn import TakenBack
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.vocabulary import Status, Verb
from huiyin.web.desk import confirming
from huiyin.web.desk.opened import Opened
from huiyin.web.desk.parts import Names
from huiyin.web.shared import badges, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.words import word


@dataclass(frozen=True, slots=True)
class Pinned:
    """Who wrote what when, who answers until when; ``acts``: how it is answered, as word and address, where one may."""

    head: str
    line: str
    clock: SafeString
    text: str
    lang: str
    acts: tuple[tuple[str, str], ...]


def pinned(read: Opened, possible: Set[Verb], *, now: datetime) -> list[Pinned]:
    """What was taken back, a unit's objection, an open wish for more days, questions, the open instructions. No query."""
    file, names = read.file, read.names
    return [
        *_taken_back(read, possible),
        *_objection(file, names, possible, now),
        *_more_days(file, names, possible, now),
        *_questions(file, names, possible, now),
        *_instructions(file, names, possible, now),
    ]


def _badge(run: ClockRun, today: date) -> SafeString:
    """As near as beside it among the terms."""
    return badges.clock(run.due_on, today, since=local_date(run.started_at), provisional=run.provisional)


def _words(file: File, seq: int, name: str) -> str:
    text = file.texts.get((seq, name))
    return _("(erased as the law provides)") if text is None else text


def _taken_back(read: Opened, possible: Set[Verb]) -> Iterator[Pinned]:
    """That it was taken back, why, and how that is confirmed; of several, which, and that the others are owed an answer."""
    state = read.file.state
    how = withdrawn.of(state)
    if how is None:
        return
    for n, (number, one) in enumerate(read.gone.items(), 1):
        if len(state.petitions) == 1:
            head = _("The petitioner took it back, %(day)s") % {"day": one.day}
        else:
            head = _("Petition %(number)s was taken back, %(day)s") % {"number": number, "day": one.day}
        line, acts = _confirmed_by(state, how, possible) if n == len(read.gone) else ("", ())
        yield Pinned(head, line, SafeString(), one.text, lang_of(one.text), acts)


def _confirmed_by(
    state: MatterState, how: TakenBack, possible: Set[Verb]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What is still to be done about it, and the button that leads there."""
    if how is TakenBack.SOME:
        return _("The others in this matter are still owed an answer."), ()
    if Verb.DECLINE in possible:
        line = _("The letter that confirms it ends the matter, once it has reached everybody.")
        return line, ((confirming.called(Verb.DECLINE, state), confirming.address(state.number)),)
    if state.status is Status.REGISTERED:
        return _("Sort it first; then the letter that confirms it can go out."), ()
    if state.status is Status.OBJECTED:
        return _("Decide on the objection first; then the letter that confirms it can go out."), ()
    if Verb.ISSUE in possible:
        return _(
            "An answer is approved and may be issued. Instead whoever approves the answers of the unit that has it may write "
            "the letter that confirms the withdrawal."
        ), ()
    return _(
        "Whoever approves the answers of the unit that has it sends out the letter that confirms it."
    ), ()


def _objection(file: File, names: Names, possible: Set[Verb], now: datetime) -> Iterator[Pinned]:
    """Why the unit says that it isn't theirs, before the eyes of whoever decides it (Art. 23)."""
    if file.state.status is not Status.OBJECTED:
        return
    entry = next(one for one in reversed(file.entries) if one.verb == Verb.OBJECT)
    run = next((run for run in file.state.running if run.code is Clock.L4), None)
    clock = _badge(run, local_date(now)) if run else SafeString()
    text = _words(file, entry.seq, "reason")
    here = f"/desk/matter/{file.state.number}/?do="
    acts = tuple(
        (word(verb), f"{here}{verb.value}")
        for verb in (Verb.AGREE_RETURN, Verb.REFUSE_RETURN, Verb.DESIGNATE)
        if verb in possible
    )
    head = _("%(unit)s objects") % {"unit": names.unit(entry.unit)}
    line = f"{names.person(entry.by)} · {when.day(local_date(entry.at))}"
    yield Pinned(head, line, clock, text, lang_of(text), acts)


def _more_days(file: File, names: Names, possible: Set[Verb], now: datetime) -> Iterator[Pinned]:
    here = f"/desk/matter/{file.state.number}/?do="
    for one in file.state.open_extension_asks:
        run = next(run for run in file.state.running if run.code is Clock.T6)
        head = _("%(person)s asks for more days: %(days)s") % {
            "person": names.person(one.asked_by), "days": one.days,
        }  # fmt: skip
        acts = [
            (word(verb), f"{here}{verb.value}{more}")
            for verb, more in (
                (Verb.EXTEND, f"&days={one.days}"),
                (Verb.REFUSE_EXTENSION, ""),
                (Verb.UNASK_EXTENSION, ""),
            )
            if verb in possible
        ]
        text = _words(file, one.text_seq, "reason")
        line = f"{names.unit(one.unit)} · {when.day(local_date(one.at))}"
        clock = _badge(run, local_date(now))
        yield Pinned(head, line, clock, text, lang_of(text), tuple(acts))


def _questions(file: File, names: Names, possible: Set[Verb], now: datetime) -> Iterator[Pinned]:
    """What petitioners ask about their matter, the oldest first: it has waited longest."""
    state = file.state
    terms = {run.ref: run for run in state.running if run.code is Clock.L16}
    for one in state.open_asked_back:
        text, run = _words(file, one.text_seq, "text"), terms.get(one.n)
        url = f"/desk/matter/{state.number}/?do={Verb.ANSWER_QUESTION.value}&item={one.n}"
        acts = ((word(Verb.ANSWER_QUESTION), url),) if Verb.ANSWER_QUESTION in possible else ()
        line = names.unit(one.unit) + (f" · {one.petition}" if len(state.petitions) > 1 else "")
        if run is not None:
            line += " · " + _("until %(day)s") % {"day": when.day(run.due_on)}
        head = _("The petitioner asks, %(day)s") % {"day": when.day(local_date(one.at))}
        clock = _badge(run, local_date(now)) if run else SafeString()
        yield Pinned(head, line, clock, text, lang_of(text), acts)


def _instructions(file: File, names: Names, possible: Set[Verb], now: datetime) -> Iterator[Pinned]:
    today, state = local_date(now), file.state
    terms = {run.ref: run for run in state.running if run.code is Clock.L15}
    for one in reversed(state.open_instructions):
        text = _words(file, one.text_seq, "text")
        run = terms.get(one.n)
        line = names.unit(one.unit)
        if run is not None:
            line += " · " + _("until %(day)s") % {"day": when.day(run.due_on)}
        url = f"/desk/matter/{state.number}/?do=carry_out&item={one.n}"
        acts = ((word(Verb.CARRY_OUT), url),) if Verb.CARRY_OUT in possible else ()
        head = _("Instruction of %(leader)s, %(day)s") % {
            "leader": names.unit(one.leader),
            "day": when.day(local_date(one.at)),
        }
        clock = _badge(run, today) if run else SafeString()
        yield Pinned(head, line, clock, text, lang_of(text), acts)
