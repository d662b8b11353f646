"""What petitioners say of department and unit (满意度评价), counted so that silence stays silence. 国信发〔2022〕11号."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from huiyin.rooms.cases.around import Look, Rating
from huiyin.rooms.cases.figures import midnight
from huiyin.rooms.cases.models import ClockRun, Petition
from huiyin.rooms.county.queries import terms
from huiyin.rules.clocks import Clock
from huiyin.rules.counting import Share, rated_share, satisfied_share
from huiyin.rules.duties import Rated, Score, Verdict


@dataclass(frozen=True, slots=True)
class Ratings:
    """One object's line.

    ``ratable``: petitions whose answer arrived in the period and may be rated. ``rated`` of them were, ``silent`` were not (no
    rating is ever filled in). ``taken_out``: dissatisfied with the unit, looked into, and found to have been answered rightly:
    they stand in ``dissatisfied`` as said, and don't count in the unit's share.
    """

    rated_object: Rated
    ratable: int = 0
    satisfied: int = 0
    mostly: int = 0
    dissatisfied: int = 0
    taken_out: int = 0

    @property
    def rated(self) -> int:
        """How many were rated."""
        return self.satisfied + self.mostly + self.dissatisfied

    @property
    def silent(self) -> int:
        """How many were not (yet): neither good nor bad."""
        return self.ratable - self.rated

    @property
    def part_rated(self) -> Share:
        """参评率."""
        return rated_share(self.rated, self.ratable)

    def part_satisfied(self, *, mostly_counts: bool) -> Share:
        """满意率, of those rated and not taken out."""
        counted = self.dissatisfied - self.taken_out
        return satisfied_share(self.satisfied, self.mostly, counted, mostly_counts=mostly_counts)


def ratings(start: date, end: date, *, among: QuerySet[Petition] | None = None) -> tuple[Ratings, Ratings]:
    """Department and unit, over the petitions whose answer arrived between ``start`` and ``end``, both days included.

    A matter that was taken up again counts with its new answer. ``among`` narrows it to what somebody may see. One query.
    Refuses a period that ends before it starts.
    """
    if end < start:
        raise ValueError("The period ends before it starts.")
    rows = Petition.objects.all() if among is None else among
    return lines(told(rows, midnight(start), midnight(end + timedelta(days=1))))


def lines(found: Iterable[tuple[str | None, str | None, bool, int]]) -> tuple[Ratings, Ratings]:
    """Department and unit, of what ``told`` has."""
    said: dict[Rated, Counter[str | None]] = {which: Counter() for which in Rated}
    out = 0
    for department, unit, rightly, n in found:
        said[Rated.DEPARTMENT][department] += n
        said[Rated.UNIT][unit] += n
        out += n if rightly else 0

    def line(which: Rated, taken_out: int = 0) -> Ratings:
        of = said[which]
        satisfied, mostly, dissatisfied = of[Score.SATISFIED], of[Score.MOSTLY], of[Score.DISSATISFIED]
        return Ratings(which, of.total(), satisfied, mostly, dissatisfied, taken_out)

    return line(Rated.DEPARTMENT), line(Rated.UNIT, out)


# -- the rows ---------------------------------------------------------------------------------------------------------------


def ratable(rows: QuerySet[Petition], since: datetime, past: datetime) -> QuerySet[Petition, Any]:
    """Those that may be rated, their answer having arrived since a moment and before another, with what was said.

    ``department``, ``unit``: the last score of each, None where nothing was said. ``rightly``: the unit's was looked into, and
    found to be of a right answer.
    """
    looks = Look.objects.filter(
        matter=OuterRef("matter"), rating=OuterRef("of_unit"), verdict=Verdict.ANSWERED_RIGHTLY.value
    )
    return (
        rows.filter(matter_id__in=_answered(since, past))
        .annotate(department=_last(Rated.DEPARTMENT, since, "score"), unit=_last(Rated.UNIT, since, "score"))
        .alias(of_unit=_last(Rated.UNIT, since, "n"))
        .annotate(rightly=Exists(looks))
    )


def told(rows: QuerySet[Petition], since: datetime, past: datetime) -> QuerySet[Petition, Any]:
    """How many of the ``ratable`` were rated how. What was said is looked up only where anybody has said anything since."""
    spoke = Q(matter_id__in=Rating.objects.filter(at__gte=since).values("matter_id"))
    silent = rows.filter(~spoke, matter_id__in=_answered(since, past)).annotate(
        department=Value(None, CharField()), unit=Value(None, CharField()), rightly=Value(False, BooleanField())
    )  # fmt: skip
    return _counted(ratable(rows.filter(spoke), since, past)).union(_counted(silent), all=True)


def _counted(rows: QuerySet[Petition, Any]) -> QuerySet[Petition, Any]:
    said = ("department", "unit", "rightly")
    found: QuerySet[Petition, Any] = rows.order_by().values(*said).annotate(n=Count("*"))
    return found.values_list(*said, "n")


def _last(which: Rated, since: datetime, column: str) -> Subquery:
    """Of a petition's last rating of this object."""
    theirs = Rating.objects.filter(
        matter=OuterRef("matter"), petition=OuterRef("pk"), rated=which.value, at__gte=since
    )
    return Subquery(theirs.order_by("-n").values(column)[:1])


def _answered(since: datetime, past: datetime) -> QuerySet[ClockRun, str]:
    """The matters whose window for rating began then: the day on which the answer reached the last of them.

    The clock's code stands in the statement itself, so that the index of these windows fits.
    """
    window = RawSQL(f"'{Clock.L10.value}'", ())  # noqa: S611  our own word
    rows = ClockRun.objects.filter(
        code=window, stopped_at__isnull=True, started_at__gte=since, started_at__lt=past
    )
    return rows.values_list("matter_id", flat=True)


def mostly_counts() -> bool:
    """Whether 基本满意 counts as satisfied: no rule says so, the county must."""
    return terms().mostly_counts
