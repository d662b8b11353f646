"""Which petitions are repeats (重复信访): reckoned from the blind indexes of everybody named in the petitions of one matter.

Nobody's data is opened. A repeat tells that two petitions are one person's: in what somebody told another house in confidence
there is none for whoever isn't of that house (Art. 30). While the index key is being renewed, a person whose older petition
still carries the former key isn't recognised; after the renewal is through they are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from huiyin.rooms.cases.models import Matter, Party, Petition
from huiyin.rooms.cases.people import MARKS, mark_of
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.kept import listed
from huiyin.rules.counting import Piece, Repeat, repeats
from huiyin.rules.groups import COUNTED
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import MatterClass

Index = bytes | memoryview | None
#: By what somebody is known: ID number, phone, account elsewhere; each may be empty.
Who = tuple[str, str, str]

#: What is asked of the petitions in matters that have more than one.
SEVERAL = ("number", "channel", "matter_id")


def several(rows: QuerySet[Petition]) -> QuerySet[Petition]:
    """Those of them that aren't the only one of their matter: where a repeat may be."""
    # the number stands in the statement itself, so that the index of these matters fits; COALESCE keeps SQLite from
    # beginning with them, who are of all years, when the rows are of one
    more = Matter.objects.filter(petitions_count__gt=RawSQL("1", ())).values("pk")
    return rows.alias(home=Coalesce("matter_id", Value(""))).filter(home__in=more)


def repeated_among(found: Iterable[tuple[str, str, str]], *, who: Actor | None = None) -> dict[str, str]:
    """The repeats among what ``several`` found, as ``SEVERAL``, with the channel of each. Two queries, none of nothing.

    ``who`` is told them: where who speaks isn't theirs to know, none is.
    """
    channel_of, matters = dict[str, str](), set[str]()
    for number, channel, matter in found:
        channel_of[number] = channel
        matters.add(matter)
    repeated = repeats_in(matters, who=who) if matters else ()
    return {one.key: channel_of[one.key] for one in repeated if one.key in channel_of}


def repeats_in(matters: Collection[str], *, who: Actor | None = None) -> list[Repeat]:
    """All repeats in these matters; two queries, whose cost grows with these and not with what else is stored.

    ``who``: somebody for whom those that are told them are asked; nobody for all.
    """
    found: dict[str, _Matter] = {}
    touched = listed(json.dumps(sorted(matters)))
    pieces = Petition.objects.filter(matter_id__in=touched).order_by("matter_id", "received_at", "number")
    columns = (
        "matter_id",
        "matter__klass",
        "matter__confidential",
        "matter__desk_id",
        "number",
        "petitioner__id_number_index",
        "petitioner__phone_index",
        "petitioner__account_index",
    )
    for matter, same in groupby(pieces.values_list(*columns), key=lambda row: row[0]):
        known = found[matter] = _Matter()
        for _, klass, confidential, desk, number, *marks in same:
            known.kept = who is not None and in_confidence(confidential, desk, who)
            known.accused = matter if klass == MatterClass.TIP_OFF else ""
            known.people[number] = [_hex(*marks)]
    for matter, number, *marks in _others(touched):
        found[matter].people[number].append(_hex(*marks))
    told = (known for known in found.values() if not known.kept)
    return [repeat for known in told for repeat in repeats(list(known.pieces()))]


def _others(matters: RawSQL) -> Iterator[tuple[str, str, Index, Index, Index]]:
    """Everybody else who counts: representatives, co-signers, principals; not the agents."""
    rows = Party.objects.filter(petition__matter_id__in=matters, role__in=sorted(COUNTED))
    columns = ("petition__matter_id", "petition_id", *(f"petitioner__{mark}" for mark in MARKS))
    return rows.values_list(*columns).iterator(2_000)


def _hex(id_number: Index, phone: Index, account: Index) -> Who:
    return mark_of(id_number), mark_of(phone), mark_of(account)


@dataclass(slots=True)
class _Matter:
    """The petitions of one matter in the order of time, each with its people.

    The facts of a matter are one, so all anonymous tip-offs in it accuse the same unit: the matter stands for it.
    """

    accused: str = ""
    kept: bool = False
    people: dict[str, list[Who]] = field(default_factory=dict)

    def pieces(self) -> Iterable[Piece]:
        """As the rules count them: by ID number, else by phone, else by account.

        A phone without an ID number is the person who gave both in this matter, if that is one person and not a household.
        """
        ids: dict[str, set[str]] = defaultdict(set)
        for id_number, phone, _account in (one for people in self.people.values() for one in people):
            if id_number and phone:
                ids[phone].add(id_number)
        for number, people in self.people.items():
            marks = {_mark(*one, ids) for one in people} - {""}
            yield Piece(number, frozenset(marks), self.accused)


def _mark(id_number: str, phone: str, account: str, ids: dict[str, set[str]]) -> str:
    if not id_number and len(ids.get(phone, ())) == 1:
        (id_number,) = ids[phone]
    if id_number:
        return f"id:{id_number}"
    if phone:
        return f"phone:{phone}"
    return f"account:{account}" if account else ""
