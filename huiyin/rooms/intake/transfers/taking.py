"""Batches: kept row by row when they come, registered by the worker in small transactions when they are confirmed.

A killed worker, a closed browser, the same file twice: what is registered is known by its foreign number and never twice.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django_tasks import task

from huiyin.rooms.accounts.models import User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.transfers import known_numbers, take_transfer
from huiyin.rooms.county.queries import desk_of
from huiyin.rooms.intake.transfers.checking import Problem, Row, look_through
from huiyin.rooms.intake.transfers.columns import Column, recognise
from huiyin.rooms.intake.transfers.models import KEPT_FOR, RowState, TransferBatch, TransferRow
from huiyin.rooms.intake.transfers.reading import Line, Table, read
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.senders import Sender

AT_ONCE = 20  # rows of one transaction
ONE_TURN = 8.0  # seconds that one task works before it lets others have the worker
_KNOWN_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a batch stand where."""

    ready: int = 0
    bad: int = 0
    known: int = 0
    taken: int = 0

    @property
    def rows(self) -> int:
        """All rows."""
        return self.ready + self.bad + self.known + self.taken


def receive(
    source: BinaryIO, *, name: str, size: int, sender: Sender, organ: str, user: User, now: datetime
) -> TransferBatch:
    """Keep a file's rows, each looked through; nothing is registered yet. The same file again is the same batch.

    Refuses (Unreadable) what is no table of transfers. The file itself isn't kept.
    """
    forget_old(now=now)
    source.seek(0)
    digest = _digest(source, sender, organ)
    before = TransferBatch.objects.filter(user=user, digest=digest).first()
    if before is not None:
        return before
    source.seek(0)
    table = read(source, size)
    rows = list(_looked_through(table, sender, organ, now))
    with transaction.atomic():
        batch, new = TransferBatch.objects.get_or_create(
            user=user, digest=digest,
            defaults={
                "sender": sender.value, "organ": organ, "name": name[-120:], "at": now,
                "headings": json.dumps(table.headings, ensure_ascii=False),
            },
        )  # fmt: skip
        if new:
            for row in rows:
                row.batch = batch
            TransferRow.objects.bulk_create(rows, batch_size=500)
    return batch


def _digest(source: BinaryIO, sender: Sender, organ: str) -> str:
    mark = sha256(f"{sender.value}\0{organ}\0".encode())
    while piece := source.read(1 << 20):
        mark.update(piece)
    return mark.hexdigest()


def _looked_through(table: Table, sender: Sender, organ: str, now: datetime) -> Iterable[TransferRow]:
    looked = [
        (
            line,
            look_through(line.cells, table.columns, sender=sender, organ=organ, now=now, broken=line.problem),
        )
        for line in table.lines
    ]
    known = _known([row.passed.key for _line, row in looked if row.passed.key and not row.problems])
    seen: dict[str, int] = {}
    for line, row in looked:
        key = row.passed.key or ""
        if key and key in seen and not row.problems:
            row.problems.append(Problem(Column.FOREIGN.value, "number_twice_in_file", {"line": seen[key]}))
        elif key:
            seen.setdefault(key, line.line)
        yield _row(line, row, known)


def _known(keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), _KNOWN_AT_ONCE):
        found |= known_numbers(keys[start : start + _KNOWN_AT_ONCE])
    return found


def _row(line: Line, row: Row, known: Mapping[str, str]) -> TransferRow:
    key = row.passed.key or ""
    ours = "" if row.problems else known.get(key, "")
    state = RowState.BAD if row.problems else RowState.KNOWN if ours else RowState.READY
    return TransferRow(
        line=line.line, state=state, key="" if len(key) > 160 else key, broken=line.problem, number=ours,
        cells=json.dumps(line.cells, ensure_ascii=False), problems=told(row.problems),
    )  # fmt: skip


def told(problems: Iterable[Problem]) -> str:
    """Problems as they are kept: codes and bounds only."""
    return json.dumps([[one.column, one.reason, dict(one.params)] for one in problems])


# -- reading a batch ---------------------------------------------------------------------------------------------------------


def batch_of(user: User, pk: int, *, now: datetime) -> TransferBatch | None:
    """The person's own batch; nobody else's, and none that is too old."""
    return TransferBatch.objects.filter(pk=pk, user=user, at__gt=now - KEPT_FOR).first()


def batches_of(user: User, *, now: datetime) -> list[TransferBatch]:
    """The person's last batches."""
    return list(TransferBatch.objects.filter(user=user, at__gt=now - KEPT_FOR).order_by("-at")[:5])


def counts(batch: TransferBatch) -> Counts:
    """How many rows stand where; one query."""
    found = batch.rows.values_list("state").annotate(n=Count("pk"))
    return Counts(**Counter({str(state): n for state, n in found}))


def headings_of(batch: TransferBatch) -> list[str]:
    """The headings of the file."""
    return [str(one) for one in json.loads(batch.headings)]


