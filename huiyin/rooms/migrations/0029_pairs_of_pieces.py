"""SQLite: the index of words may join two pieces of one size, and needn't wait for four; see `huiyin.rooms.search.joining`."""

from __future__ import annotations

from django.db import migrations


def make(apps: object, schema_editor: object) -> None:
    """The setting, kept in the index itself."""
    connection = schema_editor.connection  # type: ignore[attr-defined]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO huiyin_found (huiyin_found, rank) VALUES ('usermerge', 2)")


class Migration(migrations.Migration):
    """A table that no model stands for, so its setting isn't any model's either."""

    dependencies = [("huiyin", "0028_extension_taken_back")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
