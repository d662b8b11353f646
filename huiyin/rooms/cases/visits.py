"""One visit with several matters: each a petition of its own, the visit and its people counted with the first (批次, 人次)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable

from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.receipts import kept_quiet
from huiyin.rooms.cases.seeing import in_confidence, visible_to
from huiyin.rules.calendar import local_date
from huiyin.rules.counting import another_of_visit
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import Channel


def alone() -> Q:
    """The petitions that are counted with nobody else's: the first of each visit.

    Where one of the two is told in confidence each counts for itself: what is missing among the visits would tell that they
    came together (Art. 30). Asked of the few that aren't the first.
    """
    told = Matter.objects.filter(confidential=True)
    itself, first = told.filter(pk=OuterRef("matter_id")), told.filter(petitions=OuterRef("visit"))
    return Q(visit="") | Q(Exists(itself)) | Q(Exists(first))


def visits() -> Q:
    """Petitions with which a visit is counted."""
    return Q(channel=Channel.VISIT.value) & alone()


def people() -> Combinable:
    """The people that a petition adds: none where they were counted with another petition of the same visit."""
    return Case(When(alone(), then=F("persons")), default=Value(0), output_field=IntegerField())


def known_to(who: Actor, numbers: Iterable[str]) -> dict[str, str]:
    """Of these petitions those that somebody may know of, with the matter in which each lies; no query for none."""
    wanted = set(filter(None, numbers))
    if not wanted:
        return {}
    rows = Petition.objects.filter(pk__in=wanted, matter__in=visible_to(who)).select_related("matter")
    return {
        row.number: row.matter_id for row in rows
        if not in_confidence(row.confidential or row.matter.confidential, row.matter.desk_id, who)
    }  # fmt: skip


def counted_with(number: str, *, channel: str, received_at: datetime, persons: int) -> str:
    """The petition that a further one of this visit is counted with: the visit's first. Empty without ``number``.

    Empty as well where the first is kept from somebody or told in confidence: a visit that is missing among the figures of
    whoever mustn't know of the one would tell them by the other that there is something (Art. 30). Both count, then.
    Refused: there is no such petition; what ``rules.counting.another_of_visit`` refuses.
    """
    if not number:
        return ""
    known = Petition.objects.select_related("matter")
    first = known.filter(number=number).first()
    if first is not None and first.visit:
        first = known.filter(number=first.visit).first()
    no = another_of_visit(
        (Channel(first.channel), local_date(first.received_at), first.persons) if first is not None else None,
        (channel, local_date(received_at), persons),
    )
    if no is not None:
        raise NotDone(no)
    return first.number if first is not None and not kept_quiet(first) else ""
