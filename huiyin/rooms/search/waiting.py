"""The texts that wait to be laid into the index, and laying them in.

An FTS5 index is cheap to fill by the hundred and dear by the piece: laid in by each petition's own transaction, the pieces took
a third of all its work while every other writer waited. So on SQLite they wait. Numbers of sealed texts only grow and writers
come one after the other, so a single number tells which are laid in. The worker goes on from there twice a second, and whoever
searches does so first: what has just been written is found. PostgreSQL keeps such a list itself (GIN); there it is at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet, Subquery

from huiyin.rooms.county.models import Setting
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.kept import KeptValues
from huiyin.rooms.search.actions import Words, missing, put
from huiyin.rooms.search.rows import KINDS

KEY = "search.laid"
#: Texts that are laid in at once: a search waits for no more, and a turn among the writers is kept no longer.
AT_ONCE = 2_000


def written(texts: Iterable[Words]) -> None:
    """What the record has just got, in the writer's transaction."""
    if connection.vendor != "sqlite":
        put(texts)


def laid_in(texts: Iterable[Words], last: int) -> None:
    """What a bulk path has just written, in its transaction. ``last``: its last text's number; nothing may wait before it."""
    put(texts)
    if connection.vendor == "sqlite":
        _mark(last)


def catch_up(most: int = AT_ONCE) -> int:
    """Lay in at most so many of the texts that wait, the oldest first; about how many still do.

    One look-up and nothing written where none waits; nothing at all on PostgreSQL.
    """
    if connection.vendor != "sqlite" or not _behind()[1]:
        return 0
    with transaction.atomic():
        laid, _ = _behind()  # another process may have been here before our turn
        rows = SealedText.objects.filter(pk__gt=laid).order_by("pk")
        texts = list(rows.values_list("pk", "number", "seq", "name", "text")[:most])
        put(missing((n, seq, name, text) for _, n, seq, name, text in texts if text and name in KINDS))
        if texts:
            _mark(texts[-1][0])
    return _behind()[1]


def _mark(last: int) -> None:
    Setting.objects.update_or_create(key=KEY, defaults={"value": last})


def _behind() -> tuple[int, int]:
    """The last text that is laid in, and how many numbers lie behind it."""
    for newest, held in _newest():
        laid = json.loads(held) if held else None
        laid = laid if isinstance(laid, int) else 0
        return laid, max(0, newest - laid)
    return 0, 0


def _newest_text() -> QuerySet[SealedText, tuple[int, str | None]]:
    held = Subquery(Setting.objects.filter(key=KEY).values("value"))
    return SealedText.objects.order_by("-pk").values_list("pk", held)[:1]


#: The number of the newest text, and beside it that of the last one that is laid in.
_newest = KeptValues(_newest_text)
