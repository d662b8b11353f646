"""From the transition table to buttons and back: which acts stand on a matter, what was answered in their forms.

Nothing here knows a verb by name but for the order of buttons; the forms themselves are drawn by ``huiyin.web.desk.drawing``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.rules import looking
from huiyin.rules.calendar import LOCAL
from huiyin.rules.fields import Field, Kind, Refused, check
from huiyin.rules.guards import Law
from huiyin.rules.identifiers import parse_number
from huiyin.rules.lifecycle import barred
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import MatterClass, Status, Verb
from huiyin.web.desk import barring
from huiyin.web.desk.confirming import address, called, confirms, only_to_confirm
from huiyin.web.desk.grouping import GROUP_OF, HEADINGS, Group
from huiyin.web.shared import county, sayings
from huiyin.web.shared.fields import printable
from huiyin.web.shared.words import word

#: The natural next step at each status stands first and in colour.
_NEXT: dict[Status, tuple[Verb, ...]] = {
    Status.REGISTERED: (Verb.TRIAGE,),
    Status.TRIAGED: (Verb.ASSIGN,),
    Status.SENT: (Verb.SIGN,),
    Status.HANDLING: (Verb.NOTIFY, Verb.DRAFT),
    Status.OBJECTED: (Verb.AGREE_RETURN, Verb.DESIGNATE),
    Status.DRAFTED: (Verb.APPROVE,),
    Status.APPROVED: (Verb.ISSUE,),
    Status.ISSUED: (Verb.DELIVER,),
    Status.DELIVERED: (Verb.CLOSE, Verb.REOPEN),
}
#: Somebody waits for these where they are possible at all, so they are in sight.
_WAITED_FOR = (
    Verb.ANSWER_QUESTION,
    Verb.CARRY_OUT,
    Verb.REFUSE_EXTENSION,
    Verb.ANSWER_NOTICE,
    Verb.CONTRIBUTE,
    Verb.END_HEARING,
    Verb.ADOPT,
    Verb.LOOK_INTO,
    Verb.CONFIRM_CONTACT,
)
#: Always possible, so they stand last; personal data is shown from its own place on the page.
_LAST = (Verb.NOTE, Verb.ATTACH)
#: What has a page of its own: both texts beside each other, photos.
_PAGES: Mapping[Verb, str] = {Verb.PUBLISH: "publish/", Verb.FULFIL: "field/fulfil/"}
_ELSEWHERE = frozenset({Verb.REGISTER, Verb.UNMASK})


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
    apart: bool = False  # on a page of its own, which doesn't fit into the matter's


@dataclass(frozen=True, slots=True)
class Barred:
    """Acts that may not be done now, and why."""

    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """The acts under one heading; ``open`` where one of them was chosen."""

    word: str
    buttons: tuple[Button, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class BarredGroup:
    """The reasons under one heading."""

    word: str
    rows: tuple[Barred, ...]


@dataclass(frozen=True, slots=True)
class Acts:
    """What may be done (the usual in sight, the rest by groups), what may not and why; ``possible`` holds the verbs."""

    usual: tuple[Button, ...]
    groups: tuple[Buttons, ...]
    barred: tuple[BarredGroup, ...]
    possible: frozenset[Verb]

    def without(self, urls: Set[str]) -> Acts:
        """The same without the buttons in sight that lead there: those stand above already, and each act in one place."""
        return replace(self, usual=tuple(one for one in self.usual if one.url not in urls))


def acts(state: MatterState, *, actor: Actor, now: datetime, law: Law, chosen: Verb | None = None) -> Acts:
    """All acts of a matter for this person now. ``chosen``: the one whose form is open."""
    answers = {
        verb: _no(state, verb, barred(state, verb, actor=actor, now=now, law=law))
        for verb in TRANSITIONS
        if offered(verb)
    }
    possible = frozenset(verb for verb, no in answers.items() if no is None)
    may = [verb for verb in answers if verb in possible and verb not in _ELSEWHERE]
    waited = _waited_for(actor, possible)
    main = _main(state, possible, waited)
    in_sight = [verb for verb in may if GROUP_OF[verb] is Group.WAY or verb in waited or verb is main]
    in_sight.sort(key=lambda verb: (verb is not main, verb in _LAST, verb not in waited))
    groups = [
        Buttons(str(HEADINGS[group]), tuple(_button(state, verb, main) for verb in verbs), chosen in verbs)
        for group in Group
        if (verbs := [verb for verb in may if GROUP_OF[verb] is group and verb not in in_sight])
    ]
    no = {verb: reason for verb, reason in answers.items() if reason is not None and verb not in _ELSEWHERE}
    return Acts(
        tuple(_button(state, verb, main) for verb in in_sight),
        tuple(groups),
        _barred(state, no, law),
        possible,
    )


def _no(state: MatterState, verb: Verb, no: Refused | None) -> Refused | None:
    """Why not; where everybody took it back, nothing is left to take back."""
    gone = no is None and verb is Verb.WITHDRAW and state.withdrawn_by_all
    return Refused("withdrawn_already") if gone else no


def _waited_for(actor: Actor, possible: frozenset[Verb]) -> tuple[Verb, ...]:
    """What somebody waits for from this person. Who supervises only notes down answers of others: nobody waits for that."""
    idle = {Verb.ADOPT} if actor.may(Permission.SUPERVISE) else set()
    return tuple(verb for verb in _WAITED_FOR if verb in possible and verb not in idle)


def _main(state: MatterState, possible: frozenset[Verb], waited: tuple[Verb, ...]) -> Verb | None:
    """The natural next step: of a tip-off, first of all whom it must not reach."""
    unnamed = state.klass is MatterClass.TIP_OFF and not state.accused_known
    first = (Verb.ACCUSE,) if unnamed and state.status is Status.TRIAGED else ()
    if only_to_confirm(
        state
    ):  # nobody waits for an answer any more: only what leads to the letter that confirms it
        usual = {Verb.TRIAGE, Verb.SIGN} & {*_NEXT.get(state.status, ())}
        return next((v for v in (*first, Verb.DECLINE, *usual) if v in possible), None)
    again = (Verb.REOPEN,) if looking.taken_up_soon(state) else ()
    return next((v for v in (*first, *again, *_NEXT.get(state.status, ()), *waited) if v in possible), None)


def _button(state: MatterState, verb: Verb, main: Verb | None) -> Button:
    page = _PAGES.get(verb)
    url = (
        address(state.number)
        if confirms(verb, state)
        else f"/desk/matter/{state.number}/{page or f'?do={verb.value}'}"
    )
    return Button(verb, called(verb, state), url, verb is main, page is not None)


def _barred(state: MatterState, no: Mapping[Verb, Refused], law: Law) -> tuple[BarredGroup, ...]:
    """The reasons by group; what has the same reason there stands in one line, what the state bars last."""
    found = []
    for group in Group:
        lines: dict[str, list[str]] = {}
        verbs = [verb for verb in no if GROUP_OF[verb] is group]
        for verb in sorted(verbs, key=lambda verb: no[verb].reason == "not_in_this_state"):
            lines.setdefault(barring.why(no[verb], verb, state, law), []).append(called(verb, state))
        if lines:
            rows = tuple(Barred(_("; ").join(words), said) for said, words in lines.items())
            found.append(BarredGroup(str(HEADINGS[group]), rows))
    return tuple(found)


def because(no: Refused) -> str:
    """The sentence with the article behind it."""
    if not no.article:
        return sayings.say(no)
    return _("%(sentence)s (%(article)s)") % {
        "sentence": sayings.say(no),
        "article": sayings.article(no.article),
    }


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
        value = _on_list(spec, check(spec, _meant(spec, raw)))
        if isinstance(value, Refused):
            unchosen = value.reason == "missing" and spec.choices is not None  # nothing is written there
            errors[spec.name] = Refused("not_chosen", field=spec.name) if unchosen else value
        elif value is not None:
            given[spec.name] = value
    return given, errors, typed


_LISTS: Mapping[Kind, tuple[str, Callable[[], frozenset[str]]]] = {
    Kind.CATEGORY: ("unknown_category", county.category_codes),
    Kind.PLACE: ("unknown_place", county.place_codes),
}


def _on_list(spec: Field, value: Any) -> Any:
    """The value, or that the county has no such category or place; maybe it had while the form was open."""
    reason, codes = _LISTS.get(spec.kind, ("", frozenset))
    return Refused(reason, field=spec.name) if reason and value and value not in codes() else value


def _meant(spec: Field, raw: str) -> Any:
    raw = raw.strip()
    if spec.kind is Kind.MOMENT and raw:
        return moment_typed(raw) or raw
    if spec.kind is Kind.PETITION and raw:
        parsed = parse_number(raw)
        return parsed.text if parsed else raw
    return raw


def when_typed(moment: datetime) -> str:
    """A moment as a datetime-local input writes it, in the county's time."""
    return moment.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")


def moment_typed(raw: str) -> datetime | None:
    """The moment that was typed, on the county's wall clock; None if it isn't one."""
    try:
        found = datetime.fromisoformat(raw[:32])
    except ValueError:
        return None
    return found.replace(tzinfo=LOCAL) if found.tzinfo is None else found


def kept(verb: Verb, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """What had been typed, by label, for a page on which its form can't stand any more."""
    specs = {spec.name: spec for spec in TRANSITIONS[verb].fields}
    return [
        (sayings.label(name, verb), _readable(specs[name], printable(text)))
        for name, text in typed.items()
        if text.strip()
    ]


def _readable(spec: Field, text: str) -> str:
    """A choice by its word, a unit by its name, anything else as it was typed."""
    if spec.choices is not None:
        return next((word(member) for member in spec.choices if member.value == text), text)
    if spec.kind in (Kind.UNIT, Kind.ANY_UNIT, Kind.LEADER):
        return county.unit_name(text)
    if spec.kind is Kind.YES:
        return _("yes")
    return text.replace("T", " ") if spec.kind is Kind.MOMENT else text
