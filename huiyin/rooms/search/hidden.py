"""What a document says beside what its reader sees: properties, deletions, formulas, hidden sheets, who commented.

Only the child process of ``reader`` comes here. Nobody finds anything by these words; they are asked whether a file tells who
speaks in confidence (decision 0026).
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from huiyin.rooms.search.notes import Notes, notes_of, runs

#: Bytes that one part of a packed file, and all of them, may come to.
MOST_UNPACKED = 64 * 1024 * 1024
#: What in an attribute may be somebody's words: who wrote and changed, names of sheets, descriptions, where a link leads.
_SAID = frozenset({
    "author", "initials", "userId", "userName", "displayName", "lastModifiedBy", "providerId", "name", "title", "descr",
    "Target", "alt", "tooltip", "display", "location", "prompt", "promptTitle", "error", "errorTitle", "string", "contributor",
    "creator",
})  # fmt: skip
#: Elements whose attribute ``val`` is somebody's words.
_VALUED = frozenset({"tag", "alias", "docVar", "placeholder", "dataBinding"})
#: What is joined without a gap, for a word may be cut into several; and what ends such a joining.
_JOINED, _ENDS = (
    frozenset({"t", "delText", "instrText", "delInstrText"}),
    frozenset({"p", "si", "text", "is"}),
)
#: In a sheet, whose cells are read elsewhere: formulas that hold words, and whatever stands outside the cells.
_SHEET = re.compile(r"(?:^|/)worksheets/[^/]+\.xml$", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*&quot;[^<]*|[^<]*\"[^<]*)</")
_BETWEEN_TAGS = re.compile(rb">([^<>]*[^<>\s][^<>]*)<|\b(%s)=\"([^\"]+)\"" % "|".join(sorted(_SAID)).encode())
_CELLS = re.compile(rb"<(\w+:)?sheetData\b.*</(?:\w+:)?sheetData>", re.DOTALL)
_NO_WORDS = re.compile(
    r"(?:\.(?:odttf|fntdata|ttf|otf)|styles\.xml|theme\d*\.xml|fontTable\.xml|webSettings\.xml)$",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|tiff?|bmp|heic|[ew]m[fz])$", re.IGNORECASE)
#: Files within the file: nobody looks through them here.
_WITHIN = re.compile(r"(?:^|/)(?:embeddings|activeX|externalLinks)/[^/]+\.(?!rels$|xml$)", re.IGNORECASE)


class NotAll(ValueError):
    """There is more in the file than was, or can be, looked through."""


def packed(content: IO[bytes], seen: frozenset[str] = frozenset()) -> Iterator[str | Notes]:
    """Every part of a Word or Excel file, without what was ``seen``. Refuses (NotAll) files within it, and too much of it."""
    archive = ZipFile(content)
    parts = archive.infolist()
    if sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise NotAll
    if any(_WITHIN.search(one.filename) for one in parts):
        raise NotAll
    # The body and the sheets last: what says who wrote it is short, and a long text must not push it out.
    for one in sorted(parts, key=lambda one: one.file_size):
        if _NO_WORDS.search(one.filename) or one.is_dir():
            continue
        with archive.open(one) as part:
            if _SHEET.search(one.filename):
                yield from _around_cells(part.read())
            elif one.filename.endswith((".xml", ".rels", ".vml")):
                yield from _words(part, seen)
            elif _PICTURE.search(one.filename):
                yield notes_of(part.read())
            else:
                yield runs(part.read(), wide=True)
    yield from (posixpath.basename(one.filename) for one in parts if not one.filename.isascii())


def _around_cells(sheet: bytes) -> Iterator[str]:
    """Formulas with words in them, and headers, rules and links of a sheet; by patterns: a sheet may be millions of cells."""
    yield from {html.unescape(one.decode("utf-8", "replace")) for one in _FORMULA.findall(sheet)}
    for text, _key, value in _BETWEEN_TAGS.findall(_CELLS.sub(b"", sheet)):
        yield html.unescape((text or value).decode("utf-8", "replace"))


def _words(part: IO[bytes], seen: frozenset[str]) -> Iterator[str]:
    """The texts and telling attributes of one part, each once; what is cut into runs together."""
    joined: list[str] = []
    told = set(seen)

    def new(said: str) -> Iterator[str]:
        if (text := said.strip()) and text not in told:
            told.add(text)
            yield text

    for _event, one in iterparse(part):  # noqa: S314  expat and this process have bounds
        local = _local(one.tag)
        if local in _JOINED:
            joined.append(one.text or "")
        elif local in _ENDS:
            yield from new("".join(joined) + (one.text or ""))
            joined.clear()
        elif one.text:
            yield from new(one.text)
        for said in _attributes(local, one):
            yield from new(said)
        if local in _ENDS:
            one.clear()
    yield from new("".join(joined))


def _attributes(local: str, one: Element) -> Iterator[str]:
    for key, value in one.attrib.items():
        if _local(key) in _SAID or (local in _VALUED and _local(key) == "val"):
            yield value


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def pdf(content: IO[bytes]) -> Iterator[str | Notes]:
    """A PDF's properties, notes, fields and marks. Refuses (NotAll) one with files within it."""
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

    reader = PdfReader(content)
    if reader.is_encrypted:
        reader.decrypt("")
    yield from _texts(reader.metadata)
    root = reader.root_object
    if (packet := root.get("/Metadata")) is not None:
        yield packet.get_object().get_data().decode("utf-8", "replace")
    names = root.get("/Names")
    if names is not None and "/EmbeddedFiles" in names.get_object():
        raise NotAll
    for value in (reader.get_fields() or {}).values():
        yield from _texts(value)
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            row = note.get_object()
            if isinstance(row, DictionaryObject):
                if row.get("/Subtype") == "/FileAttachment":
                    raise NotAll
                yield from _texts(row)
    for mark in _flat(reader.outline):
        yield str(mark.get("/Title", ""))
    content.seek(0)
    yield notes_of(content.read())


def _texts(row: Any) -> Iterator[str]:
    """The strings that stand in a dictionary of a PDF, those of its lists, and where it leads."""
    for key in row or ():
        value = row[key]  # asked for by its key it is what it points to
        if isinstance(value, bytes):
            yield runs(value, wide=True)
        elif isinstance(value, str) and not value.startswith("/"):
            yield value
        elif isinstance(value, list):
            yield from (str(one) for one in value if isinstance(one, str) and not one.startswith("/"))
        elif key == "/A":
            yield from _texts(value)


def _flat(marks: Any) -> Iterator[Any]:
    for one in marks:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one
