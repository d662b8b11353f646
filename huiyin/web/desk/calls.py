"""The hotline's desk (公开电话): what rings, whom to call back, what became of each call, and the figures of the line.

A telephone system tells of calls (docs/api.md); without one, the operator types the number and goes on from there. What rings
is asked for every few seconds while the page is looked at; once a call is answered at this seat, its form opens by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.accounts.queries import names_of
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county.telephones import to_call
from huiyin.rooms.insight.knowledge import Knowledge
from huiyin.rooms.intake.calls import actions, queries
from huiyin.rooms.intake.calls.models import Call
from huiyin.rooms.vault.codes import new_form_token
from huiyin.rules.calendar import LOCAL
from huiyin.rules.calls import CallShares, CallState
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import mask_phone
from huiyin.rules.roles import Actor, Permission
from huiyin.web.desk import call_backs, call_words, front
from huiyin.web.desk.access import SEAT_COOKIE, actor, frame, staff
from huiyin.web.shared import sayings
from huiyin.web.shared.chips import chip_row
from huiyin.web.shared.fields import FieldView, printable, whole
from huiyin.web.shared.once import known_token, token_for
from huiyin.web.shared.page import private, render, see

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "/desk/calls/"
FORM = "/desk/register/"
SHOWN = ("", "mine", "open", "missed")
#: Call-backs that stand beside the calls; all of them have a page.
FIRST_BACKS = 5


def operator(request: HttpRequest) -> Actor:
    """Who answers the telephone: whoever registers. PermissionDenied for others."""
    who = actor(request)
    if not who.may(Permission.REGISTER):
        raise PermissionDenied
    return who


@require_safe
@staff
def calls_page(request: HttpRequest) -> HttpResponse:
    """The desk; ``?show=`` narrows the calls below, ``?done=`` says what was just noted."""
    return _page(request)


def _page(
    request: HttpRequest,
    *,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    who, now = operator(request), timezone.now()
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    calls = _now(who, now)
    rings = any(one["rings"] for one in calls["rows"])
    context = {
        "at": "calls",
        "now": calls,
        "seat": _seat(who, now, refused, typed or {}),
        "take": _take_field(refused, typed or {}, free=refused is None and not wrong and not rings),
        "token": new_form_token(),
        "tiles": _tiles(who, now),
        "backs": call_backs.rows(who, queries.open_backs(who, size=FIRST_BACKS)[:FIRST_BACKS], now),
        "done": _done(request.GET.get("done", "")),
        "wrong": wrong,
        **_list(request, who, show, now),
    }
    answer = private(render(request, "desk/calls.html", context, status=status, frame=frame(request)))
    return _seat_kept(request, answer, held=context["seat"]["held"])


@require_safe
@staff
def figures_page(request: HttpRequest) -> HttpResponse:
    """The line's figures of today and of the last thirty days: waiting, length, what became of the calls."""
    context = {"shares": _shares(operator(request), timezone.now())}
    return private(render(request, "desk/call_figures.html", context, frame=frame(request)))


def _done(what: str) -> str:
    return {
        "informed": _("Noted: answered on the line. It is no petition and is counted apart."),
        "nothing": _("Noted: wrong number or silence."),
        "back": _("On the list of call-backs."),
    }.get(what, "")


def _take_field(refused: Refused | None, typed: dict[str, str], *, free: bool) -> FieldView:
    """``free``: nothing rings or is to be mended, so that the hand may be led here; a call that rings stays in sight."""
    wrong = refused is not None and refused.field == "phone"
    return FieldView(
        "phone", _("The caller's number"), kind="tel", required=False, value=typed.get("phone", ""),
        error=sayings.say(refused) if refused is not None and wrong else "", focus=free or wrong,
        extra={
            "autocomplete": "off", "maxlength": "40", "hx-post": "/desk/register/known/",
            "hx-trigger": "input changed delay:250ms", "hx-target": "#known", "hx-include": "#take",
            "hx-params": "phone,as_of,csrfmiddlewaretoken", "hx-sync": "#known:replace",
        },
    )  # fmt: skip


