"""Petitions that some organ passed on (转送、交办): by whom, under which number, until when, whether the result went back.

What counts is the dossier: the term runs as a satellite clock, the report is an entry (REPORT_UP to the sender). The row
beside the petition holds what lists and files need, and is written with those entries only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.passed_on import Transfer
from huiyin.rooms.cases.pen import NotDone, Pen
from huiyin.rooms.cases.registering import Receipt, register
from huiyin.rooms.cases.seeing import of_seen, visible_to
from huiyin.rooms.county.queries import law
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.roles import Actor
from huiyin.rules.senders import (
    CHANNEL_OF,
    FROM_ABOVE,
    LONGEST_NUMBER,
    LONGEST_ORGAN,
    SATELLITE_OF,
    Sender,
    days_until,
    known_as,
)
from huiyin.rules.vocabulary import Status, Verb


@dataclass(frozen=True, slots=True)
class Passed:
    """How a petition was passed on to us: by whom, under which number there (may be unknown), until when a result is wanted."""

    sender: Sender
    foreign: str = ""
    organ: str = ""
    due_on: date | None = None

    @property
    def key(self) -> str | None:
        """The one name of the foreign number here; None where there is no number."""
        return known_as(self.sender, self.organ, self.foreign) if self.foreign.strip() else None


def take_transfer(
    passed: Passed,
    *,
    received_at: datetime,
    exchanged_at: datetime | None,
    by: Actor,
    now: datetime,
    **petition: Any,
) -> Receipt:
    """Register a petition that was passed on; the sender's term runs beside ours from the day on which it was passed on.

    Sent twice with the same token nothing happens twice. Refused: an organ without a name, a number that is known already (with
    ours, where the person may see it), a last day that isn't ahead of the day on which it came. Art. 22.
    """
    began = exchanged_at or received_at
    days = _checked(passed, began)
    token = str(petition.get("token") or "")

    def starts(pen: Pen) -> None:
        given = {
            "source": SATELLITE_OF[passed.sender].value,
            "foreign": passed.foreign or "—",
            "received_at": began,
        }
        if days and not petition.get(
            "accused"
        ):  # with the accused named it begins at another desk, which this person may not serve
            pen.write(Verb.SATELLITE, {**given, "days": days}, by=by, now=now)

    try:
        with transaction.atomic():
            receipt = register(
                **{"source": passed.foreign, **petition, "channel": _channel(passed.sender, petition.get("channel"))},
                received_at=received_at, exchanged_at=exchanged_at, foreign_number=passed.key, by=by, now=now, then=starts,
            )  # fmt: skip
            row = {
                "sender": passed.sender.value,
                "organ": passed.organ,
                "foreign": passed.foreign,
                "due_on": passed.due_on,
            }
            Transfer.objects.get_or_create(pk=receipt.number, defaults=row)
            return receipt
    except IntegrityError:
        if passed.key is None or not (known := known_numbers([passed.key])):
            raise
        raise NotDone(_known(known[passed.key], token, by)) from None


def _channel(sender: Sender, given: str | None) -> str:
    """A line of transfers is its own channel; what 12345 or another organ passed on came by call, letter or otherwise."""
    return CHANNEL_OF[sender].value if sender in FROM_ABOVE.values() or not given else given


def _checked(passed: Passed, began: datetime) -> int | None:
    for name, value, most in (
        ("source", passed.key or "", LONGEST_NUMBER),
        ("organ", passed.organ, LONGEST_ORGAN),
    ):
        if (no := unfit(name, value, most)) is not None:
            raise NotDone(no)
    if passed.sender is Sender.OTHER and not passed.organ:
        raise NotDone(Refused("missing", field="organ"))
    if passed.due_on is None:
        return None
    ruling = law()
    days = days_until(passed.due_on, began, calendar=ruling.calendar, terms=ruling.terms)
    if days is None:
        raise NotDone(Refused("term_not_ahead", "22(3)", "due_on"))
    return days


def _known(number: str, token: str, by: Actor) -> Refused:
    shown = number in numbers_seen(by, [number])
    return Refused("number_known", field="source", params={"number": number if shown else "—"})


def numbers_seen(actor: Actor, numbers: Sequence[str]) -> frozenset[str]:
    """Those of these petitions that lie in a matter which the person sees: nobody learns more from a foreign number."""
    if not numbers:
        return frozenset()
    rows = Petition.objects.filter(number__in=numbers, matter__in=visible_to(actor))
    return frozenset(rows.values_list("number", flat=True))


def known_numbers(keys: Sequence[str]) -> dict[str, str]:
    """Which of these foreign numbers are here already, with our number; one query."""
    rows = Petition.objects.filter(foreign_number__in=keys).values_list("foreign_number", "number")
    return {str(key): number for key, number in rows}


# -- reporting back --------------------------------------------------------------------------------------------------------

#: A result can go back once there is one: the answer has been delivered, or the matter has ended.
ANSWERED = (Status.DELIVERED.value, Status.CLOSED.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which transfers. ``owed``: the sender set a day and hasn't the result; ``answered``: of these, there is one to go back.

    ``late``: of these, the sender's day was before this one. ``reported``: it went back. It came to us from the moment
    ``since`` on, before ``until``.
    """

    sender: str = ""
    owed: bool = False
    answered: bool = False
    late: date | None = None
    reported: bool = False
    since: datetime | None = None
    until: datetime | None = None
    matters: tuple[str, ...] = ()

    @property
    def by_day(self) -> bool:
        """Whether these are results that are owed by a day."""
        return self.owed or self.answered or self.late is not None


