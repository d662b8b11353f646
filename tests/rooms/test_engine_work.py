"""`huiyin work`: tasks are done, also those whose worker died; what they quote stays out of sight; the house is kept tidy."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from huiyin.rooms.management.commands import work
from huiyin.rooms.management.family import SERVER, die_with_server

PHONE = "139" + "00001234"
done: list[str] = []


@task()
def note(word: str) -> None:
    done.append(word)


@task()
def fail(phone: str) -> None:
    raise ValueError(f"no such number: {phone}")


@pytest.fixture(autouse=True)
def nothing_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """And django-tasks' worker leaves the tests' connection open."""
    done.clear()
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


def results() -> dict[str, DBTaskResult]:
    return {result.task_path.rsplit(".", 1)[1]: result for result in DBTaskResult.objects.all()}


@pytest.mark.django_db
def test_what_waits_is_done_once() -> None:
    note.enqueue("a")
    call_command("work", once=True)
    call_command("work", once=True)
    assert done == ["a"]


@pytest.mark.django_db
def test_a_task_that_fails_leaves_no_value_behind(caplog: pytest.LogCaptureFixture) -> None:
    fail.enqueue(PHONE)
    note.enqueue("after it")
    call_command("work", once=True)
    failed = results()["fail"]
    assert failed.status == TaskResultStatus.FAILED
    assert failed.exception_class_path == "builtins.ValueError"
    assert "test_engine_work.py" in failed.traceback
    assert PHONE not in failed.traceback
    assert PHONE not in "".join(record.getMessage() for record in caplog.records)
    assert done == ["after it"]


def running(worker: str) -> DBTaskResult:
    note.enqueue("taken over")
    result = DBTaskResult.objects.get()
    result.claim(worker)
    return result


@pytest.fixture
def dead() -> int:
    """The number of a process that was."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.django_db
def test_the_task_of_a_dead_worker_is_done_by_the_next(dead: int) -> None:
    running(f"{socket.gethostname()[:24]}:{dead}:1")
    call_command("work", once=True)
    assert done == ["taken over"]


@pytest.mark.django_db
def test_the_task_of_a_former_worker_with_our_number_too() -> None:
    running(f"{socket.gethostname()[:24]}:{os.getpid()}:1")
    call_command("work", once=True)
    assert done == ["taken over"]


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["alive", "elsewhere"])
def test_the_task_of_a_living_worker_is_left_to_it(whose: str, dead: int) -> None:
    host = socket.gethostname()[:24]
    running(f"{host}:{os.getppid()}:1" if whose == "alive" else f"elsewhere:{dead}:1")
    call_command("work", once=True)
    assert done == []


def test_who_may_not_be_asked_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: int, number: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert work._alive("1")
    assert not work._alive("")


@pytest.mark.django_db
def test_what_nobody_will_ask_for_is_removed(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    for name, hours in (("old", 25), ("new", 1)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - hours * 3600,) * 2)
    now = timezone.now()
    Session.objects.create(session_key="ended", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="lives", session_data="", expire_date=now + timedelta(hours=1))
    note.enqueue("a")
    call_command("work", once=True)
    DBTaskResult.objects.update(finished_at=now - timedelta(days=31))
    note.enqueue("b")
    call_command("work", once=True)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    assert [session.session_key for session in Session.objects.all()] == ["lives"]
    assert DBTaskResult.objects.count() == 1


class Rounds:
    """Stands in for the worker: stops the loop after so many looks."""

    def __init__(self, rounds: int) -> None:
        self.left = rounds
        self.ran = 0

    @property
    def running(self) -> bool:
        self.left -= 1
        return self.left > 0

    def run(self) -> None:
        self.ran += 1


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """No pauses; and a count of what the loop did beside the tasks."""
    counts = dict.fromkeys(("fold_log", "every_hour", "sleep"), 0)

    def counted(name: str) -> Any:
        def count(*args: Any) -> None:
            counts[name] += 1

        return count

    monkeypatch.setattr(work, "fold_log", counted("fold_log"))
    monkeypatch.setattr(work, "every_hour", counted("every_hour"))
    monkeypatch.setattr(work.time, "sleep", counted("sleep"))
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    return counts


@pytest.mark.django_db
def test_the_loop_runs_the_worker_only_when_something_waits(quick: dict[str, int]) -> None:
    idle = Rounds(5)
    work.loop(idle)  # type: ignore[arg-type]
    assert idle.ran == 0
    assert quick["fold_log"] == 1, "once a second"
    note.enqueue("a")
    busy = Rounds(3)
    work.loop(busy)  # type: ignore[arg-type]
    assert busy.ran == 1
    assert quick["every_hour"] == 0


@pytest.mark.django_db
def test_the_loop_does_the_hourly_work(quick: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10**6, 2000))
    monkeypatch.setattr(work.time, "monotonic", lambda: next(clock))
    work.loop(Rounds(8))  # type: ignore[arg-type]
    assert quick["every_hour"] >= 1


@pytest.mark.django_db
def test_the_loop_survives_a_database_that_is_away(
    quick: dict[str, int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(work, "fold_log", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    work.loop(Rounds(3))  # type: ignore[arg-type]
    assert "did not answer" in caplog.text


def test_the_log_is_folded_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        work, "connection", type("Sqlite", (), {"checkpoint": lambda self: asked.append("yes")})()
    )
    work.fold_log()
    monkeypatch.setattr(work, "connection", object())  # PostgreSQL has none
    work.fold_log()
    assert asked == ["yes"]


def test_a_child_whose_server_is_gone_ends_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr(os, "kill", lambda process, number: killed.append(process))
    monkeypatch.delenv(SERVER, raising=False)
    die_with_server(signal.SIGKILL)
    assert killed == [], "nobody announced a server"
    monkeypatch.setenv(SERVER, "1" if os.getppid() != 1 else "2")
    monkeypatch.setattr("ctypes.CDLL", lambda name: type("C", (), {"prctl": lambda *args: 0})())
    die_with_server(signal.SIGKILL)
    assert killed == [os.getpid()]
