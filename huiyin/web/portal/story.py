"""A matter as its petitioner reads it: how it stands in one sentence, who has it until when, what has happened, the answer.

Told are the steps that the law wants petitioners to see (registration, each passing on, notices, the answer, its delivery).
What offices write to each other (notes, objections, drafts, supervision, recusal, who owns it) isn't told.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.theirs import their_file
from huiyin.rooms.county.queries import calendar, terms
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Unit, explain
from huiyin.rules.promises import DUTIES
from huiyin.rules.roles import PETITIONER
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Outcome, Route, Stage, Status, Verb
from huiyin.web.portal import asked_back
from huiyin.web.portal.owing import owed
from huiyin.web.portal.own import in_reach
from huiyin.web.portal.reading import Read, answer, notice, organ_above
from huiyin.web.shared import badges, when
from huiyin.web.shared.explain import sentences
from huiyin.web.shared.page import lang_of, marked
from huiyin.web.shared.rota import full_day
from huiyin.web.shared.timeline import Fact, Item, Said
from huiyin.web.shared.words import run_on, word

UnitName = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Story:
    """All that the page shows."""

    number: str
    headline: str
    sentence: str
    badge: SafeString = field(default_factory=SafeString)
    answer: Read | None = None
    notice: Read | None = None
    timeline: tuple[Item, ...] = ()


def story(petition: Petition, file: File, unit: UnitName, *, now: datetime) -> Story:
    """The petitioner's page from the matter's file. Only this petition's own arrival is told, never another's."""
    state = file.state
    reached = _reached(petition, state)
    headline, sentence = _standing(state, unit, reached=reached)
    taken_back = _taken_back(petition, state)
    if taken_back:
        headline = _("You took it back")
        confirmed = (
            _("%(unit)s confirms it to you in writing.")
            if in_reach(petition, file)
            else _(
                "%(unit)s confirms it in writing; you left no address, so you read it here with number and query code."
            )
        )
        sentence = confirmed % {"unit": unit(state.owner)}
    nearest = min(
        (run for run in state.running if run.code in DUTIES), key=lambda run: run.due_on, default=None
    )
    badge = SafeString()
    if nearest is not None and not reached and not taken_back:
        sentence = run_on(sentence, _("Next step by %(day)s.") % {"day": when.day(nearest.due_on)})
        badge = badges.clock(nearest.due_on, local_date(now), since=local_date(nearest.started_at))
    told = notice(petition, file)
    return Story(
        petition.number,
        headline,
        sentence,
        badge,
        answer(petition, file),
        told,
        _timeline(petition, file, unit),
    )


def standing(petition: Petition, file: File, unit: UnitName, *, now: datetime) -> list[tuple[str, str]]:
    """Who has it now, what they owe next, until when and how that day was reached; nothing once the answer has arrived."""
    state = file.state
    duties = [run for run in state.running if run.code in DUTIES]
    if not duties or not state.owner or _reached(petition, state) or _taken_back(petition, state):
        return []
    run = min(duties, key=lambda one: one.due_on)
    steps = explain(
        run.code, run.started_at, calendar=calendar(), terms=terms(), days=run.days, unit=Unit(run.unit) if run.unit else None,
        extra=run.paused_days,
    )  # fmt: skip
    told = [(_("Office"), unit(state.owner)), (pgettext("of a term", "Next"), owed(run.code))]
    told.append((_("Until"), full_day(run.due_on)))
    if steps[-1].params.get("day") == run.due_on:  # a day that was set otherwise isn't explained by counting
        told.append((_("Why this day"), run_on(*sentences(steps))))
    return told


def _taken_back(petition: Petition, state: MatterState) -> bool:
    """Whether this petitioner doesn't wait for anything but the letter that confirms it."""
    return petition.number in state.withdrawn and state.opinion is None


def _reached(petition: Petition, state: MatterState) -> bool:
    """Whether the answer has reached this petitioner; of a joined matter others may be reached sooner or later."""
    answered = state.status in (Status.ISSUED, Status.DELIVERED, Status.CLOSED)
    return answered and petition.number not in state.unreached


def _standing(state: MatterState, unit: UnitName, *, reached: bool) -> tuple[str, str]:
    """Headline and sentence for where it stands, read by one whom the answer has ``reached`` or not."""
    owner = unit(state.owner) if state.owner else ""
    if state.status in (Status.REGISTERED, Status.TRIAGED):
        return _("We have received it"), _("%(unit)s decides who handles it.") % {"unit": owner}
    if state.status in (Status.SENT, Status.OBJECTED):
        return _("Passed on"), _("%(unit)s is to take it up.") % {"unit": owner}
    if state.status in (Status.HANDLING, Status.DRAFTED, Status.APPROVED):
        return _("Being handled"), _("%(unit)s is dealing with it.") % {"unit": owner}
    if state.status is Status.LINKED:
        return _("Joined"), _("It goes on together with another petition about the same matter.")
    if state.status is Status.CLOSED and reached:
        return _("Closed"), _("The answer has reached you and the matter is closed.")
    if state.status is Status.CLOSED:
        return _("Closed"), _("The matter is closed.")
    if not reached:
        return _("The answer is there"), _("%(unit)s brings it to you. You can read it here already.") % {
            "unit": owner
        }
    return _("Answered"), _("The answer has reached you.")


