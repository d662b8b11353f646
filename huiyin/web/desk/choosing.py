"""What the selects of an act's form offer: units, leaders, colleagues, petitions, parts of the matter.

Nothing is offered that the rules would refuse for this matter: no barred unit, no part that isn't waiting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.accounts.queries import colleagues, holders
from huiyin.rooms.cases.queries import Texts
from huiyin.rooms.county import queries
from huiyin.rules.advising import unadvised
from huiyin.rules.duties import NoticeLevel, ReportStage
from huiyin.rules.fields import Field
from huiyin.rules.guards import Case, Law
from huiyin.rules.roles import Actor, Role
from huiyin.rules.routing import person_bars, unit_barred
from huiyin.rules.state import Joined, MatterState
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.vocabulary import Verb
from huiyin.web.desk.parts import Names, called
from huiyin.web.shared import county
from huiyin.web.shared.fields import options
from huiyin.web.shared.words import word

#: At most so many colleagues stand in a select.
MOST_COLLEAGUES = 400
#: Fields whose unit must not be a barred one; the accused themselves are chosen from all.
_MUST_NOT_BE_BARRED = frozenset({"to", "leader"})
#: What a guard of a part may ask besides: nothing is higher, no report comes earlier, so it refuses only the part.
_HIGHEST = {"level": list(NoticeLevel)[-1].value, "stage": ReportStage.PLAN.value}


@dataclass(frozen=True, slots=True)
class Scene:
    """What a form is drawn from: the matter, who acts, when, under which law, with the names and words at hand."""

    state: MatterState
    actor: Actor
    now: datetime
    law: Law
    names: Names
    texts: Texts


def units(spec: Field, verb: Verb, scene: Scene, value: str, empty: str) -> SafeString:
    """Units that a matter may be sent to."""
    return county.unit_options(value, empty=empty, without=kept_out(spec, verb, scene))


def any_units(spec: Field, verb: Verb, scene: Scene, value: str, empty: str) -> SafeString:
    """All units in use; of a recommendation those that can be sent one."""
    out = kept_out(spec, verb, scene)
    if verb is Verb.RECOMMEND:
        every = (unit.code for unit in queries.unit_tree())
        out |= {code for code in every if unadvised(code, scene.actor, scene.law.tree) is not None}
    return county.any_unit_options(value, empty=empty, without=out)


def leaders(spec: Field, verb: Verb, scene: Scene, value: str, empty: str) -> SafeString:
    """The leaders' posts, each with the name of whoever holds it now; one that nobody holds is marked and refused."""
    out, people = kept_out(spec, verb, scene), holders(Role.LEADER, scene.now)
    free = (post.code for post in queries.leaders() if post.code not in out)
    vacant = _("(vacant)")
    named = ((code, [scene.names.unit(code), people.get(code, vacant)]) for code in free)
    return options(((code, " · ".join(filter(None, said))) for code, said in named), value, empty=empty)


def kept_out(spec: Field, verb: Verb, scene: Scene) -> frozenset[str]:
    """The units that the rules would refuse in this field."""
    if spec.name not in _MUST_NOT_BE_BARRED:
        return frozenset()
    state, tree = scene.state, scene.law.tree
    out = _there_already(verb, state)
    if state.bars:
        out |= {u.code for u in queries.unit_tree() if unit_barred(state.bars, u.code, tree, u.path)}
    return frozenset(out)


def _there_already(verb: Verb, state: MatterState) -> set[str]:
    if verb in (Verb.FORWARD, Verb.ASSIGN):
        return {state.desk}
    if verb is Verb.CO_HANDLE:
        return {state.holder, *(helper.unit for helper in state.helping)}
    return {own.leader for own in state.owning} if verb is Verb.OWN else set()


def staff(scene: Scene, value: str, empty: str) -> SafeString:
    """The colleagues with a post in a unit that has to do with the matter, by unit."""
    state = scene.state
    sender = state.round.sender if state.round else ""
    involved = [state.desk, state.holder, sender, *(helper.unit for helper in state.helping)]
    involved += [own.leader for own in state.owning]
    codes = {below for code in involved if code for below in queries.subtree_codes(code)}
    found: dict[str, tuple[str, list[str]]] = {}
    for key, name, unit in colleagues(codes, scene.now, most=MOST_COLLEAGUES):
        held = found.setdefault(key, (name, []))[1]
        if unit not in held:
            held.append(unit)
    away = person_bars(state)
    pairs = [
        (key, f"{name} · {', '.join(scene.names.unit(unit) for unit in posts)}")
        for key, (name, posts) in found.items()
        if key not in away
    ]
    return options(pairs, value, empty=empty)


def petitions_for(verb: Verb, state: MatterState) -> list[Joined]:
    """The petitions of the matter that the act can be about: none is taken back twice."""
    gone = state.withdrawn if verb is Verb.WITHDRAW else ()
    return [p for p in state.petitions if p.number not in gone]


def petitions(verb: Verb, state: MatterState, value: str, empty: str) -> SafeString:
    """The petitions of the matter; the only one is chosen already where one has to be named."""
    pairs = [(p.number, f"{p.number} {word(p.channel)}") for p in petitions_for(verb, state)]
    return options(pairs, value, empty=empty)


def parts_of(spec: Field, verb: Verb, scene: Scene) -> list[tuple[str, str]]:
    """The parts of the matter that the rules let this person choose now, with what each is called."""
    parts = [part for part in getattr(scene.state, spec.of) if _fits(part, verb, scene)]
    return [
        (str(part.n), f"{part.n}. {called(part, scene.state, scene.names, scene.texts)}") for part in parts
    ]


def items(spec: Field, verb: Verb, scene: Scene, value: str, empty: str) -> SafeString:
    """The same as a select; the only one is chosen already."""
    pairs = parts_of(spec, verb, scene)
    only = pairs[0][0] if len(pairs) == 1 and not value else value
    return options(pairs, only, empty=empty)


def _fits(part: Any, verb: Verb, scene: Scene) -> bool:
    """Whether no guard refuses this part; what else the form asks isn't known yet."""
    case = Case(scene.state, {"item": part.n, **_HIGHEST}, scene.actor, scene.now, scene.law)
    answers = (guard(case) for guard in TRANSITIONS[verb].guards)
    return not any(no is not None and no.field == "item" for no in answers)
