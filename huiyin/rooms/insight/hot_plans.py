"""Plans of a hot matter one after the other: what was replaced is kept, and a past week's sheet has the plan of its time."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from huiyin.rooms.insight.models import Hot, HotPlan

#: So many of the plans that were replaced are shown.
SHOWN = 10


def keep_replaced(row: Hot) -> None:
    """Lay the plan aside that is about to be replaced; nothing where there is none yet."""
    if row.planned_at is not None and row.lead_id is not None:
        HotPlan.objects.create(
            hot=row, lead_id=row.lead_id, plan=row.plan, planned_at=row.planned_at, planned_by=row.planned_by
        )


def replaced(pk: int) -> list[HotPlan]:
    """The plans that others have replaced, the last one first, so many at most. One query."""
    return list(HotPlan.objects.filter(hot=pk).order_by("-planned_at")[:SHOWN])


def planned_before(past: datetime) -> Q:
    """Those that had a plan before this moment, whichever it was."""
    return Q(planned_at__lt=past) | Q(Exists(HotPlan.objects.filter(hot=OuterRef("pk"), planned_at__lt=past)))


def as_planned(rows: Sequence[Hot], past: datetime) -> list[Hot]:
    """The rows with the plan that each had before this moment. One query, none where nothing was planned since."""
    since = [row.pk for row in rows if row.planned_at is not None and row.planned_at >= past]
    found = HotPlan.objects.filter(hot__in=since, planned_at__lt=past).order_by("planned_at") if since else ()
    then = {one.hot_id: one for one in found}
    return [_with(row, then.get(row.pk)) if row.pk in since else row for row in rows]


def _with(row: Hot, plan: HotPlan | None) -> Hot:
    found = copy(row)
    found.lead_id, found.plan = (plan.lead_id, plan.plan) if plan else (None, "")
    found.planned_at, found.planned_by = (plan.planned_at, plan.planned_by) if plan else (None, "")
    return found
