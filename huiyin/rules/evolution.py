"""Reading a dossier: the fold over its entries, and what each says of the clocks.

Everything here believes what is written; whether it may be written was decided before. ``huiyin verify`` folds every
dossier with these functions and compares with the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from huiyin.rules.asked_back import ASKED_BACK_READERS, went_along
from huiyin.rules.clocks import Clock
from huiyin.rules.duties import Satellite
from huiyin.rules.extending import EXTENDING_READERS, settled
from huiyin.rules.inquiring import INQUIRING_READERS, read_by_now
from huiyin.rules.instructing import INSTRUCTING_READERS, followed
from huiyin.rules.openly import OPENLY_READERS
from huiyin.rules.state import ClockRun, Event, MatterState
from huiyin.rules.surround_readers import AROUND_READERS
from huiyin.rules.vocabulary import MatterClass, Verb
from huiyin.rules.way_readers import WAY_READERS, Reader, moment, registered

DESK_CLOCKS = (Clock.T1, Clock.T2, Clock.L5)
_READERS: Mapping[Verb, Reader] = {
    **WAY_READERS, **AROUND_READERS, **INSTRUCTING_READERS, **EXTENDING_READERS, **INQUIRING_READERS,
    **ASKED_BACK_READERS, **OPENLY_READERS,
}  # fmt: skip
#: What others do to a matter; it doesn't break its owner's silence.
_OTHERS = frozenset({
    Verb.JOIN, Verb.PART, Verb.UNMASK, Verb.ATTEMPT, Verb.RECKON, Verb.ASK_REVIEW, Verb.REVIEWED, Verb.URGE,
    Verb.HAND_OVER, Verb.CONFIDE,
    Verb.SUPERVISE, Verb.ESCALATE, Verb.LIFT, Verb.RECOMMEND, Verb.ADOPT, Verb.OWN, Verb.OWN_REPORT, Verb.RELEASE,
    Verb.REPORT_UP, Verb.INSTRUCT, Verb.FOLLOW_UP, Verb.RATE, Verb.LOOK_INTO, Verb.CHANGE_CONTACT, Verb.CONFIRM_CONTACT,
    Verb.CONTRIBUTE, Verb.ASK_BACK, Verb.WITHDRAW, Verb.PUBLISH, Verb.RETRACT,
})  # fmt: skip

#: Whoever does these, it is the owner's word only if the owner's own people do.
_ONLY_OWN = frozenset({
    Verb.NOTE, Verb.ATTACH, Verb.PLEDGE, Verb.RECUSE, Verb.ACCUSE, Verb.ASK_SENDER, Verb.SENDER_ANSWERS,
    Verb.ANSWER_QUESTION,
})  # fmt: skip


def fold(events: Iterable[Event]) -> MatterState | None:
    """The matter after all its entries; None for an empty dossier. Refuses (ValueError) one that doesn't begin at 1."""
    state: MatterState | None = None
    for event in events:
        state = evolve(state, event)
    return state


def evolve(state: MatterState | None, event: Event) -> MatterState:
    """The matter after one more entry. Refuses (ValueError) an entry out of order."""
    if event.seq != (state.seq + 1 if state else 1):
        raise ValueError(f"entry {event.seq} follows {state.seq if state else 0}")
    if event.verb is Verb.REGISTER:
        after = registered(event)
    elif state is None:
        raise ValueError(f"a dossier begins with register, not {event.verb}")
    else:
        reader = _READERS.get(event.verb)
        after = reader(state, event) if reader else state
        spoke = after.owner != state.owner or _owner_spoke(state, event)
        after = replace(
            read_by_now(went_along(followed(_answering(after, state.owner))), event),
            seq=event.seq,
            touched_at=event.at,
            owner_at=event.at if spoke else state.owner_at,
            stays_confidential=after.stays_confidential or _written_in_a_tip_off(state, event),
        )
    clocks = event.data.get("clocks")
    return settled(_clocked(after, clocks, event) if clocks else after, event)


def _written_in_a_tip_off(state: MatterState, event: Event) -> bool:
    """Whether something went into a tip-off's dossier: sorted as something else it stays confidential (Art. 30).

    A slip in sorting that is mended at once, before anything was written, leaves nothing.
    """
    return state.klass is MatterClass.TIP_OFF and event.verb is not Verb.TRIAGE


def _answering(state: MatterState, before: str) -> MatterState:
    """Another line's answer is owed by whoever answers for the matter, so that term goes along with it."""
    if state.owner in ("", before):
        return state
    runs = (
        replace(run, party=state.owner) if run.code is Clock.F2 and run.running else run
        for run in state.clocks
    )
    return replace(state, clocks=tuple(runs))


def _owner_spoke(state: MatterState, event: Event) -> bool:
    """Whether the unit that answers for the matter did something; a note counts only if it is its own."""
    if event.verb in _OTHERS or not event.unit:
        return False
    if event.verb in _ONLY_OWN:
        return event.unit == state.owner or event.unit.startswith(f"{state.owner}-")
    return True


def _clocked(state: MatterState, changes: dict[str, Any], event: Event) -> MatterState:
    runs = [_changed(run, changes, event) for run in state.clocks]
    if changes.get("resume"):
        last = max(
            i for i, run in enumerate(runs) if run.code in DESK_CLOCKS
        )  # ValueError: no desk ever had it
        runs[last] = replace(runs[last], stopped_at=None, party=state.desk)
    for start in changes.get("start", ()):
        runs.append(_started(len(runs) + 1, start, state))
    return replace(state, clocks=tuple(runs))


def _changed(run: ClockRun, changes: dict[str, Any], event: Event) -> ClockRun:
    if not run.running:
        return run
    code = run.code.value
    if code in changes.get("stop", ()) or [code, run.ref] in changes.get("stop_one", ()):
        return replace(run, stopped_at=event.at)
    if code in changes.get("pause", ()):
        return replace(run, paused_at=event.at)
    for new in changes.get("redue", ()):
        if new["n"] == run.n:
            return replace(
                run,
                due_on=date.fromisoformat(new["due"]),
                provisional=bool(new.get("provisional", False)),
                paused_at=None if "paused_days" in new else run.paused_at,
                paused_days=new.get("paused_days", run.paused_days),
            )
    return run


def _started(n: int, start: dict[str, Any], state: MatterState) -> ClockRun:
    code = Clock(start["code"])
    return ClockRun(
        n=n,
        code=code,
        party=start.get("party") or _party(code, state),
        started_at=moment(start["at"]),
        due_on=date.fromisoformat(start["due"]),
        provisional=bool(start.get("provisional", False)),
        days=start.get("days"),
        unit=start.get("unit", ""),
        source=Satellite(start["source"]) if "source" in start else None,
        ref=start.get("ref", 0),
    )


def _party(code: Clock, state: MatterState) -> str:
    if code in DESK_CLOCKS:
        return state.desk
    if code is Clock.L4 and state.round:
        return state.round.sender
    return state.owner or state.holder or state.desk
