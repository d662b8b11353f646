"""PostgreSQL: for each pair of characters the newest first words that hold it, in lists that are read from the newest on.

GIN gives no order: to find the newest that hold a common pair it fetches all of them, and candidates for the same matter ask
for dozens of pairs. A list is of one pair and eight days. Who writes a petition only notes that it waits, so that no writer
waits for another's lists; the worker lays it by twice a second, and whoever looks for candidates does so first. What is erased
leaves by a trigger (migration ``held``).
"""

from __future__ import annotations

from django.db import connection, transaction

#: Texts that are laid by at once.
AT_ONCE = 2_000
#: Bits of a row's place within the eight days of one list; the migration's trigger has the same.
SPAN_BITS = 38
#: One at a time writes lists, an erasing trigger, too: in whatever order they come to the same list, none waits for ever.
_LOCK = 0x6865_6C64
_LAY_BY = f"""
WITH taken AS (
  DELETE FROM huiyin_unheld WHERE id IN (SELECT id FROM huiyin_unheld ORDER BY id LIMIT %s) RETURNING id
), said AS (
  SELECT id, unnest(tsvector_to_array(pairs)) AS pair FROM huiyin_found JOIN taken USING (id)
), laid AS (
  INSERT INTO huiyin_held AS held (pair, span, ids)
  SELECT pair, (id >> {SPAN_BITS})::int, array_agg(id ORDER BY id DESC) FROM said GROUP BY 1, 2
  ON CONFLICT (pair, span) DO UPDATE SET ids = EXCLUDED.ids || held.ids
)
SELECT count(*) FROM taken
"""  # noqa: S608  our own number


def lay_by(most: int = AT_ONCE) -> int:
    """Lay at most so many of the texts that wait into the lists; how many. One look-up where none waits; nothing on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM huiyin_unheld)")
        if not cursor.fetchone()[0]:
            return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(_LAY_BY, [most])
        return int(cursor.fetchone()[0])
