"""What stands in a form about one's matter while its language or type is switched: held, so that the page comes by 303.

Sealed like every letter that is being written (``rooms.intake.unsent``), under a key that only this browser holds, for half an
hour; one form's words are never shown in another's, nor in that of another matter. Sent or told to forget, nothing of it stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils import timezone

from huiyin.rooms.intake import unsent
from huiyin.web.portal.remembering import FOLLOW_FOR, HELD_COOKIE, remember, remembered
from huiyin.web.shared.fields import printable
from huiyin.web.shared.page import see

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Not typed by anybody.
_OURS = frozenset({"csrfmiddlewaretoken", "language", "elder", "of", "token"})
_MOST, _MOST_FIELDS = 60_000, 12  # characters of one field, fields
_TAB = "held"


def hold(request: HttpRequest) -> HttpResponse | None:
    """303 to the form's own address, which shows it filled in as it was; None where it can't be held."""
    typed = {name: printable(str(value)) for name, value in request.POST.items() if name not in _OURS}
    if len(typed) > _MOST_FIELDS or any(len(value) > _MOST for value in typed.values()):
        return None
    of = printable(request.POST.get("of", ""))
    response = see(f"{request.path}?{urlencode({'of': of})}" if of else request.path)
    if any(value.strip() for value in typed.values()):
        key = _key(request) or unsent.new_key()
        typed["token"] = printable(request.POST.get("token", ""))
        unsent.lay_aside(key, {_slot(request, of): typed}, tab=_TAB, now=timezone.now())
        remember(request, response, HELD_COOKIE, key, "/follow/", FOLLOW_FOR)
    return response


def held(request: HttpRequest) -> dict[str, str]:
    """What this form held for this matter; empty if nothing. A query code is shown once: whoever comes next finds none."""
    key, slot = _key(request), _slot(request, request.GET.get("of", ""))
    aside = unsent.under_way(key, now=timezone.now()).get(unsent.ASIDE, {}) if key else {}
    found = dict(aside.get(slot, {}).get(_TAB, {}))
    if found.get("code"):
        unsent.leave_out(key, slot, [_TAB], now=timezone.now())
    return found


def let_go(request: HttpRequest, of: str = "") -> None:
    """It was sent: nothing of it stays."""
    key = _key(request)
    if key:
        for slot in {_slot(request, of), _slot(request, "")}:
            unsent.leave_out(key, slot, [_TAB], now=timezone.now())


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Nothing that any form held stays."""
    unsent.throw_away(_key(request))
    response.delete_cookie(HELD_COOKIE, path="/follow/", samesite="Lax")


def _slot(request: HttpRequest, of: str) -> str:
    return f"{request.path} {of}"


def _key(request: HttpRequest) -> str:
    return remembered(request, HELD_COOKIE, FOLLOW_FOR)
