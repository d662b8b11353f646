"""`huiyin work`: do what has been put off: notices to petitioners, the index of words, the hourly seal, the housekeeping."""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from huiyin.rooms.accounts import signins
from huiyin.rooms.cases.attempts import carry_looks
from huiyin.rooms.cases.protecting import take_back_from_heirs
from huiyin.rooms.county.queries import NotLoaded
from huiyin.rooms.dossier.seals import seal
from huiyin.rooms.insight.night import step
from huiyin.rooms.intake import counter
from huiyin.rooms.intake.calls.erasing import erase_old
from huiyin.rooms.intake.transfers import taking as transfers
from huiyin.rooms.intake.unsent import forget_old
from huiyin.rooms.management.asking import operator
from huiyin.rooms.management.family import die_with_server
from huiyin.rooms.management.readiness import settle
from huiyin.rooms.pictures.keeping import sweep as sweep_previews
from huiyin.rooms.search.held import lay_by
from huiyin.rooms.search.waiting import catch_up
from huiyin.rules.calendar import LOCAL

log = logging.getLogger("huiyin.work")
PAUSE_SECONDS = 0.5
CHECKPOINT_EVERY = 1.0  # seconds
HOUR = 3600.0  # seconds
NEXT_STEP = 2.0  # seconds between two steps of the night's pass
NIGHT_BEGINS = 1  # o'clock in the county
KEEP_RESULTS_DAYS = 30
KEEP_UPLOADS_HOURS = 24


class Command(BaseCommand):
    """The loop around django-tasks' worker."""

    help = gettext_noop(
        "Send notices and do the housekeeping, until stopped. `huiyin serve` runs one of these by itself."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch."""
        parser.add_argument("--once", action="store_true", help=_("do all that waits now, then end"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM, SIGINT or, with --once, until nothing waits."""
        die_with_server(signal.SIGTERM)
        take_back()
        worker = CarefulWorker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=own_id(),
            excluded_queue_names=[],
        )
        if options["once"]:
            worker.run()
            while catch_up() or lay_by():
                pass
            every_hour()
            return
        worker.configure_signals()
        loop(worker)


class CarefulWorker(Worker):
    """Keeps what a task quoted when it failed out of the database and the log: it may be somebody's telephone number."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the task under way. Told so once or often is the same; only Ctrl-C twice breaks off.

        The kernel tells it once for every thread of a server that is killed: the second must not meet it in its farewell.
        """
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        super().shutdown(signum, frame)

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """As the original, then reduce the traceback to places in the code."""
        super().run_task(db_task_result)
        if db_task_result.status == TaskResultStatus.FAILED:
            places = [line for line in db_task_result.traceback.splitlines() if line.startswith('  File "')]
            db_task_result.traceback = "\n".join(places)
            db_task_result.save(update_fields=["traceback"])
            log.error("Task %s failed: %s", db_task_result.task_path, db_task_result.exception_class_path)


def own_id() -> str:
    """This worker's name on the tasks that it takes: host, process, start."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}:{time.time_ns():x}"


def take_back() -> None:
    """Offer tasks again whose worker died over them. They are written so that doing them twice does no harm."""
    host = socket.gethostname()[:24]
    for result in DBTaskResult.objects.running().only("id", "worker_ids"):
        name, _, rest = (result.worker_ids or [""])[-1].partition(":")
        if name == host and not _alive(rest.partition(":")[0]):
            DBTaskResult.objects.running().filter(id=result.id).update(status=TaskResultStatus.READY)


def _alive(process: str) -> bool:
    if not process.isdigit() or int(process) == os.getpid():  # our own number, worn by somebody before us
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def loop(worker: CarefulWorker) -> None:
    """Look for tasks, fold in the log, seal and tidy; each in its rhythm. A database that does not answer is tried again."""
    next_checkpoint = 0.0
    next_step = time.monotonic() + 120.0
    next_hour = time.monotonic() + 60.0  # let a server that has just started breathe
    while worker.running:
        try:
            close_old_connections()
            if (
                DBTaskResult.objects.ready().exists()
            ):  # looking takes no turn among the writers, Worker.run does
                worker.run()
            catch_up()
            lay_by()
            if time.monotonic() >= next_checkpoint:
                fold_log()
                next_checkpoint = time.monotonic() + CHECKPOINT_EVERY
            if time.monotonic() >= next_hour:
                every_hour()
                next_hour = time.monotonic() + HOUR
            if time.monotonic() >= next_step:
                next_step = time.monotonic() + (NEXT_STEP if night_step() else HOUR)
        except DatabaseError:
            log.exception("The database did not answer")
            connection.close()
            time.sleep(5)
        if worker.running:
            time.sleep(PAUSE_SECONDS)


def fold_log() -> None:
    """Keep SQLite's write-ahead log short, so that no writer has to stop for it. PostgreSQL does so by itself."""
    checkpoint = getattr(connection, "checkpoint", None)
    if checkpoint is not None:
        checkpoint()


def every_hour() -> None:
    """Carry what the guard refused into the dossiers, take back what lies with an heir of the accused; seal, then tidy."""
    now = timezone.now()
    carry_looks(now=now)
    take_back_from_heirs(now=now)
    seal(now=now)
    tidy()


def night_step() -> bool:
    """A few petitions of the night's pass; whether there are more to look at. By day only what the night left."""
    now = timezone.now()
    if now.astimezone(LOCAL).hour < NIGHT_BEGINS:
        return False
    try:
        return step(by=operator(), now=now)
    except NotLoaded:
        return False


def tidy() -> None:
    """Remove what nobody will ask for again: sessions, tasks, uploads, unsent letters, callers, sign-ins, erased pictures."""
    SessionStore.clear_expired()
    forget_old(now=timezone.now())
    erase_old(now=timezone.now())
    signins.forget_old(now=timezone.now())
    transfers.forget_old(now=timezone.now())
    counter.forget_old(now=timezone.now())
    sweep_previews()
    call_command("prune_db_task_results", min_age_days=KEEP_RESULTS_DAYS, queue_name="*", verbosity=0)
    limit = time.time() - KEEP_UPLOADS_HOURS * 3600
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*"):
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
    if connection.vendor == "sqlite":  # PostgreSQL does so by itself
        settle(all_at_once=False)
