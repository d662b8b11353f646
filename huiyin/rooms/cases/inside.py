"""Reading what is inside attachments, so that search finds it and no name goes out with it: by the worker, file by file."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks import task

from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.cases.stored import named, still_there, stored
from huiyin.rooms.search.models import FileText
from huiyin.rooms.search.reading import EDITION, is_read, lay_in, read_file

#: Files that one task reads before it lets others pass.
AT_ONCE = 20


def read_later(pen: Pen) -> None:
    """Have the file that was just attached read by the worker; in the verb's transaction. Nothing for sound and old kinds."""
    assert pen.state is not None
    seq = pen.state.seq
    kept = stored(pen.number, seq)
    if kept is not None and is_read(kept.name):
        read_inside.enqueue(pen.number, seq)


@task()
def read_inside(number: str, seq: int) -> str:
    """Read one file and lay its words in; what came of it. Done twice it does no harm."""
    kept = stored(number, seq)
    if kept is None:
        return "erased"
    said = read_file(kept.name, kept.path)
    with transaction.atomic():
        if not still_there(number, seq):  # erased by law while it was being read
            return "erased"
        lay_in(number, seq, said)
    return said.reading


@task()
def read_the_rest() -> int:
    """Read some of the files that this edition hasn't read, the newest first, and have the rest read after others' tasks."""
    rows = unread()[:AT_ONCE]
    for number, seq in rows:
        read_inside.call(number, seq)
    if len(rows) == AT_ONCE:
        read_the_rest.enqueue()
    return len(rows)


def read_all(progress: Callable[[int], object] = lambda _: None) -> int:
    """Read every file that this edition hasn't read, now; how many."""
    done = 0
    while rows := unread()[:AT_ONCE]:
        for number, seq in rows:
            read_inside.call(number, seq)
        done += len(rows)
        progress(done)
    return done


def unread() -> list[tuple[str, int]]:
    """The files, by matter and entry, that this edition hasn't read and whose names aren't erased; the newest matters first."""
    read = FileText.objects.filter(number=OuterRef("matter_id"), seq=OuterRef("seq"), edition=EDITION)
    rows = named(Paper.objects.filter(~Exists(read)))
    return list(rows.values_list("matter_id", "seq")[:AT_ONCE])
