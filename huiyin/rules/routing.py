"""The routing guard: whom a matter is kept from, for ever and without exception (Art. 28, 30 para. 3, 46(5)).

Naming the accused unit bars that unit with everything below it, and every organ above it in the line of command, up to but
without the authority that decides; naming a person bars the person. Who holds a post in such a unit, or ever held one, neither
gets, sees, is told of, searches, counts nor exports the matter. A unit that took over a barred one is barred as well. There is
no override.
"""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.rules.duties import BarKind
from huiyin.rules.roles import Actor, Permission, Post
from huiyin.rules.state import MatterState
from huiyin.rules.surround import Bar
from huiyin.rules.units import Tree, UnitKind


def unit_barred(bars: Iterable[Bar], code: str, tree: Tree, path: str = "") -> bool:
    """Whether the matter must not reach this unit. ``path`` serves for a unit that the tree doesn't know."""
    line = [bar for bar in bars if bar.kind is not BarKind.PERSON]
    if not line or not code:
        return False
    stands_for, house = tree.stands_for(code, path), tree.house_of(code, path)
    return any(bar.subject in (stands_for if bar.kind is BarKind.UNIT else house) for bar in line)


def actor_barred(bars: Iterable[Bar], actor: Actor, tree: Tree) -> bool:
    """Whether this person must not know of the matter: named, or now or formerly in a barred unit."""
    known = tuple(bars)
    if not known:
        return False
    if any(bar.kind is BarKind.PERSON and bar.subject == actor.key for bar in known):
        return True
    return any(unit_barred(known, post.unit, tree, post.path) for post in (*actor.posts, *actor.former))


def is_barred(state: MatterState, actor: Actor, tree: Tree) -> bool:
    """Whether the guard keeps the actor from this matter."""
    return actor_barred(state.bars, actor, tree)


def person_bars(state: MatterState) -> frozenset[str]:
    """The keys of the people who are kept away."""
    return frozenset(bar.subject for bar in state.bars if bar.kind is BarKind.PERSON)


def new_bars(unit: str, person: str, authority: str, tree: Tree) -> tuple[tuple[BarKind, str], ...]:
    """What naming this unit, this person or both bars; the authority that decides is never among it."""
    found: list[tuple[BarKind, str]] = []
    if unit:
        found.append((BarKind.UNIT, unit))
        shared = set(tree.above(authority))
        for above in tree.above(unit)[:-1]:
            node = tree.nodes.get(above)
            if above not in shared and (node is None or node.kind is not UnitKind.COUNTY):
                found.append((BarKind.LINE, above))
    if person:
        found.append((BarKind.PERSON, person))
    return tuple(found)


def authority_over(unit: str, *, department: str, leaders: str, tree: Tree) -> str:
    """Who decides about the accused: the petition department, or the leaders' office if that is meant itself.

    It is meant with any office of its own, and with a unit whose work it has taken over.
    """
    if leaders and (department in tree.stands_for(unit) or unit in tree.stands_for(department)):
        return leaders
    return department


def begins_at(
    unit: str, desk: str, *, department: str, leaders: str, tree: Tree
) -> tuple[str, tuple[tuple[BarKind, str], ...]] | None:
    """Where a petition against this unit begins and whom it is kept from; None if nobody is left who may decide.

    With the desk that takes it in; if that is kept away itself, with the authority that decides about the accused.
    """
    authority = authority_over(unit, department=department, leaders=leaders, tree=tree)
    named = new_bars(unit, "", authority, tree)
    bars = [Bar(n, kind, subject, 1) for n, (kind, subject) in enumerate(named, 1)]
    for begins in (desk, authority):
        if not unit_barred(bars, begins, tree):
            return begins, named
    return None


def sits_in(actor: Actor, unit: str, *permissions: Permission) -> bool:
    """Whether the actor holds a post anywhere inside the unit (with one of the permissions, if any is named)."""
    posts = [p for p in actor.posts if not permissions or any(p.may(wanted) for wanted in permissions)]
    return bool(unit) and any(f"/{unit}/" in f"/{post.path}" for post in posts)


def acts_for(post: Post, unit: str, tree: Tree) -> bool:
    """Whether whoever holds the post acts for the unit: it is theirs, or the house that theirs is an office of.

    A village doesn't act for its town nor a station for its bureau: those are organs of their own. A leader's post acts for the
    leaders' office, and who took a unit's work over acts for it (Art. 24 para. 2). A unit that the tree doesn't know is judged
    by its place.
    """
    if not unit:
        return False
    within = f"/{unit}/" in f"/{post.path}"
    if post.unit not in tree.nodes:
        return within
    node = tree.nodes.get(unit)
    of_the_leaders = within and node is not None and node.kind is UnitKind.LEADERS
    return of_the_leaders or unit in tree.house_of(post.unit, post.path)


def of_one_house(one: str, other: str, tree: Tree) -> bool:
    """Whether two desks are the same house's, or one has taken the other over: what the one knows isn't news to the other."""
    return one in tree.house_of(other) or other in tree.house_of(one)


def heads(post: Post, unit: str, tree: Tree) -> bool:
    """Whether the post approves for the unit: it acts for it, or heads the house that the unit is an office of.

    An opinion bears the seal of the house and not of an office inside it.
    """
    return acts_for(post, unit, tree) or (bool(unit) and post.unit in tree.house_of(unit))


def serves(actor: Actor, unit: str, tree: Tree, *permissions: Permission) -> bool:
    """Whether the actor holds a post with one of the permissions that acts for the unit."""
    return any(acts_for(post, unit, tree) for wanted in permissions for post in actor.posts_with(wanted))


def faults(state: MatterState, tree: Tree) -> tuple[str, ...]:
    """Where a matter stands with somebody it is barred from; empty if nowhere. ``verify`` asks this of every matter."""
    if not state.bars:
        return ()
    holds = {"holder": state.holder, "desk": state.desk, "owner": state.owner}
    found = [f"{role}_is_barred" for role, code in holds.items() if unit_barred(state.bars, code, tree)]
    found += [
        "co_handler_is_barred" for helper in state.helping if unit_barred(state.bars, helper.unit, tree)
    ]
    found += ["leader_is_barred" for own in state.owning if unit_barred(state.bars, own.leader, tree)]
    if any(bar.kind is BarKind.PERSON and bar.subject == state.officer for bar in state.bars):
        found.append("officer_is_barred")
    return tuple(found)
