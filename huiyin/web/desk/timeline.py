"""A matter's dossier as staff read it: newest first, each entry with who, when, the facts and the words behind the seal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.queries import File, Texts
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.duties import Confirmation
from huiyin.rules.identifiers import mask_address, mask_email, mask_phone
from huiyin.rules.vocabulary import (
    Channel,
    DeliveryMethod,
    DeliveryResult,
    MatterClass,
    NoticeMethod,
    Outcome,
    Route,
    Stage,
    Verb,
)
from huiyin.web.desk import timeline_around as around
from huiyin.web.desk.parts import Names, called, part_of
from huiyin.web.desk.reviewing import link
from huiyin.web.shared import sayings, sayings_transfers, when
from huiyin.web.shared.page import lang_of
from huiyin.web.shared.timeline import Fact, Item, Said
from huiyin.web.shared.words import done, word

#: Entries that set the matter back or stand in its way.
_TROUBLE = frozenset({
    Verb.OBJECT, Verb.REFUSE_RETURN, Verb.REWORK, Verb.AGREE_RETURN, Verb.REOPEN, Verb.UNLINK, Verb.ATTEMPT,
    Verb.FALL_BACK, Verb.URGE, Verb.SUPERVISE, Verb.ESCALATE,
})  # fmt: skip
#: Entries beside the way: they change nothing of where it stands.
_ASIDE = frozenset({
    Verb.NOTE, Verb.ATTACH, Verb.UNMASK, Verb.JOIN, Verb.PART, Verb.RECUSE, Verb.CONFIDE, Verb.SATELLITE, Verb.RECKON,
    Verb.HAND_OVER, Verb.OWN_REPORT, Verb.REPORT_UP, Verb.ADOPT, Verb.CHANGE_CONTACT, Verb.CONFIRM_CONTACT,
})  # fmt: skip
#: Sealed words that are personal data: masked here as everywhere, shown in full only for a reason.
_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": mask_phone, "address": mask_address, "email": mask_email,
}  # fmt: skip


def named(entries: Iterable[Entry]) -> set[str]:
    """The keys of colleagues that entries name besides whoever wrote them: who left, and to whom it went."""
    given = [json.loads(e.data) for e in entries if e.verb == Verb.HAND_OVER]
    return {str(data[part]) for data in given for part in ("former", "person") if data.get(part)}


def items(
    file: File,
    names: Names,
    *,
    url: str,
    new_after: int = 0,
    full: bool = False,
    pictures: Mapping[int, SafeString] = MappingProxyType({}),
) -> list[Item]:
    """The file's entries, newest first. ``new_after``: entries behind this seq are marked as new; ``full``: unmasked.

    ``pictures``: what is shown of attached ones, by their entries.
    """
    by_seq: dict[int, dict[str, str | None]] = {}
    for (seq, name), text in file.texts.items():
        hidden = bool(text) and name in _MASKS and not full
        by_seq.setdefault(seq, {})[name] = _MASKS[name](text) if hidden and text else text
    return [
        _item(entry, by_seq.get(entry.seq, {}), file, names, url, new_after, pictures.get(entry.seq))
        for entry in reversed(file.entries)
    ]


def _item(
    entry: Entry, said: Mapping[str, str | None], file: File, names: Names, url: str, new_after: int,
    picture: SafeString | None,
) -> Item:  # fmt: skip
    verb = Verb(entry.verb)
    tone = "trouble" if verb in _TROUBLE else "" if verb in _ASIDE else "step"
    if new_after and entry.seq > new_after:
        tone += " new"
    data, names = json.loads(entry.data), names.at(entry.at)
    facts = (
        _FACTS[verb](data, names)
        if verb in _FACTS
        else around.facts(verb, data, names, file.state, file.texts)
    )
    if verb is Verb.ATTACH:
        facts = (
            *_brought_by(data, names),
            *_shows(data, names, file),
            _file_fact(entry.seq, said.get("file"), url),
        )
        said = {}
    return Item(
        id=f"e{entry.seq}",
        tone=tone,
        word=headline(entry, file.state.stage),
        at=when.moment(entry.at),
        iso=entry.at.isoformat(),
        who=who(entry, names),
        facts=facts,
        texts=_said(verb, said),
        picture=picture or "",
    )


def headline(entry: Entry, stage: Stage = Stage.FIRST) -> str:
    """What was done, in a few words; of what the guard refused and of letters, which it was.

    ``stage``: the matter's, so that a review and a recheck are told apart.
    """
    verb = Verb(entry.verb)
    if verb is Verb.ATTEMPT and around.handed_over(json.loads(entry.data)):
        return pgettext("done", "Tried to hand it to whom it accuses; refused")
    if confirms(entry):
        return pgettext("done", "Confirmed that it was taken back")
    return _above(verb, entry, stage) or done(verb)


def _above(verb: Verb, entry: Entry, stage: Stage) -> str:
    """What was done about a review or a recheck, by which of the two it is; empty for all else."""
    if verb is Verb.DRAFT:
        return _DRAFTED.get(stage, str)()
    if verb not in (Verb.REGISTER, Verb.ASK_REVIEW, Verb.REVIEWED):
        return ""
    if verb is Verb.ASK_REVIEW:
        return _ASKED[Stage.REVIEW if stage is Stage.FIRST else Stage.RECHECK]()
    data = json.loads(entry.data)
    if verb is Verb.REVIEWED and data.get("outcome") == Outcome.WITHDRAWN:
        return pgettext("done", "The request for review was taken back")
    about = Stage(data.get("stage", Stage.FIRST))
    return (_ASKED if verb is Verb.REGISTER else _DECIDED).get(about, str)()


_ASKED: Mapping[Stage, Callable[[], str]] = {
    Stage.REVIEW: lambda: pgettext("done", "Review asked for"),
    Stage.RECHECK: lambda: pgettext("done", "Recheck asked for"),
}
_DRAFTED: Mapping[Stage, Callable[[], str]] = {
    Stage.REVIEW: lambda: pgettext("done", "Review's opinion drafted"),
    Stage.RECHECK: lambda: pgettext("done", "Recheck's opinion drafted"),
}
_DECIDED: Mapping[Stage, Callable[[], str]] = {
    Stage.REVIEW: lambda: pgettext("done", "Review decided"),
    Stage.RECHECK: lambda: pgettext("done", "Recheck decided"),
}


def confirms(entry: Entry) -> bool:
    """Whether it is the letter that confirms a withdrawal, and declines nothing."""
    return bool(entry.verb == Verb.DECLINE and json.loads(entry.data)["route"] == Route.WITHDRAWN)


def who(entry: Entry, names: Names) -> str:
    """The person and the unit acted for; the portal and the system are named as such."""
    if entry.by == "petitioner":
        return _("By the petitioner, online")
    person = names.person(entry.by)
    return f"{names.unit(entry.unit)} · {person}" if entry.unit else person


def _said(verb: Verb, said: Mapping[str, str | None]) -> tuple[Said, ...]:
    if verb is Verb.REGISTER:
        return ()  # stands above, under "what was brought"
    result = []
    for name, text in sorted(said.items()):
        if text == "":
            continue
        label = sayings.label(name, verb)
        result.append(Said(label, "", "", True) if text is None else Said(label, text, lang_of(text)))
    return tuple(result)


def _file_fact(seq: int, sealed: str | None, url: str) -> Fact:
    if sealed is None:
        return _("File"), _("erased")
    name = json.loads(sealed)["name"]
    return _("File"), format_html('<a href="{}file/{}/" download>{}</a>', url, seq, name)


def _register(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    facts = [(sayings.label("channel"), word(Channel(data["channel"])))]
    if data["persons"] > 1:
        facts.append((sayings.label("persons"), str(data["persons"])))
    if data.get("source"):
        profile = sayings_transfers.IMPORTED.get(data["source"])
        facts.append((_("Source"), str(profile)) if profile else (sayings.label("source"), data["source"]))
    if data.get("confirmed"):
        facts.append((sayings.label("confirmed", Verb.REGISTER), word(Confirmation(data["confirmed"]))))
    return tuple(facts)


def _triage(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    facts = [
        (sayings.label("klass"), word(MatterClass(data["klass"]))),
        (sayings.label("category"), names.category(data["category"])),
    ]
    if data.get("place"):
        facts.append((sayings.label("place"), names.place(data["place"])))
    if data.get("urgent"):
        facts.append((sayings.label("urgent"), _("yes")))
    return tuple(facts)


def _sent(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    facts = [(_("To"), names.unit(data["to"]))]
    if data.get("days"):
        facts.append((sayings.label("days"), str(data["days"])))
    return tuple(facts)


def _notice(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    return ((sayings.label("notice"), word(NoticeMethod(data["notice"]))),)


def _route(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    return ((sayings.label("route"), word(Route(data["route"]))),)


def _outcome(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    return ((sayings.label("outcome"), word(Outcome(data["outcome"]))),)


def _delivery(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    facts = [
        (sayings.label("method"), word(DeliveryMethod(data["method"]))),
        (sayings.label("result"), word(DeliveryResult(data["result"]))),
        (sayings.label("delivered_at"), when.moment(datetime.fromisoformat(data["delivered_at"]))),
    ]
    if len(data["petitions"]) == 1:
        facts.append((sayings.label("petition"), data["petitions"][0]))
    return tuple(facts)


def _other(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    return ((sayings.label("other"), link(str(data["other"]))),)


def _brought_by(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    """Whose petitioner says or brings it, where the entry tells; whether numbers in it are somebody else's."""
    whose = ((_("Petition"), data["petition"]),) if data.get("petition") else ()
    if data.get("others") or data.get("theirs"):
        said = _("not the petitioner's") if data.get("others") else _("the petitioner's")
        return (*whose, (_("Numbers in it"), said))
    return whose


