"""Who had to do with a matter (涉及人员、相关单位): units and posts with the time in which they had it, and what each did.

Read from the file that is open already: no query. People are named with the unit that they acted for, leaders by their post.
Whoever speaks is masked here as everywhere, and left out where that is told in confidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.groups import PartyRole
from huiyin.rules.identifiers import mask_name
from huiyin.rules.vocabulary import Outcome, RoundKind, Verb
from huiyin.web.desk import timeline
from huiyin.web.desk.opened import Opened
from huiyin.web.desk.parts import contributed
from huiyin.web.shared import when
from huiyin.web.shared.words import word


@dataclass(frozen=True, slots=True)
class Part:
    """As what, who, and when or since when."""

    role: str
    who: str
    line: str


def people(read: Opened) -> list[Part]:
    """Everybody in the order in which they came to it; whoever did the same twice stands once, with the last time."""
    found = dict[tuple[str, str], Part]()
    for part in (
        *_petitioners(read),
        *_desk(read),
        *_holders(read),
        *_helpers(read),
        *_leaders(read),
        *_answer(read),
        *_others(read),
    ):
        found[part.role, part.who] = part
    return list(found.values())


def _day(moment: datetime) -> str:
    return when.day(local_date(moment))


def _span(since: datetime, until: datetime | None) -> str:
    if until is None:
        return _("since %(day)s") % {"day": _day(since)}
    return _("%(first)s to %(last)s") % {"first": _day(since), "last": _day(until)}


def _entries(read: Opened, *verbs: Verb) -> list[Entry]:
    return [entry for entry in read.file.entries if entry.verb in verbs]


def _did(role: str, entry: Entry, read: Opened) -> Part:
    return Part(role, timeline.who(entry, read.names.at(entry.at)), _day(entry.at))


# -- who speaks -----------------------------------------------------------------------------------------------------


def _petitioners(read: Opened) -> Iterator[Part]:
    for petition in read.file.petitions:
        line = f"{petition.number} · {_day(petition.received_at)}"
        if read.kept:
            yield Part(_("Petitioner"), _("kept in confidence"), line)
            continue
        name = petition.petitioner.name
        yield Part(_("Petitioner"), mask_name(name) if name else _("anonymous"), line)
        named = read.along.get(petition.number, ())
        for role in (PartyRole.REPRESENTATIVE, PartyRole.AGENT, PartyRole.PRINCIPAL):
            called = [mask_name(row.petitioner.name) for row in named if row.role == role]
            if called:
                yield Part(word(role), _("; ").join(called), line)
        signed = sum(row.role == PartyRole.COSIGNER for row in named)
        if signed:
            count = ngettext("%(n)s person", "%(n)s people", signed) % {"n": signed}
            yield Part(word(PartyRole.COSIGNER), count, line)


# -- the units ------------------------------------------------------------------------------------------------------


def _desk(read: Opened) -> Iterator[Part]:
    state, first = read.file.state, read.file.entries[0]
    yield _did(_("Registered by"), first, read)
    yield Part(_("Taken in by"), read.names.unit(state.desk), _span(state.registered_at, state.closed_at))
    for entry in _entries(read, Verb.TRIAGE):
        yield _did(_("Sorted by"), entry, read)
    for entry in _entries(read, Verb.ACCEPT, Verb.FORWARD, Verb.ASSIGN, Verb.DESIGNATE):
        yield _did(_("Sent on by"), entry, read)


def _holders(read: Opened) -> Iterator[Part]:
    state, names = read.file.state, read.names
    for stay in state.rounds:
        how = word(RoundKind(stay.kind))
        ended = _("handed back") if stay.returned else ""
        line = " · ".join(filter(None, (_span(stay.sent_at, stay.ended_at), how, ended)))
        yield Part(_("Handled by"), names.unit(stay.holder), line)
        if stay.signed_by and stay.signed_at:
            yield Part(
                _("Signed for by"),
                f"{names.unit(stay.holder)} · {names.person(stay.signed_by)}",
                _day(stay.signed_at),
            )
    if state.officer:
        yield Part(
            _("Officer now"), f"{names.unit(state.owner or state.holder)} · {names.person(state.officer)}", ""
        )


def _helpers(read: Opened) -> Iterator[Part]:
    for helper in read.file.state.helpers:
        yield Part(
            _("Contributes"),
            read.names.unit(helper.unit),
            f"{_span(helper.asked_at, helper.ended_at)} · {contributed(helper)}",
        )


# -- leaders, supervision -------------------------------------------------------------------------------------------


def _leaders(read: Opened) -> Iterator[Part]:
    state, names = read.file.state, read.names
    for own in state.ownerships:
        yield Part(_("Leader who answers for it"), names.unit(own.leader), _span(own.since, own.until))
    for one in state.instructions:
        fate = (
            _("answered on %(day)s") % {"day": _day(one.answered_at)}
            if one.answered_at
            else _("not answered yet")
        )
        yield Part(_("Leader who wrote on it"), names.unit(one.leader), f"{_day(one.at)} · {fate}")
    for entry in _entries(read, Verb.URGE, Verb.SUPERVISE, Verb.ESCALATE):
        yield _did(_("Pressed by"), entry, read)


# -- the answer -----------------------------------------------------------------------------------------------------


def _answer(read: Opened) -> Iterator[Part]:
    for entry in _entries(read, Verb.DRAFT):
        settled = json.loads(entry.data)["outcome"] == Outcome.SETTLED
        yield _did(_("Settled between both sides by") if settled else _("Drafted by"), entry, read)
    for entry in _entries(read, Verb.APPROVE):
        yield _did(_("Approved by"), entry, read)
    for verb, role in (
        (Verb.DECLINE, _("Declined by")),
        (Verb.ISSUE, _("Issued by")),
        (Verb.DELIVER, _("Delivered by")),
        (Verb.CLOSE, _("Closed by")),
    ):
        for entry in _entries(read, verb):
            yield _did(_("Withdrawal confirmed by") if timeline.confirms(entry) else role, entry, read)


def _others(read: Opened) -> Iterator[Part]:
    for verbs, role in (
        ((Verb.EXTEND, Verb.REFUSE_EXTENSION), _("Decided on more days")),
        ((Verb.OPEN_HEARING,), pgettext("of a matter", "Held the hearing")),
        ((Verb.PLEDGE,), _("Wrote down a commitment")),
        ((Verb.FOLLOW_UP,), _("Called back")),
        ((Verb.LOOK_INTO,), _("Looked into a rating")),
    ):
        for entry in _entries(read, *verbs):
            yield _did(role, entry, read)
