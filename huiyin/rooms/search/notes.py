"""What a picture says beside what can be seen: who took it, where, with which words. Nothing of it is decoded into pixels.

Only the child process of ``reader`` comes here. EXIF and XMP are looked for anywhere in the bytes: cameras put them into JPEG,
PNG, WebP, HEIC and into the pictures inside a PDF or a Word file, and once more behind the pixels.
"""

from __future__ import annotations

import html
import re
import struct
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from time import process_time
from typing import Any, TypeVar

Place = TypeVar("Place")
#: Places of a file at which such notes are opened, bytes of one that are, bytes that a packed one may come to.
MOST_NOTES, MOST_BYTES, MOST_UNPACKED = 200, 256 * 1024, 1024 * 1024
#: Parts of EXIF that are looked through for where their values lie; a camera writes five.
MOST_PARTS = 20
#: Seconds of processor time for all of EXIF in one picture: a camera's takes some ms, thousands of tags are made to stall us.
MOST_SECONDS = 2.0
_EXIF = re.compile(rb"II\*\x00|MM\x00\*")
_XMP = re.compile(rb"<(x:xmpmeta|rdf:RDF)\b.*?(?:</\1>|\Z)", re.DOTALL)
#: A JPEG's comment, and the segment of Photoshop's.
_SEGMENT = re.compile(rb"\xff([\xfe\xed])([\x00-\xff]{2})")
_PNG = b"\x89PNG\r\n\x1a\n"
_PLACE = re.compile(r"GPSL(?:atitude|ongitude)|geo:lat", re.IGNORECASE)
#: The parts of EXIF that hold their own tags: camera, place, the small picture's.
_GPS, _PARTS = 0x8825, (0x8769, 0xA005, 1)
_LATITUDE = 2
#: Bytes of one entry of a part, of a value that stands in it, and of one of each known type.
_ENTRY, _INLINE = 12, 4
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
#: What begins a GIF's block that is no picture.
_EXTENSION = 0x21
#: A camera's own notes are longer than words of people: of those only what is UTF-8 is taken for words.
_WORDS = 8_192
#: Two letters or figures and what stands among them: what a run of bytes may say.
_RUN = re.compile(r"[^\W_](?:[\w .,:;@/+()（）、，。：；·-]*[^\W_])")


@dataclass(slots=True)
class Notes:
    """What was found: pieces of text, whether it says where the picture was taken, and whether this is all."""

    said: dict[str, None] = field(default_factory=dict)
    tells_where: bool = False
    whole: bool = True

    @property
    def pieces(self) -> list[str]:
        """The pieces in the order in which they were found, each once."""
        return list(self.said)

    def add(self, text: str) -> None:
        """Keep this piece, once."""
        if text:
            self.said[text] = None


def notes_of(content: bytes) -> Notes:
    """What a picture, or whatever holds pictures, says beside its pixels; all of it but for one that is made to stall us."""
    found, begun = Notes(), process_time()
    for at in _first(_EXIF.finditer(content), found):
        _exif(content[at.start() : at.start() + MOST_BYTES], found, rest=len(content) - at.start())
        if process_time() - begun > MOST_SECONDS:
            found.whole = False
            break
    for packet in _first(_XMP.finditer(content), found):
        _xmp(_cut(packet[0], found), found)
    if content.startswith(_PNG):
        for words in _first(_chunks(content, found), found):
            _xmp(words, found) if b"xmpmeta" in words else found.add(runs(words))
    elif content.startswith(b"\xff\xd8"):
        for words in _first(_segments(content), found):
            found.add(runs(words))
    elif content.startswith(b"GIF8"):
        for words in _first(_comments(content, found), found):
            found.add(runs(words))
    return found


def _first(places: Iterable[Place], found: Notes) -> Iterator[Place]:
    """As many of them as are opened; where there are more, what was found isn't all."""
    for n, place in enumerate(places):
        if n == MOST_NOTES:
            found.whole = False
            return
        yield place


def _cut(words: bytes, found: Notes) -> bytes:
    """As much of them as is read."""
    found.whole &= len(words) <= MOST_BYTES
    return words[:MOST_BYTES]


def runs(content: bytes, *, wide: bool = False) -> str:
    """What bytes without a known encoding may say, in each that is used here; ``wide``: in UTF-16, too."""
    encodings = ["utf-8", "gb18030", *(("utf-16-le", "utf-16-be") if wide else ())]
    said = (
        run
        for one in encodings
        for at in ((0, 1) if "16" in one else (0,))
        for run in _in_one(content[at:], one)
    )
    return " ".join(dict.fromkeys(said))


def _in_one(content: bytes, encoding: str) -> list[str]:
    return _RUN.findall(content.decode(encoding, "replace"))


