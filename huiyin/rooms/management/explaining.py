"""Dates and reasons in plain English sentences, for a terminal; the pages have their own, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.rules.backlog import Finding, Why
from huiyin.rules.clocks import Step, StepCode
from huiyin.rules.fields import Refused

Params = Mapping[str, Any]


def count(n: int, unit: str) -> str:
    """A length of time: 15 days, 1 working day."""
    word = unit.replace("_", " ")
    return f"{n} {word.removesuffix('s') if n == 1 else word}"


def _rule(p: Params) -> str:
    length = count(p["length"], p["unit"])
    article = f"Art. {p['article']}" if p["article"] else ""
    if p["source"] == "setting":
        own = f"The county's own term: {length}"
        return f"{own} (the duty itself: {article})." if article else f"{own}."
    if p["source"] == "given":
        return f"Given with the event: {length}" + (f" ({article})." if article else ".")
    return f"{article}: {length}."


def _run_of_days(p: Params, what: str) -> str:
    days = f"{p['first']}" if p["first"] == p["last"] else f"{p['first']} to {p['last']}"
    named = f" ({p['name']})" if p["name"] else f" ({p['reason']})"
    return f"{days}: {count(p['days'], 'days')} {what}{named}."


_STEPS: Mapping[StepCode, Callable[[Params], str]] = {
    StepCode.RULE: _rule,
    StepCode.START: lambda p: f"It began on {p['at']:%Y-%m-%d %H:%M}.",
    StepCode.START_NOT_COUNTED: lambda p: f"{p['day']} itself isn't counted.",
    StepCode.EXTENDED: lambda p: f"{count(p['length'], 'days')}, extended by {count(p['days'], 'days')}.",
    StepCode.HEARING: lambda p: f"{count(p['days'], 'days')} of a hearing aren't counted.",
    StepCode.COUNTED: lambda p: f"{count(p['length'], p['unit'])} from then end on {p['day']}.",
    StepCode.WEEKENDS: lambda p: f"{count(p['days'], 'weekend days')} not counted.",
    StepCode.DAYS_OFF: lambda p: _run_of_days(p, "off, not counted"),
    StepCode.WORKED: lambda p: _run_of_days(p, "worked"),
    StepCode.ROLLED: lambda p: f"{p['from']} is a day off, so the last day moves to {p['to']}.",
    StepCode.NOT_ROLLED: lambda p: f"{p['day']} is a day off, but the county doesn't move last days.",
    StepCode.PROVISIONAL: lambda p: f"The holiday notice for {p['day']} isn't out yet: the date may change.",
    StepCode.DUE: lambda p: f"Last day: {p['day']}.",
}


def step(one: Step) -> str:
    """One step of how a date was reached."""
    return _STEPS[one.code](one.params)


_WHYS: Mapping[Why, Callable[[Params], str]] = {
    Why.SILENT: lambda p: f"nothing from the owner since {p['since']}: {count(p['days'], 'working_days')}",
    Why.PROMISE_OVERDUE: lambda p: (
        f"closed, but commitment {p['n']} of {p['due']} is open, {count(p['days'], 'days')} late"
    ),
    Why.TAKEN_UP_AGAIN: lambda p: f"closed before and taken up again, {count(p['times'], 'times')}",
    Why.OLD: lambda p: f"open since {p['since']}: {count(p['days'], 'days')}",
    Why.MANY_ROUNDS: lambda p: f"sent to units {count(p['rounds'], 'times')}",
    Why.MANY_UNITS: lambda p: f"{count(p['units'], 'units')} have had it",
}


def why(finding: Finding) -> str:
    """Why a matter is a backlog case."""
    return _WHYS[finding.why](finding.params)


def refusal(no: Refused) -> str:
    """A reason code as words, with its article and what it names."""
    told = no.reason.replace("_", " ")
    params = ", ".join(f"{value}" for value in no.params.values())
    return told + (f": {params}" if params else "") + (f" (Art. {no.article})" if no.article else "")
