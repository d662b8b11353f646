"""Pages are sent compressed: a county's phones are on slow lines, and a list of villages shrinks to a sixth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class Compress(GZipMiddleware):
    """Django's own, which pads at random so that a length tells nothing of what is secret; files go out as they are.

    A photo gains nothing, and a download keeps its announced length.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response, compressed where it is a page."""
        if response.streaming:
            return response
        return super().process_response(request, response)
