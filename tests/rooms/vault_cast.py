"""A table of the vault's own for its tests, in a registry of its own: no migration and no other test ever sees it."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import connection, models

from huiyin.rooms.vault.fields import BlindIndexField, EncryptedTextField

REGISTRY = Apps()


class Contact(models.Model):
    """What every table with a phone has."""

    phone = EncryptedTextField(blank=True)

    class Meta:
        abstract = True
        apps = REGISTRY
        app_label = "huiyin"


class Person(Contact):
    """Invented people (199 0000 xxxx)."""

    name = models.CharField(max_length=20)
    note = EncryptedTextField(null=True, context="old.place")  # a column that was renamed, and may be NULL
    phone_index = BlindIndexField(null=True)

    blind_source: ClassVar[dict[str, tuple[str, str]]] = {"phone_index": ("phone", "phone")}

    class Meta(Contact.Meta):
        abstract = False
        db_table = "vault_test_person"

    def __str__(self) -> str:
        return f"person {self.pk}"


class Nickname(Person):
    """A proxy: has no table of its own to renew."""

    class Meta(Contact.Meta):
        abstract = False
        proxy = True


def make_table() -> None:
    """Within the test's transaction, so that it goes with it (both engines roll back tables)."""
    editor = connection.schema_editor()
    sql, params = editor.table_sql(Person)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for index in Person._meta.local_fields:
            for statement in editor._field_indexes_sql(Person, index):
                cursor.execute(str(statement))


def stored(column: str = "phone") -> list[object]:
    """The column as it lies in the database, by primary key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM vault_test_person ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
