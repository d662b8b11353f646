"""The switches in every page's head: language, elder mode, light or dark. All are kept in a cookie and need no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huiyin.web.shared.page import ELDER_COOKIE, THEME_COOKIE, THEMES, see

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_YEAR = 365 * 24 * 3600  # seconds


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language and go back to the page. An unknown language changes nothing."""
    return keep_choices(request, _back(request))


@require_POST
def choose_elder(request: HttpRequest) -> HttpResponse:
    """Turn elder mode on ("1") or off, and go back to the page."""
    response = _back(request)
    _keep_elder(request, response)
    return response


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep "light" or "dark" and go back to the page; anything else: as the system has it."""
    response = _back(request)
    if request.POST.get("theme") in THEMES:
        _keep(request, response, THEME_COOKIE, request.POST["theme"])
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


def keep_choices(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep in this browser what of language and elder mode was sent; an unknown language changes nothing."""
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        _keep(request, response, settings.LANGUAGE_COOKIE_NAME, code)
    if "elder" in request.POST:
        _keep_elder(request, response)
    return response


def _keep_elder(request: HttpRequest, response: HttpResponse) -> None:
    if request.POST.get("elder") == "1":
        _keep(request, response, ELDER_COOKIE, "1")
    else:
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")


def _keep(request: HttpRequest, response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(
        cookie, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
    )


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that the switch stood on; home for an address that isn't ours.

    What was asked of that page is in no form, as it may be a name; where the browser says it of itself, it is asked again.
    """
    to = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure()):
        to = "/"
    here, _, asked = request.headers.get("Referer", "").partition("://")[2].partition("?")
    return see(f"{to}?{asked}" if asked and here == request.get_host() + to else to)
