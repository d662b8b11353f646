"""What has happened to a matter, as its petitioner reads it: their own petition first, then what was done while it was there.

Told are the steps that the law wants petitioners to see (registration, each passing on, notices, the answer, its delivery).
What offices write to each other (notes, objections, drafts, supervision, recusal, who owns it) isn't told, nor what happened
to another petition before theirs was joined to it, nor that one's number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.reviewing import number_below
from huiyin.rooms.cases.under_review import asked_about
from huiyin.rooms.cases.withdrawn import steps_of
from huiyin.rooms.county.renames import formerly
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.duties import Rated, Score
from huiyin.rules.roles import PETITIONER, SYSTEM
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.vocabulary import Outcome, Stage, Verb
from huiyin.web.portal import asked_back
from huiyin.web.portal.after import called, decided_for
from huiyin.web.portal.asked_back import UnitName
from huiyin.web.portal.belonging import inside
from huiyin.web.portal.owing import ANSWERS
from huiyin.web.portal.requested import asked_by
from huiyin.web.portal.way_words import TELL, of_request
from huiyin.web.shared import county, when
from huiyin.web.shared.organs import decides, itself
from huiyin.web.shared.page import dated, lang_of
from huiyin.web.shared.papers.addressing import Theirs
from huiyin.web.shared.revoking import requests
from huiyin.web.shared.timeline import Fact, Item, Said
from huiyin.web.shared.words import enumerated, word

_OF_REVIEWS = (Verb.ASK_REVIEW, Verb.REVIEWED)
#: Papers that came in so soon after the letter were sent with it.
_AT_ONCE = timedelta(minutes=1)


def timeline(petition: Petition, file: File, others: Sequence[File], unit: UnitName) -> tuple[Item, ...]:
    """All of it by its time, from each matter what was written there while the petition lay in it; ``others``: elsewhere."""
    files = [*others, file]
    above = list(_requests(petition, files))
    # at one moment a decision goes out before it is brought, and what was asked for comes before it is taken back
    told = [_begun(petition, file, files, unit), *(item for verb, item in above if verb is Verb.ISSUE)]
    for one in files:
        told += _steps(petition, one, unit)
    told += [item for verb, item in above if verb is not Verb.ISSUE]
    return tuple(sorted(told, key=lambda item: datetime.fromisoformat(item.iso)))


def _steps(petition: Petition, file: File, unit: UnitName) -> Iterator[Item]:
    theirs = Theirs(petition, file)
    here, along = inside(petition, file), {entry.seq for entry in _along(petition, file)}
    for entry in file.entries:
        if entry.seq in along:
            continue
        then = partial(county.public_name, at=entry.at) if formerly() else unit
        item = _own(petition, file, entry, then, theirs) or _moved(petition, file, entry, then)
        if item is None and (entry.seq in here or _theirs_decided(petition, file, entry)):
            item = _done(petition, file, entry, then, theirs)
        if item is not None:
            yield item


def _requests(petition: Petition, files: Sequence[File]) -> Iterator[tuple[Verb, Item]]:
    """What was done about their requests for review and recheck, which stands in those ones' own dossiers.

    Taken back, that confirmed, decided and on its way; what was decided stands here once it has reached them. Two queries if
    they asked.
    """
    above = {Stage.FIRST: Stage.REVIEW}
    stages = {
        number: above.get(file.state.stage, Stage.RECHECK)
        for file in files
        for number in asked_by(petition, file)
    }
    reviews = [number for number, stage in stages.items() if stage is Stage.REVIEW]
    rechecks = {number for number, _review, _status in asked_about(reviews)} if reviews else set()
    stages |= dict.fromkeys(rechecks, Stage.RECHECK)
    brought = {json.loads(e.data)["review"] for one in files for e in one.entries if e.verb == Verb.REVIEWED}
    for step in steps_of(stages) if stages else ():
        words = of_request(step, stages[step.number], brought=step.number in brought)
        if words and (step.verb is Verb.ISSUE or step.number not in rechecks):
            yield step.verb, _told(words, step.at, ((_("Number"), step.number),))


def _theirs_decided(petition: Petition, file: File, entry: Entry) -> bool:
    """Whether it is what came of their own request for review, which may come after they parted from the others."""
    return entry.verb == Verb.REVIEWED and decided_for(petition, file, json.loads(entry.data))


def _done(petition: Petition, file: File, entry: Entry, unit: UnitName, theirs: Theirs) -> Item | None:
    """A step of the matter as a whole."""
    teller = TELL.get(Verb(entry.verb))
    if teller is None:
        return None
    data = json.loads(entry.data)
    if entry.verb == Verb.DELIVER and petition.number not in data["petitions"]:
        return None
    if entry.verb == Verb.CONFIRM_CONTACT and petition.number != _changed(data, file.state):
        return None
    if entry.verb == Verb.CONFIDE and (entry.by == SYSTEM.key or petition.number != file.state.number):
        return None  # told once, where it was asked for: that somebody else asked for it is between them and the office
    if entry.verb in _OF_REVIEWS and not _theirs_asked(petition, file, entry, data):
        return _of_others(petition, file, entry, data, teller(data, unit, entry)[1])
    if entry.verb == Verb.REVIEWED and data["outcome"] == Outcome.WITHDRAWN:
        return None  # told as that one's own dossier has it: taken back when, confirmed when
    words, facts = teller(data, unit, entry)
    if entry.verb == Verb.DELIVER and _confirms(entry, file.state) and data["result"] != "returned":
        words = _("The letter that confirms it was brought to you")
    if entry.verb == Verb.ISSUE and file.state.stage is not Stage.FIRST:
        facts = ((_("Decided by"), decides(file)),)
    if entry.verb == Verb.ASK_REVIEW and file.state.stage is not Stage.FIRST:
        words = _("You asked for a recheck")
    return replace(_told(words, entry.at, facts), texts=_said(entry, file, theirs))


def _theirs_asked(petition: Petition, file: File, entry: Entry, data: dict[str, Any]) -> bool:
    """Whether a request for review is this petitioner's, or a result that of theirs."""
    if entry.verb == Verb.ASK_REVIEW:
        return bool(data.get("petition", petition.number) == petition.number)
    return decided_for(petition, file, data)


