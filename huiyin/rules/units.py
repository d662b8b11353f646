"""The county as a tree of units: kinds, which holds which, what a place in the tree is called, who may hold which post where.

A unit's place is its *path*: the codes from the root joined by "/", each followed by one, so that ``a/b/`` lies inside ``a/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from huiyin.rules.roles import Role

#: Longest code (characters) and path; six levels of the longest code fit.
LONGEST_CODE = 40
LONGEST_PATH = 250
_CODE = re.compile(r"[0-9A-Z]+(-[0-9A-Z]+)*")


class UnitKind(StrEnum):
    """What a node of the tree is."""

    COUNTY = "county"  # the root
    LEADERS = "leaders"  # the county's leaders, and each leader's post below
    DEPARTMENT = "department"  # the petition department (县委群众工作部); one
    GROUP = "group"  # an office or work group inside another unit; not a house of its own
    BUREAU = "bureau"
    TOWN = "town"
    STREET = "street"
    VILLAGE = "village"
    COMMUNITY = "community"
    FORESTRY = "forestry"  # forestry bureaus: townships by their statistical code only
    COMPANY = "company"  # water, heat, power and the like
    OUTSIDE = "outside"  # courts and other authorities that people are shown the way to


_INSTITUTIONS = frozenset({
    UnitKind.LEADERS, UnitKind.DEPARTMENT, UnitKind.BUREAU, UnitKind.TOWN, UnitKind.STREET, UnitKind.FORESTRY,
    UnitKind.COMPANY, UnitKind.OUTSIDE,
})  # fmt: skip

#: Which kinds may lie directly below which.
BELOW: Mapping[UnitKind, frozenset[UnitKind]] = {
    UnitKind.COUNTY: _INSTITUTIONS,
    UnitKind.LEADERS: frozenset({UnitKind.LEADERS}),
    UnitKind.DEPARTMENT: frozenset({UnitKind.GROUP}),
    UnitKind.GROUP: frozenset(),
    UnitKind.BUREAU: frozenset({UnitKind.GROUP, UnitKind.BUREAU}),
    UnitKind.TOWN: frozenset({UnitKind.GROUP, UnitKind.VILLAGE, UnitKind.COMMUNITY}),
    UnitKind.STREET: frozenset({UnitKind.GROUP, UnitKind.VILLAGE, UnitKind.COMMUNITY}),
    UnitKind.VILLAGE: frozenset(),
    UnitKind.COMMUNITY: frozenset(),
    UnitKind.FORESTRY: frozenset({UnitKind.GROUP, UnitKind.COMMUNITY}),
    UnitKind.COMPANY: frozenset({UnitKind.GROUP}),
    UnitKind.OUTSIDE: frozenset({UnitKind.OUTSIDE}),
}

#: Who a matter can be forwarded or assigned to (Art. 22): organs and firms with a desk in this system. Not villages and
#: communities, which are no organs; their town answers. Not courts, which a matter is routed to by ``decline``.
RECEIVES: frozenset[UnitKind] = frozenset({
    UnitKind.DEPARTMENT, UnitKind.GROUP, UnitKind.BUREAU, UnitKind.TOWN, UnitKind.STREET, UnitKind.FORESTRY,
    UnitKind.COMPANY,
})  # fmt: skip

#: Where somebody may live or something may have happened: what a petition's place is chosen from.
PLACES: frozenset[UnitKind] = frozenset({
    UnitKind.TOWN, UnitKind.STREET, UnitKind.VILLAGE, UnitKind.COMMUNITY, UnitKind.FORESTRY,
})  # fmt: skip

_HOUSES = RECEIVES - {UnitKind.GROUP} | {UnitKind.VILLAGE, UnitKind.COMMUNITY}
_HALL = frozenset({UnitKind.DEPARTMENT})

#: In which houses a role may be held; an office or group counts as the house that it is part of. Roles that see the whole
#: county, and those who appoint, belong to the department and the leaders alone.
SEATS: Mapping[Role, frozenset[UnitKind]] = {
    Role.CLERK: _HOUSES | {UnitKind.LEADERS},
    Role.DISPATCHER: _HALL,
    Role.OFFICER: _HOUSES
    | {UnitKind.LEADERS},  # whoever works on what the leaders' office has to decide itself
    Role.HEAD: _HOUSES,
    Role.SUPERVISOR: _HALL,
    Role.LEADER: frozenset({UnitKind.LEADERS}),
    Role.ANALYST: _HALL | {UnitKind.LEADERS},
    Role.ADMIN: _HALL,
}


def is_code(text: str) -> bool:
    """Whether it can be a unit's code: capital letters, digits and single hyphens, at most 40 characters."""
    return len(text) <= LONGEST_CODE and _CODE.fullmatch(text) is not None


