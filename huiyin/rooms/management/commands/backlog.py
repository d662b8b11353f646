"""``huiyin backlog``: the drawer, tail and bone cases, each with its reasons."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.rooms.cases import backlogs
from huiyin.rooms.cases.models import Matter
from huiyin.rooms.county.queries import NotLoaded, calendar, terms
from huiyin.rooms.management.asking import day, every, operator, tongue
from huiyin.rules import backlog as rules
from huiyin.rules.backlog import Backlog, Finding
from huiyin.rules.calendar import local_date

Found = tuple[str, str, tuple[Finding, ...]]  # number, unit, why


class Command(BaseCommand):
    """List what is stuck."""

    help = gettext_noop(
        "List the matters that are stuck: drawer cases (nothing from the owner), tail cases (closed with a commitment overdue, "
        "or taken up again), bone cases (old, or passed around), each with its reasons. The county sets the thresholds."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As of when, in which form."""
        text = _("as if it were this day, with the matters as they stand now, YYYY-MM-DD (today)")
        parser.add_argument("--on", type=day, metavar="DAY", help=text)
        parser.add_argument("--json", action="store_true", help=_("print JSON instead of lines"))

    def handle(self, *args: Any, on: date | None, **options: Any) -> None:
        """Kind by kind."""
        today = on or local_date(timezone.now())
        kinds = {Backlog.DRAWER: _drawer, Backlog.TAIL: _tail, Backlog.BONE: _bone}
        try:
            if options["json"]:
                told = {
                    kind.value: [_plain(one, today) for one in find(today)] for kind, find in kinds.items()
                }
                self.stdout.write(json.dumps({"on": today.isoformat(), **told}, ensure_ascii=False, indent=2))
                return
            for kind, find in kinds.items():
                self._tell(kind, find(today), today)
        except NotLoaded as no:
            raise CommandError(str(no)) from no

    def _tell(self, kind: Backlog, rows: Iterator[Found], today: date) -> None:
        many, say = 0, tongue()
        for number, unit, found in rows:
            many += 1
            why = "; ".join(say.why(one, today) for one in found)
            self.stdout.write(f"{say.kind(kind)}  {number}  {say.unit(unit)}  {why}")
        sums = {"kind": say.kind(kind), "n": many, "day": today}
        self.stdout.write(_("%(kind)s: %(n)s on %(day)s.") % sums)


def _plain(found: Found, today: date) -> dict[str, Any]:
    number, unit, why = found
    return {
        "number": number,
        "unit": unit,
        "why": [{"code": one.why.value, "told": tongue().why(one, today)} for one in why],
    }


def _drawer(today: date) -> Iterator[Found]:
    who, law = operator(), {"calendar": calendar(), "terms": terms()}
    rows = every(lambda after, size: backlogs.drawer(who, today, after=after, size=size), backlogs.DRAWER)
    for one in rows:
        yield one.number, one.owner_id or "", tuple(rules.silent(one.owner_at, today, **law))  # type: ignore[arg-type]


def _tail(today: date) -> Iterator[Found]:
    who = operator()
    promised = every(
        lambda after, size: backlogs.tail_promised(who, today, after=after, size=size), backlogs.TAIL_PROMISED
    )
    for one in promised:
        yield one.matter_id, one.unit_id, tuple(rules.promise_overdue(one.n, one.due_on, today))
    again = every(lambda after, size: backlogs.tail_again(who, after=after, size=size), backlogs.TAIL_AGAIN)
    for matter in again:
        yield matter.number, matter.owner_id or "", tuple(rules.taken_up_again(matter.reopened))


def _bone(today: date) -> Iterator[Found]:
    who = operator()
    old = every(lambda after, size: backlogs.bone_old(who, today, after=after, size=size), backlogs.BONE_OLD)
    moved = every(
        lambda after, size: backlogs.bone_moved(who, today, after=after, size=size), backlogs.BONE_MOVED
    )
    for rows in (old, moved):
        yield from ((one.number, one.owner_id or "", _hard(one, today)) for one in rows)


def _hard(matter: Matter, today: date) -> tuple[Finding, ...]:
    own = terms()
    moved = rules.moved_about(matter.rounds_count, matter.units_count, terms=own)
    return (*rules.old(matter.registered_at, today, terms=own), *moved)
