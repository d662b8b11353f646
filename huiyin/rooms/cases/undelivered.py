"""Messages to petitioners that didn't go out: seen by whoever sees the matter, so that somebody calls or writes instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.seeing import in_confidence, visible_to
from huiyin.rooms.notices.actions import carry
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.notices.words import RECEIPT
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor, Permission

PAGE, MOST_COUNTED = 30, 99
#: What is older was told some other way, or never will be.
LOOKED_BACK = timedelta(days=60)


#: What somebody may have had sent again already.
_TRIED = (Notice.State.FAILED, Notice.State.WAITING, Notice.State.SENT)


def _seen(actor: Actor, *states: Notice.State) -> QuerySet[Notice]:
    """The messages in these states of petitions whose matters the person may see."""
    seen = Petition.objects.filter(number=OuterRef("number"), matter__in=visible_to(actor))
    return Notice.objects.filter(Exists(seen), state__in=states)


def undelivered(
    actor: Actor, *, now: datetime, after: tuple[datetime, int] | None = None, kept: bool = False
) -> list[Notice]:
    """Those of the last sixty days, the newest first, up to ``PAGE`` + 1.

    ``kept``: instead of those that failed, those which nothing is set up to send.
    """
    state = Notice.State.KEPT if kept else Notice.State.FAILED
    rows = _seen(actor, state).filter(created_at__gte=now - LOOKED_BACK)
    if after is not None:
        rows = rows.filter(Q(created_at__lt=after[0]) | Q(created_at=after[0], id__lt=after[1]))
    return list(rows.order_by("-created_at", "-id")[: PAGE + 1])


def kept_here(actor: Actor, *, now: datetime) -> int:
    """How many of the last sixty days were never sent, as nothing is set up to send them; up to ``MOST_COUNTED`` + 1."""
    rows = _seen(actor, Notice.State.KEPT).filter(created_at__gte=now - LOOKED_BACK)
    return rows[: MOST_COUNTED + 1].count()


def told_in_confidence(actor: Actor, rows: Iterable[Notice]) -> set[str]:
    """The numbers of those petitions of which this person mustn't know who brought them; one query."""
    numbers = {row.number for row in rows}
    found = Petition.objects.filter(number__in=numbers, matter__confidential=True).select_related("matter")
    return {one.number for one in found if in_confidence(True, one.matter.desk_id, actor)}


def send_again(pk: int, *, by: Actor) -> Notice:
    """Try it once more from the beginning; one that is on its way again, or went out meanwhile, stays as it is.

    Refused: it isn't there for the person, or is a slip, whose code is gone.
    """
    if not by.may(Permission.NOTE):
        raise NotDone(Refused("not_yours"))
    with transaction.atomic():
        row = _seen(by, *_TRIED).select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise NotDone(Refused("not_found"))
        if row.kind == RECEIPT:
            raise NotDone(Refused("slip_is_gone"))
        if row.state != Notice.State.FAILED:
            return row
        row.state, row.tries, row.why = Notice.State.WAITING, 0, ""
        row.save(update_fields=["state", "tries", "why"])
        carry.enqueue(row.pk)
    return row
