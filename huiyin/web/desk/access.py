"""Who is at the desk, and the only way in which a view gets a matter."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.looks import note_look
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.queries import matter_for
from huiyin.rules.roles import Actor
from huiyin.web.desk import menu
from huiyin.web.shared.errors import unsent
from huiyin.web.shared.page import Chrome, chrome

#: That this browser's person sits at an extension: then its pages ask what rings there. The seat itself is in the database.
SEAT_COOKIE = "huiyin_seat"

View = Callable[..., HttpResponseBase]


def staff(view: View) -> View:
    """Only for people who are signed in; the view gets ``request.actor``. Others are asked to sign in and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not user.is_authenticated:
            if request.method == "POST":
                why = _("You have been signed out meanwhile. Sign in again, then send it.")
                return unsent(request, why, sign_in=reverse("sign_in"))
            return redirect_to_login(request.path)
        if (
            user.must_change_password
            and request.resolver_match
            and request.resolver_match.url_name != "password"
        ):
            return HttpResponseRedirect("/desk/password/")
        request.actor = actor_of(user, timezone.now())  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def actor(request: HttpRequest) -> Actor:
    """Who acts, as ``staff`` found out."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def frame(request: HttpRequest) -> Chrome:
    """The page's frame with the person's name and what their menu holds."""
    who = actor(request)
    return chrome(
        request,
        person=who.name,
        may_register=menu.registers(who),
        may_duty=menu.sees_duty(who),
        may_lists=menu.works(who),
        menu=menu.menu(request, who),
        seated=menu.registers(who) and request.COOKIES.get(SEAT_COOKIE) == "1",
    )


def matter_or_404(request: HttpRequest, number: str) -> Matter:
    """The matter if this person may see it; 404 otherwise, the same as for a number that doesn't exist.

    Whoever asks in vain is written down, whatever the reason: an answer that cost more would tell that the guard refused.
    """
    who = actor(request)
    found = matter_for(who, number)
    if found is None:
        note_look(number, _wanted(request), by=who, now=timezone.now())
        raise Http404
    return found


def _wanted(request: HttpRequest) -> str:
    """What was asked of the matter: a look, one of its files, or an act by its verb."""
    given = request.resolver_match.kwargs if request.resolver_match else {}
    if "seq" in given:
        return "file"
    return str(given.get("verb", "look")) if request.method == "POST" else "look"
