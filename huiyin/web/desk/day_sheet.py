"""The sheet of the day (日报): what came in, how, by how many, what became of it; to be printed for whoever leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.day import MOST, registered_on
from huiyin.rooms.cases.models import Petition
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Channel, Status
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.work_rows import people, title_of
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@staff
def sheet_page(request: HttpRequest) -> HttpResponse:
    """One day's sheet, today's unless another day is asked for. For whoever sorts and whoever sees the county."""
    who = actor(request)
    if not menu.reads_the_day(who):
        raise PermissionDenied
    today = local_date(timezone.now())
    day = _day(request.GET.get("on", ""), today)
    found = registered_on(who, day)
    shown = found[:MOST]
    context = {
        "at": "day_sheet",
        "day": when.day(day),
        "sums": sums(shown),
        "rows": [_row(row) for row in shown],
        "more": len(found) > MOST,
        "most": MOST,
        "before": f"?on={day - timedelta(days=1)}",
        "after": f"?on={day + timedelta(days=1)}" if day < today else "",
        "made": when.moment(timezone.now()),
    }
    return private(render(request, "desk/day_sheet.html", context, frame=frame(request)))


def _day(text: str, today: date) -> date:
    """The day of the address; today if it isn't one, or is still to come."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if date(2000, 1, 1) < found <= today else today


def sums(rows: Sequence[Petition]) -> list[tuple[str, str]]:
    """What the day brought, in pairs of word and number: all, by channel, urgent, sorted, sent on."""
    by = Counter(row.channel for row in rows)
    persons = sum(row.persons for row in rows)
    every = ngettext("%(n)s petition", "%(n)s petitions", len(rows)) % {"n": len(rows)}
    found = [(_("Came in"), f"{every} · {people(persons)}")]
    found += [(word(channel), str(by[channel.value])) for channel in Channel if by[channel.value]]
    states = [row.matter.status for row in rows]
    waiting = sum(state == Status.REGISTERED.value for state in states)
    at_desk = sum(state in (Status.REGISTERED.value, Status.TRIAGED.value) for state in states)
    return [
        *found,
        (_("Urgent"), str(sum(row.matter.urgent for row in rows))),
        (_("Sorted"), str(len(rows) - waiting)),
        (_("Sent on or answered"), str(len(rows) - at_desk)),
    ]


def _row(row: Petition) -> dict[str, Any]:
    matter = row.matter
    title = title_of(matter)
    return {
        "number": row.number, "url": f"/desk/matter/{matter.number}/", "title": title, "lang": lang_of(title),
        "channel": word(Channel(row.channel)), "persons": row.persons,
        "place": county.place_name(matter.place) if matter.place else "",
        "category": county.category_name(matter.category) if matter.category else "",
        "unit": county.unit_name(matter.owner_id or ""), "state": badges.state(Status(matter.status)),
        "urgent": badges.urgent() if matter.urgent else "",
    }  # fmt: skip
