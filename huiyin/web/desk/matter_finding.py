"""Finding a matter for a form: the newest ones to choose from, or what is called so: last digits of its number, or words.

Without script the list of the newest stands there, and a whole number may be typed into the finder. Nothing is offered that the
person doesn't see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import visible_to
from huiyin.rooms.cases.searching import Where, newest
from huiyin.rooms.county.name_finding import narrow
from huiyin.rules.calendar import local_date
from huiyin.rules.finding import parse
from huiyin.rules.identifiers import parse_number
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.vocabulary import Stage
from huiyin.web.desk.access import actor, staff
from huiyin.web.desk.finders import LONGEST
from huiyin.web.desk.work_rows import title_of
from huiyin.web.shared import county, when
from huiyin.web.shared.fields import FieldView, options, printable
from huiyin.web.shared.page import private
from huiyin.web.shared.words import word

if TYPE_CHECKING:
    from django.http import HttpRequest

FIND = "/desk/duty/receptions/find/"
#: So many are offered; last digits are looked for among so many of the newest, so that it never goes through all.
MOST, LOOKED_AT = 20, 2_000
LEAST_DIGITS = 3
_NO_NUMBER = re.compile(r"[^\d\s\-—－]")


def pairs(who: Actor, today: date, *, also: str = "") -> list[tuple[str, str]]:
    """The newest matters that the person sees, with ``also`` among them if they see it."""
    rows = list(visible_to(who).select_related("title").order_by("-number")[:MOST])
    if also and also not in {row.number for row in rows}:
        rows = [*visible_to(who).select_related("title").filter(number=also), *rows]
    return _listed(rows, today)


def called(who: Actor, typed: str, today: date) -> list[tuple[str, str]]:
    """What the person sees and may mean: a whole number, last digits, else words; the newest first."""
    typed = narrow(typed)
    whole = parse_number(typed)
    seen = visible_to(who).select_related("title").order_by("-number")
    if whole is not None:
        return _listed(list(seen.filter(number=whole.text)), today)
    if len(digits := "".join(c for c in typed if c.isdecimal())) >= LEAST_DIGITS and not _NO_NUMBER.search(
        typed
    ):
        newest_ones = visible_to(who).order_by("-number").values_list("number", flat=True)[:LOOKED_AT]
        those = [number for number in newest_ones if number.replace("-", "").endswith(digits)][:MOST]
        return _listed(list(seen.filter(number__in=those)), today)
    query = parse(typed)
    if query.is_empty or query.is_short:
        return []
    return _listed([hit.matter for hit in newest(who, query, Where()).hits][:MOST], today)


def meant(who: Actor, typed: str, today: date) -> str:
    """The number of the only matter that fits what was typed; empty for none or several."""
    found = called(who, typed, today) if typed.strip() else []
    return found[0][0] if len(found) == 1 else ""


def _listed(rows: Iterable[Matter], today: date) -> list[tuple[str, str]]:
    return [(row.number, " · ".join(filter(None, _told(row, today)))) for row in rows]


def _told(row: Matter, today: date) -> tuple[str, ...]:
    """That it is a review, its title, the end of its number, the day it came in, its place."""
    stage = Stage(row.stage)
    place = county.place_name(row.place) if row.place else ""
    again = "" if stage is Stage.FIRST else word(stage)
    return (
        again,
        title_of(row)[:40],
        row.number[-16:],
        when.short_day(local_date(row.received_at), today),
        place,
    )


def finder(typed: str) -> FieldView:
    """The little field above the list."""
    return FieldView(
        "find_matter", _("Find the matter"), required=False, value=typed[:LONGEST],
        extra={
            "autocomplete": "off", "placeholder": _("Last digits of its number, or words"), "maxlength": str(LONGEST),
            "hx-post": FIND, "hx-trigger": "input changed delay:250ms", "hx-target": "#f-matter", "hx-swap": "innerHTML",
            "hx-params": "find_matter,csrfmiddlewaretoken", "hx-sync": "this:replace",
        },
    )  # fmt: skip


@require_POST
@staff
def find_page(request: HttpRequest) -> HttpResponse:
    """The choices for what is typed: the only one is chosen. By POST: words stand in no address and no log."""
    who, today = actor(request), local_date(timezone.now())
    if not who.may(Permission.RECEIVE):
        raise PermissionDenied
    typed = printable(request.POST.get("find_matter", ""))[:LONGEST].strip()
    found = called(who, typed, today) if typed else pairs(who, today)
    if typed and len(found) == 1:
        return private(HttpResponse(options(found, found[0][0], empty=_("No matter of ours"))))
    first = ngettext("%(n)s found: please choose", "%(n)s found: please choose", len(found)) % {
        "n": len(found)
    }
    empty = _("No matter of ours") if not typed else first if found else _("Nobody and nothing is called so")
    return private(HttpResponse(options(found, empty=empty)))
