"""The three promises as functions over a matter: 桩桩有人管, 件件有着落, 事事有回音.

Each answers with what is broken, as codes; an empty answer means the promise holds. ``verify`` asks them of the whole record.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from huiyin.rules.clocks import RULES, Clock
from huiyin.rules.replies.parts import PROMISING
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Status


class Promise(StrEnum):
    """Which of the three."""

    OWNER = "owner"
    OUTCOME = "outcome"
    ECHO = "echo"


#: Clocks that are a matter's own duty; a window (T4) or a further duty (L6) runs beside one, never instead of one.
DUTIES: frozenset[Clock] = frozenset(
    code for code, rule in RULES.items() if rule.kind.value == "duty" and not rule.beside
)
#: Clocks that may run on when the matter has ended.
OUTLIVING: frozenset[Clock] = frozenset(code for code, rule in RULES.items() if rule.outlives)
#: Clocks whose nearest day orders the work list: every duty of those who handle the matter.
LISTED: frozenset[Clock] = frozenset(
    code
    for code, rule in RULES.items()
    if rule.kind.value == "duty" and not rule.outlives and code is not Clock.L8
)


def owner_broken(state: MatterState) -> tuple[str, ...]:
    """Every open matter has one accountable unit; a linked one names the matter it lives on in."""
    if state.is_open and not state.owner:
        return ("open_without_owner",)
    if state.status is Status.LINKED and not state.linked_to:
        return ("linked_to_nothing",)
    return ()


def owner_gone(state: MatterState, gone: Collection[str]) -> tuple[str, ...]:
    """Whether the unit that answers for an open matter is one of those that were closed with nobody to go on."""
    return ("owner_closed",) if state.is_open and state.owner in gone else ()


def outcome_broken(state: MatterState) -> tuple[str, ...]:
    """Every open matter has a duty running; every closed one has an outcome with its reasons and nothing running."""
    broken = []
    if state.is_open and not any(run.code in DUTIES for run in state.running):
        broken.append("open_without_clock")
    if not state.is_open and any(run.code not in OUTLIVING for run in state.running):
        broken.append("clock_runs_after_end")
    if state.status is Status.CLOSED and (state.outcome is None or state.opinion is None):
        broken.append("closed_without_outcome")
    return tuple(broken)


def echo_broken(state: MatterState) -> tuple[str, ...]:
    """Nothing is closed or called delivered before the issued answer reached every petitioner."""
    if state.status not in (Status.DELIVERED, Status.CLOSED):
        return ()
    if state.opinion is None or state.opinion.issued_at is None:
        return ("ended_without_answer",)
    return ("ended_unheard",) if state.unreached else ()


def unsaid(state: MatterState) -> bool:
    """Whether the answer supports what was asked, and what is to be carried out is neither noted nor denied."""
    return state.outcome in PROMISING and not state.pledges and not state.nothing_owed


def broken(state: MatterState, gone: Collection[str] = ()) -> tuple[tuple[Promise, str], ...]:
    """All that is broken in this matter; ``gone``: the units that were closed and that nobody goes on for."""
    return (
        *((Promise.OWNER, code) for code in owner_gone(state, gone)),
        *((Promise.OWNER, code) for code in owner_broken(state)),
        *((Promise.OUTCOME, code) for code in outcome_broken(state)),
        *((Promise.ECHO, code) for code in echo_broken(state)),
    )