def _timeline(petition: Petition, file: File, unit: UnitName) -> tuple[Item, ...]:
    """All of it by its time: what was joined to an older matter came later than that one's first steps."""
    told = [_begun(petition, file, unit), *_joined(petition, file), *_elsewhere(petition, file, unit)]
    for entry in file.entries:
        own = _own(petition, file, entry, unit)
        if own is not None:
            told.append(own)
            continue
        teller = _TELL.get(Verb(entry.verb))
        if teller is None:
            continue
        data = json.loads(entry.data)
        if entry.verb == Verb.DELIVER and petition.number not in data["petitions"]:
            continue
        if entry.verb == Verb.CONFIRM_CONTACT and petition.number != _changed(data, file.state):
            continue
        if entry.verb == Verb.ASK_REVIEW and data.get("petition", petition.number) != petition.number:
            told.append(_told(_("Somebody else in this matter asked for a review"), entry.at))
            continue
        words, facts = teller(data, unit, entry)
        if entry.verb == Verb.ASK_REVIEW and file.state.stage is not Stage.FIRST:
            words = _("You asked for a recheck")
        told.append(replace(_told(words, entry.at, facts), texts=_said(entry, file)))
    return tuple(sorted(told, key=lambda one: datetime.fromisoformat(one.iso)))


def _elsewhere(petition: Petition, file: File, unit: UnitName) -> list[Item]:
    """What this petitioner said and asked, with the answers, while their petition lay in another matter; nothing of others."""
    first = file if petition.number == file.state.number else their_file(petition, petition.number)
    joined = {str(json.loads(entry.data)["other"]) for entry in first.entries if entry.verb == Verb.LINK}
    files = [first, *(their_file(petition, number) for number in sorted(joined - {petition.number}))]
    own = (
        _own(petition, one, entry, unit)
        for one in files
        if one.state.number != file.state.number
        for entry in one.entries
    )
    return [item for item in own if item is not None]


def _own(petition: Petition, file: File, entry: Entry, unit: UnitName) -> Item | None:
    """What this petitioner added, asked or took back."""
    if entry.verb in asked_back.ASKING:
        return asked_back.item(petition, file, entry, unit)
    if entry.verb in (Verb.ASK_SENDER, Verb.SENDER_ANSWERS):
        return _question(petition, file, entry)
    if not brought_by(entry, petition, file):
        return None
    if entry.verb == Verb.WITHDRAW:
        return replace(_told(_("You took it back"), entry.at), texts=_words(file, entry))
    if entry.verb == Verb.NOTE:
        return replace(_told(_("You added something"), entry.at), texts=_words(file, entry))
    return _told(_("You added a paper"), entry.at, _named(file, entry)) if entry.verb == Verb.ATTACH else None


def _named(file: File, entry: Entry) -> tuple[Fact, ...]:
    """The name of one's own paper; nothing once it was erased."""
    held = file.texts.get((entry.seq, "file"))
    return ((_("File"), format_html("{}", json.loads(held)["name"])),) if held else ()


def _question(petition: Petition, file: File, entry: Entry) -> Item | None:
    """A question to this petitioner, or the answer to one; what others were asked is told to nobody else."""
    asked = entry.verb == Verb.ASK_SENDER
    one = next(
        (q for q in file.state.questions if entry.seq in (q.text_seq, q.answer_seq) and q.petition == petition.number), None
    )  # fmt: skip
    if one is None:
        return None
    words = _("You were asked for more") if asked else _("You answered")
    facts = ((_("Answer by"), when.day(one.due_on)),) if asked else ()
    return replace(_told(words, entry.at, facts), texts=_words(file, entry))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for this petitioner's answer."""

    item: int
    text: str
    lang: str
    until: str


def asked(petition: Petition, file: File) -> Asked | None:
    """What this petitioner is asked now; nothing once the answer is out."""
    waits = file.state.status in TRANSITIONS[Verb.SENDER_ANSWERS].sources
    one = (
        next((q for q in file.state.open_questions if q.petition == petition.number), None) if waits else None
    )
    if one is None:
        return None
    text = file.texts.get((one.text_seq, "text"))
    text = _("(erased as the law provides)") if text is None else text
    return Asked(one.n, text, lang_of(text), when.day(one.due_on))


def brought_by(entry: Entry, petition: Petition, file: File) -> bool:
    """Whether it comes from this petition's petitioner; of a matter with several only where the entry says so."""
    if entry.by != PETITIONER.key:
        return False
    alone = petition.number if len(file.state.petitions) == 1 else ""
    return bool(json.loads(entry.data).get("petition", alone) == petition.number)


def _words(file: File, entry: Entry) -> tuple[Said, ...]:
    text = file.texts.get((entry.seq, "text"))
    return (Said("", text, lang_of(text)),) if text else ()


