"""The last step of speaking up: all that was said, to be read once more, with pictures; its sending; the one receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.papers import attach_once
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, receipt_for, register
from huiyin.rooms.cases.titles import told_by_nobody
from huiyin.rooms.county.queries import department
from huiyin.rooms.intake import unsent
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Channel
from huiyin.web.portal import forms
from huiyin.web.portal.receipts import to_receipt
from huiyin.web.portal.remembering import RECEIPT_FOR, SENDING_COOKIE, remember, remembered
from huiyin.web.portal.steps import (
    ORDER,
    STEPS,
    Said,
    begin_again,
    key_of,
    names_of,
    remember_key,
    step_page,
    to,
    trail,
)
from huiyin.web.portal.versions import where_lines, who_lines
from huiyin.web.shared import sayings
from huiyin.web.shared.errors import OPEN_TOO_LONG
from huiyin.web.shared.fields import focused, printable
from huiyin.web.shared.forms import problems
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import lang_of, private, render
from huiyin.web.shared.uploads import refusals, upload_of
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@only(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All that was said, to be read once more, with pictures; and its sending: 303 to the one receipt.

    409 with the step that was changed in another window since it was read here: what was read isn't what is kept now.
    """
    key = key_of(request)
    kept = unsent.under_way(key, now=timezone.now())
    said = _said_on_page(request) or kept
    if not said:
        return _sent_already(request)
    changed, (clean, wrong) = _changed(said, kept), _whole(said)
    if changed:
        if request.method != "POST":
            return to(changed[0])
        return _changed_meanwhile(request, wrong or changed[0], said, kept, status=422 if wrong else 409)
    if wrong:
        return _mended(request, wrong, said, key) if request.method == "POST" else to(wrong)
    if request.method != "POST":
        return _check_page(request, said)
    files = request.FILES.getlist("files")
    refused = refusals(files, most=forms.MOST_FILES) if files else ""
    if refused:
        return _check_page(request, said, files=refused, status=422)
    try:
        receipt = _take_in(clean, said, key)
    except NotDone as no:
        return _check_page(request, said, refused=sayings.say(no.refused), status=422)
    for file in files:
        attach_once(
            receipt.number, upload=upload_of(file), by=PETITIONER, petition=receipt.number, now=timezone.now()
        )
    return to_receipt(request, receipt)


def _sent_already(request: HttpRequest) -> HttpResponse:
    """The receipt, where the last page of this browser was sent and its answer got lost on the line; else to the first step."""
    token = remembered(request, SENDING_COOKIE, RECEIPT_FOR)
    receipt = receipt_for(token) if token else None
    return to_receipt(request, receipt) if receipt is not None else begin_again()


def _changed(said: Said, kept: Said) -> list[str]:
    """The steps of this letter of which another window says something else; they must be decided about first."""
    if said.get("token") != kept.get("token"):
        return []
    aside = kept.get(unsent.ASIDE, {})
    return [
        step
        for step in STEPS
        if step in aside
        or any(not unsent.same(said.get(name, ""), kept.get(name, "")) for name in names_of(step))
    ]


def _changed_meanwhile(
    request: HttpRequest, step: str, said: Said, kept: Said, *, status: int
) -> HttpResponse:
    """A step with what was read here in its form, and beside it what stands now. Nothing was sent, nothing written over."""
    key, tab = key_of(request), known_token(request.POST.get("tab", ""))
    read = {one: {name: printable(str(said.get(name, ""))) for name in names_of(one)} for one in STEPS}
    differ = {
        one: its
        for one, its in read.items()
        if not all(unsent.same(v, kept.get(n, "")) for n, v in its.items())
    }
    unsent.lay_aside(key, differ, tab=tab, now=timezone.now())
    return step_page(
        request, step, read[step], unsent.under_way(key, now=timezone.now()), beside=True, status=status
    )


