"""What stands between the web server and Django: requests are taken in whole, then handled one at a time.

Why one at a time: threads of a Python process share one interpreter lock. A writer gives it up at each of its dozen calls
into SQLite, and a thread that is busy with a page may keep it for 5 ms each time; meanwhile the writer holds the database's
write lock, for which every other process waits. Measured with two writers and two readers: 47 writes a second, 1 % of them
slower than 700 ms; one at a time 340 and 11 ms. Several processes use the cores, not several threads.

Why in whole: whoever sends slowly would else keep the place of everybody behind. So there are more threads than the one
that works: they wait for what is still being sent, and send what is streamed.

PostgreSQL waits elsewhere, without the interpreter lock: there requests need no line.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from huiyin.config.balance import Balance
from huiyin.config.line import Line

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

PATIENCE = 1.0  # seconds; if one request takes so long, the others go beside it
IN_MEMORY = 256 * 1024  # bytes of a request; what is larger waits in a file
CHUNK = 64 * 1024


class Gate:
    """A WSGI application around another."""

    def __init__(
        self, application: Application, *, one_at_a_time: bool, balance: Balance | None = None
    ) -> None:
        self._application = application
        self._line = Line() if one_at_a_time else None
        self._balance = balance

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Take in, wait for the turn, handle."""
        with taken_in(environ):
            if self._balance is None:
                return self._in_turn(environ, start_response)
            self._balance.come()
            try:
                return self._in_turn(environ, self._parting(start_response, self._balance))
            finally:
                self._balance.go()

    def _in_turn(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if self._line is None:
            return whole(self._application(environ, start_response))
        came = self._line.take(PATIENCE)
        try:
            return whole(self._application(environ, start_response))
        finally:
            if came:
                self._line.give()

    @staticmethod
    def _parting(start_response: Start, balance: Balance) -> Start:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if balance.better_elsewhere():
                headers = [*headers, ("Connection", "close")]
            return start_response(status, headers, *rest)

        return start


@contextmanager
def taken_in(environ: Environ) -> Iterator[None]:
    """Read the body to its announced end. What is larger than we take is left where it is: Django will refuse it unread."""
    announced = environ.get("CONTENT_LENGTH") or "0"
    left = int(announced) if announced.isdecimal() else 0
    if not 0 < left <= settings.HUIYIN_LARGEST_REQUEST:
        yield
        return
    with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(settings.FILE_UPLOAD_TEMP_DIR)) as body:
        while left and (chunk := environ["wsgi.input"].read(min(left, CHUNK))):
            body.write(chunk)
            left -= len(chunk)
        body.seek(0)
        environ["wsgi.input"] = body
        yield


def whole(response: Iterable[bytes]) -> Iterable[bytes]:
    """A page as one piece, which the server sends without coming back for more. What is streamed stays a stream."""
    if not isinstance(response, HttpResponse):
        return response
    body = [response.content]
    response.close()
    return body
