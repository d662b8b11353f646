"""What an act does to the clocks: which stop, which start, from when, until when; reckoned once, written into the entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from huiyin.rules import looking
from huiyin.rules.around import LEFT_BEHIND
from huiyin.rules.asking import may_still_ask, window, window_code
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import Clock, Unit, due_on, is_late
from huiyin.rules.duties import NOT_GRAVE, Satellite, Score
from huiyin.rules.guards import Case, Law
from huiyin.rules.state import MatterState
from huiyin.rules.surround_guards import is_ratable
from huiyin.rules.surround_readers import concerned, decides
from huiyin.rules.table import Choose, Transition
from huiyin.rules.terms import RULES, Terms
from huiyin.rules.transitions import REACHED_STARTS, REACHED_STOPS
from huiyin.rules.vocabulary import MatterClass, Outcome, Stage, Status, Verb
from huiyin.rules.way import AT_DESK

Start = dict[str, Any]
#: Terms of other lines: sign for it, answer it, hand it back. Facts of practice, so the answer's length may be told instead.
_FOREIGN: Mapping[Satellite, tuple[tuple[Clock, int, Unit], ...]] = {
    Satellite.HOTLINE: (
        (Clock.F1, 1, Unit.WORKING_DAYS), (Clock.F2, 7, Unit.DAYS), (Clock.F3, 1, Unit.WORKING_DAYS),
    ),
    Satellite.MAILBOX: ((Clock.F2, 0, Unit.WORKING_DAYS),),  # its length is the county's setting
    Satellite.ENVIRONMENT: (
        (Clock.F1, 15, Unit.DAYS), (Clock.F2, 60, Unit.DAYS), (Clock.F3, 2, Unit.WORKING_DAYS),
    ),
    Satellite.FIRST_ASKED: ((Clock.F2, 20, Unit.WORKING_DAYS), (Clock.F3, 2, Unit.WORKING_DAYS)),
    Satellite.PREFECTURE: ((Clock.F2, 0, Unit.DAYS),),
    Satellite.PROVINCE: ((Clock.F2, 0, Unit.DAYS),),
    Satellite.OTHER: ((Clock.F2, 0, Unit.DAYS),),
}  # fmt: skip
#: Verbs that start a clock belonging to one part of the matter: to the new one, or to the one chosen.
_NEW_PART: Mapping[Verb, str] = {
    Verb.CO_HANDLE: "helpers", Verb.SUPERVISE: "notices", Verb.RECOMMEND: "recommendations", Verb.RATE: "looks",
    Verb.INSTRUCT: "instructions", Verb.ASK_BACK: "asked_back",
}  # fmt: skip
#: Verbs that stop the clock of the part that was chosen.
_ENDS_PART: Mapping[Verb, Clock] = {
    Verb.CONTRIBUTE: Clock.L8, Verb.ANSWER_NOTICE: Clock.L6, Verb.ESCALATE: Clock.L6, Verb.LIFT: Clock.L6,
    Verb.ADOPT: Clock.L7, Verb.LOOK_INTO: Clock.L11, Verb.CARRY_OUT: Clock.L15,
    Verb.ANSWER_QUESTION: Clock.L16,
}  # fmt: skip
#: What a grave matter waits for as long as it is open: going on, it isn't begun again.
_GRAVE = frozenset({Clock.L9, Clock.L12})
#: Verbs by which a unit comes to lead that may have contributed until now.
LEADS_NOW = frozenset({Verb.FORWARD, Verb.ASSIGN, Verb.DESIGNATE})


def clock_changes(row: Transition, case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the entry says of the clocks: stop, stop_one, resume, pause, redue, start; empty if nothing."""
    starts, stops = row.starts, _stops(row, case, data)
    if row.verb is Verb.DELIVER and _everybody_now(case, data):
        starts, stops = REACHED_STARTS, REACHED_STOPS
    running = {run.code for run in case.state.running} if case.state else set()
    result: dict[str, Any] = {}
    if stopped := sorted(code.value for code in stops & running):
        result["stop"] = stopped
    if one := _stopped_part(row.verb, case, data):
        result["stop_one"] = one
    result.update(_hearing(row.verb, case, data))
    if row.verb is Verb.RECKON:
        result["redue"] = reckoned(case.matter, case.law)
    if started := [start for choice in starts for start in _starts(choice, row, case, data)]:
        result["start"] = started
    if Choose.RESUMED in starts:
        result["resume"] = True
    return result


