"""Log lines: JSON in a pipe or a file, plain text on a terminal. Neither ever holds what somebody typed into a form.

An exception's message often quotes the value that caused it (``invalid literal for int(): '139…'``, PostgreSQL's ``Key
(phone)=(139…) already exists``). So of an exception we log its class and the places in the code, and its message only for
classes whose messages name things of the program, never data.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import Any

from django.core.exceptions import ImproperlyConfigured, TooManyFieldsSent, TooManyFilesSent
from django.template.exceptions import TemplateDoesNotExist
from django.utils.log import CallbackFilter
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

OPEN_MESSAGES: tuple[type[BaseException], ...] = (
    ImportError,
    NameError,
    AttributeError,
    ImproperlyConfigured,
    TemplateDoesNotExist,
)
#: What our own form fields are called. Another name may hold anything: it was made up by whoever sent it.
_OUR_FIELD = re.compile("[A-Za-z][A-Za-z_-]{0,23}")
_TOO_MANY = (TooManyFieldsSent, TooManyFilesSent)
EXTRA_DROPPED = ("request", "exc_info", "exc_text", "stack_info")


def describe(error: BaseException) -> str:
    """Class and places of an exception and of those that caused it, one under the other, without what they quote."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.extend(
            f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
            for frame in traceback.extract_tb(current.__traceback__)
        )
        name = f"{type(current).__module__}.{type(current).__qualname__}"
        lines.append(f"{name}: {current}" if isinstance(current, OPEN_MESSAGES) else name)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        if current is not None:
            lines.append("after:")
    return "\n".join(lines)


def about_request(request: Any) -> dict[str, Any]:
    """Method, path and the *names* of the fields that were sent, where they look like ours.

    No values, no query string, no cookies, nobody's name.
    """
    found: dict[str, Any] = {
        "method": getattr(request, "method", None),
        "path": getattr(request, "path", None),
    }
    posted = getattr(request, "_post", None)  # only what was read already: reading it here could fail again
    if posted:
        found["fields"] = sorted(name for name in posted if _OUR_FIELD.fullmatch(name))
    return found


def calm(record: logging.LogRecord) -> bool:
    """A form with too many fields or files is its sender's doing: a warning of one line, no places in the code. Keeps all."""
    if record.exc_info and isinstance(record.exc_info[1], _TOO_MANY):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
    return True


class _NoValues(logging.Formatter):
    """What both formatters share: how an exception is written."""

    def format(self, record: logging.LogRecord) -> str:
        """Without the text that another handler's formatter has left on the record: it holds the message."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name is logging's)
        """Without messages that may quote data."""
        return describe(ei[1]) if ei and ei[1] is not None else ""


class PlainFormatter(_NoValues):
    """For people at a terminal."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", datefmt="%H:%M:%S")


class JsonLines(_NoValues, JsonFormatter):
    """For machines: one JSON object a line."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            datefmt="%Y-%m-%dT%H:%M:%S%z",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "error"},
            reserved_attrs=[*RESERVED_ATTRS, *EXTRA_DROPPED],
            json_ensure_ascii=False,
        )

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Add what may be known of the request."""
        super().add_fields(log_data, record, message_dict)
        request = getattr(record, "request", None)
        if request is not None:
            log_data.update(about_request(request))


def logging_settings(level: str = "INFO") -> dict[str, Any]:
    """The LOGGING setting: everything goes to standard error, in the form that suits it."""
    style = PlainFormatter if sys.stderr.isatty() else JsonLines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": style}},
        "filters": {"calm": {"()": CallbackFilter, "callback": calm}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners; they see a 400
            "django.security.RequestDataTooBig": {"level": "CRITICAL"},  # the visitor is told, with a 413
            "django.security.TooManyFieldsSent": {"filters": ["calm"]},
            "django.security.TooManyFilesSent": {"filters": ["calm"]},
            "_granian": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            "granian.access": {"handlers": [], "level": "WARNING", "propagate": False},
            "django.request": {"level": "ERROR"},  # a page that is not there is nobody's fault here
            "django_tasks": {"level": "ERROR"},
            "django_tasks_db": {"level": "ERROR"},
        },
    }
