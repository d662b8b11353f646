"""The three kinds of matters that get stuck: drawer, tail and bone cases (抽屉案、尾巴案、骨头案), and why each is one.

Practice, not law: no article defines them, so the thresholds are the county's own (``huiyin.rules.terms``). Nothing is marked
by hand; each kind is read from the matter as it stands, so a case leaves the list by being worked on and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from huiyin.rules.calendar import Calendar, local_date
from huiyin.rules.state import MatterState
from huiyin.rules.terms import Terms
from huiyin.rules.vocabulary import Status

_Params = dict[str, int | date]
_ONE_DAY = timedelta(days=1)


class Backlog(StrEnum):
    """Which kind."""

    DRAWER = "drawer"  # 抽屉案: lies with its owner, who does nothing
    TAIL = "tail"  # 尾巴案: closed, but something is still owed; or closed once and open again
    BONE = "bone"  # 骨头案: hard: open for very long, or passed from unit to unit


class Why(StrEnum):
    """The one fact that makes it so; its parameters are listed behind."""

    SILENT = "silent"  # since: the day of the owner's last act, days: working days gone by, term
    PROMISE_OVERDUE = "promise_overdue"  # n: which commitment, due: its day, days: calendar days late
    TAKEN_UP_AGAIN = "taken_up_again"  # times
    OLD = "old"  # since: the day of registration, days: calendar days, term
    MANY_ROUNDS = "many_rounds"  # rounds, term
    MANY_UNITS = "many_units"  # units, term


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind that a matter is of, and why. Data, no language."""

    kind: Backlog
    why: Why
    params: Mapping[str, int | date] = field(default_factory=dict)


def backlog(state: MatterState, now: datetime, *, calendar: Calendar, terms: Terms) -> tuple[Finding, ...]:
    """All that makes the matter a backlog case now; empty for most."""
    today = local_date(now)
    found = list(overdue_promises(state, today))
    if state.is_open:
        found += [
            *silent(state.owner_at, today, calendar=calendar, terms=terms),
            *taken_up_again(state.reopened),
            *old(state.registered_at, today, terms=terms),
            *moved_about(len(state.rounds), len(state.units), terms=terms),
        ]
    order = list(Backlog)
    return tuple(sorted(found, key=lambda finding: order.index(finding.kind)))


def silent(owner_at: datetime, today: date, *, calendar: Calendar, terms: Terms) -> Iterator[Finding]:
    """The owner of an open matter has done nothing for so many whole working days; today isn't one yet."""
    since = local_date(owner_at)
    if since < silent_before(today, calendar=calendar, terms=terms):
        days = calendar.working_days(since + _ONE_DAY, today - _ONE_DAY)
        params: _Params = {"since": since, "days": days, "term": terms.silent_working_days}
        yield Finding(Backlog.DRAWER, Why.SILENT, params)


def silent_before(today: date, *, calendar: Calendar, terms: Terms) -> date:
    """An owner whose last act lies before this day is silent for too long: the term's n-th working day back from today."""
    day, left = today, terms.silent_working_days
    while left:
        day -= _ONE_DAY
        left -= calendar.is_working(day)
    return day


def overdue_promises(state: MatterState, today: date) -> Iterator[Finding]:
    """A closed matter with a commitment that is open past its day."""
    if state.status is not Status.CLOSED:
        return
    for pledge in state.open_pledges:
        yield from promise_overdue(pledge.n, pledge.due_on, today)


def promise_overdue(n: int, due: date, today: date) -> Iterator[Finding]:
    """One open commitment of a closed matter whose day is over."""
    if due < today:
        params: _Params = {"n": n, "due": due, "days": (today - due).days}
        yield Finding(Backlog.TAIL, Why.PROMISE_OVERDUE, params)


def taken_up_again(times: int) -> Iterator[Finding]:
    """An open matter that was closed before."""
    if times:
        yield Finding(Backlog.TAIL, Why.TAKEN_UP_AGAIN, {"times": times})


def old(registered_at: datetime, today: date, *, terms: Terms) -> Iterator[Finding]:
    """An open matter registered more than so many days ago."""
    since = local_date(registered_at)
    if since < old_before(today, terms=terms):
        params: _Params = {"since": since, "days": (today - since).days, "term": terms.old_days}
        yield Finding(Backlog.BONE, Why.OLD, params)


def old_before(today: date, *, terms: Terms) -> date:
    """What was registered before this day is old."""
    return today - timedelta(days=terms.old_days)


def moved_about(rounds: int, units: int, *, terms: Terms) -> Iterator[Finding]:
    """An open matter that was sent so many times, or to so many units."""
    if rounds >= terms.many_rounds:
        yield Finding(Backlog.BONE, Why.MANY_ROUNDS, {"rounds": rounds, "term": terms.many_rounds})
    if units >= terms.many_units:
        yield Finding(Backlog.BONE, Why.MANY_UNITS, {"units": units, "term": terms.many_units})
