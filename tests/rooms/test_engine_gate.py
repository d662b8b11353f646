"""Requests are taken in whole and handled one at a time, in the order of coming; lines serve in the order of asking."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import FileResponse, HttpResponse

from huiyin.config import gate
from huiyin.config.gate import Gate
from huiyin.config.line import Line

PATIENCE = 20.0


@pytest.fixture(autouse=True)
def no_connections() -> Iterator[None]:
    """A response that is closed looks after database connections; there are none here."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.002)


# -- the line -----------------------------------------------------------------------------------------------------------------


def test_first_come_first_served() -> None:
    line, served = Line(), []

    def come(number: int) -> None:
        assert line.take(PATIENCE)
        served.append(number)
        line.give()

    assert line.take(0)
    threads = []
    for number in range(8):
        threads.append(threading.Thread(target=come, args=(number,), daemon=True))
        threads[-1].start()
        until(lambda number=number: line.waiting == number + 1)
    line.give()
    for thread in threads:
        thread.join(PATIENCE)
    assert served == list(range(8))
    assert line.take(0), "free again"


def test_who_gives_up_leaves_the_line() -> None:
    line = Line()
    assert line.take(0)
    assert not line.take(0.01)
    assert line.waiting == 0
    line.give()
    assert line.take(0)


def test_a_turn_that_comes_in_the_moment_of_giving_up_is_taken() -> None:
    line = Line()
    line.take(0)
    place = threading.Lock()
    place.acquire()
    line._waiting.append(place)
    line.give()
    assert not line._withdraw(place), "it was called: it has the turn and may not just leave"
    line.give()
    assert line.take(0)


@pytest.mark.parametrize("called", [False, True])
def test_ctrl_c_while_waiting_leaves_the_line(called: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    line.take(0)

    class Place:
        def acquire(self, timeout: float | None = None) -> bool:
            if timeout is None:
                return True
            if called:
                line.give()
            raise KeyboardInterrupt

        def release(self) -> None: ...

    monkeypatch.setattr("huiyin.config.line.threading.Lock", Place)
    with pytest.raises(KeyboardInterrupt):
        line.take(1)
    if not called:
        assert line.waiting == 0
        line.give()
    assert line.take(0)


# -- the gate -----------------------------------------------------------------------------------------------------------------


class Input:
    """The body as the web server hands it over: it can be read, and nothing else."""

    def __init__(self, body: bytes) -> None:
        self.stream = io.BytesIO(body)

    def read(self, size: int = -1) -> bytes:
        return self.stream.read(size)

    def tell(self) -> int:
        return self.stream.tell()


def environ(body: bytes = b"", announced: str | None = None) -> dict[str, Any]:
    return {
        "CONTENT_LENGTH": str(len(body)) if announced is None else announced,
        "wsgi.input": Input(body),
    }


def call(application: Gate, *given: Any) -> bytes:
    return b"".join(application(environ(*given), lambda *args: None))


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return HttpResponse(environ["wsgi.input"].read())


@pytest.mark.parametrize("size", [0, 1, gate.CHUNK, gate.CHUNK + 1, gate.IN_MEMORY * 2])
@pytest.mark.parametrize("alone", [True, False])
def test_what_was_sent_arrives(size: int, alone: bool) -> None:
    body = b"x" * size
    assert call(Gate(echo, one_at_a_time=alone), body) == body


@pytest.mark.parametrize(
    ("announced", "arrives"), [("", b""), ("-1", b""), ("many", b""), ("2", b"ab"), ("99", b"abcd")]
)
def test_no_more_is_taken_than_was_announced(announced: str, arrives: bytes) -> None:
    given = environ(b"abcd", announced)
    stream = given["wsgi.input"]
    with gate.taken_in(given):
        if arrives:
            assert given["wsgi.input"].read() == arrives
        else:
            assert given["wsgi.input"] is stream, "left to Django"
            assert stream.tell() == 0


def test_what_is_too_large_is_not_taken_in(settings: Any) -> None:
    settings.HUIYIN_LARGEST_REQUEST = 3
    given = environ(b"abcd")
    with gate.taken_in(given):
        assert given["wsgi.input"].tell() == 0


def test_a_page_comes_in_one_piece_and_a_file_does_not() -> None:
    page = HttpResponse(b"page")
    assert gate.whole(page) == [b"page"]
    assert page.closed
    file = FileResponse(ContentFile(b"file"))
    assert gate.whole(file) is file
    file.close()


class Slow:
    """An application that waits for a sign, and knows how many were in it at once."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.inside = self.most = 0
        self.fail = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.go_on.wait(PATIENCE)
        self.inside -= 1
        if self.fail:
            raise ZeroDivisionError
        return HttpResponse(b"done")


def two(application: Gate) -> list[threading.Thread]:
    threads = [threading.Thread(target=call, args=(application,), daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    return threads


def test_one_at_a_time() -> None:
    slow = Slow()
    application = Gate(slow, one_at_a_time=True)
    assert application._line is not None
    threads = two(application)
    until(lambda: application._line.waiting == 1)  # type: ignore[union-attr]
    slow.go_on.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert slow.most == 1


def test_side_by_side_where_others_do_the_waiting() -> None:
    slow = Slow()
    threads = two(Gate(slow, one_at_a_time=False))
    until(lambda: slow.inside == 2)
    slow.go_on.set()
    for thread in threads:
        thread.join(PATIENCE)


def test_past_one_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "PATIENCE", 0.01)
    slow = Slow()
    application = Gate(slow, one_at_a_time=True)
    threads = two(application)
    until(lambda: slow.inside == 2)
    slow.go_on.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert application._line is not None
    assert application._line.take(0), "given back once, not twice"
    assert not application._line.take(0)


def test_one_that_fails_lets_the_next_in() -> None:
    slow = Slow()
    slow.fail = True
    slow.go_on.set()
    application = Gate(slow, one_at_a_time=True)
    with pytest.raises(ZeroDivisionError):
        call(application)
    slow.fail = False
    assert call(application) == b"done"


def test_a_slow_sender_holds_nobody_up() -> None:
    application = Gate(echo, one_at_a_time=True)
    sent = threading.Event()

    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            sent.wait(PATIENCE)
            return super().read(size)

    slow = threading.Thread(
        target=lambda: application(
            {"CONTENT_LENGTH": "3", "wsgi.input": Trickle(b"abc")}, lambda *args: None
        ),
        daemon=True,
    )
    slow.start()
    assert call(application, b"quick") == b"quick"
    sent.set()
    slow.join(PATIENCE)
