"""The pages for what goes wrong: always a plain sentence, what to do next, and the way back.

Never a word of what was typed goes to a log; a form that couldn't be taken is given back, so that nobody writes a letter twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpResponse
from django.template import TemplateDoesNotExist
from django.urls import Resolver404, resolve
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from huiyin.web.shared import sayings
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import chrome, private, render
from huiyin.web.shared.words import run_on

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

log = logging.getLogger(__name__)

_GONE = _("The address may be mistyped, or what stood here has been taken away.")
#: Heading and advice for each status.
_PAGES: dict[int, tuple[_StrPromise, _StrPromise]] = {
    400: (
        _("This request can't be read"),
        _("The address or the form was damaged on the way. Please go back and try again."),
    ),
    403: (
        _("This page isn't open to you"),
        _("If your work needs it, ask the administrator for the post that goes with it."),
    ),
    404: (
        _("There is nothing here"),
        _("The address may be mistyped, or the matter isn't one that you may see."),
    ),
    409: (_("Someone acted meanwhile"), _("Please look at what happened and decide again.")),
    413: (
        _("That is too much at once"),
        _(
            "Nothing was sent. Go back with your browser's button: what you typed is still there. "
            "Make the text shorter or the files smaller."
        ),
    ),
    429: (_("Too many tries"), _("Please wait a few minutes and try again.")),
    500: (
        _("Something broke on our side"),
        _(
            "Nothing you did was wrong. It has been noted. Please go back and try again; what you typed is still there."
        ),
    ),
    503: (
        _("Closed for a moment"),
        _("The system is being looked after. Please try again in a few minutes."),
    ),
}

#: Instead, where the words lie on our side already (a view that ``keeps`` them) and only files came with the form.
_LARGE_BUT_KEPT = _(
    "Nothing was sent. What you wrote is kept. Please choose smaller or fewer files and send again."
)
OPEN_TOO_LONG = gettext_noop(
    "The page had been open too long, or your browser keeps no cookies. Nothing was sent yet. Please check and send again."
)
#: Never shown again: secrets, and what the page puts in itself.
_NOT_SHOWN = frozenset(
    {
        "csrfmiddlewaretoken",
        "password",
        "code",
        "next",
        "token",
        "seen",
        "old",
        "new",
        "again",
        "of",
        "language",
        "elder",
    }
) | {"as_of", "call", "entry", "query", "rows", "since", "step", "stood", "sure", "version", "what"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One thing that had been typed into a form that couldn't be taken; ``rows`` to show it in."""

    label: str
    value: str
    rows: int


def page(request: HttpRequest, status: int, *, retry_after: int = 0, because: str = "") -> HttpResponse:
    """The page for a status. ``retry_after`` in seconds, for 429 and 503; ``because``: what to say instead of the usual."""
    heading, usual = _PAGES[status]
    back = request.path if status == 413 and _own_page(request, "keeps") else ""
    if status == 404 and not request.path.startswith(
        "/desk/"
    ):  # to citizens nothing is said of who may see what
        usual = _GONE
    advice = because or (_LARGE_BUT_KEPT if back else usual)
    context = {
        "status": status,
        "heading": heading,
        "advice": advice,
        "back": back,
        "frame": _frame(request, status),
    }
    frame = chrome(request, ask=False)  # the database may be what is broken
    response = render(request, "shared/error.html", context, status=status, frame=frame)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def _frame(request: HttpRequest, status: int) -> str:
    """Citizens get their menu on it; staff, and everybody while something is broken, the bare head."""
    bare = status >= 500 or request.path.startswith("/desk/")
    return "shared/plain.html" if bare else "portal/base.html"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 where the request was refused for its size."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    return page(request, 413 if too_big else 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what doesn't exist and for what this person may not see."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. If even this page can't be made, a plain line."""
    try:
        return page(request, 500)
    except (TemplateDoesNotExist, ValueError):
        log.exception("the error page itself failed")
        return HttpResponse(
            "500 系统出错，请稍后再试。", status=500, content_type="text/plain; charset=utf-8"
        )


#: Told where the page with the form stays as it is.
_STILL_HERE = gettext_noop("All you wrote and chose is still on this page: send it again.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose proof of origin is missing or old.

    A view may bring its own page, ``view.unproven``: the petitioner's form stands there filled in as it was. Other forms
    don't, for a foreign page could have filled them in.
    """
    own = _own_page(request, "unproven")
    return own(request) if own else unsent(request, gettext(OPEN_TOO_LONG))


def _own_page(request: HttpRequest, what: str) -> Any:
    """What the view of this address brings along for a case; None if nothing, or if there is no such address."""
    try:
        return getattr(resolve(request.path_info).func, what, None)
    except Resolver404:
        return None


def _called(name: str) -> str:
    """What people call a field; of one that only its own page has a word for, that it was typed."""
    label = sayings.label(name)
    return label if label != name else gettext("What you typed")


def unsent(request: HttpRequest, why: str, *, sign_in: str = "") -> HttpResponse:
    """403 for a form that couldn't be taken: why, and everything that was typed, ready to be copied.

    A page that sends by script keeps it all, files too (``sending.js``): it is told what to do, and with ``sign_in`` where to
    sign in beside it (401).
    """
    if "X-Huiyin-Kept" in request.headers:
        context = {"kept": run_on(why, gettext(_STILL_HERE)), "sign_in": sign_in}
        return private(render(request, "shared/unsent.html", context, status=401 if sign_in else 403))
    typed = [
        Typed(_called(name), printable(value), min(12, value.count("\n") + 2 + len(value) // 60))
        for name, values in request.POST.lists()
        if name not in _NOT_SHOWN and "password" not in name
        for value in values
        if value.strip()
    ]
    return private(render(request, "shared/unsent.html", {"typed": typed, "why": why}, status=403))
