"""What petitioners say of department and unit (满意度评价), counted so that silence stays silence. 国信发〔2022〕11号."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from huiyin.rooms.cases.around import Look, Rating
from huiyin.rooms.cases.figures import midnight
from huiyin.rooms.cases.models import ClockRun, Petition
from huiyin.rooms.county.queries import terms
from huiyin.rules.clocks import Clock
from huiyin.rules.counting import Share, rated_share, satisfied_share
from huiyin.rules.duties import Rated, Score, Verdict

#: A window ends at most so many days after it began: its longest setting, and a last day that moves on over a holiday.
_LONGEST = timedelta(days=365 + 31)


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

    A matter that was taken up again counts with its new answer. ``among`` narrows it to what somebody may see. At most three
    queries. Refuses a period that ends before it starts.
    """
    known = standing(start, end, among=among)
    lines = []
    for which in (Rated.DEPARTMENT, Rated.UNIT):
        scores = Counter(score for score, _ in known.said[which].values())
        out = sum(rightly for _, rightly in known.said[which].values()) if which is Rated.UNIT else 0
        lines.append(
            Ratings(
                which, len(known.ratable), scores[Score.SATISFIED], scores[Score.MOSTLY], scores[Score.DISSATISFIED], out
            )
        )  # fmt: skip
    return lines[0], lines[1]


@dataclass(frozen=True, slots=True)
class Standing:
    """Which petitions may be rated, and what was said of each object: the score, and whether it was answered rightly."""

    ratable: frozenset[str]
    said: Mapping[Rated, Mapping[str, tuple[Score, bool]]]

    def numbers(self, which: Rated, score: Score | None, *, silent: bool = False) -> frozenset[str]:
        """The petitions behind one number: with this score, all that were rated (None), or ``silent`` those that weren't."""
        said = self.said[which]
        if silent:
            return self.ratable - said.keys()
        return frozenset(number for number, (given, _) in said.items() if score in (None, given))

    def taken_out(self) -> frozenset[str]:
        """Dissatisfied with the unit, and found to have been answered rightly."""
        return frozenset(number for number, (_, rightly) in self.said[Rated.UNIT].items() if rightly)


def standing(start: date, end: date, *, among: QuerySet[Petition] | None = None) -> Standing:
    """What ``ratings`` counts, petition by petition; of several ratings of one object the last. As there, three queries."""
    if end < start:
        raise ValueError("The period ends before it starts.")
    rows = (Petition.objects.all() if among is None else among).filter(matter_id__in=_answered(start, end))
    home = dict(rows.values_list("number", "matter_id"))
    rightly = _answered_rightly(start)
    said: dict[Rated, dict[str, tuple[Score, bool]]] = {which: {} for which in Rated}
    for matter, petition, which, score, n in sorted(_said(start, end), key=lambda row: row[4]):
        if home.get(petition) == matter:
            said[Rated(which)][petition] = (Score(score), which == Rated.UNIT and (matter, n) in rightly)
    return Standing(frozenset(home), said)


def mostly_counts() -> bool:
    """Whether 基本满意 counts as satisfied: no rule says so, the county must."""
    return terms().mostly_counts


def _answered(start: date, end: date) -> QuerySet[ClockRun, str]:
    """The matters whose window for rating began in the period: the day on which the answer reached the last of them."""
    rows = ClockRun.objects.filter(
        code=Clock.L10.value, stopped_at__isnull=True, due_on__gte=start, due_on__lte=end + _LONGEST,
        started_at__gte=midnight(start), started_at__lt=midnight(end + timedelta(days=1)),
    )  # fmt: skip
    return rows.values_list("matter_id", flat=True)


def _said(start: date, end: date) -> list[tuple[str, str, str, str, int]]:
    """Ratings given while a window of the period may have run: matter, petition, object, score, number."""
    rows = Rating.objects.filter(at__gte=midnight(start), at__lt=midnight(end + _LONGEST + timedelta(days=1)))
    return list(rows.values_list("matter_id", "petition", "rated", "score", "n"))


def _answered_rightly(start: date) -> set[tuple[str, int]]:
    """Ratings that were looked into since then, and found to be of a right answer; none is looked into before it is given."""
    rows = Look.objects.filter(verdict=Verdict.ANSWERED_RIGHTLY.value, opened_at__gte=midnight(start))
    return set(rows.values_list("matter_id", "rating"))