def _stops(row: Transition, case: Case, data: Mapping[str, Any]) -> frozenset[Clock]:
    """Which terms the row stops, as it was filled in: where its condition isn't met, none."""
    if row.verb is Verb.ACCUSE:
        return _left_behind(data)
    if (
        row.verb is Verb.REOPEN and case.matter.status is Status.ISSUED
    ):  # before all had it: what delivery would have ended
        return row.stops | (REACHED_STOPS - _GRAVE)
    still_urgent = row.verb is Verb.TRIAGE and data.get("urgent")
    undecided = row.verb is Verb.REVIEWED and not decides(case.matter, data)
    not_grave = row.verb is Verb.REPORT_UP and data["whom"] in NOT_GRAVE
    others = row.verb is Verb.ASK_REVIEW and _others_may_ask(case, data)
    return frozenset() if still_urgent or undecided or not_grave or others else row.stops


def reckoned(state: MatterState, law: Law) -> list[dict[str, Any]]:
    """The running terms whose last day is another one by the present calendar: n, due, and whether still provisional."""
    changed = []
    for run in state.running:
        if run.paused_at is not None:
            continue
        due = due_on(
            run.code, run.started_at, calendar=law.calendar, terms=law.terms, days=run.days,
            unit=Unit(run.unit) if run.unit else None, extra=run.paused_days,
        )  # fmt: skip
        if (due.due_on, due.provisional) != (run.due_on, run.provisional):
            changed.append({"n": run.n, **_until(due.due_on.isoformat(), due.provisional)})
    return changed


def _until(due: str, provisional: bool) -> dict[str, Any]:
    return {"due": due, "provisional": True} if provisional else {"due": due}


def _everybody_now(case: Case, data: Mapping[str, Any]) -> bool:
    if data["result"] == "returned":
        return False
    return set(case.matter.unreached) <= set(data["petitions"])


def _others_may_ask(case: Case, data: Mapping[str, Any]) -> bool:
    """Whether another petitioner of the matter may ask yet, or will when the answer arrives: the window is theirs, too."""
    state, law = case.matter, case.law
    own = data.get("petition") or state.petitions[0].number
    dues = [
        window(state, p, calendar=law.calendar, terms=law.terms) for p in may_still_ask(state) if p != own
    ]
    in_time = any(due is not None and not is_late(due.due_on, case.now) for due in dues)
    return in_time or bool(state.unreached)


def _left_behind(data: Mapping[str, Any]) -> frozenset[Clock]:
    """Naming the accused ends what ran where the matter is taken from."""
    if data.get("recall"):
        return LEFT_BEHIND
    return frozenset({Clock.L6}) if data.get("let_go") else frozenset()


def _stopped_part(verb: Verb, case: Case, data: Mapping[str, Any]) -> list[list[Any]]:
    running = {(run.code, run.ref) for run in case.state.running} if case.state else set()
    if verb is Verb.ACCUSE:
        gone = {(Clock.L8, n) for n in data.get("helpers", ())}
    elif verb in LEADS_NOW:
        gone = {(Clock.L8, helper.n) for helper in case.matter.helping if helper.unit == data["to"]}
    elif verb in _ENDS_PART:
        gone = {(_ENDS_PART[verb], data["item"])}
    else:
        return []
    return [[code.value, ref] for code, ref in sorted(gone & running)]


