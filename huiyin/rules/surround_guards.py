"""Guards of what surrounds a matter: extension, simple handling, review, co-handling, supervision, owners, pledges, ratings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import MOST_EXTENSION, Clock, is_late
from huiyin.rules.duties import (
    AT_ONCE,
    TERM_TOLD,
    Confirmed,
    NoticeLevel,
    NoticeReason,
    Rated,
    ReportStage,
    Satellite,
)
from huiyin.rules.fields import Refused
from huiyin.rules.guards import Case
from huiyin.rules.roles import Permission
from huiyin.rules.routing import serves, sits_in
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.vocabulary import MatterClass, Outcome, RoundKind, Stage, Status

_AT_WORK = (Permission.HANDLE, Permission.APPROVE)


def running(state: MatterState, *codes: Clock) -> ClockRun | None:
    """The running term with one of these codes, if any."""
    return next((run for run in state.running if run.code in codes), None)


def _named(case: Case, parts: Iterable[object]) -> int | None:
    """The chosen item's number if it is among the parts; None while only the button is asked about."""
    assert case.data is not None, "asked only of filled-in forms"
    item = int(case.data["item"])
    return item if any(getattr(part, "n", None) == item for part in parts) else None


# -- terms ---------------------------------------------------------------------------------------------------------


def extension_possible(case: Case) -> Refused | None:
    """Once, by at most 30 days, while the sixty still run (Art. 34)."""
    run = running(case.matter, Clock.T6)
    if run is None:
        over = any(found.code is Clock.T7 for found in case.matter.clocks)
        return Refused("extended_before" if over else "no_sixty_days", "34")
    if is_late(run.due_on, case.now):
        return Refused("extension_too_late", "34", params={"due_on": run.due_on.isoformat()})
    if case.data is not None and case.data["days"] > MOST_EXTENSION:
        return Refused("out_of_range", "34", "days", {"most": MOST_EXTENSION})
    return None


def simple_possible(case: Case) -> Refused | None:
    """First-time, ordinary, one duty bearer, not assigned from above, not accepted yet (国信办发〔2022〕17号)."""
    state, stay = case.matter, case.matter.round
    if state.simple:
        return Refused("simple_already")
    if stay is not None and stay.accepted_at is not None:
        return Refused("accepted_before", "23")
    first_time = state.stage is Stage.FIRST and not state.reopened and len(state.petitions) == 1
    assigned = stay is not None and stay.kind is RoundKind.ASSIGN
    one_bearer = not state.helping and not assigned
    plain = state.klass is not MatterClass.TIP_OFF and not state.urgent
    return None if first_time and one_bearer and plain else Refused("not_for_simple_handling")


def simple_still_fits(case: Case) -> Refused | None:
    """What is handled simply becomes no tip-off and nothing urgent: it falls back first."""
    if case.data is None or not case.matter.simple:
        return None
    fits = case.data["klass"] != MatterClass.TIP_OFF and not case.data.get("urgent")
    return None if fits else Refused("not_for_simple_handling")


def not_handled_simply(case: Case) -> Refused | None:
    """What is assigned or needs a second unit isn't for simple handling: it falls back first."""
    return Refused("not_for_simple_handling") if case.matter.simple else None


def handled_simply(case: Case) -> Refused | None:
    """Only what is handled simply can fall back."""
    return None if case.matter.simple else Refused("not_simple")


def satellite_fits(case: Case) -> Refused | None:
    """Another line's term is told where this software doesn't know it; one line once on a matter."""
    if case.data is None:
        return None
    source = Satellite(case.data["source"])
    if source in TERM_TOLD and not case.data.get("days"):
        return Refused("missing", field="days")
    if any(run.source is source for run in case.matter.running):
        return Refused("runs_already", field="source")
    return None


# -- hearings ------------------------------------------------------------------------------------------------------


def hearing_possible(case: Case) -> Refused | None:
    """One hearing at a time, on what Art. 31(6) covers."""
    if case.matter.klass is not MatterClass.APPEAL:
        return Refused("no_hearing_of_this", "31(6)")
    return Refused("hearing_goes_on", "31(6)") if _open_hearing(case.matter) else None


def hearing_over(case: Case) -> Refused | None:
    """What is heard isn't decided before the hearing ended."""
    return Refused("hearing_goes_on", "31(6)") if _open_hearing(case.matter) else None


def hearing_goes_on(case: Case) -> Refused | None:
    """Only an open hearing can end."""
    return None if _open_hearing(case.matter) else Refused("no_open_hearing", "36")


def _open_hearing(state: MatterState) -> bool:
    return bool(state.hearings) and state.hearings[-1].ended_at is None


# -- several units -------------------------------------------------------------------------------------------------


def not_there_already(case: Case) -> Refused | None:
    """A further unit contributes: not the one that leads, not one that still owes what it was asked for."""
    if case.data is None:
        return None
    owing = (helper.unit for helper in case.matter.helping if helper.contributed_at is None)
    there = {case.matter.holder, *owing}
    return Refused("helps_already", "24", "to") if case.data["to"] in there else None


