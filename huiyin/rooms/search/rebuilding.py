"""The index made anew from the record, in bounded batches; broken off, it goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from huiyin.rooms.county.models import Setting
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.search.actions import clear, missing, put
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.reading import KIND
from huiyin.rooms.search.rows import KINDS

#: Which edition of folding and cutting the index was made by; raised whenever ``rules.tokens`` does it otherwise.
EDITION = 1
KEY = "search.index"
RANGE = 1_000  # texts a transaction, more or less: a matter's are never parted


def reindex_if_older(progress: Callable[[int], object] = lambda _: None) -> int | None:
    """Make the index once for each edition, or finish making it; how many texts it took in, None if it was made already."""
    held = _held()
    if held.get("edition") == EDITION and held.get("whole"):
        return None
    return reindex(progress)


def reindex(progress: Callable[[int], object] = lambda _: None, *, anew: bool = False) -> int:
    """Lay every text in; how many. Goes on behind the last matter of a run that was broken off, unless ``anew``.

    Beside the county's work: each batch is a transaction of its own, what is written meanwhile lays itself in.
    """
    held, done = _held(), 0
    if anew or held.get("edition") != EDITION or held.get("whole"):
        with transaction.atomic():
            clear()
            _keep(after="")
        held = {}
    after = str(held.get("after", ""))
    while last := _last_of_range(after):
        done += _range(after, last)
        after = last
        progress(done)
    _keep(whole=True)
    return done


def _held() -> dict[str, Any]:
    value = Setting.objects.filter(key=KEY).values_list("value", flat=True).first()
    return value if isinstance(value, dict) else {}


def _keep(**said: Any) -> None:
    Setting.objects.update_or_create(key=KEY, defaults={"value": {"edition": EDITION, **said}})


def _last_of_range(after: str) -> str:
    numbers = SealedText.objects.filter(number__gt=after).order_by("number", "seq", "name")
    listed = list(numbers.values_list("number", flat=True)[:RANGE])
    return listed[-1] if listed else ""


def _range(after: str, last: str) -> int:
    with transaction.atomic():
        rows = SealedText.objects.filter(
            number__gt=after, number__lte=last, name__in=KINDS, text__isnull=False
        )
        texts = list(rows.values_list("number", "seq", "name", "text"))
        made = put(missing(texts))
        inside = FileText.objects.filter(number__gt=after, number__lte=last).exclude(text="")
        for one in inside.iterator(chunk_size=20):  # each may be long
            made += put(missing([(one.number, one.seq, KIND, one.text)]))
        _keep(after=last)
    return made
