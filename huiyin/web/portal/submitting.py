"""Speaking up, step by step: what has happened, where, who you are, check and send.

Each step is a page of its own, so that it works without script and on a small screen. What was said is kept on our side,
sealed, under a key that only this browser holds (``rooms.intake.unsent``): closing it, going back, a lost line lose nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_POST

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.papers import attach_once
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, receipt_for, register
from huiyin.rooms.county.queries import department
from huiyin.rooms.insight.openly_like import openly_like
from huiyin.rooms.intake import unsent
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Channel
from huiyin.web.portal import forms, place_map, switching
from huiyin.web.portal.receipts import to_receipt
from huiyin.web.portal.remembering import (
    RECEIPT_FOR,
    SENDING_COOKIE,
    UNSENT_COOKIE,
    forgotten,
    remember,
    remembered,
)
from huiyin.web.shared import county, sayings
from huiyin.web.shared.errors import OPEN_TOO_LONG
from huiyin.web.shared.fields import FieldView, focused
from huiyin.web.shared.forms import problems
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import kept_by_browser, lang_of, private, render, see
from huiyin.web.shared.uploads import refusals, upload_of
from huiyin.web.shared.views import keep_choices
from huiyin.web.shared.words import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

Said = dict[str, Any]
#: The steps that ask for something: address, form, its fields.
STEPS: dict[str, tuple[type[django_forms.Form], Callable[[Any], list[FieldView]]]] = {
    "submit": (forms.WhatForm, forms.what_fields),
    "submit_where": (forms.WhereForm, forms.where_fields),
    "submit_who": (forms.WhoForm, forms.who_fields),
}
ORDER = (*STEPS, "submit_check")


def _names(step: str) -> tuple[str, ...]:
    return tuple(STEPS[step][0].base_fields)


def _key(request: HttpRequest) -> str:
    key = request.COOKIES.get(UNSENT_COOKIE, "")
    return key if len(key) == unsent.KEY_LENGTH and key.isascii() else ""


def _step(step: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of one step: shows what is kept; what is sent is kept and leads on with 303, or comes back to be mended."""

    @only(["GET", "HEAD", "POST"])
    def seen(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        key = _key(request)
        said = unsent.under_way(key, now=now)
        if request.method != "POST":
            if step != ORDER[0] and not said:
                return _begin_again()
            known = {name: said[name] for name in _names(step) if name in said}
            if step == "submit_where" and request.GET.get("place", "") in county.place_codes():
                known["place"] = request.GET["place"]  # a town of the map
            return _step_page(request, step, known, said, fresh=True)
        given = {name: request.POST.get(name, "") for name in _names(step)}
        if switching.wanted(request):
            return keep_choices(request, _step_page(request, step, given, said, fresh=True))
        if "keep" in request.POST:
            return _kept_meanwhile(request, step, given)
        form = STEPS[step][0](given)
        if not form.is_valid() or _another(request, said):
            return _step_page(request, step, given, said)
        key = key or unsent.new_key()
        clean = {name: str(value) for name, value in form.cleaned_data.items()}
        kept = {} if "instead" in request.POST else said
        unsent.keep(key, _begun(request) | kept | clean, now=now)
        response = _to(ORDER[ORDER.index(step) + 1])
        _remember_key(request, response, key)
        return response

    def unproven(request: HttpRequest) -> HttpResponse:
        """The step as it was filled in, where the proof of origin was missing or old (see ``shared.errors.csrf_failure``)."""
        given = {name: request.POST.get(name, "") for name in _names(step)}
        return _step_page(request, step, given, {}, refused=_(OPEN_TOO_LONG), status=403)

    seen.unproven = unproven  # type: ignore[attr-defined]
    return seen


what, where, who = (_step(step) for step in STEPS)


def _kept_meanwhile(request: HttpRequest, step: str, given: dict[str, str]) -> HttpResponse:
    """204: what stood on a page that went out of sight is kept, as far as it is right; nothing leads on."""
    form, key, now = STEPS[step][0](given), _key(request), timezone.now()
    form.is_valid()
    good = {name: str(value) for name, value in form.cleaned_data.items()}
    response = HttpResponse(status=204)
    said = unsent.under_way(key, now=now)
    if good and not _another(request, said):
        key = key or unsent.new_key()
        unsent.keep(key, _begun(request) | said | good, now=now)
        _remember_key(request, response, key)
    return private(response)


def _begun(request: HttpRequest) -> Said:
    """What a letter begins with: a token of its own, and the name by which its pages know that they are of one letter."""
    return {"token": new_form_token(), "letter": _letter(request)}


def _letter(request: HttpRequest) -> str:
    posted = request.POST.get("letter", "")
    return known_token(posted) if posted else ""


def _another(request: HttpRequest, said: Said) -> bool:
    """Whether another letter is kept than this page's: of two tabs, neither writes over the other's words unasked."""
    here, kept = _letter(request), said.get("letter", "")
    return bool(here and kept and said.get("text")) and here != kept and "instead" not in request.POST


def _to(step: str) -> HttpResponse:
    return see(reverse(step))


def _begin_again() -> HttpResponse:
    """To the first step, which then says why: nothing is kept in this browser, or not any more."""
    return see(f"{reverse(ORDER[0])}?gone=1")


def _remember_key(request: HttpRequest, response: HttpResponse, key: str) -> None:
    response.set_cookie(
        UNSENT_COOKIE, key, max_age=int(unsent.KEPT_FOR.total_seconds()), path="/submit/", secure=request.is_secure(),
        httponly=True, samesite="Lax",
    )  # fmt: skip


def _step_page(
    request: HttpRequest,
    step: str,
    given: dict[str, str],
    said: Said,
    *,
    refused: str = "",
    fresh: bool = False,
    status: int = 0,
) -> HttpResponse:
    form_class, draw = STEPS[step]
    form = form_class(given) if given else form_class()
    if fresh and form.is_bound:
        switching.unchecked(form)
    fields = focused(draw(form))
    context = {
        "at": "submit",
        "step": step,
        "steps": _steps(step, said),
        "fields": fields,
        "refused": refused,
        "problems": problems(fields),
        "back": ORDER[ORDER.index(step) - 1] if step != ORDER[0] else "",
        "kept": bool(said),
        "gone": step == ORDER[0] and not said.get("text") and (bool(said) or "gone" in request.GET),
        "map": place_map.drawn(given.get("place", "")) if step == "submit_where" else "",
        "sends": True,
        "alike": _alike(said.get("text", "")) if step == "submit_where" else [],
        "switch_form": switching.FORM,
        "letter": _letter(request) or said.get("letter") or new_form_token(),
        "another": not fresh and _another(request, said),
    }
    status = status or (200 if fresh else 422)
    return kept_by_browser(render(request, "portal/step.html", context, status=status))


def _steps(now_at: str, said: Said) -> list[tuple[str, str, str]]:
    """The four steps as word, state and address: those behind can be gone back to."""
    words = {
        "submit": _("What it is about"), "submit_where": _("Where it is"), "submit_who": _("Who you are"),
        "submit_check": _("Check and send"),
    }  # fmt: skip
    at = ORDER.index(now_at)
    return [
        (words[one], "past" if n < at else "now" if n == at else "", reverse(one) if n < at and said else "")
        for n, one in enumerate(ORDER)
    ]


@only(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """All that was said, to be read once more, with pictures; and its sending: 303 to the one receipt."""
    now, key = timezone.now(), _key(request)
    said = _said_on_page(request) or unsent.under_way(key, now=now)
    if not said:
        return _sent_already(request)
    clean, wrong = _whole(said)
    if wrong:
        return _mended(request, wrong, said, key) if request.method == "POST" else _to(wrong)
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
    return to_receipt(request, receipt) if receipt is not None else _begin_again()


def _mended(request: HttpRequest, step: str, said: Said, key: str) -> HttpResponse:
    """The step that has to be mended, everything said kept, so that its form goes on from there."""
    key = key or unsent.new_key()
    unsent.keep(key, {"token": new_form_token(), **said}, now=timezone.now())
    response = _step_page(request, step, {name: said.get(name, "") for name in _names(step)}, said)
    _remember_key(request, response, key)
    return response


def _said_on_page(request: HttpRequest) -> Said:
    """The last page carries all that it shows: what was read is what is sent, whatever became of the cookie."""
    if not request.POST.get("token"):
        return {}
    names = [name for step in STEPS for name in _names(step)]
    return {"token": known_token(request.POST["token"]), **{n: request.POST.get(n, "") for n in names}}


def _unproven_check(request: HttpRequest) -> HttpResponse:
    """The same page once more: what was said is kept on our side, only pictures have to be chosen again."""
    said = _said_on_page(request) or unsent.under_way(_key(request), now=timezone.now())
    if not said or _whole(said)[1]:
        return _to(ORDER[0])
    return _check_page(request, said, refused=_(OPEN_TOO_LONG), status=403)


check.unproven = _unproven_check  # type: ignore[attr-defined]


def _whole(said: Said) -> tuple[Said, str]:
    """Everything cleaned once more (a village may have been merged overnight), or the first step that has to be mended."""
    clean: Said = {}
    for step, (form_class, _draw) in STEPS.items():
        form = form_class({name: said.get(name, "") for name in _names(step)})
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
        title=forms.title_of(clean["text"], clean["name"]),
        text=clean["text"],
        person=person,
        desk=department(),
        by=PETITIONER,
        now=now,
        place=clean["place"],
        accused=clean["accused"],
        confidential=clean["manner"] == forms.Manner.CONFIDENTIAL,
        token=_token(said, clean),
        along=lambda: unsent.was_sent(key, {name: str(value) for name, value in clean.items()}, now=now),
    )


def _token(said: Said, clean: Said) -> str:
    return token_for(said["token"], *(str(value) for value in clean.values()))


def _check_page(
    request: HttpRequest, said: Said, *, refused: str = "", files: str = "", status: int = 200
) -> HttpResponse:
    field = focused([forms.files_field(files)])
    context = {
        "at": "submit",
        "steps": _steps("submit_check", said),
        "whole": [
            (name, said.get(name, "")) for name in ("token", *(n for one in STEPS for n in _names(one)))
        ],
        "text": said["text"],
        "lang": lang_of(said["text"]),
        "where": _where(said),
        "who": _who(said),
        "fields": field,
        "refused": refused,
        "problems": problems(field),
        "files_lost": bool(request.FILES),
        "sends": True,
    }
    response = private(render(request, "portal/check.html", context, status=status))
    remember(
        request, response, SENDING_COOKIE, _token(said, _whole(said)[0]), reverse(ORDER[-1]), RECEIPT_FOR
    )
    return response


def _alike(text: str) -> list[tuple[str, str, str]]:
    """Published matters like this one, as title, address and language: perhaps their answer is enough."""
    return (
        [(row.title, reverse("published", args=[row.pk]), lang_of(row.title)) for row in openly_like(text)]
        if text
        else []
    )


def _where(said: Said) -> list[tuple[str, str]]:
    place, accused = said.get("place", ""), said.get("accused", "")
    told = [(_("Where"), county.place_name(place) if place else _("Not sure, or not in the list"))]
    if accused:
        told.append((_("Will not see it"), county.unit_name(accused)))
    return told


def _who(said: Said) -> list[tuple[str, str]]:
    words, _means = forms.manner_words()[said["manner"]]
    told = [(_("How you speak"), words)]
    asked = (
        (_("Your name"), "name"),
        (_("Phone"), "phone"),
        (_("Address"), "address"),
        (_("E-mail"), "email"),
        (_("People"), "persons"),
    )
    return told + [(label, str(said[name])) for label, name in asked if said.get(name)]


@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    """Nothing of it stays: neither here nor in this browser."""
    response, key = _to("home"), _key(request)
    if not key:
        return response
    unsent.throw_away(key)
    response.delete_cookie(UNSENT_COOKIE, path="/submit/", samesite="Lax")
    return forgotten(response)


#: An old proof of origin doesn't keep it: no browser sends the key along with a foreign page's form (SameSite).
throw_away.unproven = throw_away  # type: ignore[attr-defined]
