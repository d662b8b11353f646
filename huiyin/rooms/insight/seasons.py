"""In which months which field of matters comes: counted by night over the last years, kept as one small table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Min
from django.db.models.functions import ExtractMonth

from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.county.models import Setting
from huiyin.rules.calendar import LOCAL, local_date
from huiyin.rules.hot import season
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import MatterClass

KEY = "insight.seasons"
YEARS = 3
#: Fields with fewer matters aren't told: a few tell no season, and might tell whose they are.
FEWEST = 24


@dataclass(frozen=True, slots=True)
class Seasons:
    """``held``: full months that the record holds; ``months``: so many of them were counted, whole years, 0 for less than one.

    ``rows``: field, matters by month, the months in which it has more than usual.
    """

    held: int
    months: int
    rows: list[tuple[str, tuple[int, ...], tuple[int, ...]]]


def count(by: Actor, *, now: datetime) -> None:
    """Count the matters of the last whole years by field and month; no tip-offs, nothing that the guard keeps away.

    The record begins with the first registration. Only whole years of full months are counted, each month of the year as
    often as any other: else what the record has twice would seem to be its season.
    """
    known = visible_to(by).order_by()
    began = known.aggregate(first=Min("registered_at"))["first"]
    end = local_date(now).replace(day=1)
    held = _full_months(local_date(began), end) if began else 0
    years = min(held // 12, YEARS)
    months: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    if years:
        begin = end.replace(year=end.year - years)
        rows = known.filter(received_at__gte=_midnight(begin), received_at__lt=_midnight(end)).exclude(
            category=""
        )
        rows = rows.exclude(klass=MatterClass.TIP_OFF.value)
        counted = rows.annotate(month=ExtractMonth("received_at", tzinfo=LOCAL)).values_list(
            "category", "month"
        )
        for category, month, n in counted.annotate(n=Count("pk")):
            months[category[:2] + "0000"][month] += n
    fields = {
        code: [found.get(m, 0) for m in range(1, 13)]
        for code, found in months.items()
        if sum(found.values()) >= FEWEST
    }
    value = {"held": held, "months": years * 12, "fields": fields}
    Setting.objects.update_or_create(key=KEY, defaults={"value": value})


def _full_months(first: date, end: date) -> int:
    """From the month of ``first`` to the month before that of ``end``."""
    return (end.year - first.year) * 12 + end.month - first.month


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LOCAL)


def table() -> Seasons | None:
    """What the last night counted; the fields with a season first. One query. None before the first night."""
    kept = Setting.objects.filter(key=KEY).values_list("value", flat=True).first()
    if not isinstance(kept, dict) or "held" not in kept:
        return None
    rows = [
        (str(code), tuple(map(int, counts)), season(dict(enumerate(map(int, counts), 1))))
        for code, counts in kept["fields"].items()
    ]
    return Seasons(
        kept["held"], kept["months"], sorted(rows, key=lambda row: (not row[2], -sum(row[1]), row[0]))
    )
