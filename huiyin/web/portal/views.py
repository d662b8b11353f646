"""The citizens' pages. They work without script and without a session.

What a page must remember stands in a signed cookie that only its own path gets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.county.queries import wording
from huiyin.web.portal import forms
from huiyin.web.portal.adding import may_withdraw
from huiyin.web.portal.after import after
from huiyin.web.portal.asking import looked_up, proven
from huiyin.web.portal.remembering import (
    FOLLOW_COOKIE,
    FOLLOW_FOR,
    RECEIPT_COOKIE,
    RECEIPT_FOR,
    remember,
    remembered,
)
from huiyin.web.portal.story import asked, standing, story
from huiyin.web.shared import county
from huiyin.web.shared.page import private, render, see
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.sending import send
from huiyin.web.shared.qr import opening
from huiyin.web.shared.timeline import html
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The doors."""
    return render(request, "portal/home.html", {"own": wording("portal_notice", language())})


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and query code of what this browser has just sent."""
    number, _gap, code = remembered(request, RECEIPT_COOKIE, RECEIPT_FOR).partition(" ")
    qr = opening(request, number, code) if number else ""
    return private(render(request, "portal/receipt.html", {"number": number, "code": code, "qr": qr}))


@only(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and show how it stands. Shown again for half an hour without asking (language, reload)."""
    if request.method != "POST":
        known = None if "other" in request.GET else looked_up(request)
        return _story(request, *known) if known else _follow_page(request, forms.FollowForm())
    form = forms.FollowForm(request.POST)
    if not form.is_valid():
        return _follow_page(request, form, status=422)
    found, wrong = proven(request)
    if found is None:
        return _follow_page(request, form, refused=wrong, status=422)
    petition, file = found
    response = _story(request, petition, file)
    remember(request, response, FOLLOW_COOKIE, petition.number, "/follow/", FOLLOW_FOR)
    return response


@require_POST
def follow_done(request: HttpRequest) -> HttpResponse:
    """Forget what was looked at: the next person at this machine sees nothing of it."""
    response = see("/")
    response.delete_cookie(FOLLOW_COOKIE, path="/follow/", samesite="Lax")
    response.delete_cookie(RECEIPT_COOKIE, path="/receipt/", samesite="Lax")
    return response


@require_safe
def letter_file(request: HttpRequest) -> HttpResponse:
    """The answer as a letter to keep or print, for whoever gave number and code just now; others are led to the form.

    Neither stands in the address. 404 while there is no answer.
    """
    known = looked_up(request)
    if known is None:
        return see("/follow/")
    petition, file = known
    found = letter.answer(file)
    if found is None:
        raise Http404
    return send(letter.paper(found, file, number=petition.number), "pdf", petition.number)


def _story(request: HttpRequest, petition: Petition, file: File) -> HttpResponse:
    now = timezone.now()
    told = story(petition, file, county.unit_name, now=now)
    context = {
        "at": "follow",
        "s": told,
        "a": after(petition, file, now=now),
        "timeline": html(told.timeline),
        "owner": standing(petition, file, county.unit_name, now=now),
        "asked": asked(petition, file),
        "may_withdraw": may_withdraw((petition, file)),
        "letter": letter.answer(file) is not None,
    }
    return private(render(request, "portal/matter.html", context))


def _follow_page(
    request: HttpRequest, form: forms.FollowForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {"at": "follow", "fields": forms.follow_fields(form), "refused": refused}
    return private(render(request, "portal/follow.html", context, status=status))
