"""``huiyin same``: the night's pass now: matters that may be the same are proposed, petitions put into hot groups."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.rooms.county.queries import NotLoaded
from huiyin.rooms.insight.models import Hot, Pair, PairState
from huiyin.rooms.insight.night import step
from huiyin.rooms.management.asking import operator


class Command(BaseCommand):
    """Look at what came in since the last pass."""

    help = gettext_noop(
        "Look at the petitions that came in since the last pass: propose matters that may be the same, put petitions on one "
        "matter into groups. `huiyin work` does so by itself once a day. Nothing is joined; people decide on the desk's pages."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether the day's pass is done again."""
        parser.add_argument(
            "--anew", action="store_true", help=_("count the county's words again, though it was done today")
        )

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        """Step by step until nothing is left."""
        proposed, groups = Pair.objects.filter(state=PairState.PROPOSED.value).count(), Hot.objects.count()
        try:
            more = step(by=operator(), now=timezone.now(), anew=anew, go_on=True)
            while more:
                more = step(by=operator(), now=timezone.now())
        except NotLoaded as no:
            raise CommandError(str(no)) from no
        now_proposed = Pair.objects.filter(state=PairState.PROPOSED.value).count()
        new_groups = Hot.objects.count() - groups
        said = _("Done. %(proposals)s new proposals, %(groups)s new groups.")
        self.stdout.write(said % {"proposals": now_proposed - proposed, "groups": new_groups})
