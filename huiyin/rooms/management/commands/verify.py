"""``huiyin verify``: prove the whole record, or print each fault with its number."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from rich.progress import Progress

from huiyin.rooms.cases.fault_words import WORDS
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.verification import Fault, Tally, number_faults
from huiyin.rooms.dossier import seals
from huiyin.rooms.management.asking import how_many
from huiyin.rules.promises import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PROMISES = {
    Promise.OWNER: gettext_lazy("every matter has an owner"),
    Promise.OUTCOME: gettext_lazy("every case an outcome"),
    Promise.ECHO: gettext_lazy("every voice an echo"),
}

#: Counted among the matters that are kept from somebody.
GUARD = gettext_lazy("the accused never get it")


class Command(BaseCommand):
    """Fold every dossier again and compare it with tables, words, files and seals."""

    help = gettext_noop(
        "Prove the whole record: fold every dossier again, check chains, seals, tables, words and files, and count the three "
        "promises. Prints each fault with its number. Exit status 0: all is well; 1: something isn't."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two ways to make it quicker."""
        parser.add_argument("--no-files", action="store_true", help=_("don't read the attached files again"))
        parser.add_argument(
            "--most", type=how_many, default=200, help=_("print at most this many faults (default 200)")
        )

    def handle(self, *args: Any, no_files: bool, most: int, **options: Any) -> None:
        """Run, print, tell by the exit status."""
        tally, count = Tally(), 0
        for fault in self._all(tally, files=not no_files):
            count += 1
            if count <= most:
                self.stdout.write(_told(fault))
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
            self.stdout.write(_("… and %(n)s more.") % {"n": count - most})
        said = _("%(matters)s matters, %(entries)s entries, %(ended)s ended.")
        self.stdout.write(said % {"matters": tally.matters, "entries": tally.entries, "ended": tally.closed})
        for promise, words in PROMISES.items():
            self.stdout.write(_of(words, tally.kept[promise], tally.matters))
        self.stdout.write(_of(GUARD, tally.guarded, tally.barred))
        found = ngettext("%(n)s fault found.", "%(n)s faults found.", count) % {"n": count}
        self.stdout.write(found if count else _("The record is whole."))


def _told(fault: Fault) -> str:
    """A fault with its number and code, which are the same in every language."""
    words = str(WORDS.get(fault.code, fault.code))
    said = _("%(what)s: %(said)s") % {"what": words, "said": fault.where} if fault.where else words
    return f"{fault.number}  {fault.code}  {said}"


def _of(words: _StrPromise, kept: int, whole: int) -> str:
    return _("%(words)s: %(kept)s of %(whole)s") % {"words": words, "kept": kept, "whole": whole}
