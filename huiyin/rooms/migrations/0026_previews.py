"""Previews of attached pictures.

Triggers: when the name of a file is erased by law, its previews are marked as gone; the worker takes them off the disk.
"""

from __future__ import annotations

from django.db import migrations, models

SQLITE = [
    """
CREATE TRIGGER huiyin_preview_erased AFTER UPDATE ON huiyin_sealedtext
WHEN NEW.text IS NULL AND OLD.text IS NOT NULL AND NEW.name = 'file'
BEGIN
  UPDATE huiyin_preview SET state = 'gone', width = 0, height = 0 WHERE number = OLD.number AND seq = OLD.seq;
END
""",
]
POSTGRES = [
    """
CREATE FUNCTION huiyin_preview_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE huiyin_preview SET state = 'gone', width = 0, height = 0 WHERE number = OLD.number AND seq = OLD.seq;
  RETURN NULL;
END $$
""",
    """
CREATE TRIGGER huiyin_preview_erased AFTER UPDATE ON huiyin_sealedtext
FOR EACH ROW WHEN (NEW.text IS NULL AND OLD.text IS NOT NULL AND NEW.name = 'file')
EXECUTE FUNCTION huiyin_preview_erased()
""",
]


def make(apps: object, schema_editor: object) -> None:
    """The triggers of this engine."""
    connection = schema_editor.connection  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRES:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("huiyin", "0025_extension_asks")]
    operations = [
        migrations.CreateModel(
            name="Preview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24)),
                ("seq", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("made", "made"), ("failed", "failed"), ("gone", "gone")], max_length=6
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField()),
                ("width", models.PositiveSmallIntegerField(default=0)),
                ("height", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "gone")), fields=["id"], name="preview_gone")
                ],
                "constraints": [models.UniqueConstraint(fields=("number", "seq"), name="preview_once")],
            },
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
