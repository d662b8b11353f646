"""The supervision board's readings: what each unit has late, urged and supervised; what was written and isn't answered.

By the same conditions as the lists behind the numbers, each bounded; for somebody, like every reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any, TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet

from huiyin.rooms.cases.around import Recommendation, SupervisionNotice
from huiyin.rooms.cases.models import ClockRun, Matter
from huiyin.rooms.cases.seeing import unbarred, visible_to
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import NoticeKind, NoticeLevel
from huiyin.rules.roles import Actor

Row = TypeVar("Row", bound=Model)
#: So many rows of each kind stand on the board; the lists have the rest.
MOST = 50


@dataclass(frozen=True, slots=True)
class UnitPressed:
    """One unit on the board: late matters; urged since a day; notices that stand, of these unanswered and past their day.

    ``advised``: recommendations that wait for its answer; ``returned``: open matters that it answers for now and that others
    have handed back.
    """

    unit: str
    late: int = 0
    urged: int = 0
    supervised: int = 0
    unanswered: int = 0
    overdue: int = 0
    advised: int = 0
    returned: int = 0

    @property
    def weight(self) -> int:
        """By what the board is ordered: what is past its day counts before what was only said."""
        return self.overdue * 100 + self.late * 10 + self.unanswered + self.advised + self.returned


def by_unit(actor: Actor, today: date, since: datetime) -> list[UnitPressed]:
    """Every unit with something on the board, the hardest pressed first; five statements. At most the county's units."""
    open_ones = unbarred(Matter.objects.filter(is_open=True), actor, only_open=True)
    notices = _seen(SupervisionNotice.objects.all(), actor)
    standing = notices.filter(ended_at__isnull=True).exclude(serial="")
    overdue = ClockRun.objects.filter(
        code=Clock.L6.value, stopped_at__isnull=True, due_on__lt=today, matter=OuterRef("matter_id"), ref=OuterRef("n")
    )  # fmt: skip
    counted = (
        _count(open_ones.filter(next_due__lt=today), "owner", late=_ALL),
        _count(open_ones.filter(returns__gte=1), "owner", returned=_ALL),
        _count(notices.filter(kind=NoticeKind.URGE.value, at__gte=since), "addressee", urged=_ALL),
        _count(
            standing, "addressee",
            supervised=_ALL, unanswered=Q(answered_at__isnull=True), overdue=Q(Exists(overdue)),
        ),
        _count(_seen(Recommendation.objects.filter(adoption=""), actor), "addressee", advised=_ALL),
    )  # fmt: skip
    units: dict[str, dict[str, int]] = {}
    for row in chain.from_iterable(counted):
        units.setdefault(row.pop("whose"), {}).update(row)
    rows = [UnitPressed(unit, **numbers) for unit, numbers in units.items() if unit]
    return sorted(rows, key=lambda row: (-row.weight, row.unit))


_ALL = Q()


def _seen(rows: QuerySet[Row], actor: Actor) -> QuerySet[Row]:
    return rows.filter(Exists(visible_to(actor).filter(pk=OuterRef("matter_id"))))


def _count(rows: QuerySet[Any], column: str, **counted: Q) -> list[dict[str, Any]]:
    """How many rows fulfil each of these, by unit (``whose``)."""
    numbers = {name: Count("pk", filter=which or None) for name, which in counted.items()}
    return list(rows.order_by().values(whose=F(column)).annotate(**numbers))


def to_press(actor: Actor, today: date, unit: str = "") -> list[Matter]:
    """Late matters that a unit holds, the longest late first: what can be urged from the board. One more than ``MOST``."""
    rows = unbarred(
        Matter.objects.filter(is_open=True, next_due__lt=today, holder__isnull=False), actor, only_open=True
    )
    if unit:
        rows = rows.filter(holder=unit)
    return list(rows.select_related("title").order_by("next_due", "number")[: MOST + 1])


def pressed_in(numbers: Iterable[str]) -> dict[str, list[SupervisionNotice]]:
    """What these matters' units were urged and supervised for, in order; one query."""
    rows = SupervisionNotice.objects.filter(matter__in=sorted(set(numbers))).order_by("matter", "n")
    found: dict[str, list[SupervisionNotice]] = {}
    for row in rows:
        found.setdefault(row.matter_id, []).append(row)
    return found


def notices(actor: Actor, unit: str = "", *, higher: bool = False) -> list[SupervisionNotice]:
    """Numbered notices that stand, the unanswered ones first, then the oldest; one more than ``MOST``.

    ``higher``: only those that were taken to a leader or to the joint conference.
    """
    rows = _seen(SupervisionNotice.objects.filter(ended_at__isnull=True).exclude(serial=""), actor)
    if higher:
        rows = rows.exclude(level=NoticeLevel.DEPARTMENT.value)
    if unit:
        rows = rows.filter(addressee=unit)
    ordered = rows.select_related("matter__title").order_by(
        F("answered_at").asc(nulls_first=True), "at", "matter", "n"
    )
    return list(ordered[: MOST + 1])


def advice(actor: Actor, unit: str = "") -> list[Recommendation]:
    """Recommendations that wait for their answer, the oldest first; one more than ``MOST``."""
    rows = _seen(Recommendation.objects.filter(adoption=""), actor)
    if unit:
        rows = rows.filter(addressee=unit)
    return list(rows.select_related("matter__title").order_by("at", "matter", "n")[: MOST + 1])


def to_and_fro(actor: Actor, unit: str = "") -> list[Matter]:
    """Open matters that units have handed back, the most often first (the ping-pong count); at most ``MOST``."""
    rows = unbarred(Matter.objects.filter(is_open=True, returns__gte=1), actor, only_open=True)
    if unit:
        rows = rows.filter(owner=unit)
    return list(rows.select_related("title").order_by("-returns", "number")[:MOST])
