"""A paper on its way to whoever asked for it: as PDF, Word or spreadsheet, to be kept by them and by no cache."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from huiyin.web.shared.page import private
from huiyin.web.shared.papers.parts import Paper
from huiyin.web.shared.papers.pdf import pdf
from huiyin.web.shared.papers.sheets import xlsx
from huiyin.web.shared.papers.word import word
from huiyin.web.shared.sheets import TYPES

KINDS: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "pdf": (pdf, "application/pdf"),
    "docx": (word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (lambda paper: xlsx(paper, words=pgettext("sheet", "Report")), TYPES["xlsx"]),
}


def send(paper: Paper, kind: str, name: str) -> HttpResponse:
    """The paper as a file to be saved; ``kind`` is one of ``KINDS``, ``name`` its name without the ending."""
    make, media = KINDS[kind]
    response = HttpResponse(make(paper), content_type=media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return private(response)


def unmarked(value: str) -> str:
    """What a page shows, as plain words: of a badge or a link what it says, of a plain text every sign."""
    if not isinstance(value, SafeString):
        return str(value)
    return re.sub(r"\s+", " ", unescape(strip_tags(value))).strip()
