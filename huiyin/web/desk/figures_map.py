"""The map of towns as plain SVG by the server: bubbles where an administrator set them, over the outline if there is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from math import cos, hypot, pi, sin

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.rooms.cases.tally import Measure
from huiyin.rules.mapping import Bubble, Sheet
from huiyin.web.desk.figures_asked import Wanted
from huiyin.web.shared import county, town_map

#: From this radius on the number stands in the bubble.
_ROOM = 11.0
#: How wide a sign of a name is at most, in the sheet's units: on a phone, where names are drawn bigger.
_SIGN = 18.5
#: A name so near stands at its bubble; one that is further off has a line, in a colour for light and dark.
_AT_IT, _LINE = 12.0, "#7a8886"
#: Left, top, right, bottom.
Box = tuple[float, float, float, float]


def drawn(many: Mapping[str, int], asked: Wanted) -> SafeString:
    """The map, each bubble a link to its rows. The table beside says all of it.

    Empty where no town's place is known, and for one town alone: nothing was counted of the others.
    """
    sheet = None if "town" in asked.filters else town_map.laid(many)
    if sheet is None:
        return SafeString()
    urls = {one.code: asked.rows(Measure.PIECES, town=one.code) for one in sheet.bubbles}
    return mark_safe(svg(sheet, many, urls))  # noqa: S308  numbers, and names that are escaped


def svg(sheet: Sheet, many: Mapping[str, int], urls: Mapping[str, str], *, plain: bool = False) -> str:
    """The drawing; ``plain`` for paper: colours in it, no links. All text is escaped here."""
    places = _room_for_names(sheet, many)
    bubbles = "".join(
        _bubble(one, many.get(one.code, 0), urls.get(one.code, ""), plain=plain) for one in sheet.bubbles
    )
    said = "".join(
        _words(one, many.get(one.code, 0), places.get(one.code), plain=plain) for one in sheet.bubbles
    )
    inside = f'{bubbles}<g aria-hidden="true">{said}</g>'
    land = _LAND if plain else ""
    return town_map.drawing(sheet, inside, css="hy-map", label=_("Petitions by town"), land=land)


_LAND = ' fill="#f1f1ec" stroke="#dddcd4"'


def _named(one: Bubble, n: int) -> str:
    """What stands beside a bubble; the number too where it has no room inside."""
    name = county.unit_name(one.code)
    return name if one.r >= _ROOM else f"{name} {n}"


def _room_for_names(sheet: Sheet, many: Mapping[str, int]) -> dict[str, tuple[float, float]]:
    """Where the middle of each name stands: at its bubble, else further off; on no other name and no other bubble.

    The biggest are asked first; one without room is left out. Every bubble says its name when it is pointed at.
    """
    taken: list[Box] = []
    found: dict[str, tuple[float, float]] = {}
    for one in sheet.bubbles:
        half = len(_named(one, many.get(one.code, 0))) * _SIGN / 2
        for x, y in _tried(one, half):
            at = round(one.x + x, 1), round(one.y + y, 1)
            box = _box(at, half)
            inside = box[0] >= 0 and box[2] <= sheet.width and box[1] >= 0 and box[3] <= sheet.height
            if inside and not _covers(box, one, sheet, taken) and not _crosses(_lead(one, box), one, sheet):
                taken.append(box)
                found[one.code] = at
                break
    return found


def _tried(one: Bubble, half: float) -> Iterator[tuple[float, float]]:
    """From the bubble's middle: below, above, beside; then round about, further and further off."""
    aside = one.r + half + 5
    yield from ((0.0, one.r + 17), (0.0, -one.r - 7), (aside, 5.0), (-aside, 5.0))
    for away in (20.0, 40.0, 65.0, 95.0):
        for n in range(16):
            x, y = cos(n * pi / 8), sin(n * pi / 8)
            yield x * (one.r + away + half * abs(x)), y * (one.r + away) + 5


def _box(at: tuple[float, float], half: float) -> Box:
    return at[0] - half, at[1] - 16, at[0] + half, at[1] + 6


def _lead(one: Bubble, box: Box) -> tuple[float, float, float, float] | None:
    """The line from a bubble to a name that doesn't stand at it."""
    x, y = min(max(one.x, box[0]), box[2]), min(max(one.y, box[1]), box[3])
    away = hypot(x - one.x, y - one.y)
    if away <= one.r + _AT_IT:
        return None
    share = one.r / away
    start = round(one.x + (x - one.x) * share, 1), round(one.y + (y - one.y) * share, 1)
    return (*start, round(x, 1), round(y, 1))


def _crosses(line: tuple[float, float, float, float] | None, mine: Bubble, sheet: Sheet) -> bool:
    """Whether the line runs over another bubble."""
    if line is None:
        return False
    x, y, to_x, to_y = line
    places = [(x + (to_x - x) * n / 20, y + (to_y - y) * n / 20) for n in range(21)]
    others = [one for one in sheet.bubbles if one is not mine]
    return any(hypot(one.x - px, one.y - py) < one.r + 1 for one in others for px, py in places)


def _covers(
    box: Box,
    mine: Bubble,
    sheet: Sheet,
    taken: list[Box],
) -> bool:
    """Whether a name there would lie on another name or on another's bubble."""
    if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
        return True
    nearest = (
        (one, min(max(one.x, box[0]), box[2]), min(max(one.y, box[1]), box[3])) for one in sheet.bubbles
    )
    return any(one is not mine and (one.x - x) ** 2 + (one.y - y) ** 2 < one.r**2 for one, x, y in nearest)


def _bubble(one: Bubble, n: int, url: str, *, plain: bool) -> str:
    fill = ' fill="#0f5c5c" fill-opacity=".75" stroke="#ffffff"' if plain else ""
    circle = f'<circle cx="{one.x}" cy="{one.y}" r="{one.r}"{fill}/>'
    if plain:
        return circle
    said = escape(f"{county.unit_name(one.code)} {n}")
    return f'<a href="{escape(url)}" aria-label="{said}"><title>{said}</title>{circle}</a>'


def _words(one: Bubble, n: int, at: tuple[float, float] | None, *, plain: bool) -> str:
    """The number inside, and the name where there is room; after all bubbles, so that none covers them."""
    white, ink = (' fill="#ffffff"', ' fill="#1c2b2d"') if plain else ("", "")
    found = ""
    if one.r >= _ROOM:
        place = f'x="{one.x}" y="{one.y + 5}"'
        found += f'<text class="hy-map-n" {place} text-anchor="middle" font-size="15"{white}>{n}</text>'
    if at:
        place, name = f'x="{at[0]}" y="{at[1]}"', escape(_named(one, n))
        if line := _lead(one, _box(at, len(_named(one, n)) * _SIGN / 2)):
            found += f'<path d="M{line[0]} {line[1]}L{line[2]} {line[3]}" stroke="{_LINE}" fill="none"/>'
        found += f'<text class="hy-map-word" {place} text-anchor="middle" font-size="14"{ink}>{name}</text>'
    return found
