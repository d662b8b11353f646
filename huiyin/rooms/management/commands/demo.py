"""`huiyin demo`: make the demonstration county, once, and serve it."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from huiyin.rooms.accounts.models import Post
from huiyin.rooms.cases.figures import figures
from huiyin.rooms.county import places_map
from huiyin.rooms.county.models import Change
from huiyin.rooms.county.queries import unit_names
from huiyin.rooms.insight.categories import What, file_of
from huiyin.rooms.intake.demo import player
from huiyin.rooms.intake.demo.shape import DAYS
from huiyin.rooms.management.asking import tongue
from huiyin.rooms.management.columns import at_least, indented, table
from huiyin.rooms.management.readiness import settle
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.vocabulary import Channel
from huiyin.rules.wide import wide

COUNTY = "222424"
PASSWORD = "huiyin-demo"  # noqa: S105  told to everybody; the demo holds nothing true
#: The people shown first; each unit that handles matters has an officer and a head besides.
SHOWN = (
    "dispatcher", "clerk", "hotline", "director", "water", "water-head", "health", "health-head", "group7", "group9",
    "leader", "supervisor", "analyst", "admin",
)  # fmt: skip
EXAMPLE = "story-water-call"
TOWNS = Path(player.__file__).parent / "towns.csv"
EVERY = 200  # matters between two lines in a pipe


def _finished() -> bool:
    """Whether the last step of the making was done once; what was taken off the map later stays off."""
    return Change.objects.filter(verb="set_map", subject=places_map.TOWNS).exists()


class Command(BaseCommand):
    """Folder, tables, county, people, matters; then the server."""

    help = gettext_noop(
        "Make the demonstration county (Wangqing, all people invented) and serve it. The second time it is only served. "
        "It needs an installation of its own: set HUIYIN_HOME to an empty folder if this one is at work."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to serve, and where."""
        parser.add_argument("--no-serve", action="store_true", help=_("make it and stop"))
        parser.add_argument(
            "--port", type=int, default=None, help=_("port to serve on (default: PORT, else 8000)")
        )

    def handle(self, *args: Any, no_serve: bool, port: int | None, **options: Any) -> None:
        """Make what is missing, tell how to get in, serve."""
        if settings.HUIYIN_COUNTY != COUNTY:
            said = _("The demo tells of Wangqing (%(ours)s), but HUIYIN_COUNTY is %(theirs)s.")
            raise CommandError(said % {"ours": COUNTY, "theirs": settings.HUIYIN_COUNTY})
        call_command("init", no_admin=True, stdout=self.stdout)
        if (
            player.others_are_there() and not player.is_there()
        ):  # a demo that was worked in is served as it stands
            said = _(
                "The installation in %(folder)s holds petitions of its own; the demo stays out of it. "
                "Set HUIYIN_HOME to another folder."
            )
            raise CommandError(said % {"folder": settings.HUIYIN_HOME})
        if player.is_there():
            said = _("The demo is here already. (To make it anew, up to today, remove its folder first.)")
            self.stdout.write(said)
            if not _finished():
                self.stdout.write(_("Its making was broken off before the end: the last steps follow now."))
                self._finish()
        else:
            self._make()
            self._finish()
        self._tell()
        if not no_serve:
            call_command("serve", **({"port": port} if port is not None else {}))

    def _make(self) -> None:
        started, played = time.monotonic(), None
        columns = (TextColumn("demo"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        terminal = sys.stdout.isatty()
        with Progress(*columns, transient=True, disable=not terminal) as progress:
            bar = progress.add_task("matters", total=None)
            for played in player.play(timezone.now(), password=PASSWORD):
                progress.update(bar, completed=played.done, total=played.of)
                if not terminal and played.done % EVERY == 0:
                    said = _("%(done)s of %(all)s petitions played")
                    self.stdout.write(said % {"done": played.done, "all": played.of})
        assert played is not None, "the plan is never empty"
        said = _("%(n)s petitions with their whole lives, made in %(seconds)s s.")
        self.stdout.write(said % {"n": played.of, "seconds": f"{time.monotonic() - started:.0f}"})

    def _finish(self) -> None:
        """What follows the petitions; begun again as a whole where it was broken off. The map's places are the last of it."""
        settle()
        with transaction.atomic():  # nobody else writes here yet: one turn to the disk instead of hundreds
            call_command("same", stdout=self.stdout)  # what a night finds: matters alike, hot ones
        # about where the towns lie, to a few kilometres: for the demonstration's map alone, a county gives its own
        places_map.set_towns(TOWNS.read_text("utf-8"), by=SYSTEM, now=timezone.now())

    def _tell(self) -> None:
        """The founding figures, who can sign in, and a receipt to look up."""
        self._figures()
        said = _("Sign in as one of these; the password of all is  %(password)s")
        self.stdout.write(said % {"password": PASSWORD})
        posts = {
            p.user.username: p for p in Post.objects.filter(user__username__in=SHOWN).select_related("user")
        }
        shown = [posts[name] for name in SHOWN if name in posts]
        word, units = tongue().word, unit_names(get_language() or settings.LANGUAGE_CODE)
        rows = [(p.user.username, word(Role(p.role)), units[p.unit_id], p.user.name) for p in shown]
        heading = (
            _("user name"),
            pgettext("demo", "role"),
            pgettext("demo", "unit"),
            pgettext("demo", "name"),
        )
        for line in indented(table(heading, rows, left=len(heading))):
            self.stdout.write(line)
        receipt = player.receipt_of(EXAMPLE)
        if receipt is not None:
            said = _("As a citizen, look up number  %(number)s  with query code  %(code)s")
            self.stdout.write(said % {"number": receipt.number, "code": receipt.code})
        if not file_of(What.UNIT).exists():
            self.stdout.write(
                _(
                    "Suggestions of category and unit go by the descriptions until  huiyin train  has learnt from these "
                    "matters (a minute or two)."
                )
            )

    def _figures(self) -> None:
        today = timezone.localdate()
        lines = [line for line in figures(today - timedelta(days=2 * DAYS), today) if line.pieces]
        visits, others = _("%(n)s came of %(people)s people, %(done)s done"), _("%(n)s came, %(done)s done")
        words = {line.channel: tongue().word(line.channel) for line in lines}
        width = max(map(wide, words.values()), default=0)
        for line in lines:
            said = visits if line.channel is Channel.VISIT else others
            told = said % {"n": line.pieces, "people": line.persons, "done": line.done}
            self.stdout.write(f"  {at_least(words[line.channel], width)}  {told}")
