"""Whose business a hot matter is: the county's, and that of the unit which leads its treatment as a whole (decision 0028)."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.rooms.county.queries import subtree_codes, tree
from huiyin.rules.roles import Actor, Permission, Post, Role


def may_see(by: Actor) -> bool:
    """Whether all hot matters are this person's business: of whoever has the county before them."""
    return by.may(Permission.SEE_COUNTY)


def may_treat(by: Actor) -> bool:
    """Whether the person may have one treated as a whole."""
    return by.may(Permission.SEE_COUNTY) and (by.may(Permission.DISPATCH) or by.may(Permission.SUPERVISE))


def units_led(by: Actor) -> frozenset[str]:
    """The units in whose name this person leads: where they handle or send out, all below it, and what these took over."""
    return _with_all(
        post
        for post in by.posts
        if post.role is not Role.LEADER and (post.may(Permission.HANDLE) or post.may(Permission.DISPATCH))
    )


def units_headed(by: Actor) -> frozenset[str]:
    """Those of them whose head the person is."""
    return _with_all(post for post in by.posts if post.role is Role.HEAD)


def _with_all(posts: Iterable[Post]) -> frozenset[str]:
    return tree().heirs_of({code for post in posts for code in (post.unit, *subtree_codes(post.unit))})
