"""The citizens' pages. They work without script and without a session.

What a page must remember stands in a signed cookie that only its own path gets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.county.queries import wording
from huiyin.rules.identifiers import parse_number
from huiyin.web.portal import forms, holding, own, receipts, switching
from huiyin.web.portal.adding import may_withdraw
from huiyin.web.portal.after import after
from huiyin.web.portal.asked_back import questions
from huiyin.web.portal.asking import looked_up, meant, proven
from huiyin.web.portal.reading import earlier_letter, noticed
from huiyin.web.portal.remembering import (
    FOLLOW_COOKIE,
    FOLLOW_FOR,
    SAID_COOKIE,
    SAID_FOR,
    remember,
    remembered,
)
from huiyin.web.portal.standing import standing
from huiyin.web.portal.story import asked, story
from huiyin.web.shared import county
from huiyin.web.shared.errors import OPEN_TOO_LONG
from huiyin.web.shared.fields import printable
from huiyin.web.shared.forms import problems
from huiyin.web.shared.letters_parts import Kind
from huiyin.web.shared.page import private, render, see
from huiyin.web.shared.papers import letter
from huiyin.web.shared.papers.sending import send
from huiyin.web.shared.papers.void import void
from huiyin.web.shared.timeline import html
from huiyin.web.shared.uploads import had_already
from huiyin.web.shared.views import keep_choices
from huiyin.web.shared.words import language, run_on

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise as StrPromise

#: What a kept paper is called on the reader's machine, before its number.
_ANSWER, _EARLIER, _NOTICE = (
    pgettext_lazy("file name", "Answer"),
    pgettext_lazy("file name", "Earlier answer"),
    pgettext_lazy("file name", "Notice"),
)
#: Kept under their own title, which there is in Chinese and Korean: each is something else than an answer.
_BY_TITLE = (Kind.REVIEW, Kind.RECHECK, Kind.WITHDRAWN)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The doors."""
    return render(request, "portal/home.html", {"own": wording("portal_notice", language())})


