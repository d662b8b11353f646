"""Reading the entries of a matter's own way: one small function for each kind. They believe what is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from huiyin.rules.duties import BarKind
from huiyin.rules.state import (
    Delivery,
    Event,
    Joined,
    MatterState,
    Opinion,
    Paper,
    Round,
)
from huiyin.rules.surround import Bar
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
    Stage,
    Status,
    Verb,
)

Reader = Callable[[MatterState, Event], MatterState]


def moment(text: str) -> datetime:
    """A moment as an entry holds it."""
    return datetime.fromisoformat(text)


def registered(event: Event) -> MatterState:
    """A matter begins. A review or recheck is with the organ that decides from its first entry on (Art. 35, 36)."""
    data = event.data
    channel, received = Channel(data["channel"]), moment(data["received_at"])
    state = MatterState(
        number=event.number,
        seq=1,
        status=Status.REGISTERED,
        desk=data["desk"],
        registered_at=event.at,
        received_at=received,
        touched_at=event.at,
        owner_at=event.at,
        channel=channel,
        stage=Stage(data.get("stage", Stage.FIRST)),
        about=data.get("about", ""),
        klass=MatterClass(data["klass"]) if "klass" in data else None,
        category=data.get("category", ""),
        place=data.get("place", ""),
        petitions=(
            Joined(
                event.number,
                channel,
                received,
                data["persons"],
                bool(data.get("confidential", False)),
                data.get("visit", ""),
            ),
        ),
        bars=tuple(
            Bar(n, BarKind(kind), subject, 1) for n, (kind, subject) in enumerate(data.get("bars", ()), 1)
        ),
        accused_known="bars" in data,
    )
    return state if state.stage is Stage.FIRST else at_review(state, event)


def at_review(state: MatterState, event: Event) -> MatterState:
    """The desk reviews or rechecks it itself; nothing is accepted, the petitioner has asked for it."""
    n, desk, at = len(state.rounds) + 1, state.desk, event.at
    stay = Round(n, RoundKind.ACCEPT, desk, desk, at, signed_at=at, accepted_at=at)
    return replace(state, status=Status.HANDLING, holder=desk, rounds=(*state.rounds, stay))


def _triaged(state: MatterState, event: Event) -> MatterState:
    data = event.data
    return replace(
        state,
        status=Status.TRIAGED,
        klass=MatterClass(data["klass"]),
        category=data["category"],
        place=data.get("place", state.place),
        urgent=bool(data.get("urgent", False)),
        stays_confidential=_stays(state, event),
        title_seq=title_seq_after(state, event),
    )


def _stays(state: MatterState, event: Event) -> bool:
    """Whether it stays confidential whatever becomes of it: asked for, or words elsewhere tell of who spoke in it."""
    return state.stays_confidential or bool(event.data.get("confidential"))


def title_seq_after(state: MatterState, event: Event) -> int:
    """Where its title stands from now on: here, if the house worded one that tells nobody."""
    return event.seq if "title" in event.data.get("texts", ()) else state.title_seq


def barred_with(state: MatterState, event: Event) -> MatterState:
    """Bars only grow; who helped or owned and mustn't any more does so no longer, and a desk that mustn't hands over."""
    data = event.data
    known = {(bar.kind.value, bar.subject) for bar in state.bars}
    bars = list(state.bars)
    for kind, subject in data.get("bars", ()):
        if (kind, subject) not in known:
            known.add((kind, subject))
            bars.append(Bar(len(bars) + 1, BarKind(kind), subject, event.seq))
    return replace(
        state,
        bars=tuple(bars),
        desk=data.get("desk", state.desk),
        helpers=tuple(
            replace(h, ended_at=event.at) if h.n in data.get("helpers", ()) else h for h in state.helpers
        ),
        ownerships=tuple(
            replace(o, until=event.at) if o.n in data.get("owners", ()) else o for o in state.ownerships
        ),
    )


def _linked(state: MatterState, event: Event) -> MatterState:
    """Whoever is kept from the matter that it goes on in is kept from it as well."""
    return replace(
        barred_with(state, event),
        status=Status.LINKED,
        linked_to=event.data["other"],
        holder="",
        officer="",
        simple=False,
    )


def _unlinked(state: MatterState, event: Event) -> MatterState:
    """What was written while it was joined to a confidential matter may tell of the people there (Art. 30)."""
    status = Status.TRIAGED if state.klass else Status.REGISTERED
    seq = title_seq_after(state, event)
    gone = tuple(event.data.get("withdrawn", state.withdrawn))
    return replace(
        state,
        status=status,
        linked_to="",
        stays_confidential=_stays(state, event),
        title_seq=seq,
        withdrawn=gone,
    )


def _joined(state: MatterState, event: Event) -> MatterState:
    came = event.data["petition"]
    joined = Joined(
        came["number"], Channel(came["channel"]), moment(came["received_at"]), came["persons"],
        bool(came.get("confidential", False)), came.get("visit", ""),
    )  # fmt: skip
    gone = (*state.withdrawn, joined.number) if came.get("withdrawn") else state.withdrawn
    seq = title_seq_after(state, event)
    return replace(state, petitions=(*state.petitions, joined), title_seq=seq, withdrawn=gone)


def _parted(state: MatterState, event: Event) -> MatterState:
    """What was written while somebody who asked for confidence was in it stays as secret as it was (Art. 30).

    Whether it was taken back goes along with the petition.
    """
    gone = event.data["petition"]["number"]
    kept = any(p.confidential for p in state.petitions if p.number == gone)
    rest = tuple(p for p in state.petitions if p.number != gone)
    upheld = tuple(number for number in state.withdrawn if number != gone)
    return replace(
        state, petitions=rest, stays_confidential=state.stays_confidential or kept, withdrawn=upheld
    )


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
    return replace(
        state,
        status=Status.SENT,
        holder=stay.holder,
        officer="",
        rounds=(*state.rounds, stay),
        designated=False,
        helpers=tuple(
            replace(h, ended_at=event.at) if h.ended_at is None and h.unit == stay.holder else h
            for h in state.helpers
        ),
    )


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
    return replace(after, status=Status.TRIAGED, holder="", officer="", simple=False)


def _designated(state: MatterState, event: Event) -> MatterState:
    """The common superior has decided; an open stay ends as handed back (Art. 24)."""
    before = _in_round(state, returned=True, ended_at=event.at) if state.round else state
    return replace(_sent(replace(before, simple=False), event), designated=True)


def _kept(state: MatterState, event: Event) -> MatterState:
    stay = state.rounds[-1]
    status = Status.HANDLING if stay.signed_at is not None else Status.SENT
    kept_away = any(bar.kind is BarKind.PERSON and bar.subject == stay.signed_by for bar in state.bars)
    return replace(state, status=status, officer="" if kept_away else stay.signed_by)


def _declined(state: MatterState, event: Event) -> MatterState:
    route = Route(event.data["route"])
    outcome = Outcome.DECLINED if route in ROUTES_THAT_REFUSE else Outcome.ROUTED_OUT
    if route is Route.WITHDRAWN:
        outcome = Outcome.WITHDRAWN
    before = _withdrawn(
        state, event
    )  # an answer that was drafted, or approved, and nobody waits for any more
    letter = Opinion(
        n=len(before.opinions) + 1,
        outcome=outcome,
        route=route,
        drafted_by=event.by,
        drafted_at=event.at,
        text_seq=event.seq,
        approved_by=event.by,
        approved_at=event.at,
        issued_at=event.at,
    )
    opinions = (*before.opinions, letter)
    return replace(
        before, status=Status.ISSUED, outcome=outcome, route=route, opinions=opinions, authors=frozenset()
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
    return replace(
        before,
        status=Status.DRAFTED,
        opinions=(*before.opinions, opinion),
        authors=state.authors | {event.by},
    )


def _withdrawn(state: MatterState, event: Event) -> MatterState:
    if state.opinion is None:
        return state
    return replace(state, opinions=(*state.opinions[:-1], replace(state.opinions[-1], withdrawn_at=event.at)))


def _in_opinion(state: MatterState, **changes: Any) -> MatterState:
    return replace(state, opinions=(*state.opinions[:-1], replace(state.opinions[-1], **changes)))


def _reworked(state: MatterState, event: Event) -> MatterState:
    """What became of the draft's words nobody can tell: whoever sends back their own stays one of those who wrote it."""
    back = _withdrawn(state, event)
    return replace(back, status=Status.HANDLING, authors=state.authors & {event.by})


