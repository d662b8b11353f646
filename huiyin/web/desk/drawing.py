"""The form of one act as it stands on the page: fields, choices, start values, drawn from the table of transitions.

Nothing here knows a verb by name but for start values and letters; fields, choices and reasons come from the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rules import inquiring
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import MOST_DAYS, MOST_EXTENSION
from huiyin.rules.fields import Field, Kind, Refused
from huiyin.rules.promises import LISTED, unsaid
from huiyin.rules.roles import Permission
from huiyin.rules.routing import serves
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import OUTCOMES_ABOVE, OUTCOMES_OF, Outcome, Route, Stage, Verb
from huiyin.web.desk import choosing
from huiyin.web.desk.act_form import Beginning, FormView
from huiyin.web.desk.acting import because, when_typed
from huiyin.web.desk.barring import by_stage
from huiyin.web.desk.choosing import Scene
from huiyin.web.desk.confirming import called
from huiyin.web.desk.finders import with_finder
from huiyin.web.shared import county, letters, sayings
from huiyin.web.shared.fields import FieldView, focused, options, printable, radios
from huiyin.web.shared.words import labels, language, run_on, word

#: Lists longer than this become a select, shorter ones are all in sight.
_IN_SIGHT = 6
#: The field that holds a letter, and the one that chooses which.
_LETTER: Mapping[Verb, tuple[str, str]] = {
    Verb.DRAFT: ("text", "outcome"), Verb.DECLINE: ("text", "route"), Verb.EXTEND: ("reason", ""),
}  # fmt: skip
_TALL = 16


def form(
    scene: Scene,
    verb: Verb,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Refused] | None = None,
    subject: letters.Subject | None = None,
    begin: str = "",
    preset: Mapping[str, str] | None = None,
) -> FormView:
    """The form for a verb, with what was typed and what is to be mended. An error of no field stands above the form.

    ``subject``: what a letter of this matter is about; ``begin``: the outcome or route that a fresh letter begins for;
    ``preset``: choices that a fresh form begins with.
    """
    errors = errors or {}
    row, state = TRANSITIONS[verb], scene.state
    start = dict(preset or {})
    start |= _begun(verb, scene, subject, begin) if typed is None and subject is not None else {}
    views = [
        view
        for spec in asked_fields(verb, scene)
        for view in with_finder(
            _view(
                spec, verb, scene, {**start} if typed is None else typed, typed is None, errors.get(spec.name)
            ),
            spec.kind,
            f"/desk/matter/{state.number}/find/{verb.value}/{spec.name}/",
        )
    ]
    names = {spec.name for spec in row.fields}
    other = next((no for name, no in errors.items() if name not in names), None)
    views = focused(views)
    empty = typed is None or not typed.get(_LETTER.get(verb, ("", ""))[0], "").strip()
    return FormView(
        verb=verb,
        word=called(verb, state),
        url=f"/desk/matter/{state.number}/do/{verb.value}/",
        seen=state.seq,
        article=sayings.article(_article(verb, row.article, state)) if row.article else "",
        fields=views,
        problems=[view for view in views if view.error],
        files=any(f.kind is Kind.FILE for f in row.fields),
        sure=_("This needs nothing more than your word."),
        refused=because(replace(other, article=by_stage(other.article, scene.state)))
        if other is not None
        else "",
        notes=_notes(verb, scene),
        beginnings=_beginnings(verb, scene.state, begin) if subject is not None and empty else (),
    )


def _notes(verb: Verb, scene: Scene) -> tuple[str, ...]:
    """What is to be known before the answer goes on: whose contribution it is still without."""
    if verb not in (Verb.APPROVE, Verb.ISSUE):
        return ()
    said = _("%(unit)s was asked to contribute and hasn't answered yet.")
    return tuple(
        said % {"unit": scene.names.unit(one.unit)} for one in scene.state.helping if not one.contributed_at
    )


def _article(verb: Verb, code: str, state: MatterState) -> str:
    """The article that a step follows: what Art. 32 says of an opinion, 35 and 36 say of a review's and a recheck's.

    What a review has revoked is taken up again by what Art. 35 says of it.
    """
    if verb is Verb.REOPEN and any(ask.outcome is Outcome.REVOKED for ask in state.asks):
        return "35"
    return by_stage(code, state)


def asked_fields(verb: Verb, scene: Scene) -> list[Field]:
    """The fields that the form shows.

    Whether anything is owed is asked only where nobody has said it; whose numbers they are and whose paper it is, where who
    speaks is kept from others, of whoever may know. Nobody is asked to promise confidence again.
    """
    state, left_out = scene.state, set[str]()
    if verb is Verb.TRIAGE and state.told_in_confidence:
        left_out.add("confidential")
    if not unsaid(state):
        left_out.add("nothing_owed")
    knows = serves(scene.actor, state.desk, scene.law.tree, Permission.UNMASK)
    if not (state.confidential and knows):
        left_out |= {"others", "theirs"} | ({"petition"} if verb is Verb.ATTACH else set())
    return [spec for spec in TRANSITIONS[verb].fields if spec.name not in left_out]


def _begun(verb: Verb, scene: Scene, subject: letters.Subject, begin: str) -> dict[str, str]:
    """What a fresh letter holds: its start text and the choice that it is for; the only choice is taken unasked."""
    if verb not in _LETTER:
        return {}
    text, chooser = _LETTER[verb]
    known = letters.choices(verb, subject.stage, subject.klass)
    chosen: Outcome | Route | None = next((choice for choice in known if choice.value == begin), None)
    if chosen is None and len(known) == 1:
        chosen = known[0]
    start = {text: letters.beginning(verb, subject, chosen)}
    if verb is Verb.EXTEND and (asks := scene.state.open_extension_asks):
        reason = scene.texts.get((asks[0].text_seq, "reason")) or ""
        start[text] = letters.with_reason(start[text], reason)
    return {**start, chooser: chosen.value} if chooser and chosen is not None else start


def _beginnings(verb: Verb, state: MatterState, begin: str) -> tuple[Beginning, ...]:
    known = letters.choices(verb, state.stage, state.klass)
    if len(known) < 2:
        return ()
    url = f"/desk/matter/{state.number}/?do={verb.value}&begin="
    return tuple(Beginning(word(choice), url + choice.value, choice.value == begin) for choice in known)


def _view(
    spec: Field, verb: Verb, scene: Scene, given: Mapping[str, str], fresh: bool, no: Refused | None
) -> FieldView:
    value = printable(given.get(spec.name, ""))
    if fresh and not value:
        value = _start_value(spec, verb, scene)
    kind, choices = _drawn(spec, verb, scene, value)
    if no is not None and no.reason == "out_of_range" and spec.kind is Kind.DAYS:
        # never more than this verb takes
        no = replace(no, params={**no.params, "most": min(no.params["most"], _most_days(verb))})
    view = FieldView(
        name=spec.name,
        label=sayings.label(spec.name, verb),
        kind=kind,
        value=value,
        help=_help(spec, verb, scene),
        error=_said(no, kind),
        required=spec.required or spec.of_staff,
        options=choices,
        limit=spec.limit,
        rows=_TALL if _LETTER.get(verb, ("",))[0] == spec.name and spec.name == "text" else 4,
        narrow=spec.kind in (Kind.DAYS, Kind.MOMENT, Kind.NUMBER, Kind.DAY),
        extra=_extra(spec, verb, scene),
    )
    return replace(view, kind=_CONTACT_KINDS[spec.name]) if spec.name in _CONTACT_KINDS else view


def _said(no: Refused | None, kind: str) -> str:
    """What is to be mended; a choice that was left open is chosen, not written."""
    if no is None:
        return ""
    chosen = no.reason == "missing" and kind in ("radio", "select")
    return _("Please choose one of these.") if chosen else sayings.say(no)


def _help(spec: Field, verb: Verb, scene: Scene) -> str:
    """The field's own help; whoever hands on a confidential matter is told what the other unit won't see."""
    told = sayings.help_text(spec.name, verb)
    if spec.name == "to" and scene.state.confidential:
        kept = _(
            "Who speaks is kept in confidence: the unit gets what was brought, not the name, nor how to reach them."
        )
        if scene.state.papers:
            kept = run_on(
                kept, _("Pictures and scans go along as they are: look before whether they show who it is.")
            )
        return run_on(told, kept) if told else kept
    return told


_CONTACT_KINDS = {"phone": "tel", "email": "email"}


def _start_value(spec: Field, verb: Verb, scene: Scene) -> str:
    """What a fresh form holds already: what the matter knows of itself, today for a day, the county's usual term."""
    state = scene.state
    known = {
        "category": state.category, "place": state.place, "klass": state.klass or "", "urgent": "1" if state.urgent else "",
    }  # fmt: skip
    if verb is Verb.TRIAGE and spec.name in known:
        return str(known[spec.name])
    if spec.kind is Kind.DAYS and verb in (Verb.SUPERVISE, Verb.ESCALATE):
        return str(scene.law.terms.supervise_days)
    if spec.kind is Kind.DAYS and verb is Verb.EXTEND and (asks := state.open_extension_asks):
        return str(asks[0].days)
    if spec.kind is Kind.DAYS and verb is Verb.INSTRUCT:
        return str(scene.law.terms.instruct_days)
    if verb in (Verb.URGE, Verb.SUPERVISE) and spec.name == "text":
        return letters.order(verb, late=_late(scene))
    if spec.kind is Kind.DAYS and verb is Verb.ASK_SENDER:
        return str(inquiring.USUAL_DAYS)
    if _of_the_matter(spec) and spec.required and len(left := choosing.petitions_for(verb, state)) == 1:
        return left[0].number
    return when_typed(scene.now) if spec.kind is Kind.MOMENT else ""


