"""The outside services that carry a notice, and their null twin.

``HUIYIN_SMS_URL`` (a JSON endpoint that the county's SMS provider or modem offers) and Django's e-mail settings switch the
real ones on; with neither, notices are kept in the outbox and nothing leaves the house.
"""

from __future__ import annotations

import json
import urllib.request
from http.client import HTTPException
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail

TIMEOUT_SECONDS = 10


class Gateway(Protocol):
    """Carries a text to one person. ``carry`` returns whether it went; raises OSError when it should be tried again."""

    def carry(self, text: str, *, phone: str, email: str) -> bool:
        """Send the text by phone or e-mail, whichever it serves."""


class NullGateway:
    """Sends nothing and says so."""

    def carry(self, text: str, *, phone: str, email: str) -> bool:
        """Nothing leaves the house."""
        return False


class RealGateway:
    """SMS first, then e-mail, by what is set up and what the person left."""

    def carry(self, text: str, *, phone: str, email: str) -> bool:
        """POST {"to", "text"} to the SMS endpoint, or send a mail."""
        if phone and settings.HUIYIN_SMS_URL:
            body = json.dumps({"to": phone, "text": text}).encode()
            request = urllib.request.Request(  # noqa: S310  the address is the administrator's setting
                settings.HUIYIN_SMS_URL, body, {"Content-Type": "application/json"}
            )
            try:
                with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                    went = bool(answer.geturl() == request.full_url)  # a redirection lost the text on its way
            except HTTPException as error:  # an answer that isn't HTTP; not an OSError by itself
                raise ConnectionError(type(error).__name__) from None
            if not went:
                raise ConnectionError("redirected")
            return True
        if email and settings.EMAIL_HOST:
            return send_mail(text.split("\n", 1)[0], text, None, [email]) == 1
        return False


def gateway() -> Gateway:
    """The one that this installation uses."""
    return RealGateway() if settings.HUIYIN_SMS_URL or settings.EMAIL_HOST else NullGateway()
