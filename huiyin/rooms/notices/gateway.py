"""The outside services that carry a notice, and their null twin.

``HUIYIN_SMS_URL`` (an HTTP endpoint that the county's SMS provider or modem offers) and Django's e-mail settings switch the
real ones on; with neither, notices are kept in the outbox and nothing leaves the house. What the provider wants in the body and
in a header, and what its answer must hold to count as a yes, are settings too (docs/sms.md).
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import send_mail

TIMEOUT_SECONDS = 10
#: Bytes of the provider's answer that are looked at.
MOST_ANSWER = 65_536
TO, TEXT = "{to}", "{text}"
#: What is sent where nothing else is set.
USUAL_BODY = json.dumps({"to": TO, "text": TEXT})


#: Makes subject and body of a mail, where one is sent.
Mail = Callable[[], tuple[str, str]]


class Gateway(Protocol):
    """Carries a text to one person. ``carry`` returns whether it went; raises OSError when it should be tried again."""

    def carry(self, text: str, *, phone: str, email: str, mail: Mail) -> bool:
        """Send the short text by phone, or the mail, whichever it serves."""


class NullGateway:
    """Sends nothing and says so."""

    def carry(self, text: str, *, phone: str, email: str, mail: Mail) -> bool:
        """Nothing leaves the house."""
        return False


class RealGateway:
    """SMS first, then e-mail, by what is set up and what the person left."""

    def carry(self, text: str, *, phone: str, email: str, mail: Mail) -> bool:
        """POST the text to the SMS endpoint, or send the mail."""
        if phone and settings.HUIYIN_SMS_URL:
            return _post(body(settings.HUIYIN_SMS_BODY or USUAL_BODY, to=phone, text=text))
        if email and settings.EMAIL_HOST:
            return send_mail(*mail(), None, [email]) == 1
        return False


def body(template: str, *, to: str, text: str) -> bytes:
    """The provider's JSON with number and text in it. Refuses (ValueError) a template that isn't JSON or lacks one of them."""
    said = json.loads(template)
    seen: set[str] = set()
    made = _filled(said, {TO: to, TEXT: text}, seen)
    if seen != {TO, TEXT}:
        raise ValueError("the body must hold {to} and {text}")
    return json.dumps(made, ensure_ascii=False).encode()


def _filled(value: Any, words: dict[str, str], seen: set[str]) -> Any:
    """The same value with the words in its strings. Put in after the JSON was read, so that no quote can break it."""
    if isinstance(value, dict):
        return {name: _filled(one, words, seen) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, words, seen) for one in value]
    if not isinstance(value, str):
        return value
    found = [word for word in words if word in value]
    seen.update(found)
    for word in sorted(found, reverse=True):  # {to} before {text} is put in: the text may hold anything
        value = value.replace(word, words[word])
    return value


def _post(content: bytes) -> bool:
    headers = {"Content-Type": "application/json", **_header()}
    request = urllib.request.Request(settings.HUIYIN_SMS_URL, content, headers)  # noqa: S310  the administrator's setting
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            went = bool(answer.geturl() == request.full_url)  # a redirection lost the text on its way
            said = answer.read(MOST_ANSWER).decode(errors="replace") if settings.HUIYIN_SMS_OK else ""
    except HTTPException as error:  # an answer that isn't HTTP; not an OSError by itself
        raise ConnectionError(type(error).__name__) from None
    if not went:
        raise ConnectionError("redirected")
    if settings.HUIYIN_SMS_OK not in said:
        raise ConnectionError("refused")
    return True


def _header() -> dict[str, str]:
    """The secret header, ``Name: value`` in a file of its own; none where no file is named. OSError: it can't be read."""
    if not settings.HUIYIN_SMS_HEADER_FILE:
        return {}
    name, colon, value = Path(settings.HUIYIN_SMS_HEADER_FILE).read_text("utf-8").strip().partition(":")
    if not colon or "\n" in value:
        raise ValueError("the header file must hold one line, Name: value")
    return {name.strip(): value.strip()}


def gateway() -> Gateway:
    """The one that this installation uses."""
    return RealGateway() if settings.HUIYIN_SMS_URL or settings.EMAIL_HOST else NullGateway()


def sends_mail() -> bool:
    """Whether e-mails can leave the house."""
    return bool(settings.EMAIL_HOST)


def sends_sms() -> bool:
    """Whether text messages can leave the house."""
    return bool(settings.HUIYIN_SMS_URL)
