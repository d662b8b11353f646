"""A lock that serves in the order of asking."""

from __future__ import annotations

import threading
from collections import deque


class Line:
    """Like ``threading.Lock``, but who asks first is served first; who has just left can't slip in before the others."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return len(self._waiting)

    def take(self, seconds: float) -> bool:
        """Wait at most so many seconds; whether the turn came."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            place = threading.Lock()
            place.acquire()
            self._waiting.append(place)
        try:
            if place.acquire(timeout=max(seconds, 0)):
                return True
        except BaseException:  # Ctrl-C while waiting
            if not self._withdraw(place):
                self.give()
            raise
        return not self._withdraw(place)  # if called in the very moment of giving up, the turn is ours

    def give(self) -> None:
        """End the turn and call the next."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    def _withdraw(self, place: threading.Lock) -> bool:
        """Leave the line; False if the turn has come already."""
        with self._guard:
            if place not in self._waiting:
                return False
            self._waiting.remove(place)
            return True