def _of_others(
    petition: Petition, file: File, entry: Entry, data: dict[str, Any], facts: tuple[Fact, ...]
) -> Item | None:
    """What another petitioner of the matter asked for, took back or asked for anew; of results only one that changed it.

    Who it was is told to nobody, but that it was the same one: one person's three steps would read as two people's.
    """
    if entry.verb == Verb.ASK_REVIEW:
        anew = data.get("petition") in _took_back(petition, file, entry)
        return _told(
            _("Whoever had taken their request back asked for a review again")
            if anew
            else _("Somebody else in this matter asked for a review"),
            entry.at,
        )
    if data["outcome"] == Outcome.WITHDRAWN:
        return _told(_("Somebody else's request for a review was taken back"), entry.at)
    if data["outcome"] == Outcome.UPHELD:
        return None  # nothing changed for this one
    return _told(_("A review that somebody else asked for was decided"), entry.at, facts)


def _took_back(petition: Petition, file: File, before: Entry) -> frozenset[str]:
    """The petitions of which it was told by then that they took a request for review back."""
    here = inside(petition, file)
    asked = requests(file.entries, file.state.number)
    told = (
        json.loads(e.data)
        for e in file.entries
        if e.verb == Verb.REVIEWED and e.seq in here and e.seq < before.seq
    )
    return frozenset(asked.get(data["review"], "") for data in told if data["outcome"] == Outcome.WITHDRAWN)


# -- joined and parted --------------------------------------------------------------------------------------------------


