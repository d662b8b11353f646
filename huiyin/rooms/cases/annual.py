"""The figures of a year that the annual report is made of (Art. 41): what came, what was sent, pressed, recommended, reviewed.

Whole-county figures for the department. Whom a tip-off accuses is told by nothing but a total (Art. 30 para. 3).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet

from huiyin.rooms.cases.around import Recommendation, SupervisionNotice
from huiyin.rooms.cases.figures import Figures, figures
from huiyin.rooms.cases.models import Matter, Petition, Round
from huiyin.rules.calendar import LOCAL
from huiyin.rules.duties import Adoption, Advice, NoticeKind
from huiyin.rules.vocabulary import MatterClass, RoundKind, Stage

#: So many of the units most complained of are named.
MOST_UNITS = 10
#: What a recommendation without its answer yet, and a review without its outcome, is counted as.
WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Annual:
    """One year.

    ``categories``: petitions by the field of the list; ``units``: petitions by the unit that had to handle them, tip-offs
    apart; ``sent``: how often a matter was sent on, by way; ``pressed``: times urged and supervised; ``advice``: the three
    recommendations by what was answered; ``reviews``: reviews and rechecks by outcome.
    """

    year: int
    channels: list[Figures]
    categories: list[tuple[str, int]]
    units: list[tuple[str, int]]
    tip_offs: int
    sent: dict[str, int]
    pressed: dict[str, int]
    advice: dict[str, dict[str, int]]
    reviews: dict[str, dict[str, int]]


def annual(year: int) -> Annual:
    """The figures of one year, by the day of receipt (petitions), of the act itself (the rest). Ten queries or so."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    came = Petition.objects.filter(_within("received_at", year))
    return Annual(
        year=year,
        channels=figures(first, last),
        categories=_categories(came),
        units=_units(came),
        tip_offs=came.filter(matter__klass=MatterClass.TIP_OFF.value).count(),
        sent=_counted(Round.objects.filter(_within("sent_at", year)), "kind", RoundKind),
        pressed=_counted(SupervisionNotice.objects.filter(_within("at", year)), "kind", NoticeKind),
        advice=_advice(year),
        reviews=_reviews(year),
    )


def _within(column: str, year: int) -> Q:
    start = datetime.combine(date(year, 1, 1), time.min, LOCAL)
    end = datetime.combine(date(year + 1, 1, 1), time.min, LOCAL)
    return Q(**{f"{column}__gte": start, f"{column}__lt": end})


def _categories(came: QuerySet[Petition]) -> list[tuple[str, int]]:
    """By field: the first two figures of a category's code. What isn't sorted yet stands under an empty code."""
    rows = came.order_by().values_list("matter__category").annotate(many=Count("pk"))
    found: Counter[str] = Counter()
    for code, many in rows:
        found[f"{code[:2]}0000" if code else ""] += many
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _units(came: QuerySet[Petition]) -> list[tuple[str, int]]:
    named = came.filter(matter__holder__isnull=False).exclude(matter__klass=MatterClass.TIP_OFF.value)
    rows = named.order_by().values_list("matter__holder").annotate(many=Count("pk"))
    return [(unit, many) for unit, many in rows.order_by("-many", "matter__holder")[:MOST_UNITS]]


def _counted(rows: QuerySet[Any], column: str, kinds: type[StrEnum]) -> dict[str, int]:
    found = dict(rows.order_by().values_list(column).annotate(many=Count("pk")))
    return {kind.value: found.get(kind.value, 0) for kind in kinds}


def _advice(year: int) -> dict[str, dict[str, int]]:
    rows = Recommendation.objects.filter(_within("at", year)).order_by()
    counts = rows.values_list("kind", "adoption").annotate(many=Count("pk"))
    empty = dict.fromkeys([*(word.value for word in Adoption), WAITING], 0)
    found = {kind.value: dict(empty) for kind in Advice}
    for kind, adoption, many in counts:
        found[kind][adoption or WAITING] = many
    return found


def _reviews(year: int) -> dict[str, dict[str, int]]:
    above = [Stage.REVIEW.value, Stage.RECHECK.value]
    rows = Matter.objects.filter(_within("registered_at", year), stage__in=above).order_by()
    found: dict[str, dict[str, int]] = {stage: {} for stage in above}
    for stage, outcome, many in rows.values_list("stage", "outcome").annotate(many=Count("pk")):
        found[stage][outcome or WAITING] = many
    return found
