"""Words inside attachments, and the trace of a machine's help.

Triggers: when the name of a file is erased by law, its words go with it, and out of the index.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    """
CREATE TRIGGER huiyin_filetext_erased AFTER UPDATE ON huiyin_sealedtext
WHEN NEW.text IS NULL AND OLD.text IS NOT NULL AND NEW.name = 'file'
BEGIN
  DELETE FROM huiyin_filetext WHERE number = OLD.number AND seq = OLD.seq;
END
""",
    """
CREATE TRIGGER huiyin_filetext_gone AFTER DELETE ON huiyin_filetext
WHEN OLD.text <> '' AND EXISTS (SELECT 1 FROM huiyin_found_docsize WHERE id = huiyin_row(OLD.number, OLD.seq, 'inside'))
BEGIN
  INSERT INTO huiyin_found (huiyin_found, rowid, words)
  VALUES ('delete', huiyin_row(OLD.number, OLD.seq, 'inside'), huiyin_pairs('inside', OLD.text));
END
""",
]
POSTGRES = [
    """
CREATE FUNCTION huiyin_filetext_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM huiyin_filetext WHERE number = OLD.number AND seq = OLD.seq;
  RETURN NULL;
END $$
""",
    """
CREATE TRIGGER huiyin_filetext_erased AFTER UPDATE ON huiyin_sealedtext
FOR EACH ROW WHEN (NEW.text IS NULL AND OLD.text IS NOT NULL AND NEW.name = 'file')
EXECUTE FUNCTION huiyin_filetext_erased()
""",
    """
CREATE FUNCTION huiyin_filetext_gone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  days bigint := to_date(substr(OLD.number, 8, 8), 'YYYYMMDD') - DATE '0001-01-01' + 1;
BEGIN
  DELETE FROM huiyin_found
  WHERE id = ((((days << 17) + substr(OLD.number, 17, 5)::bigint) << 18) | (OLD.seq::bigint << 4) | 8);
  RETURN NULL;
END $$
""",
    """
CREATE TRIGGER huiyin_filetext_gone AFTER DELETE ON huiyin_filetext
FOR EACH ROW EXECUTE FUNCTION huiyin_filetext_gone()
""",
]


def make(apps: object, schema_editor: object) -> None:
    """The triggers of this engine."""
    connection = schema_editor.connection  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRES:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("huiyin", "0021_calls")]
    operations = [
        migrations.CreateModel(
            name="FileText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24)),
                ("seq", models.PositiveIntegerField()),
                (
                    "reading",
                    models.CharField(
                        choices=[
                            ("whole", "whole"), ("partly", "partly"), ("none", "none"), ("unreadable", "unreadable"),
                        ],
                        max_length=10,
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("number", "seq"), name="file_text_once")]},
        ),
        migrations.CreateModel(
            name="ScribeUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "work",
                    models.CharField(
                        choices=[("summary", "summary"), ("draft", "draft"), ("translation", "translation")],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "asked"), ("answered", "answered"), ("failed", "failed")], max_length=10
                    ),
                ),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("mark", models.BinaryField(max_length=32, null=True)),
                (
                    "matter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="huiyin.matter",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["matter", "-id"], name="scribe_by_matter")]},
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
