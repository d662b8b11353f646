"""The load: a few clients in one process, on raw sockets that are kept open, so that driving costs little beside serving.

Every client sends a request, waits for the whole answer, and sends the next (a closed loop). What is sent is made beforehand.
Imports nothing but the standard library; runs in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

LONGEST_WAIT = 30.0  # seconds without any answer, then the run is given up
# requests on one connection. Visitors come and go; and which of the server's processes gets a connection is left to chance, so
# that four connections kept for the whole run may all be with one process, and the run would measure that chance
A_VISIT = 20
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass(slots=True)
class Outcome:
    """What came of it: seconds per answer, answers by status, heads of the answers if they were wanted, the run's length.

    ``broken`` counts connections that ended without an answer; ``cpu`` is the load's own processor time in seconds.
    """

    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    heads: list[bytes] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0
    broken: int = 0
    longest: int = 0

    def at(self, share: float) -> float:
        """The time within which this share of the answers came, in seconds; not a number if there was none."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


Address = tuple[str, int]


@dataclass(slots=True, eq=False)
class _Client:
    address: Address
    sock: socket.socket = field(init=False)
    left: int = 0
    sent_at: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    head: int = 0  # bytes of the answer's head, once it is here
    whole: int = 0  # and of the whole answer


def drive(
    address: Address,
    requests: list[bytes],
    *,
    clients: int,
    seconds: float,
    again: bool = False,
    heads: bool = False,
) -> Outcome:
    """Drive from a process of its own. ``again``: begin anew when all is sent; else the run ends with the last request."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(run, (address, requests, clients, seconds, again, heads))


def run(
    address: Address,
    requests: list[bytes],
    clients: int,
    seconds: float,
    again: bool = False,
    heads: bool = False,
) -> Outcome:
    """The loop itself. When time is up, answers on their way are waited for."""
    outcome, waiting = Outcome(), cycle(requests) if again else iter(requests)
    selector = selectors.DefaultSelector()
    begin, cpu = time.perf_counter(), time.process_time()
    for _ in range(clients):
        _enter(_Client(address), selector, waiting, outcome)
    while selector.get_map():
        ready = selector.select(LONGEST_WAIT)
        if not ready:
            raise TimeoutError(f"no answer for {LONGEST_WAIT:.0f} s")
        for key, _ in ready:
            client = key.data
            if not _receive(client):
                continue
            goes_on = _note(client, outcome, heads) and time.perf_counter() - begin < seconds
            if goes_on and client.left and _send(client, waiting):
                continue
            selector.unregister(client.sock)
            client.sock.close()
            if goes_on and not client.left:
                _enter(client, selector, waiting, outcome)
    outcome.seconds, outcome.cpu = time.perf_counter() - begin, time.process_time() - cpu
    return outcome


def _enter(
    client: _Client, selector: selectors.BaseSelector, waiting: Iterator[bytes], outcome: Outcome
) -> None:
    """A new visit: connect and send the first request, whose time begins before the connection."""
    begin = time.perf_counter()
    try:
        client.sock = socket.create_connection(client.address, timeout=LONGEST_WAIT)
    except OSError:
        outcome.broken += 1
        return
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.left = A_VISIT
    if _send(client, waiting):
        client.sent_at = begin
        selector.register(client.sock, selectors.EVENT_READ, client)
    else:
        client.sock.close()


def _send(client: _Client, waiting: Iterator[bytes]) -> bool:
    """Send the next request; False if there is none, or nobody to take it."""
    request = next(waiting, None)
    if request is None:
        return False
    client.got.clear()
    client.head = client.whole = 0
    client.left -= 1
    client.sent_at = time.perf_counter()
    try:
        client.sock.sendall(request)
    except OSError:
        return False
    return True


def _receive(client: _Client) -> bool:
    """Take what is there; whether the answer is whole. A broken connection is answered "yes", with nothing in ``whole``."""
    try:
        piece = client.sock.recv(262_144)
    except OSError:
        piece = b""
    if not piece:
        client.whole = 0
        return True
    client.got += piece
    if not client.whole:
        client.head = client.got.find(b"\r\n\r\n")
        if client.head < 0:
            return False
        length = _LENGTH.search(client.got, 0, client.head)
        client.whole = client.head + 4 + (int(length[1]) if length else 0)
    return len(client.got) >= client.whole


def _note(client: _Client, outcome: Outcome, heads: bool) -> bool:
    """Count the answer; False if there was none."""
    if not client.whole:
        outcome.broken += 1
        return False
    outcome.times.append(time.perf_counter() - client.sent_at)
    if _CLOSE.search(client.got, 0, client.head):  # the server asks to come in by the other door
        client.left = 0
    outcome.statuses[int(client.got[9:12])] += 1
    outcome.longest = max(outcome.longest, client.whole - client.head - 4)
    if heads:
        outcome.heads.append(bytes(client.got[: client.head]))
    return True