def _moved(petition: Petition, file: File, entry: Entry, unit: UnitName) -> Item | None:
    """That the petition was joined to this matter, with what had been done in it by then, or that it parted from it."""
    if (
        entry.verb not in (Verb.JOIN, Verb.PART)
        or json.loads(entry.data)["petition"]["number"] != petition.number
    ):
        return None
    if entry.verb == Verb.PART:
        return _told(_("Parted from the other petition again: yours is handled on its own"), entry.at)
    words = _("Joined to another petition about the same matter, which is being dealt with already")
    return _told(words, entry.at, tuple(_by_then(file.state, entry.at, unit)))


def _by_then(state: MatterState, at: datetime, unit: UnitName) -> Iterator[Fact]:
    """What holds for whoever comes to the matter ``at`` this moment: who has it, since when, what is owed until when."""
    stay = next(
        (s for s in state.rounds if s.sent_at <= at and (s.ended_at is None or s.ended_at > at)), None
    )
    yield _("Office"), unit(stay.holder if stay else state.desk)
    if stay and stay.accepted_at and stay.accepted_at <= at:
        yield _("Taken up before that"), when.day(local_date(stay.accepted_at))
    due = min((run.due_on for run in state.clocks if run.code in ANSWERS and _ran(run, at)), default=None)
    issued = next(
        (
            o.issued_at
            for o in state.opinions
            if o.issued_at and o.issued_at <= at and _held(o.withdrawn_at, at)
        ),
        None,
    )
    if issued:
        yield _("The answer was issued"), when.day(local_date(issued))
    elif due:
        yield _("Answer by"), when.day(due)


def _confirms(entry: Entry, state: MatterState) -> bool:
    """Whether what was brought then is a letter that confirms a withdrawal."""
    out = [one for one in state.opinions if one.issued_at and one.issued_at <= entry.at]
    return bool(out) and out[-1].outcome is Outcome.WITHDRAWN


def _ran(run: ClockRun, at: datetime) -> bool:
    return run.started_at <= at and _held(run.stopped_at, at)


def _held(until: datetime | None, at: datetime) -> bool:
    return until is None or until > at


# -- what they did themselves -------------------------------------------------------------------------------------------


def _own(petition: Petition, file: File, entry: Entry, unit: UnitName, theirs: Theirs) -> Item | None:
    """What this petitioner added, asked, rated or took back."""
    if entry.verb in asked_back.ASKING:
        return asked_back.item(petition, file, entry, unit, theirs)
    if entry.verb in (Verb.ASK_SENDER, Verb.SENDER_ANSWERS):
        return _question(petition, file, entry, theirs)
    if entry.verb == Verb.RATE:
        return _rating(petition, file, entry)
    if entry.verb == Verb.WITHDRAW:
        return _took_it_back(petition, file, entry)
    if not brought_by(entry, petition, file):
        return None
    if entry.verb == Verb.NOTE:
        return replace(_told(_("You added something"), entry.at), texts=_words(file, entry))
    return _told(_("You added a paper"), entry.at, _named(file, entry)) if entry.verb == Verb.ATTACH else None


def _took_it_back(petition: Petition, file: File, entry: Entry) -> Item | None:
    """That this petitioner took it back, with their own words; of what a colleague wrote down for them the day alone."""
    if json.loads(entry.data)["petition"] != petition.number:
        return None
    own = _words(file, entry) if entry.by == PETITIONER.key else ()
    return replace(_told(_("You took it back"), entry.at), texts=own)


def brought_by(entry: Entry, petition: Petition, file: File) -> bool:
    """Whether it comes from this petition's petitioner; of a matter with several only where the entry says so."""
    if entry.by != PETITIONER.key:
        return False
    alone = petition.number if [one.number for one in file.state.petitions] == [petition.number] else ""
    return bool(json.loads(entry.data).get("petition", alone) == petition.number)


