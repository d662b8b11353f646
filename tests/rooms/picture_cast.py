"""Pictures as people send them, and as they are made to do harm; and a matter that has one."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime
from typing import Any

from django_tasks_db.models import DBTaskResult
from PIL import Image

from huiyin.rooms.cases.models import Paper
from huiyin.rooms.cases.papers import Upload, attach
from huiyin.rooms.cases.picturing import paint_one
from huiyin.rules.roles import Actor
from tests.rooms.cast import DAN, START, comes_in

RED, BLUE = (220, 30, 30), (30, 30, 220)


def two_halves(width: int = 640, height: int = 480) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **said: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **said)
    return out.getvalue()


def from_a_phone(width: int = 640, height: int = 480, held: int = 6) -> bytes:
    """A photo with everything that a phone writes into it: maker, moment, place, how it was held, a comment, a profile."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010F], notes[0x0132] = held, "SECRET-MAKER", "2026:03:02 09:00:00"
    notes.get_ifd(0x8825).update({1: "N", 2: (43.0, 18.0, 44.5), 3: "E", 4: (129.0, 45.0, 1.5)})
    return saved(
        two_halves(width, height), exif=notes, comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE" * 20,
        xmp=b"<x>SECRET-XMP</x>",
    )  # fmt: skip


def png(width: int, height: int, data: bytes, *, colour: int = 2) -> bytes:
    """A PNG that says this size of itself, with these bytes as its packed pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))
        for name, said in parts
    )


def with_picture(
    content: bytes | None = None,
    name: str = "水管.jpg",
    *,
    by: Actor = DAN,
    drawn: bool = True,
    **matter: Any,
) -> tuple[str, int]:
    """A matter with one picture; its number, and the entry that keeps the picture."""
    number = comes_in(**matter).number
    return number, sent(number, content, name, by=by, drawn=drawn)


def sent(
    number: str, content: bytes | None = None, name: str = "水管.jpg", *, by: Actor = DAN, drawn: bool = True,
    at: datetime = START,
) -> int:  # fmt: skip
    """One more picture for a matter, drawn as the worker does unless it has to wait; its entry."""
    content = from_a_phone() if content is None else content
    attach(number, upload=Upload(name, len(content), io.BytesIO(content)), by=by, now=at)
    seq = Paper.objects.filter(matter=number).latest("n").seq
    if drawn:
        DBTaskResult.objects.filter(task_path__endswith="paint_one").delete()
        paint_one.call(number, seq)
    return seq
