"""A scripted caller: rings, answers, ends against a running server, as a telephone system would; to try it and for tests."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from huiyin.rooms.intake.calls import signing

TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """What the server said: status and body."""

    status: int
    said: Mapping[str, Any]


def tell(url: str, key: str, event: Mapping[str, Any], *, at: float | None = None) -> Answered:
    """Sign one event with the key and send it; ``at``: the moment of the signature in seconds (now). OSError: nobody there."""
    body = json.dumps(event, ensure_ascii=False).encode()
    timestamp = str(int(time.time() if at is None else at))
    headers = {
        "Content-Type": "application/json", signing.TIMESTAMP: timestamp,
        signing.SIGNATURE: signing.sign(key, timestamp, body),
    }  # fmt: skip
    request = urllib.request.Request(url, body, headers)  # noqa: S310  the address is the operator's own
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            return Answered(answer.status, _read(answer))
    except urllib.error.HTTPError as error:
        with error:
            return Answered(error.code, _read(error))


def _read(answer: Any) -> Mapping[str, Any]:
    try:
        found = json.loads(answer.read(65_536))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def event(name: str, call_id: str, *, caller: str = "", extension: str = "") -> dict[str, str]:
    """One event of a call, happening now."""
    said = {"event": name, "call_id": call_id, "at": datetime.now(UTC).isoformat(timespec="seconds")}
    more = {"caller": caller, "extension": extension}
    return said | {word: value for word, value in more.items() if value}
