"""Whether the database can be worked with, and with these keys."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from huiyin.rooms.dossier.actions import MAC_BYTES
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.search.held import lay_by
from huiyin.rooms.search.joining import STEPS, join_pieces
from huiyin.rooms.vault import keys
from huiyin.rooms.vault.marks import chain_mac

#: Rows of each index that SQLite looks at to know how they are spread: at a million matters all of them take seconds.
LOOKED_AT = 10_000


def missing_migrations() -> int:
    """How many steps the tables are behind the program; 0 if they fit. Raises DatabaseError if the database can't be asked."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def settle(*, all_at_once: bool = True) -> None:
    """After a bulk load: tell the engine how much its tables hold, else it plans for empty ones, and finish the index.

    PostgreSQL looks by itself some minutes later; until then it reads a table anew for each row of another. ``all_at_once``:
    SQLite's pieces are joined until none is left to join; else what an hour of the county's work leaves.
    """
    if connection.vendor == "postgresql":
        while lay_by():
            pass
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return
    with transaction.atomic(), connection.cursor() as cursor:  # in its turn: it writes what it has seen
        cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute("PRAGMA optimize")
    join_pieces(None if all_at_once else STEPS)


def holds_entries() -> bool:
    """Whether anything was ever written into the record: from then on only the keys it was written with will do."""
    return Entry._meta.db_table in connection.introspection.table_names() and Entry.objects.exists()


def keys_fault() -> str | None:
    """Why the key ring can't serve this database: missing, unreadable, or not the one the newest entry was signed with.

    The table of entries must be there. None if all is well, also when there is no entry yet.
    """
    try:
        keys.ring()
    except keys.KeyRingError as error:
        return str(error)
    newest = Entry.objects.order_by("-id").values_list("hash", "mac").first()
    if newest is None or chain_mac(bytes(newest[0]))[:MAC_BYTES] == bytes(newest[1]):
        return None
    said = _(
        "The keys in %(file)s are not those this database was written with. Put secrets/keys.json back from the "
        "backup that belongs to it. (If they are the right ones, the newest entry was forged: see `huiyin verify`.)"
    )
    return said % {"file": keys.path()}


def no_answer() -> str:
    """What is said where the database can't be asked. Nothing of its address: a password may stand in it."""
    return _("The database does not answer. Is DATABASE_URL right, and the server running?")