def _begun(petition: Petition, file: File, unit: UnitName) -> Item:
    """How it began: with a letter or visit, or with the request that an answer be reviewed, and who decides about it."""
    state = file.state
    if state.stage is Stage.FIRST:
        return _told(_("You spoke up"), petition.received_at)
    above = organ_above(file)
    facts = [(_("About the answer to"), state.about), (_("Who decides"), above or unit(state.desk))]
    if above:
        facts.append((_("Passed on by"), unit(state.desk)))
    recheck = state.stage is Stage.RECHECK
    words = _("You asked for a recheck") if recheck else _("You asked for a review")
    return _told(words, petition.received_at, tuple(facts))


def _changed(data: dict[str, Any], state: MatterState) -> str:
    """Whose contact was changed: told to nobody else."""
    change = state.contact_changes[int(data["item"]) - 1]
    return change.petition


def _said(entry: Entry, file: File) -> tuple[Said, ...]:
    """The reason of an extension (Art. 34), and when and on what a hearing is held (Art. 31(6)); no other words."""
    reason = file.texts.get((entry.seq, "reason")) if entry.verb == Verb.EXTEND else None
    hearing = file.texts.get((entry.seq, "text")) if entry.verb == Verb.OPEN_HEARING else None
    if reason:
        return (Said(_("Reason"), reason, lang_of(reason)),)
    return (Said("", hearing, lang_of(hearing)),) if hearing else ()


def _joined(petition: Petition, file: File) -> list[Item]:
    if petition.number == file.state.number:
        return []
    moment = next(
        (e.at for e in file.entries if e.verb == Verb.JOIN and petition.number in e.data),
        petition.registered_at,
    )
    facts = ((_("Number of the matter"), file.state.number),)
    return [_told(_("Joined to a matter that is being dealt with already"), moment, facts)]


def _told(words: str, at: datetime, facts: tuple[Fact, ...] = ()) -> Item:
    spoken = tuple((label, marked(value)) for label, value in facts)
    return Item(words, when.moment(at), at.isoformat(), facts=spoken)


Telling = tuple[str, tuple[Fact, ...]]


def _sent(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    facts = [(_("To"), unit(data["to"]))]
    if data.get("days"):
        facts.append((_("Days to report in"), str(data["days"])))
    return _("Passed on"), tuple(facts)


def _by_unit(words: Callable[[], str]) -> Callable[[dict[str, Any], UnitName, Entry], Telling]:
    def tell(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
        return words(), ((_("Office"), unit(entry.unit)),) if entry.unit else ()

    return tell


def _declined(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    confirms = data.get("route") == Route.WITHDRAWN
    words = (
        _("A letter confirms that you took it back") if confirms else _("A letter shows the lawful way to go")
    )
    return words, ((_("Office"), unit(entry.unit)),) if entry.unit else ()


def _delivered(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    return (
        _("The answer could not be brought to you")
        if data["result"] == "returned"
        else _("The answer was brought to you")
    ), ()


def _extended(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    facts = [(_("Days more"), str(data["days"]))]
    started = data.get("clocks", {}).get("start", ())
    if started:
        facts.append((_("Answer by"), when.day(date.fromisoformat(started[0]["due"]))))
    return _("The term was extended"), tuple(facts)


def _designated(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    return _("It was decided which office handles it"), ((_("Office"), unit(data["to"])),)


def _review_asked(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    number = str(data.get("review", ""))
    return _("You asked for a review"), ((_("Number"), number),) if number else ()


def _reviewed(data: dict[str, Any], unit: UnitName, entry: Entry) -> Telling:
    outcome = data.get("outcome")
    facts = ((word(Stage(data["stage"])), word(Outcome(outcome))),) if outcome else ()
    return _("The review of the answer was decided"), facts


def _plain(words: Callable[[], str]) -> Callable[[dict[str, Any], UnitName, Entry], Telling]:
    return lambda data, unit, entry: (words(), ())


_TELL: dict[Verb, Callable[[dict[str, Any], UnitName, Entry], Telling]] = {
    Verb.ACCEPT: _by_unit(lambda: _("Taken up")),
    Verb.FORWARD: _sent,
    Verb.ASSIGN: _sent,
    Verb.SIGN: _by_unit(lambda: _("The office has received it")),
    Verb.NOTIFY: _by_unit(lambda: _("The office deals with it")),
    Verb.AGREE_RETURN: _by_unit(lambda: _("Another office is being found for it")),
    Verb.DECLINE: _declined,
    Verb.ISSUE: _by_unit(lambda: _("The answer was issued")),
    Verb.DELIVER: _delivered,
    Verb.CLOSE: _by_unit(lambda: _("Closed")),
    Verb.REOPEN: _by_unit(lambda: _("Taken up again")),
    Verb.EXTEND: _extended,
    Verb.DESIGNATE: _designated,
    Verb.OPEN_HEARING: _by_unit(lambda: _("A hearing is held")),
    Verb.END_HEARING: _by_unit(lambda: _("The hearing has ended")),
    Verb.ASK_REVIEW: _review_asked,
    Verb.REVIEWED: _reviewed,
    Verb.CONFIRM_CONTACT: _plain(lambda: _("How we reach you was changed")),
}
