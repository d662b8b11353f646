"""``huiyin report figures``: the counts of a period, as a table or as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huiyin.rooms.cases.figures import Figures, figures
from huiyin.rules.vocabulary import Channel

NAMES = {
    Channel.VISIT: "来访", Channel.LETTER: "来信", Channel.CALL: "县长公开电话", Channel.MAILBOX: "县长信箱",
    Channel.PREFECTURE: "州转办", Channel.PROVINCE: "省转办",
}  # fmt: skip


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” isn't a day; write it as 2026-01-31") from error


class Command(BaseCommand):
    """Print figures."""

    help = "Print figures: `huiyin report figures --from DAY --to DAY` counts pieces, batches, persons and done by channel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One report so far: figures."""
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="REPORT")
        counts = kinds.add_parser(
            "figures",
            help="counts by channel",
            description="Petitions received in the period (county time, both days included), by channel.",
        )
        counts.add_argument(
            "--from", dest="start", type=day, required=True, metavar="DAY", help="first day, YYYY-MM-DD"
        )
        counts.add_argument(
            "--to", dest="end", type=day, required=True, metavar="DAY", help="last day, YYYY-MM-DD"
        )
        counts.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *args: Any, start: date, end: date, **options: Any) -> None:
        """Count and print, with method and cut-off."""
        try:
            lines = figures(start, end)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(start, end, lines), ensure_ascii=False, indent=2))
        else:
            self._table(start, end, lines)

    def _table(self, start: date, end: date, lines: list[Figures]) -> None:
        self.stdout.write(
            f"信访数据 {start} 至 {end}（按信访日期，统计截至 {timezone.localtime():%Y-%m-%d %H:%M}）"
        )
        self.stdout.write(f"{'channel':<12}{'pieces':>8}{'batches':>9}{'persons':>9}{'done':>8}")
        for line in lines:
            self.stdout.write(
                f"{line.channel:<12}{line.pieces:>8}{line.batches:>9}{line.persons:>9}{line.done:>8}  {NAMES[line.channel]}"
            )
        sums = (
            sum(getattr(line, name) for line in lines) for name in ("pieces", "batches", "persons", "done")
        )
        self.stdout.write("{:<12}{:>8}{:>9}{:>9}{:>8}  合计".format("total", *sums))
        self.stdout.write(
            "件=登记的信访件；批=来访批次；人=各件人次；办结=答复已送达并办结，不论结果是否支持。"
        )


def _as_json(start: date, end: date, lines: list[Figures]) -> dict[str, Any]:
    return {
        "from": start.isoformat(),
        "to": end.isoformat(),
        "basis": "received_at",
        "timezone": "Asia/Shanghai",
        "channels": [asdict(line) for line in lines],
    }
