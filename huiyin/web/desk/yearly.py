"""What the county owes once a year, the annual report and the assessment (Art. 41, 39): until when, whose, how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.county.actions import NotDone
from huiyin.rooms.county.queries import department, unit_tree
from huiyin.rooms.county.yearly import MOST_NOTE, YearlyState, fulfil_yearly_duty, yearly
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Permission
from huiyin.rules.units import UnitKind
from huiyin.rules.yearly import Standing, Yearly, explain_yearly
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.menu import sees_county
from huiyin.web.shared import badges, county, sayings, when
from huiyin.web.shared.explain import yearly_sentences
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import private, render, see
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@staff
def yearly_page(request: HttpRequest) -> HttpResponse:
    """The duties of last year and this one, by the day they are due, each with how that day came about. One query."""
    return _page(request)


@require_POST
@staff
def done(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Note one down as done: 303 back to the page, or 422 with the reason and what was typed."""
    note = request.POST.get("note", "")
    try:
        fulfil_yearly_duty(code, year=year, note=note, by=actor(request), now=timezone.now())
    except NotDone as no:
        beside = f"{code}-{year}" if no.refused.field == "note" else ""
        refused, typed = sayings.say(no.refused), {f"{code}-{year}": printable(note)}
        return _page(request, refused=refused, beside=beside, typed=typed, status=422)
    return see("/desk/yearly/")


def _page(
    request: HttpRequest,
    *,
    refused: str = "",
    beside: str = "",
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """``beside``: the duty whose note is to be mended; else the reason stands above."""
    who, today = actor(request), local_date(timezone.now())
    if not sees_county(who):
        raise PermissionDenied
    context = {
        "at": "yearly",
        "refused": "" if beside else refused,
        "may_note": who.may(Permission.SUPERVISE) or who.may(Permission.ADMINISTER),
        "rows": [_row(state, today, typed or {}, {beside: refused}) for state in yearly(today)],
        "most": MOST_NOTE,
    }
    return private(render(request, "desk/yearly.html", context, status=status, frame=frame(request)))


def _row(
    state: YearlyState, today: date, typed: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Any]:
    duty = state.duty
    key = f"{duty.code.value}-{duty.year}"
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
        "typed": typed.get(key, ""),
        "error": errors.get(key, ""),
        "why": yearly_sentences(explain_yearly(duty)),
    }


def _whose(code: Yearly) -> str:
    """The department reports; committee and government of the county assess (Art. 41, 39)."""
    if code is Yearly.REPORT:
        return county.unit_name(department())
    root = next((unit.code for unit in unit_tree() if unit.kind is UnitKind.COUNTY), "")
    return _("%(county)s: committee and government") % {"county": county.unit_name(root)}
