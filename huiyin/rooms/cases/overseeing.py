"""The supervision board's readings: what each unit has late, urged and supervised; what was written and isn't answered.

By the same conditions as the lists behind the numbers, each bounded; for somebody, like every reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from huiyin.rooms.cases.around import Recommendation, SupervisionNotice
from huiyin.rooms.cases.models import ClockRun, Matter, titled
from huiyin.rooms.cases.seeing import of_seen, unbarred
from huiyin.rooms.county.queries import version
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.kept import ASKED_SINCE, Kept, KeptValues
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
    units: dict[str, dict[str, int]] = {}
    for names, counted in _BOARD:
        for unit, *numbers in counted(actor, today, version(), since=since):
            units.setdefault(unit, {}).update(zip(names, numbers, strict=True))
    rows = [UnitPressed(unit, **numbers) for unit, numbers in units.items() if unit]
    return sorted(rows, key=lambda row: (-row.weight, row.unit))


_ALL = Q()


def _late(actor: Actor, today: date) -> QuerySet[Any, Any]:
    return _count(_open(actor).filter(next_due__lt=today), "owner", _ALL)


def _returned(actor: Actor) -> QuerySet[Any, Any]:
    # not by the bare column: its index would have every open matter read, and few of them were handed back
    return _count(_open(actor).filter(returns__gte=1), Coalesce("owner", Value("")), _ALL)


def _urged(actor: Actor) -> QuerySet[Any, Any]:
    return _count(_urges(actor).filter(at__gte=ASKED_SINCE), "addressee", _ALL)


def _urges(actor: Actor) -> QuerySet[SupervisionNotice]:
    return SupervisionNotice.objects.filter(of_seen(actor), kind=NoticeKind.URGE.value)


def _standing(actor: Actor, today: date) -> QuerySet[Any, Any]:
    return _count(_numbered(actor), "addressee", _ALL, _UNANSWERED, _overdue(today))


_UNANSWERED = Q(answered_at__isnull=True)


def _overdue(today: date) -> Q:
    """Notices whose last day for an answer has passed."""
    runs = ClockRun.objects.filter(
        code=Clock.L6.value, stopped_at__isnull=True, due_on__lt=today, matter=OuterRef("matter_id"), ref=OuterRef("n")
    )  # fmt: skip
    return Q(Exists(runs))


#: What is counted of each unit, and how.
_BOARD: tuple[tuple[tuple[str, ...], KeptValues], ...] = (
    (("late",), KeptValues(lambda actor, today, _county: _late(actor, today))),
    (("returned",), KeptValues(lambda actor, _today, _county: _returned(actor))),
    (("urged",), KeptValues(lambda actor, _today, _county: _urged(actor))),
    (
        ("supervised", "unanswered", "overdue"),
        KeptValues(lambda actor, today, _county: _standing(actor, today)),
    ),
    (("advised",), KeptValues(lambda actor, _today, _county: _count(_advised(actor), "addressee", _ALL))),
)


def _open(actor: Actor) -> QuerySet[Matter]:
    return unbarred(Matter.objects.filter(is_open=True), actor, only_open=True)


def _numbered(actor: Actor) -> QuerySet[SupervisionNotice]:
    """Numbered notices that stand."""
    rows = SupervisionNotice.objects.filter(ended_at__isnull=True).exclude(serial="")
    return rows.filter(of_seen(actor))


def _advised(actor: Actor) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(of_seen(actor), adoption="")


def _count(rows: QuerySet[Any], unit: str | Coalesce, *counted: Q) -> QuerySet[Any, Any]:
    """By unit how many rows fulfil each of these."""
    numbers = {f"n{n}": Count("pk", filter=which or None) for n, which in enumerate(counted)}
    found: QuerySet[Any, Any] = (
        rows.order_by().values(whose=F(unit) if isinstance(unit, str) else unit).annotate(**numbers)
    )
    return found.values_list("whose", *numbers)


def to_press(actor: Actor, today: date, unit: str = "") -> list[Matter]:
    """Late matters that a unit holds and answers for, the longest late first: what can be urged from the board.

    One more than ``MOST``. What a unit objected to is the department's own to answer: nobody else is urged for it.
    """
    return titled(_first_late(actor, today, unit, MOST, version()))


def _to_press(actor: Actor, today: date, unit: str, most: int) -> QuerySet[Matter]:
    rows = _open(actor).filter(next_due__lt=today, holder=F("owner"))
    rows = rows.filter(holder=unit) if unit else rows
    return rows.annotate(words=F("title__text")).order_by("next_due", "number")[: most + 1]


_first_late = Kept(lambda actor, today, unit, most, _county: _to_press(actor, today, unit, most))


def pressed_in(numbers: Iterable[str]) -> dict[str, list[SupervisionNotice]]:
    """What these matters' units were urged and supervised for, in order; one query."""
    rows = SupervisionNotice.objects.filter(matter__in=sorted(set(numbers))).order_by("matter", "n")
    found: dict[str, list[SupervisionNotice]] = {}
    for row in rows:
        found.setdefault(row.matter_id, []).append(row)
    return found


