"""``huiyin calendar``: show the working days of a year, load a holiday notice, say whether the published calendar runs out."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huiyin.rooms.cases.reckoning import Reckoned, reckon_all
from huiyin.rooms.county.actions import NotDone, load_calendar_notice
from huiyin.rooms.county.queries import NotLoaded, calendar, calendar_alarm, department
from huiyin.rules.calendar import DayFact, Reason, local_date
from huiyin.rules.fields import Refused
from huiyin.rules.roles import SYSTEM

#: Years that a notice can be for; anything else is a slip of the pen.
YEARS = range(2004, 2200)
#: A notice is a page of text; what is larger is another file.
MOST_BYTES = 200_000
REFUSALS = {
    "notice_columns": "The first line (“{said}”) neither begins with a day nor names the columns day and kind (and name).",
    "notice_other_year": "{day} isn't a day of {year}. A notice holds its own year and the last days of the December before.",
    "notice_day_twice": "{day} stands in the file twice.",
    "notice_worked_weekday": "{day} is no weekend day, so nobody can work it in exchange.",
    "notice_not_whole": "{day} isn't off: this is not the whole notice of the year.",
}
#: What is wrong in a line that names days, but not such as can be taken.
WRONG = {
    "weekday": "not the weekday of its day:", "span_order": "the end lies before the beginning:",
    "span_long": "longer than 31 days:", "span_year": "over the year's end without the year of the last day:",
}  # fmt: skip
REASONS = {
    Reason.WEEKDAY: "weekday", Reason.WEEKEND: "weekend", Reason.HOLIDAY: "off", Reason.MAKEUP: "worked in exchange",
    Reason.LOCAL: "off here", Reason.OVERRIDE: "set by the county",
}  # fmt: skip


def year(text: str) -> int:
    """A year as 2027."""
    if not text.isascii() or not text.isdecimal() or len(text) != 4 or int(text) not in YEARS:
        raise ArgumentTypeError(f"“{text}” isn't a year; write it as 2027")
    return int(text)


class Command(BaseCommand):
    """Show, load, alarm."""

    help = (
        "The working-day calendar. `show --year Y` prints what isn't an ordinary week; `load FILE --year Y` takes in the State "
        "Council's yearly notice and reckons running terms anew; `alarm` ends with 1 when the next notice is wanted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Three things to do."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="show|load|alarm")
        show = acts.add_parser("show", help="print the days of a year that aren't an ordinary week")
        show.add_argument("--year", type=year, required=True, metavar="Y", help="which year, as 2027")
        load = acts.add_parser("load", help="take in a holiday notice and reckon running terms anew")
        load.add_argument(
            "file", type=Path, help="CSV with the columns day, kind (off or work, 休 or 班), name"
        )
        load.add_argument("--year", type=year, required=True, metavar="Y", help="the year of the notice")
        load.add_argument("--source", default="", metavar="TEXT", help="number or address of the notice")
        acts.add_parser("alarm", help="status 1 and a sentence when the published calendar runs out")

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
        self.stdout.write(f"{wanted}: {worked} working days")
        unsure = [fact.day for fact in facts if fact.provisional]
        if unsure:
            self.stdout.write(
                f"{len(unsure)} days from {unsure[0]} on may still change: their notice isn't loaded."
            )

    def _load(self, options: dict[str, Any]) -> None:
        file, wanted, now = options["file"], options["year"], timezone.now()
        source = (options["source"] or file.name)[:200]
        text = _read(file)
        try:
            days = load_calendar_notice(wanted, text=text, source=source, by=SYSTEM, now=now)
        except NotDone as no:
            raise CommandError(_refusal(no.refused)) from no
        self.stdout.write(
            f"The notice for {wanted} sets {days} days. Certain until {calendar().certain_until}."
        )
        self._told(reckon_all(by=SYSTEM, now=now))

    def _told(self, found: Reckoned) -> None:
        self.stdout.write(f"Reckoned anew: {found.looked} matters, {found.changed} with another date.")
        if found.refused:
            raise CommandError("These could not be reckoned anew: " + ", ".join(found.refused))

    def _alarm(self, options: dict[str, Any]) -> None:
        ringing = calendar_alarm(local_date(timezone.now()))
        if ringing is None:
            self.stdout.write(f"The calendar is certain until {calendar().certain_until}.")
            return
        raise CommandError(
            f"The calendar is certain only until {ringing.last_certain} (days left: {ringing.days_left}). "
            f"Load the next holiday notice: huiyin calendar load FILE --year {calendar().last_published + 1}"
        )


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CommandError(f"{file} is too large for a holiday notice.")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file} isn't UTF-8 text.") from error
    if not text.strip():
        raise CommandError(f"{file} is empty.")
    return text


def _refusal(no: Refused) -> str:
    if no.reason == "notice_line":
        told = [
            f"Line {n}: {WRONG.get(column, f'{column} is')} “{said}”."
            for n, column, said in no.params["wrong"]
        ]
        more = [f"{no.params['more']} more are wrong."] if no.params["more"] else []
        wanted = "A day is written as 2027-01-01 or 2027年1月1日, the kind is off or work, 休 or 班."
        return " ".join([*told, *more, wanted])
    sentence = REFUSALS.get(no.reason)
    return sentence.format(**no.params) if sentence else f"The notice was refused ({no.reason})."


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
    days = f"{first.day}" if first is last else f"{first.day} to {last.day}"
    state = REASONS[first.reason]
    if first.reason is Reason.OVERRIDE:
        state += ", worked" if first.working else ", off"
    return f"{days:<24}  {state:<18}  {first.name}".rstrip()
