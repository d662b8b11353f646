"""Reading the papers again that the tests made."""

from __future__ import annotations

import io

import docx
from pypdf import PdfReader


def words_of(made: bytes) -> str:
    """The PDF's text without blanks: where they stand is the setting's business."""
    assert made.startswith(b"%PDF-")
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages)


def bare(text: str) -> str:
    return "".join(text.split())


def said_by(made: bytes) -> str:
    """The Word file's text: paragraphs, then cells."""
    read = docx.Document(io.BytesIO(made))
    cells = (
        node.text or "" for table in read.tables for node in table._tbl.iter() if node.tag.endswith("}t")
    )
    return bare("".join(paragraph.text for paragraph in read.paragraphs) + "".join(cells))
