"""Registering what comes in by visit, letter, call or transfer: one form, sent twice taken once, a slip with the query code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only
from django.views.decorators.http import require_safe

from huiyin.rooms.cases.actions import NotDone
from huiyin.rooms.cases.papers import attach_once
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import matter_for
from huiyin.rooms.cases.registering import Receipt, register
from huiyin.rooms.county.queries import desk_of
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.counting import Level
from huiyin.rules.fields import MOST_PERSONS
from huiyin.rules.identifiers import normal_email, normal_phone, valid_id_number
from huiyin.rules.roles import PETITIONER, Actor, Permission
from huiyin.rules.vocabulary import Channel
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.acting import moment_typed, when_typed
from huiyin.web.desk.people_form import PeopleForm, others_of, people_fields
from huiyin.web.shared import county, sayings
from huiyin.web.shared.fields import FieldView, focused, options, radios
from huiyin.web.shared.forms import OneOf, Text, Whole, problems, refusal, view
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import LANGUAGES, kept_by_browser, private, render
from huiyin.web.shared.uploads import refusals, upload_of
from huiyin.web.shared.words import labels, language

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_FILES = 10
SLIP_COOKIE = "huiyin_slip"
SLIP_PATH = "/desk/registered/"
SLIP_FOR = 10 * 60  # seconds


class Moment(forms.Field):
    """A day and time on the county's wall clock, not in the future. None if it may be left open and is."""

    def clean(self, value: Any) -> datetime | None:
        """The moment, or what to do about it."""
        typed = str(value or "").strip()
        if not typed:
            if not self.required:
                return None
            raise refusal("missing")
        found = moment_typed(typed)
        if found is None:
            raise refusal("not_a_moment")
        return found


class RegisterForm(PeopleForm):
    """One petition. Who speaks may stay unnamed; what is named must be right."""

    channel = OneOf(lambda: {channel.value for channel in Channel})
    received_at = Moment()
    level = OneOf(lambda: {level.value for level in Level}, required=False)
    exchanged_at = Moment(required=False)
    source = Text(most=200, required=False)
    title = Text(most=200)
    text = Text(most=20_000)
    category = OneOf(county.category_codes, required=False, reason="unknown_category")
    place = OneOf(county.place_codes, required=False, reason="unknown_place")
    accused = OneOf(county.unit_codes, required=False, reason="no_such_unit")
    persons = Whole(most=MOST_PERSONS)
    name = Text(most=60, required=False)
    id_number = Text(most=40, required=False)
    phone = Text(most=40, required=False)
    address = Text(most=200, required=False)
    email = Text(most=254, required=False)
    spoken = OneOf(lambda: {code for code, _name in LANGUAGES}, required=False)
    confidential = forms.BooleanField(required=False)

    def clean_id_number(self) -> str:
        """The check character must be right: one wrong digit makes another person of it."""
        return _right(self.cleaned_data["id_number"], valid_id_number, "not_an_id")

    def clean_phone(self) -> str:
        """A telephone number, if one is given."""
        return _right(self.cleaned_data["phone"], normal_phone, "not_a_phone")

    def clean_email(self) -> str:
        """An e-mail address, if one is given."""
        return _right(self.cleaned_data["email"], normal_email, "not_an_email")


def _right(typed: str, good: Any, reason: str) -> str:
    if typed and not good(typed):
        raise refusal(reason)
    return typed


@dataclass(frozen=True, slots=True)
class Part:
    """One card of the form: rows of fields side by side, or (``split``) columns of fields one under the other."""

    word: str
    groups: list[list[FieldView]]
    split: bool = False


@only(["GET", "HEAD", "POST"])
@staff
def register_page(request: HttpRequest) -> HttpResponse:
    """The form, and its sending: 303 to the slip. Sent twice with the same token it is taken once."""
    who = actor(request)
    if not who.may(Permission.REGISTER):
        raise PermissionDenied
    if request.method != "POST":
        return _form_page(request, RegisterForm(), new_form_token())
    token = known_token(request.POST.get("token", ""))
    form = RegisterForm(request.POST)
    files = request.FILES.getlist("files")
    refused = refusals(files, most=MOST_FILES) if files else ""
    if not form.is_valid() or refused:
        return _form_page(request, form, token, files=refused, status=422)
    try:
        receipt = _take_in(form.cleaned_data, token, who)
    except NotDone as no:
        if no.refused.field in form.fields:
            form.add_error(no.refused.field, sayings.say(no.refused))
            return _form_page(request, form, token, status=422)
        return _form_page(request, form, token, refused=sayings.say(no.refused), status=422)
    by = (
        PETITIONER if form.cleaned_data["accused"] else who
    )  # who takes it in may not be one to see it afterwards
    for file in files:
        attach_once(receipt.number, upload=upload_of(file), by=by, now=timezone.now())
    return to_slip(request, receipt, kept=bool(form.cleaned_data["accused"]))


