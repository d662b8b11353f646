"""The leaders' duty rota at the desk: the month with its gaps, planning, standing in, cancelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.accounts.queries import holders
from huiyin.rooms.county.queries import leaders, rota_terms
from huiyin.rooms.duty.actions import NotDone, cancel_shift, plan_shift, plan_weeks, substitute
from huiyin.rooms.duty.models import Shift
from huiyin.rooms.duty.queries import gaps_in, missing_in, open_promises, rota, shift_of, weeks_planned
from huiyin.rooms.duty.sent_again import mark
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor, Permission, Role
from huiyin.rules.rota import Span, monday_of, month_of, weeks_of
from huiyin.web.desk import menu, rota_forms
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.shared import badges, county, sayings, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, focused
from huiyin.web.shared.forms import problems
from huiyin.web.shared.page import kept_by_browser, private, render, see
from huiyin.web.shared.rota import day_named, month_named, span, spans, weeks

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Months that the page shows; others are slips of whoever typed the address.
_YEARS = range(2000, 2100)
#: Promises shown beside the rota; the rest stands on their own page.
PROMISES = 5


# -- the month ----------------------------------------------------------------------------------------------------


@require_safe
@staff
def rota_page(request: HttpRequest) -> HttpResponse:
    """One month week by week, what is missing in the days to come, promises to keep; a query each and one for the names."""
    who, now = actor(request), timezone.now()
    may_plan, may_receive = who.may(Permission.ROTA), who.may(Permission.RECEIVE)
    if not menu.sees_duty(who):
        raise PermissionDenied
    today = local_date(now)
    month = month_of(month_asked(request.GET.get("month", ""), today))
    covered = weeks_of(*month)
    shifts, people = rota(covered[0].first, covered[-1].last), holders(Role.LEADER, now)
    promises = open_promises(size=PROMISES)[:PROMISES]
    context = {
        "at": "duty",
        "month": month_named(month.first),
        "months": _months(month, today),
        "calendar": f"/desk/duty/calendar/?month={month.first:%Y-%m}",
        "alarms": [*alarms(today), *nameless(shifts, people, today)],
        "weeks": weeks(shifts, month, people, today=today, reasons=True),
        "may_plan": may_plan,
        "may_receive": may_receive,
        "promises": [_promise(row.pk, row.due_on or today, row.shift.receiver, today) for row in promises],
    }
    return private(render(request, "desk/duty.html", context, frame=frame(request)))


def month_asked(asked: str, today: date) -> date:
    """A day of the month of the address; today's if it isn't one."""
    try:
        found = date.fromisoformat(f"{asked[:7]}-01")
    except ValueError:
        return today
    return found if found.year in _YEARS else today


def _months(month: Span, today: date) -> SafeString:
    """The month before, this one, the next; and the way back to today's."""
    near = {
        month_of(month.first - timedelta(days=1)).first: False,
        month.first: True,
        month.last + timedelta(days=1): False,
    }
    near.setdefault(today.replace(day=1), False)
    return chip_row({"word": month_named(m), "url": address(m), "on": on} for m, on in sorted(near.items()))


def address(day: date, shift: int | None = None) -> str:
    """Where the day's month stands, at one of its duties."""
    return f"/desk/duty/?month={day:%Y-%m}" + (f"#shift-{shift}" if shift is not None else "")


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is missing, or that nothing is: in a colour and in words."""

    kind: str
    heading: str
    text: str


def alarms(today: date) -> list[Alarm]:
    """Working days without a leader, and posts without their day of the month, as far ahead as the county looks; one query."""
    last = today + timedelta(days=rota_terms().rota_alarm_days - 1)
    months = [month_of(today)]
    while months[-1].last < last:
        months.append(month_of(months[-1].last + timedelta(days=1)))
    shifts = rota(months[0].first, months[-1].last)
    missing = gaps_in(shifts, today, last)
    if missing:
        heading = ngettext("Gap: on %(n)s working day no leader receives", "Gap: on %(n)s working days no leader receives",
                           len(missing)) % {"n": len(missing)}  # fmt: skip
        text = _("%(days)s; looked at until %(last)s.") % {
            "days": spans(missing, today), "last": day_named(last, today),
        }  # fmt: skip
        found = [Alarm("bad", heading, text)]
    else:
        text = _("A leader receives on every working day until %(day)s.") % {"day": day_named(last, today)}
        found = [Alarm("good", _("No gap"), text)]
    for month in months:
        for code in missing_in(shifts, month.first):
            said = {"leader": county.unit_name(code), "month": month_named(month.first)}
            text = _("%(leader)s has no reception day in %(month)s yet.") % said
            found.append(Alarm("care", _("Monthly reception day is missing"), text))
    return found


def nameless(shifts: Iterable[Shift], people: Mapping[str, str], today: date) -> list[Alarm]:
    """That posts receive from today on which nobody holds: the printed and the public rota can't say who it will be."""
    posts = dict.fromkeys(
        shift.receiver for shift in shifts if shift.last >= today and shift.receiver not in people
    )
    if not posts:
        return []
    said = {"leaders": _("; ").join(county.unit_name(code) for code in posts)}
    text = _("%(leaders)s. Give each post to its holder, so that the rota says who receives.") % said
    return [Alarm("care", _("The rota names nobody for these posts"), text)]


