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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from huiyin.rooms.county.queries import NotLoaded, can_receive, default_unit, department
from huiyin.rooms.intake import precedents, profiles
from huiyin.rooms.intake.messages import Bad, Result, import_messages
from huiyin.rooms.intake.rows import Unreadable
from huiyin.rooms.management import import_words as words
from huiyin.rooms.management.asking import why_not
from huiyin.rooms.management.readiness import settle

MOST_SHOWN = 20


class Command(BaseCommand):
    """Bring messages in."""

    help = gettext_noop(
        "Bring data in: `huiyin import messages FILE` takes messages from a CSV file through the real verbs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Messages, or solved cases of others."""
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
        messages = kinds.add_parser(
            "messages",
            help=_("messages with or without replies"),
            description=_(
                "Take in a CSV file of messages. Safe to run again: what is here already is passed over."
            ),
        )
        messages.add_argument("file", type=Path, help=_("the CSV file (UTF-8 or GB 18030)"))
        messages.add_argument(
            "--profile", choices=profiles.names(), help=_("what the columns mean (default: recognised)")
        )
        messages.add_argument(
            "--unit", default="", help=_("code of the unit that answers (default: the mailbox's unit)")
        )
        messages.add_argument(
            "--dry-run", action="store_true", help=_("say what would happen, bad rows too, and write nothing")
        )
        cases = kinds.add_parser(
            "precedents",
            help=_("solved cases of others, to learn from"),
            description=_(
                "Take in a CSV file of solved cases. Names and numbers of persons are masked. Safe to run again."
            ),
        )
        cases.add_argument("file", type=Path, help=_("the CSV file (UTF-8 or GB 18030)"))
        cases.add_argument(
            "--profile", choices=precedents.names(), help=_("what the columns mean (default: recognised)")
        )
        cases.add_argument(
            "--dry-run", action="store_true", help=_("say what would happen and write nothing")
        )

    def handle(
        self, *args: Any, kind: str, file: Path, profile: str | None, dry_run: bool, **options: Any
    ) -> None:
        """Run with progress; bad rows go into a file beside the others. Status 1 where the whole file was refused.

        A file with a heading alone, or with rows that are all here already, is no mistake.
        """
        try:
            with file.open("rb") as source:
                if kind == "precedents":
                    result, stem = self._cases(source, profile, dry_run), f"{file.stem}.precedents"
                else:
                    unit = _unit(options["unit"])
                    chosen = profiles.load(profile) if profile else None
                    result, stem = self._run(source, chosen, unit, dry_run), file.stem
        except OSError as error:
            told = {"file": file, "why": why_not(error)}
            raise CommandError(_("Can't read %(file)s: %(why)s.") % told) from error
        except (Unreadable, profiles.BadProfile) as no:
            raise CommandError(words.refusal(no)) from no
        except NotLoaded as error:
            raise CommandError(str(error)) from error
        self.stdout.write(words.counted(result, dry_run=dry_run, replies=kind == "messages"))
        if dry_run:
            self._show_bad(result.bad)
        else:
            self._write_bad(stem, result.bad)
        if result.bad and len(result.bad) == result.done:
            raise CommandError(_("No row of the file can be taken in."))

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
                    self.stdout.write(words.so_far(result.done))
        if not dry_run and result.counts["taken"]:
            settle()
        return result

    def _cases(self, source: Any, profile: str | None, dry_run: bool) -> Result:
        chosen = precedents.load(profile) if profile else None
        result = Result()
        for result in precedents.import_precedents(
            source, profile=chosen, now=timezone.now(), dry_run=dry_run
        ):
            if result.done % 1_000 == 0:
                self.stdout.write(words.so_far(result.done))
        return result

    def _show_bad(self, bad: list[Bad]) -> None:
        for row in bad[:MOST_SHOWN]:
            line, number, why = _told(row)
            told = {"line": line, "number": number, "why": why}
            said = _("line %(line)s %(number)s: %(why)s") if number else _("line %(line)s: %(why)s")
            self.stdout.write(said % told)
        if len(bad) > MOST_SHOWN:
            self.stdout.write(_("… and %(n)s more.") % {"n": len(bad) - MOST_SHOWN})

    def _write_bad(self, stem: str, bad: list[Bad]) -> None:
        """The refused rows of this run; a list from an earlier run of the same file is replaced, or removed if all is well."""
        path = Path(settings.HUIYIN_HOME) / "imports" / f"{stem}.refused.csv"
        if not bad:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            table = csv.writer(out)
            table.writerow(words.heading())
            table.writerows(map(_told, bad))
        self.stdout.write(_("The refused rows and why: %(file)s") % {"file": path})


def _unit(code: str) -> str:
    """The unit that answers. Refuses one that isn't there, and the department: it passes messages on."""
    code = code or default_unit()
    if not can_receive(code):
        no_such = _("There is no open unit with the code “%(code)s”. `huiyin init` loads the county.")
        raise CommandError(no_such % {"code": code})
    if code == department():
        passes_on = _(
            "“%(code)s” takes messages in and passes them on. Name the unit that answers with --unit."
        )
        raise CommandError(passes_on % {"code": code})
    return code


def _told(row: Bad) -> tuple[str, str, str]:
    """Line or lines, number, reason in words."""
    line = str(row.line) if row.line == row.last else f"{row.line}-{row.last}"
    return line, row.foreign_number, words.reason(row)
