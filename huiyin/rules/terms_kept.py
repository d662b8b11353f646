"""Whether a matter was taken up and answered in time, told by one term each: the worst of those that ran.

One that ended late tells before all others, the latest first; then one that still runs, the nearest first. So late stays late,
whatever was kept in time before or after. In time, late, waiting and overdue (``rules.counting``) follow from these two days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huiyin.rules.calendar import local_date
from huiyin.rules.state import ClockRun
from huiyin.rules.terms import Clock

#: The terms by which a matter is taken up (15 days, Art. 22, 23), and by which it is answered (60 days, or another term).
ACCEPTING = frozenset({Clock.T1, Clock.T2, Clock.T3})
ANSWERING = frozenset({Clock.T6, Clock.T7, Clock.S2, Clock.L1})


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day of the term that tells, and the local day on which it ended. ``due`` None: no such term ever ran."""

    due: date | None = None
    done: date | None = None


def worst(runs: Iterable[ClockRun], codes: frozenset[Clock]) -> Kept:
    """The term of these that tells how it was kept."""
    mine = [run for run in runs if run.code in codes]
    ended = [(run.due_on, local_date(run.stopped_at)) for run in mine if run.stopped_at is not None]
    running = [run.due_on for run in mine if run.stopped_at is None]
    late = any(done > due for due, done in ended)
    if running and not late:
        return Kept(min(running))
    return Kept(*max(ended, key=lambda term: (term[1] - term[0], term[1]))) if ended else Kept()
