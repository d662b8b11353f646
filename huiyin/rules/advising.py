"""Who may be sent one of the three recommendations (三项建议), and who may read one. Art. 40."""

from __future__ import annotations

from huiyin.rules.fields import Refused
from huiyin.rules.guards import Case
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.routing import acts_for
from huiyin.rules.units import Tree, UnitKind

#: A place, villages and communities, which are no organs, and offices inside a house: for those the house answers.
_NO_ORGANS = frozenset({UnitKind.COUNTY, UnitKind.GROUP, UnitKind.VILLAGE, UnitKind.COMMUNITY})


def unadvised(code: str, actor: Actor, tree: Tree) -> Refused | None:
    """Why this unit can't be sent a recommendation by whoever supervises; None if it can.

    It goes to an organ or a firm that can answer in writing, to the leaders' office for what the county decides: not to a
    place, a person, an office inside a house, nor to the sender's own house. A unit that the tree doesn't know is let through.
    """
    node = tree.nodes.get(code)
    if node is not None and (node.kind in _NO_ORGANS or _is_a_post(code, tree)):
        return Refused("no_organ", "40", "to")
    own = any(acts_for(post, code, tree) for post in actor.posts_with(Permission.SUPERVISE))
    return Refused("to_oneself", "40", "to") if own else None


def to_an_organ(case: Case) -> Refused | None:
    """Asked of a filled-in form."""
    return unadvised(case.data["to"], case.actor, case.law.tree) if case.data is not None else None


def may_read(sender: str, addressee: str, actor: Actor, tree: Tree) -> bool:
    """Whether a recommendation's words are for this person: the sender's house, the addressee's, or who sees the county.

    The unit that has the matter reads that there is one: it may be the very one that is to be held responsible.
    """
    if actor.posts_with(Permission.SEE_COUNTY):
        return True
    return any(acts_for(post, unit, tree) for post in actor.posts for unit in (sender, addressee))


def _is_a_post(code: str, tree: Tree) -> bool:
    """Whether it is one leader's post: it lies below the leaders' office."""
    above = tree.above(code)[:-1]
    house = tree.nodes.get(above[-1]) if above else None
    return house is not None and house.kind is UnitKind.LEADERS
