"""The conditions that a status alone can't say: named checks, each a sentence of the Regulation or of good order.

A guard sees the matter, the cleaned fields, who acts, the moment and the county's law; it answers ``None`` or why not.
Guards that look only at the matter also bar the button; those that need a field are asked when it is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from huiyin.rules.calendar import Calendar
from huiyin.rules.clocks import Clock, Terms, is_late
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor, Permission
from huiyin.rules.routing import heads, serves, sits_in, unit_barred
from huiyin.rules.state import MatterState
from huiyin.rules.units import Tree
from huiyin.rules.vocabulary import (
    OUTCOMES_ABOVE,
    OUTCOMES_OF,
    MatterClass,
    Outcome,
    RoundKind,
    Stage,
    Status,
)

#: What is left to be filled in: lines (one wide low line is enough, narrow ones also stand in addresses), “to be filled in” in
#: brackets. Crosses and empty brackets are no sure sign: published answers hide names so, and the county takes such in.
#: A place that is still to be filled in.
GAP = re.compile(r"＿+|_{3,}|[（(【［\[]待[补填定写][^)）】］\]]{0,6}[)）】］\]]")


@dataclass(frozen=True, slots=True)
class Law:
    """What a decision needs besides the matter.

    The calendar, the county's own terms, which unit is the department and which the leaders' office, the tree of units.
    """

    calendar: Calendar
    terms: Terms
    department: str
    leaders: str = ""
    tree: Tree = field(default_factory=Tree)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a guard may look at. ``data`` is None while only the button is asked about."""

    state: MatterState | None
    data: Mapping[str, Any] | None
    actor: Actor
    now: datetime
    law: Law

    @property
    def matter(self) -> MatterState:
        """The matter; only REGISTER has none, and its guards don't ask."""
        assert self.state is not None, "this guard needs a matter"
        return self.state


Guard = Callable[[Case], Refused | None]


def not_received_later(case: Case) -> Refused | None:
    """What is registered now can't have been received later than now (clocks would start in the future)."""
    if case.data is not None and case.data["received_at"] > case.now:
        return Refused("in_the_future", "22", "received_at")
    return None


def not_itself(case: Case) -> Refused | None:
    """A matter isn't joined to itself."""
    if case.data is not None and case.data["other"] == case.matter.number:
        return Refused("same_matter", field="other")
    return None


def first_stage(case: Case) -> Refused | None:
    """A review or recheck goes its own way: it isn't joined, sent or reopened like the matter below it (Art. 35, 36)."""
    return None if case.matter.stage is Stage.FIRST else Refused("not_in_review", "35")


def not_final(case: Case) -> Refused | None:
    """After the recheck the same facts and reasons aren't taken up again (Art. 36 para. 3)."""
    return Refused("final_already", "36") if case.matter.final else None


def accused_named(case: Case) -> Refused | None:
    """A tip-off goes nowhere before it is known whom it mustn't reach (Art. 30 para. 3)."""
    if case.matter.klass is MatterClass.TIP_OFF and not case.matter.accused_known:
        return Refused("name_the_accused", "30")
    return None


def not_the_accused(name: str) -> Guard:
    """The unit in the field ``name`` must not be the accused one, below it, in its line of command or its heir (Art. 30)."""

    def guard(case: Case) -> Refused | None:
        if case.data is not None and unit_barred(case.matter.bars, case.data[name], case.law.tree):
            return Refused("to_the_accused", "30", name)
        return None

    return guard


def not_designated(case: Case) -> Refused | None:
    """Whom the common superior has designated can't object any more (Art. 24)."""
    return Refused("designated_already", "24") if case.matter.designated else None


def confidence_kept(case: Case) -> Refused | None:
    """Who asked for confidence, or gave a tip-off, is known to the house that took it in and to nobody else (Art. 30)."""
    if not case.matter.confidential:
        return None
    inside = serves(case.actor, case.matter.desk, case.law.tree, Permission.UNMASK)
    return None if inside else Refused("kept_in_confidence", "30")


def not_in_confidence(case: Case) -> Refused | None:
    """What was promised once holds for good; promising it again says nothing (Art. 30)."""
    return Refused("in_confidence_already", "30") if case.matter.told_in_confidence else None


def handed_on_by_who_knows(case: Case) -> Refused | None:
    """Whose the numbers in it are is said by whoever may know that: else one would try them out. One or the other, not both."""
    said = [name for name in ("others", "theirs") if case.data is not None and case.data.get(name)]
    if len(said) > 1:
        return Refused("whose_numbers", field="theirs")
    kept = confidence_kept(case) if said else None
    return None if kept is None else replace(kept, field=said[0])


def no_mere_helper(case: Case) -> Refused | None:
    """Who only contributes needs no name and no telephone number: no more is disclosed than the task needs (Art. 30)."""
    state, actor = case.matter, case.actor
    helps = any(sits_in(actor, helper.unit) for helper in state.helping)
    sender = state.round.sender if state.round else ""
    more = any(sits_in(actor, unit) for unit in (state.desk, state.holder, sender))
    return Refused("not_yours", "30") if helps and not more else None


