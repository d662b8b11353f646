"""Hot matters (热点): what many bring at once, how hot and by what; treating one as a whole; the week's sheet.

Whoever has the county before them has all of it. A unit that leads one has that one: its plan, its figures, and of its
petitions those that it may read anyway; its head notes the result (decision 0028).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.county.queries import receivers
from huiyin.rooms.insight import seasons
from huiyin.rooms.insight.hot import (
    MOST_PLAN,
    Group,
    end_whole,
    finished,
    group,
    groups,
    hot_ended,
    led,
    led_finished,
    may_end,
    plan_mark,
    planned,
    treat_whole,
)
from huiyin.rooms.insight.hot_leading import may_see, may_treat
from huiyin.rooms.insight.hot_plans import replaced
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import YEARS, Kind
from huiyin.rules.hot import FRESH_DAYS, POINTS, Heat
from huiyin.web.desk import hot_cards
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.finders import with_finder
from huiyin.web.desk.rota import Sheet, answer, said
from huiyin.web.shared import county, when
from huiyin.web.shared.fields import FieldView
from huiyin.web.shared.forms import OneOf, Text, view
from huiyin.web.shared.page import lang_of, private, render

if TYPE_CHECKING:
    from django.http import HttpRequest

LIST = "/desk/hot/"
#: What the person's own units lead.
LED = f"{LIST}?whose=mine"
#: So many places are named.
PLACES = 3


class PlanForm(forms.Form):
    """Which unit leads, and how the whole is treated."""

    lead = OneOf(lambda: {one.code for one in receivers()}, reason="no_such_unit")
    plan = Text(most=MOST_PLAN)


class ResultForm(forms.Form):
    """What came of it."""

    result = Text(most=MOST_PLAN)


@require_safe
@staff
def list_page(request: HttpRequest) -> HttpResponse:
    """What is hot now, what is treated as a whole, what came of it, which season comes. Seven queries besides the frame's.

    ``?whose=mine``, and for whoever hasn't the county before them: what their own units lead.
    """
    if not may_see(actor(request)) or request.GET.get("whose") == "mine":
        return _led_page(request)
    who, today = _reader(request), local_date(timezone.now())
    context = {
        "at": "lists",
        "rows": hot_cards.html(_row(one, today) for one in groups(who, today=today)),
        "plans": [_row(one, today) for one in planned(who, today=today)],
        "finished": [_row(one, today) for one in finished(who, today=today)],
        "seasons": _seasons(today),
        "sheet_url": f"{LIST}sheet/",
        "empty_heading": _("Nothing here"),
        "empty_text": _("Nothing is brought by many at the moment."),
    }
    return private(render(request, "desk/hot.html", context, frame=frame(request)))


def _led_page(request: HttpRequest) -> HttpResponse:
    """What the person's units lead and what came of it; refused to whoever leads nothing and hasn't the county before them."""
    who, today = actor(request), local_date(timezone.now())
    going, ended = led(who, today=today), led_finished(who, today=today)
    if not (going or ended or may_see(who)):
        raise PermissionDenied
    context = {
        "at": "lists",
        "rows": [_row(one, today) for one in going],
        "finished": [_row(one, today) for one in ended],
        "all_url": LIST if may_see(who) else "",
        "empty_heading": _("Nothing here"),
        "empty_text": _("Your unit leads no hot matter at the moment."),
    }
    return private(render(request, "desk/hot_led.html", context, frame=frame(request)))


@require_safe
@staff
def sheet_page(request: HttpRequest) -> HttpResponse:
    """The week's sheet for the leader, to be printed; ``?on=`` the day on which the week ends."""
    who, today = _reader(request), local_date(timezone.now())
    last = min(_day(request.GET.get("on", ""), today), today)
    found = groups(who, today=last, week=True)
    told = {one.row.pk: _in_brief(one, last) for one in found}
    past = last < today
    after = last + timedelta(days=FRESH_DAYS)
    context = {
        "at": "lists",
        "heading": _("Hot matters of that week") if past else _("Hot matters of the week"),
        "first": when.day(last - timedelta(days=FRESH_DAYS - 1)),
        "last": when.day(last),
        "rows": [told[one.row.pk] for one in found if one.heat.fresh],
        "alarms": [told[one.row.pk] for one in found if one.heat.alarm],
        "plans": [_row(one, last) for one in planned(who, today=last, week=True)],
        "seasons": _seasons(last),
        "earlier": f"{LIST}sheet/?on={last - timedelta(days=FRESH_DAYS)}",
        "later": f"{LIST}sheet/" + (f"?on={after}" if after < today else "") if past else "",
    }
    return private(render(request, "desk/hot_sheet.html", context, frame=frame(request)))