def _hearing(verb: Verb, case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    """The days of a hearing don't count in the recheck's term (Art. 36 para. 2); in no other. Taking it back ends it, too.

    What hearings take beyond the county's limit (L14) counts again: the term doesn't stand still for ever.
    """
    if verb not in (Verb.OPEN_HEARING, Verb.END_HEARING) and not data.get("recall"):
        return {}
    run = next((run for run in case.matter.running if run.code is Clock.T11), None)
    if run is None:
        return {}
    if verb is Verb.OPEN_HEARING:
        return {"pause": [Clock.T11.value]}
    if run.paused_at is None:
        return {}
    most = max(case.law.terms.hearing_days, run.paused_days)
    days = min(run.paused_days + _days_heard(case, run.paused_at), most)
    due = due_on(run.code, run.started_at, calendar=case.law.calendar, terms=case.law.terms, extra=days)
    return {"redue": [{"n": run.n, "paused_days": days, **_until(due.due_on.isoformat(), due.provisional)}]}


def _days_heard(case: Case, since: datetime) -> int:
    """The local days of the hearing that ends now, first and last; a day on which an earlier one ended counts but once."""
    first = local_date(since)
    before = [local_date(h.ended_at) for h in case.matter.hearings if h.ended_at is not None]
    return (local_date(case.now) - first).days + (0 if first in before else 1)


def _starts(choice: Clock | Choose, row: Transition, case: Case, data: Mapping[str, Any]) -> Iterator[Start]:
    if choice is Choose.FOREIGN:
        yield from _foreign(case, data)
    elif isinstance(choice, Clock):
        yield _start(choice, row, case, data)
    else:
        for code in _chosen(choice, row, case, data):
            yield _start(code, row, case, data)


def _chosen(choice: Choose, row: Transition, case: Case, data: Mapping[str, Any]) -> tuple[Clock, ...]:
    if choice is Choose.DESK:
        return (_desk_clock(case, data),)
    if choice is Choose.ANSWER:
        return (Clock.S2,) if case.matter.simple else (_answer_clock(case),)
    if choice is Choose.ORDINARY:
        stay = case.matter.round
        return (_answer_clock(case),) if stay is not None and stay.accepted_at is not None else ()
    if choice is Choose.GRAVE:
        return tuple(_grave(row.verb, case, data))
    if choice is Choose.RECEIPT:
        return tuple(_windows(case))
    if choice is Choose.LOOK:
        return (Clock.L11,) if data["score"] == Score.DISSATISFIED else ()
    if choice is Choose.REVOKED:
        return (Clock.L13,) if _revokes(case, data) else ()
    if choice is Choose.AGAIN:
        return (Clock.L13,) if looking.found_now(case) and not looking.taken_up_soon(case.matter) else ()
    if choice is Choose.TAKEN_BACK:
        return (Clock.L5,) if data.get("recall") and case.matter.stage is Stage.FIRST else ()
    return ()  # RESUMED starts nothing


def _desk_clock(case: Case, data: Mapping[str, Any]) -> Clock:
    stage = data.get("stage", Stage.FIRST)
    if stage != Stage.FIRST:
        return Clock.T9 if stage == Stage.REVIEW else Clock.T11
    return Clock.T1 if data["desk"] == case.law.department else Clock.T2


def _revokes(case: Case, data: Mapping[str, Any]) -> bool:
    """Whether this result leaves a first matter without an answer, and nothing yet asks the desk to take it up again."""
    state = case.matter
    revoked = data["outcome"] == Outcome.REVOKED
    present = revoked and bool(concerned(state, data))
    return present and state.stage is Stage.FIRST and not looking.taken_up_soon(state)


def _answer_clock(case: Case) -> Clock:
    return Clock.T6 if case.matter.klass is MatterClass.APPEAL else Clock.L1


def _grave(verb: Verb, case: Case, data: Mapping[str, Any]) -> Iterator[Clock]:
    """A grave matter wants a leader and a report: again a leader once the last one is gone, a report until there is one."""
    state = case.matter
    running = {run.code for run in state.running}
    if verb in (Verb.RELEASE, Verb.ACCUSE):
        gone = [data["item"]] if verb is Verb.RELEASE else data.get("owners", [])
        if gone and state.urgent and state.is_open and all(own.n in gone for own in state.owning):
            yield Clock.L9
    elif data.get("urgent") if verb is Verb.TRIAGE else state.urgent:
        if not state.owning and Clock.L9 not in running:
            yield Clock.L9
        if not state.reports and Clock.L12 not in running:
            yield Clock.L12


def _windows(case: Case) -> Iterator[Clock]:
    """From receipt of the answer: ask for review of an opinion under Art. 31(6), or for the recheck of a review; rate."""
    state = case.matter
    code = window_code(state)
    if code is not None and not state.final:
        yield code
    if is_ratable(state):
        yield Clock.L10


def _start(code: Clock, row: Transition, case: Case, data: Mapping[str, Any]) -> Start:
    begins = _begins(code, row, case)
    days = _days(code, data, case.law.terms)
    due = due_on(code, begins, calendar=case.law.calendar, terms=case.law.terms, days=days)
    started: Start = {"code": code.value, "at": _plain(begins), "due": due.due_on.isoformat()}
    if days is not None:
        started["days"] = days
    if due.provisional:
        started["provisional"] = True
    if row.verb in _NEW_PART:
        started["ref"] = len(getattr(case.matter, _NEW_PART[row.verb])) + 1
    elif row.verb is Verb.ESCALATE:
        started["ref"] = data["item"]
    party = _party(code, case, data)
    if party:
        started["party"] = party
    return started


def _begins(code: Clock, row: Transition, case: Case) -> datetime:
    if row.verb is Verb.REGISTER:
        assert case.data is not None, "asked only of filled-in forms"
        received: datetime = case.data["received_at"]
        return received
    state, stay = case.matter, case.matter.round
    if code is Clock.T7:
        return next(run.started_at for run in state.running if run.code is Clock.T6)
    if code is Clock.S1:
        return stay.sent_at if stay is not None else state.received_at
    if row.verb is Verb.FALL_BACK and stay is not None and stay.accepted_at is not None:
        return stay.accepted_at
    return _receipt(case) if code in (Clock.T8, Clock.T10, Clock.L10) else case.now


def _receipt(case: Case) -> datetime:
    """When the last petitioner had the answer: the delivery being written, or an earlier one that was later."""
    assert case.data is not None
    opinion = case.matter.opinion
    earlier = [d.at for d in case.matter.deliveries if opinion and d.opinion == opinion.n and d.reached]
    last: datetime = max([case.data["delivered_at"], *earlier])
    return last


def _days(code: Clock, data: Mapping[str, Any], terms: Terms) -> int | None:
    """The length that stands in the entry: what was given, or the county's setting; none where the law fixes it.

    The setting is written down as it is now, so that a later one doesn't change what runs.
    """
    if code in (Clock.T5, Clock.T7):
        return int(data["days"])
    if code is Clock.L6:
        return int(data.get("days") or terms.supervise_days)
    if code is Clock.L15:
        return int(data.get("days") or terms.instruct_days)
    setting = RULES[code].setting
    return getattr(terms, setting) if setting else None


def _party(code: Clock, case: Case, data: Mapping[str, Any]) -> str:
    """Whose term it is where that isn't simply whoever answers for the matter."""
    if code in (Clock.L7, Clock.L8):
        return str(data["to"])
    if code is Clock.L11:
        return case.law.leaders if case.matter.desk == case.law.leaders else case.law.department
    if code is Clock.L6:
        return case.matter.notices[data["item"] - 1].addressee if "item" in data else case.matter.holder
    return str(data.get("desk", case.matter.desk)) if code in (Clock.L9, Clock.L12, Clock.L13) else ""


def _foreign(case: Case, data: Mapping[str, Any]) -> Iterator[Start]:
    assert case.data is not None
    source, begins = Satellite(data["source"]), case.data["received_at"]
    for code, usual, unit in _FOREIGN[source]:
        if code is Clock.F1 and case.matter.status not in AT_DESK:
            continue  # it was signed for: it has been passed on
        told = data.get("days") if code is Clock.F2 else None
        days = told or usual or case.law.terms.mailbox_working_days
        due = due_on(code, begins, calendar=case.law.calendar, terms=case.law.terms, days=days, unit=unit)
        yield {
            "code": code.value, "at": _plain(begins), "days": days, "unit": unit.value, "source": source.value,
            **_until(due.due_on.isoformat(), due.provisional),
        }  # fmt: skip


def _plain(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
