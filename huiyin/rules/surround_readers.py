"""Reading the entries of what surrounds a matter: one small function for each kind. They believe what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from huiyin.rules.duties import (
    NOT_GRAVE,
    Adoption,
    Advice,
    BarKind,
    Confirmed,
    Contact,
    NoticeKind,
    NoticeLevel,
    NoticeReason,
    OwnerDuty,
    Rated,
    ReportStage,
    Score,
    Verdict,
)
from huiyin.rules.state import ClockRun, Event, MatterState
from huiyin.rules.surround import (
    Ask,
    Bar,
    ContactChange,
    FollowUp,
    Hearing,
    Helper,
    Look,
    Notice,
    OwnerReport,
    Ownership,
    Pledge,
    Rating,
    Recommendation,
)
from huiyin.rules.terms import Clock
from huiyin.rules.vocabulary import OUTCOMES_ABOVE, Outcome, Stage, Status, Verb
from huiyin.rules.way_readers import Reader, at_review, barred_with, title_seq_after

Part = TypeVar("Part")
#: Terms of a third unit: whoever contributes, was advised, looks into a rating.
_OF_OTHERS = frozenset({Clock.L7, Clock.L8, Clock.L11})
#: Terms of the desk, whoever handles it: a leader who answers for it, a report upwards, taking up what was revoked.
_OF_THE_DESK = frozenset({Clock.L9, Clock.L12, Clock.L13})


def _with(parts: tuple[Part, ...], item: int, **changes: Any) -> tuple[Part, ...]:
    """The parts with the item-th (from 1) changed."""
    new: Part = replace(parts[item - 1], **changes)  # type: ignore[type-var]
    return (*parts[: item - 1], new, *parts[item:])


def _accused(state: MatterState, event: Event) -> MatterState:
    """Bars are added; what lay with somebody who mustn't have it goes to the desk that decides."""
    data = event.data
    after = replace(barred_with(state, event), accused_known=True, title_seq=title_seq_after(state, event))
    barred = {subject for kind, subject in data.get("bars", ()) if kind == BarKind.PERSON}
    if after.officer in barred:
        after = replace(after, officer="")
    if data.get("recall"):
        after = _taken_back(after, event)
    elif data.get("let_go"):
        after = replace(after, holder="", officer="")
    if data.get("recall") or data.get("let_go"):
        after = replace(
            after, notices=tuple(replace(n, ended_at=n.ended_at or event.at) for n in after.notices)
        )
    return replace(after, clocks=_handed_over(state, after, event))


def _taken_back(state: MatterState, event: Event) -> MatterState:
    """The stay ends and its answer counts no more; a review is at once with the desk that decides now, its term running on."""
    rounds, opinions, hearings = state.rounds, state.opinions, state.hearings
    if state.round:
        rounds = _with(rounds, len(rounds), ended_at=event.at)
    if state.opinion:
        opinions = _with(opinions, len(opinions), withdrawn_at=event.at)
    if hearings and hearings[-1].ended_at is None:
        hearings = _with(hearings, len(hearings), ended_at=event.at)
    after = replace(
        state, status=Status.TRIAGED if state.klass else Status.REGISTERED, holder="", officer="", outcome=None,
        route=None, simple=False, designated=False, authors=frozenset(), rounds=rounds, opinions=opinions, hearings=hearings,
    )  # fmt: skip
    return after if state.stage is Stage.FIRST else at_review(after, event)


def _handed_over(before: MatterState, after: MatterState, event: Event) -> tuple[ClockRun, ...]:
    """Terms that run on where the matter was taken from are from now on those of whoever answers for it.

    What ends with the taking back stays the term of whoever had it: the desk never owed it.
    """
    gone = {before.desk, before.holder} - {after.desk, after.holder}
    stopped = set(event.data.get("clocks", {}).get("stop", ()))

    def to(run: ClockRun) -> str:
        return after.desk if run.code in _OF_THE_DESK else after.owner or after.desk

    return tuple(
        replace(run, party=to(run))
        if run.running and run.party in gone and run.code not in _OF_OTHERS and run.code.value not in stopped
        else run
        for run in after.clocks
    )


