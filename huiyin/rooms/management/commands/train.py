"""``huiyin train``: learn categories and units from the county's own sorted matters; offline, minutes, no page waits for it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from huiyin.rooms.county.queries import NotLoaded
from huiyin.rooms.insight.learning import TooLittle
from huiyin.rooms.insight.training import MOST, left_said, trained
from huiyin.rooms.management.asking import operator


class Command(BaseCommand):
    """Learn and put the models into place."""

    help = (
        "Learn from the county's own sorted matters what words point to which category and which unit. The models lie in "
        "HUIYIN_HOME/models, each with a report beside it; the pages use them from the next suggestion on. Nothing leaves the "
        "machine. Until there is enough, suggestions go by the categories' names and the units' duties."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many matters."""
        parser.add_argument(
            "--most", type=int, default=MOST, metavar="N", help="look at the newest N matters (default: %(default)s)"
        )  # fmt: skip

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        """Learn each of the three; one for which there is too little is said and left as it is."""
        if most < 1:
            raise CommandError("--most must be at least 1.")
        done = 0
        try:
            for what, outcome in trained(operator(), now=timezone.now(), most=most):
                if isinstance(outcome, TooLittle):
                    self.stdout.write(f"{what.value}: {outcome}")
                    continue
                done += 1
                scores = outcome["scores"]
                self.stdout.write(
                    f"{what.value}: learnt from {outcome['learnt_from']} matters in {outcome['seconds']} s; on matters not "
                    f"learnt from macro-F1 {scores['macro_f1']:.3f}, accuracy {scores['accuracy']:.3f}; suggests from "
                    f"probability {outcome['threshold']:.2f} on."
                )
                if few := outcome["left_to_descriptions"]:
                    self.stdout.write(f"  {left_said(few)}")
        except NotLoaded as no:
            raise CommandError(str(no)) from no
        if not done:
            raise CommandError("Nothing was learnt.")
