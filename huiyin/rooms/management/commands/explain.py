"""``huiyin explain NUMBER``: how a matter stands and why: owner, terms step by step, what is stuck, what may happen next."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huiyin.rooms.cases.queries import matter_for
from huiyin.rooms.county.queries import NotLoaded, law
from huiyin.rooms.dossier.queries import folded
from huiyin.rooms.management import explaining
from huiyin.rooms.management.asking import far, name, operator
from huiyin.rules.backlog import backlog
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import RULES, Unit, explain
from huiyin.rules.guards import Law
from huiyin.rules.prospects import Prospect, prospects
from huiyin.rules.state import ClockRun, MatterState


class Command(BaseCommand):
    """Tell one matter."""

    help = (
        "Explain one matter: its state and owner, every term with its article, whose it is and how its date was reached, why "
        "it is stuck, what may happen next by whom, and what may not and why. Prints no words and no names of petitioners."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The number, and the form of the answer."""
        parser.add_argument(
            "number", metavar="NUMBER", help="the matter's number, or that of a petition in it"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of lines")

    def handle(self, *args: Any, number: str, **options: Any) -> None:
        """Look it up, fold it, tell it."""
        try:
            found = matter_for(operator(), number)
        except NotLoaded as no:
            raise CommandError(str(no)) from no
        state = folded(found.number)[0] if found else None
        if state is None:
            raise CommandError(f"There is no matter with the number “{number}”.")
        told = as_told(state, law(), timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for line in lines(told):
            self.stdout.write(line)


def as_told(state: MatterState, ruling: Law, now: datetime) -> dict[str, Any]:
    """Everything that is known of how the matter stands, plain."""
    today = local_date(now)
    found = backlog(state, now, calendar=ruling.calendar, terms=ruling.terms)
    coming = prospects(state, now=now, law=ruling)
    return {
        "number": state.number, "entries": state.seq, "status": state.status.value, "open": state.is_open,
        "stage": state.stage.value, "class": state.klass.value if state.klass else "", "category": state.category,
        "urgent": state.urgent, "registered": local_date(state.registered_at).isoformat(),
        "received": local_date(state.received_at).isoformat(), "owner": state.owner,
        "owner_acted": local_date(state.owner_at).isoformat(), "linked_to": state.linked_to, "about": state.about,
        "asked": state.asked, "kept_from": len(state.bars),
        "clocks": [_clock(run, ruling, today) for run in state.clocks],
        "backlog": [{"kind": one.kind.value, "why": one.why.value, "told": explaining.why(one)} for one in found],
        "next": [_may(one) for one in coming if one.no is None],
        "barred": [_not(one) for one in coming if one.no is not None],
    }  # fmt: skip


def _clock(run: ClockRun, ruling: Law, today: date) -> dict[str, Any]:
    rule = RULES[run.code]
    steps = explain(
        run.code, run.started_at, calendar=ruling.calendar, terms=ruling.terms, days=run.days,
        unit=Unit(run.unit) if run.unit else None, extra=run.paused_days,
    )  # fmt: skip
    told = [explaining.step(one) for one in steps]
    if steps[-1].params["day"] != run.due_on:
        told.append(f"The dossier says {run.due_on}: it was reckoned by the calendar and terms of that time.")
    return {
        "clock": run.code.value, "kind": rule.kind.value, "article": rule.article, "party": run.party,
        "due": run.due_on.isoformat(), "provisional": run.provisional,
        "stopped": local_date(run.stopped_at).isoformat() if run.stopped_at else None,
        "paused": run.paused_at is not None, "far": far(run.due_on, today), "steps": told,
    }  # fmt: skip


def _may(one: Prospect) -> dict[str, Any]:
    by = [{"role": role.value, "unit": unit} for role, unit in one.by]
    return {"verb": one.verb.value, "article": one.article, "by": by}


def _not(one: Prospect) -> dict[str, Any]:
    assert one.no is not None
    return {
        "verb": one.verb.value,
        "reason": one.no.reason,
        "article": one.no.article,
        "told": explaining.refusal(one.no),
    }


# -- for people ---------------------------------------------------------------------------------------------------------


def lines(told: dict[str, Any]) -> Iterator[str]:
    """What ``as_told`` found, line by line."""
    facts = [told["status"], told["class"], told["category"], "urgent" if told["urgent"] else ""]
    yield f"{told['number']}  {', '.join(filter(None, facts))}"
    yield f"Received {told['received']}, registered {told['registered']}, {told['entries']} entries."
    for key, words in (("linked_to", "Goes on in"), ("about", "Reviews"), ("asked", "Is reviewed in")):
        if told[key]:
            yield f"{words} {told[key]}."
    if told["kept_from"]:
        yield f"Kept from {told['kept_from']} units or people; who they are stands on its page for whoever may see it."
    if told["owner"]:
        yield f"Owner: {name(told['owner'])}, last did something on {told['owner_acted']}."
    yield from _clock_lines(told["clocks"])
    yield "Backlog: " + ("; ".join(f"{one['kind']} ({one['told']})" for one in told["backlog"]) or "none")
    yield "Next:"
    for one in told["next"]:
        yield f"  {one['verb']}{_article(one)}: {_by(one['by'])}"
    yield "Not now:"
    for one in told["barred"]:
        if one["reason"] != "not_in_this_state":
            yield f"  {one['verb']}: {one['told']}"
    elsewhere = [one["verb"] for one in told["barred"] if one["reason"] == "not_in_this_state"]
    yield f"  in other states than {told['status']}: {', '.join(elsewhere)}"


def _clock_lines(clocks: list[dict[str, Any]]) -> Iterator[str]:
    running = [one for one in clocks if one["stopped"] is None]
    yield "Terms running:" if running else "No term runs."
    for one in sorted(running, key=lambda one: str(one["due"])):
        unsure = ", may change" if one["provisional"] else ""
        unsure += ", stopped by a hearing" if one["paused"] else ""
        party = name(one["party"])
        yield f"  {one['clock']} {one['kind']} of {party}{_article(one)}: {one['due']}, {one['far']}{unsure}"
        yield from (f"      {step}" for step in one["steps"])
    ended = [one for one in clocks if one["stopped"] is not None]
    if ended:
        yield "Terms ended:"
    for one in ended:
        yield f"  {one['clock']} {one['kind']} of {name(one['party'])}: due {one['due']}, ended {one['stopped']}"


def _article(one: dict[str, Any]) -> str:
    return f" (Art. {one['article']})" if one["article"] else ""


def _by(somebodies: list[dict[str, str]]) -> str:
    units: dict[str, list[str]] = {}
    for one in somebodies:
        units.setdefault(one["unit"], []).append(one["role"])
    return "; ".join(f"{' or '.join(roles)} of {name(unit)}" for unit, roles in units.items())
