"""``huiyin map``: the county's outline and where its towns lie, for the map of figures. Nothing is fetched."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from huiyin.rooms.county import places_map
from huiyin.rooms.management.asking import why_not
from huiyin.rules.mapping import NoMap
from huiyin.rules.roles import SYSTEM

WHY = {
    "no_file": gettext_lazy("no file is chosen"),
    "too_long": gettext_lazy("the file is too big"),
    "too_big": gettext_lazy("the file is bigger than 4 MB; a coarser outline is enough"),
    "no_json": gettext_lazy("it is no JSON, or not the whole file"),
    "no_geojson": gettext_lazy("it is no GeoJSON"),
    "no_polygon": gettext_lazy("there is no polygon in it"),
    "no_ring": gettext_lazy("a polygon has fewer than four points"),
    "too_many_points": gettext_lazy("it has too many points; a coarser outline is enough"),
    "no_degrees": gettext_lazy("this is no place in degrees"),
    "swapped": gettext_lazy("longitude comes first, then latitude"),
    "no_columns": gettext_lazy("the first line must name the columns code, longitude, latitude"),
    "no_such_town": gettext_lazy("no town or street has this code"),
    "named_twice": gettext_lazy("a town is named twice"),
    "no_rows": gettext_lazy("there is no town in it"),
}


class Command(BaseCommand):
    """Load the parts of the county's map."""

    help = gettext_noop(
        "Load what the map of figures is drawn from: `outline FILE`, the county's outline as GeoJSON; `towns FILE`, where the "
        "towns lie, as CSV with the columns code, longitude, latitude. A file replaces the one before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which part, and its file."""
        parser.add_argument("part", choices=["outline", "towns"], help=_("which part of the map"))
        parser.add_argument(
            "file", type=Path, metavar="FILE", help=_("GeoJSON for the outline, CSV for the towns")
        )

    def handle(self, *args: Any, part: str, file: Path, **options: Any) -> None:
        """Read it, keep it, say how much it was."""
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            told = {
                "file": file,
                "why": why_not(error) if isinstance(error, OSError) else _("it isn't text in UTF-8"),
            }
            raise CommandError(_("Can't read %(file)s: %(why)s.") % told) from error
        now = timezone.now()
        try:
            if part == "outline":
                said = _("The outline is loaded, with %(n)s points.") % {
                    "n": places_map.set_outline(text, by=SYSTEM, now=now)
                }
            else:
                said = _("Towns on the map: %(n)s.") % {"n": places_map.set_towns(text, by=SYSTEM, now=now)}
        except NoMap as no:
            where = f" ({no.where})" if no.where else ""
            raise CommandError(_("Not loaded: %(why)s.") % {"why": f"{WHY[no.reason]}{where}"}) from no
        self.stdout.write(said)
