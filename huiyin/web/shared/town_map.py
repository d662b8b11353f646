"""The county's map as plain SVG: its outline, and what a page lays on it. No base map, no script; pages say how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from huiyin.rooms.county.places_map import outline, town_points
from huiyin.rules.mapping import Sheet, laid_out


def laid(many: Mapping[str, int], **size: float) -> Sheet | None:
    """Outline and towns on a sheet (``rules.mapping.laid_out``); None where no administrator said where the towns lie."""
    places = town_points()
    return laid_out(places, many, outline(), **size) if places else None


def drawing(sheet: Sheet, inside: str, *, css: str, label: str, land: str = "") -> str:
    """The sheet as SVG, ``inside`` over the outline. ``land``: how the outline looks where no style says so, as on paper."""
    lines = (" L".join(f"{x} {y}" for x, y in ring) for ring in sheet.rings)
    rings = "".join(f'<path class="hy-land" d="M{line}Z"{land}/>' for line in lines)
    size = f'viewBox="0 0 {sheet.width} {sheet.height}" width="{sheet.width}" height="{sheet.height}"'
    name = f'class="{css}" role="group" aria-label="{escape(label)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {name}>{rings}{inside}</svg>'