def transfers_for(actor: Actor, wanted: Wanted) -> QuerySet[Transfer]:
    """The transfers that the person sees: what is owed with the nearest last day first, all others with the newest first.

    Both orders are those of an index, so that a page costs the same however much has been passed on.
    """
    return _whole(_matching(actor, wanted), wanted)


def _matching(actor: Actor, wanted: Wanted) -> QuerySet[Transfer]:
    """Which they are, asked of the transfer alone: what is joined to it would tempt a database to begin elsewhere and sort."""
    rows = Transfer.objects.filter(Exists(_petitions(actor, wanted).filter(pk=OuterRef("petition_id"))))
    if wanted.sender:
        rows = rows.filter(sender=wanted.sender)
    if wanted.by_day:
        rows = rows.filter(reported_at__isnull=True, due_on__isnull=False)
    if wanted.late is not None:
        rows = rows.filter(due_on__lt=wanted.late)
    if wanted.reported:
        rows = rows.filter(reported_at__isnull=False)
    return rows.order_by(*_order(wanted))


def _petitions(actor: Actor, wanted: Wanted) -> QuerySet[Petition]:
    """The petitions that the person sees, as far as these are asked for what they are."""
    rows = Petition.objects.filter(of_seen(actor))
    if wanted.answered:
        rows = rows.filter(matter__status__in=ANSWERED)
    if wanted.since:
        rows = rows.filter(received_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(received_at__lt=wanted.until)
    if wanted.matters:
        rows = rows.filter(matter__in=wanted.matters)
    return rows


def _order(wanted: Wanted) -> tuple[str, ...]:
    return ("due_on", "petition_id") if wanted.by_day else ("-petition_id",)


def _whole(rows: QuerySet[Transfer], wanted: Wanted) -> QuerySet[Transfer]:
    """With petition, matter and title."""
    return rows.select_related("petition__matter__title").order_by(*_order(wanted))


def how_many(actor: Actor, wanted: Wanted, *, most: int) -> int:
    """How many there are; counting ends one past ``most``."""
    return _matching(actor, wanted).order_by().values("pk")[: most + 1].count()


def page_of(
    actor: Actor, wanted: Wanted, *, after: tuple[date | None, str] | None, size: int
) -> list[Transfer]:
    """One page behind the row that ``after`` tells (its last day and number), and one row more if there are more."""
    rows = _matching(actor, wanted)
    if after is not None:
        day, number = after
        if wanted.by_day and day:
            rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, petition_id__gt=number), due_on__gte=day)
        elif not wanted.by_day:
            rows = rows.filter(petition_id__lt=number)
    return list(_whole(Transfer.objects.filter(pk__in=rows.values("pk")[: size + 1]), wanted))


def noted_as_reported(number: str, *, now: datetime) -> None:
    """All transfers in this matter have their result now; in the transaction of the entry that says so."""
    rows = Transfer.objects.filter(petition__matter=number)
    reopened = rows.values_list("petition__matter__reopened", flat=True).first()
    if reopened is not None:
        rows.update(reported_at=now, reported_reopened=reopened + 1)


def owed_anew(number: str) -> None:
    """The matter was taken up again: what was reported holds no longer, its new result is owed. In the entry's transaction."""
    Transfer.objects.filter(petition__matter=number).update(reported_at=None)
