"""``huiyin reindex``: lay all words of the record into the search index anew."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from huiyin.rooms.cases.inside import read_all
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.management.readiness import settle
from huiyin.rooms.search.rebuilding import reindex
from huiyin.rooms.search.rows import KINDS

LINE_EVERY = 50_000  # texts, where the output is no terminal


class Command(BaseCommand):
    """Reindex; the county goes on working meanwhile, and finds what is in so far."""

    help = gettext_noop(
        "Lay all words of the record and of attached files into the search index. Broken off and started again, it goes on "
        "where it stopped; "
        "with --anew it begins at the beginning. The county may go on working meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to go on or to begin again."""
        parser.add_argument(
            "--anew", action="store_true", help=_("don't go on with a run that was broken off")
        )

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        """Lay in, say how many."""
        total, shown = SealedText.objects.filter(name__in=KINDS, text__isnull=False).count(), 0
        columns = (TextColumn("reindex"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as progress:
            bar = progress.add_task("texts", total=total)

            def told(done: int) -> None:
                nonlocal shown
                progress.update(bar, completed=done)
                if not sys.stdout.isatty() and done - shown >= LINE_EVERY:
                    shown = done
                    self.stdout.write(_("%(done)s of %(all)s texts laid in") % {"done": shown, "all": total})
                    self.stdout.flush()

            made = reindex(told, anew=anew)
        files = read_all(lambda done: self.stdout.write(_("%(n)s files read") % {"n": done}))
        settle()
        self.stdout.write(_("%(n)s texts laid into the search index.") % {"n": made})
        if files:
            self.stdout.write(_("%(n)s files read.") % {"n": files})
