"""``huiyin evaluate``: how well the suggestions do, measured on files that whoever asks brings along."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from huiyin.rooms.insight import evaluating
from huiyin.rooms.insight.learning import TooLittle

FEWEST_FOLDS, MOST_FOLDS = 2, 20


class Command(BaseCommand):
    """Measure; nothing is kept, and no county's data is read."""

    help = "Measure on a CSV file how well suggestions do. Nothing is kept; docs/evaluation.md has figures and methods."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is measured."""
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="WHAT")
        one = kinds.add_parser(
            "categories",
            help="macro-F1 of the categories",
            description="Learn labels from a CSV file with the columns text (or 留言详情), 一级标签 (or label) and, if there "
            "is one, 留言主题 (or title); judge by stratified folds or on another file.",
        )
        one.add_argument("--train", type=Path, required=True, metavar="FILE", help="rows to learn from")
        one.add_argument("--test", type=Path, metavar="FILE", help="rows to be judged on, instead of folds")
        one.add_argument("--folds", type=int, default=5, help="how many folds (default: %(default)s)")
        one.add_argument("--json", action="store_true", help="print JSON instead of lines")

    def handle(self, *args: Any, train: Path, test: Path | None, folds: int, **options: Any) -> None:
        """Read, learn, judge, print."""
        if not FEWEST_FOLDS <= folds <= MOST_FOLDS:
            raise CommandError(f"--folds must be from {FEWEST_FOLDS} to {MOST_FOLDS}.")
        try:
            told = evaluating.evaluate(
                evaluating.read(train), evaluating.read(test) if test else None, folds=folds
            )
        except (evaluating.BadFile, TooLittle) as no:
            raise CommandError(str(no)) from no
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for line in evaluating.lines(told):
            self.stdout.write(line)
