"""Who may ask for the review or recheck of an answer, and until when. Art. 35, 36.

The thirty days are each petitioner's own: where several belong to a matter they run from the day on which the answer reached
that one, and each asks once. What counts is the day on which the request was received, not the one on which it is written down.
"""

from __future__ import annotations

from datetime import datetime

from huiyin.rules.calendar import Calendar, local_date
from huiyin.rules.clocks import Clock, Due, Terms, due_on, is_late
from huiyin.rules.fields import Refused
from huiyin.rules.guards import Case
from huiyin.rules.roles import Permission, Post, Role
from huiyin.rules.routing import acts_for, heads
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import OUTCOMES_OF, MatterClass, Outcome, Stage

#: Who takes in what people bring, at a counter, on the telephone, from the mailbox.
_WINDOWS = frozenset({Role.CLERK, Role.DISPATCHER})


def window_code(state: MatterState) -> Clock | None:
    """Which window the present answer opens: review of an opinion under Art. 31(6), recheck of a review; none for others.

    Whoever declines to review takes the recheck away from nobody; a request that its petitioner took back opens none (Art. 36).
    """
    if state.stage is Stage.REVIEW:
        return None if state.outcome is Outcome.WITHDRAWN else Clock.T10
    of_appeal = state.stage is Stage.FIRST and state.outcome in OUTCOMES_OF[MatterClass.APPEAL]
    return Clock.T8 if of_appeal else None


def receipt(state: MatterState, petition: str) -> datetime | None:
    """When the present answer first reached this petition's petitioner; None while it hasn't."""
    n = state.opinion.n if state.opinion else 0
    return min(
        (d.at for d in state.deliveries if d.opinion == n and d.petition == petition and d.reached),
        default=None,
    )


def window(state: MatterState, petition: str, *, calendar: Calendar, terms: Terms) -> Due | None:
    """Until when this petition's petitioner may ask; None where there is no such way, or the answer hasn't reached them.

    The day that stands in the dossier where it is theirs, too: from the last receipt for whoever was reached last.
    """
    code, since = window_code(state), receipt(state, petition)
    if code is None or since is None:
        return None
    run = next((run for run in state.running if run.code is code and run.started_at == since), None)
    return Due(run.due_on, run.provisional) if run else due_on(code, since, calendar=calendar, terms=terms)


def have_asked(state: MatterState) -> frozenset[str]:
    """The petitions whose petitioner has asked for a review of the present answer.

    Who took the request back has had nothing decided and may ask anew, within the same thirty days (Art. 35); one that was
    declined was answered in writing, and what lies open then is the recheck (Art. 36).
    """
    return frozenset(ask.petition for ask in state.asks if ask.outcome is not Outcome.WITHDRAWN)


def asked_now(state: MatterState, petition: str) -> str:
    """Which review of the present answer this petition's petitioner has asked for and not taken back; empty if none."""
    mine = (ask for ask in state.asks if ask.petition == petition)
    return next((ask.review for ask in mine if ask.outcome is not Outcome.WITHDRAWN), "")


def may_still_ask(state: MatterState) -> tuple[str, ...]:
    """The petitions whose petitioner was reached and hasn't asked for a review of the present answer."""
    asked = have_asked(state)
    return tuple(p.number for p in state.petitions if p.number not in asked and receipt(state, p.number))


def review_possible(case: Case) -> Refused | None:
    """Within thirty days of the answer's own arrival, once each; after the recheck there is no further way (Art. 35, 36).

    Who took their request back asks anew, within the same thirty days.
    What another petitioner's review has revoked is no answer any more; the new one can be reviewed.
    """
    state = case.matter
    asked = have_asked(state)
    everybody = all(p.number in asked for p in state.petitions)
    if state.stage is Stage.RECHECK or (state.final and everybody):
        return Refused("final_already", "36")
    if Outcome.REVOKED in {ask.outcome for ask in state.asks}:
        return Refused("revoked_already", "36")
    if everybody:
        return Refused("review_asked_before", "35")
    if window_code(state) is None:
        return Refused("no_review_of_this", "35")
    left = may_still_ask(state)
    if not left:
        return Refused("answer_not_there_yet", "35")
    if case.data is not None:
        return _of_one(case, asked)
    if case.actor.posts:  # a request that came in time may be written down later
        return None
    ends = [due for p in left if (due := window(state, p, calendar=case.law.calendar, terms=case.law.terms))]
    last = max(due.due_on for due in ends)
    return _closed(Due(last, False)) if is_late(last, case.now) else None


def _of_one(case: Case, asked: frozenset[str]) -> Refused | None:
    """Whether this petition's petitioner may ask, by when the request was received."""
    assert case.data is not None, "asked only of filled-in forms"
    state, data = case.matter, case.data
    wanted = data.get("petition") or state.petitions[0].number
    if wanted not in {p.number for p in state.petitions}:
        return Refused("not_on_list", "35", "petition")
    if wanted in asked:
        return Refused("review_asked_before", "35", "petition")
    told, reached = data.get("received_at"), receipt(state, wanted)
    if reached is None:
        return Refused("answer_not_there_yet", "35", "petition")
    if told is not None and not case.actor.posts:
        return Refused("not_yours", "35", "received_at")  # who asks themself asks now
    received = told or case.now
    if received > case.now:
        return Refused("in_the_future", "35", "received_at")
    if local_date(received) < local_date(reached):
        return Refused("before_receipt", "35", "received_at")
    due = window(state, wanted, calendar=case.law.calendar, terms=case.law.terms)
    assert due is not None, "the answer has reached them, and it can be reviewed"
    if is_late(due.due_on, received):
        return _closed(due, "received_at" if told is not None else "")
    return None


def not_taken_by_who_answered(case: Case) -> Refused | None:
    """Whoever's answer is to be reviewed doesn't ask in the petitioner's name: each asks once, of the organ above (Art. 35).

    The petitioner asks themself, or one of the department's windows writes it down (also where the department answered), or
    whoever else has to do with the matter: the organ above among them.
    """
    state, actor, law = case.matter, case.actor, case.law
    answered = state.holder or state.desk

    def theirs(post: Post) -> bool:
        window = post.role in _WINDOWS and acts_for(post, law.department, law.tree)
        return heads(post, answered, law.tree) and not window

    takers = [post for post in actor.posts_with(Permission.REGISTER) if not theirs(post)]
    return None if takers or not actor.posts else Refused("not_by_who_answered", "35")


def told_how(case: Case) -> Refused | None:
    """Staff say how the petitioner asked; who asks themself has nothing to say of it."""
    if case.data is None or bool(case.data.get("how")) is bool(case.actor.posts):
        return None
    return Refused("missing" if case.actor.posts else "not_yours", "35", "how")


def _closed(due: Due, field: str = "") -> Refused:
    return Refused("review_window_closed", "35", field, {"due_on": due.due_on.isoformat()})


def review_over(case: Case) -> Refused | None:
    """While an answer is under review nobody changes it, unless one of the reviews has revoked it (Art. 35, 36)."""
    outcomes = {ask.outcome for ask in case.matter.asks}
    waits = None in outcomes and Outcome.REVOKED not in outcomes
    return Refused("review_asked_before", "35") if waits else None
