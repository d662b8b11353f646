"""``huiyin verify``: prove the whole record, or print each fault with its number."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from rich.progress import Progress

from huiyin.rooms.cases.fault_words import WORDS
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.verification import Fault, Tally, number_faults
from huiyin.rooms.dossier import seals
from huiyin.rules.promises import Promise

PROMISES = {
    Promise.OWNER: "桩桩有人管  every matter has an owner",
    Promise.OUTCOME: "件件有着落  every case an outcome",
    Promise.ECHO: "事事有回音  every voice an echo",
}

#: Counted among the matters that are kept from somebody.
GUARD = "该避的都回避  the accused never get it"


class Command(BaseCommand):
    """Fold every dossier again and compare it with tables, words, files and seals."""

    help = (
        "Prove the whole record: fold every dossier again, check chains, seals, tables, words and files, and count the three "
        "promises. Prints each fault with its number. Exit status 0: all is well; 1: something isn't."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two ways to make it quicker."""
        parser.add_argument("--no-files", action="store_true", help="don't read the attached files again")
        parser.add_argument(
            "--most", type=int, default=200, help="print at most this many faults (default 200)"
        )

    def handle(self, *args: Any, no_files: bool, most: int, **options: Any) -> None:
        """Run, print, tell by the exit status."""
        tally, count = Tally(), 0
        for fault in self._all(tally, files=not no_files):
            count += 1
            if count <= most:
                with translation.override("en"):  # as all that it prints
                    words = str(WORDS.get(fault.code, fault.code))
                self.stdout.write(
                    f"{fault.number}  {fault.code}  {words}" + (f": {fault.where}" if fault.where else "")
                )
        self._close(tally, count, most)
        if count:
            raise SystemExit(1)

    def _all(self, tally: Tally, *, files: bool) -> Iterator[Fault]:
        whole = Matter.objects.count()
        with Progress(transient=True, disable=not self.stdout.isatty()) as progress:
            bar = progress.add_task("verify", total=whole)
            for done, faults in number_faults(tally, files=files):
                progress.update(bar, completed=done)
                yield from faults
        for code in seals.faults():
            yield Fault("record", code)

    def _close(self, tally: Tally, count: int, most: int) -> None:
        if count > most:
            self.stdout.write(f"… and {count - most} more.")
        self.stdout.write(f"{tally.matters} matters, {tally.entries} entries, {tally.closed} ended.")
        for promise, words in PROMISES.items():
            self.stdout.write(f"{words}: {tally.kept[promise]} of {tally.matters}")
        self.stdout.write(f"{GUARD}: {tally.guarded} of {tally.barred}")
        self.stdout.write("The record is whole." if not count else f"{count} faults found.")
