"""The folder of one size: a seeded database, made once and kept; every run works on a fresh copy of it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from benchmarks.server import huiyin

WORK = Path(__file__).parent / "work"
PASSWORD = "benchmark only 5e1f"
OLDEST_DAYS = 20  # an older seed has its open work too far behind today


class NotPrepared(RuntimeError):
    """The database couldn't be made."""


@dataclass(frozen=True, slots=True)
class Place:
    """One size's folder."""

    matters: int
    work: Path = WORK
    seed: int = 1

    @property
    def folder(self) -> Path:
        """Everything of this size."""
        return self.work / str(self.matters)

    @property
    def home(self) -> Path:
        """HUIYIN_HOME of the server under measurement."""
        return self.folder / "home"

    @property
    def database(self) -> Path:
        """What the server works on."""
        return self.home / "huiyin.sqlite3"

    @property
    def kept(self) -> Path:
        """The database as it was seeded."""
        return self.folder / "seeded.sqlite3"

    def prepare(self) -> dict[str, object]:
        """Seed if there is no fitting seed, then lay a fresh copy for the server. What was seeded, and how fast."""
        note = self._note()
        if note is None:
            note = self._seed()
        for leftover in self.home.glob("huiyin.sqlite3*"):
            leftover.unlink()
        shutil.copyfile(self.kept, self.database)
        self.database.chmod(0o600)
        os.sync()  # else the copy is written out while we measure
        return note

    def _note(self) -> dict[str, object] | None:
        path = self.folder / "seed.json"
        if not path.exists() or not self.kept.exists():
            return None
        note: dict[str, object] = json.loads(path.read_text())
        age = (datetime.now(UTC).date() - date.fromisoformat(str(note["day"]))).days
        return (
            note
            if note["seed"] == self.seed and note.get("made_by") == made_by() and age <= OLDEST_DAYS
            else None
        )

    def _seed(self) -> dict[str, object]:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.home.mkdir(parents=True)
        begin = time.monotonic()
        for words in (
            ["init", "--no-admin"],
            ["bench", "seed", str(self.matters), "--seed", str(self.seed), "--password", PASSWORD],
        ):
            if huiyin(self.home, *words).returncode:
                raise NotPrepared(f"`huiyin {words[0]}` failed")
        seconds = time.monotonic() - begin
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.rename(self.kept)
        note: dict[str, object] = {
            "seed": self.seed, "made_by": made_by(), "day": datetime.now(UTC).date().isoformat(),
            "seconds": round(seconds, 1), "a_second": round(self.matters / seconds),
        }  # fmt: skip
        (self.folder / "seed.json").write_text(json.dumps(note))
        return note


def made_by() -> str:
    """A digest of the tables and of the program that fills them: a seed made by others doesn't fit any more."""
    rooms = Path(__file__).parent.parent / "huiyin" / "rooms"
    files = [*(rooms / "migrations").glob("0*.py"), *(rooms / "intake" / "seeding").glob("*.py")]
    return sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:16]


@contextmanager
def django_at(home: Path) -> Iterator[None]:
    """Django set up on that home in this process; its database is closed at the end. One home for each process."""
    os.environ.update({"HUIYIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"})
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.db import connections

    django.setup()
    try:
        yield
    finally:
        connections.close_all()


def megabytes(path: Path) -> float:
    """Size of a database with its log."""
    files = (path, path.with_name(path.name + "-wal"))
    return round(sum(file.stat().st_size for file in files if file.exists()) / 2**20, 1)


def say(line: str) -> None:
    """A line for whoever waits."""
    print(line, flush=True, file=sys.stdout)
