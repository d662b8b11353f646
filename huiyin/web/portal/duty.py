"""When the county's leaders receive visitors, who, where, and what each is in charge of: published for everybody (Art. 18)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.accounts.queries import holders
from huiyin.rooms.county.queries import calendar, leaders, rota_terms
from huiyin.rooms.duty.models import Shift
from huiyin.rooms.duty.queries import rota
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Role
from huiyin.rules.rota import Span, monday_of, on_duty
from huiyin.web.shared.page import lang_of, render
from huiyin.web.shared.rota import Line, charges_listed, day_named, line, usual_hours, weeks
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

WEEKS = 4


@require_safe
def duty_page(request: HttpRequest) -> HttpResponse:
    """Whom one meets today (or on the next working day), the next four weeks, who is in charge of what; three queries."""
    now = timezone.now()
    today = local_date(now)
    days = Span(monday_of(today), monday_of(today) + timedelta(days=7 * WEEKS - 1))
    shifts, people = rota(*days), holders(Role.LEADER, now)
    next_day = calendar().working_day_from(today)
    context: dict[str, Any] = {
        "at": "duty",
        "next_word": _("Today") if next_day == today else _("Next working day"),
        "next_day": day_named(next_day, today),
        "next": _receiving(shifts, next_day, people, today=today),
        "hours": usual_hours(rota_terms()),
        "weeks": weeks(shifts, days, people, today=today),
        "leaders": [
            {
                "name": one.called(language()),
                "person": people.get(one.code, ""),
                "duty": charges_listed(one.charge(language())),
                "lang": lang_of(one.charge(language())),
            }
            for one in leaders()
        ],
    }
    return render(request, "portal/duty.html", context)


def _receiving(shifts: list[Shift], day: date, people: Mapping[str, str], *, today: date) -> list[Line]:
    """Who is met on the day; a day off that only a week of duty runs over has nobody."""
    rows = {shift.fact(): shift for shift in shifts}
    met = [duty for duty in on_duty(rows, day) if duty.received_on(day, calendar())]
    return [line(rows[duty], people, today=today) for duty in met]
