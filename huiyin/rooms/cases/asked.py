"""Which petitions a figure asks for, as a condition: of what somebody may see, on which days, narrowed by what.

A number and the rows behind it both begin here, and here with ``petitions_for``: what the guard keeps from a person is in no
number of theirs. A request for review or recheck is no new petition.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from huiyin.rooms.cases.figures import midnight
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.seeing import petitions_for
from huiyin.rooms.county.queries import subtree_codes
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rooms.kept import Span, listed
from huiyin.rules.periods import Period, PeriodKind, whole
from huiyin.rules.roles import Actor
from huiyin.rules.units import PLACES, UnitKind
from huiyin.rules.vocabulary import Channel

#: What stands for "none" where a petition has no category, or no place in a town.
NONE = "-"
#: Who holds the matter, its desk where nobody does. No index fits: a unit's matters of all years aren't where to begin.
UNIT = Coalesce("matter__holder_id", "matter__desk_id")
_HEADS = PLACES - {UnitKind.VILLAGE, UnitKind.COMMUNITY}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which petitions: received on these days, both included; whatever is empty doesn't narrow.

    ``category`` is a field's code (040000), ``town`` a town's or street's, ``NONE`` for those without; ``unit`` is who holds
    the matter, its desk where nobody does; ``outcome`` that of the matter.
    """

    first: date
    last: date
    channel: str = ""
    category: str = ""
    town: str = ""
    unit: str = ""
    outcome: str = ""

    @property
    def whenever(self) -> Asked:
        """The same question without its days."""
        return replace(self, first=date.min, last=date.min)

    @property
    def span(self) -> Span:
        """Its days as moments."""
        return moments(self.first, self.last)

    @property
    def months(self) -> list[Period]:
        """The months that its days lie in."""
        found = [whole(PeriodKind.MONTH, self.first)]
        while found[-1].last < self.last:
            found.append(found[-1].after)
        return found

    @property
    def spans(self) -> list[Span]:
        """Its days as moments, cut at the ends of months."""
        return [moments(max(self.first, one.first), min(self.last, one.last)) for one in self.months]

    def holds(self, month: Period) -> bool:
        """Whether it asks for the whole month."""
        return self.first <= month.first and month.last <= self.last


def moments(first: date, last: date) -> Span:
    """Days, both included, as the moment at which they begin and the one after their end."""
    return midnight(first), midnight(last + timedelta(days=1))


def asked_rows(who: Actor, asked: Asked) -> QuerySet[Petition]:
    """The petitions that are asked for, of those that the person may have counted for them."""
    return received(narrowed_rows(who, asked), *asked.span)


def received(
    rows: QuerySet[Petition], since: datetime | RawSQL, past: datetime | RawSQL
) -> QuerySet[Petition]:
    """Those of them that came in since a moment and before another."""
    channels = [one.value for one in Channel]  # the index begins with it
    return rows.filter(channel__in=channels, received_at__gte=since, received_at__lt=past)


def narrowed_rows(who: Actor, asked: Asked) -> QuerySet[Petition]:
    """The same of all times: what else is asked, without the days."""
    return petitions_for(who, but=_reviews()).filter(_narrowed(asked))


def _reviews() -> QuerySet[Matter, Any]:
    """Reviews and rechecks. The empty text stands in the statement itself, so that the index of these few fits."""
    return Matter.objects.filter(~Q(about=RawSQL("''", ()))).values("pk")


def _narrowed(asked: Asked) -> Q:
    found = Q(channel=asked.channel) if asked.channel else Q()
    if asked.category:
        found &= (
            Q(matter__category="")
            if asked.category == NONE
            else Q(matter__category__startswith=asked.category[:2])
        )
    if asked.town == NONE:
        found &= ~Q(matter__place__in=sorted(town_of()))
    elif asked.town:
        found &= Q(matter__place__in=subtree_codes(asked.town))
    if asked.unit:
        found &= Q(Exact(UNIT, asked.unit))
    if asked.outcome:
        found &= Q(matter__outcome="" if asked.outcome == NONE else asked.outcome)
    return found


def these(numbers: Iterable[str]) -> RawSQL:
    """These numbers for ``number__in``, as one parameter: a statement takes only so many, and a period may have more."""
    return listed(json.dumps(list(numbers)))


# -- codes ------------------------------------------------------------------------------------------------------------------


def field_of(category: str) -> str:
    """The field of a category: the first two figures of its code stand for it."""
    return f"{category[:2]}0000" if category else NONE


def town_of() -> Mapping[str, str]:
    """Each place's town or street, closed places too; a town's own is itself."""
    known = snapshot()

    def made() -> Mapping[str, str]:
        places = (unit for unit in known.units.values() if unit.kind in PLACES)
        return {unit.code: unit.code if unit.kind in _HEADS else unit.parent for unit in places}

    found: Mapping[str, str] = known.kept(("town_of",), made)
    return found
