"""The steps that ask for something: what has happened, where, who you are. Each is a page of its own, on a small screen, too.

What is sent is kept and leads on with 303, so that the way back is a page that no browser has to send for again. Of two windows
none writes over the other's words (``rooms.intake.unsent``): both are shown, and the citizen chooses.
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

from huiyin.rooms.insight.openly_like import openly_like
from huiyin.rooms.intake import unsent
from huiyin.rooms.intake.unsent import Kept, Sheet
from huiyin.rooms.vault.codes import new_form_token
from huiyin.web.portal import forms, place_map, switching, versions
from huiyin.web.portal.remembering import THROWN_COOKIE, UNSENT_COOKIE, forgotten
from huiyin.web.shared import county
from huiyin.web.shared.errors import OPEN_TOO_LONG
from huiyin.web.shared.fields import FieldView, focused, printable, whole
from huiyin.web.shared.forms import problems
from huiyin.web.shared.once import known_token
from huiyin.web.shared.page import kept_by_browser, lang_of, private, render, see
from huiyin.web.shared.views import keep_choices

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
#: Characters of one field that are kept as they were typed, before anybody said that they are right.
_MOST_TYPED = 3 * forms.MOST_TEXT
#: Digits of a moment in milliseconds.
_STAMP = 14
#: So many letters that were thrown away in a browser are known there.
_MOST_THROWN = 4


def names_of(step: str) -> tuple[str, ...]:
    """The fields of a step."""
    return tuple(STEPS[step][0].base_fields)


def key_of(request: HttpRequest) -> str:
    """The key under which this browser's words are kept; empty if it has none."""
    key = request.COOKIES.get(UNSENT_COOKIE, "")
    return key if len(key) == unsent.KEY_LENGTH and key.isascii() else ""


def remember_key(request: HttpRequest, response: HttpResponse, key: str) -> None:
    """Have this browser hold the key, for the pages of the form alone."""
    _hold(request, response, UNSENT_COOKIE, key)
    letter = _sheet(request).letter
    if letter in _thrown(request):  # begun again on purpose, from its first page
        _hold(request, response, THROWN_COOKIE, ".".join(one for one in _thrown(request) if one != letter))


def _hold(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie, value, max_age=int(unsent.KEPT_FOR.total_seconds()), path="/submit/", secure=request.is_secure(),
        httponly=True, samesite="Lax",
    )  # fmt: skip


def _thrown(request: HttpRequest) -> list[str]:
    """The letters that were thrown away in this browser within three days, by their marks."""
    return [one for one in request.COOKIES.get(THROWN_COOKIE, "").split(".")[:_MOST_THROWN] if _ours(one)]


def to(step: str) -> HttpResponse:
    """303 to a page of the form."""
    return see(reverse(step))


def begin_again() -> HttpResponse:
    """To the first step, which then says why: nothing is kept in this browser, or not any more."""
    return see(f"{reverse(ORDER[0])}?gone=1")


