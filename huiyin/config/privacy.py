"""Error reports without personal data: names of variables, fields and headers stay, every value is replaced."""

from __future__ import annotations

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.http.request import QueryDict
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

PUBLIC_META = frozenset(
    {"REQUEST_METHOD", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "CONTENT_LENGTH", "CONTENT_TYPE"}
)


class KeysOnly(SafeExceptionReporterFilter):
    """Django hides what is *named* sensitive; we hide everything. Also in debug mode: developers use real messages too."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> QueryDict:
        """The names of the fields that were sent."""
        masked = QueryDict(mutable=True)
        for key in getattr(request, "POST", ()):
            masked[key] = self.cleansed_substitute
        return masked

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        """The names of the local variables."""
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        """The names of the headers; values only where they say nothing of a person."""
        meta: dict[str, Any] = getattr(request, "META", {})
        return {key: value if key in PUBLIC_META else self.cleansed_substitute for key, value in meta.items()}

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        """The names of the cookies."""
        return dict.fromkeys(getattr(request, "COOKIES", {}), self.cleansed_substitute)


class Reporter(ExceptionReporter):
    """Keeps back what a filter can't: the query string, file names and the message of the exception."""

    def get_traceback_data(self) -> dict[str, Any]:
        """Django's, less the quoted values."""
        data: dict[str, Any] = super().get_traceback_data()
        mask = self.filter.cleansed_substitute
        for key in ("request_GET_items", "request_FILES_items"):
            data[key] = [(name, mask) for name, _ in data.get(key) or ()]
        data |= {"exception_value": mask, "exception_notes": "", "unicode_hint": ""}
        data["request_insecure_uri"] = getattr(self.request, "path", None)
        data["user_str"] = None
        for frame in data.get("frames", ()):
            frame["exc_cause"] = type(frame["exc_cause"]).__name__ if frame.get("exc_cause") else None
        return data