def _recused(state: MatterState, event: Event) -> MatterState:
    person = event.data["person"]
    if person in {bar.subject for bar in state.bars if bar.kind is BarKind.PERSON}:
        return state
    officer = "" if state.officer == person else state.officer
    bar = Bar(len(state.bars) + 1, BarKind.PERSON, person, event.seq)
    return replace(state, bars=(*state.bars, bar), officer=officer)


def _succeeded(state: MatterState, event: Event) -> MatterState:
    """Whoever signed for it has left: a colleague goes on, or the unit's people together where none is named."""
    former, person = event.data.get("former") or state.officer, event.data.get("person", "")
    if not former:
        return state
    stays = tuple(
        replace(stay, signed_by=person) if stay.signed_by == former and stay.ended_at is None else stay
        for stay in state.rounds
    )
    return replace(state, officer=person if state.officer == former else state.officer, rounds=stays)


def _attempted(state: MatterState, event: Event) -> MatterState:
    return replace(state, attempts=state.attempts + 1)


def _simplified(state: MatterState, event: Event) -> MatterState:
    return replace(state, simple=True)


def _fell_back(state: MatterState, event: Event) -> MatterState:
    return replace(state, simple=False)


def _asked_review(state: MatterState, event: Event) -> MatterState:
    """Each petitioner asks for themself; older entries don't say who did where it was the matter's own petition."""
    own = event.data.get("petition") or state.petitions[0].number
    ask = Ask(len(state.asks) + 1, own, event.data["review"])
    return replace(state, asked=ask.review, asks=(*state.asks, ask))


def _reviewed(state: MatterState, event: Event) -> MatterState:
    """A recheck that decides ends it (Art. 36 para. 3); while the answer is revoked it is handled again, so it hasn't ended.

    What comes back after the matter was reopened concerns an answer that no longer counts.
    """
    n = concerned(state, event.data)
    if not n:
        return state
    outcome = _left_by(state.asks[n - 1], event.data)
    if outcome is Outcome.WITHDRAWN:  # nothing was decided
        return replace(state, asks=_with(state.asks, n, outcome=outcome))
    final = state.final or decides(state, event.data)
    return replace(state, reviewed=outcome, final=final, asks=_with(state.asks, n, outcome=outcome))


def concerned(state: MatterState, data: Mapping[str, Any]) -> int:
    """Which request for review of the present answer this result came of (its ``n``); 0 where it is of an earlier answer's.

    Older entries don't say through which review a recheck came.
    """
    through = data.get("through", data["review"])
    older = 0 if "through" in data else len(state.asks)
    return next((ask.n for ask in state.asks if ask.review == through), older)


def _left_by(ask: Ask, data: Mapping[str, Any]) -> Outcome:
    """How it leaves the first answer: a recheck that upholds what the review decided leaves a revocation a revocation."""
    outcome = Outcome(data["outcome"])
    upheld = data["stage"] == Stage.RECHECK and outcome is Outcome.UPHELD
    return Outcome.REVOKED if upheld and ask.outcome is Outcome.REVOKED else outcome


def decides(state: MatterState, data: Mapping[str, Any]) -> bool:
    """Whether this result ends the way: a recheck's that leaves an answer in force (Art. 36 para. 3)."""
    n = concerned(state, data)
    if not n or data["stage"] != Stage.RECHECK:
        return False
    return _left_by(state.asks[n - 1], data) in OUTCOMES_ABOVE - {Outcome.REVOKED}


def _hearing_opened(state: MatterState, event: Event) -> MatterState:
    return replace(state, hearings=(*state.hearings, Hearing(len(state.hearings) + 1, event.at)))