@require_safe
@staff
def group_page(request: HttpRequest, hot: int) -> HttpResponse:
    """One group: its parts, its weeks, its petitions."""
    who, today = actor(request), local_date(timezone.now())
    found = _found(request, hot)
    pieces = [
        {
            "number": one.matter, "url": f"/desk/matter/{one.matter}/", "title": one.title or _("(erased as the law provides)"),
            "lang": lang_of(one.title), "day": when.short_day(one.day, today),
            "place": county.place_name(one.place) if one.place else "",
        }
        for one in found.pieces
    ]  # fmt: skip
    open_ = found.row.ended_at is None
    context = {
        "at": "lists",
        "row": _row(found, today),
        "pieces": pieces,
        "more": found.heat.petitions - found.others - len(pieces),
        "others": found.others,
        "saved": request.GET.get("done") == "plan" and found.row.planned_at is not None,
        "replaced": [
            {
                "lead": county.holder_name(one.lead_id),
                "day": when.day(local_date(one.planned_at)),
                "plan": one.plan,
            }
            for one in (
                replaced(hot) if found.row.planned_at and may_see(who) else ()
            )  # others may have led then
        ],
        "list_url": LIST if may_see(who) else LED,
        "list_word": _("Hot matters") if may_see(who) else led_word(),
        "may_plan": open_ and may_treat(who),
        "may_end": open_ and found.row.planned_at is not None and may_end(found.row, who),
    }
    return private(render(request, "desk/hot_group.html", context, frame=frame(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def plan_page(request: HttpRequest, hot: int) -> HttpResponse:
    """Treat a group as a whole (每月一题): lead unit and plan."""
    who, now = _treating(request), timezone.now()
    found = _found(request, hot)
    start = {"lead": found.row.lead_id or "", "plan": found.row.plan}
    other = _planned_now(found) if request.method == "POST" else ""
    form = PlanForm(request.POST if request.method == "POST" else None)
    sheet = Sheet(_("Treat as a whole"), _("Save the plan"), f"{LIST}{hot}/", lambda: [
        *_lead(form, start["lead"]),
        view(form, "plan", _("Plan"), kind="long", rows=8, start=start["plan"],
             help=_("What is done for all of them, by whom, until when.")),
    ], lead=found.title, hidden=(("seen", plan_mark(found.row)),), stale="plan_changed", other=other, over=_over(found),
       note=_("The unit that leads reads it with its hot matters. Each matter in it is still answered by itself."))  # fmt: skip

    def do(given: dict[str, Any]) -> None:
        treat_whole(hot, **given, seen=request.POST.get("seen", ""), by=who, now=now)

    return answer(request, form, sheet, do, to=lambda _row: f"{LIST}{hot}/?done=plan")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def result_page(request: HttpRequest, hot: int) -> HttpResponse:
    """Note what came of treating a group as a whole: for who may have it treated, and the head of the unit that leads."""
    who, now = actor(request), timezone.now()
    found = _found(request, hot)
    if not may_end(found.row, who):
        raise PermissionDenied
    form = ResultForm(request.POST if request.method == "POST" else None)
    sheet = Sheet(_("What came of it"), _("Save the result"), f"{LIST}{hot}/", lambda: [
        view(form, "result", _("Result"), kind="long", rows=8,
             help=_("Whoever leads it and whoever sees the county reads this. Each matter in it is still answered by itself.")),
    ], lead=found.title, over=_over(found))  # fmt: skip

    def do(given: dict[str, Any]) -> None:
        end_whole(hot, **given, by=who, now=now)

    return answer(request, form, sheet, do, to=lambda _row: LIST if may_see(who) else LED)


def _lead(form: forms.Form, start: str) -> list[FieldView]:
    """The unit that leads, with a finder above the long list."""
    field = view(form, "lead", _("Lead unit"), kind="select", start=start,
                 listed=lambda v: county.unit_options(v, empty=_("Choose a unit")))  # fmt: skip
    return with_finder(field, Kind.UNIT, "/desk/list/assign/find/")


def _over(found: Group) -> str:
    """That it has ended with its result, so that nothing is typed in vain; empty while it goes on."""
    ended = found.row.ended_at
    return "" if ended is None else said(hot_ended(ended))


def _planned_now(found: Group) -> str:
    """The plan as it stands: which unit leads, who saved it and when, what is done; empty while there is none."""
    row = found.row
    if row.planned_at is None or row.lead_id is None:
        return ""
    who = names_of({row.planned_by}).get(row.planned_by, "") or _("A colleague")
    saved = _("Saved by %(name)s, %(moment)s") % {"name": who, "moment": when.moment(row.planned_at)}
    return f"{county.holder_name(row.lead_id)} · {saved}\n{row.plan}"


def _reader(request: HttpRequest) -> Any:
    who = actor(request)
    if not may_see(who):
        raise PermissionDenied
    return who


def _treating(request: HttpRequest) -> Any:
    who = actor(request)
    if not may_treat(who):
        raise PermissionDenied
    return who


def _found(request: HttpRequest, hot: int) -> Group:
    """The group; 404 where there is none, 403 for whoever hasn't the county before them and whose units don't lead it."""
    who = actor(request)
    found = group(who, hot, today=local_date(timezone.now()))
    if found is not None:
        return found
    if may_see(who):
        raise Http404
    raise PermissionDenied


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if found.year in YEARS else today


def _places(codes: Sequence[str]) -> str:
    """The first of them by name; that there are more is said."""
    shown = " · ".join(county.place_name(code) for code in codes[:PLACES])
    more = len(codes) - PLACES
    return shown if more < 1 else _("%(places)s and %(n)s more places") % {"places": shown, "n": more}


def led_word() -> str:
    """What the list of those is called that the person's units lead."""
    return _("Hot matters that your unit leads")


def _unnamed(one: Group) -> str:
    """What stands where it has no name: its titles are erased, were told in confidence, or aren't this person's to read."""
    if any(piece.title for piece in one.pieces):
        return _("kept in confidence")
    return _("(no name)") if one.others else _("(erased as the law provides)")


def _row(one: Group, today: date) -> dict[str, Any]:
    """One group in words. The index stands with its parts, never alone."""
    found, planned_on = one.heat, _by_then(one.row.planned_at, today)
    ended = _by_then(one.row.ended_at, today)
    return _in_brief(one, today) | {
        "url": f"{LIST}{one.row.pk}/",
        "parts": _parts(found),
        "alarm": found.alarm,
        "petitions": _petitions(found),
        "persons": _persons(found),
        "open": ngettext("%(n)s still open", "%(n)s still open", found.open) % {"n": found.open},
        "span": f"{when.short_day(found.first, today)} – {when.short_day(found.last, today)}",
        "weeks": " · ".join(map(str, one.weeks)),
        "plan": one.row.plan if planned_on else "",
        "planned": when.day(planned_on) if planned_on else "",
        "result": one.row.result if ended else "",
        "ended": when.day(ended) if ended else "",
        "plan_url": f"{LIST}{one.row.pk}/plan/",
        "result_url": f"{LIST}{one.row.pk}/result/",
    }


def _in_brief(one: Group, today: date) -> dict[str, Any]:
    """As much as a row of the week's sheet says."""
    found, lead = one.heat, one.row.lead_id if _by_then(one.row.planned_at, today) else None
    return {
        "title": one.title or _unnamed(one),
        "lang": lang_of(one.title),
        "index": found.index,
        "many": _("%(petitions)s, %(persons)s")
        % {"petitions": _petitions(found), "persons": _persons(found)},
        "fresh": found.fresh,
        "usual": f"{found.usual:g}",
        "places": _places(one.places),
        "lead": county.holder_name(lead) if lead else "",
    }


def _by_then(moment: datetime | None, today: date) -> date | None:
    """Its day; None where it is still to come: the sheet of an earlier week doesn't know of it yet."""
    day = local_date(moment) if moment else None
    return day if day and day <= today else None


def _petitions(found: Heat) -> str:
    return ngettext("%(n)s petition", "%(n)s petitions", found.petitions) % {"n": found.petitions}


def _persons(found: Heat) -> str:
    return ngettext("%(n)s person", "%(n)s persons", found.persons) % {"n": found.persons}


def _parts(found: Heat) -> list[dict[str, Any]]:
    words = {
        "persons": _("how many persons"), "fresh": _("how many in the last 7 days"), "growth": _("growth against the usual"),
        "open": _("share still open"), "urgent": _("something urgent in it"),
    }  # fmt: skip
    return [
        {"word": words[name], "points": points, "most": POINTS[name]} for name, points in found.parts.items()
    ]


def _seasons(today: date) -> dict[str, Any]:
    """The fields that have more than usual in this month or the next, and of how many months of record that is said."""
    near = (today.month, today.month % 12 + 1)
    found = seasons.table()
    if found is None:
        return {}
    return {
        "held": found.held,
        "said": ""
        if found.months
        else _("Full months of record so far: %(n)s. Months are compared once there are twelve.") % {"n": found.held},
        "months": found.months,
        "rows": [
            {
                "field": county.category_name(code),
                "months": [(date_format(date(2000, n, 1), "M"), many, n in peaks) for n, many in enumerate(counts, 1)],
            }
            for code, counts, peaks in found.rows if set(near) & set(peaks)
        ],
    }  # fmt: skip
