"""Seal every stored value again with the current key, while the house is open.

Rows are read by primary key in batches and written back only if they are still as they were read, so an officer who saves
meanwhile wins and the next pass does that row. A row that already carries the current key is skipped: killed and started
again, the work goes on where it stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from huiyin.rooms.vault import keys
from huiyin.rooms.vault.cipher import CannotOpenError, key_id_of, open_, seal
from huiyin.rooms.vault.fields import BlindIndexField, EncryptedTextField, Sealed
from huiyin.rooms.vault.marks import blind_under

BATCH = 200  # rows a transaction: some 20 ms of the write lock, so that nobody at the counter notices
HEAD = 13  # characters of a token that name its cipher and key
MOST_FAULTS = 1000  # rows that can't be opened; past that it is the wrong ring, not a few bad rows
PASSES = 5  # each catches what was written during the one before; on a busy day the second finds nothing

Report = Callable[[str, int, int], None]
ModelClass = type[models.Model]


@dataclass(slots=True)
class Tally:
    """What a rotation did: rows looked at and values written by table, and the rows that could not be opened."""

    rows: Counter[str] = field(default_factory=Counter)
    resealed: Counter[str] = field(default_factory=Counter)
    reindexed: Counter[str] = field(default_factory=Counter)
    faults: dict[tuple[str, Any], str] = field(default_factory=dict)


def sealed_fields(model: ModelClass) -> list[EncryptedTextField]:
    """The sealed columns of the model's own table."""
    return [one for one in model._meta.local_concrete_fields if isinstance(one, EncryptedTextField)]


def blind_fields(model: ModelClass) -> list[BlindIndexField]:
    """The blind indexes of the model's own table."""
    return [one for one in model._meta.local_concrete_fields if isinstance(one, BlindIndexField)]


def sealed_models(among: Iterable[ModelClass] | None = None) -> list[ModelClass]:
    """Every model (of all installed ones, or of those given) whose table has a sealed column."""
    every = apps.get_models(include_auto_created=True) if among is None else among
    return [one for one in every if not one._meta.proxy and one._meta.managed and sealed_fields(one)]


def renew(among: Iterable[ModelClass] | None = None, *, report: Report = lambda *_: None) -> Tally:
    """Bring every row under the current keys; passes over the tables until one finds nothing left to do."""
    tally = Tally()
    for model in sealed_models(among):
        for attempt in range(PASSES):
            before = tally.resealed.total() + tally.reindexed.total()
            _pass(model, tally, report, first=attempt == 0)
            if tally.resealed.total() + tally.reindexed.total() == before:
                break
    return tally


def _pass(model: ModelClass, tally: Tally, report: Report, *, first: bool) -> None:
    label = model._meta.label
    total, done = model._base_manager.count(), 0
    for rows in _batches(model):
        changes = [change for row in rows if (change := _change(model, row, tally))]
        if changes:
            with (
                transaction.atomic()
            ):  # all the reckoning is done: the write lock is held for the writing alone
                for change in changes:
                    _write(model, change, tally)
        done += len(rows)
        if first:
            tally.rows[label] += len(rows)
            report(label, done, max(total, done))


def _batches(model: ModelClass) -> Iterator[list[dict[str, Any]]]:
    names = [one.name for one in (*sealed_fields(model), *blind_fields(model))]
    found = model._base_manager.order_by("pk").values("pk", *names)
    rows = list(found[:BATCH])
    while rows:
        yield rows
        rows = list(found.filter(pk__gt=rows[-1]["pk"])[:BATCH])


@dataclass(frozen=True, slots=True)
class _Change:
    pk: Any
    as_read: dict[str, Any]
    sealed: dict[str, Sealed]
    blind: dict[str, bytes | None]


def _change(model: ModelClass, row: dict[str, Any], tally: Tally) -> _Change | None:
    try:
        sealed, blind = _resealed(model, row), _reindexed(model, row)
    except CannotOpenError as error:
        tally.faults[model._meta.label, row["pk"]] = str(error)
        if len(tally.faults) > MOST_FAULTS:
            said = _("More than %(n)s rows can't be opened; the last: %(why)s Is this the right key file?")
            raise keys.KeyRingError(said % {"n": MOST_FAULTS, "why": error}) from None
        return None
    sources = {one.source[0] for one in blind_fields(model) if one.name in blind}
    return (
        _Change(row["pk"], {name: row[name] for name in {*sealed, *sources}}, sealed, blind)
        if sealed or blind
        else None
    )


def _write(model: ModelClass, change: _Change, tally: Tally) -> None:
    if model._base_manager.filter(pk=change.pk, **change.as_read).update(**change.sealed, **change.blind):
        tally.resealed[model._meta.label] += len(change.sealed)
        tally.reindexed[model._meta.label] += len(change.blind)


def _resealed(model: ModelClass, row: dict[str, Any]) -> dict[str, Sealed]:
    current = keys.ring().field.id
    return {
        one.name: Sealed(seal(open_(row[one.name], one.context), one.context))
        for one in sealed_fields(model)
        if row[one.name] and key_id_of(row[one.name]) != current
    }


def _reindexed(model: ModelClass, row: dict[str, Any]) -> dict[str, bytes | None]:
    held = keys.ring()
    if len(held.index_keys()) == 1:
        return {}
    wanted = {one.name: _index_under(held.index, model, one, row) for one in blind_fields(model)}
    return {name: index for name, index in wanted.items() if index != _bytes(row[name])}


def _index_under(
    key: keys.Key, model: ModelClass, blind: BlindIndexField, row: dict[str, Any]
) -> bytes | None:
    name, kind = blind.source
    context = next(one.context for one in sealed_fields(model) if one.name == name)
    return blind_under(key, kind, open_(row[name], context) if row[name] else "")


def _bytes(stored: bytes | memoryview | None) -> bytes | None:
    return None if stored is None else bytes(stored)


def count_by_key(among: Iterable[ModelClass] | None = None) -> Counter[str]:
    """How many stored values each field key has sealed; "" counts what is stored but is no token."""
    counts: Counter[str] = Counter()
    for model in sealed_models(among):
        for one in sealed_fields(model):
            stored = model._base_manager.exclude(**{one.name: ""}).exclude(**{f"{one.name}__isnull": True})
            heads = (
                stored.annotate(head=Left(one.name, HEAD))
                .order_by()
                .values("head")
                .annotate(n=models.Count("*"))
            )
            for row in heads:
                counts[key_id_of(row["head"])] += row["n"]
    return counts


def count_uses(key: keys.Key, among: Iterable[ModelClass] | None = None) -> int:
    """How many stored values would be lost, or could no longer be found, without the key."""
    if key.use == "field":
        return count_by_key(among)[key.id]
    return sum(
        _index_under(key, model, blind, row) == _bytes(row[blind.name])
        for model in sealed_models(among)
        for rows in _batches(model)
        for row in rows
        for blind in blind_fields(model)
        if row[blind.name] is not None
    )
