"""So many requests a minute and no more, counted in this process: whoever holds a key may be wrong, not endless."""

from __future__ import annotations

from collections import deque

MINUTE = 60.0


class Bound:
    """At most ``most`` in any minute. Moments are seconds of any steady clock."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._taken: deque[float] = deque(maxlen=most)

    def wait(self, now: float) -> int:
        """Take one and return 0; or the seconds until one is free again (at least 1)."""
        if len(self._taken) == self.most and now - self._taken[0] < MINUTE:
            return max(1, round(MINUTE - (now - self._taken[0])))
        self._taken.append(now)
        return 0

    def clear(self) -> None:
        """Forget what was taken."""
        self._taken.clear()
