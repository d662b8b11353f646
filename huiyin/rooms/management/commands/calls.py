"""``huiyin calls``: the key for the county's telephone system, and a scripted caller to try it with."""

from __future__ import annotations

import secrets
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiyin.rooms.intake.calls import signing
from huiyin.rooms.intake.calls.caller import event, tell
from huiyin.rooms.management.asking import sentence

MOST_SECONDS = 3_600


class Command(BaseCommand):
    """Key, try."""

    help = gettext_noop("Let a telephone system tell of calls (POST /api/calls), and try it.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One word after ``calls`` says what to do."""
        words = parser.add_subparsers(dest="word", required=True, metavar="key | try")
        text = _("print the key that the telephone system signs with; it is made where there is none")
        key = words.add_parser("key", help=text, description=sentence(text))
        key.add_argument(
            "--new", action="store_true", help=_("make another one: the old one lets nobody in any more")
        )
        text = _("a scripted caller: rings, is answered, talks and ends, against a running server")
        call = words.add_parser("try", help=text, description=sentence(text))
        call.add_argument(
            "--url", default="http://127.0.0.1:8000", help=_("the server (this machine's, port 8000)")
        )
        call.add_argument("--caller", default="19900001234", help=_("the number that calls (19900001234)"))
        call.add_argument("--extension", default="", help=_("the seat that it rings at (none)"))
        call.add_argument(
            "--ring", type=float, default=3.0, metavar="S", help=_("seconds until it is answered (3)")
        )
        call.add_argument("--talk", type=float, default=5.0, metavar="S", help=_("seconds that it lasts (5)"))
        call.add_argument("--missed", action="store_true", help=_("nobody answers"))

    def handle(self, *args: Any, word: str, **options: Any) -> None:
        """Does it; a sentence and exit status 1 if it can't be done."""
        if word == "key":
            held = None if options["new"] else signing.key()
            self.stdout.write(held or signing.make_key())
            return
        self._try(**options)

    def _try(
        self,
        *,
        url: str,
        caller: str,
        extension: str,
        ring: float,
        talk: float,
        missed: bool,
        **_options: Any,
    ) -> None:
        key = signing.key()
        if key is None:
            raise CommandError(_("There is no key yet. Run `huiyin calls key` first."))
        if not (0 <= ring <= MOST_SECONDS and 0 <= talk <= MOST_SECONDS):
            raise CommandError(_("Rings and talks last an hour at most."))
        call_id = f"try-{secrets.token_hex(6)}"
        way = [("ringing", ring), ("ended", 0.0)] if missed else [
            ("ringing", ring), ("answered", talk), ("ended", 0.0),
        ]  # fmt: skip
        for name, pause in way:
            said = event(name, call_id, caller=caller if name == "ringing" else "", extension=extension)
            self._tell(f"{url.rstrip('/')}/api/calls", key, said)
            time.sleep(pause)

    def _tell(self, url: str, key: str, said: dict[str, str]) -> None:
        try:
            answer = tell(url, key, said)
        except (OSError, ValueError) as error:
            raise CommandError(
                _("Nobody answers at %(url)s (%(why)s).") % {"url": url, "why": type(error).__name__}
            ) from None
        self.stdout.write(
            f"{said['event']:<10}{answer.status} {answer.said.get('state', answer.said.get('error', ''))}"
        )
        if answer.status >= 400:
            raise CommandError(
                _("The server refused it: %(why)s") % {"why": answer.said.get("detail", answer.status)}
            )
