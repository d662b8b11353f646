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

from huiyin.rules.clocks import Clock, due_on
from huiyin.rules.evolution import evolve, fold
from huiyin.rules.fields import Refused, check
from huiyin.rules.guards import Case, Law
from huiyin.rules.roles import PETITIONER, SYSTEM, Actor, Permission, Post
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import REACHED_STARTS, REACHED_STOPS, TRANSITIONS, Choose, Standing, Transition
from huiyin.rules.vocabulary import MatterClass, Verb

__all__ = ["TRANSITIONS", "Decision", "Law", "Refused", "allowed", "barred", "decide", "evolve", "fold"]

#: How far two machines' clocks may differ before an act is refused for coming before the last one.
CLOCK_SKEW = timedelta(minutes=1)


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
    if state is not None and state.status not in row.sources:
        return Refused("not_in_this_state", row.article, params={"status": state.status.value})
    if _acting_post(row, state, actor) is None and not _needs_no_post(row, actor):
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

    ``given`` holds the row's fields plus what the house adds for REGISTER (``desk``), JOIN and PART (the petition).
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


def _acting_post(row: Transition, state: MatterState | None, actor: Actor) -> Post | None:
    for standing, permission in row.who:
        for post in actor.posts_with(permission):
            if _stands(standing, post, state):
                return post
    return None


def _needs_no_post(row: Transition, actor: Actor) -> bool:
    """The petitioner registers at the portal; what follows from another verb (and the system's own) needs no post."""
    if row.who[0][0] is Standing.HOUSE:
        return True
    return actor in (PETITIONER, SYSTEM) and row.verb in (Verb.REGISTER, Verb.NOTE, Verb.ATTACH)


def _stands(standing: Standing, post: Post, state: MatterState | None) -> bool:
    inside = f"/{post.path}"
    if standing is Standing.ANYONE_HERE:
        return True
    assert state is not None, "only REGISTER has no matter yet, and anyone here may do it"
    sender = state.round.sender if state.round else ""
    units = {
        Standing.DESK: (state.desk,),
        Standing.HOLDER: (state.holder,),
        Standing.SENDER: (sender,),
        Standing.INVOLVED: (state.desk, state.holder, sender),
        Standing.HOUSE: (),
    }[standing]
    if any(unit and f"/{unit}/" in inside for unit in units):
        return True
    return standing is Standing.INVOLVED and post.may(Permission.SEE_COUNTY)


def _written(row: Transition, case: Case, given: Mapping[str, Any]) -> Decision:
    data = {k: _plain(v) for k, v in (case.data or {}).items()}
    sealed = {spec.name: str(data.pop(spec.name)) for spec in row.fields if spec.sealed and spec.name in data}
    data.update(
        {k: given[k] for k in ("number", "desk", "petitioner", "slip", "petition", "paper") if k in given}
    )
    post = _acting_post(row, case.state, case.actor)
    if row.verb is Verb.DELIVER:
        data["petitions"] = _reached_by(case)
        data.pop("petition", None)
    clocks = _clocks(row, case, data)
    if clocks:
        data["clocks"] = clocks
    return Decision(row.verb, case.now, case.actor.key, post.unit if post else "", data, sealed)


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _reached_by(case: Case) -> list[str]:
    assert case.data is not None
    named = case.data.get("petition")
    return [named] if named else [p.number for p in case.matter.petitions]


def _clocks(row: Transition, case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    starts, stops = row.starts, row.stops
    if row.verb is Verb.DELIVER and _everybody_now(case, data):
        starts, stops = REACHED_STARTS, REACHED_STOPS
    running = {run.code for run in case.state.running} if case.state else set()
    result: dict[str, Any] = {}
    stopped = sorted(code.value for code in stops & running)
    if stopped:
        result["stop"] = stopped
    started = [
        _start(code, row, case, data)
        for choice in starts
        if (code := _chosen(choice, case, data)) is not None
    ]
    if started:
        result["start"] = started
    if Choose.RESUMED in starts:
        result["resume"] = True
    return result


def _everybody_now(case: Case, data: Mapping[str, Any]) -> bool:
    if data["result"] == "returned":
        return False
    return set(case.matter.unreached) <= set(data["petitions"])


def _chosen(choice: Clock | Choose, case: Case, data: Mapping[str, Any]) -> Clock | None:
    if isinstance(choice, Clock):
        return choice
    if choice is Choose.RESUMED:
        return None
    if choice is Choose.DESK:
        return Clock.T1 if data["desk"] == case.law.department else Clock.T2
    return Clock.T6 if case.matter.klass is MatterClass.APPEAL else Clock.L1


def _start(code: Clock, row: Transition, case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    begins = case.now
    if row.verb is Verb.REGISTER and case.data is not None:
        begins = case.data["received_at"]
    days = data.get("days") if code is Clock.T5 else None
    due = due_on(code, begins, calendar=case.law.calendar, terms=case.law.terms, days=days)
    started: dict[str, Any] = {"code": code.value, "at": _plain(begins), "due": due.due_on.isoformat()}
    if days is not None:
        started["days"] = days
    if due.provisional:
        started["provisional"] = True
    return started
