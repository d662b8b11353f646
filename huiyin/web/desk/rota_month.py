"""The rota as a calendar, weeks as rows and gaps in sight; two duties swapped; the sheet for the notice board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.accounts.queries import holders
from huiyin.rooms.county.queries import calendar, leaders, rota_terms
from huiyin.rooms.duty.actions import NotDone, swap_shifts
from huiyin.rooms.duty.models import Shift
from huiyin.rooms.duty.queries import gaps_in, rota, shift_of
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Permission, Role
from huiyin.rules.rota import ARTICLE, Span, month_of, swap_problem, weeks_of
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.rota import address, alarms, month_asked, said
from huiyin.web.shared import county
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import whole
from huiyin.web.shared.page import LANGUAGES, html_lang, private, render, see
from huiyin.web.shared.rota import (
    Line,
    charges_listed,
    day_named,
    line,
    month_named,
    span,
    usual_hours,
    weekday,
)
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

#: The languages of the notice board.
_BOARD = ("zh-hans", "ko")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week: ``gap``: a working day on which nobody receives."""

    number: int
    name: str
    full: str
    off: bool
    now: bool
    beside: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One duty over the days of one week: from column ``first`` over ``length`` days; ``swap``: it may be chosen."""

    line: Line
    first: int
    length: int
    swap: bool
    days: str


@dataclass(frozen=True, slots=True)
class Week:
    """One row of the calendar."""

    word: str
    this: bool
    days: tuple[Day, ...]
    bars: tuple[Bar, ...]


@require_safe
@staff
def month_page(request: HttpRequest) -> HttpResponse:
    """One month; who plans may choose two duties and swap them. A query for the rota, one for the alarm, one for the names."""
    who, now = actor(request), timezone.now()
    if not menu.sees_duty(who):
        raise PermissionDenied
    today = local_date(now)
    month = month_of(month_asked(request.GET.get("month", ""), today))
    covered = weeks_of(*month)
    shifts = rota(covered[0].first, covered[-1].last)
    before, after = month.first - timedelta(days=1), month.last + timedelta(days=1)
    may_plan = who.may(Permission.ROTA)
    drawn = weeks(shifts, covered, month, holders(Role.LEADER, now), today=today, may_plan=may_plan)
    context = {
        "at": "duty",
        "month": month_named(month.first),
        "ways": ways(month.first, at="calendar"),
        "months": chip_row(
            {"word": month_named(m), "url": f"/desk/duty/calendar/?month={m:%Y-%m}", "on": m == month.first}
            for m in (before.replace(day=1), month.first, after)
        ),
        "alarms": alarms(today),
        "names": [weekday(covered[0].first + timedelta(days=n)) for n in range(7)],
        "weeks": drawn,
        "may_swap": sum(bar.swap for week in drawn for bar in week.bars) > 1,
        "may_plan": may_plan,
        "sheet": f"/desk/duty/sheet/?month={month.first:%Y-%m}",
    }
    return private(render(request, "desk/duty_month.html", context, frame=frame(request)))


def ways(month: date, *, at: str) -> Any:
    """The same month as a list, as a calendar."""
    return chip_row(
        [
            {"word": _("As a list"), "url": address(month), "on": at == "list"},
            {"word": _("As a calendar"), "url": f"/desk/duty/calendar/?month={month:%Y-%m}", "on": at == "calendar"},
        ]
    )  # fmt: skip


def weeks(
    shifts: Sequence[Shift], covered: Sequence[Span], month: Span, people: Mapping[str, str], *, today: date, may_plan: bool
) -> list[Week]:  # fmt: skip
    """The month's weeks; a duty over several weeks has a bar in each and is chosen in the first."""
    shown: set[int] = set()
    found = []
    for week in covered:
        inside = [s for s in shifts if s.first <= week.last and week.first <= s.last]
        gone = set(gaps_in(inside, *week))
        days = tuple(_day(week.first + timedelta(days=n), month, today, gone) for n in range(7))
        bars = tuple(
            _bar(s, week, people, today=today, swap=may_plan and s.pk not in shown)
            for s in sorted(inside, key=lambda s: (s.first - s.last, s.first))
        )
        shown |= {s.pk for s in inside}
        found.append(Week(span(*week, today), week.first <= today <= week.last, days, bars))
    return found


def _day(day: date, month: Span, today: date, gone: set[date]) -> Day:
    return Day(
        day.day, weekday(day), day_named(day, today), not calendar().is_working(day), day == today,
        not month.first <= day <= month.last, day in gone,
    )  # fmt: skip


def _bar(shift: Shift, week: Span, people: Mapping[str, str], *, today: date, swap: bool) -> Bar:
    first, last = max(shift.first, week.first), min(shift.last, week.last)
    told = line(shift, people, today=today)
    may = swap and shift.first >= today and not shift.substitute_id
    days = span(first, last, today)
    return Bar(told, (first - week.first).days + 1, (last - first).days + 1, may, days)


