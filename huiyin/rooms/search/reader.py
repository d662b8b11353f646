"""The words of one file, read in a process of its own: a file that is made to do harm, or is only broken, ends that process.

``python -m huiyin.rooms.search.reader .pdf FILE`` prints JSON: what came of it, and the words. It loads no settings, gets
no keys, may write no file, and has bounds for memory and time. Pictures, sound and old Word and Excel files have no words here.
"""

from __future__ import annotations

import codecs
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import ZipFile

from huiyin.rooms.bounded import bound

#: Characters that are kept of one file, pages and sheets' rows that are read, bytes that a packed part may come to.
MOST, MOST_PAGES, MOST_ROWS, MOST_UNPACKED = 100_000, 400, 50_000, 64 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_IDEOGRAPH = "[\u3400-\u4dbf\u4e00-\u9fff]"
#: Between two characters a PDF's line or column ends anywhere: 自来 / 水公司.
_TORN = re.compile(rf"(?<={_IDEOGRAPH})(?:[ \t]+\n?[ \t]*|\n[ \t]*)(?={_IDEOGRAPH})")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Pieces = Iterator[str]


class Unreadable(ValueError):
    """Not a file of that kind, broken, locked by a password, or packed to come to far more than it says."""


def read(ending: str, file: Path) -> tuple[str, str]:
    """What came of it (whole, partly, none, unreadable), and the words: at most ``MOST`` characters."""
    made: list[str] = []
    length = 0
    try:
        with file.open("rb") as content:
            for piece in READERS[ending](content):
                made.append(_UNSEEN.sub(" ", piece))
                length += len(piece)
                if length > MOST:
                    break
    except Unreadable:
        return "unreadable", ""
    text = "\n".join(made).strip()
    if not text:
        return "none", ""
    return ("partly" if length > MOST else "whole"), text[:MOST]


def _pdf(content: IO[bytes]) -> Pieces:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(content)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable
        for page in reader.pages[:MOST_PAGES]:
            yield _TORN.sub("", page.extract_text())
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, OSError, RecursionError) as error:
        raise Unreadable from error  # what a broken file makes the parts trip over


def _docx(content: IO[bytes]) -> Pieces:
    """Every paragraph of the main part, in tables and boxes too; struck-out text and notes apart."""
    with _part(content, "word/document.xml") as part:
        words: list[str] = []
        for _event, one in iterparse(part):  # noqa: S314  expat and this process have bounds
            if one.tag == f"{_WORD}t":
                words.append(one.text or "")
            elif one.tag in (f"{_WORD}tab", f"{_WORD}br"):
                words.append(" ")
            elif one.tag == f"{_WORD}p":
                yield "".join(words)
                words = []
                one.clear()


def _part(content: IO[bytes], name: str) -> IO[bytes]:
    """A part of a packed file. Refuses one that comes to too much; what it says of itself is checked as it is unpacked."""
    packed = ZipFile(content)
    if packed.getinfo(name).file_size > MOST_UNPACKED:
        raise Unreadable
    return packed.open(name)


def _xlsx(content: IO[bytes]) -> Pieces:
    """The rows of all sheets, their cells with a blank between; values as they were last reckoned."""
    from openpyxl import load_workbook

    if sum(one.file_size for one in ZipFile(content).infolist()) > MOST_UNPACKED:
        raise Unreadable
    book, left = load_workbook(content, read_only=True, data_only=True), MOST_ROWS
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            left -= 1
            if left < 0:
                return
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


def _packed(reader: Callable[[IO[bytes]], Pieces]) -> Callable[[IO[bytes]], Pieces]:
    """A reader of a packed file: whatever a broken one makes the parts trip over is one answer."""
    from zipfile import BadZipFile
    from zlib import error as BadStream  # noqa: N812

    def guarded(content: IO[bytes]) -> Pieces:
        try:
            yield from reader(content)
        except (BadZipFile, BadStream, ParseError, KeyError, ValueError, TypeError, OSError, EOFError,
                AttributeError, IndexError, NotImplementedError, RecursionError, RuntimeError) as error:  # fmt: skip
            raise Unreadable from error

    return guarded


READERS: Mapping[str, Callable[[IO[bytes]], Pieces]] = {
    ".pdf": _pdf, ".docx": _packed(_docx), ".xlsx": _packed(_xlsx), ".txt": _txt,
}  # fmt: skip


if __name__ == "__main__":
    bound()
    logging.disable(logging.CRITICAL)  # a broken file's troubles are one word of the answer
    reading, found = read(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.write(json.dumps({"reading": reading, "text": found}))
