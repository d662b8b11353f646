"""What the entries of what surrounds a matter say in a line or two: who, which, until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.queries import Texts
from huiyin.rules.duties import (
    Adoption,
    Advice,
    AskedHow,
    BarKind,
    Confirmed,
    Contact,
    NoticeLevel,
    NoticeReason,
    OwnerDuty,
    Rated,
    ReportedTo,
    ReportStage,
    Satellite,
    Score,
    SimpleGround,
    Verdict,
)
from huiyin.rules.serials import cited
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Outcome, Stage, Verb
from huiyin.web.desk.parts import Names, called, part_of
from huiyin.web.desk.reviewing import link
from huiyin.web.shared import sayings, when
from huiyin.web.shared.timeline import Fact
from huiyin.web.shared.words import decided, word

Data = Mapping[str, Any]
Facts = tuple[Fact, ...]
Teller = Callable[[Data, Names, MatterState, Texts], Facts]


def facts(verb: Verb, data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    """The facts of one entry: the part it is about, then its own, then the day until which something is due."""
    own = _TELLERS[verb](data, names, state, texts) if verb in _TELLERS else ()
    return (*_item(verb, data, names, state, texts), *own, *_due(verb, data))


def _item(verb: Verb, data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    of = next((spec.of for spec in TRANSITIONS[verb].fields if spec.of), "")
    part = part_of(state, of, data["item"]) if of and "item" in data else None
    return (
        ()
        if part is None
        else ((sayings.label("item", verb), called(part, state, names, texts, brief=True)),)
    )


#: Entries whose new term is worth telling on the line.
_WITH_DUE = frozenset({Verb.EXTEND, Verb.SUPERVISE, Verb.ESCALATE, Verb.RECOMMEND, Verb.CO_HANDLE})


def _due(verb: Verb, data: Data) -> Facts:
    started = data.get("clocks", {}).get("start", ())
    if verb not in _WITH_DUE or not started:
        return ()
    return ((_("Until"), when.day(date.fromisoformat(started[0]["due"]))),)


def _choice(verb: Verb, name: str, kind: type[StrEnum]) -> Teller:
    """A teller of one choice by its label and word."""

    def tell(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
        return ((sayings.label(name, verb), word(kind(data[name]))),)

    return tell


def _accused(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    """Who was barred is told; the line above is told as what it is, without naming each."""
    found: list[Fact] = []
    for kind, subject in data.get("bars", ()):
        if kind == BarKind.PERSON:
            found.append((word(BarKind.PERSON), names.person(subject)))
        else:
            found.append((word(BarKind(kind)), names.unit(subject)))
    if not found:
        found.append((_("Accused"), _("nobody in this county")))
    if "desk" in data:
        found.append((_("Goes on at"), names.unit(data["desk"])))
    if data.get("recall"):
        found.append((_("Taken back"), _("yes")))
    return tuple(found)


def _recused(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return ((sayings.label("person", Verb.RECUSE), names.person(data["person"])),)


#: Acts that send the matter to somebody.
_HANDING_OVER = frozenset({
    Verb.FORWARD, Verb.ASSIGN, Verb.CO_HANDLE, Verb.DESIGNATE, Verb.OWN, Verb.RECOMMEND,
})  # fmt: skip


def handed_over(data: Data) -> bool:
    """Whether somebody who may know the matter would have sent it to the accused; what the barred try is carried in later."""
    return data.get("what") in _HANDING_OVER and not data.get("tried_at")


def _attempted(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    """What was tried and when: an attempt is found out later, so the entry's own moment isn't it."""
    tried = str(data.get("what", ""))
    known = {"look": _("open the matter"), "file": _("fetch an attachment")}
    said = known.get(tried) or (word(Verb(tried)) if tried in {verb.value for verb in Verb} else tried)
    found: list[Fact] = [(_("Tried to"), said)] if said else []
    if data.get("tried_at"):
        found.append((_("Tried on"), when.moment(datetime.fromisoformat(data["tried_at"]))))
    return tuple(found)


def _extended(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return ((sayings.label("days", Verb.EXTEND), str(data["days"])),)


def _satellite(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    received = datetime.fromisoformat(data["received_at"])
    return (
        (sayings.label("source", Verb.SATELLITE), word(Satellite(data["source"]))),
        (sayings.label("received_at", Verb.SATELLITE), when.moment(received)),
    )


def _reckoned(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    changed = data.get("clocks", {}).get("redue") or ()
    runs = {run.n: run for run in state.clocks}
    return tuple(
        (
            word(runs[one["n"]].code),
            _("now until %(day)s") % {"day": when.day(date.fromisoformat(one["due"]))},
        )
        for one in changed
        if one["n"] in runs
    )


def _handed_over(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    to = names.person(data["person"]) if data.get("person") else _("the unit's people together")
    return (
        (pgettext("hand over", "From"), names.person(data.get("former", ""))),
        (pgettext("hand over", "To"), to),
    )


def _asked(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    """Older entries don't say how it was asked for, nor the petitioner's own."""
    facts = []
    if data.get("how"):
        facts.append((sayings.label("how", Verb.ASK_REVIEW), word(AskedHow(data["how"]))))
    if data.get("received_at"):
        facts.append(
            (
                sayings.label("received_at", Verb.ASK_REVIEW),
                when.moment(datetime.fromisoformat(data["received_at"])),
            )
        )
    if number := names.matter(str(data.get("review", ""))):
        facts.append((_("Goes on under"), link(number)))
    return tuple(facts)


def _reviewed(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    stage = Stage(data["stage"])
    found: list[Fact] = [
        (word(stage), decided(Outcome(data["outcome"]), stage) if data.get("outcome") else "")
    ]
    if number := names.matter(str(data.get("review", ""))):
        found.append((_("Number"), link(number)))
    return tuple(found)


def _to(verb: Verb) -> Teller:
    def tell(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
        return ((sayings.label("to", verb), names.unit(data["to"])),)

    return tell


def _pressed(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    found = [
        (_("To"), names.unit(data["addressee"])),
        (sayings.label("why"), word(NoticeReason(data["why"]))),
    ]
    return ((_("Number"), cited(data["serial"])), *found) if data.get("serial") else tuple(found)


def _escalated(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return ((sayings.label("level", Verb.ESCALATE), word(NoticeLevel(data["level"]))),)


def _recommended(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    found = [(sayings.label("advice"), word(Advice(data["advice"]))), (_("To"), names.unit(data["to"]))]
    return ((_("Number"), cited(data["serial"])), *found) if data.get("serial") else tuple(found)


def _owned(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return ((sayings.label("leader"), names.unit(data["leader"])),)


def _owner_reported(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return (
        (sayings.label("duty"), word(OwnerDuty(data["duty"]))),
        (sayings.label("stage"), word(ReportStage(data["stage"]))),
    )


def _instructed(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return ((sayings.label("days", Verb.INSTRUCT), str(data["days"])),) if data.get("days") else ()


def _pledged(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return ((sayings.label("due"), when.day(date.fromisoformat(data["due"]))),)


def _closed(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return (
        ((pgettext("fact", "Carried out"), _("nothing is to be carried out")),)
        if data.get("nothing_owed")
        else ()
    )


def _followed_up(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return (
        (_("Petition"), str(data["petition"])),
        (sayings.label("contact"), word(Contact(data["contact"]))),
        (_("Reached"), _("yes") if data.get("reached") else _("no")),
        (sayings.label("confirmed"), word(Confirmed(data["confirmed"]))),
    )


def _rated(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return (
        (_("Petition"), str(data["petition"])),
        (word(Rated(data["rated"])), word(Score(data["score"]))),
    )


def _change_asked(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    return ((_("Petition"), str(data["petition"])),)


def _sender_asked(data: Data, names: Names, state: MatterState, texts: Texts) -> Facts:
    days = (sayings.label("days", Verb.ASK_SENDER), str(data["days"]))
    return ((_("Petition"), str(data["petition"])), days)


_TELLERS: Mapping[Verb, Teller] = {
    Verb.ACCUSE: _accused,
    Verb.RECUSE: _recused,
    Verb.ATTEMPT: _attempted,
    Verb.EXTEND: _extended,
    Verb.ASK_EXTENSION: _extended,
    Verb.SIMPLIFY: _choice(Verb.SIMPLIFY, "ground", SimpleGround),
    Verb.SATELLITE: _satellite,
    Verb.RECKON: _reckoned,
    Verb.HAND_OVER: _handed_over,
    Verb.ASK_REVIEW: _asked,
    Verb.REVIEWED: _reviewed,
    Verb.CO_HANDLE: _to(Verb.CO_HANDLE),
    Verb.DESIGNATE: _to(Verb.DESIGNATE),
    Verb.URGE: _pressed,
    Verb.SUPERVISE: _pressed,
    Verb.ESCALATE: _escalated,
    Verb.RECOMMEND: _recommended,
    Verb.ADOPT: _choice(Verb.ADOPT, "adoption", Adoption),
    Verb.OWN: _owned,
    Verb.OWN_REPORT: _owner_reported,
    Verb.REPORT_UP: _choice(Verb.REPORT_UP, "whom", ReportedTo),
    Verb.INSTRUCT: _instructed,
    Verb.ASK_SENDER: _sender_asked,
    Verb.CLOSE: _closed,
    Verb.PLEDGE: _pledged,
    Verb.FOLLOW_UP: _followed_up,
    Verb.RATE: _rated,
    Verb.LOOK_INTO: _choice(Verb.LOOK_INTO, "verdict", Verdict),
    Verb.CHANGE_CONTACT: _change_asked,
}
