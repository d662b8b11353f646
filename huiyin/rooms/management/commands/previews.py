"""``huiyin previews``: draw the small pictures of what was attached before there were any."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huiyin.rooms.cases.picturing import paint_all


class Command(BaseCommand):
    """Draw what this edition hasn't drawn; the county goes on working meanwhile."""

    help = gettext_noop(
        "Draw previews of attached pictures that have none: of those from before an update, or where no worker ran. The worker "
        "draws new ones by itself. --anew: all of them, also after a backup came back without the folder previews."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether those that are there are drawn, too."""
        parser.add_argument("--anew", action="store_true", help=_("draw all, not only what is missing"))

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        """Draw, say how many pictures were looked at."""
        done = paint_all(self._so_far, anew=anew)
        said = ngettext("%(n)s picture drawn.", "%(n)s pictures drawn.", done)
        self.stdout.write(said % {"n": done})

    def _so_far(self, done: int) -> None:
        self.stdout.write(_("%(n)s pictures …") % {"n": done})
