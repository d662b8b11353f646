"""Where previews lie, how they come there and how they go: beside the attachments, outside the web root, one place a file.

They are named after matter and entry and not after their content: the same photo in two matters has previews of its own in
each, so that they vanish with the one that is erased.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.db import transaction

from huiyin.rooms.pictures.models import Preview, State
from huiyin.rooms.pictures.painting import Painted
from huiyin.rooms.pictures.sizes import Size
from huiyin.rules.identifiers import parse_number

#: Which edition of drawing a preview was made by; raised when previews are drawn otherwise, and all are drawn anew.
EDITION = 1
#: Rows that one sweep looks at before it asks for more.
AT_ONCE = 200


def path_of(number: str, seq: int, size: Size) -> Path:
    """Where a preview lies, by the day of the matter's number. Refuses (ValueError) what is no number: it becomes a path."""
    parsed = parse_number(number)
    if parsed is None or parsed.text != number:
        raise ValueError("not a matter's number")
    folder = Path(settings.HUIYIN_HOME) / "previews" / f"{parsed.day:%Y%m%d}"
    return folder / f"{number}.{int(seq)}.{size.value}.jpg"


def lay_in(number: str, seq: int, painted: Painted | None) -> None:
    """Keep what was drawn, or that nothing could be; in the caller's transaction. What was there before is replaced."""
    assert transaction.get_connection().in_atomic_block
    said = {"state": State.FAILED.value, "edition": EDITION, "width": 0, "height": 0}
    if painted is None:
        remove(number, seq)
    else:
        _write(path_of(number, seq, Size.SMALL), painted.small)
        _write(path_of(number, seq, Size.LARGE), painted.large)
        said |= {"state": State.MADE.value, "width": painted.width, "height": painted.height}
    Preview.objects.update_or_create(number=number, seq=seq, defaults=said)


def _write(path: Path, content: bytes) -> None:
    """The whole of it or nothing: nobody is ever sent half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:  # 0600
        try:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
            Path(out.name).replace(path)
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise


def remove(number: str, seq: int) -> None:
    """Take the previews of an attachment off the disk; nothing if there are none."""
    for size in Size:
        path_of(number, seq, size).unlink(missing_ok=True)


def sweep() -> int:
    """Take the previews of erased attachments off the disk, then their rows; how many. So, broken off, it can go on."""
    swept = 0
    while rows := list(Preview.objects.filter(state=State.GONE.value).order_by("id")[:AT_ONCE]):
        for row in rows:
            remove(row.number, row.seq)
        Preview.objects.filter(pk__in=[row.pk for row in rows], state=State.GONE.value).delete()
        swept += len(rows)
    return swept


def previews_of(numbers: Iterable[str]) -> Mapping[tuple[str, int], tuple[int, int]]:
    """Width and height of the large preview, by matter and entry, of all that have one; one query however many."""
    rows = Preview.objects.filter(number__in=list(numbers), state=State.MADE.value)
    return {(row.number, row.seq): (row.width, row.height) for row in rows}
