"""`huiyin bench seed N`: fill a database with invented matters for measuring."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from huiyin.rooms.accounts.demo import demo_cast
from huiyin.rooms.county.loading import BadData
from huiyin.rooms.intake.seeding.loading import NotEmpty, Tally, seed
from huiyin.rooms.intake.seeding.plan import DEFAULT_OPEN, DEFAULT_YEARS, TooMany, Wish
from huiyin.rooms.intake.seeding.staff import NobodyWorksHere
from huiyin.rooms.management.asking import sentence
from huiyin.rooms.management.readiness import missing_migrations, settle
from huiyin.rules.calendar import local_date

PASSWORD_LENGTH = 20
MOST_YEARS = 20.0
LINE_EVERY = 20_000  # matters, where the output is no terminal


class Command(BaseCommand):
    """Seed, and nothing else: what measures lies in benchmarks/."""

    help = gettext_noop(
        "Fill a database with invented matters, each with its whole dossier, for measuring. Never a county's own database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One word so far: seed."""
        words = parser.add_subparsers(dest="word", required=True, metavar="seed")
        text = _("write N matters: most closed long ago, some open in every state")
        one = words.add_parser(
            "seed", help=text, description=sentence(text) + " " + _("`huiyin verify` accepts the result.")
        )
        one.add_argument("matters", type=int, metavar="N", help=_("how many"))
        one.add_argument(
            "--years",
            type=float,
            default=DEFAULT_YEARS,
            help=_("over how long they came in (default: %(default)s)"),
        )
        one.add_argument(
            "--open", type=float, default=DEFAULT_OPEN, dest="share", metavar="SHARE",
            help=_("share that is still open, 0 to 1 (default: %(default)s)"),
        )  # fmt: skip
        one.add_argument(
            "--seed",
            type=int,
            default=1,
            help=_("the same number gives the same matters (default: %(default)s)"),
        )
        one.add_argument("--add", action="store_true", help=_("add to the matters that are here already"))
        one.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, metavar="P",
            help=_("processes that make matters, beside the one that writes; 0: only one in all (default: one a core)"),
        )  # fmt: skip
        one.add_argument(
            "--password",
            default="",
            help=_("of the accounts that sign in (default: made up, printed at the end)"),
        )

    def handle(
        self, *args: Any, matters: int, years: float, share: float, processes: int, **options: Any
    ) -> None:
        """Prepare what is missing, write, say how it went."""
        if matters < 1 or not 0 <= share <= 1 or not 0 < years <= MOST_YEARS or processes < 0:
            said = _(
                "N must be at least 1, --open from 0 to 1, --years above 0 and up to %(most)s, --processes at least 0."
            )
            raise CommandError(said % {"most": f"{MOST_YEARS:g}"})
        self._prepare()
        now = timezone.now()
        password = options["password"] or get_random_string(PASSWORD_LENGTH)
        people = demo_cast(now, password=password)
        wish = Wish(matters, local_date(now), years, share, options["seed"])
        start = time.monotonic()
        try:
            tally = self._write(wish, processes, add=options["add"])
        except NotEmpty as no:
            said = _("There are %(n)s matters here already. `--add` adds to them.")
            raise CommandError(said % {"n": no.count}) from None
        except (TooMany, NobodyWorksHere) as no:
            raise CommandError(str(no)) from None
        settle()
        seconds = max(time.monotonic() - start, 0.001)
        said = _(
            "%(n)s matters with %(entries)s entries, %(open)s of them open, in %(seconds)s s (%(speed)s a second)."
        )
        told = {"n": tally.matters, "entries": tally.entries, "open": tally.open}
        how = {"seconds": f"{seconds:.1f}", "speed": f"{tally.matters / seconds:.0f}"}
        self.stdout.write(said % {**told, **how})
        said = _("%(n)s accounts; new ones sign in with the password %(password)s")
        self.stdout.write(said % {"n": len(people), "password": password})

    def _prepare(self) -> None:
        """Tables and county where they are missing."""
        try:
            if missing_migrations():
                call_command("init", no_admin=True, stdout=self.stdout)
        except (DatabaseError, BadData) as error:
            raise CommandError(_("The database can't be prepared: %(why)s") % {"why": error}) from error

    def _write(self, wish: Wish, processes: int, *, add: bool) -> Tally:
        tally, shown = Tally(), 0
        columns = (TextColumn("seed"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as progress:
            bar = progress.add_task("matters", total=wish.matters)
            for tally in seed(wish, processes=processes, add=add):
                progress.update(bar, completed=tally.matters)
                if not sys.stdout.isatty() and tally.matters - shown >= LINE_EVERY:
                    shown = tally.matters
                    said = _("%(done)s of %(all)s matters written")
                    self.stdout.write(said % {"done": shown, "all": wish.matters})
                    self.stdout.flush()
        return tally
