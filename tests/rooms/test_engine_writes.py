"""Which statements take a turn."""

from __future__ import annotations

import pytest

from huiyin.config.sqlite.base import is_write


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
