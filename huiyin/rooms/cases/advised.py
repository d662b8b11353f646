"""Which words of recommendations (三项建议) aren't for a person, of several matters at once: for what lists words. Art. 40."""

from __future__ import annotations

import json
from collections.abc import Iterable

from huiyin.rooms.cases.around import Recommendation
from huiyin.rooms.county.queries import tree
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.advising import may_read
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Verb


def not_theirs(who: Actor, numbers: Iterable[str]) -> frozenset[tuple[str, int]]:
    """The entries (matter and seq) whose words are for sender and addressee alone, and this person is neither.

    No query for who sees the county, else one.
    """
    if who.posts_with(Permission.SEE_COUNTY):
        return frozenset()
    verbs = (Verb.RECOMMEND.value, Verb.ADOPT.value)
    # few matters have any: of a whole batch of a search not every entry is looked through
    advised = Recommendation.objects.filter(matter__in=list(numbers)).values("matter")
    rows = Entry.objects.filter(number__in=advised, verb__in=verbs).order_by("number", "seq")
    found, known = set[tuple[str, int]](), tree()
    readable: dict[str, list[bool]] = {}
    for row in rows:
        data, so_far = json.loads(row.data), readable.setdefault(row.number, [])
        if row.verb == Verb.RECOMMEND:
            so_far.append(may_read(row.unit, data["to"], who, known))
        if not so_far[-1 if row.verb == Verb.RECOMMEND else int(data["item"]) - 1]:
            found.add((row.number, row.seq))
    return frozenset(found)
