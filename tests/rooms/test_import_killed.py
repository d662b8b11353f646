"""A real import in a process of its own, killed without warning in the middle, and run again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.rooms.import_cast import message, table

ROWS = 400


def huiyin(home: Path, *words: str) -> subprocess.Popen[str]:
    """The command in a fresh process with its own home, always on SQLite."""
    environment = {
        **os.environ,
        "HUIYIN_HOME": str(home),
        "HUIYIN_LANG": "en",
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "huiyin.config.cli", *words],
        env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def done(home: Path, *words: str) -> str:
    """What the command printed; it must end well."""
    process = huiyin(home, *words)
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 0, said
    return said


def petitions(home: Path) -> int:
    """How many are in the database file."""
    with sqlite3.connect(f"file:{home / 'huiyin.sqlite3'}?mode=ro", uri=True) as database:
        return int(database.execute("SELECT count(*) FROM huiyin_petition").fetchone()[0])


@pytest.mark.slow
def test_an_import_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "信件.csv"
    file.write_text(table([message(n) for n in range(ROWS)]), "utf-8")
    done(home, "init", "--no-admin")
    process = huiyin(home, "import", "messages", str(file))
    while petitions(home) < 100 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL, "it was over before it could be killed"
    survived = petitions(home)
    assert 0 < survived < ROWS
    assert "The record is whole." in done(home, "verify")
    assert f"{ROWS - survived} taken in" in done(home, "import", "messages", str(file))
    assert petitions(home) == ROWS
    assert "The record is whole." in done(home, "verify")
