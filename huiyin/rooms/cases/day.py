"""What came in on one day: the rows behind the day's sheet (日报), for somebody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.seeing import petitions_for
from huiyin.rules.calendar import LOCAL
from huiyin.rules.roles import Actor

#: A sheet holds so many; a day that brings more says so.
MOST = 300


def registered_on(actor: Actor, day: date, *, most: int = MOST) -> list[Petition]:
    """The petitions taken down on the local day that the person may see, in order; one more than ``most`` at most."""
    first = datetime.combine(day, time.min, LOCAL)
    rows = petitions_for(actor).filter(registered_at__gte=first, registered_at__lt=first + timedelta(days=1))
    return list(rows.select_related("matter__title").order_by("registered_at", "number")[: most + 1])
