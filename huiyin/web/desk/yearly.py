"""What the county owes once a year, the annual report and the assessment (Art. 41, 39): until when, whose, how it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rooms.county.queries import department, unit_tree
from huiyin.rooms.county.yearly import YearlyState, yearly
from huiyin.rules.calendar import local_date
from huiyin.rules.units import UnitKind
from huiyin.rules.yearly import Standing, Yearly, explain_yearly
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.menu import sees_county
from huiyin.web.shared import badges, county, when
from huiyin.web.shared.explain import yearly_sentences
from huiyin.web.shared.page import private, render
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@staff
def yearly_page(request: HttpRequest) -> HttpResponse:
    """The duties of last year and this one, by the day they are due, each with how that day came about. One query."""
    if not sees_county(actor(request)):
        raise PermissionDenied
    today = local_date(timezone.now())
    context = {"at": "yearly", "rows": [_row(state, today) for state in yearly(today)]}
    return private(render(request, "desk/yearly.html", context, frame=frame(request)))


def _row(state: YearlyState, today: date) -> dict[str, Any]:
    duty = state.duty
    done = state.standing is Standing.DONE
    return {
        "code": duty.code.value,
        "word": word(duty.code),
        "year": duty.year,
        "whose": _whose(duty.code),
        "due": when.day(duty.due_on),
        "clock": "" if done else badges.clock(duty.due_on, today),
        "done": _("done on %(day)s") % {"day": when.day(local_date(state.done_at))} if state.done_at else "",
        "note": state.note,
        "why": yearly_sentences(explain_yearly(duty)),
    }


def _whose(code: Yearly) -> str:
    """The department reports; committee and government of the county assess (Art. 41, 39)."""
    if code is Yearly.REPORT:
        return county.unit_name(department())
    root = next((unit.code for unit in unit_tree() if unit.kind is UnitKind.COUNTY), "")
    return _("%(county)s: committee and government") % {"county": county.unit_name(root)}
