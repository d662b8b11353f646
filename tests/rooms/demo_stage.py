"""The demo's plan as its tests see it: one planned day, played on the rules alone."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from huiyin.rooms.intake.demo.plan import plan
from huiyin.rooms.intake.demo.shape import (
    DEPARTMENT,
    DemoMatter,
    Seat,
    Step,
)
from huiyin.rules.calendar import LOCAL, Calendar
from huiyin.rules.clocks import Terms
from huiyin.rules.fields import Refused
from huiyin.rules.guards import Law
from huiyin.rules.lifecycle import decide, evolve
from huiyin.rules.roles import PETITIONER, Actor, Post, Role
from huiyin.rules.state import Event, MatterState
from huiyin.rules.vocabulary import Verb

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=LOCAL)
LAW = Law(calendar=Calendar(), terms=Terms(), department="C-MWD")
ROLES = {
    Seat.CLERK: Role.CLERK, Seat.DISPATCHER: Role.DISPATCHER, Seat.OFFICER: Role.OFFICER, Seat.HEAD: Role.HEAD,
    Seat.LEADER: Role.LEADER, Seat.SUPERVISOR: Role.SUPERVISOR,
}  # fmt: skip


@cache
def planned(now: datetime = NOW) -> tuple[DemoMatter, ...]:
    return tuple(plan(now))


def actor(step: Step) -> Actor:
    """Somebody with just the post that the plan names; the department's groups lie inside it."""
    if step.who.seat is Seat.PETITIONER:
        return PETITIONER
    unit = step.who.unit
    path = {DEPARTMENT: "C/C-MWD/", "七组": "C/C-MWD/七组/", "九组": "C/C-MWD/九组/"}.get(unit, f"C/{unit}/")
    return Actor(f"{step.who.seat}:{unit}", "", (Post(ROLES[step.who.seat], path.split("/")[-2], path),))


class Play:
    """The plan played on the rules alone: every act decided and folded."""

    def __init__(self, matters: tuple[DemoMatter, ...]) -> None:
        self.states: dict[str, MatterState] = {}
        acts = [(step.at, m.key, n, m, step) for m in matters for n, step in enumerate(m.steps)]
        for _, _, _, matter, step in sorted(acts, key=lambda act: act[:3]):
            self.act(matter, step)

    def act(self, matter: DemoMatter, step: Step) -> None:
        given = {k: "C-MWD" if k == "to" and v == DEPARTMENT else v for k, v in step.data.items()}
        if step.verb is Verb.REGISTER:
            given = {
                "channel": matter.channel.value, "received_at": matter.received_at, "persons": matter.persons,
                "title": matter.title, "text": matter.text, "place": matter.place.code, "desk": "C-MWD",
            }  # fmt: skip
        if step.verb is Verb.TRIAGE:
            given["category"] = "010000"
        if step.verb is Verb.ATTACH:
            given = {"file": given["name"], "paper": {"type": "text/plain", "size": len(given["content"])}}
        if step.verb in (Verb.SUPERVISE, Verb.RECOMMEND):
            given["serial"] = f"{step.verb}-{matter.key}"
        self.write(matter.key, step.verb, given, actor(step), step.at)
        if step.verb is Verb.LINK:
            came = {
                "number": matter.key, "channel": matter.channel.value, "received_at": matter.received_at.isoformat(),
                "persons": matter.persons,
            }  # fmt: skip
            self.write(given["other"], Verb.JOIN, {"petition": came}, actor(step), step.at)

    def write(self, key: str, verb: Verb, given: dict[str, Any], by: Actor, at: datetime) -> None:
        state = self.states.get(key)
        decision = decide(state, verb, given, actor=by, now=at, law=LAW)
        assert not isinstance(decision, Refused), (key, verb, decision)
        event = Event(
            key, state.seq + 1 if state else 1, verb, decision.at, decision.by, decision.unit, decision.data
        )
        self.states[key] = evolve(state, event)


@cache
def played() -> dict[str, MatterState]:
    return Play(planned()).states
