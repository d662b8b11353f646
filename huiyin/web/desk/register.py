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
from huiyin.rooms.cases.parties import carried_over
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.queries import file_of
from huiyin.rooms.cases.registering import Receipt, link, receipt_for, register
from huiyin.rooms.cases.transfers import Passed, take_transfer
from huiyin.rooms.county.queries import desk_of
from huiyin.rooms.intake import counter
from huiyin.rooms.intake.calls import queries as call_queries
from huiyin.rooms.intake.calls.actions import note_registered
from huiyin.rooms.intake.calls.models import Call
from huiyin.rules.calls import CallOutcome
from huiyin.rules.fields import Refused
from huiyin.rules.roles import PETITIONER, Actor, Permission
from huiyin.rules.senders import Sender
from huiyin.web.desk import call_form, call_words, front
from huiyin.web.desk.access import actor, frame, staff
from huiyin.web.desk.counter_desk import record_of
from huiyin.web.desk.people_form import others_of
from huiyin.web.desk.register_fields import parts
from huiyin.web.desk.register_form import RegisterForm
from huiyin.web.desk.slip import to_slip
from huiyin.web.shared import sayings
from huiyin.web.shared.fields import focused, printable
from huiyin.web.shared.forms import problems
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import kept_by_browser, render, see
from huiyin.web.shared.uploads import refusals, upload_of

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_FILES = 10


@only(["GET", "HEAD", "POST"])
@staff
def register_page(request: HttpRequest) -> HttpResponse:
    """The form, and its sending: 303 to the slip. Sent twice with the same token it is taken once.

    ``?draft=`` opens what was begun before, ``?same=`` another issue of a visit that was just taken down, ``?call=`` begins
    with a call's facts; with a call that is noted already it leads back to the calls.
    """
    who = actor(request)
    if not who.may(Permission.REGISTER):
        raise PermissionDenied
    if request.method != "POST":
        call = call_form.call_of(request, who)
        if call is None and request.GET.get("call"):
            return see("/desk/calls/")
        as_of = request.GET.get("as_of", "")[:40]
        form, token = call_form.begun(call, as_of) if call else front.begun(request)
        return _form_page(request, form, token, call=call)
    token = known_token(request.POST.get("token", ""))
    before = _referred(request, who)
    form = RegisterForm(_filled(request.POST, before))
    files = request.FILES.getlist("files")
    refused = refusals(files, most=MOST_FILES) if files else ""
    if not form.is_valid() or refused:
        return _form_page(request, form, token, files=refused, status=422)
    once = _once(form.cleaned_data, token)
    if before is None and request.POST.get("as_of") and receipt_for(once) is None:
        return _without_before(request, token)
    if (call := _registered_before(request, who, once)) is not None:
        told = call_words.noted(call, who, now=timezone.now())
        return _form_page(request, form, token, call=call, noted=told, status=409)
    try:
        user: Any = request.user
        seen = counter.confirmed(user, record_of(request.POST), now=timezone.now())
        receipt = _take_in(form.cleaned_data, token, who, before, seen or form.cleaned_data["confirmed"])
    except NotDone as no:
        if no.refused.field in form.fields:
            form.add_error(no.refused.field, sayings.say(no.refused))
            return _form_page(request, form, token, status=422)
        return _form_page(request, form, token, refused=sayings.say(no.refused), status=422)
    return _taken(request, form.cleaned_data, receipt, token, before)


def _registered_before(request: HttpRequest, who: Actor, once: str) -> Call | None:
    """The call that the form is about, where something else was registered of it and whoever sends it hasn't been told yet."""
    pk = 0 if request.POST.get("again") else call_form.number_of(request)
    call = call_queries.one(who, pk) if pk else None
    if call is None or call.outcome != CallOutcome.REGISTERED or receipt_for(once) is not None:
        return None
    return call


def _taken(
    request: HttpRequest, said: dict[str, Any], receipt: Receipt, token: str, before: Any
) -> HttpResponse:
    """What follows from it: its files, the earlier matter that it belongs to, the draft thrown away; then the slip."""
    who, user = actor(request), request.user
    by = PETITIONER if said["accused"] else who  # who takes it in may not be one to see it afterwards
    for file in request.FILES.getlist("files"):
        attach_once(
            receipt.number, upload=upload_of(file), petition=receipt.number, by=by, now=timezone.now()
        )
    what = ""
    if before is not None and not said["accused"]:
        another = request.POST.get("as_of", "").startswith(front.ANOTHER)
        tie = _came_with if said["visit"] else _apart if another else _belongs
        what = tie(receipt.number, before[1].matter, who)
    drafts.was_sent(user, token, now=timezone.now())  # type: ignore[arg-type]
    counter.blank(user)  # type: ignore[arg-type]
    # Also a call that was noted already: it was more than that after all.
    call = call_form.number_of(request)
    noted = bool(call) and note_registered(call, number=receipt.number, by=who, now=timezone.now())
    if noted and not said["accused"]:
        call_form.note_told(receipt.number, request.POST, by=who)
    return to_slip(request, receipt, kept=bool(said["accused"]) or what == "joined", said=what)


