"""Writers of one SQLite file take turns: within a process, between processes, and whatever happens to one of them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from django.db import ConnectionHandler, OperationalError, ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from huiyin.config.sqlite import turnstile
from huiyin.config.sqlite.base import DatabaseWrapper
from huiyin.config.sqlite.turnstile import Busy, Turnstile, turnstile_for

PATIENCE = 20.0  # seconds until a test that hangs is called failed
SPAWN = multiprocessing.get_context("spawn")


class Database:
    """A file with one table, and connections to it, one for each thread."""

    def __init__(self, path: Path, wait: float = PATIENCE) -> None:
        self.path = path
        self.handler = ConnectionHandler(
            {"default": {"ENGINE": "huiyin.config.sqlite", "NAME": str(path), "OPTIONS": {"timeout": wait}}}
        )
        with self.connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS line (word text)")

    @property
    def connection(self) -> DatabaseWrapper:
        found: BaseDatabaseWrapper = self.handler["default"]
        assert isinstance(found, DatabaseWrapper)
        return found

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """``transaction.atomic`` finds connections in a global registry; ours is put there under a name of its own."""
        transaction.connections["queue"] = self.connection
        with transaction.atomic(using="queue"):
            yield

    def write(self, word: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("INSERT INTO line (word) VALUES (%s)", [word])

    def words(self) -> list[str]:
        with self.connection.cursor() as cursor:
            return [row[0] for row in cursor.execute("SELECT word FROM line ORDER BY rowid").fetchall()]


@pytest.fixture(autouse=True)
def allowed(django_db_blocker: Any) -> Iterator[None]:
    """These files are not the tests' database, but pytest-django guards every connection."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "queue.sqlite3")
    yield made
    made.connection.close()


def in_thread(act: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


def waiters(database: Database) -> int:
    return turnstile_for(database.path).line.waiting


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.002)


def free(database: Database) -> bool:
    """Whether another process could write now."""
    other = Turnstile(str(database.path))
    try:
        other.take(0)
    except Busy:
        return False
    other.give()
    return True


def test_set_up_for_a_server(database: Database) -> None:
    with database.connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": PATIENCE * 1000,
    }


def test_first_come_first_served_within_a_process(database: Database) -> None:
    def add(word: str) -> None:
        with database.atomic():
            database.write(word)
        database.connection.close()

    threads = []
    expected = [str(number) for number in range(12)]
    with database.atomic():
        for number, word in enumerate(expected):
            threads.append(in_thread(lambda word=word: add(word)))  # type: ignore[misc]
            until(lambda number=number: waiters(database) == number + 1)  # type: ignore[misc]
    for thread in threads:
        thread.join(PATIENCE)
    assert database.words() == expected
    assert free(database)


def test_a_statement_outside_of_a_transaction_waits_for_another_s_transaction(database: Database) -> None:
    def add() -> None:
        database.write("alone")
        database.connection.close()

    with database.atomic():
        database.write("first")
        thread = in_thread(add)
        until(lambda: waiters(database) == 1)
        database.write("second")
    thread.join(PATIENCE)
    assert database.words() == ["first", "second", "alone"]
    assert free(database)


def test_reading_takes_no_turn(database: Database) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        seen.append(database.words())
        database.connection.close()

    database.write("there")
    with database.atomic():
        database.write("not yet")
        in_thread(look).join(PATIENCE)
    assert seen == [["there"]]


def test_a_reader_s_view_takes_no_turn(database: Database) -> None:
    database.connection.ensure_connection()
    database.connection.transaction_mode = "DEFERRED"
    with database.atomic():
        assert database.words() == []
        assert free(database)


def test_nested_transactions_hold_one_turn(database: Database) -> None:
    with database.atomic():
        database.write("outer")
        with contextlib.suppress(ZeroDivisionError), database.atomic():
            database.write("undone")
            raise ZeroDivisionError
        with database.atomic():
            database.write("inner")
        assert not free(database)
    assert database.words() == ["outer", "inner"]
    assert free(database)


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, sqlite3.Error])
def test_an_exception_ends_the_turn(database: Database, error: type[BaseException]) -> None:
    def fail() -> None:
        with database.atomic():
            database.write("undone")
            raise error

    with pytest.raises(error):
        fail()
    assert free(database)
    assert database.words() == []


def test_a_failing_statement_ends_its_turn(database: Database) -> None:
    with pytest.raises(OperationalError), database.connection.cursor() as cursor:
        cursor.execute("INSERT INTO nowhere VALUES (1)")
    with pytest.raises(OperationalError), database.connection.cursor() as cursor:
        cursor.executemany("INSERT INTO nowhere VALUES (%s)", [(1,), (2,)])
    assert free(database)


def test_closing_in_the_middle_ends_the_turn(database: Database) -> None:
    with contextlib.suppress(ProgrammingError), database.atomic():  # "Cannot operate on a closed database"
        database.write("undone")
        database.connection.close()
        assert free(database)
        database.write("refused")
        pytest.fail("it went on writing")
    assert database.words() == []


def test_who_waits_too_long_is_told_and_leaves_the_queue(tmp_path: Path) -> None:
    database = Database(tmp_path / "short.sqlite3", wait=0.05)
    errors: list[str] = []

    def add() -> None:
        try:
            database.write("late")
        except OperationalError as error:
            errors.append(str(error))
        database.connection.close()

    with database.atomic():
        in_thread(add).join(PATIENCE)
        assert waiters(database) == 0
    assert errors == ["database is locked"]
    assert free(database)
    database.write("next")
    assert database.words() == ["next"]
    database.connection.close()


