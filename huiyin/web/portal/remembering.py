"""What the portal's pages remember without a session: in signed cookies that only their own paths get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core import signing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FOLLOW_COOKIE = "huiyin_follow"
UNSENT_COOKIE = "huiyin_unsent"
#: Marks of the letters that were thrown away in this browser: a window left open doesn't begin one of them again by itself.
THROWN_COOKIE = "huiyin_thrown"
#: The token of the letter on the last page: shows its receipt to whoever lost the line before the answer came.
SENDING_COOKIE = "huiyin_sending"
#: What has just arrived, to be said once on the page that follows.
SAID_COOKIE = "huiyin_said"
#: The key of what stood in a form about one's matter when a switch was pressed.
HELD_COOKIE = "huiyin_held"
SAID_FOR = 60  # seconds
#: What was looked for among the published answers: the words stand in no address.
LOOK_COOKIE = "huiyin_look"
RECEIPT_FOR = FOLLOW_FOR = 30 * 60  # seconds


def remember(
    request: HttpRequest, response: HttpResponse, cookie: str, value: str, path: str, seconds: int
) -> None:
    """Have this browser keep a value for a while, for the addresses below ``path``."""
    response.set_signed_cookie(
        cookie,
        value,
        salt=cookie,
        max_age=seconds,
        path=path,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forgotten(response: HttpResponse) -> HttpResponse:
    """Have this browser drop our pages that it holds for the way back, which would show what was typed; heeded over https."""
    response["Clear-Site-Data"] = '"cache"'
    return response


def remembered(request: HttpRequest, cookie: str, seconds: int) -> str:
    """What this browser kept; empty if nothing, too old, or not signed by us."""
    try:
        return str(request.get_signed_cookie(cookie, default="", salt=cookie, max_age=seconds))
    except signing.BadSignature:
        return ""
