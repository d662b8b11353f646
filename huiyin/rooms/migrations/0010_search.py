"""The index of words on both engines, and the trigger by which words that are erased from the record leave it as well.

SQLite: an FTS5 table without content, whose rows are `huiyin.rooms.search.rows.row_of`; its tokens are cut by our own code, so that
the tokenizer only splits at blanks. The trigger asks that code through functions which our backend registers. PostgreSQL: the folded
text with its pairs under a GIN index. Both stay empty here: `huiyin init` and `huiyin reindex` lay in what is there already.
"""

from __future__ import annotations

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE huiyin_found USING fts5(words, content='', tokenize='ascii')",
    # fewer, larger merges: a third less work for each text laid in, for reading a few more pieces at a search
    "INSERT INTO huiyin_found (huiyin_found, rank) VALUES ('automerge', 16)",
    "INSERT INTO huiyin_found (huiyin_found, rank) VALUES ('crisismerge', 32)",
    """
CREATE TRIGGER huiyin_sealedtext_erased AFTER UPDATE ON huiyin_sealedtext
WHEN NEW.text IS NULL AND OLD.text IS NOT NULL
  AND EXISTS (SELECT 1 FROM huiyin_found_docsize WHERE id = huiyin_row(OLD.number, OLD.seq, OLD.name))
BEGIN
  INSERT INTO huiyin_found (huiyin_found, rowid, words)
  VALUES ('delete', huiyin_row(OLD.number, OLD.seq, OLD.name), huiyin_pairs(OLD.name, OLD.text));
END
""",
]
POSTGRES = [
    "CREATE TABLE huiyin_found (id bigint PRIMARY KEY, folded text NOT NULL, pairs tsvector NOT NULL)",
    "CREATE INDEX huiyin_found_pairs ON huiyin_found USING gin (pairs)",
    """
CREATE FUNCTION huiyin_erased() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  place integer := array_position(
    ARRAY['title', 'text', 'reason', 'remark', 'party', 'proof', 'foreign', 'file'], OLD.name::text);
  days bigint := to_date(substr(OLD.number, 8, 8), 'YYYYMMDD') - DATE '0001-01-01' + 1;
BEGIN
  DELETE FROM huiyin_found
  WHERE id = ((((days << 17) + substr(OLD.number, 17, 5)::bigint) << 18) | (OLD.seq::bigint << 4) | (place - 1));
  RETURN NULL;
END $$
""",
    """
CREATE TRIGGER huiyin_sealedtext_erased AFTER UPDATE ON huiyin_sealedtext
FOR EACH ROW WHEN (NEW.text IS NULL AND OLD.text IS NOT NULL) EXECUTE FUNCTION huiyin_erased()
""",
]


def make(apps: object, schema_editor: object) -> None:
    """The table and the trigger of this engine."""
    connection = schema_editor.connection  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRES:
            cursor.execute(statement)


class Migration(migrations.Migration):
    """A table that no model stands for: Django's own can't hold an FTS5 index."""

    dependencies = [("huiyin", "0009_lights")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
