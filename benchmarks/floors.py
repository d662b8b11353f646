"""The two floors: the same rows committed by bare sqlite3, and the queries that each page makes."""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import visits
from benchmarks.client import Outcome
from benchmarks.sample import Sample

_TABLES = (
    ("huiyin_petitioner", "id"), ("huiyin_entry", "number"), ("huiyin_sealedtext", "number"), ("huiyin_matter", "number"),
    ("huiyin_clockrun", "matter_id"), ("huiyin_petition", "number"),
)  # fmt: skip
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "cache_size = -8000",
    "mmap_size = 1073741824",
    "temp_store = MEMORY",
)


def bare_commits(database: Path, seconds: float) -> Outcome:
    """Write the rows of the last real petition again and again under new numbers, each time in one durable transaction.

    One connection, nobody else, no Django, no rules, no encryption: what the disk and SQLite allow. Spoils the database for
    anything else.
    """
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA foreign_keys = ON")
    number, who = connection.execute(
        "SELECT number, petitioner_id FROM huiyin_petition ORDER BY number DESC"
    ).fetchone()
    templates = [
        _template(connection, table, column, who if column == "id" else number) for table, column in _TABLES
    ]
    day = connection.execute("SELECT max(day) FROM huiyin_daycounter").fetchone()[0]
    outcome, begin, n = Outcome(), time.perf_counter(), 0
    while (start := time.perf_counter()) < begin + seconds:
        n += 1
        _commit(connection, templates, f"floor-{n:012d}", day)
        outcome.times.append(time.perf_counter() - start)
    outcome.seconds = time.perf_counter() - begin
    connection.close()
    return outcome


Template = tuple[str, list[dict[str, Any]]]


def _template(connection: sqlite3.Connection, table: str, column: str, key: Any) -> Template:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", [key])
    names = [part[0] for part in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return table, rows


def _commit(connection: sqlite3.Connection, templates: list[Template], number: str, day: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE huiyin_daycounter SET last = last + 1 WHERE day = ?", [day])
    connection.execute("SELECT last FROM huiyin_daycounter WHERE day = ?", [day]).fetchone()
    given: dict[str, Any] = {"number": number, "matter_id": number, "once": number}
    for table, rows in templates:
        for row in rows:
            fresh = {name: given.get(name, value) for name, value in row.items() if name != "id"}
            columns = ", ".join(f'"{name}"' for name in fresh)
            marks = ", ".join("?" * len(fresh))
            done = connection.execute(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(fresh.values())
            )
            if table == "huiyin_petitioner":
                given["petitioner_id"] = done.lastrowid
            elif table == "huiyin_sealedtext":
                given.setdefault("title_id", done.lastrowid)
    connection.execute("COMMIT")


_CONTROL = re.compile(r"BEGIN|COMMIT|ROLLBACK")


def queries_by_page(found: Sample) -> dict[str, int]:
    """The queries behind one request of each kind, counted in this process; BEGIN and COMMIT aside. Needs Django."""
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment

    from huiyin.rooms.accounts.models import User

    setup_test_environment()
    anybody, officer = Client(), Client()
    anybody.cookies[visits.UNSENT] = "0" * 32
    officer.force_login(User.objects.get(username=found.username))
    number, code = found.followed[0]
    fields = visits.petition(Random(0), found.places)
    kinds = {
        "intake": lambda: anybody.post(visits.SENDING, fields),
        "day": lambda: officer.get("/desk/"),
        "list": lambda: officer.get("/desk/list/"),
        "matter": lambda: officer.get(f"/desk/matter/{found.matters[0]}/"),
        "prove": lambda: anybody.post("/follow/", {"number": number, "code": code}),
        "follow": lambda: anybody.get("/follow/"),
    }
    from django.db import connection

    counts = {}
    for kind, visit in kinds.items():
        visit()  # what a process asks once it has asked now
        fields["token"] = "another-token-of-this-run"
        with CaptureQueriesContext(connection) as asked:
            response = visit()
        assert response.status_code == (303 if kind in ("intake", "prove") else 200), (
            kind,
            response.status_code,
        )
        counts[kind] = sum(not _CONTROL.match(query["sql"]) for query in asked.captured_queries)
    teardown_test_environment()
    return counts