def _step(step: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of one step: shows what is kept; what is sent is kept and leads on, or comes back to be mended (422, 409)."""

    @only(["GET", "HEAD", "POST"])
    def seen(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            page = _shown(request, step, _under_way(request))
            if (
                page.status_code == 200
            ):  # what the page sends by itself, late perhaps, brings this key and makes none of its own
                remember_key(request, page, key_of(request) or unsent.new_key())
            return page
        given = {name: request.POST.get(name, "") for name in names_of(step)}
        if switching.wanted(request):
            back = _laid_down(request, step, given, to(step))
            return keep_choices(
                request, back or step_page(request, step, given, _under_way(request), fresh=True)
            )
        if "keep" in request.POST:
            return _kept_meanwhile(request, step, given)
        if "leave" in request.POST:
            unsent.leave_out(key_of(request), step, _sheet(request).weighed, now=timezone.now())
            return to(step)
        if "join" in request.POST and step == ORDER[0]:
            both = versions.joined(given["text"], _under_way(request), step, _sheet(request).weighed)
            given = {**given, "text": both}
        if "join" in request.POST or "map" in request.POST:
            there = to("submit_map" if "map" in request.POST else step)
            return _laid_down(request, step, given, there) or step_page(
                request, step, given, _under_way(request)
            )
        return _sent_on(request, step, given)

    def unproven(request: HttpRequest) -> HttpResponse:
        """The step as it was filled in, where the proof of origin was missing or old (see ``shared.errors.csrf_failure``)."""
        given = {name: request.POST.get(name, "") for name in names_of(step)}
        return step_page(request, step, given, {}, refused=_(OPEN_TOO_LONG), status=403)

    seen.unproven = unproven  # type: ignore[attr-defined]
    return seen


what, where, who = (_step(step) for step in STEPS)


def _under_way(request: HttpRequest) -> Said:
    return unsent.under_way(key_of(request), now=timezone.now())


def _shown(request: HttpRequest, step: str, said: Said) -> HttpResponse:
    if step != ORDER[0] and not said:
        return begin_again()
    known = {name: said[name] for name in names_of(step) if name in said}
    if step == "submit_where" and request.GET.get("place", "") in county.place_codes():
        known["place"] = request.GET["place"]  # a town of the map
    return step_page(request, step, known, said, fresh=True)


def _sent_on(request: HttpRequest, step: str, given: dict[str, str]) -> HttpResponse:
    form = STEPS[step][0](given)
    if not form.is_valid():
        return step_page(request, step, given, _under_way(request))
    clean = {name: str(value) for name, value in form.cleaned_data.items()}
    become, key = _keep(request, step, clean, instead="instead" in request.POST)
    if become is not Kept.KEPT:
        said = unsent.under_way(key, now=timezone.now())
        if become is Kept.THROWN:
            return step_page(request, step, given, {}, thrown=True, status=409)
        stale = become is Kept.STALE
        return step_page(request, step, given, said, beside=stale, status=409 if stale else 0)
    response = to(ORDER[ORDER.index(step) + 1])
    remember_key(request, response, key)
    return response


def _keep(
    request: HttpRequest, step: str, said: dict[str, str], *, instead: bool = False
) -> tuple[Kept, str]:
    """What became of it, and the browser's key. A letter that was thrown away begins again from its first page only."""
    key, sheet = key_of(request) or unsent.new_key(), _sheet(request)
    if sheet.letter in _thrown(request) and (step != ORDER[0] or "keep" in request.POST):
        return Kept.THROWN, key
    return unsent.keep_part(key, step, said, sheet=sheet, instead=instead, now=timezone.now()), key


def _kept_meanwhile(request: HttpRequest, step: str, given: dict[str, str]) -> HttpResponse:
    """204: what stood on a page that went out of sight is kept, as far as it is right; nothing leads on."""
    form = STEPS[step][0](given)
    form.is_valid()
    good = {name: str(value) for name, value in form.cleaned_data.items()}
    response = HttpResponse(status=204)
    if good:
        become, key = _keep(request, step, good)
        if become not in (Kept.ANOTHER, Kept.THROWN) and not key_of(request):
            remember_key(
                request, response, key
            )  # it has its key; thrown away meanwhile, it doesn't get it back
    return private(response)


def _laid_down(
    request: HttpRequest, step: str, given: dict[str, str], there: HttpResponse
) -> HttpResponse | None:
    """What was typed is kept as it is, right or not, and the answer leads ``there``; None where it can't be kept so.

    What somebody without a name typed of themselves isn't kept.
    """
    said = _under_way(request)
    if any(len(value) > _MOST_TYPED for value in given.values()) or (step != ORDER[0] and not said):
        return None
    bare = {name: printable(value) for name, value in given.items()}
    if bare.get("manner") == forms.Manner.ANONYMOUS:
        bare |= dict.fromkeys(("name", "phone", "address", "email"), "")
    if not said and not any(value.strip() for value in bare.values()):
        return there
    become, key = _keep(request, step, {name: bare[name] for name in names_of(step)})
    if become in (Kept.ANOTHER, Kept.THROWN):
        return None
    remember_key(request, there, key)
    return there


def _sheet(request: HttpRequest) -> Sheet:
    """Which page it comes from, as its hidden fields say."""
    letter, tab, shown = (_ours(request.POST.get(name, "")) for name in ("letter", "tab", "seen"))
    weighed = (_ours(one) for one in request.POST.get("weighed", "").split(",")[: unsent.MOST_ASIDE + 1])
    return Sheet(
        letter, tab, shown, tuple(one for one in weighed if one), whole(request.POST.get("typed", ""), digits=_STAMP),
        "keep" in request.POST, _carried(request.POST.get("carried", "")),
    )  # fmt: skip


def _carried(posted: str) -> tuple[tuple[str, int], ...]:
    """The pages whose words stand in this one, each with the moment up to which they do: "page.moment,page.moment"."""
    pairs = (one.rpartition(".") for one in posted.split(",")[: unsent.MOST_ASIDE])
    return tuple((tab, whole(at, digits=_STAMP)) for tab, _dot, at in pairs if _ours(tab))


def _ours(posted: str) -> str:
    return posted if posted and known_token(posted) == posted else ""


def step_page(
    request: HttpRequest,
    step: str,
    given: dict[str, str],
    said: Said,
    *,
    refused: str = "",
    fresh: bool = False,
    beside: bool = False,
    thrown: bool = False,
    status: int = 0,
) -> HttpResponse:
    """A step with what is ``given`` in its fields. ``fresh``: nobody has sent it yet, nothing is said against it.

    ``beside``: what is kept now says something else and is shown with it, until it is decided. ``thrown``: its letter was
    thrown away in another window.
    """
    form_class, draw = STEPS[step]
    form = form_class(given) if given else form_class()
    if fresh and form.is_bound:
        switching.unchecked(form)
    fields = focused(draw(form))
    sheet = _sheet(request)
    stale = bool(said) and (beside or bool(sheet.weighed))
    context = {
        "at": "submit",
        "step": step,
        "steps": trail(step, said),
        "others": versions.others(said, step, given if stale else {}, own=sheet.tab),
        "fields": fields,
        "refused": refused,
        "late": bool(refused),
        "problems": problems(fields),
        "back": ORDER[ORDER.index(step) - 1] if step != ORDER[0] else "",
        "kept": bool(said),
        "thrown": thrown,
        "gone": step == ORDER[0] and not said.get("text") and (bool(said) or "gone" in request.GET),
        "map": step == "submit_where" and place_map.is_there(),
        "sends": True,
        "alike": _alike(said.get("text", "")) if step == "submit_where" else [],
        "switch_form": switching.FORM,
        "letter": sheet.letter or said.get("letter") or new_form_token(),
        "another": not fresh and "instead" not in request.POST and unsent.another(said, sheet.letter),
        "stale": stale,
        "hidden": _marks(said, step, sheet, anew=stale or not sheet.tab),
    }
    status = status or (200 if fresh else 422)
    return kept_by_browser(render(request, "portal/step.html", context, status=status))


def _marks(said: Said, step: str, sheet: Sheet, *, anew: bool) -> list[tuple[str, str]]:
    """What the page tells of itself when it is sent: its name, whose words it showed, and which ones beside them."""
    shown = said.get(unsent.MARKS, {}).get(step, "") if anew else sheet.seen
    weighed = said.get(unsent.ASIDE, {}).get(step, {}) if anew else sheet.weighed
    marks = [("tab", sheet.tab or new_form_token()), ("seen", shown)]
    if sheet.carried:
        marks.append(("carried", ",".join(f"{tab}.{at}" for tab, at in sheet.carried)))
    return [*marks, ("weighed", ",".join(weighed))] if weighed else marks


def trail(now_at: str, said: Said) -> list[tuple[str, str, str]]:
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


def _alike(text: str) -> list[tuple[str, str, str]]:
    """Published matters like this one, as title, address and language: perhaps their answer is enough."""
    return (
        [(row.title, reverse("published", args=[row.pk]), lang_of(row.title)) for row in openly_like(text)]
        if text
        else []
    )


@only(["GET", "HEAD"])
def map_page(request: HttpRequest) -> HttpResponse:
    """The towns on a map and as a list: each leads back to the second step and is chosen there, all else as it was."""
    said = unsent.under_way(key_of(request), now=timezone.now())
    if not said:
        return begin_again()
    if not place_map.is_there():
        return to("submit_where")
    chosen = said.get("place", "")
    context = {
        "at": "submit",
        "steps": trail("submit_where", said),
        "map": place_map.drawn(chosen),
        "towns": place_map.listed(chosen),
    }
    return kept_by_browser(render(request, "portal/map.html", context))


@only(["GET", "HEAD"])
def begun(request: HttpRequest) -> HttpResponse:
    """After “Done”: a letter that was begun and not sent stays only if somebody says so. Without one, 303 to the first page."""
    if not unsent.under_way(key_of(request), now=timezone.now()):
        return to("home")
    return private(render(request, "portal/begun.html", {"at": "submit"}))


@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    """Nothing of it stays: neither here nor in this browser, which keeps only the mark of a letter that is none any more."""
    response, key = to("home"), key_of(request)
    if not key:
        return response
    letter = _ours(_under_way(request).get("letter", ""))
    unsent.throw_away(key)
    response.delete_cookie(UNSENT_COOKIE, path="/submit/", samesite="Lax")
    if letter:
        _hold(request, response, THROWN_COOKIE, ".".join([letter, *_thrown(request)][:_MOST_THROWN]))
    return forgotten(response)


#: An old proof of origin doesn't keep it: no browser sends the key along with a foreign page's form (SameSite).
throw_away.unproven = throw_away  # type: ignore[attr-defined]
