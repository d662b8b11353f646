"""Web processes on one port share the work evenly.

The kernel gives each new connection to one of them by chance, and a kept connection stays there: of four visitors, all four
sit at one of two processes once in eight times, and the other process idles. So each process writes down how many requests it
has in hand where the others can read it. One that steadily has two more than another ends a connection with its answer
("Connection: close"); the visitor's next request opens a new one, and chance decides again.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import threading

from huiyin.rooms.management.family import LOADS

PLACES = 64
PLACE = struct.Struct("=ii")  # process, requests in hand
SIZE = PLACES * PLACE.size
STEADY = 8  # requests in a row that found it uneven; fewer may be chance


class Balance:
    """This process's place among those of its server."""

    def __init__(self, file: int, place: int) -> None:
        self._places = mmap.mmap(file, SIZE)
        self._at = place * PLACE.size
        self._guard = threading.Lock()
        self._in_hand = self._uneven = 0
        self._write()

    @classmethod
    def of_server(cls) -> Balance | None:
        """Take a place where `huiyin serve` has laid out places; None under another server."""
        file = os.environ.get(LOADS)
        return cls(int(file), claim(int(file))) if file else None

    def come(self) -> None:
        """One more request in hand."""
        with self._guard:
            self._in_hand += 1
            self._write()

    def go(self) -> None:
        """One less."""
        with self._guard:
            self._in_hand -= 1
            self._write()

    def better_elsewhere(self) -> bool:
        """Whether another process has had clearly less to do for a while. Asked once with each answer."""
        others = self._others()
        with self._guard:
            if not others or self._in_hand < min(others.values()) + 2:
                self._uneven = 0
                return False
            self._uneven += 1
            if self._uneven < STEADY:
                return False
            self._uneven = 0
        return _alive(min(others, key=others.__getitem__))

    def _others(self) -> dict[int, int]:
        rows = PLACE.iter_unpack(self._places[:])
        own = os.getpid()
        return {process: in_hand for process, in_hand in rows if process and process != own}

    def _write(self) -> None:
        self._places[self._at : self._at + PLACE.size] = PLACE.pack(os.getpid(), self._in_hand)


def claim(file: int) -> int:
    """The first place that no living process has. Its lock ends with the process."""
    for place in range(PLACES):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            continue
        return place
    raise RuntimeError(f"more than {PLACES} web processes")


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
