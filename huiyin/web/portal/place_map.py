"""The towns as a plain map to choose from: each a link that chooses its town in the second step. No base map, no script."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.rooms.county.places_map import town_points
from huiyin.rules.mapping import Bubble
from huiyin.web.shared import county, town_map
from huiyin.web.shared.page import lang_of

#: The sheet is narrower than the smallest phone, so that a town is as big as a thumb (44 px) and its name can be read on any;
#: towns that lie close are set this far apart.
_WIDTH, _EDGE, _TOUCH, _APART = 240.0, 28.0, 24, 50.0


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the list beside the map."""

    name: str
    lang: str
    url: str
    chosen: bool


def is_there() -> bool:
    """Whether an administrator said where the towns lie."""
    return bool(town_points())


def listed(chosen: str) -> list[Town]:
    """The towns of the map as a list, for whom a map is no help."""
    named = ((code, county.unit_name(code)) for code in town_points() if code in county.place_codes())
    return [Town(name, lang_of(name), _url(code), code == chosen) for code, name in named]


def _url(code: str) -> str:
    return f"{reverse('submit_where')}?place={code}#f-place"


def drawn(chosen: str) -> SafeString:
    """The map, the chosen town marked; empty where no administrator said where the towns lie."""
    sheet = town_map.laid({}, width=_WIDTH, biggest=_EDGE)
    if sheet is None:
        return SafeString()
    laid = _spread(sheet.bubbles)
    lowest = max((one.y for one in laid), default=0.0) + _EDGE
    sheet = replace(sheet, height=max(sheet.height, lowest))  # what was moved down still lies on the sheet
    towns = "".join(_town(one, chosen) for one in laid)
    drawing = town_map.drawing(sheet, towns, css="hy-towns", label=_("Map of the towns"))
    return mark_safe(drawing)  # noqa: S308  numbers, and names that are escaped


def _spread(towns: tuple[Bubble, ...]) -> list[Bubble]:
    """Towns that lie on each other are moved down until a thumb finds each."""
    laid: list[Bubble] = []
    for one in sorted(towns, key=lambda town: (town.y, town.x)):
        y = one.y
        while any(abs(one.x - other.x) < _APART and abs(y - other.y) < _APART for other in laid):
            y += _APART / 2
        laid.append(Bubble(one.code, one.x, y, one.r))
    return laid


def _town(one: Bubble, chosen: str) -> str:
    on = ' aria-current="true"' if one.code == chosen else ""
    name = escape(county.unit_name(one.code))
    return (
        f'<a href="{escape(_url(one.code))}" lang="{lang_of(name)}"{on}>'
        f'<circle class="hy-towns-touch" cx="{one.x}" cy="{one.y}" r="{_TOUCH}"/>'
        f'<circle class="hy-towns-dot" cx="{one.x}" cy="{one.y}" r="7"/>'
        f'<text x="{one.x}" y="{round(one.y + 20, 1)}" text-anchor="middle">{name}</text></a>'
    )
