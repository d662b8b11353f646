"""The production server under measurement: started as `huiyin serve`, watched, stopped or killed."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil

HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 30.0


def environment(home: Path) -> dict[str, str]:
    """A county's own environment: nothing of whoever runs the benchmark gets in."""
    ours = ("HUIYIN_", "DATABASE_URL", "DJANGO_", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    # in English whatever the county speaks: what a command said stands in the results
    return {**kept, "HUIYIN_HOME": str(home), "HUIYIN_LANG": "en", "PYTHONUNBUFFERED": "1"}


def huiyin(home: Path, *words: str, capture: bool = False) -> subprocess.CompletedProcess[str]:
    """Run one `huiyin` command in that home."""
    command = [sys.executable, "-m", "huiyin.config.cli", *words]
    return subprocess.run(command, env=environment(home), text=True, capture_output=capture, check=False)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """One `huiyin serve`, with all its processes."""

    def __init__(self, home: Path, *, workers: int = 2, port: int = 0) -> None:
        self.home, self.workers, self.port = home, workers, port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        return HOST, self.port

    def start(self) -> None:
        """Start it and wait until it is ready. RuntimeError with its log if it isn't."""
        words = ["serve", "--workers", str(self.workers), "--port", str(self.port)]
        log = self.home / "logs" / "server.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "huiyin.config.cli", *words], env=environment(self.home), stdout=out, stderr=out,
                start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.02)

    def _is_ready(self) -> bool:
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=5)) as connection:
            try:
                connection.request("GET", "/readyz")
                response = connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException):
                return False
        return response.status == 200

    def processes(self) -> list[psutil.Process]:
        """The server, its web processes and its worker."""
        if self._process is None or self._process.poll() is not None:
            return []
        try:
            first = psutil.Process(self._process.pid)
            return [first, *first.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def cpu(self) -> float:
        """Processor seconds that all its processes have used so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())

    def memory(self) -> dict[str, float]:
        """Megabytes of all processes together: resident (shared pages counted again for each), proportional, and each's own."""
        found = [process.memory_full_info() for process in self.processes()]
        return {
            "processes": len(found),
            **{
                kind: round(sum(getattr(one, kind) for one in found) / 2**20, 1)
                for kind in ("rss", "pss", "uss")
            },
        }

    def stop(self) -> None:
        """Ask it to end, as a supervisor would."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """SIGKILL to every one of its processes at once: first those that could start others."""
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        if self._process is not None:
            self._process.wait()
            self._process = None
