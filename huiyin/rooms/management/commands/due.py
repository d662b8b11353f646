"""``huiyin due --on DAY``: every duty whose last day is that day or before, and what the county itself owes by then."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huiyin.rooms.cases import lists
from huiyin.rooms.cases.models import ClockRun
from huiyin.rooms.county.queries import NotLoaded, calendar_alarm, rota_terms, unit
from huiyin.rooms.county.yearly import yearly
from huiyin.rooms.duty.queries import gaps
from huiyin.rooms.management.asking import day, every, operator, tongue
from huiyin.rules.calendar import local_date
from huiyin.rules.clocks import RULES, Clock
from huiyin.rules.yearly import Standing, Yearly


class Command(BaseCommand):
    """List what is due."""

    help = gettext_noop(
        "List every duty that is due on a day or before, the longest overdue first; then what the county itself owes by then: "
        "the yearly report and assessment, days without a leader on duty, the next holiday notice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Until when, whose, in which form."""
        parser.add_argument("--on", type=day, metavar="DAY", help=_("last day, YYYY-MM-DD (today)"))
        parser.add_argument("--unit", default="", metavar="CODE", help=_("only the duties of this unit"))
        parser.add_argument("--json", action="store_true", help=_("print JSON instead of lines"))

    def handle(self, *args: Any, on: date | None, unit: str, **options: Any) -> None:
        """Read page by page, print as it comes."""
        today = local_date(timezone.now())
        until = on or today
        try:
            runs = _runs(until, _known(unit))
            if options["json"]:
                told = {"on": until.isoformat(), "unit": unit, "duties": [_plain(run, today) for run in runs]}
                self.stdout.write(json.dumps(told | _county(today, until), ensure_ascii=False, indent=2))
                return
            self._lines(runs, today, until, county=not unit)
        except NotLoaded as no:
            raise CommandError(str(no)) from no

    def _lines(self, runs: Iterator[ClockRun], today: date, until: date, *, county: bool) -> None:
        many, say = 0, tongue()
        for run in runs:
            many += 1
            code = Clock(run.code)
            told = [
                f"{run.due_on}", f"{run.code:<3} {run.matter_id}", say.unit(run.party_id or ""), say.word(code),
                say.far(run.due_on, today), say.article(RULES[code].article),
            ]  # fmt: skip
            self.stdout.write("  ".join(filter(None, told)))
        owed = ngettext(
            "%(n)s duty due on or before %(day)s.", "%(n)s duties due on or before %(day)s.", many
        )
        self.stdout.write(owed % {"n": many, "day": until})
        if county:
            self._of_the_county(_county(today, until))

    def _of_the_county(self, owed: dict[str, Any]) -> None:
        say = tongue()
        for one in owed["yearly"]:
            what = _("%(what)s for %(year)s isn't done yet") % {
                "what": say.word(Yearly(one["code"])),
                "year": one["year"],
            }
            self.stdout.write(f"{one['due']}  {one['code']} {what}  {say.article(one['article'])}")
        for gap in owed["rota_gaps"]:
            self.stdout.write(f"{gap}  " + _("no leader on duty"))
        if owed["calendar"]:
            sure = _("The working-day calendar is certain only until %(day)s.")
            self.stdout.write(sure % {"day": owed["calendar"]["last_certain"]})


def _known(code: str) -> str | None:
    if code and unit(code) is None:
        raise CommandError(_("There is no unit with the code “%(code)s”.") % {"code": code})
    return code or None


def _runs(until: date, code: str | None) -> Iterator[ClockRun]:
    who = operator()
    return every(lambda after, size: lists.due(who, until, unit=code, after=after, size=size), lists.DUE)


def _plain(run: ClockRun, today: date) -> dict[str, Any]:
    rule = RULES[Clock(run.code)]
    return {
        "number": run.matter_id, "clock": run.code, "article": rule.article, "party": run.party_id,
        "due": run.due_on.isoformat(), "days_left": (run.due_on - today).days, "provisional": run.provisional,
    }  # fmt: skip


def _county(today: date, until: date) -> dict[str, Any]:
    """What no matter owes but the county: yearly duties not done, days without a leader ahead, the calendar's end."""
    ringing = calendar_alarm(today)
    last = min(until, today + timedelta(days=rota_terms().rota_alarm_days - 1))
    owed = [
        state.duty
        for state in yearly(until)
        if state.standing is not Standing.DONE and state.duty.due_on <= until
    ]
    return {
        "yearly": [
            {"code": one.code.value, "year": one.year, "article": one.article, "due": one.due_on.isoformat()} for one in owed
        ],
        "rota_gaps": [gap.isoformat() for gap in gaps(today, last)] if last >= today else [],
        "calendar": {"last_certain": ringing.last_certain.isoformat(), "days_left": ringing.days_left} if ringing else None,
    }  # fmt: skip
