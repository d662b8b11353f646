"""Which statements take a turn, and who holds the lock without one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError

from huiyin.config.sqlite.base import is_write
from tests.rooms.test_engine_queue import Database, allowed, free

__all__ = ["allowed"]  # the fixture that lets these tests at a database


@pytest.mark.parametrize(
    ("query", "writes"),
    [
        ("INSERT INTO t VALUES (1)", True),
        ("  update t set a = 1", True),
        ("DELETE FROM t", True),
        ("REPLACE INTO t VALUES (1)", True),
        ("CREATE TABLE t (a)", True),
        ("ALTER TABLE t RENAME TO u", True),
        ("DROP TABLE t", True),
        ("SELECT 1", False),
        ("PRAGMA foreign_keys", False),
        ("SAVEPOINT s", False),
        ("BEGIN IMMEDIATE", False),
        ("ROLLBACK", False),
    ],
)
def test_what_counts_as_writing(query: str, writes: bool) -> None:
    assert is_write(query) is writes


def test_a_stranger_who_knows_of_no_queue_and_holds_the_lock(tmp_path: Path) -> None:
    """A backup tool, an open shell: SQLite refuses, and the turn is given on."""
    database = Database(tmp_path / "short.sqlite3", wait=0.05)
    stranger = sqlite3.connect(database.path, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="database is locked"), database.atomic():
        pytest.fail("it got in")
    with pytest.raises(OperationalError, match="database is locked"):
        database.write("refused")
    assert free(database)
    stranger.execute("ROLLBACK")
    stranger.close()
    database.write("next")
    assert database.words() == ["next"]
    database.connection.close()
