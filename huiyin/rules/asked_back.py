"""What petitioners ask whoever deals with their matter (询问), and the answer to each: every question hears back.

Data, guards and readers in one place. The Regulation lets petitioners ask how it stands (信访工作条例 Art. 21); that each
question has a term and an answer is the county's own rule. A question changes nothing of the matter's state. It is owed by
whoever answers for the matter, after its end by whoever answered for it last, and goes along where the matter goes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from huiyin.rules import guards
from huiyin.rules.fields import Field, Kind, Refused
from huiyin.rules.guards import Case
from huiyin.rules.instructing import answered, at_unit, owed_by, owes
from huiyin.rules.roles import Permission
from huiyin.rules.routing import serves
from huiyin.rules.state import Event, MatterState
from huiyin.rules.surround import AskedBack
from huiyin.rules.table import Standing, Told, Transition
from huiyin.rules.terms import Clock
from huiyin.rules.vocabulary import Status, Verb
from huiyin.rules.way_readers import Reader

S, P = Standing, Permission
ARTICLE = "21"
#: So many questions of one petitioner wait at once; what more there is to say is added to the matter.
MOST_WAITING = 5
#: A joined matter goes on elsewhere: its petitioner asks, and is answered, there.
_HERE = frozenset(Status) - {Status.LINKED}
_text = Field("text", Kind.LONG, sealed=True)


def not_too_many(case: Case) -> Refused | None:
    """A petitioner with five questions that wait hears the answers first."""
    if case.data is None:
        return None
    waiting = [one for one in case.matter.open_asked_back if one.petition == case.data["petition"]]
    return (
        Refused("too_many_questions", ARTICLE, "text", {"most": MOST_WAITING})
        if len(waiting) >= MOST_WAITING
        else None
    )


def all_answered(case: Case) -> Refused | None:
    """What its petitioner asked is answered first: the answer would stand where they don't look any more."""
    return Refused("question_waits", ARTICLE) if case.matter.open_asked_back else None


def parts_unheard(state: MatterState, leaving: Collection[str]) -> Refused | None:
    """Likewise of the petitions that leave the matter which they were joined to, and while the answer there is under review."""
    if any(one.petition in leaving and one.outcome is None for one in state.asks):
        return Refused("review_asked_before", "35")  # it is about the answer that they had there
    waits = any(one.petition in leaving for one in state.open_asked_back)
    return Refused("question_waits_there", ARTICLE) if waits else None


def waits_for_you(case: Case) -> Refused | None:
    """A question is answered once, by the unit that answers for the matter."""
    waiting = [
        one for one in case.matter.open_asked_back
        if serves(case.actor, one.unit, case.law.tree, P.HANDLE, P.APPROVE, P.DISPATCH, P.REGISTER)
    ]  # fmt: skip
    if case.data is None:
        return None if waiting else Refused("nothing_asked_back", ARTICLE)
    one = next((one for one in waiting if one.n == int(case.data["item"])), None)
    return None if one else Refused("not_on_list", ARTICLE, "item")


# fmt: off
ASKED_BACK: tuple[Transition, ...] = (
    Transition(
        Verb.ASK_BACK, _HERE, None, ((S.INVOLVED, P.NOTE),),
        fields=(Field("petition", Kind.PETITION), _text), guards=(guards.petition_is_ours, not_too_many),
        starts=(Clock.L16,), article=ARTICLE,
    ),
    Transition(
        Verb.ANSWER_QUESTION, frozenset(Status), None,
        ((S.HOLDER, P.HANDLE), (S.HOLDER, P.APPROVE), (S.DESK, P.REGISTER), (S.DESK, P.DISPATCH)),
        fields=(Field("item", Kind.ITEM, of="open_asked_back"), _text), guards=(waits_for_you,),
        tells=(Told.ASKED,), article=ARTICLE,
    ),
)
# fmt: on


def went_along(state: MatterState) -> MatterState:
    """The matter with its open questions, and their terms, at the unit that answers for it now."""
    unit = owes(state)
    if all(one.unit == unit for one in state.open_asked_back):
        return state
    moved = at_unit(state.asked_back, unit)
    return replace(state, asked_back=moved, clocks=owed_by(state, Clock.L16, unit))


def _asked(state: MatterState, event: Event) -> MatterState:
    new = AskedBack(len(state.asked_back) + 1, event.data["petition"], owes(state), event.at, event.seq)
    return replace(state, asked_back=(*state.asked_back, new))


def _answered(state: MatterState, event: Event) -> MatterState:
    return replace(state, asked_back=answered(state.asked_back, event))


def whose(state: MatterState, given: Mapping[str, Any]) -> str:
    """The petition whose petitioner asked what is answered."""
    return state.asked_back[int(given["item"]) - 1].petition


ASKED_BACK_READERS: Mapping[Verb, Reader] = {Verb.ASK_BACK: _asked, Verb.ANSWER_QUESTION: _answered}