def _seat(who: Actor, now: datetime, refused: Refused | None, typed: dict[str, str]) -> dict[str, Any]:
    held = queries.seat_of(who, now=now)
    wrong = refused is not None and refused.field == "extension"
    field = FieldView(
        "extension", _("Your extension"), value=typed.get("extension", held), required=False, narrow=True,
        error=sayings.say(refused) if refused is not None and wrong else "", focus=wrong,
        help=_("Calls that ring there open on this screen. Leave it open when you go."),
        extra={"autocomplete": "off", "maxlength": "20", "inputmode": "numeric"},
    )  # fmt: skip
    return {"held": held, "field": field, "open": wrong or not held}


def _tiles(who: Actor, now: datetime) -> list[dict[str, str]]:
    open_, late = queries.not_noted(who), queries.late_backs(who, now=now)
    most = queries.MOST_COUNTED

    def tile(n: int, word: str, url: str, tone: str) -> dict[str, str]:
        shown = f"{most}+" if n > most else str(n)
        return {"count": shown, "word": word, "url": url, "tone": tone if n else "none"}

    return [
        tile(open_, _("Calls not noted yet"), f"{PATH}?show=open#all", "care"),
        tile(late, _("Call-backs past their time"), "/desk/calls/back/?show=late", "late"),
    ]


def _shares(who: Actor, now: datetime) -> dict[str, Any]:
    """The figures of today and of the last thirty days side by side."""
    today = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    spans = [(_("Today"), today), (_("Last 30 days"), today - timedelta(days=29))]
    end = today + timedelta(days=1)
    found = [(word, queries.shares(who, first, end, now=now)) for word, first in spans]
    lines: list[tuple[str, Any]] = [
        (_("Calls told by the telephone system"), lambda s: s.came),
        (pgettext("call", "Answered"), lambda s: f"{s.answered} · {call_words.percent(s.answered_share)}"),
        (_("Answered in time"), lambda s: f"{s.in_time} · {call_words.percent(s.in_time_share)}"),
        (_("Wait until the answer, on average"), lambda s: call_words.seconds(s.mean_wait) or "–"),
        (_("Length, on average"), lambda s: call_words.seconds(s.mean_talk) or "–"),
        (_("Written down by hand"), lambda s: s.by_hand),
        (_("Registered as petitions"), lambda s: s.registered),
        (_("Questions answered on the line"), lambda s: s.informed),
        (_("To be called back"), lambda s: s.call_back),
        (_("Wrong number or silence"), lambda s: s.nothing),
    ]  # fmt: skip
    return {
        "spans": [word for word, _found in found],
        "lines": [(word, [_cell(tell, shares) for _word, shares in found]) for word, tell in lines],
    }


def _cell(tell: Any, shares: CallShares) -> str:
    return str(tell(shares))


# -- what rings -------------------------------------------------------------------------------------------------------


def _now(who: Actor, now: datetime) -> dict[str, Any]:
    """The calls going on that are this person's, and those at nobody's seat. ``mark`` tells one state of it from another."""
    calls = queries.going_on(who, now=now)
    return {"rows": [_going(who, call, now) for call in calls], "mark": _mark(calls, now)}


def _mark(calls: list[Call], now: datetime) -> str:
    """Numbers of our own rows and a letter each; nothing of anybody."""
    return ",".join(f"{call.pk}{queries.state_of(call, now=now).value[0]}" for call in calls)


def _going(who: Actor, call: Call, now: datetime) -> dict[str, Any]:
    phone = str(call.phone)
    known = front.known(who, "", phone) if phone else front.Known()
    return {
        "id": call.pk, "badge": call_words.badge(call, now=now), "number": mask_phone(phone) or _("number withheld"),
        "since": call_words.at(call.began_at, now), "extension": call.extension, "mine": call.operator == who.key,
        "known": known, "owed": [call_words.about(back, now) for back in queries.owed_to(who, phone)] if phone else [],
        "form": f"{FORM}?call={call.pk}", "rings": queries.state_of(call, now=now) is CallState.RINGING,
    }  # fmt: skip


