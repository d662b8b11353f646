"""Pages for what went wrong. Each says what happened and what to do; none needs the database or a session."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.web.shared.page import render

log = logging.getLogger("huiyin.errors")
RETRY_SECONDS = 5  # the queue of writers has been given up after 10 s; a moment later it is usually short


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 if more was sent than we take."""
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from our page, or from one that was open too long."""
    return _page(request, 403, stale=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 with Retry-After if a writer's turn did not come in time, for then nothing is broken."""
    if _too_busy(sys.exc_info()[1]):
        response = _page(request, 503, retry=RETRY_SECONDS)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _page(request, 500)


def _too_busy(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError) and "database is locked" in str(error)


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """The template errors/<status>.html; a plain sentence if that fails too, whatever the reason."""
    try:
        response = render(request, f"errors/{status}.html", {"status": status, **context}, status=status)
    except Exception:
        log.exception("The page for status %d failed", status)
        response = HttpResponse(_sentences()[status], status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _sentences() -> dict[int, str]:
    return {
        400: _("The server could not understand this request."),
        403: _("You may not see this page."),
        404: _("There is no such page."),
        413: _("What you sent is too large. Please shorten the text or leave out files."),
        500: _("Something went wrong on our side. Nothing was saved; please try again."),
        503: _("Too many are writing at this moment. Nothing was saved; please try again in a few seconds."),
    }
