"""The table of transitions: verb, from, to, who may, what must be told, which clocks start and stop, who is told.

This is data. Buttons, forms, API, permission tests and the diagram in the docs are all read from it; nothing beside it
decides what may happen to a matter. Articles are those of 信访工作条例 (2022).
"""

from __future__ import annotations

from collections.abc import Mapping

from huiyin.rules.around import AROUND
from huiyin.rules.asked_back import ASKED_BACK
from huiyin.rules.clocks import Clock
from huiyin.rules.extending import EXTENDING
from huiyin.rules.inquiring import INQUIRING
from huiyin.rules.instructing import INSTRUCTING
from huiyin.rules.openly import OPENLY
from huiyin.rules.table import Choose, Standing, Told, Transition
from huiyin.rules.vocabulary import Verb
from huiyin.rules.way import DESK_CLOCKS, EVERY_CLOCK, HOLDER_CLOCKS, WAY

__all__ = [
    "DESK_CLOCKS",
    "HOLDER_CLOCKS",
    "REACHED_STARTS",
    "REACHED_STOPS",
    "TRANSITIONS",
    "Choose",
    "Standing",
    "Told",
    "Transition",
]

#: What reaching every petitioner stops, and what then starts (a partial delivery touches no clock).
REACHED_STOPS = EVERY_CLOCK
REACHED_STARTS: tuple[Clock | Choose, ...] = (Clock.L3, Choose.RECEIPT)

TRANSITIONS: Mapping[Verb, Transition] = {
    row.verb: row for row in (*WAY, *AROUND, *INSTRUCTING, *EXTENDING, *INQUIRING, *ASKED_BACK, *OPENLY)
}
