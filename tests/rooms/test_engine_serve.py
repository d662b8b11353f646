"""`huiyin serve` as a whole: real processes, a real port."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.core.management import CommandError

from huiyin.rooms.management.commands import serve

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
PATIENCE = 30.0  # seconds
HUIYIN = (sys.executable, "-m", "huiyin.config.cli")


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A `huiyin serve` in a home of its own."""

    def __init__(self, home: Path, log: Path | None = None) -> None:
        self.port = free_port()
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "HUIYIN_TEST_DB"}
        } | {
            "HUIYIN_HOME": str(home),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        }
        self.log = log or home.parent / "log"
        self.process: psutil.Popen | None = None

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*HUIYIN, *words],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def start(self, *words: str) -> None:
        with self.log.open("a") as log:
            self.process = psutil.Popen(
                [*HUIYIN, "serve", *words], env=self.environment, stdout=log, stderr=log
            )
        until(lambda: self.status("/healthz") == 200)

    def end(self) -> None:
        """Whatever still runs."""
        if self.process is not None:
            for process in [*self.family(), self.process] if self.process.is_running() else []:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            self.process.wait(PATIENCE)

    def status(self, address: str, data: bytes | None = None) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", data, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        return list(self.process.children(recursive=True))

    def worker(self) -> psutil.Process | None:
        for child in self.family():
            with contextlib.suppress(psutil.Error):  # gone, or about to
                if child.cmdline()[-1:] == ["work"]:
                    return child
        return None


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepared once for the tests of this file."""
    home = tmp_path_factory.mktemp("serve") / "home"
    done = Server(home).command("init")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def server(home: Path, tmp_path: Path) -> Iterator[Server]:
    made = Server(home, tmp_path / "log")
    yield made
    made.end()


def ended(processes: list[psutil.Process]) -> bool:
    return not [
        process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ]


def test_it_serves_and_stops_in_good_order(server: Server) -> None:
    server.start()
    until(server.worker)
    family = server.family()
    assert server.status("/readyz") == 200
    assert server.status("/") == 200
    assert server.status("/nowhere") == 404
    assert server.process is not None
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(PATIENCE) == 0
    until(lambda: ended(family))
    said = server.log.read_text()
    assert "Traceback" not in said, said


def test_a_worker_that_dies_is_replaced(server: Server) -> None:
    server.start("--workers", "1")
    until(server.worker)
    first = server.worker()
    assert first is not None
    first.kill()
    until(lambda: (now := server.worker()) is not None and now.pid != first.pid)
    assert server.status("/healthz") == 200


def test_a_web_process_that_dies_is_replaced(server: Server) -> None:
    server.start("--workers", "1", "--no-work")
    time.sleep(0.5)
    (web,) = server.family()
    web.kill()
    until(lambda: {process.pid for process in server.family()} - {web.pid})
    until(lambda: server.status("/readyz") == 200)


def test_killed_it_takes_its_children_along(server: Server) -> None:
    # the signal may come while the worker begins, where the measuring's own handler would meet it
    unmeasured(server)
    server.start()
    until(server.worker)
    family = server.family()
    assert len(family) >= 2
    assert server.process is not None
    server.process.kill()
    server.process.wait(PATIENCE)
    until(lambda: ended(family))
    said = server.log.read_text()
    assert "Traceback" not in said, said
    assert server.status("/healthz") == 0, "the port is free for the next"
    server.start("--no-work")
    assert server.status("/readyz") == 200


def test_a_worker_that_is_told_to_end_again_and_again_ends_once(server: Server) -> None:
    unmeasured(server)
    with server.log.open("a") as log:
        command = [*HUIYIN, "work"]
        server.process = worker = psutil.Popen(command, env=server.environment, stdout=log, stderr=log)
    status = Path(f"/proc/{worker.pid}/status")
    until(lambda: caught(status) & 1 << signal.SIGTERM - 1)
    while worker.poll() is None:
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.002)
    said = server.log.read_text()
    assert (worker.returncode, "Traceback" in said) == (0, False), said


def unmeasured(server: Server) -> None:
    """Measured, its processes have a handler for SIGTERM that isn't ours, earlier than ours."""
    for name in [name for name in server.environment if name.startswith("COVERAGE_")]:
        del server.environment[name]


def caught(status: Path) -> int:
    """The signals for which a process has a handler, as a mask."""
    return next(
        int(line.split()[1], 16) for line in status.read_text().splitlines() if line.startswith("SigCgt")
    )


def test_two_on_one_port(server: Server) -> None:
    server.start("--no-work")
    second = server.command("serve")
    assert second.returncode == 1
    assert second.stderr == f"端口 {server.port} 已被占用。请换一个：`huiyin serve --port 8001`。\n"


def test_too_much_is_refused_with_a_page(server: Server) -> None:
    server.start("--no-work", "--workers", "1")
    assert server.status("/submit/", b"text=" + b"x" * 10_000_000) in {413, 0}, (
        "0: it hung up while we were sending"
    )
    assert server.status("/healthz") == 200


def test_not_before_init(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    nothing = server.command("serve")
    assert (nothing.returncode, "huiyin init" in nothing.stderr) == (1, True)
    (tmp_path / "home" / "secrets").mkdir(parents=True)
    empty = server.command("serve")
    assert (empty.returncode, "huiyin init" in empty.stderr) == (1, True)


def test_writers_while_a_stranger_holds_the_lock(server: Server, home: Path) -> None:
    """A backup tool or an open shell knows nothing of our queue: SQLite's own lock still keeps the data right."""
    server.start("--no-work")
    stranger = sqlite3.connect(home / "huiyin.sqlite3", isolation_level=None, check_same_thread=False)
    stranger.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.5, lambda: stranger.execute("ROLLBACK"))
    timer.start()
    assert server.status("/readyz") == 200, "reading goes on"
    done = server.command("init", "--admin", "other")
    timer.join()
    stranger.close()
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "not-an-address.invalid"])
def test_an_address_that_is_not_ours(host: str) -> None:
    with pytest.raises(CommandError, match="上无法使用端口"):
        serve.check_port(host, free_port())
