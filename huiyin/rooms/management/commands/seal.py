"""``huiyin seal``: set a seal over the record as it stands."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.rooms.dossier.seals import seal, seal_file


class Command(BaseCommand):
    """Set a seal; the worker does it once an hour by itself."""

    help = gettext_noop(
        "Set a seal over all entries so far. The worker does so every hour; copy the seal file elsewhere now and then."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """One seal, or a word that nothing is new."""
        new = seal(now=timezone.now())
        if new is None:
            self.stdout.write(_("Nothing came since the last seal."))
        else:
            told = {"n": new.entries, "digest": new.digest.hex(), "file": seal_file()}
            self.stdout.write(_("Sealed %(n)s entries: %(digest)s  (%(file)s)") % told)