def columns_of(batch: TransferBatch) -> Mapping[int, Column]:
    """What the headings mean, by place."""
    return recognise(headings_of(batch))


def rows_of(batch: TransferBatch, *, state: str = "", after: int = 0, size: int = 50) -> list[TransferRow]:
    """Rows behind the line ``after``, and one more if there are more."""
    found = batch.rows.filter(line__gt=after)
    return list((found.filter(state=state) if state else found).order_by("line")[: size + 1])


def cells_of(row: TransferRow) -> list[str]:
    """The row's cells; none once it is registered."""
    return [str(cell) for cell in json.loads(row.cells)] if row.cells else []


def problems_of(row: TransferRow) -> list[Problem]:
    """What is wrong with it."""
    return [Problem(column, reason, params) for column, reason, params in json.loads(row.problems or "[]")]


def seen(batch: TransferBatch, row: TransferRow, columns: Mapping[int, Column], *, now: datetime) -> Row:
    """The row looked through again, as the county is now; ``columns``: what the batch's headings mean, by place."""
    return look_through(
        cells_of(row), columns, sender=Sender(batch.sender), organ=batch.organ, now=now,
        broken=row.broken,
    )  # fmt: skip


# -- registering -------------------------------------------------------------------------------------------------------------


def confirm(batch: TransferBatch, *, now: datetime) -> None:
    """Register the rows that are right: by the worker, whatever becomes of the browser. Twice does it once."""
    with transaction.atomic():
        TransferBatch.objects.filter(pk=batch.pk, confirmed_at=None).update(confirmed_at=now)
        take.enqueue(batch.pk)


def discard(batch: TransferBatch) -> None:
    """Throw away what is left of a batch; what was registered stays registered."""
    batch.delete()


@task()
def take(batch_id: int) -> int:
    """Register rows for some seconds, then let others have the worker; the next task goes on where this one stopped."""
    until = time.monotonic() + ONE_TURN
    return take_until(batch_id, lambda: time.monotonic() > until)


def take_until(batch_id: int, enough: Callable[[], bool]) -> int:
    """Register the ready rows of a confirmed batch, in portions of one transaction each; how many were looked at."""
    done = 0
    while True:
        batch = (
            TransferBatch.objects.select_related("user")
            .filter(pk=batch_id, confirmed_at__isnull=False)
            .first()
        )
        if batch is None:
            return done
        with transaction.atomic():
            TransferBatch.objects.select_for_update().filter(pk=batch_id).first()
            rows = list(batch.rows.filter(state=RowState.READY).order_by("line")[:AT_ONCE])
            _take_portion(batch, rows)
            if not rows:
                TransferBatch.objects.filter(pk=batch_id, ended_at=None).update(ended_at=timezone.now())
                batch.rows.filter(state=RowState.KNOWN).update(cells="")
                return done
        done += len(rows)
        if enough():
            take.enqueue(batch_id)
            return done


def _take_portion(batch: TransferBatch, rows: Sequence[TransferRow]) -> None:
    now = timezone.now()
    by = actor_of(batch.user, now)
    known, columns = known_numbers([row.key for row in rows]), columns_of(batch)
    for row in rows:
        if row.key in known:
            row.state, row.number, row.cells = RowState.KNOWN, known[row.key], ""
        else:
            _take(batch, row, columns, by=by, now=now)
    TransferRow.objects.bulk_update(rows, ["state", "number", "cells", "problems"])


def _take(
    batch: TransferBatch, row: TransferRow, columns: Mapping[int, Column], *, by: Actor, now: datetime
) -> None:
    found = seen(batch, row, columns, now=now)
    posts = by.posts_with(Permission.REGISTER)
    if not posts:
        found.problems.append(Problem("", "not_yours"))
    if found.problems or found.received_at is None:
        row.state, row.problems = RowState.BAD, told(found.problems)
        return
    try:
        receipt = take_transfer(
            found.passed, received_at=found.received_at, exchanged_at=found.exchanged_at, by=by, now=now,
            persons=found.persons, title=found.title, text=found.text, person=found.person, place=found.place,
            category=found.category, desk=desk_of(posts[0].unit),
            token=f"batch-{batch.digest[:24]}-{sha256(row.key.encode()).hexdigest()[:32]}",
        )  # fmt: skip
    except NotDone as no:
        reason = no.refused.reason
        row.state = RowState.KNOWN if reason == "number_known" else RowState.BAD
        row.problems = told(
            [Problem("", reason, {k: v for k, v in no.refused.params.items() if isinstance(v, (int, str))})]
        )
        return
    row.state, row.number, row.cells, row.problems = RowState.TAKEN, receipt.number, "", ""


def forget_old(*, now: datetime) -> None:
    """Batches that nobody came back to are thrown away with all their rows."""
    TransferBatch.objects.filter(at__lte=now - KEPT_FOR).delete()
