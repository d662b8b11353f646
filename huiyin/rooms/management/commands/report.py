"""``huiyin report``: a period's counts, what petitioners say of it, which terms were kept; what the yearly report needs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext, pgettext_lazy

from huiyin.rooms.cases.figures import Figures, figures
from huiyin.rooms.cases.paragraph import paragraph
from huiyin.rooms.cases.satisfaction import Ratings, mostly_counts, ratings
from huiyin.rooms.county.queries import NotLoaded, counting_terms
from huiyin.rooms.management import annual_report, drift_report, terms_report
from huiyin.rooms.management.asking import day, tongue
from huiyin.rooms.management.columns import part, table
from huiyin.rules.counting import DateBasis, repeat_share

BASES = {
    DateBasis.RECEIVED: gettext_lazy("date of receipt"), DateBasis.REGISTERED: gettext_lazy("date of registration"),
    DateBasis.EXCHANGED: gettext_lazy("date of exchange"),
}  # fmt: skip
#: The columns of numbers: field of ``Figures``, what it is called.
COLUMNS = {
    "pieces": pgettext_lazy("figure", "Petitions"), "batches": pgettext_lazy("figure", "Visits"),
    "persons": pgettext_lazy("figure", "People"), "done": pgettext_lazy("figure", "Ended"),
    "first": pgettext_lazy("figure", "First"), "repeats": pgettext_lazy("figure", "Repeats"),
    "collective": pgettext_lazy("figure", "Collective visits"),
    "collective_persons": pgettext_lazy("figure", "People in them"),
    "overstepped": pgettext_lazy("figure", "Visits too high up"),
}  # fmt: skip
_METHOD = gettext_lazy(
    "Petitions: those registered. Visits: one each, however many people came. People: those of each petition. Ended: "
    "answered, delivered and closed, whatever the answer was. First and repeats make up the petitions: a repeat is one with "
    "whose matter the same person came again (also a representative or co-signer; of an agent's petition the principal; of "
    "anonymous tip-offs the same accused). Collective visits: of %(least)s people or more, with the people in them. Visits too "
    "high up: those to an organ more than one level above the unit that handles the matter (Art. 20)."
)
_NO_DATE = gettext_lazy("Petitions without a date of exchange aren't counted.")
#: The columns of the ratings: field of ``Ratings``, what it is called.
RATING_COLUMNS = {
    "ratable": pgettext_lazy("figure", "May be rated"), "rated": pgettext_lazy("rating", "Rated"),
    "silent": pgettext_lazy("rating", "Not rated"), "satisfied": pgettext_lazy("rating", "Satisfied"),
    "mostly": pgettext_lazy("rating", "Mostly satisfied"), "dissatisfied": pgettext_lazy("rating", "Dissatisfied"),
    "taken_out": pgettext_lazy("rating", "Taken out"),
}  # fmt: skip
_RATING_METHOD = gettext_lazy(
    "May be rated: first petitions whose answer arrived in the period. Not rated: nothing was said; nothing is filled in, and "
    "it counts neither as satisfied nor as dissatisfied. Taken out: dissatisfied with the unit in charge, looked into, and "
    "found to be without ground and rightly handled: told apart, and not in the unit's share; of the department's ratings "
    "none is taken out."
)


def rating_method(*, mostly: bool) -> str:
    """How the ratings were counted."""
    counts = _("Mostly satisfied counts as satisfied here.")
    aside = _("Mostly satisfied doesn't count as satisfied here.")
    return _run_on(str(_RATING_METHOD), counts if mostly else aside)


def method(basis: DateBasis) -> str:
    """How it was counted, in the county's own terms."""
    said = str(_METHOD) % {"least": counting_terms().collective_from}
    return _run_on(said, str(_NO_DATE)) if basis is DateBasis.EXCHANGED else said


def _run_on(*sentences: str) -> str:
    """One behind the other; a Chinese full stop has its own space."""
    return "".join(one if one.endswith("。") else f"{one} " for one in sentences).rstrip()


#: Reports that stand in a module of their own.
_OTHERS = {"annual": annual_report, "terms": terms_report, "drift": drift_report}


