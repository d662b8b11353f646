"""Where a picture's notes lie in its file, and how many there are: what isn't opened is never taken for all."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from huiyin.rooms.search.notes import MOST_BYTES, MOST_NOTES, Notes, notes_of

SAID = "举报人金顺姬手机19900001234".encode()
GPS = 0x8825


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels


def part(*entries: tuple[int, int, int, int]) -> bytes:
    """One part of EXIF: tag, type, count, value or where it lies."""
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + rows + struct.pack("<I", 0)


def exif(begins: bytes, *, then: dict[int, bytes]) -> bytes:
    made = b"II*\0" + struct.pack("<I", 8) + begins
    for at, body in sorted(then.items()):
        made = made.ljust(at, b"\0") + body
    return png(chunk(b"eXIf", made))


def read(content: bytes) -> Notes:
    return notes_of(content)


def told(found: Notes) -> bool:
    return any("19900001234" in piece for piece in found.pieces)


def test_words_that_are_opened_are_all() -> None:
    near = read(exif(part((0x10E, 2, len(SAID), 200)), then={200: SAID}))
    assert (told(near), near.whole) == (True, True)


@pytest.mark.parametrize("far", [MOST_BYTES - 10, MOST_BYTES, MOST_BYTES + 40_000])
def test_words_that_lie_farther_on_are_told_to_be_missing(far: int) -> None:
    assert not read(exif(part((0x10E, 2, len(SAID), far)), then={far: SAID})).whole


def test_a_place_that_lies_farther_on_is_told_to_be_missing() -> None:
    far = MOST_BYTES + 40_000
    where = part((1, 2, 2, 0x4E), (2, 5, 3, far + 100))
    content = exif(
        part((GPS, 4, 1, far)), then={far: where, far + 100: struct.pack("<6I", 43, 1, 1, 1, 1, 1)}
    )
    with Image.open(io.BytesIO(content)) as picture:
        assert 2 in picture.getexif().get_ifd(GPS), "others read the place"
    assert not read(content).whole


def test_a_part_that_is_broken_takes_no_other_along() -> None:
    content = exif(part((0x10E, 2, len(SAID), 200), (0x8769, 9, 1, 2**31 + 5)), then={200: SAID})
    found = read(content)
    assert (told(found), found.whole) == (True, False)


def test_what_only_looks_like_a_head_in_an_ordinary_picture_says_nothing() -> None:
    pixels = random.Random(7).randbytes(3_000_000)
    heads = b"".join(
        b"II*\0" + struct.pack("<I", at % 100_000) + pixels[at : at + 50_000]
        for at in range(0, 400_000, 50_000)
    )
    assert read(b"\xff\xd8" + pixels[:300_000] + heads + b"\xff\xd9").whole
    footer = b"II*\0" + struct.pack("<I", 0x2FA)  # as Canon ends its own notes: where they began
    assert read(b"\xff\xd8" + pixels[:5_000] + footer + pixels + b"\xff\xd9").whole


def test_of_very_many_words_the_first_are_opened_at_once_and_the_rest_told_to_be_missing() -> None:
    words = [chunk(b"tEXt", b"k\0%d" % n) for n in range(200_000)]
    found = read(png(*words))
    assert len(found.pieces) <= MOST_NOTES
    assert not found.whole
    assert read(png(*words[:50])).whole


@pytest.mark.parametrize("end", [b"", b"\x08", b"\x08\0\0", b"\x08\0\0\0"])
def test_a_head_at_the_very_end_harms_nothing(end: bytes) -> None:
    for head in (b"II*\0", b"MM\0*"):
        assert read(b"\xff\xd8" + head + end).pieces == []


def test_very_long_words_are_read_in_part() -> None:
    packet = b"<x:xmpmeta>" + b"&#65;" * 200_000 + b"</x:xmpmeta>"
    long = read(png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)))
    assert not long.whole
    assert all(len(piece) <= MOST_BYTES for piece in long.pieces)
