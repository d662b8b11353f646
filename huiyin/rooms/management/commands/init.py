"""`huiyin init`: prepare an installation. Done again, after an update too, it adds what is missing and changes nothing else."""

from __future__ import annotations

import fcntl
import os
import secrets
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from huiyin.rooms.accounts.actions import NotDone, create_user, give_post
from huiyin.rooms.accounts.models import Post
from huiyin.rooms.cases.inside import read_the_rest, unread
from huiyin.rooms.cases.picturing import paint_the_rest, unpainted
from huiyin.rooms.cases.reprojecting import reproject_if_older
from huiyin.rooms.county.loading import BadData, load_county
from huiyin.rooms.county.queries import department
from huiyin.rooms.management import assets
from huiyin.rooms.management.asking import tongue, why_not
from huiyin.rooms.management.columns import at_least
from huiyin.rooms.management.readiness import holds_entries, keys_fault, missing_migrations, no_answer
from huiyin.rooms.search.rebuilding import reindex_if_older
from huiyin.rooms.vault import keys
from huiyin.rules.roles import SYSTEM, Role
from huiyin.rules.wide import wide

# No letters and digits that look alike on paper.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5  # 20 characters of 32: 100 bits
#: Columns of the words before what each step says.
_MARGIN = 14
_LAID_IN = gettext_lazy("%(n)s texts laid into the index")


class Command(BaseCommand):
    """Folder, keys, tables, county, first administrator."""

    help = gettext_noop(
        "Prepare an installation: its folder and keys, the tables, the county's units and lists, and the first administrator, "
        "whose one-time password is printed once. Safe to repeat; run it after every update."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who comes first."""
        parser.add_argument(
            "--admin", default="admin", metavar="NAME", help=_("user name (default: %(default)s)")
        )
        parser.add_argument("--no-admin", action="store_true", help=_("make no administrator"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step says what it did. A second `huiyin init` waits for the first and then finds all done."""
        with alone():
            self._prepare(**options)

    def _prepare(self, **options: Any) -> None:
        self._say(_("Folder"), settings.HUIYIN_HOME)
        kept = _("%(folder)s  (keep a copy apart from the database)")
        self._say(_("Keys"), kept % {"folder": f"{settings.HUIYIN_HOME}/secrets"})
        try:
            missing = missing_migrations()
            check_or_make_keys()
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise CommandError(no_answer()) from error
        self._say(_("Tables"), pgettext("tables", "made") if missing else _("up to date"))
        rewritten = reproject_if_older(self._folding)
        if rewritten:
            said = _("read again for this edition: %(n)s matters' rows brought up")
            self._say(pgettext("of an installation", "Record"), said % {"n": rewritten})
        laid_in = reindex_if_older(self._indexing)
        if laid_in:
            self._say(pgettext("of an installation", "Search"), _LAID_IN % {"n": laid_in})
        if unread():
            read_the_rest.enqueue()  # by the worker, once there is one
        if unpainted():
            paint_the_rest.enqueue()
        self._county()
        self._say(_("Pages"), _("gathered") if assets.gather() else _("up to date"))
        if not options["no_admin"]:
            self._administrator(options["admin"])
        self.stdout.write(_("Ready. Start it with `huiyin serve`."))

    def _county(self) -> None:
        try:
            loaded = load_county(timezone.now())
        except BadData as error:
            said = _("The county's data can't be loaded: %(why)s")
            raise CommandError(said % {"why": error}) from error
        told = {"county": settings.HUIYIN_COUNTY, "units": loaded.units, "categories": loaded.categories}
        said = _("%(county)s: %(units)s units and %(categories)s categories added")
        self._say(pgettext("of an installation", "County"), said % told)

    def _administrator(self, username: str) -> None:
        if Post.objects.filter(role=Role.ADMIN.value, until=None, user__is_active=True).exists():
            self._say(_("Administrator"), _("there is one already"))
            return
        password, now = one_time_password(), timezone.now()
        try:
            with transaction.atomic():
                user = create_user(username, name="系统管理员", password=password, by=SYSTEM, now=now)
                give_post(user, unit=department(), role=Role.ADMIN, by=SYSTEM, now=now)
        except NotDone as error:
            said = _("No administrator “%(name)s” could be made (--admin): %(why)s")
            why = tongue().refusal(error.refused)
            raise CommandError(said % {"name": username, "why": why}) from error
        name, secret = _("user name"), pgettext("printed", "password")
        wide_enough = max(wide(name), wide(secret))
        self._say(_("Administrator"), f"{at_least(name, wide_enough)}  {user.username}")
        once = _("(shown only now; to be changed at the first sign-in)")
        self._say("", f"{at_least(secret, wide_enough)}  {password}   {once}")

    def _folding(self, done: int) -> None:
        """A long record takes minutes; nobody should think that it hangs."""
        if done % 20_000 == 0:
            self._say("", _("%(n)s matters read again") % {"n": done})

    def _indexing(self, done: int) -> None:
        if done // 1_000 % 50 == 0:
            self._say("", _LAID_IN % {"n": done})

    def _say(self, what: str, words: object) -> None:
        self.stdout.write(f"{at_least(what, _MARGIN)} {words}")


def check_or_make_keys() -> None:
    """New keys for a new installation; refuses a record that was written with other ones, or whose keys are missing."""
    if holds_entries():
        if fault := keys_fault():
            raise CommandError(fault)
    else:
        keys.make()
        keys.ring()  # what was there before may be damaged


@contextmanager
def alone() -> Iterator[None]:
    """One at a time in one HUIYIN_HOME; the lock goes with the process, however it ends."""
    file = Path(settings.HUIYIN_HOME) / "init.lock"
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        said = _("The file %(file)s can't be made: %(why)s.")
        raise CommandError(said % {"file": file, "why": why_not(error)}) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # closing lets the lock go


def one_time_password() -> str:
    """Easy to read out and to type, impossible to guess."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)