def _shows(data: Mapping[str, Any], names: Names, file: File) -> tuple[Fact, ...]:
    """The commitment that a file shows to be carried out."""
    part = part_of(file.state, "pledges", int(data.get("pledge") or 0))
    return (
        ((_("Shows as carried out"), called(part, file.state, names, file.texts, brief=True)),)
        if part
        else ()
    )


def _petition(data: Mapping[str, Any], names: Names) -> tuple[Fact, ...]:
    return ((_("Petition"), link(data["petition"]["number"])),)


_FACTS: Mapping[Verb, Callable[[Mapping[str, Any], Names], tuple[Fact, ...]]] = {
    Verb.REGISTER: _register,
    Verb.TRIAGE: _triage,
    Verb.FORWARD: _sent,
    Verb.ASSIGN: _sent,
    Verb.ACCEPT: _notice,
    Verb.NOTIFY: _notice,
    Verb.DECLINE: _route,
    Verb.DRAFT: _outcome,
    Verb.DELIVER: _delivery,
    Verb.LINK: _other,
    Verb.NOTE: _brought_by,
    Verb.ASK_BACK: _brought_by,
    Verb.WITHDRAW: _brought_by,
    Verb.JOIN: _petition,
    Verb.PART: _petition,
}


def paper_names(texts: Texts) -> dict[int, str]:
    """The names of the attachments by entry, from behind their seals; erased ones are left out."""
    return {seq: json.loads(text)["name"] for (seq, name), text in texts.items() if name == "file" and text}
