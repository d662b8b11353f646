"""From the transition table to forms and back: which buttons stand on a matter, what each asks for, what was answered.

Nothing here knows a verb by name but for the order of buttons; fields, choices and reasons come from the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rules.calendar import LOCAL
from huiyin.rules.fields import Field, Kind, Refused, check
from huiyin.rules.guards import Law
from huiyin.rules.identifiers import parse_number
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import OUTCOMES_OF, Status, Verb
from huiyin.web.shared import county, sayings
from huiyin.web.shared.fields import FieldView, focused, options, printable, radios
from huiyin.web.shared.words import labels, language, word

#: The natural next step at each status stands first and in colour.
_NEXT: dict[Status, tuple[Verb, ...]] = {
    Status.REGISTERED: (Verb.TRIAGE,),
    Status.TRIAGED: (Verb.ASSIGN,),
    Status.SENT: (Verb.SIGN,),
    Status.HANDLING: (Verb.NOTIFY, Verb.DRAFT),
    Status.OBJECTED: (Verb.AGREE_RETURN,),
    Status.DRAFTED: (Verb.APPROVE,),
    Status.APPROVED: (Verb.ISSUE,),
    Status.ISSUED: (Verb.DELIVER,),
    Status.DELIVERED: (Verb.CLOSE,),
}
#: Always possible, so they stand last; personal data is shown from its own place on the page.
_LAST = (Verb.NOTE, Verb.ATTACH)
_ELSEWHERE = frozenset({Verb.REGISTER, Verb.UNMASK})
#: Lists longer than this become a select, shorter ones are all in sight.
_IN_SIGHT = 6


def offered(verb: Verb) -> bool:
    """Whether people choose this verb on a matter (the house's own verbs follow from others)."""
    return verb is not Verb.REGISTER and not TRANSITIONS[verb].follows


@dataclass(frozen=True, slots=True)
class Button:
    """An act that may be done now."""

    verb: Verb
    word: str
    url: str
    main: bool


@dataclass(frozen=True, slots=True)
class Barred:
    """An act that may not be done now, and why."""

    word: str
    reason: str


def buttons(
    state: MatterState, *, actor: Actor, now: datetime, law: Law
) -> tuple[list[Button], list[Barred], bool]:
    """What may be done, what may not with the reason, and whether personal data may be shown."""
    may: list[Verb] = []
    not_here: list[str] = []
    no: list[Barred] = []
    for verb in TRANSITIONS:
        if not offered(verb):
            continue
        reason = barred(state, verb, actor=actor, now=now, law=law)
        if reason is None:
            may.append(verb)
        elif verb in _ELSEWHERE:
            continue
        elif reason.reason == "not_in_this_state":
            not_here.append(word(verb))
        else:
            no.append(Barred(word(verb), _because(reason)))
    if not_here:
        at = Refused("not_in_this_state", params={"status": state.status.value})
        no.append(Barred(_("; ").join(not_here), sayings.say(at)))
    url = f"/desk/matter/{state.number}/?do="
    main = next((verb for verb in _NEXT.get(state.status, ()) if verb in may), None)
    order = sorted((v for v in may if v not in _ELSEWHERE), key=lambda v: (v is not main, v in _LAST))
    return [Button(v, word(v), url + v.value, v is main) for v in order], no, Verb.UNMASK in may


def _because(no: Refused) -> str:
    if not no.article:
        return sayings.say(no)
    return _("%(sentence)s (%(article)s)") % {
        "sentence": sayings.say(no),
        "article": sayings.article(no.article),
    }


@dataclass(frozen=True, slots=True)
class FormView:
    """The form of one act. ``seen`` is the dossier's length that the person has before their eyes."""

    verb: Verb
    word: str
    url: str
    seen: int
    article: str
    fields: list[FieldView]
    problems: list[FieldView]
    files: bool
    sure: str
    refused: str = ""


def form(
    state: MatterState,
    verb: Verb,
    *,
    now: datetime,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Refused] | None = None,
) -> FormView:
    """The form for a verb, with what was typed and what is to be mended. An error of no field stands above the form."""
    errors = errors or {}
    row = TRANSITIONS[verb]
    views = [_view(spec, verb, state, now, typed, errors.get(spec.name)) for spec in row.fields]
    names = {spec.name for spec in row.fields}
    other = next((no for name, no in errors.items() if name not in names), None)
    views = focused(views)
    return FormView(
        verb=verb,
        word=word(verb),
        url=f"/desk/matter/{state.number}/do/{verb.value}/",
        seen=state.seq,
        article=sayings.article(row.article) if row.article else "",
        fields=views,
        problems=[view for view in views if view.error],
        files=any(f.kind is Kind.FILE for f in row.fields),
        sure=_("This needs nothing more than your word."),
        refused=_because(other) if other is not None else "",
    )


