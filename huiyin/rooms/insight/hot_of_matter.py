"""Which hot matter that is treated as a whole a matter belongs to, for whoever may read the matter (decision 0028)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value

from huiyin.rooms.cases.seeing import petitions_for, petitions_unbarred
from huiyin.rooms.county.queries import version
from huiyin.rooms.insight.hot_leading import may_see, units_led
from huiyin.rooms.insight.hot_naming import TITLES, named
from huiyin.rooms.insight.models import HotPetition
from huiyin.rooms.insight.pair_weights import weights
from huiyin.rooms.kept import ASKED, Kept
from huiyin.rules.hot import LEAST
from huiyin.rules.roles import Actor

#: So many of its newest petitions are looked at for its name: several may say the same title.
_LOOKED_AT = 20 * TITLES


@dataclass(frozen=True, slots=True)
class Whole:
    """A hot matter that is or was treated as a whole: its name, empty where it has none; who leads; what came of it so far.

    ``may_open``: its page is the person's to open.
    """

    pk: int
    title: str
    lead: str
    result: str
    may_open: bool


def whole_of(number: str, by: Actor) -> Whole | None:
    """What the matter belongs to; of several the one that goes on, else the one that ended last. One query.

    Ask first whether they may see the matter at all. None where the guard keeps so many of its petitions from the person that
    the rest is no hot matter. For whoever may not open it its name is made of the titles that they may read.
    """
    found = _beside(by, version(), value=number)
    if len(found) < LEAST:
        return None
    first = found[0]
    may_open = may_see(by) or first.lead in units_led(by)
    said = [one for one in found if one.title and (may_open or one.mine)]
    newest = list(dict.fromkeys(one.title for one in said))[:TITLES]
    confided = {one.title for one in said if one.confidential or one.asked}
    title = named(newest, weights(), confided=confided)
    return Whole(first.hot_id, title, first.lead, first.result, may_open)


def _where(by: Actor, _county: str | None) -> QuerySet[HotPetition]:
    theirs = HotPetition.objects.filter(petition__matter=ASKED, hot__planned_at__isnull=False)
    theirs = theirs.order_by(F("hot__ended_at").desc(nulls_first=True), F("hot__planned_at").desc(), "-hot")
    unbarred = Exists(petitions_unbarred(by).filter(pk=OuterRef("petition")))
    rows = HotPetition.objects.filter(unbarred, hot=Subquery(theirs.values("hot")[:1]))
    # who has the county before them reads all that isn't barred
    read = Value(True) if may_see(by) else Exists(petitions_for(by).filter(pk=OuterRef("petition")))
    rows = rows.order_by("-day", "-petition").annotate(
        title=F("petition__matter__title__text"), confidential=F("petition__matter__confidential"),
        asked=F("petition__confidential"), lead=F("hot__lead"), result=F("hot__result"),
        mine=read,
    )  # fmt: skip
    return rows.only("hot", "petition", "day")[:_LOOKED_AT]


#: The newest petitions of the hot matter that a matter belongs to.
_beside: Kept[Any] = Kept(_where)
