"""Where the county's towns lie and its outline, for the map of figures. Nothing is fetched from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from huiyin.rooms.county import places_map
from huiyin.rooms.management.commands.map import WHY
from huiyin.rules.mapping import MOST_TEXT, NoMap
from huiyin.web.desk.access import actor
from huiyin.web.desk.admin.sending import attempt, seen_now
from huiyin.web.desk.admin.sheet import (
    NOTHING_SENT,
    Cell,
    FormPart,
    Note,
    Part,
    Sent,
    Sheet,
    Table,
    Trouble,
    address,
    administrators,
    home,
    said,
    shown,
)
from huiyin.web.shared.fields import FieldView
from huiyin.web.shared.forms import Text, view
from huiyin.web.shared.page import see
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "/desk/admin/map/"
HEADING = "code,longitude,latitude"


class Towns(forms.Form):
    """The towns' places as lines."""

    towns = Text(most=40_000)


class Outline(forms.Form):
    """The outline comes as a file."""

    outline = forms.Field(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def map_page(request: HttpRequest) -> HttpResponse:
    """What the map has, and the forms that give it more."""
    if request.method != "POST":
        return _page(request)
    what, by, now = request.POST.get("what", ""), actor(request), timezone.now()
    if what not in ("towns", "outline"):
        raise Http404
    form: forms.Form = Towns(request.POST) if what == "towns" else Outline(request.POST)
    if not form.is_valid():
        return _page(request, Sent(what, form, Trouble(422)))
    wrong: list[NoMap] = []
    try:
        text = _outline_text(request) if what == "outline" else request.POST["towns"].replace("\r\n", "\n")
    except NoMap as no:
        text, wrong = "", [no]
    keep = places_map.set_towns if what == "towns" else places_map.set_outline

    def do() -> None:
        try:
            keep(text, by=by, now=now)
        except NoMap as no:
            wrong.append(no)

    key = places_map.TOWNS if what == "towns" else places_map.OUTLINE
    trouble = None
    if not wrong:
        trouble = attempt(request, form, do, subjects=(key,), done=lambda: places_map.stands(key, text))
    if wrong:
        where = f" ({wrong[0].where})" if wrong[0].where else ""
        form.add_error(what, _("Not loaded: %(why)s.") % {"why": f"{WHY[wrong[0].reason]}{where}"})
        trouble = Trouble(422)
    return _page(request, Sent(what, form, trouble)) if trouble else see(address(PATH, done=what))


def _outline_text(request: HttpRequest) -> str:
    """What the file says. Refused (NoMap): none is chosen; it is so big that it isn't even read."""
    file = request.FILES.get("outline")
    if file is None:
        raise NoMap("no_file")
    if (file.size or 0) > MOST_TEXT * 2:
        raise NoMap("too_big")
    return str(file.read().decode("utf-8-sig", "replace"))


def _page(request: HttpRequest, sent: Sent = NOTHING_SENT) -> HttpResponse:
    points = places_map.town_points()
    parts: list[Part] = []
    if not places_map.outline():
        parts.append(Note(_("No outline is loaded: the map shows the towns' places only.")))
    rows: list[list[Cell]] = [
        [said(unit.called(language()), unit.code), *_degrees(points.get(unit.code))]
        for unit in places_map.towns()
    ]
    lines = "\n".join([HEADING, *(f"{code},{x},{y}" for code, (x, y) in points.items())])
    parts += [
        FormPart(_("Where the towns lie"), [_towns_field(sent.of("towns", Towns()), lines)], _("Keep these places"),
                 "towns",
                 _("One line for each town: its code, degrees east, degrees north. It takes the place of what was there."),
                 hidden=seen_now(places_map.TOWNS), folded=True),
        FormPart(_("The county's outline"), [_outline_field(sent.of("outline", Outline()))], _("Load the outline"),
                 "outline", hidden=seen_now(places_map.OUTLINE), folded=True, files=True),
        Table("", [_("Town"), _("Degrees east"), _("Degrees north")], rows, _("There is no town.")),
    ]  # fmt: skip
    sheet = Sheet(
        pgettext("administration", "Map"),
        parts,
        lead=_("What the map of figures is drawn from."),
        back=home(),
    )
    return shown(
        request, sheet, sent.trouble, told=dict.fromkeys(("towns", "outline"), _("The map is changed."))
    )


def _degrees(point: tuple[float, float] | None) -> tuple[str, str]:
    return (f"{point[0]:.4f}", f"{point[1]:.4f}") if point else ("", "")


def _towns_field(form: forms.Form, lines: str) -> FieldView:
    return view(form, "towns", pgettext("map", "Places"), kind="long", rows=10, start=lines, limit=0)


def _outline_field(form: forms.Form) -> FieldView:
    wrong = str(form.errors["outline"][0]) if form.errors.get("outline") else ""
    return FieldView(
        "outline", pgettext("table", "File"), kind="file", error=wrong, help=_("GeoJSON, in degrees."),
        extra={"accept": ".json,.geojson"},
    )  # fmt: skip
