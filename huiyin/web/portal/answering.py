"""Answering what one was asked about one's own matter, with words and papers; with number and query code like all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.inquiring import sender_answers
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.papers import attach_once
from huiyin.rooms.cases.queries import file_of
from huiyin.rules.roles import PETITIONER
from huiyin.web.portal.adding import AddForm, back
from huiyin.web.portal.asking import Whose, page, proven
from huiyin.web.portal.forms import MOST_FILES, files_field
from huiyin.web.portal.story import Asked, asked
from huiyin.web.shared import sayings
from huiyin.web.shared.fields import FieldView
from huiyin.web.shared.forms import view
from huiyin.web.shared.uploads import refusals, upload_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@only(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest) -> HttpResponse:
    """The question and the form for its answer: 303 back to the matter. Sent twice it is answered once.

    Papers come in first, so that the answer is the last thing in the file that its readers find.
    """
    who, wrong = proven(request)
    if request.method != "POST":
        return _page(request, who, AddForm())
    form, files = AddForm(request.POST), request.FILES.getlist("files")
    refused = refusals(files, most=MOST_FILES) if files else ""
    if who is None or not form.is_valid() or refused:
        return _page(request, who, form, refused=wrong, files=refused, status=422)
    petition, file = who
    text = form.cleaned_data["text"]
    question = asked(petition, file)
    if question is None and _answered_so(who, text):  # a double click
        return back(request, petition.number)
    if question is None:  # the answer is out, or somebody wrote it down meanwhile
        return _page(request, who, form, status=422)
    try:
        _answer(request, petition, question, text)
    except NotDone as no:
        who = petition, file_of(petition.matter_id)
        return _page(request, who, form, refused=sayings.say(no.refused), status=422)
    return back(request, petition.number)


def _answer(request: HttpRequest, petition: Petition, question: Asked, text: str) -> None:
    number = petition.number
    for one in request.FILES.getlist("files"):
        attach_once(
            petition.matter_id, upload=upload_of(one), petition=number, by=PETITIONER, now=timezone.now()
        )
    sender_answers(
        petition.matter_id, item=question.item, text=text, petition=number, by=PETITIONER, now=timezone.now()
    )


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
