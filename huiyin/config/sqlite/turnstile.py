"""Writers of one SQLite file take turns, first come, first served, across threads and processes.

SQLite lets one writer in at a time, and the others *poll* for it with growing pauses: whoever comes at the right moment gets
in, however long the others have waited. Under load a few writers starve for seconds. So a writer queues here before it begins:

1. within the process in a line: each waiter sleeps on a lock of its own and is woken by the one before it;
2. between processes two lock files as a turnstile: take ``turn``, take ``write``, give ``turn`` back. Who waits for ``write``
   holds ``turn``, so the process that has just written can't slip in again before it.

The lock files are taken with flock(2): the kernel lets go of them when a process dies, however it dies. They are empty and may
be deleted while nothing runs. SQLite's own locks remain and keep the data right without us; the turnstile only makes them fair.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from huiyin.config.line import Line

# Between processes the first in line looks again after these pauses, in seconds: short ones first, since a usual write takes
# about 2 ms; longer ones when somebody holds it for long. A blocking flock would spare the looking, but can't be given up.
FIRST_PAUSE = 0.00005
LAST_PAUSE = 0.005
PAUSE_GROWTH = 1.1


class Busy(Exception):
    """The turn did not come within the time allowed."""


class Turnstile:
    """The queue for one database file. One object for each file and process: see ``turnstile_for``."""

    def __init__(self, database: str) -> None:
        self._paths = (f"{database}.turn", f"{database}.write")
        self._files: tuple[int, int] | None = None
        self.line = Line()

    def take(self, seconds: float) -> None:
        """Wait for the turn, at most so many seconds. Raises Busy."""
        deadline = time.monotonic() + seconds
        if not self.line.take(seconds):
            raise Busy
        try:
            self._enter(deadline)
        except BaseException:
            self.line.give()
            raise

    def give(self) -> None:
        """End the turn. Only the one who has it may call this."""
        try:
            if self._files is not None:
                fcntl.flock(self._files[1], fcntl.LOCK_UN)
        finally:
            self.line.give()

    def _enter(self, deadline: float) -> None:
        """Go through the two lock files. Only one thread of a process is ever in here."""
        if self._files is None:
            self._files = (_open(self._paths[0]), _open(self._paths[1]))
        turn, write = self._files
        _lock(turn, deadline)
        try:
            _lock(write, deadline)
        finally:
            fcntl.flock(turn, fcntl.LOCK_UN)

    def forget(self) -> None:
        """In a forked child: drop the parent's lock files, which would keep its locks alive after its death."""
        if self._files is not None:
            for file in self._files:
                os.close(file)
            self._files = None
        self.line = Line()


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _lock(file: int, deadline: float) -> None:
    pause = FIRST_PAUSE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Busy from None
            time.sleep(pause)
            pause = min(pause * PAUSE_GROWTH, LAST_PAUSE)
        else:
            return


class Ticket:
    """A turn that a database connection holds or not.

    It must be let go of whatever happens. ``on_loss`` is called when a thread ends while its connection still holds the turn:
    it has to undo the transaction that nobody will finish; then the turn is given on.
    """

    def __init__(self, turnstile: Turnstile, on_loss: Callable[[], None]) -> None:
        self._turnstile = turnstile
        self._on_loss = on_loss
        # The holding thread's list of tickets. Not its witness: who refers to that keeps it from dying with the thread.
        self._among: set[Ticket] | None = None

    @property
    def held(self) -> bool:
        """Whether it is this connection's turn."""
        return self._among is not None

    def take(self, seconds: float) -> None:
        """Wait for the turn, at most so many seconds, unless it is held already. Raises Busy."""
        if self._among is None:
            self._turnstile.take(seconds)
            self._among = _of_this_thread.witness.tickets
            self._among.add(self)

    def give(self) -> None:
        """Give the turn on, if it is held."""
        among, self._among = self._among, None
        if among is not None:
            among.discard(self)
            self._turnstile.give()

    def lose(self) -> None:
        """The holder is gone."""
        try:
            self._on_loss()
        finally:
            self.give()


class _Witness:
    """Lives in a thread's local storage and so dies with the thread, also with one that Python did not start."""

    def __init__(self) -> None:
        self.tickets: set[Ticket] = set()

    def __del__(self) -> None:
        for ticket in tuple(self.tickets):
            ticket.lose()


class _ThisThread(threading.local):
    def __init__(self) -> None:
        self.witness = _Witness()


_of_this_thread = _ThisThread()
_turnstiles: dict[str, Turnstile] = {}


def turnstile_for(database: str | os.PathLike[str]) -> Turnstile:
    """The one queue of this process for a database file, by whatever path it is named."""
    path = str(Path(database).resolve())
    return _turnstiles.setdefault(path, Turnstile(path))  # one step for all threads: setdefault is atomic


def _after_fork() -> None:
    """A forked child has no part in its parent's queues, and of its threads only the one that forked is alive."""
    _of_this_thread.witness.tickets.clear()
    for turnstile in _turnstiles.values():
        turnstile.forget()


os.register_at_fork(after_in_child=_after_fork)