class Command(BaseCommand):
    """Print figures."""

    help = gettext_noop(
        "Print figures: `huiyin report figures --from DAY --to DAY` counts pieces, batches, persons, done, first, repeats and "
        "collective visits by channel; `huiyin report ratings` what petitioners say of department and unit; "
        "`annual` what the yearly report is made of; `terms` which terms were kept and which are late; "
        "`drift` how far suggested and given categories lie apart."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Five reports: figures, ratings, annual, terms, drift."""
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="REPORT")
        counts = kinds.add_parser(
            "figures",
            help=_("counts by channel"),
            description=_("Petitions of the period (county time, both days included), by channel."),
        )
        said = kinds.add_parser(
            "ratings",
            help=_("what petitioners say of department and unit"),
            description=_(
                "Ratings of the answers that arrived in the period (county time, both days included)."
            ),
        )
        for one in (counts, said):
            one.add_argument(
                "--from",
                dest="start",
                type=day,
                required=True,
                metavar="DAY",
                help=_("first day, YYYY-MM-DD"),
            )
            one.add_argument(
                "--to", dest="end", type=day, required=True, metavar="DAY", help=_("last day, YYYY-MM-DD")
            )
            one.add_argument("--json", action="store_true", help=_("print JSON instead of a table"))
        counts.add_argument(
            "--basis", choices=[basis.name.lower() for basis in DateBasis], default="received",
            help=_("which date counts: when it was received, registered, or exchanged between systems (default: received)"),
        )  # fmt: skip
        for kind, other in _OTHERS.items():
            other.arguments(kinds, kind)

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        """Count and print, with method and cut-off."""
        if kind not in _OTHERS:
            self._counted(kind, **options)
            return
        try:
            for line in _OTHERS[kind].report(**options):
                self.stdout.write(line)
        except NotLoaded as no:
            raise CommandError(str(no)) from no

    def _counted(self, kind: str, *, start: date, end: date, **options: Any) -> None:
        now = timezone.localtime()
        try:
            if kind == "ratings":
                self._ratings(start, end, now, as_json=options["json"])
            else:
                self._figures(start, end, DateBasis[options["basis"].upper()], now, as_json=options["json"])
        except ValueError as error:
            raise CommandError(_("The period ends before it starts.")) from error

    def _figures(self, start: date, end: date, by: DateBasis, now: datetime, *, as_json: bool) -> None:
        lines = figures(start, end, basis=by)
        if as_json:
            self._print(_as_json(start, end, by, now, lines))
        else:
            self._table(start, end, by, now, lines)

    def _ratings(self, start: date, end: date, now: datetime, *, as_json: bool) -> None:
        lines, counts = ratings(start, end), mostly_counts()
        if as_json:
            self._print(_ratings_as_json(start, end, now, lines, mostly=counts))
            return
        said = _(
            "Ratings from %(start)s to %(end)s, by the day on which the answer arrived; counted until %(at)s."
        )
        self.stdout.write(said % {"start": start, "end": end, "at": f"{now:%Y-%m-%d %H:%M}"})
        names = {line.rated_object: tongue().word(line.rated_object) for line in lines}
        heading = [pgettext("figure", "Of whom"), *map(str, RATING_COLUMNS.values())]
        rows = (
            [names[line.rated_object], *(getattr(line, name) for name in RATING_COLUMNS)] for line in lines
        )
        self._lines(table(heading, rows))
        for line in lines:
            who, good = names[line.rated_object], line.part_satisfied(mostly_counts=counts)
            self.stdout.write(_("%(who)s, rated: %(share)s") % {"who": who, "share": part(line.part_rated)})
            self.stdout.write(_("%(who)s, satisfied: %(share)s") % {"who": who, "share": part(good)})
        self.stdout.write(rating_method(mostly=counts))

    def _print(self, told: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _table(self, start: date, end: date, basis: DateBasis, now: datetime, lines: list[Figures]) -> None:
        said = _("Petitions from %(start)s to %(end)s, by %(basis)s; counted until %(at)s.")
        told = {"start": start, "end": end, "basis": BASES[basis], "at": f"{now:%Y-%m-%d %H:%M}"}
        self.stdout.write(said % told)
        sums = {name: sum(getattr(line, name) for line in lines) for name in COLUMNS}
        heading = [pgettext("figure", "Channel"), *map(str, COLUMNS.values())]
        rows = [[tongue().word(line.channel), *(getattr(line, name) for name in COLUMNS)] for line in lines]
        self._lines(table(heading, [*rows, [pgettext("figure", "Total"), *sums.values()]]))
        self.stdout.write(paragraph({line.channel: line for line in lines}))
        share = repeat_share(sums["repeats"], sums["pieces"])
        self.stdout.write(_("Repeats among the petitions: %(share)s") % {"share": part(share)})
        self.stdout.write(method(basis))


def _as_json(start: date, end: date, basis: DateBasis, now: datetime, lines: list[Figures]) -> dict[str, Any]:
    return {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "basis": basis.value,
        "timezone": "Asia/Shanghai",
        "cut_off": now.isoformat(timespec="seconds"),
        "method": method(basis),
        "channels": [asdict(line) for line in lines],
    }


def _ratings_as_json(
    start: date, end: date, now: datetime, lines: Sequence[Ratings], *, mostly: bool
) -> dict[str, Any]:
    return {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "basis": "answer_received",
        "timezone": "Asia/Shanghai",
        "cut_off": now.isoformat(timespec="seconds"),
        "method": rating_method(mostly=mostly),
        "mostly_counts": mostly,
        "objects": [_rating_line(line, mostly=mostly) for line in lines],
    }


def _rating_line(line: Ratings, *, mostly: bool) -> dict[str, Any]:
    share = line.part_satisfied(mostly_counts=mostly)
    return {
        "object": line.rated_object.value,
        **{name: getattr(line, name) for name in RATING_COLUMNS},
        "satisfied_share": {"of": share.denominator, "satisfied": share.numerator},
    }
