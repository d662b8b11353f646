"""Two looks at the same open matters: unit by unit for whoever supervises, day by day for whoever has them to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.working import by_day, by_unit, rows
from huiyin.rooms.county.queries import calendar
from huiyin.rules.calendar import local_date
from huiyin.web.desk import menu, unit_table
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.calendar_terms import days_of
from huiyin.web.desk.filtering import Choice, choice
from huiyin.web.desk.month_days import Day, Ending, in_list, weeks
from huiyin.web.desk.unit_table import Column
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import badges
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.rota import month_named, weekday

if TYPE_CHECKING:
    from django.http import HttpRequest

#: How far from now months are shown, in days.
_FARTHEST = 400
#: A calendar with no more than so many matters names them, so many a day.
MOST_NAMED, MOST_A_DAY = 60, 3


@require_safe
@staff
def board_page(request: HttpRequest) -> HttpResponse:
    """Every unit with what it has open, late, due; each number opens its rows. For whoever sees the county."""
    who, today = actor(request), local_date(timezone.now())
    if not menu.sees_county(who):
        raise PermissionDenied
    loads = by_unit(who, today, today + timedelta(days=badges.SOON))
    columns = [Column(head(), tone, url) for head, tone, url in _COLUMNS]
    numbers = ((one.unit, (one.open, one.late, one.today, one.soon, one.urgent)) for one in loads)
    context = {
        "at": "board",
        "heads": [one.head for one in columns],
        "rows": unit_table.html(numbers, columns),
        "sums": [
            (_("Open"), sum(load.open for load in loads), "/desk/list/"),
            (_("Late"), sum(load.late for load in loads), "/desk/list/?due=late"),
            (_("Due today"), sum(load.today for load in loads), "/desk/list/?due=today"),
        ],
    }
    return private(render(request, "desk/board.html", context, frame=frame(request)))


def _list(given: str = "") -> unit_table.Address:
    return lambda unit: f"/desk/list/?unit={unit}{given}"


#: The columns after the unit: heading, tone, where the rows are.
_COLUMNS: tuple[tuple[Callable[[], str], str, unit_table.Address], ...] = (
    (lambda: _("Open"), "", _list()),
    (lambda: _("Late"), "late", _list("&due=late")),
    (lambda: _("Due today"), "today", _list("&due=today")),
    (lambda: _("Due soon or late"), "", _list("&due=soon")),
    (lambda: _("Urgent"), "care", _list("&urgent=1")),
)


@require_safe
@staff
def calendar_page(request: HttpRequest) -> HttpResponse:
    """A month of last days: how many end on each day; each day opens its rows. This month unless another is asked for."""
    who, today = actor(request), local_date(timezone.now())
    if not menu.works(who):
        raise PermissionDenied
    month = _month(request.GET.get("month", ""), today)
    first = month - timedelta(days=month.weekday())
    after = (month + timedelta(days=32)).replace(day=1)
    last = (
        after + timedelta(days=(7 - after.weekday()) % 7 - 1)
        if after.weekday()
        else after - timedelta(days=1)
    )
    chosen = choice({"unit": request.GET.get("unit", "")}, who, today)
    unit = request.GET.get("unit", "") if chosen.wanted().units else ""
    own = None if menu.sees_county(who) and not unit else days_of(who, first, last, unit=unit, today=today)
    counts = by_day(who, chosen.wanted(), first, last) if own is None else own.counts
    named = _named(chosen, first, last) if own is None else own.named
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    boxes = [
        Day(
            day, n := counts.get(day, 0), chosen.link(on=day.isoformat()) if own is None else own.url(day),
            badges.tone_of(day, today) if n else "", named.get(day, ()), not calendar().is_working(day),
            day.month != month.month, day == today,
        )
        for day in days
    ]  # fmt: skip
    chosen_unit = f"&unit={unit}" if unit else ""
    context = {
        "at": "deadlines",
        "month": month_named(month),
        "names": [weekday(first + timedelta(days=n)) for n in range(7)],
        "weeks": weeks(boxes),
        "before": f"?month={(month - timedelta(days=1)):%Y-%m}{chosen_unit}",
        "after": f"?month={after:%Y-%m}{chosen_unit}",
        "late": chosen.link(due="late") if own is None else own.late,
        "terms": own is not None,
        "agenda": in_list(own.agenda, today) if own is not None else "",
        "nothing": not counts,
    }
    return private(render(request, "desk/calendar.html", context, frame=frame(request)))


def _named(chosen: Choice, first: date, last: date) -> dict[date, list[Ending]]:
    """What ends on each day and which term it is, where they are few enough; of a whole county's month the numbers alone."""
    found = rows(chosen.who, replace(chosen.wanted(), due_from=first, due_until=last), size=MOST_NAMED)
    told: dict[date, list[Ending]] = {}
    for row in found if len(found) <= MOST_NAMED else ():
        if row.next_due is not None:
            told.setdefault(row.next_due, []).append(_one(row, row.next_due, chosen.today))
    return {day: these[:MOST_A_DAY] for day, these in told.items()}


def _one(row: Matter, due: date, today: date) -> Ending:
    title, tone = title_of(row), badges.tone_for(due, today, since=row.next_since)
    shown = f"{tone} provisional" if row.next_provisional else tone
    return Ending(due, row.number, title, lang_of(title), badges.term(row), shown)


def _month(text: str, today: date) -> date:
    """The first of the month of the address; this month's if it isn't one, or is too far away."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return found if abs((found - today).days) <= _FARTHEST else today.replace(day=1)