def own_contribution(case: Case) -> Refused | None:
    """A unit contributes what it was asked for itself, once."""
    waiting = [
        h for h in case.matter.helping
        if h.contributed_at is None and serves(case.actor, h.unit, case.law.tree, *_AT_WORK)
    ]  # fmt: skip
    if case.data is None:
        return None if waiting else Refused("nothing_asked_of_you", "24")
    return None if _named(case, waiting) else Refused("not_on_list", "24", "item")


def competence_disputed(case: Case) -> Refused | None:
    """The common superior decides where units dispute: an objection is open, or one has handed it back (Art. 24)."""
    if case.matter.status is Status.OBJECTED or case.matter.returns:
        return None
    return Refused("no_dispute", "24")


# -- supervision ---------------------------------------------------------------------------------------------------


def somebody_to_press(case: Case) -> Refused | None:
    """A unit must hold the matter."""
    return None if case.matter.holder else Refused("nobody_to_press", "40")


def urged_first(case: Case) -> Refused | None:
    """Urging comes before supervision, unless the reason is one that doesn't get better by waiting (Art. 40 para. 1)."""
    if case.data is None or NoticeReason(case.data["why"]) in AT_ONCE:
        return None
    stay = case.matter.round
    since = stay.sent_at if stay else case.matter.registered_at
    return None if any(n.at >= since for n in case.matter.notices) else Refused("urge_first", "40", "why")


def own_notice(case: Case) -> Refused | None:
    """The addressee answers a numbered notice, once."""
    waiting = [
        n for n in case.matter.open_notices
        if n.serial and n.answered_at is None and serves(case.actor, n.addressee, case.law.tree, *_AT_WORK)
    ]  # fmt: skip
    if case.data is None:
        return None if waiting else Refused("no_notice_to_answer", "40")
    return None if _named(case, waiting) else Refused("not_on_list", "40", "item")


def escalation_due(case: Case) -> Refused | None:
    """Higher goes what was answered and isn't good enough, or what wasn't answered in time; and only upwards (Art. 39)."""
    late = {run.ref for run in case.matter.running if run.code is Clock.L6 and is_late(run.due_on, case.now)}
    ripe = [n for n in case.matter.open_notices if n.serial and (n.answered_at is not None or n.n in late)]
    if case.data is None:
        return None if ripe else Refused("nothing_to_escalate", "39")
    item = _named(case, ripe)
    if item is None:
        return Refused("not_on_list", "39", "item")
    ranks = list(NoticeLevel)
    notice = case.matter.notices[item - 1]
    if ranks.index(NoticeLevel(case.data["level"])) <= ranks.index(notice.level):
        return Refused("not_higher", "39", "level")
    return None


def notice_stands(case: Case) -> Refused | None:
    """Only what stands can be lifted."""
    if case.data is None:
        return None if case.matter.open_notices else Refused("no_notice_stands", "40")
    return None if _named(case, case.matter.open_notices) else Refused("not_on_list", "40", "item")


def recommendation_unanswered(case: Case) -> Refused | None:
    """A recommendation is answered once, by its addressee or, for one outside, by the supervisor who got the letter."""
    may_all = case.actor.may(Permission.SUPERVISE)
    waiting = [
        r for r in case.matter.recommendations
        if r.adoption is None and (may_all or serves(case.actor, r.addressee, case.law.tree, *_AT_WORK))
    ]  # fmt: skip
    if case.data is None:
        return None if waiting else Refused("no_recommendation_waits", "40")
    return None if _named(case, waiting) else Refused("not_on_list", "40", "item")


# -- leaders -------------------------------------------------------------------------------------------------------


def not_owned_by_them(case: Case) -> Refused | None:
    """A leader owns a matter once; others may own it besides."""
    if case.data is None:
        return None
    owning = {own.leader for own in case.matter.owning}
    return Refused("owns_already", "18", "leader") if case.data["leader"] in owning else None


def own_ownership(case: Case) -> Refused | None:
    """A leader reports on what they own; the desk may write it down for them."""
    desk = serves(case.actor, case.matter.desk, case.law.tree, Permission.DISPATCH)
    mine = [
        own
        for own in case.matter.owning
        if desk or serves(case.actor, own.leader, case.law.tree, Permission.OWN)
    ]
    if case.data is None:
        return None if mine else Refused("owned_by_nobody", "18")
    item = _named(case, mine)
    if item is None:
        return Refused("not_on_list", "18", "item")
    told = {report.stage for report in case.matter.owner_reports if report.ownership == item}
    early = case.data["stage"] == ReportStage.RESULT and ReportStage.PLAN not in told
    return Refused("plan_first", "18", "stage") if early else None


def ownership_stands(case: Case) -> Refused | None:
    """Only a leader who owns it can be released; a grave open matter then needs another at once (L9)."""
    owning = case.matter.owning
    if not owning:
        return Refused("owned_by_nobody", "18")
    if case.data is not None and not _named(case, owning):
        return Refused("not_on_list", "18", "item")
    return None


