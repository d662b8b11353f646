"""Leaders' written instructions (批示): what a leader wants done on a matter, and the answer that it was.

Data, guards and readers in one place. The Regulation asks leaders to read letters and to receive visitors (Art. 18 para. 2);
that what they write then has a term and an answer is the county's own rule. An instruction changes nothing of the matter's
state: who holds it, which terms run and what the law asks for stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from huiyin.rules import guards
from huiyin.rules.fields import Field, Kind, Refused
from huiyin.rules.guards import Case
from huiyin.rules.roles import Permission
from huiyin.rules.routing import serves
from huiyin.rules.state import ClockRun, Event, MatterState
from huiyin.rules.surround import AskedBack, Instruction
from huiyin.rules.table import Standing, Transition
from huiyin.rules.terms import Clock
from huiyin.rules.vocabulary import OPEN, Status, Verb
from huiyin.rules.way_readers import Reader

S, P = Standing, Permission
#: What waits for an answer of whoever answers for the matter, and goes along with it.
Waits = TypeVar("Waits", Instruction, AskedBack)
_text = Field("text", Kind.LONG, sealed=True)


def asked_of_you(case: Case) -> Refused | None:
    """An instruction is answered once, by the unit that answers for the matter."""
    waiting = [
        one for one in case.matter.open_instructions
        if serves(case.actor, one.unit, case.law.tree, P.HANDLE, P.APPROVE, P.DISPATCH)
    ]  # fmt: skip
    if case.data is None:
        return None if waiting else Refused("no_instruction_waits", "18")
    known = any(one.n == int(case.data["item"]) for one in waiting)
    return None if known else Refused("not_on_list", "18", "item")


INSTRUCTING: tuple[Transition, ...] = (
    Transition(
        Verb.INSTRUCT, OPEN, None, ((S.INVOLVED, P.OWN),),
        fields=(_text, Field("days", Kind.DAYS, required=False)), guards=(guards.accused_named,), starts=(Clock.L15,),
        article="18",
    ),
    Transition(
        Verb.CARRY_OUT, frozenset(Status), None, ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE), (S.DESK, P.DISPATCH)),
        fields=(Field("item", Kind.ITEM, of="open_instructions"), _text), guards=(asked_of_you,), article="18",
    ),
)  # fmt: skip


def owes(state: MatterState) -> str:
    """Who owes the answers: whoever answers for the matter, after its end whoever answered for it last."""
    return state.owner or state.holder or state.desk


def followed(state: MatterState) -> MatterState:
    """The matter with its open instructions, and their terms, at the unit that answers for it now."""
    unit = owes(state)
    if all(one.unit == unit for one in state.open_instructions):
        return state
    moved = at_unit(state.instructions, unit)
    return replace(state, instructions=moved, clocks=owed_by(state, Clock.L15, unit))


def at_unit(rows: tuple[Waits, ...], unit: str) -> tuple[Waits, ...]:
    """What waits for an answer, at this unit now; what was answered stays where it was."""
    return tuple(replace(one, unit=unit) if one.answered_at is None else one for one in rows)


def answered(rows: tuple[Waits, ...], event: Event) -> tuple[Waits, ...]:
    """The same with the one that the entry answers."""
    item, at, seq = event.data["item"], event.at, event.seq
    return tuple(replace(one, answered_at=at, answer_seq=seq) if one.n == item else one for one in rows)


def owed_by(state: MatterState, clock: Clock, unit: str) -> tuple[ClockRun, ...]:
    """The matter's terms, the running ones of this kind owed by this unit."""
    return tuple(
        replace(run, party=unit) if run.code is clock and run.running else run for run in state.clocks
    )


def _instructed(state: MatterState, event: Event) -> MatterState:
    new = Instruction(len(state.instructions) + 1, event.unit, owes(state), event.at, event.seq)
    return replace(state, instructions=(*state.instructions, new))


def _carried_out(state: MatterState, event: Event) -> MatterState:
    return replace(state, instructions=answered(state.instructions, event))


INSTRUCTING_READERS: Mapping[Verb, Reader] = {Verb.INSTRUCT: _instructed, Verb.CARRY_OUT: _carried_out}
