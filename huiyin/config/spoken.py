"""Which language a request is answered in: the one asked for, if the county offers it; Chinese otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from huiyin.rooms.county.queries import languages_held

if TYPE_CHECKING:
    from django.http import HttpRequest


class Spoken(LocaleMiddleware):
    """Django's own, within what the county has turned on."""

    def process_request(self, request: HttpRequest) -> None:
        """By what this process knows of the county: a page of an error needs no database, and the next page knows better."""
        super().process_request(request)
        if translation.get_language() not in languages_held():
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
