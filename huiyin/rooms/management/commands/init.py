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
from django.utils.translation import gettext_noop

from huiyin.rooms.accounts.actions import NotDone, create_user, give_post
from huiyin.rooms.accounts.models import Post
from huiyin.rooms.cases.inside import read_the_rest, unread
from huiyin.rooms.cases.picturing import paint_the_rest, unpainted
from huiyin.rooms.cases.reprojecting import reproject_if_older
from huiyin.rooms.county.loading import BadData, load_county
from huiyin.rooms.county.queries import department
from huiyin.rooms.management import assets
from huiyin.rooms.management.readiness import holds_entries, keys_fault, missing_migrations
from huiyin.rooms.search.rebuilding import reindex_if_older
from huiyin.rooms.vault import keys
from huiyin.rules.roles import SYSTEM, Role

# No letters and digits that look alike on paper.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5  # 20 characters of 32: 100 bits


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
        self._say("Folder", settings.HUIYIN_HOME)
        self._say("Keys", f"{settings.HUIYIN_HOME}/secrets  (keep a copy apart from the database)")
        try:
            missing = missing_migrations()
            check_or_make_keys()
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise CommandError(
                "The database does not answer. Is DATABASE_URL right, and the server running?"
            ) from error
        self._say("Tables", "made" if missing else "up to date")
        rewritten = reproject_if_older(self._folding)
        if rewritten:
            self._say("Record", f"read again for this edition: {rewritten} matters' rows brought up")
        laid_in = reindex_if_older(self._indexing)
        if laid_in:
            self._say("Search", f"{laid_in} texts laid into the index")
        if unread():
            read_the_rest.enqueue()  # by the worker, once there is one
        if unpainted():
            paint_the_rest.enqueue()
        try:
            loaded = load_county(timezone.now())
        except BadData as error:
            raise CommandError(f"The county's data can't be loaded: {error}") from error
        self._say(
            "County",
            f"{settings.HUIYIN_COUNTY}: {loaded.units} units and {loaded.categories} categories added",
        )
        self._say("Pages", "gathered" if assets.gather() else "up to date")
        if not options["no_admin"]:
            self._administrator(options["admin"])
        self.stdout.write("Ready. Start it with `huiyin serve`.")

    def _administrator(self, username: str) -> None:
        if Post.objects.filter(role=Role.ADMIN.value, until=None, user__is_active=True).exists():
            self._say("Administrator", "there is one already")
            return
        password, now = one_time_password(), timezone.now()
        try:
            with transaction.atomic():
                user = create_user(username, name="系统管理员", password=password, by=SYSTEM, now=now)
                give_post(user, unit=department(), role=Role.ADMIN, by=SYSTEM, now=now)
        except NotDone as error:
            raise CommandError(
                f"No administrator “{username}” could be made: {error}. Choose another --admin."
            ) from error
        self._say("Administrator", f"user name  {user.username}")
        self._say("", f"password   {password}   (shown only now; to be changed at the first sign-in)")

    def _folding(self, done: int) -> None:
        """A long record takes minutes; nobody should think that it hangs."""
        if done % 20_000 == 0:
            self._say("", f"{done} matters read again")

    def _indexing(self, done: int) -> None:
        if done // 1_000 % 50 == 0:
            self._say("", f"{done} texts laid into the index")

    def _say(self, what: str, words: object) -> None:
        self.stdout.write(f"{what:<14} {words}")


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
        raise CommandError(f"The file {file} can't be made: {error.strerror}.") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # closing lets the lock go


def one_time_password() -> str:
    """Easy to read out and to type, impossible to guess."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)
