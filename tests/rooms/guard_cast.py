"""People and matters for the tests of the routing guard: a county with leaders, a sub-bureau, and real accounts.

The bureau has an office and a sub-bureau below; Bin works in the office, Shu in the sub-bureau. Lan leads the county (post L1).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from huiyin.rooms.accounts.models import Post, User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases import actions, protecting
from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.queries import matter_for, visible_to
from huiyin.rooms.cases.verification import Tally, number_faults
from huiyin.rooms.cases.working import Wanted, rows
from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.snapshot import forget
from huiyin.rules.identifiers import matter_number
from huiyin.rules.roles import Actor, Role
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Verb
from tests.rooms import cast
from tests.rooms.cast import BUREAU, DAN, DEPARTMENT, GROUP, START, TOWN, WATER, comes_in, go

LEADERS, LEADER, OFFICE, SUB = "C-L", "C-L-1", "C-ENV-O", "C-ENV-S"
MORE = (
    (LEADERS, "C", UnitKind.LEADERS, "县领导"), (LEADER, LEADERS, UnitKind.LEADERS, "县长"),
    (OFFICE, BUREAU, UnitKind.GROUP, "执法队"), (SUB, BUREAU, UnitKind.BUREAU, "监测站"),
)  # fmt: skip
SEATS = {
    "dan": (Role.DISPATCHER, DEPARTMENT), "liu": (Role.CLERK, DEPARTMENT), "gu": (Role.OFFICER, GROUP),
    "sun": (Role.SUPERVISOR, DEPARTMENT), "xia": (Role.ANALYST, DEPARTMENT), "bao": (Role.OFFICER, BUREAU),
    "bo": (Role.HEAD, BUREAU), "bin": (Role.OFFICER, OFFICE), "shu": (Role.HEAD, SUB), "wu": (Role.OFFICER, WATER),
    "wen": (Role.HEAD, WATER), "tao": (Role.HEAD, TOWN), "lan": (Role.LEADER, LEADER), "ada": (Role.ADMIN, DEPARTMENT),
}  # fmt: skip
LONG_AGO = START.replace(year=2020)
HOUR = timedelta(hours=1)


def add_units() -> None:
    """The leaders and the bureau's parts, on top of the small county."""
    for code, parent, kind, name in MORE:
        above = Unit.objects.get(pk=parent)
        Unit.objects.create(
            code=code, parent=above, path=f"{above.path}{code}/", kind=kind, name=name, short=name
        )
    forget()


def hire(
    name: str, *posts: tuple[Role, str], since: datetime = LONG_AGO, until: datetime | None = None
) -> User:
    """An account with these posts."""
    user = User.objects.create(username=name, name=name.title(), password="!", created_at=LONG_AGO)
    for role, unit in posts:
        Post.objects.create(user=user, unit_id=unit, role=role, since=since, until=until)
    return user


def who(user: User, at: datetime = START) -> Actor:
    """The person as the rules see them."""
    user.held = None
    return actor_of(user, at)


def accused(
    unit: str = BUREAU, *, person: str = "", at: datetime = START, by: Actor = DAN, **came: Any
) -> str:
    """A tip-off about a unit or a person, sorted by the department, the accused named."""
    number = comes_in(**came).number
    actions.triage(number, klass="tip_off", category="040100", by=by, now=at)
    protecting.accuse(number, accused=unit, person=person, text="反映的就是他们。", by=by, now=at)
    return number


def at_step(verb: Verb | None) -> str:
    """An ordinary matter that has gone its way up to and with the verb."""
    number = comes_in().number
    if verb is not None:
        go(number, verb)
    return number


def faults() -> set[str]:
    """The codes of all that is wrong in the record."""
    return {fault.code for _, found in number_faults(Tally()) for fault in found}


BIN = cast.person("bin", Role.OFFICER, BUREAU, OFFICE)
SHU = cast.person("shu", Role.HEAD, BUREAU, SUB)
LAN = cast.person("lan", Role.LEADER, LEADERS, LEADER)
UNKNOWN = matter_number("222424", START.date(), 777)
STEP = timedelta(minutes=10)


def sees(actor: Actor, number: str) -> bool:
    """By every way of reading that there is; they must agree."""
    listed = {
        visible_to(actor).filter(pk=number).exists(),
        matter_for(actor, number) is not None,
    }
    assert len(listed) == 1
    (found,) = listed
    if not found:
        units = [None, *(frozenset({post.unit}) for post in actor.posts)]
        assert all(number not in {m.pk for m in rows(actor, Wanted(units=u))} for u in units)
    return found


def refused(why: str, act: Callable[..., Any], *args: Any, **kwargs: Any) -> NotDone:
    """The act is refused for this reason."""
    with pytest.raises(NotDone) as caught:
        act(*args, **kwargs)
    assert caught.value.refused.reason == why
    return caught.value
