"""What an attached file really is: the few kinds that may be kept, each proven from the content as its format says.

What can't be proven isn't kept. This doesn't make a file harmless (a picture can hide a page behind it): files are only ever
handed out as downloads, under the media type that was proven here; what is shown of pictures is drawn anew (decision 0024).
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

CHUNK = 64 * 1024
_ZIP_NONSENSE = (BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, EOFError, struct.error)

Check = Callable[[BinaryIO], bool]


def is_a(ending: str, content: BinaryIO) -> bool:
    """Whether the content is what its ending (one of ``ALLOWED``) says; reads in pieces and goes back to the start."""
    content.seek(0)
    try:
        return ALLOWED[ending][1](content)
    finally:
        content.seek(0)


def pieces(content: BinaryIO) -> Iterator[bytes]:
    """The content in pieces, from where it stands."""
    yield from iter(lambda: content.read(CHUNK), b"")


def _begins(*signs: bytes) -> Check:
    return lambda content: content.read(CHUNK).startswith(signs)


def _riff(form: bytes, content: BinaryIO) -> bool:
    head = content.read(12)
    return head[:4] == b"RIFF" and head[8:] == form


def _boxes(brands: frozenset[bytes], content: BinaryIO) -> bool:
    """ISO base media: the first box names the brands that the file conforms to (ISO/IEC 14496-12, 4.3)."""
    head = content.read(512)
    size = int.from_bytes(head[:4])
    named = {head[8:12], *(head[at : at + 4] for at in range(16, min(size, 512), 4))}
    return head[4:8] == b"ftyp" and bool(named & brands)


def _office(part: str, content: BinaryIO) -> bool:
    """A Word or Excel file is a zip that holds its main part; one with macros has another ending by rights."""
    try:
        names = set(ZipFile(content).namelist())
    except _ZIP_NONSENSE:
        return False
    return {"[Content_Types].xml", part} <= names and not any(
        n.lower().endswith("vbaproject.bin") for n in names
    )


def _old_office(streams: tuple[str, ...], content: BinaryIO) -> bool:
    """The container of old Word and Excel files (and of installers, too): it must name the main stream."""
    names = [f"{stream}\x00".encode("utf-16-le") for stream in streams]
    tail = b""
    for i, piece in enumerate(pieces(content)):
        if i == 0 and not piece.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            return False
        if any(name in tail + piece for name in names):
            return True
        tail = piece[-64:]
    return False


def _text(content: BinaryIO) -> bool:
    """Text in UTF-8, in GB 18030, or in UTF-16 with its mark; no NUL in it."""
    encodings = (
        ["utf-16"] if content.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ["utf-8", "gb18030"]
    )
    for encoding in encodings:
        content.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            if all("\x00" not in decoder.decode(piece) for piece in pieces(content)):
                decoder.decode(b"", final=True)
                return True
        except UnicodeDecodeError:
            continue
    return False


def _mp3(content: BinaryIO) -> bool:
    """Two frames one behind the other, after the tags if there are any (ISO/IEC 11172-3, 2.4.1; ID3v2, 3.1)."""
    head = content.read(10)
    if head[:3] == b"ID3" and len(head) == 10:
        size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        content.seek(10 + size)
    else:
        content.seek(0)
    sound = content.read(CHUNK).lstrip(b"\x00")
    length = _frame(sound[:4])
    return bool(length and _frame(sound[length : length + 4]))


_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_BITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def _frame(head: bytes) -> int:
    """Length in bytes of the layer III frame that begins so; 0 if none does."""
    bits = int.from_bytes(head) if len(head) == 4 else 0
    version, layer, rate, frequency = bits >> 19 & 3, bits >> 17 & 3, bits >> 12 & 15, bits >> 10 & 3
    if bits >> 21 != 0x7FF or version == 1 or layer != 1 or rate in (0, 15) or frequency == 3:
        return 0
    kilobits = (_BITS_1 if version == 3 else _BITS_2)[rate - 1]
    return (144 if version == 3 else 72) * kilobits * 1000 // _RATES[version][frequency] + (bits >> 9 & 1)


def _pdf(content: BinaryIO) -> bool:
    return re.match(rb"%PDF-\d\.\d", content.read(8)) is not None


_OOXML = "application/vnd.openxmlformats-officedocument"
_MOVING = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"}
)
_STILL = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})

#: What may be attached: the ending that a person sees, its media type, and the proof.
ALLOWED: dict[str, tuple[str, Check]] = {
    ".pdf": ("application/pdf", _pdf),
    ".jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".gif": ("image/gif", _begins(b"GIF87a", b"GIF89a")),
    ".webp": ("image/webp", partial(_riff, b"WEBP")),
    ".heic": ("image/heic", partial(_boxes, _STILL)),
    ".mp3": ("audio/mpeg", _mp3),
    ".amr": ("audio/amr", _begins(b"#!AMR\n", b"#!AMR-WB\n")),
    ".wav": ("audio/wav", partial(_riff, b"WAVE")),
    ".mp4": ("video/mp4", partial(_boxes, _MOVING)),
    ".docx": (f"{_OOXML}.wordprocessingml.document", partial(_office, "word/document.xml")),
    ".xlsx": (f"{_OOXML}.spreadsheetml.sheet", partial(_office, "xl/workbook.xml")),
    ".doc": ("application/msword", partial(_old_office, ("WordDocument",))),
    ".xls": ("application/vnd.ms-excel", partial(_old_office, ("Workbook", "Book"))),
    ".txt": ("text/plain", _text),
}
