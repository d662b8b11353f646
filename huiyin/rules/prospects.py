"""What may happen to a matter next, by whom and by which article; what may not, and why. Nobody in particular is asked about.

The table of transitions says who may do what by how their unit stands to the matter. Here each such unit is filled in with
every role that carries the permission and can be held there, and the guards are asked as if that person stood there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from huiyin.rules.fields import Refused
from huiyin.rules.guards import Law
from huiyin.rules.lifecycle import barred, units_standing
from huiyin.rules.roles import GRANTS, Actor, Permission, Post, Role
from huiyin.rules.state import MatterState
from huiyin.rules.table import Standing, Transition
from huiyin.rules.transitions import TRANSITIONS
from huiyin.rules.units import SEATS, UnitKind
from huiyin.rules.vocabulary import Verb

#: A role held in a unit.
_SomeBody = tuple[Role, str]


@dataclass(frozen=True, slots=True)
class Prospect:
    """One verb: who may choose it now (role and unit), or why nobody may. ``by`` is empty exactly if ``no`` is there."""

    verb: Verb
    article: str
    by: tuple[_SomeBody, ...] = ()
    no: Refused | None = None


def prospects(state: MatterState, *, now: datetime, law: Law) -> tuple[Prospect, ...]:
    """Every verb that people choose on a matter, in the table's order."""
    rows = (row for verb, row in TRANSITIONS.items() if verb is not Verb.REGISTER and not row.follows)
    return tuple(_prospect(row, state, now, law) for row in rows)


def _prospect(row: Transition, state: MatterState, now: datetime, law: Law) -> Prospect:
    may: list[_SomeBody] = []
    no: Refused | None = None
    for role, unit in dict.fromkeys(_somebodies(row, state, law)):
        actor = Actor(f"{role.value}@{unit}", "", (post_at(role, unit, law),))
        refused = barred(state, row.verb, actor=actor, now=now, law=law)
        if refused is None:
            may.append((role, unit))
        elif no is None or no.reason in ("not_yours", "no_such_matter"):
            no = refused
    if may:
        return Prospect(row.verb, row.article, tuple(may))
    if state.status not in row.sources:
        no = Refused("not_in_this_state", row.article, params={"status": state.status.value})
    if no is None:
        no = Refused("not_yours", row.article)
    return Prospect(row.verb, row.article, no=no)


def _somebodies(row: Transition, state: MatterState, law: Law) -> Iterator[_SomeBody]:
    """Roles in units that the row could mean, first those that it names first."""
    for standing, permission in row.who:
        roles = [role for role in Role if permission in GRANTS[role]]
        for unit in units_standing(standing, state, law):
            yield from ((role, unit) for role in roles if unit and _sits(role, unit, law))
        if standing is Standing.INVOLVED:
            for unit in filter(None, (law.department, law.leaders)):
                overseers = (role for role in roles if post_at(role, unit, law).may(Permission.SEE_COUNTY))
                yield from ((role, unit) for role in overseers if _sits(role, unit, law))


def post_at(role: Role, unit: str, law: Law) -> Post:
    """The role as it would be held in that unit: the department's own head has more before them than another's."""
    return Post(role, unit, "/".join(law.tree.above(unit)) + "/", department=unit == law.department)


def _sits(role: Role, unit: str, law: Law) -> bool:
    """Whether the role can be held there; an office counts as its house. A unit that the tree doesn't know holds any.

    In a leader's own post there is nobody but the leader: clerks and officers sit in the leaders' office.
    """
    node = law.tree.nodes.get(unit)
    if node is not None and node.kind is UnitKind.LEADERS and unit != law.leaders:
        return role is Role.LEADER
    kinds = [node.kind for code in reversed(law.tree.above(unit)) if (node := law.tree.nodes.get(code))]
    house = next((kind for kind in kinds if kind is not UnitKind.GROUP), None)
    return house is None or house in SEATS[role]
