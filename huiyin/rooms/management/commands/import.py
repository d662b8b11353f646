"""``huiyin import messages FILE``: take in messages from elsewhere through the real verbs."""

from __future__ import annotations

import csv
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from huiyin.rooms.county.queries import can_receive, default_unit
from huiyin.rooms.intake import profiles
from huiyin.rooms.intake.messages import Bad, Result, import_messages
from huiyin.rooms.intake.rows import Unreadable

REASONS = {
    "bad": "can't be taken",
    "quote_never_closed": "a quotation mark is opened and never closed",
    "wrong_encoding": "not readable as text in the file's encoding",
    "nul_byte": "holds a NUL byte",
    "not_a_table_row": "isn't a row of a table",
    "row_too_long": "longer than a megabyte",
    "wrong_number_of_cells": "has more or fewer cells than the heading",
    "no_number": "has no number of its own",
    "no_text": "has neither title nor text",
    "text_too_long": "the text has more than 20,000 characters",
    "time_unreadable": "a time can't be read",
    "time_in_the_future": "a time lies in the future",
    "reply_before_message": "the reply is older than the message",
}


class Command(BaseCommand):
    """Bring messages in."""

    help = (
        "Bring data in: `huiyin import messages FILE` takes messages from a CSV file through the real verbs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One kind so far: messages."""
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
        messages = kinds.add_parser(
            "messages",
            help="messages with or without replies",
            description="Take in a CSV file of messages. Safe to run again: what is here already is passed over.",
        )
        messages.add_argument("file", type=Path, help="the CSV file (UTF-8 or GB 18030)")
        messages.add_argument(
            "--profile", choices=profiles.names(), help="what the columns mean (default: recognised)"
        )
        messages.add_argument(
            "--unit", default="", help="code of the unit that answers (default: the mailbox's unit)"
        )
        messages.add_argument(
            "--dry-run", action="store_true", help="say what would happen and write nothing"
        )

    def handle(
        self, *args: Any, file: Path, profile: str | None, unit: str, dry_run: bool, **options: Any
    ) -> None:
        """Run with progress; bad rows go into a file beside the others."""
        unit = unit or default_unit()
        if not can_receive(unit):
            raise CommandError(
                f"There is no open unit with the code “{unit}”. `huiyin init` loads the county."
            )
        try:
            with file.open("rb") as source:
                chosen = profiles.load(profile) if profile else None
                result = self._run(source, chosen, unit, dry_run)
        except OSError as error:
            raise CommandError(f"Can't read {file}: {error.strerror}.") from error
        except (Unreadable, profiles.BadProfile) as error:
            raise CommandError(str(error)) from error
        self._report(file, result, dry_run)

    def _run(self, source: Any, profile: profiles.Profile | None, unit: str, dry_run: bool) -> Result:
        result = Result()
        columns = (TextColumn("import"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as progress:
            bar = progress.add_task("rows", total=None)
            for result in import_messages(
                source, profile=profile, unit=unit, now=timezone.now(), dry_run=dry_run
            ):
                progress.update(bar, completed=result.done)
                if not sys.stdout.isatty() and result.done % 1_000 == 0:
                    self.stdout.write(f"{result.done} rows read")
        return result

    def _report(self, file: Path, result: Result, dry_run: bool) -> None:
        counts = result.counts
        verb = "would be taken in" if dry_run else "taken in"
        self.stdout.write(
            f"{result.done} rows read: {counts['taken']} {verb} ({counts['answered']} answered, {counts['open']} open, "
            f"{counts['reply_without_time']} with a reply but no time of it, kept open), "
            f"{counts['known']} known already, {counts['bad']} refused."
        )
        if result.bad:
            where = self._write_bad(file, result.bad)
            self.stdout.write(f"The refused rows and why: {where}")

    def _write_bad(self, file: Path, bad: list[Bad]) -> Path:
        folder = Path(settings.HUIYIN_HOME) / "imports"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{file.stem}.refused.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            table = csv.writer(out)
            table.writerow(["line", "number", "reason"])
            table.writerows(
                (row.line, row.foreign_number, REASONS.get(row.reason, row.reason)) for row in bad
            )
        return path
