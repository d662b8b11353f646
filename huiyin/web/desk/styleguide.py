"""Every component once, as it is: for whoever builds pages, and for whoever judges them. docs/design.md says why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Status
from huiyin.web.desk import menu
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.my_day import Tile
from huiyin.web.shared import badges
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, options, radios
from huiyin.web.shared.page import private, render

if TYPE_CHECKING:
    from django.http import HttpRequest

#: The tokens that stand for a ground, by name, each shown with its text.
SWATCHES = (
    "paper", "surface", "sunk", "pine-tint", "warm-tint", "late-tint", "today-tint", "soon-tint", "done-tint", "solid",
    "head", "warm-solid",
)  # fmt: skip


@require_safe
@staff
def styleguide_page(request: HttpRequest) -> HttpResponse:
    """The page of components: for administrators, and for everybody where the debug switch is on."""
    if not menu.sees_parts(actor(request)):
        raise PermissionDenied
    today = local_date(timezone.now())
    context = {
        "at": "styleguide",
        "swatches": SWATCHES,
        "clocks": [
            badges.clock(today + timedelta(days=9), today),
            badges.clock(today + timedelta(days=2), today),
            badges.clock(today, today),
            badges.clock(today - timedelta(days=4), today),
            badges.clock(today + timedelta(days=40), today, provisional=True),
            badges.ended(today, today),
            badges.ended(today - timedelta(days=3), today),
            badges.taken_back(),
        ],
        "states": [badges.state(status) for status in Status],
        "urgent": badges.urgent(),
        "chips": chip_row(
            [{"word": _("All"), "url": "#", "on": True}, {"word": _("Late"), "url": "#", "on": False}]
        ),
        "tiles": [
            Tile(_("Late"), "12", "#", "late"),
            Tile(_("Due today"), "3", "#", "today"),
            Tile(_("To approve"), "2", "#", "care"),
            Tile(_("To sort"), "0", "#", "none"),
        ],
        "fields": _fields(),
        "problems": [field for field in _fields() if field.error],
        "pager": {"first": "#", "next": "#"},
    }
    return private(render(request, "desk/styleguide.html", context, frame=frame(request)))


def _fields() -> list[FieldView]:
    pairs = [("1", _("yes")), ("2", _("All"))]
    return [
        FieldView(
            "s-text", _("Title"), value="水管漏了", help=_("Who wants what, in one line."), required=False
        ),
        FieldView("s-wrong", _("Phone"), value="1234", error=_("Please fill this in."), narrow=True),
        FieldView("s-long", _("Text"), kind="long", rows=3, limit=200, required=False),
        FieldView("s-select", _("Unit"), kind="select", options=options(pairs, empty=_("Choose"))),
        FieldView("s-radio", _("Channel"), kind="radio", options=radios("s-radio", pairs, "1")),
        FieldView("s-check", _("Urgent"), kind="check"),
    ]
