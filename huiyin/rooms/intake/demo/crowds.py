"""Who else signs where a crowd comes: a few of those behind the five who speak, by name.

Drawn from dice of their own, so that the rest of the plan is the same with and without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from random import Random

from huiyin.rooms.intake.demo.people import People
from huiyin.rooms.intake.demo.shape import DemoMatter
from huiyin.rules.vocabulary import Channel

#: Telephones of those who sign begin here: beyond all that the petitioners have.
_CALLS = 5_000
_MOST_SIGNERS = 6


def with_signers(matters: Iterable[DemoMatter], today: date, seed: int) -> Iterator[DemoMatter]:
    """The same matters; where more people came than speak, up to six of the others have signed."""
    rng = Random(f"{seed} signers")  # noqa: S311  nothing secret here, and it must come out the same
    people = People(rng, today, calls=_CALLS)
    for matter in sorted(matters, key=lambda one: one.key):
        behind = matter.persons - len(matter.citizens)
        if matter.channel is Channel.VISIT and behind > 0:
            signers = tuple(people.citizen(matter.place) for _ in range(min(behind, _MOST_SIGNERS)))
            yield replace(matter, signers=signers)
        else:
            yield matter
