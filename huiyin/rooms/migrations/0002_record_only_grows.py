"""The record only grows: triggers refuse update and delete of entries, seals and changes to the house, on SQLite and PostgreSQL alike.

Sealed texts can't be deleted or rewritten either; all that may be done to one is to erase its words (set to NULL), as law can demand.
"""

from __future__ import annotations

from django.db import migrations

TABLES = ("huiyin_entry", "huiyin_seal", "huiyin_change")
TEXT = "huiyin_sealedtext"

SQLITE_REFUSE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: the record only grows'); END
"""
SQLITE_ERASE_ONLY = f"""
CREATE TRIGGER {TEXT}_erase_only BEFORE UPDATE ON {TEXT}
WHEN NEW.text IS NOT NULL OR NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.seq <> OLD.seq
  OR NEW.name <> OLD.name OR NEW.salt <> OLD.salt
BEGIN SELECT RAISE(ABORT, '{TEXT}: words can be erased, not changed'); END
"""
POSTGRES_FUNCTIONS = f"""
CREATE FUNCTION huiyin_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%: the record only grows', TG_TABLE_NAME; END $$;
CREATE FUNCTION huiyin_erase_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.text IS NOT NULL OR (NEW.id, NEW.number, NEW.seq, NEW.name, NEW.salt)
     IS DISTINCT FROM (OLD.id, OLD.number, OLD.seq, OLD.name, OLD.salt) THEN
    RAISE EXCEPTION '{TEXT}: words can be erased, not changed';
  END IF;
  RETURN NEW;
END $$;
"""
POSTGRES_REFUSE = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION huiyin_only_grows();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION huiyin_only_grows();
"""
POSTGRES_TEXT = f"""
CREATE TRIGGER {TEXT}_erase_only BEFORE UPDATE ON {TEXT} FOR EACH ROW EXECUTE FUNCTION huiyin_erase_only();
CREATE TRIGGER {TEXT}_no_delete BEFORE DELETE ON {TEXT} FOR EACH ROW EXECUTE FUNCTION huiyin_only_grows();
CREATE TRIGGER {TEXT}_no_truncate BEFORE TRUNCATE ON {TEXT}
FOR EACH STATEMENT EXECUTE FUNCTION huiyin_only_grows();
"""


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        refuse = [
            SQLITE_REFUSE.format(table=table, verb=verb.lower(), VERB=verb)
            for table in TABLES
            for verb in ("UPDATE", "DELETE")
        ]
        return [*refuse, SQLITE_REFUSE.format(table=TEXT, verb="delete", VERB="DELETE"), SQLITE_ERASE_ONLY]
    return [POSTGRES_FUNCTIONS, *(POSTGRES_REFUSE.format(table=table) for table in TABLES), POSTGRES_TEXT]


def guard(apps: object, schema_editor: object) -> None:
    """Set the triggers of this engine."""
    connection = schema_editor.connection  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


class Migration(migrations.Migration):
    """Triggers; there is no way back, as befits them."""

    dependencies = [("huiyin", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