def _promise(pk: int, due: date, leader: str, today: date) -> dict[str, Any]:
    return {"id": pk, "due": when.day(due), "clock": badges.clock(due, today),
            "leader": county.unit_name(leader)}  # fmt: skip


# -- planning -----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def plan_page(request: HttpRequest) -> HttpResponse:
    """One duty of one leader."""
    who, now = _planner(request), timezone.now()
    form = rota_forms.PlanForm(request.POST if request.method == "POST" else None)
    sheet = Sheet(
        _("Plan a duty"), _("Plan it"), "/desk/duty/", lambda: rota_forms.plan_fields(form, local_date(now))
    )

    def do(said: dict[str, Any]) -> Shift:
        return plan_shift(
            said["unit"], first=said["first"], last=said["last"] or said["first"], kind=said["kind"],
            place=said["place"], place_ko=said["place_ko"],
            phone=said["phone"], by=who, now=now,
        )  # fmt: skip

    return answer(request, form, sheet, do)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def weeks_page(request: HttpRequest) -> HttpResponse:
    """A week for each of some leaders in turn; a fresh form goes on where the rota ends."""
    who, now = _planner(request), timezone.now()
    form = rota_forms.WeeksForm(request.POST if request.method == "POST" else None)
    first, turn, begin = _next_turn(local_date(now))
    sheet = Sheet(_("Plan weeks in turn"), _("Plan these weeks"), "/desk/duty/",
                  lambda: rota_forms.weeks_fields(form, first, turn, begin))  # fmt: skip

    def do(said: dict[str, Any]) -> Shift | None:
        rows = plan_weeks(
            said["leaders"], first=said["first"], weeks=said["weeks"], place=said["place"], place_ko=said["place_ko"],
            phone=said["phone"], by=who,
            now=now,
        )  # fmt: skip
        return rows[0] if rows else None

    return answer(request, form, sheet, do)


def _next_turn(today: date) -> tuple[date, list[str], str]:
    """The week after the last one planned, who takes turns, and whose turn it is then; everybody where nobody has had one."""
    planned, every = weeks_planned(today), [one.code for one in leaders()]
    if not planned:
        return monday_of(today), every, ""
    known = {unit for unit, _last in planned}
    turn = [code for code in every if code in known] or every
    last_unit, last_day = planned[-1]
    after = turn[(turn.index(last_unit) + 1) % len(turn)] if last_unit in turn else turn[0]
    return max(monday_of(last_day) + timedelta(days=7), monday_of(today)), turn, after


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def substitute_page(request: HttpRequest, shift: int) -> HttpResponse:
    """Another leader stands in, for all of a duty or some days."""
    who, now = _planner(request), timezone.now()
    row, since = _to_change(request, shift, local_date(now))
    form = rota_forms.SubstituteForm(request.POST if request.method == "POST" else None)
    sheet = Sheet(_("Let another leader stand in"), _("Let them stand in"), address(row.first, row.pk),
                  lambda: rota_forms.substitute_fields(form, since, row.last, row.unit_id),
                  lead=_about(row, local_date(now)), hidden=(("seen", mark(row)),), stale="duty_changed")  # fmt: skip

    def do(said: dict[str, Any]) -> Shift:
        return substitute(row.pk, unit=said["unit"], reason=said["reason"], since=said["since"], until=said["until"],
                          seen=request.POST.get("seen"), by=who, now=now)  # fmt: skip

    return answer(request, form, sheet, do)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def cancel_page(request: HttpRequest, shift: int) -> HttpResponse:
    """A duty doesn't take place, all of it or some days."""
    who, now = _planner(request), timezone.now()
    row, since = _to_change(request, shift, local_date(now))
    form = rota_forms.CancelForm(request.POST if request.method == "POST" else None)
    sheet = Sheet(_("Cancel a duty"), _("Cancel these days"), address(row.first, row.pk),
                  lambda: rota_forms.cancel_fields(form, since, row.last), lead=_about(row, local_date(now)),
                  hidden=(("seen", mark(row)),), stale="duty_changed")  # fmt: skip

    def do(said: dict[str, Any]) -> Shift:
        seen = request.POST.get("seen")
        return cancel_shift(row.pk, since=said["since"], until=said["until"], by=who, now=now, seen=seen)

    return answer(request, form, sheet, do)


