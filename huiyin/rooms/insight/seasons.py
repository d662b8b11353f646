"""In which months which field of matters comes: counted by night over the last years, kept as one small table."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Count
from django.db.models.functions import ExtractMonth

from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.county.models import Setting
from huiyin.rules.calendar import LOCAL
from huiyin.rules.hot import season
from huiyin.rules.roles import Actor
from huiyin.rules.vocabulary import MatterClass

KEY = "insight.seasons"
YEARS = 3
#: Fields with fewer matters aren't told: a few tell no season, and might tell whose they are.
FEWEST = 24


def count(by: Actor, *, now: datetime) -> None:
    """Count the last years' matters by field and month; no tip-offs, nothing that the guard keeps away."""
    rows = visible_to(by).filter(registered_at__gte=now - timedelta(days=366 * YEARS)).exclude(category="")
    rows = rows.exclude(klass=MatterClass.TIP_OFF.value).order_by()
    counted = rows.annotate(month=ExtractMonth("received_at", tzinfo=LOCAL)).values_list("category", "month")
    months: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for category, month, n in counted.annotate(n=Count("pk")):
        months[category[:2] + "0000"][month] += n
    value = {
        code: [found.get(m, 0) for m in range(1, 13)]
        for code, found in months.items()
        if sum(found.values()) >= FEWEST
    }
    Setting.objects.update_or_create(key=KEY, defaults={"value": value})


def table() -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """Field, matters by month, the months in which it has more than usual; those with a season first. One query."""
    value = Setting.objects.filter(key=KEY).values_list("value", flat=True).first()
    rows = [
        (str(code), tuple(map(int, counts)), season(dict(enumerate(map(int, counts), 1))))
        for code, counts in (value if isinstance(value, dict) else {}).items()
    ]
    return sorted(rows, key=lambda row: (not row[2], -sum(row[1]), row[0]))
