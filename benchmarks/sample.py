"""Who looks at what: the officer with the most open work, matters of that unit, petitions with their codes. Needs Django."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

MOST = 4_000  # of each kind


@dataclass(frozen=True, slots=True)
class Sample:
    """What the visits are made from."""

    username: str
    unit: str
    open_matters: int
    matters: list[str]
    followed: list[tuple[str, str]]
    places: list[str]


def sample(seed: int) -> Sample:
    """Draw it from the database. Half of the unit's matters are open ones, as those are looked at most."""
    from django.db.models import Count

    from huiyin.rooms.accounts.models import Post
    from huiyin.rooms.cases.models import Matter, Petition
    from huiyin.rooms.county.queries import places
    from huiyin.rooms.intake.seeding.making import code_of
    from huiyin.rules.roles import Role

    rng = Random(seed)
    officers = dict(
        Post.objects.filter(role=Role.OFFICER.value, until=None).values_list("unit_id", "user__username")
    )
    busy = (
        Matter.objects.filter(is_open=True, owner__in=officers)
        .values("owner")
        .annotate(n=Count("number"))
        .order_by("-n")
    )
    unit, count = busy[0]["owner"], busy[0]["n"]
    mine = Matter.objects.filter(holder=unit)
    opened = list(mine.filter(is_open=True).values_list("number", flat=True))
    closed = list(mine.filter(is_open=False).values_list("number", flat=True))
    half = MOST // 2
    chosen = [*rng.sample(opened, min(half, len(opened))), *rng.sample(closed, min(half, len(closed)))]
    rng.shuffle(chosen)
    numbers = [
        number
        for number in Petition.objects.values_list("number", flat=True).iterator()
        if rng.random() < 0.5
    ]
    followed = [(number, code_of(number)) for number in rng.sample(numbers, min(MOST, len(numbers)))]
    return Sample(officers[unit], unit, count, chosen, followed, [place.code for place in places()])