def not_refused_simply(case: Case) -> Refused | None:
    """What is going to be refused isn't for simple handling: fall back to the ordinary procedure first."""
    if case.data is None or not case.matter.simple:
        return None
    if case.data["outcome"] == Outcome.NOT_SUPPORTED:
        return Refused("fall_back_first", "32", "outcome")
    return None


def not_to_itself(case: Case) -> Refused | None:
    """What the desk handles itself it accepts; it doesn't send it to itself."""
    if case.data is not None and case.data["to"] == case.matter.desk:
        return Refused("accept_instead", "22", "to")
    return None


def was_sent(case: Case) -> Refused | None:
    """Only what was sent can be objected to; what a unit took in itself it can't hand back."""
    current = case.matter.round
    if current is None or current.kind is RoundKind.ACCEPT:
        return Refused("not_sent_here", "23")
    return None


def objection_window_open(case: Case) -> Refused | None:
    """Five working days from receipt, once per round (Art. 23 para. 3)."""
    current = case.matter.round
    if current is None or current.objected_at is not None:
        return Refused("objected_before", "23")
    window = next((run for run in case.matter.running if run.code is Clock.T4), None)
    if window is None:
        return Refused("objection_window_closed", "23")
    if is_late(window.due_on, case.now):
        return Refused("objection_window_closed", "23", params={"due_on": window.due_on.isoformat()})
    return None


def not_yet_accepted(case: Case) -> Refused | None:
    """The petitioner was told once that this unit takes it; that isn't told twice nor taken back by objecting."""
    current = case.matter.round
    if current is not None and current.accepted_at is not None:
        return Refused("accepted_before", "23")
    return None


def accepted(case: Case) -> Refused | None:
    """No opinion before the petitioner was told of receipt, route and procedure (Art. 23)."""
    current = case.matter.round
    if current is None or current.accepted_at is None:
        return Refused("tell_petitioner_first", "23")
    return None


def outcome_fits(case: Case) -> Refused | None:
    """The answer's outcome belongs to the matter's class (Art. 29, 30, 32), or to a review (Art. 35, 36)."""
    if case.data is None:
        return None
    if case.matter.stage is not Stage.FIRST:
        fits = Outcome(case.data["outcome"]) in OUTCOMES_ABOVE
        return None if fits else Refused("outcome_of_other_class", "35", "outcome")
    klass = case.matter.klass
    if klass is None or Outcome(case.data["outcome"]) not in OUTCOMES_OF[klass]:
        return Refused("outcome_of_other_class", "32", "outcome")
    return None


def four_eyes(case: Case) -> Refused | None:
    """Whoever drafted the answer or changed any part of it doesn't approve it.

    What became of an earlier draft's words when another drafted over it nobody can tell from outside: whoever wrote one counts,
    until a head has sent the draft back to be worked over, which is in the dossier with its reason, and it is written anew.
    """
    return Refused("own_draft", "32") if case.actor.key in case.matter.authors else None


def no_gaps(name: str) -> Guard:
    """What goes out to the petitioner has no gap left to be filled in: letters begin as forms with lines in them (Art. 32)."""

    def guard(case: Case) -> Refused | None:
        text = (case.data or {}).get(name) or ""
        gaps = [*GAP.finditer(text)]
        if not gaps:
            return None
        line = text.count("\n", 0, gaps[0].start()) + 1
        return Refused("gaps_left", "32", name, {"gaps": len(gaps), "line": line})

    return guard


def desk_or_holder_in_turn(case: Case) -> Refused | None:
    """While the desk has it the desk declines; once a unit holds it, that unit does."""
    turn = case.matter.desk if case.matter.status is Status.TRIAGED else case.matter.holder
    above = (
        case.matter.stage is not Stage.FIRST
    )  # a review isn't ended by who only sorts: it takes the organ's head
    posts = case.actor.posts_with(Permission.APPROVE) if above else case.actor.posts
    theirs = any(heads(post, turn, case.law.tree) for post in posts)
    return None if theirs else Refused("not_your_turn", "31")


def delivered_after_issue(case: Case) -> Refused | None:
    """An answer can't arrive before it was issued, nor in the future."""
    if case.data is None:
        return None
    moment, opinion = case.data["delivered_at"], case.matter.opinion
    if moment > case.now:
        return Refused("in_the_future", "32", "delivered_at")
    issued = opinion.issued_at if opinion else None
    if issued is not None and moment < issued.replace(second=0, microsecond=0):  # forms know no seconds
        return Refused("before_issue", "32", "delivered_at")
    return None


def petition_is_ours(case: Case) -> Refused | None:
    """Delivery is recorded to petitions of this matter; without a number it is to all of them."""
    if case.data is None or not case.data.get("petition"):
        return None
    if case.data["petition"] not in {p.number for p in case.matter.petitions}:
        return Refused("not_on_list", "32", "petition")
    return None


def everybody_reached(case: Case) -> Refused | None:
    """Nothing closes until the answer has reached every petitioner (事事有回音)."""
    missing = case.matter.unreached
    if missing:
        return Refused("not_everybody_reached", "32", params={"petitions": ", ".join(missing)})
    return None
