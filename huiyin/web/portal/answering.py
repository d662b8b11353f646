"""Answering what one was asked about one's own matter, with words and papers; with number and query code like all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.inquiring import sender_answers
from huiyin.rooms.cases.theirs import their_file
from huiyin.rules.roles import PETITIONER
from huiyin.web.portal.adding import AddForm, attach_all, papers_fit, unproven_words, words_and_papers
from huiyin.web.portal.asking import Whose, page
from huiyin.web.portal.forms import files_field
from huiyin.web.portal.story import asked
from huiyin.web.shared.fields import FieldView
from huiyin.web.shared.forms import view

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse


@only(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest) -> HttpResponse:
    """The question and the form for its answer: 303 back to the matter. Sent twice it is answered once.

    Papers come in first, so that the answer is the last thing in the file that its readers find.
    """
    return words_and_papers(request, _page, _answer, said="answered")


def _answer(who: Whose, text: str, files: list[UploadedFile]) -> int | None:
    """How many papers were there already; None where the answer is out, or somebody wrote one down meanwhile."""
    petition, _file = who
    question = asked(*who)
    if question is None:
        return 0 if _answered_so(who, text) else None  # a double click
    papers_fit(petition, files)
    had = attach_all(petition, files)
    try:
        sender_answers(
            petition.matter_id, item=question.item, text=text, petition=petition.number, by=PETITIONER,
            now=timezone.now(),
        )  # fmt: skip
    except NotDone:
        if not _answered_so((petition, their_file(petition)), text):  # the other click was quicker
            raise
    return had


def _answered_so(who: Whose, text: str) -> bool:
    """Whether this petitioner's last answer was just this."""
    petition, file = who
    mine = [q for q in file.state.questions if q.petition == petition.number and q.answered_at is not None]
    return bool(mine) and file.texts.get((mine[-1].answer_seq, "text")) == text


def _page(
    request: HttpRequest,
    who: Whose | None,
    form: AddForm,
    *,
    refused: str = "",
    files: str = "",
    status: int = 200,
) -> HttpResponse:
    question = asked(*who) if who is not None else None
    text = view(form, "text", _("Your answer"), kind="long", rows=6)
    may = who is None or question is not None
    fields: list[FieldView] = [text, files_field(files)] if may else []
    context = {
        "at": "follow",
        "number": who[0].number if who is not None else "",
        "asked": question,
        "may": may,
        "typed": [("", text.value)] if text.value and not may else [],
        "files_lost": bool(request.FILES),
    }
    return page(request, "portal/answer_question.html", context, who, fields, refused, status)


answer_page.unproven = unproven_words(_page)  # type: ignore[attr-defined]