def _planner(request: HttpRequest) -> Actor:
    who = actor(request)
    if not who.may(Permission.ROTA):
        raise PermissionDenied
    return who


def _to_change(request: HttpRequest, shift: int, today: date) -> tuple[Shift, date]:
    """The duty and the first of its days that can still be changed; also one that was cancelled while the form was open."""
    row = shift_of(shift, cancelled=request.method == "POST")
    if row is None:
        raise Http404
    return row, min(max(row.first, today), row.last)


def _about(row: Shift, today: date) -> str:
    return f"{county.unit_name(row.receiver)} · {span(row.first, row.last, today)}"


# -- a form's page, and its sending -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around a form: its heading, its button, where "Cancel" leads; ``fields`` makes the fields."""

    heading: str
    button: str
    back: str
    fields: Callable[[], list[FieldView]]
    lead: str = ""
    #: What saving does, in a sentence.
    note: str = ""
    #: Sent along with the form: name and value.
    hidden: tuple[tuple[str, str], ...] = ()
    #: The reason of a refusal that says that somebody was quicker, and what they wrote, shown beside what was typed.
    stale: str = ""
    other: str = ""
    #: Why nothing can be sent any more: it stands in the form's place; what was sent meanwhile stays to be read.
    over: str = ""


def answer(
    request: HttpRequest, form: forms.Form, sheet: Sheet, do: Callable[[dict[str, Any]], Shift | None],
    to: Callable[[Shift | None], str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The form; sent, 303 to the rota where the change is seen, or 422 with what was typed and what is to be mended.

    409 where somebody was quicker: what they wrote stands beside what was typed.
    """
    if request.method != "POST":
        return _sheet(request, form, sheet)
    if not form.is_valid():
        return _sheet(request, form, sheet, status=422)
    try:
        row = do(form.cleaned_data)
    except NotDone as no:
        sentence = said(no.refused)
        if no.refused.reason == sheet.stale:
            return _sheet(request, form, sheet, refused=sentence, status=409)
        if no.refused.field not in form.fields:
            return _sheet(request, form, sheet, refused=sentence, status=422)
        form.add_error(no.refused.field, sentence)
        return _sheet(request, form, sheet, status=422)
    return see(to(row) if to else address(row.first, row.pk) if row else "/desk/duty/")


def said(no: Refused) -> str:
    """The sentence for a refusal, days and posts in the reader's words."""
    params = dict(no.params)
    if "day" in params:
        params["day"] = when.day(date.fromisoformat(params["day"]))
    if "leader" in params:
        params["leader"] = county.unit_name(params["leader"])
    return sayings.say(replace(no, params=params))


def _sheet(
    request: HttpRequest, form: forms.Form, sheet: Sheet, *, refused: str = "", status: int = 200
) -> HttpResponse:
    fields = focused(sheet.fields())
    context = {
        "at": "duty",
        "sheet": sheet,
        "fields": fields,
        "problems": problems(fields),
        "refused": refused,
        "other": sheet.other if status == 409 else "",
    }
    page = render(request, "desk/duty_form.html", context, status=status, frame=frame(request))
    return kept_by_browser(page)
