"""Writing the batches: made by other processes, written by this one, each in one transaction with its day counters."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from multiprocessing import get_context

import django
from django.db import connection, models, transaction

from huiyin.rooms.cases.models import DayCounter, Matter, Petitioner
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.intake.seeding.making import TABLES, Made, make
from huiyin.rooms.intake.seeding.plan import Batch, Wish, batches
from huiyin.rooms.intake.seeding.staff import Staff, staff_now
from huiyin.rooms.search import waiting as index

#: Columns that hold a number given within the batch, and whose numbers they are.
_NUMBERED: dict[tuple[str, str], type[models.Model]] = {
    ("Petitioner", "id"): Petitioner, ("Petition", "petitioner_id"): Petitioner,
    ("SealedText", "id"): SealedText, ("Matter", "title_id"): SealedText,
}  # fmt: skip
_AHEAD = 2  # batches waiting for the writer, for each process


class NotEmpty(Exception):
    """There are matters here already; ``count`` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} matters are here already.")
        self.count = count


@dataclass(slots=True)
class Tally:
    """What has been written so far."""

    matters: int = 0
    entries: int = 0
    open: int = 0


def seed(wish: Wish, *, processes: int, add: bool = False) -> Iterator[Tally]:
    """Write the matters, yielding the tally after each batch. Ended early, whole batches are there and ``verify`` is content.

    ``processes`` make the batches beside this one, which writes; 0: this one does both. Refuses NotEmpty unless ``add``,
    TooMany (see ``plan``), NobodyWorksHere (see ``staff``), the last two before anything is written.
    """
    count = Matter.objects.count()
    if count and not add:
        raise NotEmpty(count)
    staff = staff_now()
    planned = list(batches(wish, _given_out()))
    tally = Tally()
    for made in _made(planned, staff, processes):
        _write(made)
        tally.matters += made.matters
        tally.entries += made.entries
        tally.open += made.open
        yield tally


def _given_out() -> dict[date, int]:
    return dict(DayCounter.objects.values_list("day", "last"))


def _made(planned: list[Batch], staff: Staff, processes: int) -> Iterator[Made]:
    """The batches made, in their order, a few ahead of the writer."""
    if not processes:
        yield from (make(batch, staff) for batch in planned)
        return
    waiting: deque[Future[Made]] = deque()
    packed = pickle.dumps(staff)
    # spawned, not forked: no connection and no lock of ours gets into them
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        for batch in planned:
            waiting.append(pool.submit(make_elsewhere, batch, packed))
            if len(waiting) > _AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def make_elsewhere(batch: Batch, packed: bytes) -> Made:
    """What another process runs; it asks no database."""
    return make(batch, _unpacked(packed))


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Staff:
    staff: Staff = pickle.loads(packed)  # noqa: S301  packed by the process that started this one
    return staff


def _write(made: Made) -> None:
    """One batch, whole or not at all, with the counters of its days."""
    with transaction.atomic():
        while index.catch_up():  # nothing, unless somebody writes beside us
            pass
        first = {model: _reserve(model, len(made.rows[model.__name__])) for model in set(_NUMBERED.values())}
        with connection.cursor() as cursor:
            for table in TABLES:
                rows = made.rows[table.__name__]
                if rows:
                    cursor.executemany(_insert(table, made.columns[table.__name__], first), rows)
        texts = made.rows[SealedText.__name__]
        last = first[SealedText] + max(row[0] for row in texts)
        index.laid_in(((number, seq, name, text) for _id, number, seq, name, _salt, text in texts), last)
        DayCounter.objects.bulk_create(
            [DayCounter(day=day, last=last) for day, last in made.last.items()],
            update_conflicts=True, unique_fields=["day"], update_fields=["last"],
        )  # fmt: skip


def _insert(table: type[models.Model], columns: Iterable[str], first: dict[type[models.Model], int]) -> str:
    quote = connection.ops.quote_name
    values = []
    for column in columns:
        numbered = _NUMBERED.get((table.__name__, column))
        values.append(f"{first[numbered]} + %s" if numbered else "%s")
    names = ", ".join(map(quote, columns))
    return f"INSERT INTO {quote(table._meta.db_table)} ({names}) VALUES ({', '.join(values)})"  # noqa: S608  no words of others


def _reserve(model: type[models.Model], count: int) -> int:
    """The number before the first of ``count`` free ones, which nobody else gets: this transaction keeps other writers out."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return int(row[0]) if row else 0
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        before = int(cursor.fetchone()[0]) - 1
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, before + count])
    return before
