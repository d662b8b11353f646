"""``POST /api/calls``: a telephone system tells of a call, and the form opens on the operator's screen. See docs/api.md.

A view and no framework: one address with one body (decision 0021). No number of anybody is in an address, a log or an answer.
"""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.intake.calls import signing
from huiyin.rooms.intake.calls.actions import Told, hear
from huiyin.rooms.intake.calls.queries import state_of
from huiyin.rules.calls import CallEvent
from huiyin.web.api.bounded import Bound
from huiyin.web.shared import when

#: Bytes of a body; events a minute that one process takes.
MOST_BYTES, MOST_A_MINUTE = 4_096, 600
#: What a body may say, and how long each word may be; ``called`` is read and not kept.
_WORDS = {"call_id": 64, "caller": 40, "called": 40, "extension": 20, "operator": 32}
bound = Bound(MOST_A_MINUTE)

#: What each error says. In English, as all that machines read.
_DETAIL = {
    "method": "Send a POST.",
    "too_large": f"The body may have at most {MOST_BYTES} bytes.",
    "not_signed": "The signature is missing, wrong, or not of now. See docs/api.md for how to sign.",
    "not_json": "Content-Type must be application/json.",
    "bad_json": "The body must be one JSON object in UTF-8.",
    "too_many": "Too many events in a minute. Send it again after the seconds in Retry-After.",
    "missing": "This is required.",
    "bad_text": "This must be a text, not longer than documented.",
    "bad_event": "This must be one of ringing, answered, ended.",
    "bad_moment": "This must be a moment with its offset, like 2026-03-05T09:30:00+08:00.",
    "not_a_phone": "This can't be dialled: a number has 3 to 20 digits. Leave it empty if it is withheld.",
    "bad_name": "This must be printable ASCII without blanks.",
    "in_the_future": "This lies more than two minutes ahead of our clock.",
    "too_long_ago": "This is more than a day old.",
    "unknown_field": "There is no such field.",
}


class Wrong(Exception):
    """The request can't be taken: status, code, field."""

    def __init__(self, status: int, code: str, field: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.field = status, code, field


@csrf_exempt  # no cookie is looked at: whoever signs is let in, nobody else
def calls(request: HttpRequest) -> JsonResponse:
    """Take one event: 201 the first time, 200 again; 4xx with a code, a sentence and the field to mend."""
    try:
        body = _signed(request)
        told = _told(body)
        if wait := bound.wait(time.monotonic()):
            answer = _error(Wrong(429, "too_many"))
            answer["Retry-After"] = str(wait)
            return answer
        now = timezone.now()
        row, new = hear(told, now=now)
    except Wrong as wrong:
        return _error(wrong)
    except NotDone as no:
        return _error(Wrong(422, no.refused.reason, no.refused.field))
    said = {
        "call_id": told.call_id, "event": told.event.value, "new": new, "state": state_of(row, now=now).value,
        "at_a_seat": bool(row.operator),
    }  # fmt: skip
    return _answer(said, 201 if new else 200)


def _signed(request: HttpRequest) -> bytes:
    """The body, of a POST whose signature fits. Whoever has no key learns nothing but that."""
    if request.method != "POST":
        raise Wrong(405, "method")
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Wrong(413, "too_large")
    body = request.body
    timestamp, signature = (request.headers.get(name, "") for name in (signing.TIMESTAMP, signing.SIGNATURE))
    if not signing.is_signed(signing.key(), timestamp, signature, body, now=time.time()):
        raise Wrong(401, "not_signed")
    if request.content_type != "application/json":
        raise Wrong(415, "not_json")
    return body


def _told(body: bytes) -> Told:
    try:
        said = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Wrong(400, "bad_json") from None
    if not isinstance(said, dict):
        raise Wrong(400, "bad_json")
    unknown = sorted(said.keys() - {*_WORDS, "event", "at"})
    if unknown:
        raise Wrong(422, "unknown_field", unknown[0][:40] if unknown[0].isascii() else "")
    words = {name: _text(said, name, most) for name, most in _WORDS.items()}
    if not words["call_id"]:
        raise Wrong(422, "missing", "call_id")
    event = said.get("event")
    if not isinstance(event, str) or event not in {one.value for one in CallEvent}:
        raise Wrong(422, "missing" if event is None else "bad_event", "event")
    return Told(
        CallEvent(event), words["call_id"], _moment(said.get("at")), words["caller"], words["extension"], words["operator"]
    )  # fmt: skip


def _text(said: dict[str, Any], name: str, most: int) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise Wrong(422, "bad_text", name)
    return value.strip()


def _moment(value: Any) -> datetime:
    if value is None:
        raise Wrong(422, "missing", "at")
    found = when.moment_in(value)
    if found is None:
        raise Wrong(422, "bad_moment", "at")
    return found


def _error(wrong: Wrong) -> JsonResponse:
    said = {"error": wrong.code, "detail": _DETAIL.get(wrong.code, "This can't be taken.")}
    if wrong.field:
        said["field"] = wrong.field
    answer = _answer(said, wrong.status)
    if wrong.status == 405:
        answer["Allow"] = "POST"
    return answer


def _answer(said: dict[str, Any], status: int) -> JsonResponse:
    answer = JsonResponse(said, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