def path_of(code: str, parent_path: str = "") -> str:
    """A unit's place below its parent's. Refuses a code that isn't one and a tree too deep to be written down."""
    if not is_code(code):
        raise ValueError(f"not a unit code: {code!r}")
    path = f"{parent_path}{code}/"
    if len(path) > LONGEST_PATH:
        raise ValueError(f"too deep: {path!r}")
    return path


def codes_on(path: str) -> tuple[str, ...]:
    """The codes from the root down to the unit itself."""
    return tuple(path.rstrip("/").split("/")) if path else ()


def is_inside(path: str, code: str) -> bool:
    """Whether the place is the unit with this code or anywhere below it."""
    return code in codes_on(path)


_ENDINGS: tuple[tuple[str, str], ...] = (
    ("社区居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居民委员会", "社区"),
    ("村民委员会", "村"),
    ("村委会", "村"),
    ("生活区", ""),
)


def either_width(*names: str) -> set[str]:
    """The names as they are, and with half-width brackets, as files have them."""
    return {*names, *(name.replace("（", "(").replace("）", ")") for name in names)}


def short_name(name: str) -> str:
    """What people call a village or community: 汪清村委会 is 汪清村, 新惠社区居民委员会 is 新惠社区, others as they are.

    The ending that names the committee goes, never a part of the place's own name (老村村委会 is 老村).
    """
    for ending, instead in _ENDINGS:
        stem = name.removesuffix(ending)
        if stem and stem != name:
            return stem if instead and stem.endswith(instead) else stem + instead
    return name


@dataclass(frozen=True)
class Node:
    """One unit as the tree needs it. ``heir``: the code of the unit that took over when it was closed, or empty."""

    code: str
    path: str
    kind: UnitKind
    heir: str = ""


class Tree:
    """The county's units and who stands above, below and in the place of whom. Immutable; made once for each county version."""

    __slots__ = ("_before", "_houses", "_lines", "nodes")

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        self.nodes: Mapping[str, Node] = {node.code: node for node in nodes}
        before: dict[str, set[str]] = {}
        for node in self.nodes.values():
            if node.heir:
                before.setdefault(node.heir, set()).add(node.code)
        self._before = before
        self._lines: dict[
            str, frozenset[str]
        ] = {}  # what was asked of known units: the guard asks it for every verb and post
        self._houses: dict[str, frozenset[str]] = {}

    def above(self, code: str, path: str = "") -> tuple[str, ...]:
        """The codes from the root down to the unit itself; ``path`` serves for a unit that the tree doesn't know."""
        node = self.nodes.get(code)
        return codes_on(node.path if node else path) or (code,)

    def stands_for(self, code: str, path: str = "") -> frozenset[str]:
        """The unit, all above it, and every unit that any of these has taken over, however long ago."""
        found = self._lines.get(code)
        if found is None:
            found = self._kept(self._lines, code, self.above(code, path))
        return found

    def house_of(self, code: str, path: str = "") -> frozenset[str]:
        """The unit, the house that it is an office of, and the units that either has taken over."""
        found = self._houses.get(code)
        if found is not None:
            return found
        chain = list(self.above(code, path))
        house = [chain.pop()]
        while chain and self._is_office(house[-1]):
            house.append(chain.pop())
        return self._kept(self._houses, code, house)

    def _kept(self, where: dict[str, frozenset[str]], code: str, codes: Iterable[str]) -> frozenset[str]:
        found = self._with_predecessors(codes)
        if code in self.nodes:  # of others the path decides, which each asker brings along
            where[code] = found
        return found

    def next_up(self, code: str) -> str:
        """The organ directly above: the nearest unit on the way to the root that is an organ; empty below the county itself."""
        house = self.house_of(code)
        for above in reversed(self.above(code)[:-1]):
            node = self.nodes.get(above)
            if above not in house and node is not None and node.kind in RECEIVES - {UnitKind.GROUP}:
                return above
        return ""

    def heirs_of(self, codes: Iterable[str]) -> frozenset[str]:
        """The units themselves and all that they have taken over, however long ago (Art. 24 para. 2)."""
        return self._with_predecessors(codes)

    def _is_office(self, code: str) -> bool:
        node = self.nodes.get(code)
        return node is not None and node.kind is UnitKind.GROUP

    def _with_predecessors(self, codes: Iterable[str]) -> frozenset[str]:
        found, waiting = set(codes), list(codes)
        while waiting:
            for older in self._before.get(waiting.pop(), ()):
                if older not in found:
                    found.add(older)
                    waiting.append(older)
        return frozenset(found)
