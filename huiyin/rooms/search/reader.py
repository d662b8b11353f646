"""The words of one file, read in a process of its own: a file that is made to do harm, or is only broken, ends that process.

``python -m huiyin.rooms.search.reader .pdf FILE`` prints JSON: what came of it, the words that its reader sees, and what it
hides. It loads no settings, gets no keys, may write no file, and has bounds for memory and time. Pictures only hide something;
sound and old Word and Excel files have nothing here.
"""

from __future__ import annotations

import codecs
import html
import json
import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import ZipFile

from huiyin.rooms.bounded import bound
from huiyin.rooms.search import hidden
from huiyin.rooms.search.hidden import NotAll
from huiyin.rooms.search.notes import Notes, notes_of

#: Characters that are kept of one file, pages and sheets' rows that are read, bytes that a packed part may come to.
MOST, MOST_PAGES, MOST_ROWS, MOST_UNPACKED = 100_000, 400, 50_000, 64 * 1024 * 1024
_IDEOGRAPH = "[\u3400-\u4dbf\u4e00-\u9fff]"
#: Between two characters a PDF's line or column ends anywhere: 自来 / 水公司.
_TORN = re.compile(rf"(?<={_IDEOGRAPH})(?:[ \t]+\n?[ \t]*|\n[ \t]*)(?={_IDEOGRAPH})")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Pieces = Iterator[str]
Reads = Callable[..., Iterator[Any]]
#: Kinds of pictures; what they say stands beside what can be seen.
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic")


class Unreadable(ValueError):
    """Not a file of that kind, broken, locked by a password, or packed to come to far more than it says."""


class Said(NamedTuple):
    """What came of it (whole, partly, none, unreadable), the words, what is hidden, whether it tells where it was taken."""

    reading: str
    text: str = ""
    hidden: str = ""
    tells_where: bool = False


def read(ending: str, file: Path) -> Said:
    """All that one file says: at most ``MOST`` characters of words, as many of what is hidden. Whole only if all of it is."""
    try:
        with file.open("rb") as content:
            text, all_of_it = _gathered(READERS[ending](content))
    except Unreadable:
        return Said("unreadable")
    found = Notes()
    try:
        with file.open("rb") as content:
            hides, all_hidden = _gathered(_noted(HIDDEN[ending](content, _seen(text)), found))
    except Unreadable:
        hides, all_hidden = "", False
    if not (all_of_it and all_hidden):
        return Said("partly", text, hides, found.tells_where)
    return Said("whole" if text else "none", text, hides, found.tells_where)


def _gathered(pieces: Pieces) -> tuple[str, bool]:
    """The pieces as lines, and whether those are all of them."""
    made, length, whole = list[str](), 0, True
    try:
        for piece in pieces:
            made.append(_UNSEEN.sub(" ", piece))
            length += len(piece)
            if length > MOST:
                whole = False
                break
    except NotAll:
        whole = False
    return "\n".join(made).strip()[:MOST], whole


def _noted(pieces: Iterable[str | Notes], found: Notes) -> Pieces:
    """The words among the pieces; of pictures whether one tells where it was taken. Refuses (NotAll), at the end, a part."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        else:
            found.tells_where |= piece.tells_where
            found.whole &= piece.whole
            yield from piece.pieces
    if not found.whole:
        raise NotAll


def _seen(text: str) -> frozenset[str]:
    """What needn't be kept twice: the lines and words that a reader sees."""
    return frozenset({*text.split("\n"), *text.split()})


def _pdf(content: IO[bytes]) -> Pieces:
    from pypdf import PdfReader

    reader = PdfReader(content)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable
    for page in reader.pages[:MOST_PAGES]:
        yield _TORN.sub("", page.extract_text())
    if len(reader.pages) > MOST_PAGES:
        raise NotAll


#: The parts beside the main one that a reader of a Word file sees, in the order of a page.
_BESIDE = re.compile(r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml")
#: Beside the cells: comments, and the boxes drawn over them.
_OVER = re.compile(
    r"xl/(?:(?:threadedComments/)?(?:threadedC|c)omments?\d*|comments/comment\d*|drawings/drawing\d*)\.xml"
)
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_HEADS = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]+)<")
#: What Excel calls a sheet that nobody has named.
_UNNAMED = re.compile(r"(?:Sheet|工作表|시트)\d*", re.IGNORECASE)


def _docx(content: IO[bytes]) -> Pieces:
    """Every paragraph of the main part, in tables and boxes too, then headers, notes and comments; not what was struck out."""
    yield from _paragraphs(content, "word/document.xml")
    yield from _others(content, _BESIDE)


def _others(content: IO[bytes], names: re.Pattern[str]) -> Pieces:
    """The same of each part with such a name. A broken one costs itself alone: refuses (NotAll) when the others are read."""
    broken = False
    for name in sorted(filter(names.fullmatch, ZipFile(content).namelist())):
        try:
            yield from filter(str.strip, _paragraphs(content, name))
        except (ParseError, Unreadable):
            broken = True
    if broken:
        raise NotAll


