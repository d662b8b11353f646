"""The cast that every test of the lifecycle knows, their county, and a matter's ordinary way.

Dan dispatches at the department, Gu works in group seven of it, Ge heads that, Sun supervises. Bao is an officer of the
environment bureau and Bo its head; Shi works at its station, Shu heads that. Wu is an officer of the water company, Wen its
head. Tao heads the town, Tang works there, Tu in an office of it that Ten heads; Cun heads a village of the town. Li and Lu
are county leaders, Luo works for their office. Old was at the bureau whose work the environment bureau took over. Xia is an
analyst who may do nothing to any matter. Pak speaks at the portal.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from huiyin.rules.calendar import Calendar, Override
from huiyin.rules.clocks import Clock, Terms
from huiyin.rules.fields import Refused
from huiyin.rules.guards import Law
from huiyin.rules.lifecycle import Decision, allowed, decide, evolve
from huiyin.rules.promises import broken
from huiyin.rules.roles import PETITIONER, SYSTEM, Actor, Post, Role
from huiyin.rules.routing import faults
from huiyin.rules.state import ClockRun, Event, MatterState
from huiyin.rules.units import Node, Tree, UnitKind, codes_on
from huiyin.rules.vocabulary import Verb

ROOT, DEPARTMENT, GROUP, BUREAU, WATER, TOWN = "C", "C-MWD", "C-MWD-G7", "C-ENV", "C-WATER", "C-TOWN"
STATION, VILLAGE, OFFICE, CLOSED = "C-ENV-ST", "C-TOWN-V1", "C-TOWN-OF", "C-OLD"
LEADERS, LEADER_A, LEADER_B = "C-L", "C-L-A", "C-L-B"
_UNITS = (
    ("C/", UnitKind.COUNTY), ("C/C-MWD/", UnitKind.DEPARTMENT), ("C/C-MWD/C-MWD-G7/", UnitKind.GROUP),
    ("C/C-ENV/", UnitKind.BUREAU), ("C/C-ENV/C-ENV-ST/", UnitKind.BUREAU), ("C/C-WATER/", UnitKind.COMPANY),
    ("C/C-TOWN/", UnitKind.TOWN), ("C/C-TOWN/C-TOWN-V1/", UnitKind.VILLAGE), ("C/C-TOWN/C-TOWN-OF/", UnitKind.GROUP),
    ("C/C-L/", UnitKind.LEADERS), ("C/C-L/C-L-A/", UnitKind.LEADERS), ("C/C-L/C-L-B/", UnitKind.LEADERS),
    ("C/C-OLD/", UnitKind.BUREAU),
)  # fmt: skip
HEIRS = {CLOSED: BUREAU}
TREE = Tree(Node(code := codes_on(path)[-1], path, kind, HEIRS.get(code, "")) for path, kind in _UNITS)
LAW = Law(calendar=Calendar({}), terms=Terms(), department=DEPARTMENT, leaders=LEADERS, tree=TREE)
#: The same county once it knows the holidays of 2027, which no package has yet.
NOTICED = Calendar(
    {
        **{date(2027, 2, day): Override(working=False, name="春节") for day in range(5, 13)},
        date(2027, 2, 14): Override(working=True, name="春节"),
        **{date(2027, 10, day): Override(working=False, name="国庆节") for day in range(1, 8)},
    },
    published_years=[2027],
)
#: A Monday morning in Wangqing.
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NUMBER = "222424-20260302-00001-5"


def person(key: str, role: Role, *units: str) -> Actor:
    """Somebody with one post at the end of the path."""
    return Actor(f"user:{key}", key, (post(role, *units),))


def post(role: Role, *units: str) -> Post:
    """A post at the end of the path."""
    return Post(role, units[-1], "/".join((ROOT, *units)) + "/")


DAN = person("dan", Role.DISPATCHER, DEPARTMENT)
GU = person("gu", Role.OFFICER, DEPARTMENT, GROUP)
GE = person("ge", Role.HEAD, DEPARTMENT, GROUP)
BAO = person("bao", Role.OFFICER, BUREAU)
BO = person("bo", Role.HEAD, BUREAU)
WU = person("wu", Role.OFFICER, WATER)
WEN = person("wen", Role.HEAD, WATER)
TAO = person("tao", Role.HEAD, TOWN)
TANG = person("tang", Role.OFFICER, TOWN)
TU = person("tu", Role.OFFICER, TOWN, OFFICE)
TEN = person("ten", Role.HEAD, TOWN, OFFICE)
CUN = person("cun", Role.HEAD, TOWN, VILLAGE)
SHI = person("shi", Role.OFFICER, BUREAU, STATION)
SHU = person("shu", Role.HEAD, BUREAU, STATION)
OLD = person("old", Role.OFFICER, CLOSED)
SUN = person("sun", Role.SUPERVISOR, DEPARTMENT)
LI = person("li", Role.LEADER, LEADERS, LEADER_A)
LU = person("lu", Role.LEADER, LEADERS, LEADER_B)
LUO = person("luo", Role.OFFICER, LEADERS)
XIA = person("xia", Role.ANALYST, DEPARTMENT)
PAK = PETITIONER
EVERYBODY = (
    DAN, GU, GE, SUN, BAO, BO, SHI, SHU, WU, WEN, TAO, TANG, TU, TEN, CUN, LI, LU, LUO, OLD, XIA, PAK, SYSTEM,
)  # fmt: skip
#: A colleague for each of those who may be named, so that no house stands empty.
SPARE = tuple(
    replace(by, key=f"{by.key}2")
    for by in (DAN, GU, GE, SUN, BAO, BO, SHI, SHU, WU, WEN, TAO, TANG, TU, TEN, LI, LU, LUO)
)

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
    Verb.ACCUSE: {"accused": WATER, "text": "信中点名自来水公司。"},
    Verb.RECUSE: {"person": "user:bao", "reason": "信访人是其亲属。"},
    Verb.CONFIDE: {"reason": "来电要求不告诉承办单位。"},
    Verb.ATTEMPT: {"what": "look"},
    Verb.ASK_EXTENSION: {"days": 20, "reason": "检测报告二十天后才出。"},
    Verb.REFUSE_EXTENSION: {"reason": "检测报告已经到了。"},
    Verb.EXTEND: {"days": 30, "reason": "情况复杂，需要检测。"},
    Verb.SIMPLIFY: {"ground": "clear"},
    Verb.FALL_BACK: {"reason": "争议较大。"},
    Verb.SATELLITE: {"source": "hotline", "foreign": "12345-0001"},
    Verb.ASK_REVIEW: {"text": "不同意处理意见。", "review": "222424-20260401-00001-1"},
    Verb.REVIEWED: {"review": "222424-20260401-00001-1", "stage": "review", "outcome": "upheld"},
    Verb.OPEN_HEARING: {"text": "周一上午听证。"},
    Verb.END_HEARING: {"text": "听证笔录在卷。"},
    Verb.CO_HANDLE: {"to": WATER, "text": "请提供管网图。"},
    Verb.CONTRIBUTE: {"item": 1, "text": "管网图已交。"},
    Verb.DESIGNATE: {"to": WATER, "reason": "由自来水公司办理。"},
    Verb.URGE: {"why": "overdue", "text": "请尽快答复。"},
    Verb.SUPERVISE: {"why": "evasion", "text": "限期书面说明。", "serial": "supervise-2026-0001"},
    Verb.ANSWER_NOTICE: {"item": 1, "text": "已派人到场。"},
    Verb.ESCALATE: {"item": 1, "level": "leader", "text": "说明不能成立。"},
    Verb.LIFT: {"item": 1, "reason": "已办好。"},
    Verb.RECOMMEND: {"advice": "improve_work", "to": BUREAU, "text": "建议公开办事流程。", "serial": "recommend-2026-0001"},
    Verb.ADOPT: {"item": 1, "adoption": "adopted", "text": "已采纳。"},
    Verb.OWN: {"leader": LEADER_A, "reason": "群众反映强烈。"},
    Verb.OWN_REPORT: {"item": 1, "duty": "know", "stage": "plan", "text": "已到村里了解情况。"},
    Verb.RELEASE: {"item": 1, "reason": "问题已解决。"},
    Verb.REPORT_UP: {"whom": "committee", "text": "已口头和书面报告。"},
    Verb.INSTRUCT: {"text": "请分局三日内到现场，一次解决。"},
    Verb.CARRY_OUT: {"item": 1, "text": "已到现场，当日修好。"},
    Verb.PLEDGE: {"party": "自来水公司", "text": "换新管道。", "due": "2027-12-31"},
    Verb.FULFIL: {"item": 1, "text": "验收单在卷。"},
    Verb.WAIVE: {"item": 1, "reason": "管道已由开发商更换。"},
    Verb.FOLLOW_UP: {"petition": NUMBER, "contact": "phone", "reached": True, "confirmed": "yes", "text": "水已通。"},
    Verb.RATE: {"petition": NUMBER, "rated": "unit", "score": "satisfied"},
    Verb.LOOK_INTO: {"item": 1, "verdict": "answered_rightly", "text": "查无不当。"},
    Verb.CHANGE_CONTACT: {"petition": NUMBER, "phone": "19900000009", "reason": "本人持身份证来访。"},
    Verb.CONFIRM_CONTACT: {"item": 1, "reason": "回拨旧号码核实。"},
    Verb.ASK_SENDER: {"petition": NUMBER, "text": "是哪一栋楼？", "days": 7},
    Verb.SENDER_ANSWERS: {"item": 1, "text": "三号楼。"},
    Verb.ASK_BACK: {"petition": NUMBER, "text": "什么时候来修？"},
    Verb.ANSWER_QUESTION: {"item": 1, "text": "后天上午来修。"},
    Verb.WITHDRAW: {"petition": NUMBER, "text": "已经解决，不再反映。"},
    Verb.PUBLISH: {"title": "供水中断", "question": "某小区停水三天。", "text": "已更换水管。"},
    Verb.RETRACT: {"reason": "表述不够准确。"},
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
        self.law = register.pop("law", LAW)
        self.events: list[Event] = []
        self.state: MatterState | None = None
        by = register.pop("by", DAN)
        self.do(Verb.REGISTER, by, **{**REGISTER, "received_at": self.now, **register})

    def try_(self, verb: Verb, by: Actor, **given: Any) -> Any:
        """Ask for the verb with its usual fields; a Decision is written, a Refused returned."""
        usual = dict(GIVEN.get(verb, {}))
        if verb is Verb.DELIVER:
            usual["delivered_at"] = self.now
        if verb is Verb.SATELLITE:
            usual["received_at"] = self.now
        if verb is Verb.ASK_REVIEW and by.posts:
            usual["how"] = "visit"
        decision = decide(self.state, verb, {**usual, **given}, actor=by, now=self.now, law=self.law)
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
        marks = {"texts": dict.fromkeys(decision.sealed, "")} if decision.sealed else {}
        data = {**decision.data, **marks}
        event = Event(NUMBER, seq, decision.verb, decision.at, decision.by, decision.unit, data)
        self.events.append(event)
        self.state = evolve(self.state, event)

    def wait(self, **span: float) -> Life:
        """Let time pass."""
        self.now += timedelta(**span)
        return self

    def did(self, verb: Verb, by: Actor, **given: Any) -> Life:
        """As ``do``, for chains."""
        self.do(verb, by, **given)
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


def review(stage: str = "review", **more: Any) -> Life:
    """A review, or recheck, that the department has to decide: a matter of its own."""
    return Life(**{"stage": stage, "about": "222424-20260201-00001-1", "klass": "appeal", **more})


def reasons(life: Life, verb: Verb, *people: Actor, **given: Any) -> set[str]:
    """Why each of these people may not; fails if one may. Nothing is written."""
    found = set()
    for by in people:
        usual = {**GIVEN.get(verb, {}), **given}
        answer = decide(life.state, verb, usual, actor=by, now=life.now, law=life.law)
        assert isinstance(answer, Refused), (verb, by)
        found.add(answer.reason)
    return found


#: Whatever a barred person may try.
VERBS = [verb for verb in Verb if verb not in (Verb.ATTEMPT, Verb.RECKON, Verb.REVIEWED, Verb.HAND_OVER)]


def tip_off(**register: Any) -> Life:
    """A tip-off, sorted; the accused aren't named yet."""
    life = Life(**register)
    by = register.get("by", DAN)
    return life.did(Verb.TRIAGE, by, klass="tip_off")


def kept_away(life: Life, *people: Actor) -> None:
    """Each of these is refused everything in the same words and offered nothing."""
    for by in people:
        assert allowed(life.matter, actor=by, now=life.now, law=LAW) == (), by
        assert {r for verb in VERBS for r in reasons(life, verb, by)} == {"no_such_matter"}, by


def sees(life: Life, *people: Actor) -> None:
    """These aren't kept away."""
    assert all(allowed(life.matter, actor=by, now=life.now, law=LAW) for by in people)


def sound(state: MatterState) -> None:
    """Nothing is with whom it mustn't be, and no promise is broken."""
    assert faults(state, TREE) == ()
    assert broken(state) == ()