def _hearing_ended(state: MatterState, event: Event) -> MatterState:
    return replace(state, hearings=_with(state.hearings, len(state.hearings), ended_at=event.at))


def _helper_asked(state: MatterState, event: Event) -> MatterState:
    helper = Helper(len(state.helpers) + 1, event.data["to"], event.unit, event.at, event.seq)
    return replace(state, helpers=(*state.helpers, helper))


def _contributed(state: MatterState, event: Event) -> MatterState:
    changed = {"contributed_at": event.at, "text_seq": event.seq}
    return replace(state, helpers=_with(state.helpers, event.data["item"], **changed))


def _pressed(state: MatterState, event: Event) -> MatterState:
    urged = event.verb is Verb.URGE
    notice = Notice(
        n=len(state.notices) + 1,
        kind=NoticeKind.URGE if urged else NoticeKind.SUPERVISE,
        level=NoticeLevel(event.data.get("level", NoticeLevel.DEPARTMENT)),
        reason=NoticeReason(event.data["why"]),
        addressee=event.data["addressee"],
        serial=event.data.get("serial", ""),
        at=event.at,
        text_seq=event.seq,
        ended_at=event.at if urged else None,
    )
    return replace(state, notices=(*state.notices, notice))


def _notice_answered(state: MatterState, event: Event) -> MatterState:
    changed = {"answered_at": event.at, "answer_seq": event.seq}
    return replace(state, notices=_with(state.notices, event.data["item"], **changed))


def _escalated(state: MatterState, event: Event) -> MatterState:
    """A step higher waits for an answer of its own; what the unit answered to the step below stays."""
    was = state.notices[event.data["item"] - 1]
    changed: dict[str, Any] = {
        "level": NoticeLevel(event.data["level"]),
        "answered_at": None,
        "answer_seq": 0,
    }
    if was.answered_at is not None:
        changed |= {"before_at": was.answered_at, "before_seq": was.answer_seq, "before_level": was.level}
    return replace(state, notices=_with(state.notices, event.data["item"], **changed))


def _lifted(state: MatterState, event: Event) -> MatterState:
    return replace(state, notices=_with(state.notices, event.data["item"], ended_at=event.at))


def _recommended(state: MatterState, event: Event) -> MatterState:
    data = event.data
    new = Recommendation(
        len(state.recommendations) + 1, Advice(data["advice"]), data["to"], data.get("serial", ""), event.at, event.seq
    )  # fmt: skip
    return replace(state, recommendations=(*state.recommendations, new))


def _adopted(state: MatterState, event: Event) -> MatterState:
    changed = {
        "adoption": Adoption(event.data["adoption"]),
        "answered_at": event.at,
        "answer_seq": event.seq,
    }
    return replace(state, recommendations=_with(state.recommendations, event.data["item"], **changed))


def _owned(state: MatterState, event: Event) -> MatterState:
    own = Ownership(len(state.ownerships) + 1, event.data["leader"], event.at)
    return replace(state, ownerships=(*state.ownerships, own))


def _owner_reported(state: MatterState, event: Event) -> MatterState:
    data = event.data
    report = OwnerReport(
        len(state.owner_reports) + 1, data["item"], OwnerDuty(data["duty"]), ReportStage(data["stage"]), event.at, event.seq
    )  # fmt: skip
    return replace(state, owner_reports=(*state.owner_reports, report))


def _released(state: MatterState, event: Event) -> MatterState:
    return replace(state, ownerships=_with(state.ownerships, event.data["item"], until=event.at))


def _reported_up(state: MatterState, event: Event) -> MatterState:
    return replace(state, reports=state.reports + (event.data["whom"] not in NOT_GRAVE))


def _pledged(state: MatterState, event: Event) -> MatterState:
    unit = event.unit or state.holder or state.desk
    due = date.fromisoformat(event.data["due"])
    pledge = Pledge(len(state.pledges) + 1, unit, due, event.at, event.seq)
    return replace(state, pledges=(*state.pledges, pledge))