def test_a_thread_that_ends_in_a_transaction_frees_it(database: Database) -> None:
    def vanish() -> None:
        database.connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        database.write("never finished")

    in_thread(vanish).join(PATIENCE)
    until(lambda: free(database))
    database.write("next")
    assert database.words() == ["next"]


def test_in_memory_there_is_no_queue() -> None:
    handler = ConnectionHandler({"default": {"ENGINE": "huiyin.config.sqlite", "NAME": ":memory:"}})
    connection = handler["default"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (a)")
    assert connection._ticket is None
    assert connection.checkpoint() == 0


def test_the_log_is_folded_in_beside_a_reader_and_starts_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Path(f"{database.path}-wal")
    database.write("x" * 100_000)
    assert database.connection.checkpoint() > 0, "too short to bother"
    assert log.stat().st_size > 0
    monkeypatch.setattr("huiyin.config.sqlite.base.CHECKPOINT_FROM", 1)
    reader = sqlite3.connect(database.path)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM line").fetchone() == (1,)
    database.write("y")
    database.connection.checkpoint()
    assert log.stat().st_size > 0, "the reader still needs it"
    assert free(database)
    reader.close()
    database.connection.checkpoint()
    assert log.stat().st_size == 0
    assert len(database.words()) == 2


# -- between processes ---------------------------------------------------------------------------------------------------------


def hold(path: str, wire: Connection) -> None:
    """In another process: take the turn, say so, keep it until told."""
    queue = Turnstile(path)
    queue.take(PATIENCE)
    wire.send("held")
    wire.poll(PATIENCE)
    queue.give()


def greedy(path: str, log: str, name: str, rounds: int, wire: Connection) -> None:
    """In another process: ask for the turn again the moment it is given back."""
    queue = Turnstile(path)
    wire.send("here")
    wire.recv()
    for _ in range(rounds):
        queue.take(PATIENCE)
        with Path(log).open("a") as file:
            file.write(name)
        time.sleep(0.002)
        queue.give()


@contextmanager
def holder(path: Path) -> Iterator[tuple[Any, Connection]]:
    wire, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=hold, args=(str(path), theirs))
    process.start()
    theirs.close()
    assert wire.recv() == "held"
    try:
        yield process, wire
    finally:
        wire.close()
        process.join(PATIENCE)


def test_a_turn_held_by_another_process_is_waited_for(database: Database) -> None:
    with holder(database.path) as (_, wire):
        thread = in_thread(lambda: (database.write("after"), database.connection.close()))
        time.sleep(0.05)
        assert database.words() == []
        wire.send("go on")
        thread.join(PATIENCE)
    assert database.words() == ["after"]


def test_another_process_is_waited_for_no_longer_than_allowed(tmp_path: Path) -> None:
    database = Database(tmp_path / "short.sqlite3", wait=0.05)
    with holder(database.path):
        with pytest.raises(OperationalError, match="database is locked"), database.atomic():
            pytest.fail("it got in")
        assert waiters(database) == 0
        assert turnstile_for(database.path).line.take(0)
        turnstile_for(database.path).line.give()
    database.write("next")
    assert database.words() == ["next"]
    database.connection.close()


def test_a_killed_holder_frees_its_turn(database: Database) -> None:
    with holder(database.path) as (process, _):
        os.kill(process.pid, signal.SIGKILL)
        database.write("next")
    assert database.words() == ["next"]


@pytest.mark.slow
def test_two_greedy_processes_alternate(tmp_path: Path) -> None:
    log, rounds = tmp_path / "log", 60
    wires, processes = [], []
    for name in "AB":
        ours, theirs = SPAWN.Pipe()
        wires.append(ours)
        processes.append(
            SPAWN.Process(target=greedy, args=(str(tmp_path / "x"), str(log), name, rounds, theirs))
        )
        processes[-1].start()
    assert [wire.recv() for wire in wires] == ["here", "here"]
    for wire in wires:
        wire.send("go")
    for process in processes:
        process.join(PATIENCE)
    order = log.read_text()
    first_meeting = order.index("B" if order[0] == "A" else "A")
    together = order[first_meeting : min(order.rindex("A"), order.rindex("B")) + 1]
    assert len(order) == 2 * rounds
    changes = sum(one != other for one, other in pairwise(together))
    assert len(together) > rounds, f"they hardly met: {order}"
    # on a busy machine one of them isn't always there to wait; without a queue hardly any turn goes to the other
    assert changes > 0.8 * len(together), f"one of them came again and again: {order}"


def test_a_forked_child_does_not_keep_its_parent_s_turn(database: Database) -> None:
    """The child inherits the open lock file; if it kept it, the parent's turn would outlive the parent."""
    with database.atomic():
        inside, outside = os.pipe()
        parent = os.getpid()
        try:
            child = os.fork()
            if child == 0:  # pragma: no cover  (another process)
                files = turnstile_for(database.path)._files
                os.write(outside, b"none" if files is None else b"kept")
        finally:
            if os.getpid() != parent:  # whatever happened, it must not go on with the tests beside us
                os._exit(0)
        os.waitpid(child, 0)
        assert os.read(inside, 4) == b"none"
        assert not free(database)
    os.close(inside)
    os.close(outside)
    assert free(database)


def test_all_paths_to_a_file_lead_to_one_queue(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path, target_is_directory=True)
    assert turnstile.turnstile_for(link / "x") is turnstile.turnstile_for(tmp_path / "x")