@require_safe
def now_part(request: HttpRequest) -> HttpResponseBase:
    """What rings, asked for every few seconds with the mark of what is on the page: 204 while that is still so.

    A call that was answered at this person's seat meanwhile leads to its form. Whoever was signed out is sent to the door.
    """
    if not request.user.is_authenticated:
        answer = HttpResponse(status=401)
        answer["HX-Refresh"] = "true"
        return answer
    return _now_part(request)


@staff
def _now_part(request: HttpRequest) -> HttpResponse:
    who, now = operator(request), timezone.now()
    seen = request.GET.get("mark", "").split(",")
    calls = queries.going_on(who, now=now)
    taken = _just_answered(calls, who, seen, now)
    if taken is not None:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = f"{FORM}?call={taken.pk}"
        return answer
    if _mark(calls, now) == ",".join(seen):
        return private(HttpResponse(status=204))
    shown = {"rows": [_going(who, call, now) for call in calls], "mark": _mark(calls, now)}
    return private(render(request, "desk/parts/calls_now.html", {"now": shown}, frame=frame(request)))


def _just_answered(calls: list[Call], who: Actor, seen: list[str], now: datetime) -> Call | None:
    """The call at this person's seat that wasn't on the line yet when the page was drawn."""
    for call in calls:
        talking = queries.state_of(call, now=now) is CallState.TALKING and not call.by_hand
        if talking and call.operator == who.key and f"{call.pk}t" not in seen:
            return call
    return None


@require_safe
def ringing_part(request: HttpRequest) -> HttpResponseBase:
    """What rings at this person's seat while they are elsewhere at the desk; 204 while nothing has changed.

    ``but``: the call whose form is open. Whoever was signed out is told nothing: their page says so itself.
    """
    return _ringing_part(request) if request.user.is_authenticated else HttpResponse(status=401)


@staff
def _ringing_part(request: HttpRequest) -> HttpResponse:
    who, now = operator(request), timezone.now()
    but = whole(request.GET.get("but", ""), digits=15)
    calls = [
        c for c in queries.going_on(who, now=now) if c.operator == who.key and not c.by_hand and c.pk != but
    ]
    if _mark(calls, now) == request.GET.get("mark", ""):
        return private(HttpResponse(status=204))
    rows = [
        {"number": mask_phone(str(c.phone)) or _("number withheld"), "badge": call_words.badge(c, now=now),
         "form": f"{FORM}?call={c.pk}"}
        for c in calls
    ]  # fmt: skip
    context = {"rows": rows, "mark": _mark(calls, now), "but": but or ""}
    return private(render(request, "desk/parts/ringing.html", context, frame=frame(request)))


# -- acts -------------------------------------------------------------------------------------------------------------


@require_POST
@staff
def take(request: HttpRequest) -> HttpResponse:
    """Begin a call by hand with the number that was typed, if any: 303 to its form. Sent twice it is one call."""
    who = operator(request)
    typed = {"phone": printable(request.POST.get("phone", ""))[:40]}
    try:
        call = actions.take_by_hand(
            typed["phone"], token=token_for(known_token(request.POST.get("token", "")), typed["phone"]), by=who,
            now=timezone.now(),
        )  # fmt: skip
    except NotDone as no:
        return _page(request, refused=no.refused, typed=typed, status=422)
    chosen = request.POST.get("as_of", "")[:40]
    return see(f"{FORM}?{urlencode({'call': call.pk, **({'as_of': chosen} if chosen else {})})}")


@require_POST
@staff
def pick_up(request: HttpRequest, call: int) -> HttpResponse:
    """Take a call that is at nobody's seat: 303 to its form."""
    who = operator(request)
    try:
        actions.pick_up(call, by=who, now=timezone.now())
    except NotDone as no:
        status = 409 if no.refused.reason == "taken_by_colleague" else 422
        return _page(request, wrong=_taken(who, call), status=status)
    return see(f"{FORM}?call={call}")


def _taken(who: Actor, pk: int) -> str:
    """Who was quicker to take it."""
    row = queries.one(who, pk)
    if row is None:
        return _("This call isn't here any more.")
    name = names_of({row.operator}).get(row.operator, "") or _("A colleague")
    return _("%(name)s has taken this call already.") % {"name": name}