@only(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and show how it stands for half an hour (language, reload, the way back from a form).

    Number and code lead on with 303: a page that was sent for is one that no browser goes back to without asking.
    """
    if request.method != "POST":
        known = None if "other" in request.GET else looked_up(request)
        if known is not None and meant(request, known[0].number):
            return _story(request, *known)
        kept = holding.held(request)
        asked_for = forms.FollowForm(kept or {"number": printable(request.GET.get("of", ""))})
        return _follow_page(request, switching.unchecked(asked_for))
    form = forms.FollowForm(request.POST)
    if switching.wanted(request):
        return keep_choices(
            request, holding.hold(request) or _follow_page(request, switching.unchecked(form))
        )
    found, wrong = proven(request) if form.is_valid() else (None, "")
    if found is None:
        if wrong:
            odd = _no_number(form.cleaned_data["number"], form.cleaned_data["code"])
            form.add_error("number" if odd else "code", odd or wrong)
        return _follow_page(request, form, status=422)
    holding.let_go(request)
    response = see("/follow/")
    remember(request, response, FOLLOW_COOKIE, found[0].number, "/follow/", FOLLOW_FOR)
    return response


def _no_number(number: str, code: str) -> str:
    """Why no petition can have this number: by its form and check digit alone, so that nobody learns which exist."""
    if parse_number(number) is not None:
        return ""
    if parse_number(code) is not None:
        return _("Number and query code stand in each other's place. Please exchange them.")
    return _(
        "This can't be a number: a sign is missing or mistaken. Please compare it with your receipt, sign by sign."
    )


def _unproven_follow(request: HttpRequest) -> HttpResponse:
    form = switching.unchecked(forms.FollowForm(request.POST))
    return _follow_page(request, form, status=403, refused=_(OPEN_TOO_LONG))


follow.unproven = _unproven_follow  # type: ignore[attr-defined]


@require_POST
def follow_done(request: HttpRequest) -> HttpResponse:
    """Forget what was looked at: the next person at this machine sees nothing of it. A letter begun here is asked about."""
    return receipts.forget(request, see(reverse("submit_begun")))


#: Forgetting does no harm: it isn't refused where the proof of origin is old or the browser keeps no cookies.
follow_done.unproven = follow_done  # type: ignore[attr-defined]


@require_safe
def letter_file(request: HttpRequest) -> HttpResponse:
    """The answer as a letter to keep or print, for whoever gave number and code just now; others are led to the form.

    ``earlier``: one that doesn't hold any more, by when it was issued. The code stands in no address. 404 while
    there is no such answer.
    """
    key = request.GET.get("earlier", "")
    if key:
        return _kept_letter(request, lambda petition, file: earlier_letter(petition, file, key), _EARLIER)
    return _kept_letter(request, lambda petition, file: _there(letter.answer(file, petition), file), _ANSWER)


@require_safe
def notice_file(request: HttpRequest) -> HttpResponse:
    """The notice that it is handled, to keep or print; guarded as the answer is. 404 while nobody was told."""
    return _kept_letter(request, lambda petition, file: _there(noticed(petition, file), file), _NOTICE)


def _there(found: letter.Letter | None, file: File) -> tuple[letter.Letter, File] | None:
    return (found, file) if found else None


def _kept_letter(
    request: HttpRequest,
    which: Callable[[Petition, File], tuple[letter.Letter, File] | None],
    name: StrPromise,
) -> HttpResponse:
    known = looked_up(request)
    if known is None or not meant(request, known[0].number):
        of = request.GET.get("of", "")
        return see(f"/follow/?{urlencode({'of': of})}" if of else "/follow/")
    petition = known[0]
    found = which(*known)
    if found is None:
        raise Http404
    gone = void(*found, petition)
    made = letter.paper(*found, number=petition.number, void=gone.said if gone else None)
    own = found[0].kind in _BY_TITLE and not language().startswith("en")
    return send(made, "pdf", f"{found[0].title(language()) if own else name}-{petition.number}")


def _story(request: HttpRequest, petition: Petition, file: File) -> HttpResponse:
    now = timezone.now()
    told = story(petition, file, county.public_name, now=now)
    context = {
        "at": "follow",
        "s": told,
        "a": after(petition, file, now=now),
        "own": own.words(petition, file),
        "timeline": html(told.timeline),
        "owner": standing(petition, file, county.in_hand, now=now),
        "asked": asked(petition, file),
        "questions": questions(petition, file, county.public_name),
        "may_withdraw": may_withdraw((petition, file)),
        "letter": letter.answer(file) is not None,
        "arrived": _arrived(remembered(request, SAID_COOKIE, SAID_FOR)),
    }
    response = private(render(request, "portal/matter.html", context))
    if (
        context["arrived"] and "X-Huiyin-Kept" not in request.headers
    ):  # a script that follows a redirect shows nothing yet
        response.delete_cookie(SAID_COOKIE, path="/follow/", samesite="Lax")
    return response


def _arrived(said: str) -> str:
    """What has just come in from this petitioner, said once; and how many papers they had brought before."""
    what, _colon, had = said.partition(":")
    told = {
        "added": _("It has arrived and stands in the file. Whoever deals with your matter reads it."),
        "asked": _("Your question has arrived. You are told when it is answered; you read the answer here."),
        "answered": _("Your answer has arrived. Thank you."),
        "withdrawn": _("We have received that you take it back."),
        "rated": _("Your rating has arrived. Thank you."),
    }.get(what, "")
    return run_on(told, had_already(int(had))) if told and had.isdecimal() else told


def _follow_page(
    request: HttpRequest, form: forms.FollowForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    fields = forms.follow_fields(form)
    context = {
        "at": "follow",
        "fields": fields,
        "refused": refused,
        "late": bool(refused),
        "problems": problems(fields),
        "switch_form": switching.FORM,
    }
    return private(render(request, "portal/follow.html", context, status=status))
