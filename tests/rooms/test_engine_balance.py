"""A web process that has more to do than another sends visitors on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from huiyin.config import balance
from huiyin.config.balance import PLACE, SIZE, STEADY, Balance, claim
from huiyin.config.gate import Gate
from huiyin.rooms.management import family


@pytest.fixture
def file() -> Iterator[int]:
    made = os.memfd_create("test")
    os.ftruncate(made, SIZE)
    yield made
    os.close(made)


def write(file: int, place: int, process: int, in_hand: int) -> None:
    os.pwrite(file, PLACE.pack(process, in_hand), place * PLACE.size)


@pytest.fixture
def other() -> int:
    """A process that lives."""
    return os.getppid()


def answers(of: Balance, count: int) -> list[bool]:
    return [of.better_elsewhere() for _ in range(count)]


def test_alone_there_is_nowhere_better(file: int) -> None:
    mine = Balance(file, 0)
    for _ in range(5):
        mine.come()
    assert not any(answers(mine, 3 * STEADY))


def test_what_it_has_in_hand_can_be_read_by_the_others(file: int) -> None:
    mine = Balance(file, 3)
    mine.come()
    mine.come()
    mine.go()
    assert PLACE.unpack(os.pread(file, PLACE.size, 3 * PLACE.size)) == (os.getpid(), 1)


@pytest.mark.parametrize(("theirs", "uneven"), [(0, True), (1, True), (2, False), (3, False), (9, False)])
def test_two_more_than_another_is_uneven(file: int, other: int, theirs: int, uneven: bool) -> None:
    mine = Balance(file, 0)
    for _ in range(3):
        mine.come()
    write(file, 1, other, theirs)
    assert answers(mine, STEADY) == [False] * (STEADY - 1) + [uneven]
    assert answers(mine, STEADY - 1) == [False] * (STEADY - 1), "one at a time"


def test_for_a_moment_does_not_count(file: int, other: int) -> None:
    mine = Balance(file, 0)
    mine.come()
    mine.come()
    write(file, 1, other, 0)
    assert not any(answers(mine, STEADY - 1))
    write(file, 1, other, 1)
    assert not any(answers(mine, 1))
    write(file, 1, other, 0)
    assert not any(answers(mine, STEADY - 1))


def test_a_dead_process_is_not_better(file: int) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mine = Balance(file, 0)
    mine.come()
    mine.come()
    write(file, 1, dead.pid, 0)
    assert not any(answers(mine, 3 * STEADY))


def test_each_process_takes_a_place_of_its_own(file: int, monkeypatch: pytest.MonkeyPatch) -> None:
    code = f"from huiyin.config.balance import claim; print(claim({file})); input()"
    others = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            pass_fds=[file],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    first, second = (int(process.stdout.readline()) for process in others if process.stdout)
    monkeypatch.setattr(balance, "PLACES", 2)
    with pytest.raises(RuntimeError, match="more than 2"):
        claim(file)
    for process in others:
        process.communicate("\n")
    assert {first, second} == {0, 1}
    assert claim(file) == 0, "free again after their end"


def test_places_only_where_a_server_laid_them_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(family.LOADS, "")
    assert Balance.of_server() is None
    monkeypatch.setenv(family.SERVER, "")
    family.announce_server()
    file = int(os.environ[family.LOADS])
    assert os.environ[family.SERVER] == str(os.getpid())
    assert os.fstat(file).st_size >= SIZE
    assert Balance.of_server() is not None
    os.close(file)


@pytest.mark.parametrize("uneven", [True, False])
def test_the_gate_ends_the_connection(uneven: bool, file: int, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Balance(file, 0)
    monkeypatch.setattr(here, "better_elsewhere", lambda: uneven)
    seen: list[Any] = []

    def page(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        assert here._in_hand == 1
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"page"]

    gate = Gate(page, one_at_a_time=True, balance=here)
    assert gate({}, lambda *given: seen.append(given)) == [b"page"]
    assert here._in_hand == 0
    ((status, headers),) = seen
    assert status == "200 OK"
    assert (("Connection", "close") in headers) is uneven
    assert ("Content-Type", "text/plain") in headers
