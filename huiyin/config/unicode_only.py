"""Forms come in UTF-8, as every browser sends them to our pages: another charset is refused before anything is read by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_OURS = frozenset({"utf-8", "utf8"})


class UnicodeOnly:
    """400 for a body that says it is in another charset; Django would take its word in a form with files, and fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """On to the page, or BadRequest."""
        if (request.content_params or {}).get("charset", "utf-8").lower() not in _OURS:
            raise BadRequest("charset")
        return self._get_response(request)