def _approved(state: MatterState, event: Event) -> MatterState:
    return replace(_in_opinion(state, approved_by=event.by, approved_at=event.at), status=Status.APPROVED)


def _issued(state: MatterState, event: Event) -> MatterState:
    after = replace(_in_opinion(state, issued_at=event.at), authors=frozenset())
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
            at=moment(data["delivered_at"]),
            recorded_at=event.at,
        )
        for i, number in enumerate(data["petitions"], 1)
    )
    after = replace(state, deliveries=(*state.deliveries, *attempts))
    return after if after.unreached else replace(after, status=Status.DELIVERED)


def _closed(state: MatterState, event: Event) -> MatterState:
    after = _in_round(state, ended_at=event.at) if state.round else state
    owed = bool(event.data.get("nothing_owed"))
    return replace(after, status=Status.CLOSED, closed_at=event.at, nothing_owed=owed)


def _reopened(state: MatterState, event: Event) -> MatterState:
    """Everybody in it is owed an answer again, whoever took theirs back before, too."""
    before = _in_round(state, ended_at=event.at) if state.round else state
    return replace(
        _withdrawn(before, event),
        status=Status.TRIAGED,
        holder="",
        officer="",
        outcome=None,
        route=None,
        closed_at=None,
        nothing_owed=False,
        reopened=state.reopened + 1,
        simple=False,
        asked="",
        reviewed=None,
        asks=(),
        withdrawn=(),
        designated=False,
        helpers=tuple(replace(h, ended_at=h.ended_at or event.at) for h in state.helpers),
    )


WAY_READERS: Mapping[Verb, Reader] = {
    Verb.TRIAGE: _triaged, Verb.LINK: _linked, Verb.UNLINK: _unlinked, Verb.JOIN: _joined, Verb.PART: _parted,
    Verb.ACCEPT: _accepted, Verb.FORWARD: _sent, Verb.ASSIGN: _sent, Verb.SIGN: _signed, Verb.NOTIFY: _notified,
    Verb.OBJECT: _objected, Verb.AGREE_RETURN: _returned, Verb.REFUSE_RETURN: _kept, Verb.DECLINE: _declined,
    Verb.ATTACH: _attached, Verb.DRAFT: _drafted, Verb.REWORK: _reworked, Verb.APPROVE: _approved,
    Verb.ISSUE: _issued, Verb.DELIVER: _delivered, Verb.CLOSE: _closed, Verb.REOPEN: _reopened,
    Verb.DESIGNATE: _designated,
}  # fmt: skip
