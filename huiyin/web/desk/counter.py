"""The visitor's side of the second screen: large letters, two buttons, nothing else. No address holds anything of anybody.

A paired device needs no account: it shows what its one desk shows, and nothing besides. A second window of the clerk's own
browser works too. Without script a link asks anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.intake import counter
from huiyin.rules.identifiers import mask_id
from huiyin.rules.roles import Permission
from huiyin.web.desk.entry import address_of
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import LANGUAGES, lang_of, private, render, see
from huiyin.web.shared.words import language as language_now

if TYPE_CHECKING:
    from django.http import HttpRequest

COOKIE = "huiyin_counter"
PATH = "/desk/counter/"


def _screen(request: HttpRequest) -> counter.CounterScreen | None:
    """The screen that this browser shows: of the paired device, or of the clerk who is signed in here."""
    now = timezone.now()
    found = counter.by_device(request.COOKIES.get(COOKIE, ""), now=now)
    if found is not None:
        return found
    user: Any = request.user
    if user.is_authenticated and actor_of(user, now).may(Permission.REGISTER):
        return counter.of_desk(user)
    return None


@require_safe
def screen_page(request: HttpRequest) -> HttpResponse:
    """The screen, in the visitor's language; where nothing is paired, the field for the code."""
    return _page(request)


def _page(request: HttpRequest, *, wrong: bool = False, typed: str = "") -> HttpResponse:
    row = _screen(request)
    if row is None:
        context: dict[str, Any] = {"pairing": True, "wrong": wrong, "typed": typed}
        return private(render(request, "desk/counter.html", context, status=422 if wrong else 200))
    context = _words(row)
    with override(context["language"]):
        return private(render(request, "desk/counter.html", context))


@require_safe
def words_part(request: HttpRequest) -> HttpResponse:
    """What stands there now, for the page that asks every two seconds; 204 while it is the same as ``v`` says."""
    row = _screen(request)
    if row is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = _words(row)
    if request.GET.get("v", "") == context["mark"]:
        return private(HttpResponse(status=204))
    with override(context["language"]):
        return private(render(request, "desk/parts/counter_words.html", context))


def _words(row: counter.CounterScreen) -> dict[str, Any]:
    record = counter.words_of(row, now=timezone.now())
    language = record.get("spoken", "")
    known = language if language in dict(LANGUAGES) else "zh-hans" if record else language_now()
    with override(known):
        pairs = _pairs(record)
    return {
        "language": known, "version": row.version if record else "", "said": row.said if record else "",
        "mark": f"{row.version}.{row.said}" if record else "-", "pairs": pairs, "title": record.get("title", ""),
        "text": record.get("text", ""), "text_lang": lang_of(record.get("text", "")), "blank": not record,
    }  # fmt: skip


def _pairs(record: dict[str, str]) -> list[tuple[str, str]]:
    named = [
        (_("Name"), record.get("name", "")), (_("ID number"), mask_id(record.get("id_number", ""))),
        (_("Phone"), record.get("phone", "")), (_("Address"), record.get("address", "")),
        (_("Number of people"), record.get("persons", "") if record.get("persons") != "1" else ""),
    ]  # fmt: skip
    return [(label, text) for label, text in named if text]


@require_POST
def pair_device(request: HttpRequest) -> HttpResponse:
    """Pair this device by the clerk's code: 303 to the screen. Wrong codes are braked by address like wrong passwords."""
    typed = printable(request.POST.get("code", ""))[:20]
    secret = counter.pair(typed, address=address_of(request), now=timezone.now())
    if secret is None:
        return _page(request, wrong=True, typed=typed)
    response = see(PATH)
    response.set_cookie(
        COOKIE, secret, max_age=int(counter.PAIRED_FOR.total_seconds()), path=PATH, secure=request.is_secure(),
        httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """What the visitor says of just what they read; pressed twice it counts once. 303 back to the screen."""
    row, said = _screen(request), request.POST.get("said", "")
    if row is not None and said in set(counter.Said.values):
        counter.say(row, request.POST.get("version", "")[:24], counter.Said(said), now=timezone.now())
    return see(PATH)
