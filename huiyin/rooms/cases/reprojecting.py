"""The tables brought up to what the program folds today, from the dossiers that say it all.

A release may read more out of an old dossier than the one before did (new columns, new tables). ``huiyin init`` then folds
every dossier once more and writes what differs. The record itself isn't touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import transaction

from huiyin.rooms.cases.models import Matter, Projected
from huiyin.rooms.cases.projection import NESTED, matter_columns, nested_columns
from huiyin.rooms.county.models import Setting
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import as_event
from huiyin.rules.evolution import evolve
from huiyin.rules.state import MatterState

#: Which edition of the fold and its tables this program has; raised whenever a release reads more out of old entries.
PROJECTION = 12
KEY = "projection.version"
RANGE = 400
Rows = dict[str, dict[str, list[Any]]]


def reproject_if_older(progress: Callable[[int], object] = lambda _: None) -> int | None:
    """Bring the tables up once for each edition; how many matters were rewritten, None if they were up to date."""
    held = Setting.objects.filter(key=KEY).values_list("value", flat=True).first()
    if held == PROJECTION:
        return None
    changed = reproject(progress)
    Setting.objects.update_or_create(key=KEY, defaults={"value": PROJECTION})
    return changed


def reproject(progress: Callable[[int], object] = lambda _: None) -> int:
    """Fold every dossier, rewrite the rows that say something else; how many matters had some. Safe to break off and repeat.

    In ranges of matter numbers, each a transaction of its own: memory stays the same for a hundred matters and a million.
    """
    done, changed, low = 0, 0, ""
    while numbers := _after(low):
        changed += _range(numbers)
        done, low = done + len(numbers), numbers[-1]
        progress(done)
    return changed


def _after(low: str) -> list[str]:
    rows = Matter.objects.filter(number__gt=low).order_by("number")
    return list(rows.values_list("number", flat=True)[:RANGE])


def _range(numbers: Sequence[str]) -> int:
    with transaction.atomic():
        within = {"matter__gte": numbers[0], "matter__lte": numbers[-1]}
        rows = Matter.objects.select_for_update().filter(number__gte=numbers[0], number__lte=numbers[-1])
        matters = {row.number: row for row in rows.order_by("number")}
        nested: Rows = defaultdict(lambda: defaultdict(list))
        for name, _, table in NESTED:
            for row in table._default_manager.filter(**within).order_by("matter_id", "n").iterator(2_000):
                nested[row.matter_id][name].append(row)
        return sum(
            _brought_up(matters[state.number], nested[state.number], state, head)
            for state, head in _folded(numbers[0], numbers[-1])
            if state.number in matters
        )


def _folded(first: str, last: str) -> Iterator[tuple[MatterState, bytes]]:
    """Every matter of the range from its entries, and the hash of the last one."""
    state: MatterState | None = None
    head = b""
    rows = Entry.objects.filter(number__gte=first, number__lte=last).order_by("number", "seq")
    for row in rows.iterator(2_000):
        if state is not None and row.seq == 1:
            yield state, head
            state = None
        state, head = evolve(state, as_event(row)), bytes(row.hash)
    if state is not None:
        yield state, head


def _brought_up(row: Matter, nested: dict[str, list[Any]], state: MatterState, head: bytes) -> bool:
    columns = matter_columns(state, head)
    wrong = {name: value for name, value in columns.items() if _differs(getattr(row, name), value)}
    if wrong:
        Matter.objects.filter(number=state.number).update(**wrong)
    rewritten = [_rewritten(table, state, nested[name], name) for name, _, table in NESTED]
    return bool(wrong) or any(rewritten)


def _rewritten(table: type[Projected], state: MatterState, rows: list[Any], name: str) -> bool:
    """The rows of one kind, written anew where they differ: these tables are nobody's source."""
    wanted = [nested_columns(value) for value in getattr(state, name)]
    if len(rows) == len(wanted) and not any(
        _differs(getattr(row, column), value)
        for row, columns in zip(rows, wanted, strict=True)
        for column, value in columns.items()
    ):
        return False
    table._default_manager.filter(matter_id=state.number).delete()
    table._default_manager.bulk_create(table(matter_id=state.number, **columns) for columns in wanted)
    return True


def _differs(stored: Any, told: Any) -> bool:
    return bool((bytes(stored) if isinstance(stored, memoryview) else stored) != told)
