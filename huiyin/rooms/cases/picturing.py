"""Previews of attached pictures: drawn by the worker, one at a time, after the file was kept; and what pages show of them.

Whoever asks here has made sure that the person may see the matter. A picture without a preview, whatever the reason, is a file
with its name like any other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django_tasks import task

from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.pen import Pen
from huiyin.rooms.cases.stored import named, still_there, stored
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.pictures.keeping import EDITION, lay_in, previews_of, remove, sweep
from huiyin.rooms.pictures.models import Preview
from huiyin.rooms.pictures.painting import paint
from huiyin.rooms.pictures.sizes import KINDS

#: Whoever waits for a notice waits for no picture.
LAST = -10
#: Pictures that one task draws before it lets others pass.
AT_ONCE = 20


def paint_later(pen: Pen) -> None:
    """Have previews of the file that was just attached drawn by the worker; in the verb's transaction."""
    assert pen.state is not None
    paper = pen.state.papers[-1]
    if paper.media_type in KINDS:
        paint_one.enqueue(pen.number, paper.seq)


@task(priority=LAST)
def paint_one(number: str, seq: int) -> str:
    """Draw one file's previews and keep them; what came of it. Done twice it does no harm."""
    kept = stored(number, seq)
    paper = Paper.objects.filter(matter=number, seq=seq).first()
    if kept is None or paper is None:
        remove(number, seq)
        return "erased"
    painted = paint(paper.media_type, kept.path)
    with transaction.atomic():
        if not still_there(number, seq):  # erased by law while it was being drawn
            remove(number, seq)
            return "erased"
        lay_in(number, seq, painted)
    return "failed" if painted is None else "made"


@task(priority=LAST)
def paint_the_rest() -> int:
    """Draw some of those that this edition hasn't drawn, the newest first, and have the rest drawn after others' tasks."""
    rows = unpainted()[:AT_ONCE]
    for number, seq in rows:
        paint_one.call(number, seq)
    if len(rows) == AT_ONCE:
        paint_the_rest.enqueue()
    return len(rows)


def paint_all(progress: Callable[[int], object] = lambda _: None, *, anew: bool = False) -> int:
    """Draw all that this edition hasn't drawn, now; how many. ``anew``: also those that it has, or couldn't draw."""
    sweep()
    if anew:
        Preview.objects.update(edition=0)
    done = 0
    while rows := unpainted()[:AT_ONCE]:
        for number, seq in rows:
            paint_one.call(number, seq)
        done += len(rows)
        progress(done)
    return done


def unpainted() -> list[tuple[str, int]]:
    """Pictures, by matter and entry, that this edition hasn't drawn and whose names aren't erased; the newest first."""
    drawn = Preview.objects.filter(number=OuterRef("matter_id"), seq=OuterRef("seq"), edition=EDITION)
    rows = named(Paper.objects.filter(~Exists(drawn), media_type__in=sorted(KINDS)))
    return list(rows.values_list("matter_id", "seq")[:AT_ONCE])


@dataclass(frozen=True, slots=True)
class Picture:
    """One attached picture with what stands beside it. ``n``: its place among the attachments; ``bytes``: the original's.

    ``size``: width and height of its large preview, None without one.
    """

    seq: int
    n: int
    name: str
    bytes: int
    at: datetime
    entry: Entry
    size: tuple[int, int] | None


def pictures_of(number: str) -> list[Picture]:
    """The matter's pictures in the order in which they came, erased ones left out; four queries however many."""
    papers = list(Paper.objects.filter(matter=number, media_type__in=sorted(KINDS)).order_by("n"))
    wanted = [paper.seq for paper in papers]
    texts = SealedText.objects.filter(number=number, seq__in=wanted, name="file", text__isnull=False)
    names = {seq: json.loads(text or "{}")["name"] for seq, text in texts.values_list("seq", "text")}
    entries = {entry.seq: entry for entry in Entry.objects.filter(number=number, seq__in=wanted)}
    sizes = previews_of([number])
    return [
        Picture(
            paper.seq, paper.n, names[paper.seq], paper.size, paper.at, entries[paper.seq],
            sizes.get((number, paper.seq)),
        )
        for paper in papers
        if paper.seq in names
    ]  # fmt: skip
