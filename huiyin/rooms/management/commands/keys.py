"""``huiyin keys``: look at the key ring, rotate it, throw an old key away. Key bytes are never printed."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from huiyin.rooms.management.asking import sentence
from huiyin.rooms.vault import boxes, keys, rotation
from huiyin.rooms.vault.cipher import CannotOpenError


class Command(BaseCommand):
    """Show, rotate, forget."""

    help = gettext_noop(
        "Show the keys that personal data is sealed with, change them, throw an old one away."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One word after ``keys`` says what to do."""
        words = parser.add_subparsers(dest="word", required=True, metavar="show | rotate | forget")
        show = words.add_parser(
            "show", help=_("the keys: number, use, algorithm, dates; never the key itself")
        )
        show.add_argument(
            "--count", action="store_true", help=_("count the stored values of each key as well")
        )
        text = _("make a new key and seal everything again with it; run it again if it was interrupted")
        rotate = words.add_parser("rotate", help=text, description=sentence(text))
        rotate.add_argument(
            "--algorithm", choices=list(boxes.SHORT), help=_("for the new key; otherwise as in the settings")
        )
        rotate.add_argument(
            "--index", action="store_true", help=_("renew the blind indexes with a new key, too")
        )
        text = _(
            "throw away an old key that no row uses any more; backups made while it was in use need it still"
        )
        forget = words.add_parser("forget", help=text, description=sentence(text))
        forget.add_argument("key", metavar="KEY", help=_("its number, as `huiyin keys show` prints it"))

    def handle(self, *args: Any, word: str, **options: Any) -> None:
        """Does it; a sentence and exit status 1 if it can't be done."""
        try:
            if word == "show":
                self._show(**options)
            elif word == "rotate":
                self._rotate(**options)
            else:
                self._forget(**options)
        except (keys.KeyRingError, CannotOpenError) as error:
            raise CommandError(str(error)) from None

    def _show(self, *, count: bool, **_: Any) -> None:
        ring = keys.ring()
        if count:
            self._need_tables()
        counts = rotation.count_by_key() if count else {}
        last = f"{'retired':<22}values" if count else "retired"
        self.stdout.write(f"{'key':<10}{'use':<8}{'algorithm':<14}{'made':<22}{last}")
        for key in sorted(ring.keys.values(), key=lambda one: (keys.USES.index(one.use), one.created)):
            retired = f"{key.retired:%Y-%m-%d %H:%M} UTC" if key.retired else "in use"
            values = str(counts.get(key.id, 0)) if count and key.use == "field" else ""
            line = f"{key.id:<10}{key.use:<8}{key.algorithm:<14}{key.created:%Y-%m-%d %H:%M} UTC  {retired:<22}{values}"
            self.stdout.write(line.rstrip())
        for use in sorted(ring.unfinished):
            self.stdout.write(
                f"The rotation of the {use} key isn't finished: run `huiyin keys rotate` again."
            )
        if ring.field.algorithm != settings.HUIYIN_CIPHER:
            self.stdout.write(
                f"The settings ask for {settings.HUIYIN_CIPHER}: `huiyin keys rotate` changes over to it."
            )
        strange = {key_id: n for key_id, n in counts.items() if key_id not in ring.keys}
        for key_id, n in strange.items():
            what = f"sealed with key {key_id}, which is not on the ring" if key_id else "stored unsealed"
            self.stdout.write(f"{n} values are {what}.")
        if strange:
            raise CommandError("Not every stored value can be opened with this key ring.")

    def _rotate(self, *, algorithm: str | None, index: bool, **_: Any) -> None:
        self._need_tables()
        now = datetime.now(UTC).replace(microsecond=0)
        self._begin("field", now, algorithm)
        if index or "index" in keys.ring().unfinished:
            self._begin("index", now)
        with ExitStack() as stack:
            tally = rotation.renew(report=self._progress(stack))
        for use in keys.ring().unfinished:
            keys.end_rotation(use)
        for label, rows in tally.rows.items():
            done = (
                f"{tally.resealed[label]} values sealed again, {tally.reindexed[label]} blind indexes renewed"
            )
            self.stdout.write(f"{label}: {rows} rows, {done}.")
        for (label, pk), reason in tally.faults.items():
            self.stderr.write(f"{label} {pk}: {reason}")
        if tally.faults:
            raise CommandError(f"{len(tally.faults)} rows can't be opened and were left as they are.")
        for key in keys.ring().keys.values():
            if key.retired:
                self.stdout.write(
                    f"Old key {key.id} ({key.use}) is kept. Once no backup needs it: huiyin keys forget {key.id}"
                )

    def _begin(self, use: str, now: datetime, algorithm: str | None = None) -> None:
        key, new = keys.begin_rotation(use, now=now, algorithm=algorithm)
        begun = "New key" if new else "Going on with the rotation that was interrupted: key"
        self.stdout.write(f"{begun} {key.id} ({key.use}, {key.algorithm}).")

    def _forget(self, *, key: str, **_: Any) -> None:
        now = datetime.now(UTC)
        if reason := keys.why_keep(key, now=now):
            raise CommandError(reason)
        self._need_tables()
        if uses := rotation.count_uses(keys.ring().keys[key]):
            raise CommandError(f"{uses} stored values still use key {key}. Run `huiyin keys rotate` first.")
        keys.drop(key, now=now)
        self.stdout.write(f"Key {key} is forgotten.")

    def _need_tables(self) -> None:
        there = set(connection.introspection.table_names())
        if any(model._meta.db_table not in there for model in rotation.sealed_models()):
            raise CommandError("The database has no tables yet. Run `huiyin init` first.")

    def _progress(self, stack: ExitStack) -> rotation.Report:
        """A bar on a terminal, a line for each tenth in a pipe."""
        if self.stdout.isatty():
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
            )
            bars = stack.enter_context(Progress(*columns))
            tasks: dict[str, Any] = {}

            def bar(label: str, done: int, total: int) -> None:
                if label not in tasks:
                    tasks[label] = bars.add_task(label, total=total)
                bars.update(tasks[label], completed=done, total=total)

            return bar
        tenths: dict[str, int] = {}

        def line(label: str, done: int, total: int) -> None:
            if done * 10 // total > tenths.get(label, 0):
                tenths[label] = done * 10 // total
                self.stdout.write(f"{label}: {done} of {total} rows")

        return line
