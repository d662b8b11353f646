"""What a table is taken into: its rows read at once, each line of a file entered in memory, all of it written at the end.

A line goes through the checks of the verb that does the same by hand, and leaves that verb's line in the trail. But nothing is
asked of the database line by line, so that whoever only looks holds nobody up and whoever takes in does so briefly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from huiyin.rooms.county.actions import Told
from huiyin.rules.roles import Actor

ADDED, CHANGED, SAME = "added", "changed", "same"
Cells = Mapping[str, str]


class Ledger(Protocol):
    """One table as it stands, with the lines that were entered in it; the database knows nothing of those before ``write``."""

    def about(self, told: Cells) -> str:
        """The subject under which the trail speaks of what a line is about; empty where there is nothing yet."""

    def stands(self, told: Cells) -> Cells | None:
        """What stands there now, by column; None where nothing does. Always the same words for the same row."""

    def enter(self, told: Cells, *, by: Actor, now: datetime) -> str:
        """Enter a line: ADDED, CHANGED or SAME. Refuses (NotDone) what the verb refuses."""

    def settle(self, told: Cells) -> None:
        """Asked of each line once all are entered; refuses (NotDone) what only shows then."""

    def write(self) -> Sequence[Told]:
        """Write what was entered, within the caller's transaction; gives what the trail is to tell of it, in order."""
