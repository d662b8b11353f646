"""The cast that every test of the lifecycle knows, and a matter's ordinary way.

Dan dispatches at the department, Gu works in group seven of it, Ge heads that. Bao is an officer of the environment bureau and
Bo its head. Wu is an officer of the water company, Wen its head. Xia is an analyst who may do nothing to any matter. Pak
speaks at the portal.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.rules.calendar import Calendar
from huiyin.rules.clocks import Clock, Terms
from huiyin.rules.fields import Refused
from huiyin.rules.guards import Law
from huiyin.rules.lifecycle import Decision, decide, evolve
from huiyin.rules.roles import PETITIONER, Actor, Post, Role
from huiyin.rules.state import ClockRun, Event, MatterState
from huiyin.rules.vocabulary import Verb

ROOT, DEPARTMENT, GROUP, BUREAU, WATER, TOWN = "C", "C-MWD", "C-MWD-G7", "C-ENV", "C-WATER", "C-TOWN"
LAW = Law(calendar=Calendar({}), terms=Terms(), department=DEPARTMENT)
#: A Monday morning in Wangqing.
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NUMBER = "222424-20260302-00001-5"


def person(key: str, role: Role, *units: str) -> Actor:
    """Somebody with one post at the end of the path."""
    return Actor(f"user:{key}", key, (Post(role, units[-1], "/".join((ROOT, *units)) + "/"),))


DAN = person("dan", Role.DISPATCHER, DEPARTMENT)
GU = person("gu", Role.OFFICER, DEPARTMENT, GROUP)
GE = person("ge", Role.HEAD, DEPARTMENT, GROUP)
BAO = person("bao", Role.OFFICER, BUREAU)
BO = person("bo", Role.HEAD, BUREAU)
WU = person("wu", Role.OFFICER, WATER)
WEN = person("wen", Role.HEAD, WATER)
TAO = person("tao", Role.HEAD, TOWN)
XIA = person("xia", Role.ANALYST, DEPARTMENT)
PAK = PETITIONER

REGISTER: dict[str, Any] = {
    "channel": "visit",
    "persons": 9,
    "title": "没水",
    "text": "家里三天没有水了。",
    "petitioner": "0" * 64,
    "desk": DEPARTMENT,
}
GIVEN: dict[Verb, dict[str, Any]] = {
    Verb.TRIAGE: {"klass": "appeal", "category": "040100"},
    Verb.ACCEPT: {"notice": "on_the_spot"},
    Verb.FORWARD: {"to": BUREAU},
    Verb.ASSIGN: {"to": BUREAU, "days": 20},
    Verb.NOTIFY: {"notice": "written"},
    Verb.OBJECT: {"reason": "不属于我局职责。"},
    Verb.REFUSE_RETURN: {"reason": "属于你局职责。"},
    Verb.DECLINE: {"route": "court", "text": "请向法院起诉。"},
    Verb.NOTE: {"text": "打过电话。"},
    Verb.UNMASK: {"reason": "上门前联系。"},
    Verb.DRAFT: {"outcome": "supported", "text": "已修好。"},
    Verb.REWORK: {"reason": "依据没有写明。"},
    Verb.DELIVER: {"method": "hand", "result": "received", "proof": "本人签字。"},
    Verb.REOPEN: {"reason": "又停水了。"},
    Verb.LINK: {"other": "222424-20260302-00002-9"},
    Verb.UNLINK: {"reason": "弄错了。"},
    Verb.JOIN: {"petition": {"number": "222424-20260302-00002-9", "channel": "call", "persons": 1,
                             "received_at": START.isoformat()}},
    Verb.PART: {"petition": {"number": "222424-20260302-00002-9"}},
    Verb.ATTACH: {"file": "{}", "paper": {"type": "image/png", "size": 9}},
}  # fmt: skip

#: The ordinary way: who does what.
WAY: tuple[tuple[Verb, Actor], ...] = (
    (Verb.TRIAGE, DAN), (Verb.FORWARD, DAN), (Verb.SIGN, BAO), (Verb.NOTIFY, BAO), (Verb.DRAFT, BAO),
    (Verb.APPROVE, BO), (Verb.ISSUE, BAO), (Verb.DELIVER, BAO), (Verb.CLOSE, BAO),
)  # fmt: skip


class Life:
    """One matter being lived through: keeps the events, the state and the moment; ``do`` insists, ``try_`` asks."""

    def __init__(self, **register: Any) -> None:
        self.now = START
        self.events: list[Event] = []
        self.state: MatterState | None = None
        by = register.pop("by", DAN)
        self.do(Verb.REGISTER, by, **{**REGISTER, "received_at": self.now, **register})

    def try_(self, verb: Verb, by: Actor, **given: Any) -> Any:
        """Ask for the verb with its usual fields; a Decision is written, a Refused returned."""
        usual = dict(GIVEN.get(verb, {}))
        if verb is Verb.DELIVER:
            usual["delivered_at"] = self.now
        decision = decide(self.state, verb, {**usual, **given}, actor=by, now=self.now, law=LAW)
        if isinstance(decision, Decision):
            self._write(decision)
        return decision

    def do(self, verb: Verb, by: Actor, **given: Any) -> MatterState:
        """The verb must be done."""
        decision = self.try_(verb, by, **given)
        assert isinstance(decision, Decision), decision
        assert self.state is not None
        return self.state

    def _write(self, decision: Decision) -> None:
        seq = len(self.events) + 1
        event = Event(NUMBER, seq, decision.verb, decision.at, decision.by, decision.unit, decision.data)
        self.events.append(event)
        self.state = evolve(self.state, event)

    def wait(self, **span: float) -> Life:
        """Let time pass."""
        self.now += timedelta(**span)
        return self

    def to(self, verb: Verb, **each: float) -> Life:
        """Go the ordinary way up to and with the verb, an hour between steps if nothing else is said."""
        for step, by in WAY:
            self.wait(**(each or {"hours": 1}))
            self.do(step, by)
            if step is verb:
                return self
        raise AssertionError(f"{verb} isn't on the ordinary way")

    @property
    def matter(self) -> MatterState:
        """The matter now."""
        assert self.state is not None
        return self.state


def without(state: MatterState, **changes: Any) -> MatterState:
    """The matter with something changed behind the law's back."""
    return replace(state, **changes)


def refused(answer: object, reason: str, field: str = "") -> Refused:
    """It was refused for this reason (and this field)."""
    assert isinstance(answer, Refused), answer
    assert answer.reason == reason
    if field:
        assert answer.field == field
    return answer


def clock(life: Life, code: Clock) -> ClockRun:
    """The last run of a clock."""
    return [run for run in life.matter.clocks if run.code is code][-1]


def runs(life: Life) -> set[Clock]:
    """Which clocks run."""
    return {run.code for run in life.matter.running}
