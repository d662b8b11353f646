"""``huiyin calendar``: show the working days of a year, load a holiday notice, say whether the published calendar runs out."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from huiyin.rooms.cases.reckoning import Reckoned, reckon_all
from huiyin.rooms.county.actions import NotDone, load_calendar_notice
from huiyin.rooms.county.holidays import holiday
from huiyin.rooms.county.queries import NotLoaded, calendar, calendar_alarm, department
from huiyin.rooms.management.asking import why_not
from huiyin.rooms.management.columns import at_least
from huiyin.rules.calendar import DayFact, Reason, local_date
from huiyin.rules.fields import Refused
from huiyin.rules.roles import SYSTEM

#: Years that a notice can be for; anything else is a slip of the pen.
YEARS = range(2004, 2200)
#: A notice is a page of text; what is larger is another file.
MOST_BYTES = 200_000
REFUSALS = {
    "notice_columns": gettext_lazy(
        "The first line (“%(said)s”) neither begins with a day nor names the columns day and kind (and name)."
    ),
    "notice_other_year": gettext_lazy(
        "%(day)s isn't a day of %(year)s. A notice holds its own year and the last days of the December before."
    ),
    "notice_day_twice": gettext_lazy("%(day)s stands in the file twice."),
    "notice_worked_weekday": gettext_lazy("%(day)s is no weekend day, so nobody can work it in exchange."),
    "notice_not_whole": gettext_lazy("%(day)s isn't off: this is not the whole notice of the year."),
}
#: What is wrong in a line, by the column, or by what a day in it isn't.
WRONG = {
    "day": gettext_lazy("Line %(line)s: day is “%(said)s”."),
    "kind": gettext_lazy("Line %(line)s: kind is “%(said)s”."),
    "weekday": gettext_lazy("Line %(line)s: not the weekday of its day: “%(said)s”."),
    "span_order": gettext_lazy("Line %(line)s: the end lies before the beginning: “%(said)s”."),
    "span_long": gettext_lazy("Line %(line)s: longer than 31 days: “%(said)s”."),
    "span_year": gettext_lazy(
        "Line %(line)s: over the year's end without the year of the last day: “%(said)s”."
    ),
}
REASONS = {
    Reason.WEEKDAY: gettext_lazy("weekday"), Reason.WEEKEND: gettext_lazy("weekend"),
    Reason.HOLIDAY: pgettext_lazy("day", "off"), Reason.MAKEUP: gettext_lazy("worked in exchange"),
    Reason.LOCAL: gettext_lazy("off here"),
}  # fmt: skip
#: The county's own days, by whether they are worked.
OVERRIDES = {
    True: gettext_lazy("set by the county, worked"),
    False: gettext_lazy("set by the county, off"),
}


def year(text: str) -> int:
    """A year as 2027."""
    if not text.isascii() or not text.isdecimal() or len(text) != 4 or int(text) not in YEARS:
        raise ArgumentTypeError(_("“%(said)s” isn't a year; write it as 2027") % {"said": text})
    return int(text)


class Command(BaseCommand):
    """Show, load, alarm."""

    help = gettext_noop(
        "The working-day calendar. `show --year Y` prints what isn't an ordinary week; `load FILE --year Y` takes in the State "
        "Council's yearly notice and reckons running terms anew; `alarm` ends with 1 when the next notice is wanted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Three things to do."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="show|load|alarm")
        show = acts.add_parser("show", help=_("print the days of a year that aren't an ordinary week"))
        show.add_argument("--year", type=year, required=True, metavar="Y", help=_("which year, as 2027"))
        load = acts.add_parser("load", help=_("take in a holiday notice and reckon running terms anew"))
        load.add_argument(
            "file", type=Path, help=_("CSV with the columns day, kind (off or work, 休 or 班), name")
        )
        load.add_argument("--year", type=year, required=True, metavar="Y", help=_("the year of the notice"))
        load.add_argument("--source", default="", metavar="TEXT", help=_("number or address of the notice"))
        acts.add_parser("alarm", help=_("status 1 and a sentence when the published calendar runs out"))

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        """Do the one that was asked for."""
        try:
            department()
        except NotLoaded as no:
            raise CommandError(str(no)) from no
        acts: dict[str, Callable[..., None]] = {"show": self._show, "load": self._load, "alarm": self._alarm}
        acts[act](options)

    def _show(self, options: dict[str, Any]) -> None:
        wanted = options["year"]
        facts = list(_facts(wanted))
        for run in _runs([fact for fact in facts if fact.reason not in (Reason.WEEKDAY, Reason.WEEKEND)]):
            self.stdout.write(_line(run))
        worked = sum(fact.working for fact in facts)
        self.stdout.write(_("%(year)s: %(days)s working days") % {"year": wanted, "days": worked})
        unsure = [fact.day for fact in facts if fact.provisional]
        if unsure:
            said = _("%(days)s days from %(first)s on may still change: their notice isn't loaded.")
            self.stdout.write(said % {"days": len(unsure), "first": unsure[0]})

    def _load(self, options: dict[str, Any]) -> None:
        file, wanted, now = options["file"], options["year"], timezone.now()
        source = (options["source"] or file.name)[:200]
        text = _read(file)
        try:
            days = load_calendar_notice(wanted, text=text, source=source, by=SYSTEM, now=now)
        except NotDone as no:
            raise CommandError(_refusal(no.refused)) from no
        said = _("The notice for %(year)s sets %(days)s days. Certain until %(until)s.")
        self.stdout.write(said % {"year": wanted, "days": days, "until": calendar().certain_until})
        self._told(reckon_all(by=SYSTEM, now=now))

    def _told(self, found: Reckoned) -> None:
        said = _("Reckoned anew: %(looked)s matters, %(changed)s with another date.")
        self.stdout.write(said % {"looked": found.looked, "changed": found.changed})
        if found.refused:
            said = _("These could not be reckoned anew: %(numbers)s")
            raise CommandError(said % {"numbers": ", ".join(found.refused)})

    def _alarm(self, options: dict[str, Any]) -> None:
        ringing = calendar_alarm(local_date(timezone.now()))
        if ringing is None:
            said = _("The calendar is certain until %(day)s.") % {"day": calendar().certain_until}
            self.stdout.write(said)
            return
        said = _(
            "The calendar is certain only until %(day)s (days left: %(left)s). "
            "Load the next holiday notice: huiyin calendar load FILE --year %(year)s"
        )
        told = {"day": ringing.last_certain, "left": ringing.days_left, "year": calendar().last_published + 1}
        raise CommandError(said % told)


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CommandError(_("%(file)s is too large for a holiday notice.") % {"file": file})
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        said = _("Can't read %(file)s: %(why)s.") % {"file": file, "why": why_not(error)}
        raise CommandError(said) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("%(file)s isn't UTF-8 text.") % {"file": file}) from error
    if not text.strip():
        raise CommandError(_("%(file)s is empty.") % {"file": file})
    return text


def _refusal(no: Refused) -> str:
    if no.reason == "notice_line":
        told = [str(WRONG[about]) % {"line": line, "said": said} for line, about, said in no.params["wrong"]]
        if no.params["more"]:
            told.append(_("%(n)s more are wrong.") % {"n": no.params["more"]})
        return " ".join(
            [*told, _("A day is written as 2027-01-01 or 2027年1月1日, the kind is off or work, 休 or 班.")]
        )
    sentence = REFUSALS.get(no.reason)
    if sentence is None:
        return _("The notice was refused (%(reason)s).") % {"reason": no.reason}
    return str(sentence) % no.params


def _facts(wanted: int) -> Iterator[DayFact]:
    known = calendar()
    first = date(wanted, 1, 1)
    return (known.fact(first + timedelta(days=n)) for n in range((date(wanted + 1, 1, 1) - first).days))


def _runs(facts: list[DayFact]) -> Iterator[list[DayFact]]:
    """Neighbours with the same reason and name together."""
    run: list[DayFact] = []
    for fact in facts:
        follows = run and fact.day - run[-1].day == timedelta(days=1)
        if run and not (follows and (fact.reason, fact.name) == (run[-1].reason, run[-1].name)):
            yield run
            run = []
        run.append(fact)
    if run:
        yield run


def _line(run: list[DayFact]) -> str:
    first, last = run[0], run[-1]
    both = {"first": first.day, "last": last.day}
    days = f"{first.day}" if first is last else _("%(first)s to %(last)s") % both
    state = str(OVERRIDES[first.working] if first.reason is Reason.OVERRIDE else REASONS[first.reason])
    return f"{at_least(days, 24)}  {at_least(state, 18)}  {holiday(first.name)}".rstrip()
