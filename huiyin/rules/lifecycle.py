"""Decide and evolve: the two functions that every act on a matter goes through.

``decide`` looks at a matter and says what would be written into its dossier, or why it may not be. ``evolve`` reads what was
written. Neither knows a database or a clock; due dates are reckoned in ``decide`` and stand in the entry, so that reading a
dossier later gives the same dates whatever the calendar says by then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.rules import accusing, openly
from huiyin.rules.evolution import evolve, fold
from huiyin.rules.fields import Refused, check
from huiyin.rules.guards import Case, Law
from huiyin.rules.roles import PETITIONER, SYSTEM, Actor, Permission, Post
from huiyin.rules.routing import acts_for, heads, is_barred
from huiyin.rules.running import clock_changes, reckoned
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS, Standing, Transition
from huiyin.rules.vocabulary import Verb

__all__ = [
    "TRANSITIONS",
    "Decision",
    "Law",
    "Refused",
    "allowed",
    "barred",
    "decide",
    "evolve",
    "fold",
    "reckoned",
    "units_standing",
]

#: How far two machines' clocks may differ before an act is refused for coming before the last one.
CLOCK_SKEW = timedelta(minutes=1)
#: What the house adds to what was filled in: numbers, hashes and facts that only the tables know.
_FROM_THE_HOUSE = (
    "number", "desk", "petitioner", "slip", "petition", "paper", "people", "level", "exchanged_at", "confidential", "visit",
    "withdrawn", "stage", "about", "above", "klass", "bars", "serial", "review", "outcome", "mark", "what",
    "tried_at", "through", "former", "pledge", "worded",
)  # fmt: skip
#: Words that the house adds, sealed like those that were filled in.
_WORDS_FROM_THE_HOUSE: Mapping[Verb, frozenset[str]] = dict.fromkeys(
    (Verb.TRIAGE, Verb.JOIN, Verb.UNLINK, Verb.ACCUSE, Verb.CONFIDE, Verb.CONFIRM_CONTACT),
    frozenset({"title"}),
)
#: What a petitioner may do without a post: speak, add, ask back, take back, ask for a review, rate.
_OF_THE_PETITIONER = frozenset(
    {
        Verb.REGISTER, Verb.NOTE, Verb.ATTACH, Verb.ASK_BACK, Verb.ASK_REVIEW, Verb.RATE, Verb.WITHDRAW,
        Verb.SENDER_ANSWERS,
    }
)  # fmt: skip
#: What the system does by itself: take in, add, keep from the accused, the interested and whoever mustn't know who speaks what
#: hangs together. It never speaks for a petitioner.
_OF_THE_SYSTEM = frozenset({Verb.REGISTER, Verb.NOTE, Verb.ATTACH, Verb.ACCUSE, Verb.RECUSE, Verb.CONFIDE})
#: What follows from elsewhere whoever sets it off: the record of their own attempt, new dates, a review's result, a colleague
#: who leaves.
_WHOEVER = frozenset({Verb.ATTEMPT, Verb.RECKON, Verb.REVIEWED, Verb.HAND_OVER})


@dataclass(frozen=True, slots=True)
class Decision:
    """What to write: the plain data of the entry, and apart from it the words to be sealed."""

    verb: Verb
    at: datetime
    by: str
    unit: str
    data: dict[str, Any]
    sealed: dict[str, str] = field(default_factory=dict)


def barred(state: MatterState | None, verb: Verb, *, actor: Actor, now: datetime, law: Law) -> Refused | None:
    """Why the verb may not be done at all by this actor now, whatever is filled in; None if it may."""
    row = TRANSITIONS[verb]
    if (state is None) != (verb is Verb.REGISTER):
        return Refused("no_such_matter", row.article)
    if state is not None and verb not in _WHOEVER and is_barred(state, actor, law.tree):
        return Refused("no_such_matter")  # who is kept away learns nothing, not even that
    if state is not None and state.status not in row.sources:
        return Refused("not_in_this_state", row.article, params={"status": state.status.value})
    if _acting_post(row, state, actor, law) is None and not _needs_no_post(row, actor):
        return Refused("not_yours", row.article)
    case = Case(state, None, actor, now, law)
    return next((no for guard in row.guards if (no := guard(case)) is not None), None)


def allowed(state: MatterState, *, actor: Actor, now: datetime, law: Law) -> tuple[Verb, ...]:
    """The verbs that this actor may choose now, in the table's order; what only follows from others isn't offered."""
    chosen = (verb for verb, row in TRANSITIONS.items() if not row.follows)
    return tuple(verb for verb in chosen if barred(state, verb, actor=actor, now=now, law=law) is None)


def decide(
    state: MatterState | None, verb: Verb, given: Mapping[str, Any], *, actor: Actor, now: datetime, law: Law
) -> Decision | Refused:
    """What the act writes into the dossier, or why it is refused.

    ``given`` holds the row's fields plus what the house adds (``desk`` for REGISTER, the petition for JOIN and PART …).
    Refuses a moment before the matter's last entry: a dossier only grows forwards.
    """
    no = barred(state, verb, actor=actor, now=now, law=law)
    if no is not None:
        return no
    if state is not None and now < state.touched_at:
        if state.touched_at - now > CLOCK_SKEW:
            return Refused("before_last_entry")
        now = state.touched_at
    row = TRANSITIONS[verb]
    cleaned = _clean(row, given)
    if isinstance(cleaned, Refused):
        return cleaned
    case = Case(state, cleaned, actor, now, law)
    for guard in row.guards:
        refused = guard(case)
        if refused is not None:
            return refused
    for refused_by in (accusing.refused_by_bars, openly.refused_by_letter):
        no = refused_by(verb, case, given)
        if no is not None:
            return no
    return _written(row, case, given)


def _clean(row: Transition, given: Mapping[str, Any]) -> dict[str, Any] | Refused:
    cleaned: dict[str, Any] = {}
    for spec in row.fields:
        value = check(spec, given.get(spec.name))
        if isinstance(value, Refused):
            return value
        if value is not None:
            cleaned[spec.name] = value
    return cleaned


def _acting_post(row: Transition, state: MatterState | None, actor: Actor, law: Law) -> Post | None:
    for standing, permission in row.who:
        for post in actor.posts_with(permission):
            if _stands(standing, permission, post, state, law):
                return post
    return None


def _needs_no_post(row: Transition, actor: Actor) -> bool:
    """The petitioner registers at the portal; what follows from another verb (and the system's own) needs no post."""
    if row.who[0][0] is Standing.HOUSE:
        return True
    if actor == SYSTEM:
        return row.verb in _OF_THE_SYSTEM
    return actor == PETITIONER and row.verb in _OF_THE_PETITIONER


def _stands(
    standing: Standing, permission: Permission, post: Post, state: MatterState | None, law: Law
) -> bool:
    if standing is Standing.ANYONE_HERE:
        return True
    assert state is not None, "only REGISTER has no matter yet, and anyone here may do it"
    approves = standing is Standing.HOLDER and permission is Permission.APPROVE
    theirs = heads if approves else acts_for
    if any(theirs(post, unit, law.tree) for unit in units_standing(standing, state, law)):
        return True
    return standing is Standing.INVOLVED and post.may(Permission.SEE_COUNTY)


def units_standing(standing: Standing, state: MatterState, law: Law) -> tuple[str, ...]:
    """The units inside which somebody stands so to the matter."""
    match standing:
        case Standing.DESK:
            return (state.desk,)
        case Standing.HOLDER:
            return (state.holder,)
        case Standing.SENDER:
            return (state.round.sender if state.round else "",)
        case Standing.CO_HANDLER:
            return tuple(helper.unit for helper in state.helping)
        case Standing.SUPERVISED:
            return tuple(notice.addressee for notice in state.open_notices)
        case Standing.ADVISED:
            return tuple(r.addressee for r in state.recommendations if r.adoption is None)
        case Standing.OWNING:
            return tuple(own.leader for own in state.owning)
        case Standing.DEPARTMENT:
            return (law.department, law.leaders if state.desk == law.leaders else "")
        case Standing.INVOLVED:
            near = (Standing.DESK, Standing.HOLDER, Standing.SENDER, Standing.CO_HANDLER, Standing.OWNING)
            return tuple(unit for one in near for unit in units_standing(one, state, law))
        case _:
            return ()


def _written(row: Transition, case: Case, given: Mapping[str, Any]) -> Decision:
    data = {k: _plain(v) for k, v in (case.data or {}).items()}
    sealed = {spec.name: str(data.pop(spec.name)) for spec in row.fields if spec.sealed and spec.name in data}
    data.update({k: given[k] for k in _FROM_THE_HOUSE if k in given and k not in data})
    sealed |= {k: given[k] for k in _WORDS_FROM_THE_HOUSE.get(row.verb, ()) if given.get(k)}
    post = _acting_post(row, case.state, case.actor, case.law)
    if row.verb is Verb.DELIVER:
        data["petitions"] = _reached_by(case)
        data.pop("petition", None)
    elif row.verb is Verb.ACCUSE:
        data = accusing.named(case)
    elif row.verb is Verb.LINK:
        data.update(accusing.linked(case, given))
    elif row.verb in (Verb.URGE, Verb.SUPERVISE):
        data["addressee"] = case.matter.holder
    clocks = clock_changes(row, case, data)
    if clocks:
        data["clocks"] = clocks
    return Decision(row.verb, case.now, case.actor.key, post.unit if post else "", data, sealed)


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _reached_by(case: Case) -> list[str]:
    assert case.data is not None
    named = case.data.get("petition")
    return [named] if named else [p.number for p in case.matter.petitions]
