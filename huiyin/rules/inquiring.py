"""Asking whoever spoke for more: a question to one petitioner with a last day, and what they answer.

Data, guards and readers in one place. The unit hears the petitioner out (信访工作条例 Art. 31 (6)); asking stops no term of the
unit and starts none of the petitioner's: who doesn't answer by the day is answered from what there is. A question waits until
it is answered or the matter's own answer is out; an answer is new until somebody acts for a unit on the matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from huiyin.rules import guards
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Field, Kind, Refused
from huiyin.rules.guards import Case
from huiyin.rules.roles import PETITIONER, Permission
from huiyin.rules.state import Event, MatterState
from huiyin.rules.surround import Question
from huiyin.rules.table import Standing, Told, Transition
from huiyin.rules.vocabulary import OPEN, Status, Verb
from huiyin.rules.way_readers import Reader

S, P = Standing, Permission
ARTICLE = "31(6)"
#: Longest term that a petitioner is given, in days: what takes longer is asked again.
MOST_DAYS = 60
#: What the desk proposes; whoever asks may say otherwise.
USUAL_DAYS = 7
_BEFORE_ANSWER = OPEN - {Status.ISSUED, Status.DELIVERED}
_text = Field("text", Kind.LONG, sealed=True)


def one_question_at_a_time(case: Case) -> Refused | None:
    """A petitioner who hasn't answered isn't asked again meanwhile; nor for longer than two months."""
    if case.data is None:
        return None
    if case.data["petition"] in {one.petition for one in case.matter.open_questions}:
        return Refused("asked_already", ARTICLE, "petition")
    if int(case.data["days"]) > MOST_DAYS:
        return Refused("out_of_range", ARTICLE, "days", {"most": MOST_DAYS})
    return None


def question_waits(case: Case) -> Refused | None:
    """Only what was asked and isn't answered can be answered."""
    waiting = case.matter.open_questions
    if case.data is None:
        return None if waiting else Refused("no_question_waits", ARTICLE)
    known = any(one.n == int(case.data["item"]) for one in waiting)
    return None if known else Refused("not_on_list", ARTICLE, "item")


# fmt: off
INQUIRING: tuple[Transition, ...] = (
    Transition(
        Verb.ASK_SENDER, _BEFORE_ANSWER, None, ((S.DESK, P.REGISTER), (S.DESK, P.TRIAGE), (S.HOLDER, P.HANDLE)),
        fields=(Field("petition", Kind.PETITION), _text, Field("days", Kind.DAYS)),
        guards=(guards.petition_is_ours, one_question_at_a_time), tells=(Told.ASKED,), article=ARTICLE,
    ),
    Transition(
        Verb.SENDER_ANSWERS, _BEFORE_ANSWER, None, ((S.INVOLVED, P.NOTE),),
        fields=(Field("item", Kind.ITEM, of="open_questions"), _text), guards=(question_waits,), article=ARTICLE,
    ),
)
# fmt: on


def read_by_now(state: MatterState, event: Event) -> MatterState:
    """An answer is new until somebody acts for a unit on the matter; the petitioner's own adding leaves it new."""
    if not event.unit or event.by == PETITIONER.key:
        return state
    if not any(one.answered_at is not None and one.seen_at is None for one in state.questions):
        return state
    seen = tuple(
        replace(one, seen_at=event.at)
        if one.answered_at is not None and one.seen_at is None and one.answer_seq < event.seq
        else one
        for one in state.questions
    )
    return replace(state, questions=seen)


def _asked(state: MatterState, event: Event) -> MatterState:
    last = local_date(event.at) + timedelta(days=int(event.data["days"]))
    new = Question(
        len(state.questions) + 1, event.data["petition"], event.by, event.at, last, event.seq
    )  # fmt: skip
    return replace(state, questions=(*state.questions, new))


def _answered(state: MatterState, event: Event) -> MatterState:
    item = event.data["item"]
    done = replace(state.questions[item - 1], answered_at=event.at, answer_seq=event.seq)
    return replace(state, questions=(*state.questions[: item - 1], done, *state.questions[item:]))


INQUIRING_READERS: Mapping[Verb, Reader] = {Verb.ASK_SENDER: _asked, Verb.SENDER_ANSWERS: _answered}