def to_slip(request: HttpRequest, receipt: Receipt, *, kept: bool = False) -> HttpResponse:
    """303 to the slip with number and query code. ``kept``: whoever registered it may not be one to see it afterwards."""
    response = HttpResponseRedirect("/desk/registered/")
    response.status_code = 303
    response.set_signed_cookie(
        SLIP_COOKIE,
        f"{receipt.number} {receipt.code}" + (" kept" if kept else ""),
        salt=_slip_salt(request),
        max_age=SLIP_FOR,
        path=SLIP_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response


def _slip_salt(request: HttpRequest) -> str:
    """A slip opens only for whoever registered: at a shared computer the next one in sees nothing of it."""
    return f"{SLIP_COOKIE}.{request.user.pk}"


def _take_in(said: dict[str, Any], token: str, who: Actor) -> Receipt:
    person = Person(
        name=said["name"],
        id_number=said["id_number"],
        phone=said["phone"],
        address=said["address"],
        email=said["email"],
        language=said["spoken"] or "zh-hans",
    )
    unit = who.posts_with(Permission.REGISTER)[0].unit
    return register(
        channel=said["channel"],
        received_at=said["received_at"],
        persons=said["persons"],
        title=said["title"],
        text=said["text"],
        person=person,
        desk=desk_of(unit),
        by=who,
        now=timezone.now(),
        place=said["place"],
        category=said["category"],
        source=said["source"],
        others=others_of(said),
        level=said["level"],
        exchanged_at=said["exchanged_at"],
        confidential=said["confidential"],
        accused=said["accused"],
        token=token_for(token, *(str(value) for value in said.values())),
    )


def _form_page(
    request: HttpRequest,
    form: RegisterForm,
    token: str,
    *,
    refused: str = "",
    files: str = "",
    status: int = 200,
) -> HttpResponse:
    groups = [*_came_fields(form), *_about_fields(form, files), *_who_fields(form), *people_fields(form)]
    every = focused([field for group in groups for field in group])
    rows = iter(every)
    came, when, passed, words, beside, named, reached, closed, spoke, acts = (
        list(islice(rows, len(group))) for group in groups
    )
    parts = [
        Part(_("Came in"), [came, when, passed]),
        Part(_("What it is about"), [words, beside], split=True),
        Part(_("Who speaks"), [named, reached, closed]),
        Part(_("Who else"), [spoke, acts]),
    ]
    context = {
        "at": "register",
        "parts": parts,
        "token": token,
        "refused": refused,
        "problems": problems(every),
        "files_lost": bool(request.FILES),
    }
    return kept_by_browser(
        render(request, "desk/register.html", context, status=status, frame=frame(request))
    )


def _came_fields(form: RegisterForm) -> list[list[FieldView]]:
    channels = [(channel.value, text) for channel, text in labels(Channel, language()).items()]
    levels = [(level.value, text) for level, text in labels(Level, language()).items()]
    now = when_typed(timezone.now())
    came = view(
        form, "channel", sayings.label("channel"), kind="radio", start=Channel.VISIT.value,
        listed=lambda v: radios("channel", channels, v),
    )  # fmt: skip
    return [
        [came],
        [
            view(
                form, "received_at", sayings.label("received_at"), kind="datetime-local", start=now, narrow=True,
                extra={"max": now},
            ),
            view(
                form, "persons", sayings.label("persons"), kind="number", start="1", narrow=True,
                extra={"min": "1", "inputmode": "numeric"},
                help=_("A visit by several people is one visit with that many people."),
            ),
            view(
                form, "level", sayings.label("level"), kind="select",
                listed=lambda v: options(levels, v, empty=_("Leave open")),
            ),
        ],
        [
            view(
                form, "source", sayings.label("source"), narrow=True,
                help=_("Only for transfers: the number it has there."),
            ),
            view(
                form, "exchanged_at", sayings.label("exchanged_at"), kind="datetime-local", narrow=True, extra={"max": now},
                help=_("Only for transfers: when it was passed on to us."),
            ),
        ],
    ]  # fmt: skip


def _about_fields(form: RegisterForm, files: str) -> list[list[FieldView]]:
    return [
        [
            view(form, "title", sayings.label("title"), help=_("Who wants what, in one line.")),
            view(
                form, "text", sayings.label("text"), kind="long", rows=8,
                help=_("As it was said or written; the petitioner confirms it."),
            ),
        ],
        [
            view(
                form, "place", sayings.label("place"), kind="select",
                listed=lambda v: county.place_options(v, empty=_("Leave open")),
            ),
            view(
                form, "category", sayings.label("category"), kind="select",
                listed=lambda v: county.category_options(v, empty=_("Leave open")),
            ),
            view(
                form, "accused", sayings.label("accused"), kind="select",
                listed=lambda v: county.any_unit_options(v, empty=_("Nobody here is accused")),
                help=_(
                    "This unit, all below it and its line of command never see the petition; nor do you if you work there."
                ),
            ),
            FieldView(
                "files", sayings.label("file"), kind="file", required=False, error=files,
                extra={"multiple": "multiple"},
            ),
        ],
    ]  # fmt: skip


def _who_fields(form: RegisterForm) -> list[list[FieldView]]:
    off = {"autocomplete": "off"}
    return [
        [
            view(form, "name", _("Name"), extra=off, help=_("Leave open if it is anonymous.")),
            view(form, "id_number", _("ID number"), extra=off),
            view(form, "phone", _("Phone"), kind="tel", extra=off),
        ],
        [
            view(form, "address", _("Address"), extra=off),
            view(form, "email", _("E-mail"), kind="email", extra=off),
            view(
                form, "spoken", _("Letters to them in"), kind="select", start="zh-hans",
                listed=lambda v: options(LANGUAGES, v),
            ),
        ],
        [view(form, "confidential", sayings.label("confidential"), kind="check")],
    ]  # fmt: skip


@require_safe
@staff
def registered_page(request: HttpRequest) -> HttpResponse:
    """The slip for the petitioner: number and query code, for ten minutes in this browser."""
    try:
        slip = str(
            request.get_signed_cookie(SLIP_COOKIE, default="", salt=_slip_salt(request), max_age=SLIP_FOR)
        )
    except signing.BadSignature:
        slip = ""
    if not slip:
        return HttpResponseRedirect("/desk/register/")
    number, code, *kept = slip.split(" ")
    url = "" if kept and matter_for(actor(request), number) is None else f"/desk/matter/{number}/"
    context = {"at": "register", "number": number, "code": code, "url": url}
    return private(render(request, "desk/registered.html", context, frame=frame(request)))
