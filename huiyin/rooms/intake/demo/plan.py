"""The plan of the demo county: every petition that comes, and everything that is done about it, up to the last evening.

Pure: the day it ends, a seed and the law's calendar in, matters out; the same every time for the same local day. No act lies
on or after the day itself, so that whoever plays it in the small hours gets what one gets in the evening.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from huiyin.rooms.intake.demo.choosing import Chooser
from huiyin.rooms.intake.demo.crowds import with_signers
from huiyin.rooms.intake.demo.making import Maker
from huiyin.rooms.intake.demo.people import People
from huiyin.rooms.intake.demo.shape import (
    BATCHES,
    CROOKED,
    DAYS,
    DONE_REPEATS,
    FIGURES,
    KOREAN,
    OPEN,
    OPEN_REPEATS,
    DemoMatter,
)
from huiyin.rooms.intake.demo.stories import stories
from huiyin.rooms.intake.demo.surrounding import surrounded
from huiyin.rooms.intake.demo.timing import Days
from huiyin.rooms.intake.demo.worktime import Worktime
from huiyin.rules.calendar import Calendar, local_date
from huiyin.rules.clocks import Terms
from huiyin.rules.vocabulary import Channel, Status

SEED = 20090708  # the day the department was founded


def plan(
    now: datetime, seed: int = SEED, *, calendar: Calendar | None = None, terms: Terms | None = None
) -> Iterator[DemoMatter]:
    """Every demo matter in the order in which they came in."""
    calendar, terms = calendar or Calendar(), terms or Terms()
    today = local_date(now)
    first = today - timedelta(days=DAYS)
    rng = Random(seed)  # noqa: S311  nothing secret here, and it must come out the same
    worktime = Worktime(first, today, calendar)
    people = People(rng, today)
    told = list(stories(worktime, first, today, people))
    chooser = Chooser(rng, sizes_left(told), korean_left(told), len(told))
    maker = Maker(worktime, Days(worktime, today, calendar, terms, rng), rng, people, chooser)
    made = [*told, *_straight_and_crooked(maker, told), *_open(maker)]
    made += _repeats(maker, made)
    made = surrounded(made, worktime)
    yield from sorted(with_signers(made, today, seed), key=lambda matter: (matter.received_at, matter.key))


def sizes_left(told: list[DemoMatter]) -> Counter[int]:
    """How many visits of each size are still to come when the stories have had theirs, and the repeats (alone)."""
    left = Counter(dict(BATCHES))
    left.subtract(matter.persons for matter in told if matter.channel is Channel.VISIT)
    left[1] -= OPEN_REPEATS[Channel.VISIT] + DONE_REPEATS[Channel.VISIT]
    return left


def korean_left(told: list[DemoMatter]) -> int:
    """How many petitions in Korean are still to come."""
    return KOREAN - sum(matter.korean for matter in told)


def done_left(channel: Channel, told: list[DemoMatter]) -> int:
    """How many first-time petitions of a channel are closed, beside the stories and the repeats."""
    return FIGURES[channel].done - sum(m.channel is channel for m in told) - DONE_REPEATS.get(channel, 0)


def _straight_and_crooked(maker: Maker, told: list[DemoMatter]) -> Iterator[DemoMatter]:
    ways = [way for way, many in sorted(CROOKED.items()) for _ in range(many)]
    for channel in FIGURES:
        many = done_left(channel, told)
        if channel is Channel.VISIT:
            yield from (maker.closed(channel, way) for way in ways)
            many -= len(ways)
        for _ in range(many):
            yield maker.closed(channel)


def _open(maker: Maker) -> Iterator[DemoMatter]:
    for kind in OPEN:
        for _ in range(kind.many):
            yield maker.open(kind)


def _repeats(maker: Maker, made: list[DemoMatter]) -> Iterator[DemoMatter]:
    targets = {
        Status.CLOSED: [m for m in made if m.template and m.status is Status.CLOSED],
        Status.HANDLING: [m for m in made if m.template and m.status is Status.HANDLING],
    }
    for wanted, repeats in ((Status.CLOSED, DONE_REPEATS), (Status.HANDLING, OPEN_REPEATS)):
        for channel, many in repeats.items():
            for _ in range(many):
                yield maker.repeat(targets[wanted], channel)