def _fulfilled(state: MatterState, event: Event) -> MatterState:
    changed = {"done_at": event.at, "evidence_seq": event.seq}
    return replace(state, pledges=_with(state.pledges, event.data["item"], **changed))


def _waived(state: MatterState, event: Event) -> MatterState:
    return replace(state, pledges=_with(state.pledges, event.data["item"], waived_at=event.at))


def _followed_up(state: MatterState, event: Event) -> MatterState:
    data = event.data
    call = FollowUp(
        n=len(state.follow_ups) + 1,
        petition=data["petition"],
        contact=Contact(data["contact"]),
        reached=bool(data.get("reached", False)),
        confirmed=Confirmed(data["confirmed"]),
        at=event.at,
        text_seq=event.seq,
    )
    return replace(state, follow_ups=(*state.follow_ups, call))


def _rated(state: MatterState, event: Event) -> MatterState:
    data = event.data
    rating = Rating(
        n=len(state.ratings) + 1,
        petition=data["petition"],
        rated=Rated(data["rated"]),
        score=Score(data["score"]),
        at=event.at,
        by_call=bool(event.unit),
        opinion=state.opinion.n if state.opinion else 0,
    )
    looks = state.looks
    if rating.score is Score.DISSATISFIED:
        looks = (*looks, Look(len(looks) + 1, rating.n, event.at))
    return replace(state, ratings=(*state.ratings, rating), looks=looks)


def _looked_into(state: MatterState, event: Event) -> MatterState:
    changed = {"verdict": Verdict(event.data["verdict"]), "ended_at": event.at}
    return replace(state, looks=_with(state.looks, event.data["item"], **changed))


def _contact_asked(state: MatterState, event: Event) -> MatterState:
    change = ContactChange(
        len(state.contact_changes) + 1, event.data["petition"], event.by, event.at, event.seq
    )
    return replace(state, contact_changes=(*state.contact_changes, change))


def _contact_confirmed(state: MatterState, event: Event) -> MatterState:
    changed = {"confirmed_by": event.by, "confirmed_at": event.at}
    changes = _with(state.contact_changes, event.data["item"], **changed)
    return replace(state, contact_changes=changes, title_seq=title_seq_after(state, event))


def _confided(state: MatterState, event: Event) -> MatterState:
    return replace(state, stays_confidential=True, title_seq=title_seq_after(state, event))


AROUND_READERS: Mapping[Verb, Reader] = {
    Verb.ACCUSE: _accused, Verb.RECUSE: _recused, Verb.CONFIDE: _confided, Verb.ATTEMPT: _attempted, Verb.HAND_OVER: _succeeded,
    Verb.SIMPLIFY: _simplified,
    Verb.FALL_BACK: _fell_back, Verb.ASK_REVIEW: _asked_review, Verb.REVIEWED: _reviewed,
    Verb.OPEN_HEARING: _hearing_opened, Verb.END_HEARING: _hearing_ended, Verb.CO_HANDLE: _helper_asked,
    Verb.CONTRIBUTE: _contributed, Verb.URGE: _pressed, Verb.SUPERVISE: _pressed,
    Verb.ANSWER_NOTICE: _notice_answered, Verb.ESCALATE: _escalated, Verb.LIFT: _lifted,
    Verb.RECOMMEND: _recommended, Verb.ADOPT: _adopted, Verb.OWN: _owned, Verb.OWN_REPORT: _owner_reported,
    Verb.RELEASE: _released, Verb.REPORT_UP: _reported_up, Verb.PLEDGE: _pledged, Verb.FULFIL: _fulfilled, Verb.WAIVE: _waived,
    Verb.FOLLOW_UP: _followed_up, Verb.RATE: _rated, Verb.LOOK_INTO: _looked_into,
    Verb.CHANGE_CONTACT: _contact_asked, Verb.CONFIRM_CONTACT: _contact_confirmed,
}  # fmt: skip
