"""The work list: open matters by choice and order, fifty a page; views under a name; which columns; taken along as a file."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.accounts import saved
from huiyin.rooms.accounts.actions import NotDone
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import PAGE
from huiyin.rooms.cases.working import key_of, rows
from huiyin.rules.calendar import local_date
from huiyin.rules.roles import Permission
from huiyin.web.desk import exporting, menu, work_rows
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.batch import ticked
from huiyin.web.desk.clocks import alarm_line
from huiyin.web.desk.filtering import PATH, Choice, carried, choice, key_in, key_text, own_units
from huiyin.web.desk.telling import done_line
from huiyin.web.shared import county, sayings, when
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import private, render, see
from huiyin.web.shared.views import A_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

#: Cookie that keeps the chosen columns: names joined by dots.
COLUMNS_COOKIE = "huiyin_columns"


def _choice(request: HttpRequest) -> Choice:
    return choice(request.GET.dict(), actor(request), local_date(timezone.now()))


@require_safe
@staff
def work_list_page(request: HttpRequest) -> HttpResponse:
    """Open matters by due date unless another order is chosen. An address that makes no sense shows the plain list."""
    return private(_page(request, _choice(request)))


def _page(request: HttpRequest, chosen: Choice, *, refused: str = "", status: int = 200) -> HttpResponse:
    who, now = chosen.who, timezone.now()
    after = key_in(request.GET.get("after", ""), chosen.sort)
    found = rows(who, chosen.wanted(), sort=chosen.sort, after=after)
    shown = found[:PAGE]
    columns = work_rows.columns_in(request.COOKIES.get(COLUMNS_COOKIE, ""))
    picks = who.may(Permission.DISPATCH)
    more = chosen.link() + ("&" if chosen.query() else "?")
    context = {
        "at": "list",
        "done": done_line(request.GET.get("done", "")),
        "scope": _scope(chosen),
        "choice": chosen,
        "narrowed": any(name in chosen.given for name in ("channel", "klass", "category", "sort", "q"))
        or (chosen.wanted().units is not None and not chosen.units()),
        "fields": _fields(chosen),
        "views": (views := _views(request, chosen)),
        "view_chips": chip_row(views),
        "refused": refused,
        "named": printable(request.POST.get("name", "")).strip()[:200] if refused else "",
        "alarm": alarm_line(who, now),
        "groups": work_rows.groups(
            shown, today=chosen.today, columns=columns, by_term=chosen.given.get("sort") is None, pick=picks
        ),
        "picks": picks,
        "headings": [work_rows.COLUMNS[name].heading() for name in columns],
        "width": len(columns) + 2 + picks,
        "columns": [
            {"name": name, "word": column.heading(), "on": name in columns}
            for name, column in work_rows.COLUMNS.items()
        ],
        "mark": _mark(shown),
        "as_of": f"{when.local(now):%H:%M}",
        "exports": exporting.links(chosen),
        "pager": {
            "first": chosen.link() if after else "",
            "next": more + urlencode({"after": key_text(key_of(shown[-1], chosen.sort))})
            if len(found) > PAGE
            else "",
        },
    }
    return render(request, "desk/work_list.html", context, status=status, frame=frame(request))


def _scope(chosen: Choice) -> str:
    if "unit" in chosen.given:
        return county.holder_name(chosen.given["unit"])
    if chosen.who.may(Permission.SEE_COUNTY):
        return _("The whole county")
    between = _("; ")
    return between.join(county.unit_name(code) for code in own_units(chosen.who))


def _fields(chosen: Choice) -> dict[str, Any]:
    """The selects of what there is too much of for chips."""
    given = chosen.given
    wide = chosen.who.may(Permission.SEE_COUNTY)
    return {
        "category": county.category_options(given.get("category", ""), empty=_("All categories")),
        "unit": county.narrowing_options(given.get("unit", ""), empty=_("The whole county")) if wide else "",
        "q": given.get("q", ""),
        "kept": [
            (k, v) for k, v in given.items() if k not in ("category", "q", *(("unit",) if wide else ()))
        ],
    }


def _mark(shown: Sequence[Matter]) -> str:
    """What tells a refresh whether anything on the page is different: the rows and how far each dossier is."""
    said = ";".join(f"{matter.number} {matter.seq}" for matter in shown)
    return sha256(said.encode()).hexdigest()[:16]


# -- views under a name ---------------------------------------------------------------------------------------------------


def _views(request: HttpRequest, chosen: Choice) -> list[dict[str, Any]]:
    user: Any = request.user
    at = chosen.saved()
    return [
        {"id": v.pk, "word": v.name, "url": PATH + (f"?{v.query}" if v.query else ""), "on": v.query == at}
        for v in saved.views_of(user)
    ]


@require_POST
@staff
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list's choice under a name, without what was searched for. 422 with the reason if it can't be."""
    user: Any = request.user
    chosen = carried(request, actor(request))
    try:
        saved.save_view(user, name=request.POST.get("name", ""), query=chosen.saved(), now=timezone.now())
    except NotDone as no:
        return private(_page(request, chosen, refused=sayings.say(no.refused), status=422))
    return see(chosen.link())


@require_POST
@staff
def drop_view(request: HttpRequest, view: int) -> HttpResponse:
    """Forget a view of one's own."""
    user: Any = request.user
    saved.drop_view(user, view)
    return see(carried(request, actor(request)).link())


@require_POST
@staff
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Keep which columns the list shows, in a cookie."""
    named = [name for name in work_rows.COLUMNS if name in request.POST.getlist("column")]
    response = see(carried(request, actor(request)).link())
    response.set_cookie(
        COLUMNS_COOKIE, ".".join(named), max_age=A_YEAR, path=PATH, samesite="Lax", secure=request.is_secure(),
        httponly=True,
    )  # fmt: skip
    return response


# -- taken along ------------------------------------------------------------------------------------------------------------


@require_safe
@staff
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The list as a file, all pages of it up to a bound, or the rows that are ticked (``m``).

    Only what the person sees; that it was taken is noted.
    """
    if not menu.works(actor(request)):
        raise PermissionDenied
    return exporting.file(_choice(request), kind, picked=ticked(request, most=PAGE), now=timezone.now())