def _exif(content: bytes, found: Notes, *, rest: int) -> None:
    """The tags from a TIFF head on; nothing where none begins here. ``rest``: bytes of the file from there on.

    What lies farther on than is opened isn't read, nor a part that is broken: then this isn't all.
    """
    from PIL.Image import Exif

    tags = Exif()

    def read_main() -> dict[int, Any]:
        tags.load(content)
        return dict(tags)

    main = _part(read_main)
    if main is None:
        return
    if rest > len(content) and _reaches_farther(content, rest):
        found.whole = False
    parts = [main, *(_part(lambda part=part: dict(tags.get_ifd(part))) for part in (*_PARTS, _GPS))]  # type: ignore[misc]
    found.whole &= None not in parts
    found.tells_where |= _LATITUDE in (parts[-1] or {})
    for value in (value for part in parts if part for value in part.values()):
        if isinstance(value, str):  # the library reads bytes one by one; they were UTF-8 or GB 18030
            found.add(runs(value.encode("latin-1", "replace")))
        elif isinstance(value, bytes):
            found.add(runs(value, wide=True) if len(value) <= _WORDS else " ".join(_in_one(value, "utf-8")))


def _part(read: Callable[[], dict[int, Any]]) -> dict[int, Any] | None:
    """One part's tags; None where it is broken."""
    try:
        with warnings.catch_warnings(action="ignore"):
            return read()
    except (
        SyntaxError,
        ValueError,
        TypeError,
        LookupError,
        OSError,
        ArithmeticError,
        RecursionError,
        AttributeError,
        struct.error,
    ):
        return None


def _reaches_farther(content: bytes, rest: int) -> bool:
    """Whether a tag's value, or a part, lies in the file but beyond what was opened of it (TIFF 6.0, section 2).

    Bytes that only look like a head lead anywhere, mostly out of the file: those tell nothing.
    """
    order = "<" if content[:1] == b"I" else ">"
    todo, seen = [struct.unpack_from(f"{order}I", content, 4)[0]], set[int]()
    while todo:
        at = todo.pop()
        if at in seen or at + 2 > rest:
            continue
        seen.add(at)
        if at + 2 > len(content) or len(seen) > MOST_PARTS:
            return True
        entries = min(struct.unpack_from(f"{order}H", content, at)[0], (len(content) - at - 2) // _ENTRY)
        table = content[at + 2 : at + 2 + entries * _ENTRY]
        for tag, kind, count, value in struct.iter_unpack(f"{order}HHII", table):
            size = _SIZES.get(kind, 0) * count
            if size > _INLINE and value < rest and len(content) < value + size <= rest:
                return True
            if tag in (*_PARTS, _GPS) and kind in _SIZES:
                todo.append(value)
    return False


def _xmp(packet: bytes, found: Notes) -> None:
    text = html.unescape(packet.decode("utf-8", "replace"))
    found.tells_where |= _PLACE.search(text) is not None
    found.add(text)


def _segments(content: bytes) -> Iterator[bytes]:
    """A JPEG's comments, and the segment in which newsrooms write who took it (IPTC)."""
    for at in _SEGMENT.finditer(content):
        yield content[at.end() : at.start() + 2 + int.from_bytes(at[2])]


def _comments(content: bytes, found: Notes) -> Iterator[bytes]:
    """A GIF's comments, block by block (GIF89a, 17 to 27); what is broken ends it."""
    at = 13 + _colours(content[10:11])
    while content[at : at + 1] in (b"\x21", b"\x2c"):
        comment = content[at : at + 2] == b"\x21\xfe"
        at += 2 if content[at] == _EXTENSION else 11 + _colours(content[at + 9 : at + 10])
        words, at = _blocks(content, at, keep=comment)
        found.whole &= len(words) < MOST_BYTES
        if comment:
            yield words


def _colours(flags: bytes) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _blocks(content: bytes, at: int, *, keep: bool) -> tuple[bytes, int]:
    """The sub-blocks that begin here if they are kept, and what comes behind the empty one."""
    made = bytearray()
    while at < len(content) and (size := content[at]):
        if keep and len(made) < MOST_BYTES:
            made += content[at + 1 : at + 1 + size]
        at += size + 1
    return bytes(made), at + 1


def _chunks(content: bytes, found: Notes) -> Iterator[bytes]:
    """A PNG's chunks of text (PNG, 11.3.3), unpacked."""
    at = len(_PNG)
    while at + 8 <= len(content):
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + size]
        if kind == b"tEXt":
            yield _cut(body, found)
        elif kind in (b"zTXt", b"iTXt"):
            yield from _unpacked(kind, body, found)
        at += size + 12


def _unpacked(kind: bytes, body: bytes, found: Notes) -> Iterator[bytes]:
    key, _, rest = body.partition(b"\x00")
    yield key
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\x01", rest[2:]
        language, _, rest = rest.partition(b"\x00")
        title, _, rest = rest.partition(b"\x00")
        yield language + b" " + title
    else:
        packed, rest = True, rest[1:]
    if not packed:
        yield _cut(rest, found)
        return
    opened = zlib.decompressobj()
    try:
        yield opened.decompress(rest, MOST_UNPACKED)
    except zlib.error:
        return
    found.whole &= not opened.unconsumed_tail
