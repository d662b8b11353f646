"""Who can act in the county as it stands: its posts, and what the rules need to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.rooms.accounts.models import Post
from huiyin.rooms.county import queries as county
from huiyin.rules.guards import Law
from huiyin.rules.roles import Actor, Role
from huiyin.rules.roles import Post as HeldPost
from huiyin.rules.units import UnitKind


class NobodyWorksHere(RuntimeError):
    """No dispatcher, or fewer than two units with an officer and a head: nobody could do the work."""


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of one county, each in one post, and its lists. ``units`` are those that handle matters, busy ones first."""

    county: str
    law: Law
    clerks: tuple[Actor, ...]
    dispatchers: tuple[Actor, ...]
    units: tuple[str, ...]
    officers: Mapping[str, Actor]
    heads: Mapping[str, Actor]
    categories: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


def staff_now() -> Staff:
    """Read who works here; four queries and the county. Refuses NobodyWorksHere."""
    department = county.department()
    held = _held()
    officers, heads = held[Role.OFFICER], held[Role.HEAD]
    houses = [u.code for u in county.receivers() if u.kind not in (UnitKind.DEPARTMENT, UnitKind.GROUP)]
    units = tuple(code for code in houses if code in officers and code in heads)
    dispatchers = tuple(held[Role.DISPATCHER].values())
    clerks = tuple(actor for code, actor in held[Role.CLERK].items() if county.desk_of(code) == department)
    if len(units) < 2 or not dispatchers:
        said = _("A dispatcher is needed, and two units that each have an officer and a head.")
        raise NobodyWorksHere(said)
    return Staff(
        county=settings.HUIYIN_COUNTY, law=county.law(), clerks=clerks or dispatchers, dispatchers=dispatchers,
        units=units, officers=officers, heads=heads, categories=tuple(c.code for c in county.categories()),
        places=tuple((place.code, place.label) for place in county.places()),
    )  # fmt: skip


def _held() -> dict[Role, dict[str, Actor]]:
    """For each role and unit the person who has held the post longest."""
    held: dict[Role, dict[str, Actor]] = defaultdict(dict)
    for post in Post.objects.filter(until=None).select_related("user", "unit").order_by("id"):
        role = Role(post.role)
        actor = Actor(post.user.key, post.user.name, (HeldPost(role, post.unit_id, post.unit.path),))
        held[role].setdefault(post.unit_id, actor)
    return held
