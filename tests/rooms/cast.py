"""A small county with the people that every test knows, and a matter's ordinary way through the real verbs.

Dan dispatches at the department, Gu works in its group seven; Bao and Bo (head) are the environment bureau, Wu and Wen (head)
the water company, Tao heads a town, Xia is an analyst who sees no matter. All names and numbers are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.rooms.accounts.models import Post as RolePost
from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases import actions
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, register
from huiyin.rooms.county.models import Setting, Unit
from huiyin.rooms.county.snapshot import VERSION, forget
from huiyin.rules.roles import PETITIONER, Actor, Post, Role
from huiyin.rules.state import MatterState
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb

#: A Monday morning in Wangqing.
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ROOT, DEPARTMENT, GROUP, BUREAU, WATER, TOWN = "C", "C-MWD", "C-MWD-G7", "C-ENV", "C-WATER", "C-TOWN"
UNITS = (
    (ROOT, None, UnitKind.COUNTY, "汪清县"), (DEPARTMENT, ROOT, UnitKind.DEPARTMENT, "县委群众工作部"),
    (GROUP, DEPARTMENT, UnitKind.GROUP, "群众工作部七组"), (BUREAU, ROOT, UnitKind.BUREAU, "县生态环境分局"),
    (WATER, ROOT, UnitKind.COMPANY, "县自来水公司"), (TOWN, ROOT, UnitKind.TOWN, "春阳镇"),
)  # fmt: skip


def build_county() -> None:
    """The units of the small county."""
    paths: dict[str, str] = {}
    for code, parent, _kind, _name in UNITS:
        paths[code] = f"{paths.get(parent or '', '')}{code}/"
    Unit.objects.bulk_create(  # thousands of tests ask for them
        Unit(code=code, parent_id=parent, path=paths[code], kind=kind, name=name, short=name)
        for code, parent, kind, name in UNITS
    )
    Setting.objects.create(key=VERSION, value="the small county")
    forget()


def person(key: str, role: Role, *units: str) -> Actor:
    """Somebody with one post at the end of the path."""
    return Actor(f"user:{key}", key, (Post(role, units[-1], "/".join((ROOT, *units)) + "/"),))


DAN = person("dan", Role.DISPATCHER, DEPARTMENT)
GU = person("gu", Role.OFFICER, DEPARTMENT, GROUP)
BAO = person("bao", Role.OFFICER, BUREAU)
BO = person("bo", Role.HEAD, BUREAU)
WU = person("wu", Role.OFFICER, WATER)
WEN = person("wen", Role.HEAD, WATER)
TAO = person("tao", Role.HEAD, TOWN)
XIA = person("xia", Role.ANALYST, DEPARTMENT)
PAK = PETITIONER

JIN = Person(
    name="金顺姬",
    id_number="999999195001010042",
    phone="19900001234",
    address="春阳镇河西村三组",
    email="jin@example.org",
)


def holder_of(unit: str, name: str = "holder") -> RolePost:
    """Somebody with an account who holds this leader's post since long ago."""
    since = START.replace(year=2020)
    user, _ = User.objects.get_or_create(username=name, defaults={"name": name, "created_at": since})
    return RolePost.objects.create(user=user, unit_id=unit, role=Role.LEADER, since=since)


def comes_in(**change: Any) -> Receipt:
    """A petition is registered by Dan at the department on Monday morning."""
    given: dict[str, Any] = {
        "channel": "visit", "received_at": START, "persons": 9, "title": "没有水", "text": "家里三天没有水了，老人提不动桶。",
        "person": JIN, "desk": DEPARTMENT, "by": DAN, "now": START,
    }  # fmt: skip
    return register(**{**given, **change})


Step = Callable[[str, datetime], MatterState]
WAY: tuple[tuple[Verb, Step], ...] = (
    (Verb.TRIAGE, lambda n, t: actions.triage(n, klass="appeal", category="040100", by=DAN, now=t)),
    (Verb.FORWARD, lambda n, t: actions.forward(n, to=BUREAU, by=DAN, now=t)),
    (Verb.SIGN, lambda n, t: actions.sign(n, by=BAO, now=t)),
    (Verb.NOTIFY, lambda n, t: actions.notify(n, notice="written", by=BAO, now=t)),
    (Verb.DRAFT, lambda n, t: actions.draft(n, outcome="supported", text="水管已经修好。", by=BAO, now=t)),
    (Verb.APPROVE, lambda n, t: actions.approve(n, by=BO, now=t)),
    (Verb.ISSUE, lambda n, t: actions.issue(n, by=BAO, now=t)),
    (Verb.DELIVER, lambda n, t: actions.deliver(
        n, method="hand", result="received", delivered_at=t, proof="本人签字", by=BAO, now=t)),
    (Verb.CLOSE, lambda n, t: actions.close(n, by=BAO, now=t)),
)  # fmt: skip


def go(number: str, to: Verb, *, start: datetime = START) -> datetime:
    """Go the ordinary way up to and with the verb, an hour a step; the moment of the last step."""
    at = start
    for verb, step in WAY:
        at += timedelta(hours=1)
        step(number, at)
        if verb is to:
            return at
    raise AssertionError(f"{verb} isn't on the ordinary way")


def at(verb: Verb | None = None, **change: Any) -> str:
    """The number of a matter that came in, and went the ordinary way up to and with the verb."""
    number = comes_in(**change).number
    if verb is not None:
        go(number, verb)
    return number