def notices(
    actor: Actor, today: date, unit: str = "", *, higher: bool = False, only: str = ""
) -> list[SupervisionNotice]:
    """Numbered notices that stand, the unanswered ones first, then the oldest; one more than ``MOST``.

    ``higher``: only those that were taken to a leader or to the joint conference; ``only``: ``unanswered`` or ``overdue``.
    """
    return _of_matters(_first_notices(actor, today, unit, higher, only, MOST, version()))


def _notices(
    actor: Actor, today: date, unit: str, higher: bool, only: str, most: int
) -> QuerySet[SupervisionNotice]:
    rows = _numbered(actor)
    if higher:
        rows = rows.exclude(level=NoticeLevel.DEPARTMENT.value)
    if only:
        rows = rows.filter(_overdue(today) if only == "overdue" else _UNANSWERED)
    ordered = _of(rows, unit).order_by(F("answered_at").asc(nulls_first=True), "at", "matter", "n")
    return ordered[: most + 1]


_first_notices = Kept(
    lambda actor, today, unit, higher, only, most, _county: _notices(actor, today, unit, higher, only, most)
)


def urged(actor: Actor, unit: str, since: datetime) -> list[SupervisionNotice]:
    """What a unit was urged for since then, the latest first; one more than ``MOST``."""
    rows = _of(_urges(actor).filter(at__gte=since), unit)
    return _of_matters(list(rows.order_by("-at", "matter", "n")[: MOST + 1]))


def advice(actor: Actor, unit: str = "") -> list[Recommendation]:
    """Recommendations that wait for their answer, the oldest first; one more than ``MOST``."""
    return _of_matters(_first_advice(actor, unit, MOST, version()))


_first_advice = Kept(
    lambda actor, unit, most, _county: _of(_advised(actor), unit).order_by("at", "matter", "n")[: most + 1]
)


def _of(rows: QuerySet[Row], unit: str) -> QuerySet[Row]:
    """Those to a unit, with what is shown of their matters."""
    if unit:
        rows = rows.filter(addressee=unit)
    shown = {"words": F("matter__title__text"), "status": F("matter__status"), "urgent": F("matter__urgent")}
    found: QuerySet[Row] = rows.annotate(**shown)
    return found


def _of_matters(rows: list[Row]) -> list[Row]:
    """Each with its matter, of which number, title, status and urgency are there."""
    for row in rows:
        said: Any = row
        matter = Matter(number=said.matter_id, status=said.status, urgent=bool(said.urgent))
        matter.title = SealedText(text=said.words)
        said.matter = matter
    return rows


def to_and_fro(actor: Actor, unit: str = "") -> list[Matter]:
    """Open matters that units have handed back, the most often first (the ping-pong count); at most ``MOST``."""
    return titled(_first_returned(actor, unit, MOST, version()))


def _to_and_fro(actor: Actor, unit: str, most: int) -> QuerySet[Matter]:
    rows = _open(actor).filter(returns__gte=1)
    rows = rows.filter(owner=unit) if unit else rows
    return rows.annotate(words=F("title__text")).order_by("-returns", "number")[:most]


_first_returned = Kept(lambda actor, unit, most, _county: _to_and_fro(actor, unit, most))