def _paragraphs(content: IO[bytes], name: str) -> Pieces:
    """The words of one part by paragraphs, as Word, a drawing and a sheet's comment have them."""
    with _part(content, name) as part:
        words: list[str] = []
        for _event, one in iterparse(part):  # noqa: S314  expat and this process have bounds
            local = one.tag.rpartition("}")[2]
            if local == "t":
                words.append(one.text or "")
            elif local in ("tab", "br"):
                words.append(" ")
            elif local == "noBreakHyphen":
                words.append("-")
            elif local in ("p", "text"):
                yield "".join(words) + (one.text or "" if local == "text" else "")
                words = []
                one.clear()


def _part(content: IO[bytes], name: str) -> IO[bytes]:
    """A part of a packed file. Refuses one that comes to too much; what it says of itself is checked as it is unpacked."""
    packed = ZipFile(content)
    if packed.getinfo(name).file_size > MOST_UNPACKED:
        raise Unreadable
    return packed.open(name)


def _xlsx(content: IO[bytes]) -> Pieces:
    """Sheets with their names and rows, then headers, comments and boxes; values as they were last reckoned. Nothing hidden."""
    packed = ZipFile(content)
    if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
        raise Unreadable
    yield from _sheets(content, seen=True)
    for name in filter(_SHEETS.fullmatch, packed.namelist()):
        for head in _HEADS.findall(packed.read(name)):
            yield html.unescape(head.decode("utf-8", "replace"))
    yield from _others(content, _OVER)


def _sheets(content: IO[bytes], *, seen: bool) -> Pieces:
    """The rows of the sheets that are seen, or of those that aren't, their cells with a blank between."""
    from openpyxl import load_workbook

    book, left = load_workbook(content, read_only=True, data_only=True), MOST_ROWS
    for sheet in book.worksheets:
        if (sheet.sheet_state == "visible") is not seen:
            continue
        if not _UNNAMED.fullmatch(sheet.title):
            yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            left -= 1
            if left < 0:
                raise NotAll
            said = " ".join(str(cell) for cell in row if cell is not None)
            if said:
                yield said


def _txt(content: IO[bytes]) -> Pieces:
    """In UTF-8, GB 18030, or UTF-16 with its mark."""
    head = content.read(4 * MOST + 4)
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            yield codecs.getincrementaldecoder(encoding)().decode(head)  # the last sign may be cut in two
            return
    raise Unreadable


#: What a broken file makes its reader trip over.
_TRIPS = (ParseError, LookupError, ValueError, TypeError, OSError, EOFError, AttributeError, ArithmeticError,
          NotImplementedError, RecursionError, RuntimeError)  # fmt: skip


def _guarded(reader: Reads) -> Reads:
    """A reader to whom whatever a broken packed file makes its parts trip over is one answer."""
    from zipfile import BadZipFile
    from zlib import error as BadStream  # noqa: N812

    def guarded(*given: Any) -> Iterator[Any]:
        try:
            yield from reader(*given)
        except (NotAll, Unreadable):
            raise
        except (*_TRIPS, BadZipFile, BadStream) as error:
            raise Unreadable from error

    return guarded


def _guarded_pdf(reader: Reads) -> Reads:
    """The same of a PDF's reader."""

    def guarded(*given: Any) -> Iterator[Any]:
        from pypdf.errors import PyPdfError

        try:
            yield from reader(*given)
        except PyPdfError as error:
            raise Unreadable from error

    return _guarded(guarded)


def _hidden_xlsx(content: IO[bytes], seen: frozenset[str]) -> Iterator[str | Notes]:
    yield from _sheets(content, seen=False)
    yield from hidden.packed(content, seen)


def _nothing(*_given: object) -> Pieces:
    yield from ()


READERS: Mapping[str, Reads] = {
    ".pdf": _guarded_pdf(_pdf), ".docx": _guarded(_docx), ".xlsx": _guarded(_xlsx), ".txt": _txt,
} | dict.fromkeys(PICTURES, _nothing)  # fmt: skip
HIDDEN: Mapping[str, Reads] = {
    ".pdf": _guarded_pdf(lambda content, _seen: hidden.pdf(content)), ".docx": _guarded(hidden.packed),
    ".xlsx": _guarded(_hidden_xlsx), ".txt": _nothing,
} | dict.fromkeys(PICTURES, lambda content, _seen: iter([notes_of(content.read())]))  # fmt: skip


if __name__ == "__main__":
    bound()
    logging.disable(logging.CRITICAL)  # a broken file's troubles are one word of the answer
    sys.stdout.write(json.dumps(read(sys.argv[1], Path(sys.argv[2]))._asdict()))