@require_POST
@staff
def sit(request: HttpRequest) -> HttpResponse:
    """Take a seat at an extension, or leave it: 303 back to the page, from which the browser learns it."""
    operator(request)
    user: Any = request.user
    typed = {"extension": printable(request.POST.get("extension", ""))[:40]}
    try:
        actions.sit_down(typed["extension"], user=user, now=timezone.now())
    except NotDone as no:
        return _page(request, refused=no.refused, typed=typed, status=422)
    return see(PATH)


def _seat_kept(request: HttpRequest, answer: HttpResponse, *, held: str) -> HttpResponse:
    """The browser keeps whether its person has a seat: then its other pages ask what rings.

    Any browser learns it here, not only the one in which the seat was taken: whoever signs in elsewhere still sits there.
    """
    if bool(held) is (request.COOKIES.get(SEAT_COOKIE) == "1"):
        return answer
    if held:
        answer.set_cookie(
            SEAT_COOKIE, "1", max_age=int(queries.SEAT_FOR.total_seconds()), path="/desk/", samesite="Lax",
            secure=request.is_secure(), httponly=True,
        )  # fmt: skip
    else:
        answer.delete_cookie(SEAT_COOKIE, path="/desk/", samesite="Lax")
    return answer


# -- the list ---------------------------------------------------------------------------------------------------------


def _list(request: HttpRequest, who: Actor, show: str, now: datetime) -> dict[str, Any]:
    after = call_backs.key_in(request.GET.get("after", ""))
    found = queries.page(who, show=show, after=after)
    shown, more = found[: queries.PAGE], len(found) > queries.PAGE
    entries = queries.entries_of(shown)
    waiting, led = queries.waiting(who, shown), queries.called_back(shown)
    people = names_of({row.operator for row in shown if row.operator})
    words = {
        "": _("All"),
        "mine": pgettext("calls", "Mine"),
        "open": _("Not noted yet"),
        "missed": pgettext("calls", "Missed"),
    }
    return {
        "chips": chip_row({"word": words[one], "url": _address(one), "on": one == show} for one in SHOWN),
        "rows": [_row(row, people, entries, waiting, led.get(row.pk, ""), now) for row in shown],
        "pager": {
            "first": _address(show) if after else "",
            "next": _address(show, call_backs.key_text(shown[-1].began_at, shown[-1].pk)) if more else "",
        },
        "empty_heading": _("Nothing here"),
        "empty_text": _("No call fits this choice.") if show else _("No call has come in yet."),
    }  # fmt: skip


def _address(show: str, after: str = "") -> str:
    given = {name: value for name, value in (("show", show), ("after", after)) if value}
    return f"{PATH}?{urlencode(given)}#all" if given else f"{PATH}#all"


def _row(
    call: Call,
    people: dict[str, str],
    entries: Mapping[int, Knowledge],
    waiting: Mapping[bytes, int],
    led: str,
    now: datetime,
) -> dict[str, Any]:
    """``led``: how the call-back that answered it ended, if it has."""
    known = entries.get(call.knowledge_id or 0)
    waits = waiting.get(bytes(call.phone_index)) if call.phone_index and not call.outcome else None
    over = queries.state_of(call, now=now) is CallState.MISSED
    return {
        "id": call.pk, "at": call_words.at(call.began_at, now),
        "badge": call_words.back_badge(led) if led else call_words.badge(call, now=now),
        "number": _("(erased as the law provides)") if call.erased else mask_phone(str(call.phone)) or _("number withheld"),
        "who": people.get(call.operator, ""), "times": call_words.times(call),
        "by_hand": call.by_hand, "petition": queries.petition_of(call),
        "reference": known.reference if known else "", "reference_url": f"/desk/knowledge/{known.pk}/" if known else "",
        "form": "" if call.outcome or call.erased else f"{FORM}?call={call.pk}", "missed": over and not call.outcome,
        "waits": f"/desk/calls/back/{waits}/" if waits else "",
        "back": f"/desk/calls/back/new/?call={call.pk}" if not call.outcome and to_call(str(call.phone)) else "",
    }  # fmt: skip
