"""Reading a dossier: one small function for each kind of entry, and the fold over all of them.

Everything here believes what is written; whether it may be written was decided before. ``huiyin verify`` folds every
dossier with these functions and compares with the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from huiyin.rules.clocks import Clock
from huiyin.rules.state import (
    ClockRun,
    Delivery,
    Event,
    Joined,
    MatterState,
    Opinion,
    Paper,
    Round,
)
from huiyin.rules.vocabulary import (
    ROUTES_THAT_REFUSE,
    Channel,
    DeliveryMethod,
    DeliveryResult,
    MatterClass,
    NoticeMethod,
    Outcome,
    RoundKind,
    Route,
    Status,
    Verb,
)

DESK_CLOCKS = (Clock.T1, Clock.T2, Clock.L5)


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
        after = _registered(event)
    elif state is None:
        raise ValueError(f"a dossier begins with register, not {event.verb}")
    else:
        reader = _READERS.get(event.verb)
        after = reader(state, event) if reader else state
        after = replace(after, seq=event.seq, touched_at=event.at)
    clocks = event.data.get("clocks")
    return _clocked(after, clocks, event) if clocks else after


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _registered(event: Event) -> MatterState:
    data = event.data
    channel, received = Channel(data["channel"]), _moment(data["received_at"])
    return MatterState(
        number=event.number,
        seq=1,
        status=Status.REGISTERED,
        desk=data["desk"],
        registered_at=event.at,
        received_at=received,
        touched_at=event.at,
        channel=channel,
        category=data.get("category", ""),
        place=data.get("place", ""),
        petitions=(Joined(event.number, channel, received, data["persons"]),),
    )


def _triaged(state: MatterState, event: Event) -> MatterState:
    data = event.data
    return replace(
        state,
        status=Status.TRIAGED,
        klass=MatterClass(data["klass"]),
        category=data["category"],
        place=data.get("place", state.place),
        urgent=bool(data.get("urgent", False)),
    )


def _linked(state: MatterState, event: Event) -> MatterState:
    return replace(state, status=Status.LINKED, linked_to=event.data["other"], holder="", officer="")


def _unlinked(state: MatterState, event: Event) -> MatterState:
    return replace(state, status=Status.TRIAGED if state.klass else Status.REGISTERED, linked_to="")


def _joined(state: MatterState, event: Event) -> MatterState:
    came = event.data["petition"]
    joined = Joined(came["number"], Channel(came["channel"]), _moment(came["received_at"]), came["persons"])
    return replace(state, petitions=(*state.petitions, joined))


def _parted(state: MatterState, event: Event) -> MatterState:
    gone = event.data["petition"]["number"]
    return replace(state, petitions=tuple(p for p in state.petitions if p.number != gone))


def _accepted(state: MatterState, event: Event) -> MatterState:
    stay = Round(
        n=len(state.rounds) + 1,
        kind=RoundKind.ACCEPT,
        sender=state.desk,
        holder=state.desk,
        sent_at=event.at,
        signed_at=event.at,
        signed_by=event.by,
        accepted_at=event.at,
        notice=NoticeMethod(event.data["notice"]),
    )
    return replace(
        state, status=Status.HANDLING, holder=state.desk, officer=event.by, rounds=(*state.rounds, stay)
    )


def _sent(state: MatterState, event: Event) -> MatterState:
    stay = Round(
        n=len(state.rounds) + 1,
        kind=RoundKind(event.verb.value),
        sender=state.desk,
        holder=event.data["to"],
        sent_at=event.at,
        term_days=event.data.get("days"),
    )
    return replace(state, status=Status.SENT, holder=stay.holder, officer="", rounds=(*state.rounds, stay))


def _in_round(state: MatterState, **changes: Any) -> MatterState:
    return replace(state, rounds=(*state.rounds[:-1], replace(state.rounds[-1], **changes)))


def _signed(state: MatterState, event: Event) -> MatterState:
    after = _in_round(state, signed_at=event.at, signed_by=event.by)
    return replace(after, status=Status.HANDLING, officer=event.by)


def _notified(state: MatterState, event: Event) -> MatterState:
    return _in_round(state, accepted_at=event.at, notice=NoticeMethod(event.data["notice"]))


def _objected(state: MatterState, event: Event) -> MatterState:
    return replace(_in_round(state, objected_at=event.at), status=Status.OBJECTED, officer="")


def _returned(state: MatterState, event: Event) -> MatterState:
    after = _in_round(state, returned=True, ended_at=event.at)
    return replace(after, status=Status.TRIAGED, holder="", officer="")


def _kept(state: MatterState, event: Event) -> MatterState:
    stay = state.rounds[-1]
    status = Status.HANDLING if stay.signed_at is not None else Status.SENT
    return replace(state, status=status, officer=stay.signed_by)


def _declined(state: MatterState, event: Event) -> MatterState:
    route = Route(event.data["route"])
    outcome = Outcome.DECLINED if route in ROUTES_THAT_REFUSE else Outcome.ROUTED_OUT
    letter = Opinion(
        n=len(state.opinions) + 1,
        outcome=outcome,
        route=route,
        drafted_by=event.by,
        drafted_at=event.at,
        text_seq=event.seq,
        approved_by=event.by,
        approved_at=event.at,
        issued_at=event.at,
    )
    return replace(
        state, status=Status.ISSUED, outcome=outcome, route=route, opinions=(*state.opinions, letter)
    )


def _attached(state: MatterState, event: Event) -> MatterState:
    paper = Paper(
        len(state.papers) + 1, event.seq, event.data["paper"]["type"], event.data["paper"]["size"], event.at
    )
    return replace(state, papers=(*state.papers, paper))


def _drafted(state: MatterState, event: Event) -> MatterState:
    before = _withdrawn(state, event)
    opinion = Opinion(
        n=len(before.opinions) + 1,
        outcome=Outcome(event.data["outcome"]),
        route=None,
        drafted_by=event.by,
        drafted_at=event.at,
        text_seq=event.seq,
    )
    return replace(before, status=Status.DRAFTED, opinions=(*before.opinions, opinion))


def _withdrawn(state: MatterState, event: Event) -> MatterState:
    if state.opinion is None:
        return state
    return replace(state, opinions=(*state.opinions[:-1], replace(state.opinions[-1], withdrawn_at=event.at)))


def _in_opinion(state: MatterState, **changes: Any) -> MatterState:
    return replace(state, opinions=(*state.opinions[:-1], replace(state.opinions[-1], **changes)))


def _reworked(state: MatterState, event: Event) -> MatterState:
    return replace(_withdrawn(state, event), status=Status.HANDLING)


def _approved(state: MatterState, event: Event) -> MatterState:
    return replace(_in_opinion(state, approved_by=event.by, approved_at=event.at), status=Status.APPROVED)


def _issued(state: MatterState, event: Event) -> MatterState:
    after = _in_opinion(state, issued_at=event.at)
    return replace(after, status=Status.ISSUED, outcome=after.opinions[-1].outcome, route=None)


def _delivered(state: MatterState, event: Event) -> MatterState:
    data, n = event.data, len(state.deliveries)
    attempts = tuple(
        Delivery(
            n=n + i,
            opinion=state.opinions[-1].n,
            petition=number,
            method=DeliveryMethod(data["method"]),
            result=DeliveryResult(data["result"]),
            at=_moment(data["delivered_at"]),
            recorded_at=event.at,
        )
        for i, number in enumerate(data["petitions"], 1)
    )
    after = replace(state, deliveries=(*state.deliveries, *attempts))
    return after if after.unreached else replace(after, status=Status.DELIVERED)


def _closed(state: MatterState, event: Event) -> MatterState:
    after = _in_round(state, ended_at=event.at) if state.round else state
    return replace(after, status=Status.CLOSED, closed_at=event.at)


def _reopened(state: MatterState, event: Event) -> MatterState:
    return replace(
        _withdrawn(state, event),
        status=Status.TRIAGED,
        holder="",
        officer="",
        outcome=None,
        route=None,
        closed_at=None,
        reopened=state.reopened + 1,
    )


_READERS: dict[Verb, Callable[[MatterState, Event], MatterState]] = {
    Verb.TRIAGE: _triaged, Verb.LINK: _linked, Verb.UNLINK: _unlinked, Verb.JOIN: _joined, Verb.PART: _parted,
    Verb.ACCEPT: _accepted, Verb.FORWARD: _sent, Verb.ASSIGN: _sent, Verb.SIGN: _signed, Verb.NOTIFY: _notified,
    Verb.OBJECT: _objected, Verb.AGREE_RETURN: _returned, Verb.REFUSE_RETURN: _kept, Verb.DECLINE: _declined,
    Verb.ATTACH: _attached, Verb.DRAFT: _drafted, Verb.REWORK: _reworked, Verb.APPROVE: _approved,
    Verb.ISSUE: _issued, Verb.DELIVER: _delivered, Verb.CLOSE: _closed, Verb.REOPEN: _reopened,
}  # fmt: skip


def _clocked(state: MatterState, changes: dict[str, Any], event: Event) -> MatterState:
    stops = set(changes.get("stop", ()))
    runs = [
        replace(run, stopped_at=event.at) if run.running and run.code.value in stops else run
        for run in state.clocks
    ]
    if changes.get("resume"):
        last = max(
            i for i, run in enumerate(runs) if run.code in DESK_CLOCKS
        )  # ValueError: no desk ever had it
        runs[last] = replace(runs[last], stopped_at=None)
    for start in changes.get("start", ()):
        code = Clock(start["code"])
        runs.append(
            ClockRun(
                n=len(runs) + 1,
                code=code,
                party=_party(code, state),
                started_at=_moment(start["at"]),
                due_on=date.fromisoformat(start["due"]),
                provisional=bool(start.get("provisional", False)),
                days=start.get("days"),
            )
        )
    return replace(state, clocks=tuple(runs))


def _party(code: Clock, state: MatterState) -> str:
    if code in DESK_CLOCKS:
        return state.desk
    if code is Clock.L4 and state.round:
        return state.round.sender
    return state.owner
