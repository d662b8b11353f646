"""``huiyin duty``: the leaders' duty rota on a terminal: list it, look for gaps, plan weeks."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, gettext_noop, ngettext
from django.utils.translation import gettext as _

from huiyin.rooms.county.queries import calendar, leaders, rota_terms, unit_names
from huiyin.rooms.duty.actions import NotDone, plan_weeks
from huiyin.rooms.duty.models import Shift
from huiyin.rooms.duty.queries import MOST_SPAN, gaps, rota
from huiyin.rooms.management.asking import day, sentence, tongue
from huiyin.rules.roles import SYSTEM
from huiyin.rules.rota import MOST_DAYS, MOST_WEEKS, ShiftKind

#: What a refusal means on the command line; others are told by their code.
_WHY = {
    "not_a_leader": gettext_lazy(
        "There is no such leader's post; `huiyin duty plan-weeks` without codes prints them."
    ),
    "shift_past": gettext_lazy("The week is over."),
    "shift_too_far": gettext_lazy("That is more than a year ahead."),
    "shift_taken": gettext_lazy("On %(day)s a week of duty is planned already: %(leader)s."),
}


def within(most: int) -> Any:
    """A whole number from 1 to ``most``."""

    def whole(text: str) -> int:
        if not text.isascii() or not text.isdecimal() or len(text) > 6 or not 1 <= int(text) <= most:
            told = {"said": text, "most": most}
            raise ArgumentTypeError(_("“%(said)s” isn't a whole number from 1 to %(most)s") % told)
        return int(text)

    return whole


class Command(BaseCommand):
    """List, gaps, plan-weeks."""

    help = gettext_noop(
        "The leaders' duty rota: list it, look for working days without a leader, plan weeks in turn."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One word after ``duty`` says what to do."""
        words = parser.add_subparsers(dest="word", required=True, metavar="list | gaps | plan-weeks")
        listed = words.add_parser(
            "list", help=_("the duties of some days"), description=sentence(_("the duties of some days"))
        )
        listed.add_argument(
            "--from", dest="first", type=day, metavar="DAY", help=_("first day, YYYY-MM-DD (today)")
        )
        listed.add_argument(
            "--to", dest="last", type=day, metavar="DAY", help=_("last day (four weeks from the first)")
        )
        text = _(
            "print the working days ahead without a leader; exit status 1 if there is one, 0 if there is none"
        )
        missing = words.add_parser("gaps", help=text, description=sentence(text))
        text = _("how many days ahead, today included (the county's setting rota_alarm_days)")
        missing.add_argument("--days", type=within(MOST_DAYS), metavar="N", help=text)
        text = _("a week for each of some leaders in turn, all or none")
        plan = words.add_parser("plan-weeks", help=text, description=sentence(text))
        text = _(
            "codes of the leaders' posts in the order of their turns; without any, the posts are printed"
        )
        plan.add_argument("leaders", nargs="*", metavar="CODE", help=text)
        plan.add_argument(
            "--from", dest="first", type=day, metavar="DAY", help=_("a day of the first week (today)")
        )
        plan.add_argument(
            "--weeks", type=within(MOST_WEEKS), default=12, metavar="N", help=_("how many weeks (12)")
        )
        plan.add_argument("--place", default="", help=_("where, if not the usual place"))
        plan.add_argument("--phone", default="", help=_("duty phone, if not the usual one"))

    def handle(self, *args: Any, word: str, **options: Any) -> None:
        """Does it; a sentence and exit status 1 if it can't be done or there is a gap."""
        today = timezone.localdate()
        if word == "list":
            self._list(options["first"] or today, options["last"])
        elif word == "gaps":
            self._gaps(today, options["days"] or rota_terms().rota_alarm_days)
        else:
            self._plan(today, **options)

    def _list(self, first: date, last: date | None) -> None:
        last = last or first + timedelta(days=27)
        try:
            shifts = rota(first, last)
        except ValueError:
            said = _("From %(first)s to %(last)s: at least a day, at most %(most)s days.")
            raise CommandError(said % {"first": first, "last": last, "most": MOST_SPAN}) from None
        for shift in shifts:
            self._tell(shift)
        if not shifts:
            said = _("Nobody is on duty from %(first)s to %(last)s.")
            self.stdout.write(said % {"first": first, "last": last})

    def _tell(self, shift: Shift) -> None:
        names = _names()
        who = names[shift.receiver]
        if shift.substitute_id:
            who = _("%(who)s (for %(leader)s)") % {"who": who, "leader": names[shift.unit_id]}
        kind = tongue().word(ShiftKind(shift.kind))
        self.stdout.write(f"{shift.first}  {shift.last}  {kind}  {who}")

    def _gaps(self, today: date, days: int) -> None:
        last = today + timedelta(days=days - 1)
        missing = gaps(today, last)
        for gap in missing:
            unsure = calendar().is_provisional(gap)
            self.stdout.write(_("%(day)s (may change)") % {"day": gap} if unsure else str(gap))
        told = {"n": len(missing), "first": today, "last": last}
        if missing:
            said = ngettext(
                "%(n)s working day without a leader from %(first)s to %(last)s.",
                "%(n)s working days without a leader from %(first)s to %(last)s.",
                len(missing),
            )
            raise CommandError(said % told)
        self.stdout.write(_("A leader receives on every working day from %(first)s to %(last)s.") % told)

    def _plan(self, today: date, **options: Any) -> None:
        if not options["leaders"]:
            for one in leaders():
                self.stdout.write(f"{one.code}  {_names()[one.code]}")
            raise CommandError(_("Name the posts in the order of their turns."))
        try:
            rows = plan_weeks(
                options["leaders"], first=options["first"] or today, weeks=options["weeks"], place=options["place"],
                phone=options["phone"], by=SYSTEM, now=timezone.now(),
            )  # fmt: skip
        except NotDone as no:
            raise CommandError(_sentence(no)) from None
        for row in rows:
            self._tell(row)
        planned = ngettext("%(n)s week is planned.", "%(n)s weeks are planned.", len(rows))
        self.stdout.write(planned % {"n": len(rows)})


def _names() -> Mapping[str, str]:
    """What units are called in the language that is spoken."""
    return unit_names(get_language() or settings.LANGUAGE_CODE)


def _sentence(no: NotDone) -> str:
    said = dict(no.refused.params)
    if "leader" in said:
        said["leader"] = _names()[said["leader"]]
    sentence = _WHY.get(no.refused.reason)
    if sentence is None:
        told = {"reason": no.refused.reason, "field": no.refused.field}
        return _("Refused: %(reason)s (%(field)s).") % told
    return str(sentence) % said
