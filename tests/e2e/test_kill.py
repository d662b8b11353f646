"""A short version of benchmarks/kill.py: the server is killed in the middle of intake, and nothing acknowledged is missing.

Runs on SQLite whatever the other tests run on: there the server's processes are also the database's.
"""

from __future__ import annotations

import json
import math
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.client import Address, Outcome, run
from benchmarks.kill import Count, kill_again_and_again, scratch

KILLS = 3


@pytest.mark.slow
def test_what_was_acknowledged_outlives_sigkill() -> None:
    with scratch() as home:
        count = kill_again_and_again(home, KILLS, seed=7)
    assert count.kills == KILLS
    assert count.verified, count.said
    assert count.missing == []
    assert len(count.acknowledged) > KILLS, "the kills came before the first petition: nothing was tested"
    # what a client still waited for may have been written or not; more than one for each client and kill can't be
    assert len(count.acknowledged) <= count.stored <= len(count.acknowledged) + 4 * KILLS


def test_the_check_can_fail() -> None:
    missing = Count(kills=1, acknowledged={"1": "a"}, verified=True, missing=["1"])
    assert not missing.good
    assert not Count(kills=1, acknowledged={"1": "a"}, verified=False).good
    assert not Count(kills=1, verified=True).good
    assert Count(kills=1, acknowledged={"1": "a"}, verified=True).good


# -- the load, and the benchmark around it ------------------------------------------------------------------------


@pytest.fixture
def two_answers() -> Iterator[Address]:
    """A server that answers twice, the second time in pieces, and then hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        sock, _ = listener.accept()
        with sock:
            sock.recv(4096)
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            sock.recv(4096)
            sock.sendall(b"HTTP/1.1 503 Busy\r\ncontent-")
            time.sleep(0.05)
            sock.sendall(b"length: 5\r\n\r\nla")
            time.sleep(0.05)
            sock.sendall(b"ter")
            sock.recv(4096)

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()
    thread.join()
    listener.close()


def test_the_load_counts_answers_and_broken_connections(two_answers: Address) -> None:
    outcome = run(two_answers, [b"x"], clients=1, seconds=9, again=True, heads=True)
    assert outcome.statuses == {200: 1, 503: 1}
    assert outcome.broken == 1
    assert len(outcome.times) == len(outcome.heads) == 2
    assert outcome.times[1] >= 0.1, "an answer that comes in pieces is timed to its end"
    assert outcome.longest == 5


def test_percentiles() -> None:
    outcome = Outcome(times=[n / 100 for n in range(100, 0, -1)])
    assert (outcome.at(0.5), outcome.at(0.99), outcome.at(1.0)) == (0.51, 1.0, 1.0)
    assert math.isnan(Outcome().at(0.5))


@pytest.mark.slow
def test_the_benchmark_runs_and_writes_its_file(tmp_path: Path) -> None:
    words = ["--matters", "400", "--seconds", "0.4", "--clients", "2,3", "--tries", "1"]
    folders = ["--work", str(tmp_path / "work"), "--results", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words, *folders], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (path,) = tmp_path.glob("*-400.json")
    result = json.loads(path.read_text())
    assert set(result["pages"]) == {"empty", "day", "list", "matter", "prove", "follow", "intake", "intake_3"}
    assert all(page["requests"] > 0 for page in result["pages"].values())
    assert result["bare_commits"]["requests"] > 0
    assert str(tmp_path) not in path.read_text()
    assert socket.gethostname() not in path.read_text()
