"""Counting honestly: pieces, batches, persons and what is done, by channel, over one stated period and date basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from huiyin.rooms.cases.models import Petition
from huiyin.rules.calendar import LOCAL
from huiyin.rules.fields import YEARS
from huiyin.rules.vocabulary import Channel

#: Periods are cut to these days: nothing was received outside them, and a calendar's ends can't be reckoned with.
EARLIEST, LATEST = date(YEARS.start, 1, 1), date(YEARS.stop, 1, 1)


@dataclass(frozen=True, slots=True)
class Figures:
    """One channel's line.

    ``pieces`` petitions; ``batches`` those that are visits; ``persons`` people in them, each time counted; ``done`` petitions
    whose matter is closed: answered with reasons and delivered, whatever the answer was.
    """

    channel: Channel
    pieces: int
    batches: int
    persons: int
    done: int


def figures(start: date, end: date, *, among: QuerySet[Petition] | None = None) -> list[Figures]:
    """Counts of petitions received from ``start`` to ``end``, both days included (信访日期, county time), channel by channel.

    Refuses a period that ends before it starts.
    """
    if end < start:
        raise ValueError("The period ends before it starts.")
    rows = Petition.objects.all() if among is None else among
    found = {
        row["channel"]: row
        for row in rows.filter(
            received_at__gte=_midnight(start), received_at__lt=_midnight(min(end, LATEST) + timedelta(days=1))
        )
        .values("channel")
        .annotate(
            pieces=Count("pk"), people=Sum("persons"), done=Count("pk", filter=Q(matter__status="closed"))
        )
        .order_by()
    }
    return [_line(channel, found.get(channel.value)) for channel in Channel]


def _line(channel: Channel, row: dict[str, int] | None) -> Figures:
    if row is None:
        return Figures(channel, 0, 0, 0, 0)
    batches = row["pieces"] if channel is Channel.VISIT else 0
    return Figures(channel, row["pieces"], batches, row["people"], row["done"])


def _midnight(day: date) -> datetime:
    return datetime.combine(min(max(day, EARLIEST), LATEST), time.min, LOCAL)
