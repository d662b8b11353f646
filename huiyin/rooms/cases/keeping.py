"""Which terms were kept, petition by petition, from the dates that the dossiers hold: for real messages as for our own.

Four questions are asked of each petition: was its petitioner told in 15 days (Art. 23); was it answered in the 60 days from
acceptance that its dossier holds (Art. 34, extensions included); would it have been in 60 days from receipt; and, of what came
by the mailbox, in the county's own term. What isn't done yet and not due yet is neither kept nor missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from huiyin.rooms.cases.models import ClockRun, Delivery, Petition, Round
from huiyin.rooms.county.queries import calendar, terms
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.clocks import Clock, Unit, due_on
from huiyin.rules.senders import as_given
from huiyin.rules.vocabulary import REACHED, Channel, RoundKind

BATCH = 500


class Term(StrEnum):
    """Which question."""

    NOTICE = "notice"  # T2 or T3: told in 15 days
    ANSWER = "answer"  # T6 or T7 as the dossier holds it, from acceptance
    FROM_RECEIPT = "from_receipt"  # 60 days, counted from receipt
    MAILBOX = "mailbox"  # the county's working days for its mailbox


class Kept(StrEnum):
    """The answer."""

    MET = "met"
    LATE = "late"  # done, but after the last day
    OVERDUE = "overdue"  # not done, and the last day is over
    WAITING = "waiting"  # not done, not due yet


@dataclass(frozen=True, slots=True)
class Judged:
    """One term of one petition: its last day, the day on which it was done (None: not yet), what came of it."""

    number: str
    foreign: str
    term: Term
    due: date
    done: date | None
    kept: Kept
    days_late: int


def judged(start: date, end: date, *, today: date, channel: Channel | None = None) -> Iterator[list[Judged]]:
    """The terms of each petition received from ``start`` to ``end``, both included, petition by petition.

    Read in batches: memory stays the same. Refuses (ValueError) a period that ends before it starts.
    """
    if end < start:
        raise ValueError("The period ends before it starts.")
    low, high = (datetime.combine(day, time.min, LOCAL) for day in (start, end + timedelta(days=1)))
    rows = Petition.objects.filter(received_at__gte=low, received_at__lt=high)
    rows = rows.filter(channel__in=[channel.value] if channel else [one.value for one in Channel])
    after = ""
    while batch := list(rows.filter(number__gt=after).order_by("number")[:BATCH]):
        yield from _batch(batch, today)
        after = batch[-1].number


def _batch(batch: list[Petition], today: date) -> Iterator[list[Judged]]:
    matters = sorted({petition.matter_id for petition in batch})
    numbers = [petition.number for petition in batch]
    reached = Delivery.objects.filter(matter__in=matters, petition__in=numbers, result__in=sorted(REACHED))
    answers = dict(reached.order_by("-at").values_list("petition", "at"))  # the earliest stays
    rounds: dict[str, list[Round]] = {}
    for stay in Round.objects.filter(matter__in=matters).order_by("n"):
        rounds.setdefault(stay.matter_id, []).append(stay)
    sixty = _first_sixty(matters)
    for petition in batch:
        stays, by = rounds.get(petition.matter_id, []), sixty.get(petition.matter_id)
        yield list(_petition(petition, stays, by, answers.get(petition.number), today))


def _first_sixty(matters: list[str]) -> dict[str, date]:
    """The last day of the first sixty days of each matter, extended if they were."""
    found: dict[tuple[str, str], date] = {}
    runs = ClockRun.objects.filter(matter__in=matters, code__in=[Clock.T6.value, Clock.T7.value])
    for number, code, due in runs.order_by("-n").values_list("matter", "code", "due_on"):
        found[number, code] = due  # the earliest stays
    ordinary = {number: due for (number, code), due in found.items() if code == Clock.T6}
    return ordinary | {number: due for (number, code), due in found.items() if code == Clock.T7}


def _petition(
    petition: Petition, stays: list[Round], answer_by: date | None, answered: datetime | None, today: date
) -> Iterator[Judged]:
    law = {"calendar": calendar(), "terms": terms()}
    received = petition.received_at

    def one(term: Term, due: date, done: datetime | None) -> Judged:
        return _judge(petition, term, due, done, today)

    began = next((stay.sent_at for stay in stays if _sent(stay) and stay.sent_at >= received), received)
    told = [stay.accepted_at for stay in stays if stay.accepted_at and stay.accepted_at >= received]
    first = min([*told, *([answered] if answered else [])], default=None)
    yield one(Term.NOTICE, due_on(Clock.T3, began, **law).due_on, first)  # type: ignore[arg-type]
    if answer_by is not None:
        yield one(Term.ANSWER, answer_by, answered)
    yield one(Term.FROM_RECEIPT, due_on(Clock.T6, received, **law).due_on, answered)  # type: ignore[arg-type]
    if petition.channel == Channel.MAILBOX:
        days = terms().mailbox_working_days
        by = due_on(Clock.F2, received, calendar=calendar(), terms=terms(), days=days, unit=Unit.WORKING_DAYS)
        yield one(Term.MAILBOX, by.due_on, answered)


def _sent(stay: Round) -> bool:
    return stay.kind != RoundKind.ACCEPT


def _judge(petition: Petition, term: Term, due: date, done: datetime | None, today: date) -> Judged:
    day = local_date(done) if done else None
    late = max(((day or today) - due).days, 0)
    done_or_not = (Kept.LATE, Kept.MET) if day is not None else (Kept.OVERDUE, Kept.WAITING)
    kept = done_or_not[0 if late else 1]
    return Judged(petition.number, as_given(petition.foreign_number), term, due, day, kept, late)
