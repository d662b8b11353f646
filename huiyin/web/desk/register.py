"""Registering what comes in by visit, letter, call or transfer: one form, sent twice taken once, a slip with the query code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods as only

from huiyin.rooms.cases import drafts, returning
from huiyin.rooms.cases.actions import NotDone, note
from huiyin.rooms.cases.papers import attach_once
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.registering import Receipt, link, register
from huiyin.rooms.county.queries import desk_of
from huiyin.rules.roles import PETITIONER, Actor, Permission
from huiyin.web.desk import front
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.people_form import others_of
from huiyin.web.desk.register_fields import parts
from huiyin.web.desk.register_form import RegisterForm
from huiyin.web.desk.slip import to_slip
from huiyin.web.shared import sayings
from huiyin.web.shared.forms import problems
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import kept_by_browser, render
from huiyin.web.shared.uploads import refusals, upload_of

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_FILES = 10


@only(["GET", "HEAD", "POST"])
@staff
def register_page(request: HttpRequest) -> HttpResponse:
    """The form, and its sending: 303 to the slip. Sent twice with the same token it is taken once.

    ``?draft=`` opens what was begun before, ``?same=`` another issue of a visit that was just taken down.
    """
    who = actor(request)
    if not who.may(Permission.REGISTER):
        raise PermissionDenied
    if request.method != "POST":
        form, token = front.begun(request)
        return _form_page(request, form, token)
    token = known_token(request.POST.get("token", ""))
    before = _referred(request, who)
    form = RegisterForm(_filled(request.POST, before))
    files = request.FILES.getlist("files")
    refused = refusals(files, most=MOST_FILES) if files else ""
    if not form.is_valid() or refused:
        return _form_page(request, form, token, files=refused, status=422)
    try:
        receipt = _take_in(form.cleaned_data, token, who, before)
    except NotDone as no:
        if no.refused.field in form.fields:
            form.add_error(no.refused.field, sayings.say(no.refused))
            return _form_page(request, form, token, status=422)
        return _form_page(request, form, token, refused=sayings.say(no.refused), status=422)
    return _taken(request, form.cleaned_data, receipt, token, before)


def _taken(
    request: HttpRequest, said: dict[str, Any], receipt: Receipt, token: str, before: Any
) -> HttpResponse:
    """What follows from it: its files, the earlier matter that it belongs to, the draft thrown away; then the slip."""
    who, user = actor(request), request.user
    by = PETITIONER if said["accused"] else who  # who takes it in may not be one to see it afterwards
    for file in request.FILES.getlist("files"):
        attach_once(receipt.number, upload=upload_of(file), by=by, now=timezone.now())
    belongs = before is not None and not request.POST.get("as_of", "").startswith(front.ANOTHER)
    what = _belongs(receipt.number, before[1].matter, who) if belongs and not said["accused"] else ""
    drafts.throw_away(user, token)  # type: ignore[arg-type]
    return to_slip(request, receipt, kept=bool(said["accused"]) or what == "joined", said=what)


def _referred(request: HttpRequest, who: Actor) -> Any:
    """The earlier petition that the form refers to, with what is told of it; None if there is none that it may."""
    number = request.POST.get("as_of", "").removeprefix(front.ANOTHER)
    told = {name: request.POST.get(name, "") for name in ("id_number", "phone")}
    return returning.one_of(who, number, **told, now=timezone.now()) if number else None


def _filled(posted: QueryDict, before: Any) -> QueryDict:
    """What was sent; of the same matter, what was left open is as it was: title, category, place."""
    if before is None or posted.get("as_of", "").startswith(front.ANOTHER):
        return posted
    filled = posted.copy()
    known = {"title": before[1].title or "", "category": before[1].category, "place": before[1].place}
    for name, value in known.items():
        if not posted.get(name, "").strip():
            filled[name] = value
    return filled


def _belongs(number: str, other: str, who: Actor) -> str:
    """Join it to the earlier matter, where this person may; else note it for whoever sorts. What became of it, in a word."""
    now = timezone.now()
    try:
        if who.may(Permission.TRIAGE):
            link(number, other=other, by=who, now=now)
            return "joined"
        note(
            number,
            text=_("The petitioner says that it belongs to %(number)s.") % {"number": other},
            by=who,
            now=now,
        )
    except NotDone as no:
        return (
            "joined" if no.refused.reason == "not_in_this_state" else "unjoined"
        )  # sent twice: it is joined already
    return "noted"


def _take_in(said: dict[str, Any], token: str, who: Actor, before: Any) -> Receipt:
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
        person=returning.completed(person, before[0]) if before else person,
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
    cards, every = parts(form, files)
    known = front.known_of(form, actor(request))
    as_of = str((form.data if form.is_bound else form.initial).get("as_of", ""))
    context = {
        "at": "register",
        "parts": cards,
        "token": token,
        "refused": refused,
        "problems": problems(every),
        "files_lost": bool(request.FILES),
        "known": known,
        "as_of": as_of,
        "same": form.initial.get("same", ""),
        "drafts": [] if form.is_bound else front.open_drafts(request),
    }
    return kept_by_browser(
        render(request, "desk/register.html", context, status=status, frame=frame(request))
    )
