"""Asking the head for more time (申请延期): what an officer asks or takes back, and the refusal. Granting it is ``extend``.

Data, guards and readers in one place. Article 34 lets the head of the organ approve an extension, once, with a reason; that
whoever handles the matter asks for it in writing first, and is told why if not, is how houses work. Asking changes no term,
and taking the question back neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from huiyin.rules.fields import Field, Kind, Refused
from huiyin.rules.guards import Case
from huiyin.rules.roles import Permission
from huiyin.rules.routing import heads
from huiyin.rules.state import Event, MatterState
from huiyin.rules.surround import ExtensionAsk
from huiyin.rules.surround_guards import extension_possible
from huiyin.rules.table import Standing, Transition
from huiyin.rules.terms import Clock
from huiyin.rules.vocabulary import Status, Verb
from huiyin.rules.way_readers import Reader

S, P = Standing, Permission
_AT_WORK = frozenset({Status.HANDLING, Status.DRAFTED, Status.APPROVED})
_reason = Field("reason", Kind.LONG, sealed=True)


def not_asked_already(case: Case) -> Refused | None:
    """One question at a time."""
    return Refused("extension_asked_already", "34") if case.matter.open_extension_asks else None


def asked_for(case: Case) -> Refused | None:
    """Only what was asked for can be refused."""
    return None if case.matter.open_extension_asks else Refused("no_extension_asked", "34")


def own_question(case: Case) -> Refused | None:
    """Undecided, a question is taken back by whoever asked it, or by the head (their officer may have left)."""
    asks = case.matter.open_extension_asks
    if not asks:
        return Refused("no_extension_to_take_back", "34")
    leading = (heads(post, asks[0].unit, case.law.tree) for post in case.actor.posts_with(P.APPROVE))
    return None if asks[0].asked_by == case.actor.key or any(leading) else Refused("asked_by_another", "34")


EXTENDING: tuple[Transition, ...] = (
    Transition(
        Verb.ASK_EXTENSION, _AT_WORK, None, ((S.HOLDER, P.HANDLE),), fields=(Field("days", Kind.DAYS), _reason),
        guards=(not_asked_already, extension_possible), article="34",
    ),
    Transition(
        Verb.REFUSE_EXTENSION, _AT_WORK, None, ((S.HOLDER, P.APPROVE),), fields=(_reason,),
        guards=(asked_for,), article="34",
    ),
    Transition(
        Verb.UNASK_EXTENSION, _AT_WORK, None, ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE)),
        guards=(own_question,), article="34",
    ),
)  # fmt: skip


def settled(state: MatterState, event: Event) -> MatterState:
    """The matter with what was asked for granted, or lapsed where it lies elsewhere or no sixty days run any more."""
    if not state.open_extension_asks:
        return state
    runs = any(run.code is Clock.T6 for run in state.running)
    granted = event.verb is Verb.EXTEND
    asks = tuple(
        replace(one, ended_at=event.at, granted=granted)
        if one.ended_at is None and (granted or not runs or one.unit != state.holder)
        else one
        for one in state.extension_asks
    )
    return replace(state, extension_asks=asks)


def _asked(state: MatterState, event: Event) -> MatterState:
    new = ExtensionAsk(
        len(state.extension_asks) + 1, state.holder, event.by, event.data["days"], event.at, event.seq
    )
    return replace(state, extension_asks=(*state.extension_asks, new))


def _refused(state: MatterState, event: Event) -> MatterState:
    last = replace(state.open_extension_asks[-1], ended_at=event.at, refusal_seq=event.seq)
    return replace(state, extension_asks=(*state.extension_asks[:-1], last))


def _taken_back(state: MatterState, event: Event) -> MatterState:
    last = replace(state.open_extension_asks[-1], ended_at=event.at, taken_back=True)
    return replace(state, extension_asks=(*state.extension_asks[:-1], last))


EXTENDING_READERS: Mapping[Verb, Reader] = {
    Verb.ASK_EXTENSION: _asked, Verb.REFUSE_EXTENSION: _refused, Verb.UNASK_EXTENSION: _taken_back,
}  # fmt: skip
