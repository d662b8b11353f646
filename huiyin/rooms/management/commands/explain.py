"""``huiyin explain NUMBER``: how a matter stands and why: owner, terms step by step, what is stuck, what may happen next."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huiyin.rooms.cases.queries import matter_for
from huiyin.rooms.county.queries import NotLoaded, law
from huiyin.rooms.dossier.queries import folded
from huiyin.rooms.management.asking import operator, tongue
from huiyin.rules.backlog import Backlog, backlog
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import RULES, Clock, Party, Unit, explain
from huiyin.rules.guards import Law
from huiyin.rules.prospects import Prospect, prospects
from huiyin.rules.roles import Role
from huiyin.rules.state import ClockRun, MatterState
from huiyin.rules.vocabulary import MatterClass, Status, Verb


class Command(BaseCommand):
    """Tell one matter."""

    help = gettext_noop(
        "Explain one matter: its state and owner, every term with its article, whose it is and how its date was reached, why "
        "it is stuck, what may happen next by whom, and what may not and why. Prints no words and no names of petitioners."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The number, and the form of the answer."""
        parser.add_argument(
            "number", metavar="NUMBER", help=_("the matter's number, or that of a petition in it")
        )
        parser.add_argument("--json", action="store_true", help=_("print JSON instead of lines"))

    def handle(self, *args: Any, number: str, **options: Any) -> None:
        """Look it up, fold it, tell it."""
        try:
            found = matter_for(operator(), number)
        except NotLoaded as no:
            raise CommandError(str(no)) from no
        state = folded(found.number)[0] if found else None
        if state is None:
            raise CommandError(_("There is no matter with the number “%(number)s”.") % {"number": number})
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
        "backlog": [{"kind": one.kind.value, "why": one.why.value, "told": tongue().why(one, today)} for one in found],
        "next": [_may(one) for one in coming if one.no is None],
        "barred": [_not(one) for one in coming if one.no is not None],
    }  # fmt: skip


def _clock(run: ClockRun, ruling: Law, today: date) -> dict[str, Any]:
    rule = RULES[run.code]
    steps = explain(
        run.code, run.started_at, calendar=ruling.calendar, terms=ruling.terms, days=run.days,
        unit=Unit(run.unit) if run.unit else None, extra=run.paused_days,
    )  # fmt: skip
    told = tongue().steps(steps)
    if steps[-1].params["day"] != run.due_on:
        old = _("The dossier says %(day)s: it was reckoned by the calendar and terms of that time.")
        told.append(old % {"day": run.due_on})
    return {
        "clock": run.code.value, "kind": rule.kind.value, "article": rule.article, "party": run.party,
        "due": run.due_on.isoformat(), "provisional": run.provisional,
        "stopped": local_date(run.stopped_at).isoformat() if run.stopped_at else None,
        "paused": run.paused_at is not None, "far": tongue().far(run.due_on, today), "steps": told,
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
        "told": tongue().refusal(one.no),
    }


# -- for people ---------------------------------------------------------------------------------------------------------


def lines(told: dict[str, Any]) -> Iterator[str]:
    """What ``as_told`` found, line by line, in the active language."""
    say = tongue()
    facts = [
        say.word(Status(told["status"])), say.word(MatterClass(told["class"])) if told["class"] else "",
        say.category(told["category"]), _("urgent") if told["urgent"] else "",
    ]  # fmt: skip
    yield f"{told['number']}  {', '.join(filter(None, facts))}"
    yield _("Received %(received)s, registered %(registered)s, %(entries)s entries.") % told
    yield from _ties(told)
    if told["owner"]:
        said = {"unit": say.unit(told["owner"]), "day": told["owner_acted"]}
        yield _("Owner: %(unit)s, last did something on %(day)s.") % said
    yield from _clock_lines(told["clocks"])
    stuck = "; ".join(f"{say.kind(Backlog(one['kind']))} ({one['told']})" for one in told["backlog"])
    yield _("Stuck: %(why)s") % {"why": stuck or _("no")}
    yield from _what_may_happen(told)


def _ties(told: dict[str, Any]) -> Iterator[str]:
    """What hangs together with it, and how many it is kept from."""
    for key, sentence in (
        ("linked_to", _("Goes on in %(number)s.")), ("about", _("Reviews %(number)s.")),
        ("asked", _("Is reviewed in %(number)s.")),
    ):  # fmt: skip
        if told[key]:
            yield sentence % {"number": told[key]}
    if told["kept_from"]:
        yield ngettext(
            "Kept from %(n)s unit or person; who that is stands on its page for whoever may see it.",
            "Kept from %(n)s units or people; who they are stands on its page for whoever may see it.",
            told["kept_from"],
        ) % {"n": told["kept_from"]}


def _what_may_happen(told: dict[str, Any]) -> Iterator[str]:
    say = tongue()
    yield _("Next:")
    for one in told["next"]:
        yield f"  {say.word(Verb(one['verb']))}{_article(one)}: {_by(one['by'])}"
    yield _("Not now:")
    for one in told["barred"]:
        if one["reason"] != "not_in_this_state":
            yield f"  {say.word(Verb(one['verb']))}: {one['told']}"
    elsewhere = [
        say.word(Verb(one["verb"])) for one in told["barred"] if one["reason"] == "not_in_this_state"
    ]
    said = {"status": say.word(Status(told["status"])), "verbs": ", ".join(elsewhere)}
    yield "  " + _("in other states than “%(status)s”: %(verbs)s") % said


def _clock_lines(clocks: list[dict[str, Any]]) -> Iterator[str]:
    running = [one for one in clocks if one["stopped"] is None]
    yield _("Terms running:") if running else _("No term runs.")
    for one in sorted(running, key=lambda one: str(one["due"])):
        unsure = [
            one["far"],
            _("may change") if one["provisional"] else "",
            _("stopped by a hearing") if one["paused"] else "",
        ]
        yield f"  {_head(one)}{_article(one)}: {one['due']}, {', '.join(filter(None, unsure))}"
        yield from (f"      {step}" for step in one["steps"])
    ended = [one for one in clocks if one["stopped"] is not None]
    if ended:
        yield _("Terms ended:")
    for one in ended:
        said = {"due": one["due"], "stopped": one["stopped"]}
        yield f"  {_head(one)}: " + _("due %(due)s, ended %(stopped)s") % said


def _head(one: dict[str, Any]) -> str:
    """Which term, and whose."""
    say = tongue()
    whose = (
        _("the petitioner")
        if RULES[Clock(one["clock"])].party is Party.PETITIONER
        else say.unit(one["party"])
    )
    return f"{one['clock']} {say.word(Clock(one['clock']))}, {whose}"


def _article(one: dict[str, Any]) -> str:
    return f" ({tongue().article(one['article'])})" if one["article"] else ""


def _by(somebodies: list[dict[str, str]]) -> str:
    units: dict[str, list[str]] = {}
    for one in somebodies:
        units.setdefault(one["unit"], []).append(tongue().word(Role(one["role"])))
    return "; ".join(f"{tongue().unit(unit)} {' / '.join(roles)}" for unit, roles in units.items())
