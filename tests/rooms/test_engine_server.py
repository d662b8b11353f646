"""What `huiyin serve` sets up, without starting it: the options of the web server, the keeper of the worker."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from huiyin.rooms.management import assets, family
from huiyin.rooms.management.commands import serve

PATIENCE = 20.0


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


class Granian:
    """Stands in for the web server."""

    made: Granian

    def __init__(self, **options: Any) -> None:
        type(self).made = self
        self.options = options
        self.events: list[str] = []
        self.hooks: dict[str, Callable[[], None]] = {}

    def on_startup(self, hook: Callable[[], None]) -> None:
        self.hooks["start"] = hook

    def on_shutdown(self, hook: Callable[[], None]) -> None:
        self.hooks["stop"] = hook

    def serve(self) -> None:
        self.events.append("served")
        for name in ("start", "stop"):
            if name in self.hooks:
                self.hooks[name]()


class Keeper:
    def __init__(self) -> None:
        self.told: list[str] = []

    def start(self) -> None:
        self.told.append("start")

    def stop(self) -> None:
        self.told.append("stop")


def test_how_the_web_server_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "Server", Granian)
    keeper = Keeper()
    serve.serve("localhost", 8123, 3, 5, keeper)  # type: ignore[arg-type]
    options = Granian.made.options
    assert options["target"] == "huiyin.config.wsgi:application"
    assert (options["address"], options["port"]) == ("127.0.0.1", 8123)
    assert (options["workers"], options["blocking_threads"]) == (3, 5)
    assert options["respawn_failed_workers"]
    assert options["http"].value == "1", (
        "a process that is busy ends connections, which HTTP/2 does otherwise"
    )
    assert keeper.told[:2] == ["start", "stop"]


def test_a_web_server_that_fails_leaves_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Granian) -> None:
        raise OSError

    monkeypatch.setattr(Granian, "serve", fail)
    monkeypatch.setattr(serve, "Server", Granian)
    keeper = Keeper()
    with pytest.raises(OSError):  # noqa: PT011
        serve.serve("::1", 8123, 1, 1, keeper)  # type: ignore[arg-type]
    assert keeper.told == ["stop"]
    with pytest.raises(OSError):  # noqa: PT011
        serve.serve("::1", 8123, 1, 1, None)


def test_the_keeper_starts_a_worker_again_and_stops_the_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "starts"
    code = f"open({str(log)!r}, 'a').write('x'); import time; time.sleep(60)"
    monkeypatch.setattr(serve, "WORKER", (sys.executable, "-c", code))
    monkeypatch.setattr(serve, "RESTART_SECONDS", 0)
    keeper = serve.TaskWorker()
    keeper.start()
    until(lambda: log.exists() and log.read_text() == "x")
    os.kill(keeper._process, 9)
    until(lambda: log.read_text() == "xx")
    last = keeper._process
    keeper.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(last, 0)
    keeper.stop()  # a second time does no harm
    time.sleep(0.05)
    assert log.read_text() == "xx", "not started again"


def test_a_worker_that_will_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = tmp_path / "starts"
    code = f"""
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open({str(log)!r}, "w").write("x")
time.sleep(60)
"""
    monkeypatch.setattr(serve, "WORKER", (sys.executable, "-c", code))
    monkeypatch.setattr(serve, "GRACE_SECONDS", 0.1)
    keeper = serve.TaskWorker()
    keeper.start()
    until(log.exists)
    keeper.stop()
    keeper._keeper.join(PATIENCE)
    with pytest.raises(ProcessLookupError):
        os.kill(keeper._process, 0)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What ``serve`` was called with, everything before it having gone well."""
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(serve, "serve", lambda *given: calls.append(given))
    for check in ("check_database", "check_keys", "check_port"):
        monkeypatch.setattr(serve, check, lambda *given: None)
    monkeypatch.setattr(serve, "announce_server", lambda: None)
    monkeypatch.setattr(assets, "gather", lambda: True)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    return calls


def test_it_says_where_it_listens(
    served: list[tuple[Any, ...]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "8124")
    call_command("serve", workers=2)
    ((host, port, workers, threads, worker),) = served
    assert (host, port, workers, threads) == ("127.0.0.1", 8124, 2, serve.THREADS)
    assert isinstance(worker, serve.TaskWorker)
    text = capsys.readouterr().out
    assert "http://127.0.0.1:8124 " in text
    assert "HUIYIN_HOSTS" not in text


@pytest.mark.usefixtures("in_english")
def test_open_to_others_it_asks_for_its_names(
    served: list[tuple[Any, ...]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("serve", host="::", port=8124, no_work=True)
    assert served[0][4] is None
    text = capsys.readouterr().out
    assert "http://[::]:8124 " in text
    assert "Set HUIYIN_HOSTS" in text
    monkeypatch.setenv("HUIYIN_HOSTS", "a.gov.cn")
    call_command("serve", host="::", port=8124, no_work=True)
    assert "Set HUIYIN_HOSTS" not in capsys.readouterr().out


def test_assets_are_gathered_once_and_again_when_they_change(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    assert assets.gather()
    assert (settings.STATIC_ROOT / "a.css").exists()
    assert not assets.gather()
    (source / "a.css").write_text("a{color:red}")
    (source / "b.css").write_text("b{}")
    assert assets.gather()
    assert (settings.STATIC_ROOT / "a.css").read_text() == "a{color:red}"
    assert (settings.STATIC_ROOT / "b.css").exists()


def test_where_there_is_no_linux_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(family.SERVER, "1")
    monkeypatch.setenv(family.LOADS, "")
    monkeypatch.setattr(sys, "platform", "darwin")
    family.die_with_server(9)  # type: ignore[arg-type]
    family.announce_server()
    assert os.environ[family.LOADS] == ""