def _referred(request: HttpRequest, who: Actor) -> Any:
    """The earlier petition that the form refers to, with what is told of it; None if there is none that it may."""
    number = request.POST.get("as_of", "").removeprefix(front.ANOTHER)
    told = {name: request.POST.get(name, "") for name in ("id_number", "phone")}
    return returning.one_of(who, number, **told, now=timezone.now()) if number else None


def _without_before(request: HttpRequest, token: str) -> HttpResponse:
    """The form again where the earlier petition that it refers to isn't found: whoever was meant would be left out unsaid."""
    posted = request.POST.copy()
    posted.pop("as_of")
    refused = sayings.say(Refused("no_such_before"))
    return _form_page(request, RegisterForm(posted), token, refused=refused, status=422)


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
        _noted(number, _("The petitioner says that it belongs to %(number)s.") % {"number": other}, who)
    except NotDone as no:
        return (
            "joined" if no.refused.reason == "not_in_this_state" else "unjoined"
        )  # sent twice: it is joined already
    return "noted"


def _apart(number: str, other: str, who: Actor) -> str:
    """Asked at the counter and said to be another matter: noted, so that whoever sorts needn't ask again."""
    said = _("The petitioner says that it is another matter than %(number)s.")
    return _told_once(number, said % {"number": other}, who)


def _came_with(number: str, other: str, who: Actor) -> str:
    """Begun from the slip of another matter of the visit: nobody was asked anything, and so the note puts it into no mouth."""
    return _told_once(number, _("Another matter of the same visit as %(number)s.") % {"number": other}, who)


def _told_once(number: str, text: str, who: Actor) -> str:
    try:
        _noted(number, text, who)
    except NotDone:
        return ""  # it went on meanwhile, or is kept from this person
    return ""


def _noted(number: str, text: str, who: Actor) -> None:
    """Into the dossier, once: the same form may be sent twice."""
    if text not in file_of(number).texts.values():
        note(number, text=text, by=who, now=timezone.now())


def _once(said: dict[str, Any], token: str) -> str:
    return token_for(token, *(str(value) for value in said.values()))


def _take_in(said: dict[str, Any], token: str, who: Actor, before: Any, confirmed: str) -> Receipt:
    person = Person(
        name=said["name"],
        id_number=said["id_number"],
        phone=said["phone"],
        address=said["address"],
        email=said["email"],
        language=said["spoken"] or "zh-hans",
    )
    unit = who.posts_with(Permission.REGISTER)[0].unit
    if before is not None:
        person = returning.completed(person, before[1].who)
    others, visit = others_of(said), front.visit_of(said, who)
    if visit and not (said["representatives"] or said["cosigners"]):
        came = [*carried_over(visit, person), *others]
        # with fewer persons than that only some of the group are in this matter, too: nobody is named for it who isn't
        others = came if len(came) < said["persons"] else others
    same = ("channel", "received_at", "persons", "title", "text", "place", "category", "source", "level", "exchanged_at",
            "confidential", "accused")  # fmt: skip
    petition: dict[str, Any] = {
        **{name: said[name] for name in same}, "person": person,
        "desk": desk_of(unit), "by": who, "now": timezone.now(), "others": others, "confirmed": confirmed,
        "visit": visit, "token": _once(said, token),
    }  # fmt: skip
    if not said["sender"]:
        return register(**petition)
    organ = said["organ"] if said["sender"] == Sender.OTHER else ""
    return take_transfer(Passed(Sender(said["sender"]), said["source"], organ, said["due_on"]), **petition)


def form_again(request: HttpRequest, call: Call, no: Refused, *, meanwhile: str = "") -> HttpResponse:
    """The form as it was sent, with what is to be mended in the call's panel; nothing of the petition is looked through yet.

    ``meanwhile``: what a colleague noted, so that nothing is to be mended but to be known (409).
    """
    form = RegisterForm(request.POST)
    form.errors.clear()
    token = known_token(request.POST.get("token", ""))
    if meanwhile:  # what would have been to mend is over with it
        return _form_page(request, form, token, call=call, noted=meanwhile, status=409)
    return _form_page(request, form, token, call=call, call_no=no, status=422)


def _form_page(
    request: HttpRequest,
    form: RegisterForm,
    token: str,
    *,
    refused: str = "",
    files: str = "",
    call: Call | None = None,
    call_no: Refused | None = None,
    noted: str = "",
    status: int = 200,
) -> HttpResponse:
    who = actor(request)
    cards, every = parts(form, files)
    known, visit = front.known_of(form, who), front.of_visit(form)
    every = [*(focused([visit]) if visit else ()), *every]
    if call is None:
        call = call_form.call_of(request, who, form.data if form.is_bound else None)
    context = {
        "at": "register",
        "parts": cards,
        "token": token,
        "refused": refused,
        "problems": problems(every),
        "files_lost": bool(request.FILES),
        "known": known,
        "call": call_form.panel(call, who, form.data if form.is_bound else {}, call_no, noted),
        "as_of": known.chosen,
        "visit": visit and every[0],
        "came_with": printable(form["came_with"].value() or "") if visit else "",
        "same": form.initial.get("same", ""),
        "begun": bool(form.data.get("text", "")),
        "drafts": [] if form.is_bound else front.open_drafts(request),
    }
    return kept_by_browser(
        render(request, "desk/register.html", context, status=status, frame=frame(request))
    )