def _mended(request: HttpRequest, step: str, said: Said, key: str) -> HttpResponse:
    """The step that has to be mended, everything said kept, so that its form goes on from there."""
    kept = unsent.under_way(key, now=timezone.now())
    if kept.get("text") and kept["token"] != said["token"]:
        first = _(
            "Another letter is under way in this browser. Please send it or throw it away first, then press “Send” here."
        )
        return _check_page(request, said, refused=first, status=409)
    key = key or unsent.new_key()
    unsent.keep(key, {"token": new_form_token()} | kept | said, now=timezone.now())
    response = step_page(request, step, {name: said.get(name, "") for name in names_of(step)}, said)
    remember_key(request, response, key)
    return response


def _said_on_page(request: HttpRequest) -> Said:
    """The last page carries all that it shows: what was read is what is sent, whatever became of the cookie."""
    if not request.POST.get("token"):
        return {}
    names = [name for step in STEPS for name in names_of(step)]
    return {"token": known_token(request.POST["token"]), **{n: request.POST.get(n, "") for n in names}}


def _unproven_check(request: HttpRequest) -> HttpResponse:
    """The same page once more: what was said is kept on our side, only pictures have to be chosen again."""
    said = _said_on_page(request) or unsent.under_way(key_of(request), now=timezone.now())
    if not said or _whole(said)[1]:
        return to(ORDER[0])
    return _check_page(request, said, refused=_(OPEN_TOO_LONG), status=403)


check.unproven = _unproven_check  # type: ignore[attr-defined]
check.keeps = True  # type: ignore[attr-defined]


def _whole(said: Said) -> tuple[Said, str]:
    """Everything cleaned once more (a village may have been merged overnight), or the first step that has to be mended."""
    clean: Said = {}
    for step, (form_class, _draw) in STEPS.items():
        form = form_class({name: said.get(name, "") for name in names_of(step)})
        if not form.is_valid():
            return {}, step
        clean |= form.cleaned_data
    return clean, ""


def _take_in(clean: Said, said: Said, key: str) -> Receipt:
    now = timezone.now()
    person = Person(
        name=clean["name"],
        phone=clean["phone"],
        address=clean["address"],
        email=clean["email"],
        language=language(),
    )
    return register(
        channel=Channel.MAILBOX.value,
        received_at=now,
        persons=clean["persons"],
        title=_title(clean, person),
        text=clean["text"],
        person=person,
        desk=department(),
        by=PETITIONER,
        now=now,
        place=clean["place"],
        accused=clean["accused"],
        confidential=clean["manner"] == forms.Manner.CONFIDENTIAL,
        token=_token(said, clean),
        along=lambda: unsent.was_sent(key, said, now=now),
    )


def _title(clean: Said, person: Person) -> str:
    """How the letter begins; every list shows it, so it tells nobody who wants it kept who they are."""
    if not (clean["accused"] or clean["manner"] == forms.Manner.CONFIDENTIAL):
        return forms.title_of(clean["text"], clean["name"])
    text = clean["text"]
    return told_by_nobody(forms.title_of(told_by_nobody(text, [person], ""), clean["name"]), [person], text)


def _token(said: Said, clean: Said) -> str:
    return token_for(said["token"], *(str(value) for value in clean.values()))


def _check_page(
    request: HttpRequest, said: Said, *, refused: str = "", files: str = "", status: int = 200
) -> HttpResponse:
    field = focused([forms.files_field(files)])
    context = {
        "at": "submit",
        "steps": trail("submit_check", said),
        "whole": [
            ("tab", new_form_token()),
            *((name, said.get(name, "")) for name in ("token", *(n for one in STEPS for n in names_of(one)))),
        ],
        "text": said["text"],
        "lang": lang_of(said["text"]),
        "where": where_lines(said),
        "who": who_lines(said),
        "fields": field,
        "refused": refused,
        "late": status == 403,
        "problems": problems(field),
        "files_lost": bool(request.FILES),
        "sends": True,
    }
    response = private(render(request, "portal/check.html", context, status=status))
    remember(
        request, response, SENDING_COOKIE, _token(said, _whole(said)[0]), reverse(ORDER[-1]), RECEIPT_FOR
    )
    return response
