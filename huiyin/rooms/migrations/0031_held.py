"""PostgreSQL: lists of the first words that hold each pair, instead of an index of them; see `huiyin.rooms.search.held`.

What is in the index already waits to be laid by: the worker does so in batches, and `huiyin init` needn't wait for it.
"""

from __future__ import annotations

from django.db import migrations

STATEMENTS = [
    "DROP INDEX huiyin_found_first",
    'CREATE TABLE huiyin_held (pair text COLLATE "C", span integer, ids bigint[] NOT NULL, PRIMARY KEY (pair, span))',
    "CREATE TABLE huiyin_unheld (id bigint PRIMARY KEY)",
    # by relevance titles are asked for alone: the index of all words would fetch every text that holds a common one
    "CREATE INDEX huiyin_found_titles ON huiyin_found USING gin (pairs) WHERE (id & 15) = 0",
    "INSERT INTO huiyin_unheld SELECT id FROM huiyin_found WHERE (id & 262143) IN (16, 17)",
    """
CREATE FUNCTION huiyin_let_go() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said text[] := tsvector_to_array(OLD.pairs);
BEGIN
  PERFORM pg_advisory_xact_lock(1751477348);
  DELETE FROM huiyin_unheld WHERE id = OLD.id;
  UPDATE huiyin_held SET ids = array_remove(ids, OLD.id) WHERE pair = ANY (said) AND span = OLD.id >> 38;
  DELETE FROM huiyin_held WHERE pair = ANY (said) AND span = OLD.id >> 38 AND ids = '{}';
  RETURN NULL;
END $$
""",
    """
CREATE TRIGGER huiyin_found_gone AFTER DELETE ON huiyin_found
FOR EACH ROW WHEN ((OLD.id & 262143) IN (16, 17)) EXECUTE FUNCTION huiyin_let_go()
""",
]


def make(apps: object, schema_editor: object) -> None:
    """Tables and trigger, where the engine is PostgreSQL; SQLite's own index gives the newest first."""
    connection = schema_editor.connection  # type: ignore[attr-defined]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in STATEMENTS:
                cursor.execute(statement)


class Migration(migrations.Migration):
    """Tables that no model stands for: rows of lists are written by one statement for thousands."""

    dependencies = [("huiyin", "0030_figures_sooner")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
