"""What the forms of sorting and sending on suggest: category, unit, what may not wait; each with the words that spoke for it.

A suggestion is a link that opens the form with that choice in it; a person sends it. Nothing is chosen by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.rooms.cases.queries import File
from huiyin.rooms.county import queries
from huiyin.rooms.county.place_finding import town_in, town_of
from huiyin.rooms.insight import categories
from huiyin.rooms.insight.categories import Advice
from huiyin.rooms.insight.features import Text
from huiyin.rooms.insight.model_files import Guess
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.units import UnitKind
from huiyin.rules.urgency import Danger, hints
from huiyin.rules.vocabulary import MatterClass, Verb
from huiyin.web.desk import choosing
from huiyin.web.desk.choosing import Scene
from huiyin.web.shared import county

#: Which forms suggest, and what of: the field that a suggestion fills.
_UNIT_FIELDS = {Verb.FORWARD: "to", Verb.ASSIGN: "to"}
#: The fields that an address may fill in, by verb.
PRESET = {
    Verb.TRIAGE: ("category",),
    Verb.OWN: ("leader",),
    Verb.CARRY_OUT: ("item",),
    Verb.ANSWER_QUESTION: ("item",),
    Verb.EXTEND: ("days",),
    **{verb: (field,) for verb, field in _UNIT_FIELDS.items()},
}
#: Units that are in charge of a place.
TOWNS = frozenset({UnitKind.TOWN, UnitKind.STREET})
#: From these probabilities on it is called so.
_SURE, _LIKELY = 0.9, categories.LIKELY


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion; ``url`` opens the form with it chosen, empty where this form has no such field; ``code``: what of."""

    word: str
    how_likely: str
    because: str
    url: str
    on: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What is suggested for one thing; ``none`` says why there is nothing, ``note`` where it comes from."""

    word: str
    rows: tuple[Suggested, ...]
    none: str
    note: str


@dataclass(frozen=True, slots=True)
class Urgent:
    """One thing in the text that may not wait, with the words."""

    word: str
    because: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All that stands above the form."""

    urgent: tuple[Urgent, ...]
    rows: tuple[Row, ...]
    note: str = ""  # where all of it comes from, if all comes from the same


def suggestions(scene: Scene, file: File, verb: Verb | None, chosen: QueryDict) -> Suggestions | None:
    """What is suggested for the form of this verb; None where it suggests nothing, and for a text that was erased."""
    texts = [file.texts.get((1, name)) or "" for name in ("title", "text")]
    if verb is None or not (verb is Verb.TRIAGE or verb in _UNIT_FIELDS) or not any(texts):
        return None
    text = Text(*texts)
    rows = []
    if verb is Verb.TRIAGE:
        rows.append(_categories(scene, text, chosen))
    if scene.state.klass is not MatterClass.TIP_OFF:  # whom it may go to is the guard's business first
        rows.append(_units(scene, verb, text, chosen))
    urgent = _urgent("\n".join(texts)) if verb is Verb.TRIAGE else ()
    return _noted_once(Suggestions(urgent, tuple(rows)))


def _noted_once(found: Suggestions) -> Suggestions:
    """What would stand under each of the rows in the same words stands once, under all."""
    notes = {row.note for row in found.rows}
    if len(found.rows) < 2 or len(notes) > 1:
        return found
    return replace(found, rows=tuple(replace(row, note="") for row in found.rows), note=notes.pop())


def preset(verb: Verb, chosen: QueryDict) -> dict[str, str]:
    """What the address fills in, where it names something that the form offers."""
    given = {name: chosen.get(name, "") for name in PRESET.get(verb, ())}
    return {name: value for name, value in given.items() if _offered(name, value)}


def _offered(name: str, value: str) -> bool:
    if name in ("item", "days"):
        return value.isascii() and value.isdecimal()
    if name == "leader":
        return value in queries.leader_codes()
    return value in county.category_codes() if name == "category" else queries.can_receive(value)


def _categories(scene: Scene, text: Text, chosen: QueryDict) -> Row:
    on = chosen.get("category", "")
    advice = categories.category(text)
    return _row(_("Category"), advice, [
        _line(guess, advice, scene.names.category(guess.label), _link(scene, Verb.TRIAGE, "category", guess), on)
        for guess in advice.guesses
    ])  # fmt: skip


