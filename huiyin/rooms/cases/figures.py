"""Counting honestly: pieces, batches, persons, repeats and what is done, by channel, over one stated period and date basis."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.repeats import SEVERAL, repeated_among, several
from huiyin.rooms.cases.visits import people, visits
from huiyin.rooms.county.queries import counting_terms
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rules.calendar import LOCAL
from huiyin.rules.counting import LEVEL_OF, DateBasis, Level, too_high
from huiyin.rules.fields import YEARS
from huiyin.rules.units import UnitKind
from huiyin.rules.vocabulary import Channel

#: Periods are cut to these days: nothing was received outside them, and a calendar's ends can't be reckoned with.
EARLIEST, LATEST = date(YEARS.start, 1, 1), date(YEARS.stop, 1, 1)


@dataclass(frozen=True, slots=True)
class Figures:
    """One channel's line.

    ``pieces`` petitions; ``batches`` visits; ``persons`` people in them, each time counted (``visits``: several matters of one
    visit are one batch, its people counted once); ``done`` petitions
    whose matter is closed: answered with reasons and delivered, whatever the answer was. ``first`` and ``repeats`` (初件, 重件)
    make up the pieces; ``collective`` visits of so many people as the county calls a crowd, with the people in them;
    ``overstepped`` visits that went higher than one level above the organ that handles them (越级走访, Art. 20).
    """

    channel: Channel
    pieces: int = 0
    batches: int = 0
    persons: int = 0
    done: int = 0
    first: int = 0
    repeats: int = 0
    collective: int = 0
    collective_persons: int = 0
    overstepped: int = 0


def figures(
    start: date,
    end: date,
    *,
    basis: DateBasis = DateBasis.RECEIVED,
    among: QuerySet[Petition] | None = None,
) -> list[Figures]:
    """Counts of the petitions whose date falls between ``start`` and ``end``, both days included, channel by channel.

    Days are the county's; ``basis`` says which date: brought, registered, or exchanged (a petition without that date isn't
    counted). A request for review or recheck is no new petition and isn't counted. ``among`` narrows what is counted to what
    somebody may see; whether a petition is a repeat is asked of its whole matter. At most four queries. Refuses a period that
    ends before it starts.
    """
    if end < start:
        raise ValueError("The period ends before it starts.")
    rows = Petition.objects.all() if among is None else among
    rows = rows.filter(**_period(start, end, basis), matter__about="")
    crowd = visits() & Q(persons__gte=counting_terms().collective_from)
    found = {
        row["channel"]: row
        for row in rows.values("channel")
        .annotate(
            pieces=Count("pk"),
            batches=Count("pk", filter=visits()),
            people=Sum(people()),
            done=Count("pk", filter=Q(matter__status="closed")),
            crowds=Count("pk", filter=crowd),
            crowd=Sum("persons", filter=crowd),
            high=Count("pk", filter=went_too_high()),
        )
        .order_by()
    }
    repeated = _repeated(rows) if found else Counter[str]()
    return [_line(channel, found[channel], repeated[channel]) if channel in found else Figures(channel)
            for channel in Channel]  # fmt: skip


def earliest() -> datetime | None:
    """When the first petition came in that the record holds; None while it holds none. Read from one index, whole."""
    channels = [channel.value for channel in Channel]
    found: datetime | None = Petition.objects.filter(channel__in=channels).aggregate(
        first=Min("received_at")
    )["first"]
    return found


def _period(start: date, end: date, basis: DateBasis) -> dict[str, object]:
    """The condition on the date, in a form that an index answers."""
    period: dict[str, object] = {
        f"{basis.value}__gte": midnight(start),
        f"{basis.value}__lt": midnight(min(end, LATEST) + timedelta(days=1)),
    }
    if basis is DateBasis.RECEIVED:  # the index is by channel first
        period["channel__in"] = [channel.value for channel in Channel]
    return period


def went_too_high() -> Q:
    """A visit whose level is too high for the organ that holds the matter; where nobody holds it yet, nothing is said."""
    of_town = Q(matter__holder__in=_town_organs())
    visit = Q(channel=Channel.VISIT.value, matter__holder__isnull=False)
    high_for_town = Q(level__in=sorted(too_high(Level.TOWN))) & of_town
    high_for_county = Q(level__in=sorted(too_high(Level.COUNTY))) & ~of_town
    return visit & (high_for_town | high_for_county)


def _town_organs() -> list[str]:
    """The units of a town's level: towns and streets with their offices."""
    known = snapshot()

    def made() -> list[str]:
        units = known.units
        towns = {code for code, unit in units.items() if LEVEL_OF.get(unit.kind) is Level.TOWN}
        return sorted(
            code for code, unit in units.items()
            if code in towns or (unit.kind is UnitKind.GROUP and unit.parent in towns)
        )  # fmt: skip

    found: list[str] = known.kept(("town_organs",), made)
    return found


def _repeated(rows: QuerySet[Petition]) -> Counter[str]:
    """How many of these petitions are repeats, by channel."""
    return Counter(repeated_among(several(rows).values_list(*SEVERAL)).values())


def _line(channel: Channel, row: dict[str, int], repeated: int) -> Figures:
    return Figures(
        channel=channel,
        pieces=row["pieces"],
        batches=row["batches"],
        persons=row["people"],
        done=row["done"],
        first=row["pieces"] - repeated,
        repeats=repeated,
        collective=row["crowds"],
        collective_persons=row["crowd"] or 0,
        overstepped=row["high"],
    )


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the county."""
    return datetime.combine(min(max(day, EARLIEST), LATEST), time.min, LOCAL)
