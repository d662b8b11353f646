"""``huiyin keys``: look at the key ring, rotate it, throw an old key away. Key bytes are never printed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext, pgettext_lazy
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from huiyin.rooms.management.asking import sentence
from huiyin.rooms.management.columns import table
from huiyin.rooms.vault import boxes, keys, rotation
from huiyin.rooms.vault.cipher import CannotOpenError
from huiyin.rules.calendar import LOCAL

#: What a key is used for.
USES = {
    "field": gettext_lazy("personal data"), "index": gettext_lazy("blind index"),
    "chain": gettext_lazy("chain of the dossiers"), "code": gettext_lazy("query codes"),
}  # fmt: skip
COLUMNS = (
    pgettext_lazy("of a key", "key"), pgettext_lazy("of a key", "use"), pgettext_lazy("of a key", "algorithm"),
    pgettext_lazy("of a key", "made"), pgettext_lazy("of a key", "retired"),
)  # fmt: skip


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

    def _show(self, *, count: bool, **options: Any) -> None:
        ring = keys.ring()
        if count:
            self._need_tables()
        counts = rotation.count_by_key() if count else {}
        self._table(ring, counts if count else None)
        for use in sorted(ring.unfinished):
            said = _("The rotation of the %(use)s key isn't finished: run `huiyin keys rotate` again.")
            self.stdout.write(said % {"use": USES[use]})
        if ring.field.algorithm != settings.HUIYIN_CIPHER:
            said = _("The settings ask for %(cipher)s: `huiyin keys rotate` changes over to it.")
            self.stdout.write(said % {"cipher": settings.HUIYIN_CIPHER})
        strange = {key_id: n for key_id, n in counts.items() if key_id not in ring.keys}
        for key_id, n in strange.items():
            other = _("%(n)s values are sealed with key %(key)s, which is not on the ring.")
            said = other if key_id else _("%(n)s values are stored unsealed.")
            self.stdout.write(said % {"n": n, "key": key_id})
        if strange:
            raise CommandError(_("Not every stored value can be opened with this key ring."))

    def _table(self, ring: keys.Ring, counts: Mapping[str, int] | None) -> None:
        heading = [*map(str, COLUMNS), *([] if counts is None else [pgettext("of a key", "values")])]
        rows = []
        for key in sorted(ring.keys.values(), key=lambda one: (keys.USES.index(one.use), one.created)):
            retired = _moment(key.retired) if key.retired else pgettext("of a key", "in use")
            row = [key.id, str(USES[key.use]), key.algorithm, _moment(key.created), retired]
            values = "" if counts is None or key.use != "field" else str(counts.get(key.id, 0))
            rows.append(row if counts is None else [*row, values])
        for line in table(heading, rows, left=len(heading)):
            self.stdout.write(line)

    def _rotate(self, *, algorithm: str | None, index: bool, **options: Any) -> None:
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
            told = {
                "what": label,
                "rows": rows,
                "sealed": tally.resealed[label],
                "blind": tally.reindexed[label],
            }
            said = _(
                "%(what)s: %(rows)s rows, %(sealed)s values sealed again, %(blind)s blind indexes renewed."
            )
            self.stdout.write(said % told)
        for (label, pk), reason in tally.faults.items():
            self.stderr.write(f"{label} {pk}: {reason}")
        if tally.faults:
            said = _("%(n)s rows can't be opened and were left as they are.")
            raise CommandError(said % {"n": len(tally.faults)})
        for key in keys.ring().keys.values():
            if key.retired:
                said = _(
                    "Old key %(key)s (%(use)s) is kept. Once no backup needs it: huiyin keys forget %(key)s"
                )
                self.stdout.write(said % {"key": key.id, "use": USES[key.use]})

    def _begin(self, use: str, now: datetime, algorithm: str | None = None) -> None:
        key, new = keys.begin_rotation(use, now=now, algorithm=algorithm)
        fresh = _("New key %(key)s (%(use)s, %(algorithm)s).")
        again = _("Going on with the rotation that was interrupted: key %(key)s (%(use)s, %(algorithm)s).")
        told = {"key": key.id, "use": USES[key.use], "algorithm": key.algorithm}
        self.stdout.write((fresh if new else again) % told)

    def _forget(self, *, key: str, **options: Any) -> None:
        now = datetime.now(UTC)
        if reason := keys.why_keep(key, now=now):
            raise CommandError(reason)
        self._need_tables()
        if uses := rotation.count_uses(keys.ring().keys[key]):
            said = _("%(n)s stored values still use key %(key)s. Run `huiyin keys rotate` first.")
            raise CommandError(said % {"n": uses, "key": key})
        keys.drop(key, now=now)
        self.stdout.write(_("Key %(key)s is forgotten.") % {"key": key})

    def _need_tables(self) -> None:
        there = set(connection.introspection.table_names())
        if any(model._meta.db_table not in there for model in rotation.sealed_models()):
            raise CommandError(_("The database has no tables yet. Run `huiyin init` first."))

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
                said = _("%(what)s: %(done)s of %(all)s rows")
                self.stdout.write(said % {"what": label, "done": done, "all": total})

        return line


def _moment(at: datetime) -> str:
    """By the county's time, as everything that is printed."""
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
