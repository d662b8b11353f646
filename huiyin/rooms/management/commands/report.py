"""``huiyin report``: a period's counts, what petitioners say of it, which terms were kept; what the yearly report needs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.rooms.cases.figures import Figures, figures
from huiyin.rooms.cases.paragraph import paragraph
from huiyin.rooms.cases.satisfaction import Ratings, mostly_counts, ratings
from huiyin.rooms.county.queries import NotLoaded, counting_terms
from huiyin.rooms.management import annual_report, drift_report, terms_report
from huiyin.rooms.management.asking import day
from huiyin.rules.counting import DateBasis, repeat_share
from huiyin.rules.duties import Rated
from huiyin.rules.vocabulary import Channel

NAMES = {
    Channel.VISIT: "来访", Channel.LETTER: "来信", Channel.CALL: "县长公开电话", Channel.MAILBOX: "县长信箱",
    Channel.PREFECTURE: "州转办", Channel.PROVINCE: "省转办",
}  # fmt: skip
BASES = {
    DateBasis.RECEIVED: "信访日期", DateBasis.REGISTERED: "登记日期", DateBasis.EXCHANGED: "交换日期",
}  # fmt: skip
#: The columns of numbers: field of ``Figures``, width.
COLUMNS = (
    ("pieces", 8), ("batches", 9), ("persons", 9), ("done", 8), ("first", 8), ("repeats", 9), ("collective", 12),
    ("collective_persons", 20), ("overstepped", 13),
)  # fmt: skip
METHOD = (
    "件=登记的信访件；批=来访批次；人=各件人次；办结=答复已送达并办结，不论结果是否支持。"
    "初件、重件合计为件：同一事项中有同一信访人（含代表、联名人；代办的算委托人；匿名检举算同一被检举对象）再次信访的，为重件。"
    "集体访=一批{least}人及以上的来访（批次、人次）。越级=到高于承办单位上一级的机关走访的批次（第二十条）。"
)
NO_DATE = "没有交换日期的信访件不计入。"

OBJECTS = {Rated.DEPARTMENT: "信访部门", Rated.UNIT: "责任单位"}
#: The columns of the ratings: field of ``Ratings``, width.
RATING_COLUMNS = (
    ("ratable", 9), ("rated", 8), ("silent", 8), ("satisfied", 11), ("mostly", 8), ("dissatisfied", 14), ("taken_out", 11),
)  # fmt: skip
RATING_METHOD = (
    "可评=期内答复送达且可以评价的初次信访件；参评=已评价；未评=没有评价（不代为填写，不计满意也不计不满意）。"
    "剔除=对责任单位不满意、经核查诉求无依据且处理得当的，单列，不计入责任单位满意率；信访部门的评价不剔除。"
)


def rating_method(*, mostly: bool) -> str:
    """How the ratings were counted."""
    return RATING_METHOD + ("基本满意计入满意率。" if mostly else "基本满意不计入满意率。")


def method(basis: DateBasis) -> str:
    """How it was counted, in the county's own terms."""
    said = METHOD.format(least=counting_terms().collective_from)
    return said + NO_DATE if basis is DateBasis.EXCHANGED else said


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
            raise CommandError(str(error)) from error

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
        self.stdout.write(f"满意度评价 {start} 至 {end}（按答复送达日期，统计截至 {now:%Y-%m-%d %H:%M}）")
        self.stdout.write(f"{'object':<12}" + "".join(f"{name:>{width}}" for name, width in RATING_COLUMNS))
        for line in lines:
            numbers = "".join(f"{getattr(line, name):>{width}}" for name, width in RATING_COLUMNS)
            self.stdout.write(f"{line.rated_object.value:<12}{numbers}  {OBJECTS[line.rated_object]}")
        for line in lines:
            name = OBJECTS[line.rated_object]
            self.stdout.write(f"{name} 参评率 {line.part_rated}")
            self.stdout.write(f"{name} 满意率 {line.part_satisfied(mostly_counts=counts)}")
        self.stdout.write(rating_method(mostly=counts))

    def _print(self, told: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))

    def _table(self, start: date, end: date, basis: DateBasis, now: datetime, lines: list[Figures]) -> None:
        self.stdout.write(f"信访数据 {start} 至 {end}（按{BASES[basis]}，统计截至 {now:%Y-%m-%d %H:%M}）")
        self.stdout.write(f"{'channel':<12}" + "".join(f"{name:>{width}}" for name, width in COLUMNS))
        for line in lines:
            self._row(line.channel, {name: getattr(line, name) for name, _ in COLUMNS}, NAMES[line.channel])
        sums = {name: sum(getattr(line, name) for line in lines) for name, _ in COLUMNS}
        self._row("total", sums, "合计")
        self.stdout.write(paragraph({line.channel: line for line in lines}))
        self.stdout.write(f"重复信访率 {repeat_share(sums['repeats'], sums['pieces'])}")
        self.stdout.write(method(basis))

    def _row(self, word: str, numbers: dict[str, int], name: str) -> None:
        self.stdout.write(
            f"{word:<12}" + "".join(f"{numbers[column]:>{width}}" for column, width in COLUMNS) + f"  {name}"
        )


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
        **{name: getattr(line, name) for name, _ in RATING_COLUMNS},
        "satisfied_share": {"of": share.denominator, "satisfied": share.numerator},
    }
