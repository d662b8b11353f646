"""``huiyin report figures``: the counts of a period, as a table or as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huiyin.rooms.cases.figures import Figures, figures
from huiyin.rooms.county.queries import counting_terms
from huiyin.rules.counting import DateBasis, repeat_share
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
    ("collective_persons", 20),
)  # fmt: skip
METHOD = (
    "件=登记的信访件；批=来访批次；人=各件人次；办结=答复已送达并办结，不论结果是否支持。"
    "初件、重件合计为件：同一事项中有同一信访人（含代表、联名人；代办的算委托人；匿名检举算同一被检举对象）再次信访的，为重件。"
    "集体访=一批{least}人及以上的来访（批次、人次）。"
)
NO_DATE = "没有交换日期的信访件不计入。"


def method(basis: DateBasis) -> str:
    """How it was counted, in the county's own terms."""
    said = METHOD.format(least=counting_terms().collective_from)
    return said + NO_DATE if basis is DateBasis.EXCHANGED else said


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” isn't a day; write it as 2026-01-31") from error


class Command(BaseCommand):
    """Print figures."""

    help = (
        "Print figures: `huiyin report figures --from DAY --to DAY` counts pieces, batches, persons, done, first, repeats and "
        "collective visits by channel."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One report so far: figures."""
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="REPORT")
        counts = kinds.add_parser(
            "figures",
            help="counts by channel",
            description="Petitions of the period (county time, both days included), by channel.",
        )
        counts.add_argument(
            "--from", dest="start", type=day, required=True, metavar="DAY", help="first day, YYYY-MM-DD"
        )
        counts.add_argument(
            "--to", dest="end", type=day, required=True, metavar="DAY", help="last day, YYYY-MM-DD"
        )
        counts.add_argument(
            "--basis", choices=[basis.name.lower() for basis in DateBasis], default="received",
            help="which date counts: when it was received, registered, or exchanged between systems (default: received)",
        )  # fmt: skip
        counts.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *args: Any, start: date, end: date, basis: str, **options: Any) -> None:
        """Count and print, with method and cut-off."""
        by, now = DateBasis[basis.upper()], timezone.localtime()
        try:
            lines = figures(start, end, basis=by)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            told = _as_json(start, end, by, now, lines)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._table(start, end, by, now, lines)

    def _table(self, start: date, end: date, basis: DateBasis, now: datetime, lines: list[Figures]) -> None:
        self.stdout.write(f"信访数据 {start} 至 {end}（按{BASES[basis]}，统计截至 {now:%Y-%m-%d %H:%M}）")
        self.stdout.write(f"{'channel':<12}" + "".join(f"{name:>{width}}" for name, width in COLUMNS))
        for line in lines:
            self._row(line.channel, {name: getattr(line, name) for name, _ in COLUMNS}, NAMES[line.channel])
        sums = {name: sum(getattr(line, name) for line in lines) for name, _ in COLUMNS}
        self._row("total", sums, "合计")
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