def _late(scene: Scene) -> bool:
    """Whether a term of whoever has the matter is over."""
    state, today = scene.state, local_date(scene.now)
    own = (run for run in state.running if run.code in LISTED and run.party in (state.owner, state.holder))
    return any(run.due_on < today for run in own)


_KINDS = {
    Kind.LONG: "long", Kind.DAYS: "number", Kind.NUMBER: "number", Kind.YES: "check", Kind.MOMENT: "datetime-local",
    Kind.FILE: "file", Kind.DAY: "date",
}  # fmt: skip

_Select = Callable[[Field, Verb, Scene, str, str], SafeString]
_SELECTS: Mapping[Kind, _Select] = {
    Kind.UNIT: choosing.units,
    Kind.ANY_UNIT: choosing.any_units,
    Kind.LEADER: choosing.leaders,
    Kind.ITEM: choosing.items,
    Kind.STAFF: lambda spec, verb, scene, value, empty: choosing.staff(scene, value, empty),
    Kind.CATEGORY: lambda spec, verb, scene, value, empty: county.category_options(value, empty=empty),
    Kind.PLACE: lambda spec, verb, scene, value, empty: county.place_options(value, empty=empty),
}


def choices_of(spec: Field, verb: Verb, scene: Scene) -> SafeString:
    """The choices of a field that is chosen from a list of names, as its form holds them."""
    return _SELECTS[spec.kind](spec, verb, scene, "", "")


