"""`huiyin serve`: the web server and the worker, together, until stopped."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from huiyin.rooms.management import assets
from huiyin.rooms.management.family import announce_server
from huiyin.rooms.management.readiness import holds_entries, keys_fault, missing_migrations, no_answer
from huiyin.rooms.vault import keys

DEFAULT_PORT = 8000
MOST_WORKERS = 4
THREADS = (
    8  # in each web process; one works, the others wait for slow senders and receivers (huiyin.config.gate)
)
GRACE_SECONDS = 10  # to finish what is under way
RESTART_SECONDS = 2  # pause before a worker that died is started again
WORKER = (sys.executable, "-m", "huiyin.config.cli", "work")


class Command(BaseCommand):
    """Granian in this process and its children, one more child for the tasks."""

    help = gettext_noop("Start the web server and the worker. Stop both with Ctrl-C.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and with how many."""
        cores = os.cpu_count() or 1
        parser.add_argument(
            "--host",
            default="127.0.0.1",
            help=_("address to listen on (default: only this machine, %(default)s)"),
        )
        parser.add_argument(
            "--port",
            type=int,
            default=None,
            help=_("port (default: PORT of the environment, else 8000)"),
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=min(cores, MOST_WORKERS),
            help=_("web processes (default: one a core, at most 4)"),
        )
        parser.add_argument(
            "--threads", type=int, default=THREADS, help=_("threads in each (default: %(default)s)")
        )
        parser.add_argument(
            "--no-work", action="store_true", help=_("no task worker; run `huiyin work` elsewhere")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check that it can work, say where it listens, serve."""
        host, port = options["host"], options["port"]
        if port is None:
            port = port_of_environment()
        if not 0 < port < 65536:
            raise CommandError(_("--port should be a number from 1 to 65535, not %(said)s.") % {"said": port})
        if options["workers"] < 1 or options["threads"] < 1:
            raise CommandError(_("There must be at least one worker and one thread."))
        check_database()
        check_keys()
        self._compare_ciphers()
        check_port(host, port)
        if assets.gather():
            self.stdout.write(_("Style sheets and scripts are gathered."))
        if "HUIYIN_HOSTS" not in os.environ and host not in {"127.0.0.1", "localhost", "::1"}:
            said = _("Set HUIYIN_HOSTS to the names people use for this machine, or they will be refused.")
            self.stdout.write(said)
        announce_server()
        worker = None if options["no_work"] else TaskWorker()
        connections.close_all()  # nothing of SQLite may be open when the web processes are forked
        address = f"http://{_shown(host)}:{port}"
        self.stdout.write(_("Huiyin listens at %(address)s . Stop it with Ctrl-C.") % {"address": address})
        self.stdout.flush()
        serve(host, port, options["workers"], options["threads"], worker)

    def _compare_ciphers(self) -> None:
        used = keys.ring().field.algorithm
        if used != settings.HUIYIN_CIPHER:
            said = _(
                "HUIYIN_CIPHER asks for %(asked)s, but personal data is still sealed with %(used)s: run `huiyin keys rotate`."
            )
            self.stderr.write(said % {"asked": settings.HUIYIN_CIPHER, "used": used})


def port_of_environment() -> int:
    """PORT, or 8000."""
    text = os.environ.get("PORT", "").strip()
    if text and not (text.isdigit() and 0 < int(text) < 65536):
        raise CommandError(_("PORT should be a number from 1 to 65535, not “%(said)s”.") % {"said": text})
    return int(text or DEFAULT_PORT)


def check_database() -> None:
    """Refuse to start on a database that pages can't work with."""
    try:
        missing = missing_migrations()
        lost = bool(missing) and not keys.path().exists() and holds_entries()
    except DatabaseError as error:
        raise CommandError(no_answer()) from error
    if lost:
        check_keys()  # `huiyin init` would be the wrong advice
    if missing:
        raise CommandError(_("The database has not been prepared for this version. Run `huiyin init` first."))


def check_keys() -> None:
    """Refuse to start without the keys that the database was written with: every page would fail, every new entry be wrong."""
    if fault := keys_fault():
        raise CommandError(fault)


def check_port(host: str, port: int) -> None:
    """Refuse a port on which somebody listens; the web server would share it with another Huiyin without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            said = _("Port %(port)s may only be used by root. Choose one above 1023.")
            raise CommandError(said % {"port": port}) from None
        except OSError as error:
            taken = _("Port %(port)s is taken. Choose another: `huiyin serve --port 8001`.")
            other = _("Port %(port)s can't be used on %(host)s. Choose another: `huiyin serve --port 8001`.")
            said = taken if error.errno == errno.EADDRINUSE else other
            raise CommandError(said % {"port": port, "host": host}) from None


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def serve(host: str, port: int, workers: int, threads: int, worker: TaskWorker | None) -> None:
    """Run granian until a signal ends it; it forks the web processes and starts those again that die."""
    server = Server(
        target=settings.WSGI_APPLICATION.replace(".application", ":application"),
        address="127.0.0.1" if host == "localhost" else host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,  # a thread that ends takes its database connection with it
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=settings.LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        process_name=None,
    )
    if worker is not None:
        server.on_startup(worker.start)
        server.on_shutdown(worker.stop)
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.stop()


class TaskWorker:
    """A `huiyin work` that is started again when it dies, until it is stopped.

    Not by ``subprocess``: that waits for the end of a pipe which a web process, forked by granian at the wrong moment, would
    keep open for ever.
    """

    def __init__(self) -> None:
        self._process = 0
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="task-worker", daemon=True)

    def start(self) -> None:
        """Start it and watch over it from a thread."""
        self._keeper.start()

    def stop(self) -> None:
        """Ask it to finish its task; after some seconds, end it."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._tell(signal.SIGTERM)
        self._keeper.join(GRACE_SECONDS)
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        if self._process and self._keeper.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, number)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            # A session of its own, so that Ctrl-C reaches only the server, which then stops it in good order.
            self._process = os.posix_spawn(WORKER[0], WORKER, os.environ, setsid=True)
            os.waitpid(self._process, 0)
            self._stopping.wait(RESTART_SECONDS)