# -- afterwards ----------------------------------------------------------------------------------------------------


def due_ahead(case: Case) -> Refused | None:
    """A commitment is for a day to come."""
    if case.data is not None and date.fromisoformat(case.data["due"]) < local_date(case.now):
        return Refused("in_the_past", "32", "due")
    return None


def pledge_open(case: Case) -> Refused | None:
    """Only an open commitment is carried out or waived."""
    if case.data is None:
        return None if case.matter.open_pledges else Refused("nothing_promised", "32")
    return None if _named(case, case.matter.open_pledges) else Refused("not_on_list", "32", "item")


def not_by_the_handler(case: Case) -> Refused | None:
    """Who handled it, or had a hand in it, doesn't ask how it was handled."""
    handled = _handlers(case)
    if any(sits_in(case.actor, unit) for unit in handled):
        return Refused("own_work", "21")
    return None


def _handlers(case: Case) -> set[str]:
    """The units that ever held the matter or contributed to it, without the department."""
    state = case.matter
    held = {stay.holder for stay in state.rounds} | {helper.unit for helper in state.helpers}
    return held - {case.law.department}


def not_the_handlers_own(case: Case) -> Refused | None:
    """The unit that handles a matter doesn't alone decide where its petitioner is called back.

    Where the petitioner speaks in confidence only the house that took it in knows who it is, so that house may.
    """
    state = case.matter
    handled = _handlers(case)
    if state.confidential:
        handled -= {state.desk}
    return Refused("own_work", "21") if any(sits_in(case.actor, unit) for unit in handled) else None


def silence_confirms_nothing(case: Case) -> Refused | None:
    """Who wasn't reached has said nothing."""
    if case.data is None or case.data.get("reached"):
        return None
    said = Confirmed(case.data["confirmed"])
    return None if said is Confirmed.NOT_SAID else Refused("not_reached_said_nothing", "21", "confirmed")


def ratable(case: Case) -> Refused | None:
    """First-time matters answered in petition procedure, while the window runs, each object once for each petition."""
    state = case.matter
    if not is_ratable(state):
        return Refused("not_ratable", "21")
    window = running(state, Clock.L10)
    if window is None or is_late(window.due_on, case.now):
        return Refused("rating_window_closed", "21")
    now = state.opinion.n if state.opinion else 0
    said = {(r.petition, r.rated.value) for r in state.ratings if r.opinion == now}
    if case.data is None:
        left = any((p.number, rated.value) not in said for p in state.petitions for rated in Rated)
        return None if left else Refused("rated_before", "21")
    wanted = (case.data["petition"], case.data["rated"])
    return Refused("rated_before", "21", "rated") if wanted in said else None


def _of_this_answer(state: MatterState, at: datetime) -> bool:
    """Whether something was said of the present answer, and not of one from before the matter was reopened."""
    issued = state.opinion.issued_at if state.opinion else None
    return issued is not None and at >= issued


def is_ratable(state: MatterState) -> bool:
    """Whether the rules let this matter be rated: not tip-offs, reviews, routed-out and declined ones (国信发〔2022〕11号)."""
    led_away = state.outcome in (Outcome.ROUTED_OUT, Outcome.DECLINED, Outcome.WITHDRAWN)
    return state.stage is Stage.FIRST and state.klass is not MatterClass.TIP_OFF and not led_away


def said_so(case: Case) -> Refused | None:
    """A colleague writes a rating down only after the petitioner was reached; a petitioner speaks for themself."""
    if not case.actor.posts:
        return None
    state = case.matter
    reached = {f.petition for f in state.follow_ups if f.reached and _of_this_answer(state, f.at)}
    if case.data is None:
        return None if reached else Refused("call_first", "21")
    return None if case.data["petition"] in reached else Refused("call_first", "21", "petition")


def look_open(case: Case) -> Refused | None:
    """A look ends once."""
    waiting = [look for look in case.matter.looks if look.verdict is None]
    if case.data is None:
        return None if waiting else Refused("nothing_to_look_into", "38")
    return None if _named(case, waiting) else Refused("not_on_list", "38", "item")


def some_contact(case: Case) -> Refused | None:
    """At least one new contact is named."""
    if case.data is None or any(case.data.get(name) for name in ("phone", "address", "email")):
        return None
    return Refused("missing", "21", "phone")


def second_person(case: Case) -> Refused | None:
    """A changed contact needs two: who asked for it doesn't confirm it."""
    waiting = [change for change in case.matter.contact_changes if not change.confirmed_by]
    if not waiting:
        return Refused("no_change_waits", "21")
    if all(change.asked_by == case.actor.key for change in waiting):
        return Refused("own_change", "21")
    if case.data is None:
        return None
    item = _named(case, waiting)
    if item is None:
        return Refused("not_on_list", "21", "item")
    own = case.matter.contact_changes[item - 1].asked_by == case.actor.key
    return Refused("own_change", "21", "item") if own else None