# -- two duties swapped -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def swap_page(request: HttpRequest) -> HttpResponse:
    """The two chosen duties with what would become of them, and the button; 303 to the calendar once it is done.

    A question that can't be answered with yes is told as such (422), and why.
    """
    who, now = actor(request), timezone.now()
    if not who.may(Permission.ROTA):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    chosen = list(dict.fromkeys(whole(text, digits=9) for text in given.getlist("shift")[:9]))
    rows = [row for row in map(shift_of, chosen[:2]) if row is not None]
    if len(chosen) != 2 or len(rows) != 2:
        no = Refused("choose_two", ARTICLE) if len(chosen) != 2 else Refused("no_such_shift", ARTICLE)
        return _swap(request, rows, no, status=422)
    if request.method != "POST":
        problem = swap_problem(rows[0].fact(), rows[1].fact(), local_date(now))
        return _swap(request, rows, problem, status=200 if problem is None else 422)
    expected = (request.POST.get("unit-0", ""), request.POST.get("unit-1", ""))
    try:
        first, _other = swap_shifts(rows[0].pk, rows[1].pk, expected=expected, by=who, now=now)
    except NotDone as no:
        return _swap(request, rows, no.refused, status=422)
    return see(f"/desk/duty/calendar/?month={first.first:%Y-%m}#shift-{first.pk}")


def _swap(request: HttpRequest, rows: Sequence[Shift], no: Refused | None, *, status: int) -> HttpResponse:
    today, people = local_date(timezone.now()), holders(Role.LEADER, timezone.now())
    others = tuple(reversed(rows))
    pairs = [
        {"shift": row.pk, "unit": row.unit_id, "days": span(row.first, row.last, today),
         "kind": line(row, people, today=today).kind, "now": _called(row.unit_id, people),
         "then": _called(others[n].unit_id, people) if len(rows) == 2 else ""}
        for n, row in enumerate(rows)
    ]  # fmt: skip
    month = rows[0].first if rows else today
    context = {
        "at": "duty",
        "pairs": pairs,
        "refused": said(no) if no is not None else "",
        "back": f"/desk/duty/calendar/?month={month:%Y-%m}",
    }
    return private(render(request, "desk/duty_swap.html", context, status=status, frame=frame(request)))


def _called(unit: str, people: Mapping[str, str]) -> str:
    return " ".join(filter(None, (county.unit_name(unit), people.get(unit, ""))))


# -- the sheet for the notice board -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One duty on the sheet."""

    days: str
    person: str
    post: str
    phone: str
    place: str
    charge: str


@require_safe
@staff
def sheet_page(request: HttpRequest) -> HttpResponse:
    """The month for the notice board, on A4, in Chinese or Korean: days, leader, post, telephone, what each is in charge of."""
    who, now = actor(request), timezone.now()
    if not menu.sees_duty(who):
        raise PermissionDenied
    today = local_date(now)
    month = month_of(month_asked(request.GET.get("month", ""), today))
    wanted = request.GET.get("in", language())
    lang = wanted if wanted in _BOARD else _BOARD[0]
    with translation.override(lang):
        listed = rows(month, holders(Role.LEADER, now), today)
        named = any(row.person for row in listed)
        words = {
            "person": pgettext("who receives", "Leader"), "post": _("Post"), "phone": _("Duty phone"),
            "charge": _("In charge of"),
        }  # fmt: skip
        context = {
            "at": "duty",
            "sheet_lang": html_lang(lang),
            "title": _("Leaders who receive visitors, %(month)s") % {"month": month_named(month.first)},
            "heads": [_("Days"), *(word for of, word in words.items() if named or of != "person")],
            "words": words,
            "hours": _("Hours: %(hours)s") % {"hours": usual_hours(rota_terms())},
            "rows": listed,
            "named": named,
            "invitation": _("Whoever has a matter may come on these days; no appointment is needed."),
        }
    context["languages"] = chip_row(
        {"word": name, "url": f"?month={month.first:%Y-%m}&in={code}", "on": code == lang}
        for code, name in LANGUAGES
        if code in _BOARD
    )
    context["back"] = f"/desk/duty/calendar/?month={month.first:%Y-%m}"
    return private(render(request, "desk/duty_sheet.html", context, frame=frame(request)))


def rows(month: Span, people: Mapping[str, str], today: date) -> list[Row]:
    """The month's duties in words; what nobody stands in for is its leader's."""
    charges = {one.code: one.charge(language()) for one in leaders()}
    found = []
    for shift in rota(*month):
        told = line(shift, people, today=today)
        found.append(
            Row(
                told.days,
                told.person,
                told.leader,
                told.phone,
                told.place,
                charges_listed(charges.get(shift.receiver, "")),
            )
        )
    return found
