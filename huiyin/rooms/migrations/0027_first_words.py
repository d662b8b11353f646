"""PostgreSQL: what matters' first words hold, in an index of its own; see `huiyin.rooms.search.holding`.

Most rows of the index of words are what offices wrote later. GIN gives no order, so to find the newest that hold a pair, all
have to be fetched: a quarter of them here. The numbers say which entry and kind of words a row is of: title and text of the first.
"""

from __future__ import annotations

from django.db import migrations


def make(apps: object, schema_editor: object) -> None:
    """The index, where the engine is PostgreSQL; SQLite's own gives the newest first."""
    connection = schema_editor.connection  # type: ignore[attr-defined]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE INDEX huiyin_found_first ON huiyin_found USING gin (pairs) WHERE (id & 262143) IN (16, 17)"
            )


class Migration(migrations.Migration):
    """A table that no model stands for, so its index isn't any model's either."""

    dependencies = [("huiyin", "0026_previews")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
