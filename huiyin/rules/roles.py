"""Who may do what: roles and permissions are code, not rows.

A person acts through *posts*: a role held in a unit. What a post may do is read from ``GRANTS``; whether that reaches a
given matter depends on how the post's unit stands to it (``huiyin.rules.transitions.Standing``). No role overrides a guard.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What can be done, written scope:action."""

    REGISTER = "petition:register"
    TRIAGE = "matter:triage"
    DISPATCH = "matter:dispatch"
    HANDLE = "matter:handle"
    APPROVE = "matter:approve"
    DELIVER = "matter:deliver"
    CLOSE = "matter:close"
    NOTE = "matter:note"
    SEE_UNIT = "matter:see_unit"
    SEE_COUNTY = "matter:see_county"
    SUPERVISE = "matter:supervise"
    OWN = "matter:own"
    FOLLOW_UP = "matter:follow_up"
    ROTA = "duty:plan"
    RECEIVE = "duty:receive"
    UNMASK = "petitioner:unmask"
    FIGURES = "figures:see"
    ADMINISTER = "county:administer"


class Role(StrEnum):
    """The posts of a county's petition work (docs/glossary.md names them in three languages)."""

    CLERK = "clerk"
    DISPATCHER = "dispatcher"
    OFFICER = "officer"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    ANALYST = "analyst"
    ADMIN = "admin"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset(
        {
            Permission.REGISTER,
            Permission.NOTE,
            Permission.DELIVER,
            Permission.SEE_UNIT,
            Permission.UNMASK,
        }
    ),
    Role.DISPATCHER: frozenset(
        {
            Permission.REGISTER,
            Permission.TRIAGE,
            Permission.DISPATCH,
            Permission.NOTE,
            Permission.DELIVER,
            Permission.CLOSE,
            Permission.FOLLOW_UP,
            Permission.ROTA,
            Permission.RECEIVE,
            Permission.SEE_COUNTY,
            Permission.UNMASK,
            Permission.FIGURES,
        }
    ),
    Role.OFFICER: frozenset(
        {
            Permission.REGISTER,
            Permission.HANDLE,
            Permission.NOTE,
            Permission.DELIVER,
            Permission.CLOSE,
            Permission.SEE_UNIT,
            Permission.UNMASK,
        }
    ),
    Role.HEAD: frozenset(
        {
            Permission.REGISTER,
            Permission.TRIAGE,
            Permission.DISPATCH,
            Permission.HANDLE,
            Permission.APPROVE,
            Permission.NOTE,
            Permission.DELIVER,
            Permission.CLOSE,
            Permission.SEE_UNIT,
            Permission.UNMASK,
            Permission.FIGURES,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.NOTE,
            Permission.SUPERVISE,
            Permission.FOLLOW_UP,
            Permission.ROTA,
            Permission.SEE_COUNTY,
            Permission.FIGURES,
        }
    ),
    Role.LEADER: frozenset(
        {
            Permission.NOTE,
            Permission.TRIAGE,  # where the matter's desk is the leaders' own: the department is accused itself
            Permission.DISPATCH,
            Permission.APPROVE,
            Permission.SUPERVISE,
            Permission.OWN,
            Permission.RECEIVE,
            Permission.SEE_COUNTY,
            Permission.FIGURES,
        }
    ),
    Role.ANALYST: frozenset({Permission.FIGURES}),
    Role.ADMIN: frozenset({Permission.ADMINISTER}),
}
#: What a role carries besides in the petition department itself: its head reads what those who work below them read.
OF_THE_DEPARTMENT: dict[Role, frozenset[Permission]] = {Role.HEAD: frozenset({Permission.SEE_COUNTY})}


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in a unit. ``path`` is the unit's place in the tree, codes from the root joined by "/" (ends in "/").

    ``department``: the unit is the county's petition department itself, no office of it.
    """

    role: Role
    unit: str
    path: str
    department: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether the role carries the permission there; says nothing about which matters it reaches."""
        besides = OF_THE_DEPARTMENT.get(self.role, frozenset()) if self.department else frozenset()
        return permission in GRANTS[self.role] or permission in besides


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with posts, a petitioner at the portal, or the system itself (both without posts).

    ``former``: posts that the person held before. They carry no permission; they count where somebody must be kept away.
    """

    key: str
    name: str
    posts: tuple[Post, ...] = ()
    former: tuple[Post, ...] = ()

    @property
    def units(self) -> frozenset[str]:
        """The units in whose name this person writes."""
        return frozenset(post.unit for post in self.posts)

    def may(self, permission: Permission) -> bool:
        """Whether any post carries the permission."""
        return any(post.may(permission) for post in self.posts)

    def posts_with(self, permission: Permission) -> tuple[Post, ...]:
        """The posts that carry the permission."""
        return tuple(post for post in self.posts if post.may(permission))


SYSTEM = Actor(key="system", name="")
PETITIONER = Actor(key="petitioner", name="")
