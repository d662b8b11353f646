"""Every reading of the leaders' duty: the rota of some days, its gaps, what came of receiving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from huiyin.rooms.county.queries import calendar, leader_codes, rota_terms, unit_path
from huiyin.rooms.duty.models import Reception, Shift
from huiyin.rules import rota as rules
from huiyin.rules.roles import SYSTEM, Actor, Permission
from huiyin.rules.rota import MOST_DAYS, ShiftKind

PAGE = 50
#: Most days that a rota is read for at once.
MOST_SPAN = 2 * MOST_DAYS
#: How far back one looks for whose turn it was.
TURNS = timedelta(weeks=30)


def rota(first: date, last: date) -> list[Shift]:
    """The duties that have a day from ``first`` to ``last`` and aren't cancelled, by first day; one query.

    Bounded by itself: of each kind there is one duty a day. Refuses (ValueError) more than two years.
    """
    if not 0 <= (last - first).days < MOST_SPAN:
        raise ValueError(f"a rota of 1 to {MOST_SPAN} days is read at once: {first} to {last}")
    earliest = first - timedelta(days=MOST_DAYS)  # no duty is longer, so the index does it from both sides
    found = _standing().filter(first__gte=earliest, first__lte=last, last__gte=first)
    return list(found.order_by("first", "kind", "id"))


def _standing() -> QuerySet[Shift]:
    return Shift.objects.filter(cancelled_at__isnull=True)


def duties_ahead(post: str, day: date) -> int:
    """How many duties the post has from this day on, its own and those that it stands in for; one query."""
    return _standing().filter(Q(unit=post) | Q(substitute=post), last__gte=day).count()


def today(day: date) -> list[Shift]:
    """Who receives on the day, the shortest duty first."""
    found = rota(day, day)
    return sorted(found, key=lambda shift: (shift.last - shift.first, shift.unit_id))


def gaps(first: date, last: date) -> tuple[date, ...]:
    """The working days on which no leader sits in the duty room; one query."""
    return gaps_in(rota(first, last), first, last)


def gaps_in(shifts: list[Shift], first: date, last: date) -> tuple[date, ...]:
    """The same of duties that were read already."""
    return rules.gaps([shift.fact() for shift in shifts], first, last, calendar())


def missing_in(shifts: list[Shift], month: date) -> list[str]:
    """Which posts of the setting receive on no day of the month, in the setting's order; of duties that were read already.

    A post that was closed owes nothing any more.
    """
    posts = [code for code in rota_terms().rota_monthly_posts if code in leader_codes()]
    facts = [shift.fact() for shift in shifts]
    missing = rules.monthly_missing(facts, month, frozenset(posts), calendar())
    return [code for code in posts if code in missing]


def weeks_planned(day: date) -> list[tuple[str, date]]:
    """Whose weeks they were and are, with their last days, from half a year before ``day`` on, in order."""
    weekly = _standing().filter(kind=ShiftKind.WEEKLY, first__gte=day - TURNS)
    return list(weekly.order_by("first").values_list("unit_id", "last")[:MOST_SPAN])


def shift_of(shift: int, *, cancelled: bool = False) -> Shift | None:
    """One duty that isn't cancelled, or that may be; None if there is none such."""
    return (Shift.objects.all() if cancelled else _standing()).filter(pk=shift).first()


def may_record(by: Actor, shift: Shift) -> bool:
    """Whether this person may note down who was received there: the department for all, a leader for their own post.

    What is noted binds the leader, so no leader does it for another.
    """
    if by == SYSTEM:
        return True
    posts = by.posts_with(Permission.RECEIVE)
    return any(
        post.unit == shift.receiver or not _of_leaders(post.path, unit_path(shift.unit_id)) for post in posts
    )


def _of_leaders(path: str, leader: str) -> bool:
    """Whether the post lies where the leaders' posts lie."""
    above = leader.rstrip("/").rpartition("/")[0] + "/"
    return path.startswith(above)


# -- receptions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page ends: the last row's day (of the reception, or due day of the promise) and its id."""

    day: date
    id: int


def receptions(*, after: Key | None = None, size: int = PAGE) -> list[Reception]:
    """Whom leaders received, newest first, with the duty; one row more than ``size`` if there is a next page."""
    found = Reception.objects.select_related("shift")
    if after is not None:
        found = found.filter(Q(day__lt=after.day) | Q(day=after.day, id__lt=after.id))
    return list(found.order_by("-day", "-id")[: size + 1])


def last_reception() -> int:
    """The row of what was noted last; 0 where nothing was."""
    return Reception.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def open_promises(*, after: Key | None = None, size: int = PAGE) -> list[Reception]:
    """What was promised and isn't done yet, by due day; one row more than ``size`` if there is a next page."""
    found = Reception.objects.filter(due_on__isnull=False, done_at__isnull=True).select_related("shift")
    if after is not None:
        found = found.filter(Q(due_on__gt=after.day) | Q(due_on=after.day, id__gt=after.id))
    return list(found.order_by("due_on", "id")[: size + 1])


def promised(day: date, *, most: int) -> tuple[int, int]:
    """How many promises made at receptions are open, and how many of these past their day; ``most`` + 1 at most. One query."""
    rows = Reception.objects.filter(due_on__isnull=False, done_at__isnull=True)
    days = list(rows.order_by("due_on", "id").values_list("due_on", flat=True)[: most + 1])
    return len(days), sum(due is not None and due < day for due in days)


def taken_on_in(number: str) -> list[Reception]:
    """The receptions at which a leader took this matter on (包案), by day; one query. Bounded: at most twenty."""
    rows = (
        Reception.objects.filter(matter=number, taken_on=True).select_related("shift").order_by("day", "id")
    )
    return list(rows[:20])


def received_on(day: date, shifts: Sequence[int]) -> list[Reception]:
    """Who was received on the day at these duties; one query. Bounded: two pages."""
    return list(Reception.objects.filter(day=day, shift__in=list(shifts)).order_by("id")[: 2 * PAGE])


def promises_of(posts: Sequence[str], *, since: date, size: int = 20) -> list[Reception]:
    """What was promised where these posts received and isn't ticked off, the nearest due day first; one query.

    Behind it what they took on ``since`` that day, whether it was put down on the matter or not.
    """
    received = Q(shift__substitute__in=list(posts)) | Q(
        shift__substitute__isnull=True, shift__unit__in=list(posts)
    )
    waits = Q(due_on__isnull=False, done_at__isnull=True) | Q(taken_on=True, day__gte=since)
    rows = Reception.objects.filter(received, waits).select_related("shift")
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "-day", "id")[:size])
