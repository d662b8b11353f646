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

from huiyin.rooms.county.queries import NotLoaded, can_receive, default_unit, department
from huiyin.rooms.intake import precedents, profiles
from huiyin.rooms.intake.messages import Bad, Result, import_messages
from huiyin.rooms.intake.rows import Unreadable
from huiyin.rooms.management.readiness import settle

REASONS = {
    "quote_never_closed": "a quotation mark is opened and never closed",
    "wrong_encoding": "not readable as text in the file's encoding",
    "nul_byte": "holds a NUL byte",
    "not_a_table_row": "isn't a row of a table: a quotation mark or a line break stands where none can",
    "row_too_long": "longer than a megabyte",
    "wrong_number_of_cells": "has more or fewer cells than the heading",
    "no_number": "has no number of its own",
    "number_too_long": "its number has more than 70 characters",
    "number_twice": "its number stands in the file twice; the first such row counts",
    "no_text": "has neither title nor text",
    "text_too_long": "the text has more than 20,000 characters",
    "reply_too_long": "the reply has more than 20,000 characters",
    "name_too_long": "the sender's name has more than 60 characters",
    "time_unreadable": "a time can't be read",
    "time_too_early": "a time lies before 1950",
    "time_in_the_future": "a time lies in the future",
    "reply_before_message": "the reply is older than the message",
    "day_is_full": "no number is left on that day",
    "solves_nothing": "its answer says nothing that could be learnt from",
    "title_too_long": "the title has more than 200 characters",
    "place_too_long": "the place has more than 60 characters",
    "rating_too_long": "the rating has more than 40 characters",
}
MOST_SHOWN = 20


class Command(BaseCommand):
    """Bring messages in."""

    help = (
        "Bring data in: `huiyin import messages FILE` takes messages from a CSV file through the real verbs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Messages, or solved cases of others."""
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
            "--dry-run", action="store_true", help="say what would happen, bad rows too, and write nothing"
        )
        cases = kinds.add_parser(
            "precedents",
            help="solved cases of others, to learn from",
            description="Take in a CSV file of solved cases. Names and numbers of persons are masked. Safe to run again.",
        )
        cases.add_argument("file", type=Path, help="the CSV file (UTF-8 or GB 18030)")
        cases.add_argument(
            "--profile", choices=precedents.names(), help="what the columns mean (default: recognised)"
        )
        cases.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(
        self, *args: Any, kind: str, file: Path, profile: str | None, dry_run: bool, **options: Any
    ) -> None:
        """Run with progress; bad rows go into a file beside the others."""
        try:
            with file.open("rb") as source:
                if kind == "precedents":
                    self._cases(file, source, profile, dry_run)
                    return
                unit = _unit(options["unit"])
                chosen = profiles.load(profile) if profile else None
                result = self._run(source, chosen, unit, dry_run)
        except OSError as error:
            raise CommandError(f"Can't read {file}: {error.strerror or error}.") from error
        except (Unreadable, profiles.BadProfile, NotLoaded) as error:
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
        if not dry_run and result.counts["taken"]:
            settle()
        return result

    def _cases(self, file: Path, source: Any, profile: str | None, dry_run: bool) -> None:
        chosen = precedents.load(profile) if profile else None
        result = Result()
        for result in precedents.import_precedents(
            source, profile=chosen, now=timezone.now(), dry_run=dry_run
        ):
            if result.done % 1_000 == 0:
                self.stdout.write(f"{result.done} rows read")
        counts = result.counts
        verb = "would be taken in" if dry_run else "taken in"
        self.stdout.write(
            f"{result.done} rows read: {counts['taken']} {verb}, {counts['known']} known already, {counts['bad']} refused."
        )
        if dry_run:
            self._show_bad(result.bad)
        else:
            self._write_bad(file.with_name(f"{file.stem}.precedents.csv"), result.bad)

    def _report(self, file: Path, result: Result, dry_run: bool) -> None:
        counts = result.counts
        verb = "would be taken in" if dry_run else "taken in"
        self.stdout.write(
            f"{result.done} rows read: {counts['taken']} {verb} ({counts['answered']} answered, {counts['open']} open, "
            f"{counts['reply_without_time']} with a reply but no time of it, kept open), "
            f"{counts['known']} known already, {counts['bad']} refused."
        )
        if dry_run:
            self._show_bad(result.bad)
        else:
            self._write_bad(file, result.bad)

    def _show_bad(self, bad: list[Bad]) -> None:
        for row in bad[:MOST_SHOWN]:
            self.stdout.write(f"line {' '.join(_told(row))}")
        if len(bad) > MOST_SHOWN:
            self.stdout.write(f"… and {len(bad) - MOST_SHOWN} more.")

    def _write_bad(self, file: Path, bad: list[Bad]) -> None:
        """The refused rows of this run; a list from an earlier run of the same file is replaced, or removed if all is well."""
        path = Path(settings.HUIYIN_HOME) / "imports" / f"{file.stem}.refused.csv"
        if not bad:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            table = csv.writer(out)
            table.writerow(["line", "number", "reason"])
            table.writerows(map(_told, bad))
        self.stdout.write(f"The refused rows and why: {path}")


def _unit(code: str) -> str:
    """The unit that answers. Refuses one that isn't there, and the department: it passes messages on."""
    code = code or default_unit()
    if not can_receive(code):
        raise CommandError(f"There is no open unit with the code “{code}”. `huiyin init` loads the county.")
    if code == department():
        raise CommandError(
            f"“{code}” takes messages in and passes them on. Name the unit that answers with --unit."
        )
    return code


def _told(row: Bad) -> tuple[str, str, str]:
    """Line or lines, number, reason in words."""
    line = str(row.line) if row.line == row.last else f"{row.line}-{row.last}"
    return line, row.foreign_number, REASONS.get(row.reason, f"refused by the rules ({row.reason})")