def _rating(petition: Petition, file: File, entry: Entry) -> Item | None:
    """What they said of the department or the unit, with their own words; also where a colleague wrote it down for them."""
    data = json.loads(entry.data)
    if data["petition"] != petition.number:
        return None
    facts = ((called(Rated(data["rated"]), file.state, entry.at), word(Score(data["score"]))),)
    remark = file.texts.get((entry.seq, "remark"))
    texts = (Said("", remark, lang_of(remark)),) if remark else ()
    return replace(_told(_("You rated it"), entry.at, facts), texts=texts)


def _named(file: File, *entries: Entry) -> tuple[Fact, ...]:
    """The names of one's own papers; nothing of what was erased."""
    held = (file.texts.get((entry.seq, "file")) for entry in entries)
    names = [json.loads(one)["name"] for one in held if one]
    return ((_("File"), format_html("{}", enumerated(names))),) if names else ()


def _question(petition: Petition, file: File, entry: Entry, theirs: Theirs) -> Item | None:
    """A question to this petitioner, or the answer to one; what others were asked is told to nobody else."""
    asked = entry.verb == Verb.ASK_SENDER
    one = next(
        (q for q in file.state.questions if entry.seq in (q.text_seq, q.answer_seq) and q.petition == petition.number), None
    )  # fmt: skip
    if one is None:
        return None
    words = _("You were asked for more") if asked else _("You answered")
    facts = ((_("Answer by"), when.day(one.due_on)),) if asked else ()
    texts = _words(file, entry)
    if asked:
        texts = tuple(replace(one, text=theirs(one.text)) for one in texts)
    return replace(_told(words, entry.at, facts), texts=texts)


def _words(file: File, entry: Entry) -> tuple[Said, ...]:
    text = file.texts.get((entry.seq, "text"))
    return (Said("", text, lang_of(text)),) if text else ()


# -- how it began -------------------------------------------------------------------------------------------------------


def _begun(petition: Petition, file: File, files: list[File], unit: UnitName) -> Item:
    """How it began: with a letter or visit and its papers, or with the request that an answer be reviewed, and who decides."""
    state = file.state
    if state.stage is Stage.FIRST:
        first = next((one for one in files if one.state.number == petition.number), file)
        return _told(_("You spoke up"), petition.received_at, _named(first, *_along(petition, first)))
    facts = [(_("About the answer to"), about)] if (about := number_below(petition, state)) else []
    facts.append((_("Who decides"), decides(file)))
    if not itself(file):
        facts.append((_("Who deals with the request"), unit(state.desk)))
    words = _("You asked for a recheck") if state.stage is Stage.RECHECK else _("You asked for a review")
    return _told(words, petition.received_at, tuple(facts))


def _along(petition: Petition, file: File) -> list[Entry]:
    """The papers that were sent with the letter itself: nobody added them later."""
    found: list[Entry] = []
    if petition.number != file.state.number:
        return found
    for entry in file.entries[1:]:
        soon = entry.at - file.entries[0].at <= _AT_ONCE
        if entry.verb != Verb.ATTACH or not soon or not brought_by(entry, petition, file):
            break
        found.append(entry)
    return found


def _changed(data: dict[str, Any], state: MatterState) -> str:
    """Whose contact was changed: told to nobody else."""
    change = state.contact_changes[int(data["item"]) - 1]
    return change.petition


def _said(entry: Entry, file: File, theirs: Theirs) -> tuple[Said, ...]:
    """The reason of an extension (Art. 34), and when and on what a hearing is held (Art. 31(6)); no other words.

    As letters go out: of several petitioners each reads their own number and title there.
    """
    reason = file.texts.get((entry.seq, "reason")) if entry.verb == Verb.EXTEND else None
    hearing = file.texts.get((entry.seq, "text")) if entry.verb == Verb.OPEN_HEARING else None
    said = theirs(reason or hearing or "")
    return (Said(_("Reason") if reason else "", said, lang_of(said)),) if said else ()


def _told(words: str, at: datetime, facts: tuple[Fact, ...] = ()) -> Item:
    spoken = tuple((label, dated(value)) for label, value in facts)
    return Item(words, when.moment(at), at.isoformat(), facts=spoken)