def _of_the_matter(spec: Field) -> bool:
    """Whether it names one of this matter's petitions; another matter's number is typed in."""
    return spec.kind is Kind.PETITION and spec.name == "petition"


def _drawn(spec: Field, verb: Verb, scene: Scene, value: str) -> tuple[str, SafeString]:
    """The kind of input and the choices in it."""
    empty = _("Please choose") if spec.required else _("Leave open")
    if spec.choices is not None:
        pairs = _choices(spec, verb, scene.state)
        if len(pairs) <= _IN_SIGHT:
            return "radio", radios(spec.name, pairs, value, required=spec.required or spec.of_staff)
        return "select", options(pairs, value, empty=empty)
    if spec.of and spec.required and len(pairs := choosing.parts_of(spec, verb, scene)) == 1:
        only = pairs[0][
            0
        ]  # a select would cut its end; words written for another part aren't put to this one unasked
        return "radio", radios(spec.name, pairs, only if value in ("", only) else "", required=True)
    if spec.kind in _SELECTS:
        return "select", _SELECTS[spec.kind](spec, verb, scene, value, empty)
    if _of_the_matter(spec):
        nobody = _("The house's own") if verb is Verb.ATTACH else _("Everybody")
        return "select", choosing.petitions(verb, scene.state, value, empty if spec.required else nobody)
    return _KINDS.get(spec.kind, "text"), SafeString("")


def _choices(spec: Field, verb: Verb, state: MatterState) -> list[tuple[str, str]]:
    assert spec.choices is not None
    known = labels(spec.choices, language())
    fitting = frozenset(known)
    if spec.name == "outcome":
        first = OUTCOMES_OF[state.klass] if state.klass else fitting
        fitting = first if state.stage is Stage.FIRST else OUTCOMES_ABOVE
    elif verb is Verb.ESCALATE and spec.name == "level":
        fitting = frozenset(list(known)[1:])  # nothing can be taken higher to where it begins
    return [(member.value, text) for member, text in known.items() if member in fitting]


def _most_days(verb: Verb) -> int:
    if verb is Verb.ASK_SENDER:
        return inquiring.MOST_DAYS
    return MOST_EXTENSION if verb in (Verb.EXTEND, Verb.ASK_EXTENSION) else MOST_DAYS


def _extra(spec: Field, verb: Verb, scene: Scene) -> dict[str, str]:
    if spec.kind is Kind.DAYS:
        return {"min": "1", "max": str(_most_days(verb)), "inputmode": "numeric"}
    if spec.kind is Kind.DAY:
        return {"min": local_date(scene.now).isoformat()}
    return {"autocomplete": "off"} if spec.kind in (Kind.TEXT, Kind.PETITION) else {}