def _view(
    spec: Field,
    verb: Verb,
    state: MatterState,
    now: datetime,
    typed: Mapping[str, str] | None,
    no: Refused | None,
) -> FieldView:
    value = printable((typed or {}).get(spec.name, ""))
    if typed is None:
        value = _start_value(spec, verb, state, now)
    kind, choices = _drawn(spec, verb, state, value)
    return FieldView(
        name=spec.name,
        label=sayings.label(spec.name, verb),
        kind=kind,
        value=value,
        help=sayings.help_text(spec.name, verb),
        error=sayings.say(no) if no is not None else "",
        required=spec.required,
        options=choices,
        limit=spec.limit,
        rows=12 if verb in (Verb.DRAFT, Verb.DECLINE) else 4,
        narrow=spec.kind in (Kind.DAYS, Kind.MOMENT, Kind.NUMBER),
        extra=_extra(spec),
    )


def _start_value(spec: Field, verb: Verb, state: MatterState, now: datetime) -> str:
    """What a fresh form holds already: what the matter knows of itself, today for a day."""
    known = {"category": state.category, "place": state.place, "klass": state.klass or ""}
    if verb is Verb.TRIAGE and spec.name in known:
        return str(known[spec.name])
    if spec.kind is Kind.YES:
        return "1" if verb is Verb.TRIAGE and state.urgent else ""
    return when_typed(now) if spec.kind is Kind.MOMENT else ""


def when_typed(moment: datetime) -> str:
    """A moment as a datetime-local input writes it, in the county's time."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")


_KINDS = {
    Kind.LONG: "long", Kind.DAYS: "number", Kind.NUMBER: "number", Kind.YES: "check", Kind.MOMENT: "datetime-local",
    Kind.FILE: "file",
}  # fmt: skip


def _drawn(spec: Field, verb: Verb, state: MatterState, value: str) -> tuple[str, SafeString]:
    """The kind of input and the choices in it."""
    empty = _("Please choose") if spec.required else _("Leave open")
    if spec.choices is not None:
        pairs = _choices(spec, state)
        if len(pairs) <= _IN_SIGHT:
            return "radio", radios(spec.name, pairs, value, required=spec.required)
        return "select", options(pairs, value, empty=empty)
    if spec.kind is Kind.UNIT:
        return "select", county.unit_options(value, empty=empty)
    if spec.kind is Kind.CATEGORY:
        return "select", county.category_options(value, empty=empty)
    if spec.kind is Kind.PLACE:
        return "select", county.place_options(value, empty=empty)
    if spec.kind is Kind.PETITION and verb is Verb.DELIVER:
        pairs = [(p.number, f"{p.number} {word(p.channel)}") for p in state.petitions]
        return "select", options(pairs, value, empty=_("Everybody"))
    return _KINDS.get(spec.kind, "text"), SafeString("")


def _choices(spec: Field, state: MatterState) -> list[tuple[str, str]]:
    assert spec.choices is not None
    known = labels(spec.choices, language())
    fitting = OUTCOMES_OF[state.klass] if spec.name == "outcome" and state.klass else frozenset(known)
    return [(member.value, text) for member, text in known.items() if member in fitting]


def _extra(spec: Field) -> dict[str, str]:
    if spec.kind is Kind.DAYS:
        return {"min": "1", "max": "365", "inputmode": "numeric"}
    return {"autocomplete": "off"} if spec.kind is Kind.TEXT else {}


def read(verb: Verb, posted: QueryDict) -> tuple[dict[str, Any], dict[str, Refused], dict[str, str]]:
    """What was answered: the values for the act, what is to be mended by field, and all as it was typed."""
    given: dict[str, Any] = {}
    errors: dict[str, Refused] = {}
    typed: dict[str, str] = {}
    for spec in TRANSITIONS[verb].fields:
        if spec.kind is Kind.FILE:
            continue
        raw = posted.get(spec.name, "")
        typed[spec.name] = raw
        value = check(spec, _meant(spec, raw))
        if isinstance(value, Refused):
            errors[spec.name] = value
        elif value is not None:
            given[spec.name] = value
    return given, errors, typed


def _meant(spec: Field, raw: str) -> Any:
    raw = raw.strip()
    if spec.kind is Kind.MOMENT and raw:
        return moment_typed(raw) or raw
    if spec.kind is Kind.PETITION and raw:
        parsed = parse_number(raw)
        return parsed.text if parsed else raw
    return raw


def moment_typed(raw: str) -> datetime | None:
    """The moment that was typed, on the county's wall clock; None if it isn't one."""
    try:
        found = datetime.fromisoformat(raw[:32])
    except ValueError:
        return None
    return found.replace(tzinfo=LOCAL) if found.tzinfo is None else found


def kept(verb: Verb, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """What had been typed, by label, for a page on which its form can't stand any more."""
    return [(sayings.label(name, verb), printable(text)) for name, text in typed.items() if text.strip()]
