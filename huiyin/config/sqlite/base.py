"""Django's SQLite backend, set for a server. Django loads ``DatabaseWrapper`` from here (ENGINE "huiyin.config.sqlite").

What differs from Django's own:

- The write-ahead log lets readers and the writer work side by side; ``synchronous=FULL`` makes every commit durable.
- A transaction begins with BEGIN IMMEDIATE: it can't fail later for having read before it wrote.
- Who writes, queues (``turnstile``). A transaction holds its turn from BEGIN to COMMIT or ROLLBACK, a single statement outside
  of one for as long as it runs. Reading takes no turn. A reader who wants one unchanging view sets
  ``connection.transaction_mode = "DEFERRED"`` around its ``atomic``.
- The log is folded back into the database by ``checkpoint()``, which `huiyin work` calls, and not by the unlucky writer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError
from django.utils.asyncio import async_unsafe

from huiyin.config.sqlite.turnstile import Busy, Ticket, turnstile_for
from huiyin.rooms.search.actions import laid_down
from huiyin.rooms.search.rows import row_of

# For the turn, and for SQLite's own lock; then "database is locked", and the visitor gets a 503.
WAIT_SECONDS = 10.0
MEGABYTE = 1024 * 1024
PAGE = 4096  # bytes, SQLite's default
# Size of the log from which it is folded in; below, reading it costs nothing to speak of.
CHECKPOINT_FROM = 4 * MEGABYTE
# In pages: the net under a worker that does not run.
CHECKPOINT_BY_WRITER = 64 * MEGABYTE // PAGE
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "cache_size = -4000",  # kilobytes for each connection; small, since another process's write empties it anyway
    f"mmap_size = {1024 * MEGABYTE}",  # the pages themselves are shared between all processes
    "temp_store = MEMORY",
    f"wal_autocheckpoint = {CHECKPOINT_BY_WRITER}",
)
WRITES = frozenset({"INSERT", "UPDATE", "DELETE", "REPLAC", "CREATE", "DROP T", "DROP I", "ALTER "})


def is_write(query: str) -> bool:
    """Whether a statement needs the write lock. One that begins with WITH counts as reading; the ORM never writes so."""
    return query[:6] in WRITES or query.lstrip()[:6].upper() in WRITES


class QueueingCursor(base.SQLiteCursorWrapper):
    """Takes a turn for a statement that writes outside of a transaction."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        """As Django's."""
        if not is_write(query):
            return super().execute(query, params)
        self.wrapper.take_turn()
        try:
            return super().execute(query, params)
        finally:
            self.wrapper.give_turn_if_done()

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """As Django's."""
        self.wrapper.take_turn()
        try:
            return super().executemany(query, param_list)
        finally:
            self.wrapper.give_turn_if_done()


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, with its place in the queue."""

    transaction_mode: str | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ticket: Ticket | None = None
        self._wait = WAIT_SECONDS

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with our defaults."""
        params: dict[str, Any] = super().get_connection_params()
        self._wait = params.setdefault("timeout", WAIT_SECONDS)
        params.setdefault("cached_statements", 512)
        if self.transaction_mode is None:
            self.transaction_mode = "IMMEDIATE"
        return params

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open the file and set it up."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        connection.create_function("huiyin_row", 3, row_of, deterministic=True)  # for the trigger that takes
        connection.create_function(
            "huiyin_pairs", 2, laid_down, deterministic=True
        )  # erased words out of the index
        if not self.is_in_memory_db():
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").close()
            self._ticket = Ticket(turnstile_for(self._path()), on_loss=connection.close)
        return connection

    def create_cursor(self, name: str | None = None) -> sqlite3.Cursor:
        """A cursor that queues, unless the database is in memory and has no other writers."""
        if self._ticket is None:
            plain: sqlite3.Cursor = super().create_cursor(name)
            return plain
        cursor: QueueingCursor = self.connection.cursor(factory=QueueingCursor)
        cursor.wrapper = self
        return cursor

    def take_turn(self) -> None:
        """Wait until this connection may write. OperationalError "database is locked" if that takes too long."""
        if self._ticket is not None:
            try:
                self._ticket.take(self._wait)
            except Busy:
                raise OperationalError("database is locked") from None

    def give_turn_if_done(self) -> None:
        """Let the next writer in, unless a transaction is still open."""
        if (
            self._ticket is not None
            and self._ticket.held
            and not (self.connection and self.connection.in_transaction)
        ):
            self._ticket.give()

    def checkpoint(self) -> int:
        """Fold the write-ahead log back into the database, if it has grown. Returns how many bytes the log held.

        The bulk is copied beside readers and writers. For what they added meanwhile, and to start the log from its beginning
        (else it would grow for ever under steady writing), writers wait a few milliseconds in their queue.
        """
        if self.is_in_memory_db():
            return 0
        self.ensure_connection()
        log = Path(f"{self._path()}-wal")
        size = log.stat().st_size if log.exists() else 0
        if size < CHECKPOINT_FROM:
            return size
        self._pragma("wal_checkpoint(PASSIVE)")
        self.take_turn()
        try:
            self._pragma(
                "busy_timeout = 50"
            )  # do not let the writers wait for a slow reader: another time then
            self._pragma("wal_checkpoint(TRUNCATE)")
        finally:
            self._pragma(f"busy_timeout = {int(self._wait * 1000)}")
            self.give_turn_if_done()
        return size

    def _pragma(self, text: str) -> None:
        with self.cursor() as cursor:
            cursor.execute(f"PRAGMA {text}").fetchall()

    def _path(self) -> str:
        name = str(self.settings_dict["NAME"])
        return urlsplit(name).path if name.startswith("file:") else name

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode != "DEFERRED":
            self.take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs, as the next three
        except BaseException:
            self.give_turn_if_done()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self.give_turn_if_done()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self.give_turn_if_done()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self._ticket is not None:
                self._ticket.give()