def _units(scene: Scene, verb: Verb, text: Text, chosen: QueryDict) -> Row:
    field, on = _UNIT_FIELDS.get(verb, ""), chosen.get("to", "")
    spec = next(f for f in TRANSITIONS[Verb.FORWARD].fields if f.name == "to")
    out = choosing.kept_out(spec, verb if field else Verb.FORWARD, scene)
    advice = categories.unit(text, without=out)
    here = town_of(scene.state.place) or town_in(f"{text.title}\n{text.body}")
    here = here if here not in out and queries.can_receive(here) else ""
    charged = [code for code in queries.charged(scene.state.category) if code not in out]
    official = tuple(dict.fromkeys(_placed(code, here) for code in charged))
    guesses = {_placed(guess.label, here): guess for guess in reversed(advice.guesses)}
    return _row(_("Unit"), advice, [
        *(_official(scene, verb, field, code, on, here) for code in official),
        *(_line(replace(guess, label=code), advice, scene.names.unit(code),
                _link(scene, verb, field, replace(guess, label=code)) if field else "", on, _why_here(scene, code, here))
        for code, guess in reversed(guesses.items()) if code not in official),
    ])  # fmt: skip


def _placed(code: str, here: str) -> str:
    """Of towns it is the one where the matter is; whichever town the list or the words name says only that it is a town's."""
    unit = queries.unit(code)
    return here if here and unit is not None and unit.kind in TOWNS else code


def _why_here(scene: Scene, code: str, here: str) -> str:
    return _("place: %(place)s") % {"place": scene.names.unit(here)} if code == here else ""


def _official(scene: Scene, verb: Verb, field: str, code: str, on: str, here: str) -> Suggested:
    """What the county's duty list says stands above what was learnt."""
    url = f"/desk/matter/{scene.state.number}/?{urlencode({'do': verb.value, field: code})}" if field else ""
    because = _why_here(scene, code, here)
    return Suggested(scene.names.unit(code), _("by the official duty list"), because, url, code == on, code)


def _row(word: str, advice: Advice, rows: Sequence[Suggested]) -> Row:
    note = (
        _("Learnt from this county's sorted matters.")
        if advice.learnt
        else _("By names and duties only: nothing has been learnt from this county's matters yet.")
    )
    return Row(word, tuple(rows), "" if rows else _("Don't know: the words point nowhere clearly."), note)


def _line(guess: Guess, advice: Advice, word: str, url: str, on: str, place: str = "") -> Suggested:
    words = " · ".join(word for word, _amount in guess.reasons)
    because = _("because of: %(words)s") % {"words": words} if words else ""
    because = " · ".join(filter(None, (place, because)))
    likely = _how_likely(guess.probability, learnt=advice.learnt and not guess.described)
    return Suggested(word, likely, because, url, guess.label == on, guess.label)


def _how_likely(probability: float, *, learnt: bool) -> str:
    """A probability in words; one that nothing was learnt for is never more than possible."""
    if not learnt:
        return pgettext("suggestion", "possible")
    if probability >= _SURE:
        said = pgettext("suggestion", "almost certain")
    elif probability >= _LIKELY:
        said = pgettext("suggestion", "likely")
    else:
        said = pgettext("suggestion", "possible")
    return _("%(word)s (%(percent)s %%)") % {"word": said, "percent": round(probability * 100)}


def _link(scene: Scene, verb: Verb, field: str, guess: Guess) -> str:
    return f"/desk/matter/{scene.state.number}/?{urlencode({'do': verb.value, field: guess.label})}"


def _urgent(text: str) -> tuple[Urgent, ...]:
    words = {
        Danger.LIFE: _("Danger to life"), Danger.POISON: _("Poison or gas"), Danger.COLLAPSE: _("Collapse, slide, flood"),
        Danger.FIRE: _("Fire"), Danger.CHILDREN: _("Children in danger"), Danger.WATER: _("No water"),
        Danger.POWER: _("No power"), Danger.HEAT: _("No heating or gas"),
    }  # fmt: skip
    return tuple(Urgent(words[hint.danger], " · ".join(hint.words)) for hint in hints(text))
