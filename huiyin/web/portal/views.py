"""The citizens' pages. They work without script and without a session.

What a page must remember stands in a signed cookie that only its own path gets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.papers import attach_once
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import File, file_of, followed
from huiyin.rooms.cases.registering import Receipt, register
from huiyin.rooms.county.queries import department
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Channel
from huiyin.web.portal import forms
from huiyin.web.portal.after import after
from huiyin.web.portal.remembering import (
    FOLLOW_COOKIE,
    FOLLOW_FOR,
    RECEIPT_COOKIE,
    RECEIPT_FOR,
    remember,
    remembered,
)
from huiyin.web.portal.story import story
from huiyin.web.shared import county, sayings
from huiyin.web.shared.errors import OPEN_TOO_LONG
from huiyin.web.shared.fields import focused
from huiyin.web.shared.forms import problems
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import kept_by_browser, private, render
from huiyin.web.shared.timeline import html
from huiyin.web.shared.uploads import refusals, upload_of
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The doors."""
    return render(request, "portal/home.html")


@only(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """The form, and its sending: 303 to the receipt. Sent twice with the same token it is taken once."""
    if request.method != "POST":
        return _submit_page(request, forms.SubmitForm(), new_form_token())
    token = known_token(request.POST.get("token", ""))
    form = forms.SubmitForm(request.POST)
    files = request.FILES.getlist("files")
    refused = refusals(files, most=forms.MOST_FILES) if files else ""
    if not form.is_valid() or refused:
        return _submit_page(request, form, token, files=refused, status=422)
    try:
        receipt = _take_in(form.cleaned_data, token)
    except NotDone as no:
        return _submit_page(request, form, token, refused=sayings.say(no.refused), status=422)
    for file in files:
        attach_once(receipt.number, upload=upload_of(file), by=PETITIONER, now=timezone.now())
    response = HttpResponseRedirect("/receipt/")
    response.status_code = 303
    remember(request, response, RECEIPT_COOKIE, f"{receipt.number} {receipt.code}", "/receipt/", RECEIPT_FOR)
    return response


def _unproven(request: HttpRequest) -> HttpResponse:
    """The form as it was filled in, where the proof of origin was missing or old (see ``shared.errors.csrf_failure``)."""
    form, token = forms.SubmitForm(request.POST), known_token(request.POST.get("token", ""))
    return _submit_page(request, form, token, refused=_(OPEN_TOO_LONG), status=403)


submit.unproven = _unproven  # type: ignore[attr-defined]


def _take_in(said: dict[str, Any], token: str) -> Receipt:
    now = timezone.now()
    person = Person(name=said["name"], phone=said["phone"], address=said["address"], language=language())
    return register(
        channel=Channel.MAILBOX.value,
        received_at=now,
        persons=said["persons"],
        title=forms.title_of(said["text"]),
        text=said["text"],
        person=person,
        desk=department(),
        by=PETITIONER,
        now=now,
        place=said["place"],
        accused=said["accused"],
        token=token_for(token, *(str(value) for value in said.values())),
    )


def _submit_page(
    request: HttpRequest,
    form: forms.SubmitForm,
    token: str,
    *,
    refused: str = "",
    files: str = "",
    status: int = 200,
) -> HttpResponse:
    about, you = forms.about_fields(form, files), forms.you_fields(form)
    both = focused([*about, *you])
    context = {
        "at": "submit",
        "about": both[: len(about)],
        "you": both[len(about) :],
        "token": token,
        "refused": refused,
        "problems": problems(both),
        "files_lost": bool(request.FILES),
    }
    return kept_by_browser(render(request, "portal/submit.html", context, status=status))


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and query code of what this browser has just sent."""
    number, _gap, code = remembered(request, RECEIPT_COOKIE, RECEIPT_FOR).partition(" ")
    return private(render(request, "portal/receipt.html", {"number": number, "code": code}))


@only(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code, and show how it stands. Shown again for half an hour without asking (language, reload)."""
    if request.method != "POST":
        number = "" if "other" in request.GET else remembered(request, FOLLOW_COOKIE, FOLLOW_FOR)
        return _story_page(request, number) if number else _follow_page(request, forms.FollowForm())
    form = forms.FollowForm(request.POST)
    if not form.is_valid():
        return _follow_page(request, form, status=422)
    found = followed(form.cleaned_data["number"], form.cleaned_data["code"])
    if found is None:
        no = _(
            "Number and query code don't go together. Please compare both with your receipt, sign by sign."
        )
        return _follow_page(request, form, refused=no, status=422)
    petition, file = found
    response = _story(request, petition, file)
    remember(request, response, FOLLOW_COOKIE, petition.number, "/follow/", FOLLOW_FOR)
    return response


@require_POST
def follow_done(request: HttpRequest) -> HttpResponse:
    """Forget what was looked at: the next person at this machine sees nothing of it."""
    response = HttpResponseRedirect("/")
    response.status_code = 303
    response.delete_cookie(FOLLOW_COOKIE, path="/follow/", samesite="Lax")
    response.delete_cookie(RECEIPT_COOKIE, path="/receipt/", samesite="Lax")
    return response


def _story_page(request: HttpRequest, number: str) -> HttpResponse:
    petition = Petition.objects.filter(number=number).first()
    if petition is None:
        return _follow_page(request, forms.FollowForm())
    return _story(request, petition, file_of(petition.matter_id))


def _story(request: HttpRequest, petition: Petition, file: File) -> HttpResponse:
    now = timezone.now()
    told = story(petition, file, county.unit_name, now=now)
    context = {
        "at": "follow",
        "s": told,
        "a": after(petition, file, now=now),
        "timeline": html(told.timeline),
    }
    return private(render(request, "portal/matter.html", context))


def _follow_page(
    request: HttpRequest, form: forms.FollowForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {"at": "follow", "fields": forms.follow_fields(form), "refused": refused}
    return private(render(request, "portal/follow.html", context, status=status))
