"""The machine that may help with words: an OpenAI-compatible endpoint that the county runs itself, and its null twin.

Off unless ``HUIYIN_SCRIBE_URL`` names it. The text goes to that address and no other: no proxy, no redirection is followed. The
key stands in a file outside the database. Whoever calls hides personal data first (``rules.hiding``); nothing here is logged.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Bytes of an answer that are read; more isn't a text that anybody asked for.
LARGEST = 512 * 1024
#: Characters of an answer that are shown.
LONGEST = 20_000
#: So many are asked for at a time by one web process; others are told to wait a moment.
AT_ONCE = 2
_PIECE = 16 * 1024
_places = threading.BoundedSemaphore(AT_ONCE)


class Unanswered(Exception):
    """No answer; ``reason``: off, busy, no_key, unreachable, slow, refused, nonsense. Nothing of the text is in it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Gateway(Protocol):
    """Answers a text. Raises Unanswered with the reason."""

    def ask(self, order: str, text: str) -> str:
        """What the machine makes of the text by this order (a sentence to the machine)."""


class NullGateway:
    """Nothing leaves the house."""

    def ask(self, order: str, text: str) -> str:
        """Refuses: it is switched off."""
        raise Unanswered("off")


class RealGateway:
    """One request to the endpoint that the administrator named."""

    def ask(self, order: str, text: str) -> str:
        """The answer in full, within the time that the settings give; at most ``AT_ONCE`` at a time."""
        if not _places.acquire(blocking=False):
            raise Unanswered("busy")
        try:
            return _text_of(_answer(_body(order, text), settings.HUIYIN_SCRIBE_SECONDS))
        finally:
            _places.release()


def gateway() -> Gateway:
    """The one that this installation uses."""
    return RealGateway() if settings.HUIYIN_SCRIBE_URL else NullGateway()


def _body(order: str, text: str) -> bytes:
    said = [{"role": "system", "content": order}, {"role": "user", "content": text}]
    return json.dumps(
        {"model": settings.HUIYIN_SCRIBE_MODEL, "messages": said, "temperature": 0.2, "stream": False}
    ).encode()


def _answer(body: bytes, seconds: float) -> bytes:
    where = urlsplit(f"{settings.HUIYIN_SCRIBE_URL.rstrip('/')}/chat/completions")
    headers = {"Content-Type": "application/json", "Accept": "application/json", **_key()}
    connection = _connection(where.scheme, where.hostname or "", where.port, seconds)
    late = time.monotonic() + seconds
    try:
        with _ended_at(connection, seconds):
            connection.request("POST", where.path, body, headers)
            with connection.getresponse() as response:
                if response.status != 200:  # a redirection, too: the text goes nowhere else
                    raise Unanswered("refused")
                return _read(response)
    except (
        OSError,
        HTTPException,
        ValueError,
    ) as error:  # ValueError: the watch closed it while it was being read
        slow = isinstance(error, TimeoutError) or time.monotonic() >= late
        raise Unanswered("slow" if slow else "unreachable") from None
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=seconds)


@contextmanager
def _ended_at(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """A server that sends a letter a second never runs into the socket's own time-out: so somebody looks at the clock."""
    watch = threading.Timer(seconds, _hang_up, [connection])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _hang_up(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        sock.close() if isinstance(sock, ssl.SSLSocket) else sock.shutdown(2)


def _key() -> dict[str, str]:
    if not settings.HUIYIN_SCRIBE_KEY_FILE:
        return {}
    try:
        key = Path(settings.HUIYIN_SCRIBE_KEY_FILE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Unanswered("no_key") from None
    if not key or not key.isascii() or not key.isprintable():
        raise Unanswered("no_key")
    return {"Authorization": f"Bearer {key}"}


def _read(response: HTTPResponse) -> bytes:
    content = b""
    while piece := response.read(_PIECE):
        content += piece
        if len(content) > LARGEST:
            raise Unanswered("nonsense")
    return content


def _text_of(content: bytes) -> str:
    """The words of the first choice. Refuses whatever isn't an answer as the interface says."""
    try:
        said: Any = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Unanswered("nonsense") from None
    text = "".join(c for c in said if c in "\n\t" or c.isprintable()).strip() if isinstance(said, str) else ""
    if not text:
        raise Unanswered("nonsense")
    return text[:LONGEST]
