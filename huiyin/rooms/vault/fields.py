"""Two model fields: a sealed text, and the blind index by which it can be found.

A sealed text is opened when it is *read*, not when its row is loaded: ``from_db_value`` only marks the stored token
(0.1 µs) and the descriptor opens it on first access. A list of fifty petitioners that shows none of these fields pays
for no decryption, and a row that is saved without having been read writes its old token back. A str-like lazy object would
do the same but is never quite a str; a plain ``defer()`` costs a query when someone forgets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.core.exceptions import EmptyResultSet, FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Exact, IsNull, Lookup
from django.db.models.query_utils import DeferredAttribute

from huiyin.rooms.vault.cipher import open_, seal
from huiyin.rooms.vault.marks import BLIND, blind_index, blind_indexes


class Sealed(str):
    """A token as it stands in the database, not yet opened. ``values()`` and ``values_list()`` give these."""

    __slots__ = ()


class OpenedOnRead(DeferredAttribute):
    """Opens the token the first time the attribute is read, and keeps what it found on the instance."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        """The plain text; on the class itself, this descriptor."""
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if type(value) is Sealed:
            context: str = self.field.context  # type: ignore[attr-defined]
            value = instance.__dict__[self.field.attname] = open_(value, context)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        """Having this makes Python ask us even when the instance holds a value."""
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text sealed in the database. Empty stays empty. Can't be searched, sorted, indexed or dumped.

    ``context`` is what a token is bound to, by default "app.model.field"; give it the old name when a column is renamed.
    """

    description = "Text, sealed in the database"
    descriptor_class = OpenedOnRead

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        self._given = self.context = context
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Now the model is known, and with it what the tokens are bound to."""
        super().contribute_to_class(cls, name, private_only)
        self.context = self._given or f"{cls._meta.label_lower}.{name}"

    def deconstruct(self) -> Any:
        """For migrations: the context only if it was given."""
        name, path, args, kwargs = super().deconstruct()
        if self._given:
            kwargs["context"] = self._given
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuses an index and uniqueness: the same text is sealed differently each time."""
        found = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            hint = "Put a BlindIndexField beside it."
            found.append(
                checks.Error("A sealed text can be neither indexed nor unique.", hint, self, "huiyin.E001")
            )
        return found

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Marks the token; nothing is opened here."""
        return Sealed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """What the instance holds, without opening it."""
        held = model_instance.__dict__
        return held[self.attname] if self.attname in held else getattr(model_instance, self.attname)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Seals what is written; a token that was never opened goes back as it was."""
        if not value or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        return str(value) if type(value) is Sealed else seal(self.to_python(value), self.context)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is it there?" may be asked of a sealed text."""
        allowed = {"isnull": IsNull, "exact": ExactToken}
        if lookup_name not in allowed:
            raise FieldError(
                f"{self.name!r} is sealed in the database: it can't be searched with {lookup_name!r}. "
                "Look it up by its BlindIndexField."
            )
        return allowed[lookup_name]

    def get_transform(self, lookup_name: str) -> Any:
        """None: there is nothing to be computed from a token."""
        return None

    def value_to_string(self, obj: models.Model) -> str:
        """Refused: a dump would spill in plain what the database keeps sealed."""
        raise FieldError(
            f"{self.name!r} is sealed: it can't be written to a dump. Back up the database and the keys."
        )


class ExactToken(Exact):  # type: ignore[type-arg]
    """``field=""`` (is it empty?) and, for the rotation, ``field=Sealed(token)``; a plain text is refused."""

    def get_prep_lookup(self) -> Any:
        """The text to compare with; of None, Django makes "is it NULL?"."""
        if self.rhs is None or self.rhs == "" or type(self.rhs) is Sealed:
            return None if self.rhs is None else str(self.rhs)
        raise FieldError(
            "A sealed text can only be compared with the empty text. Look it up by its BlindIndexField."
        )


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """The blind index of a sealed field: filled on save, found by the plain value.

    The model says what it is the index of: ``blind_source = {"phone_index": ("phone", "phone")}``, the sealed field and
    the kind of value. ``filter(phone_index="138 0000 0000")`` then works on both engines and while the index key is being
    renewed. ``save(update_fields=[...])`` must name the index along with its source; ``update()`` and
    ``bulk_update()`` don't fill it.
    """

    description = "Blind index of a sealed text"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": BLIND, "null": True, "editable": False}
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    @property
    def source(self) -> tuple[str, str]:
        """Name of the sealed field, and the kind of value it holds; two empty words if the model doesn't say."""
        found: tuple[str, str] = getattr(self.model, "blind_source", {}).get(self.name, ("", ""))
        return found

    def deconstruct(self) -> Any:
        """For migrations: nothing but an index that was switched off."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null", "editable", "db_index"):
            kwargs.pop(fixed, None)
        if not self.db_index:  # type: ignore[attr-defined]
            kwargs["db_index"] = False
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuses an index of anything but a sealed field of the same model."""
        found = super().check(**kwargs)
        sealed = {one.name for one in self.model._meta.get_fields() if isinstance(one, EncryptedTextField)}
        if self.source[0] not in sealed:
            text = f"{self.model.__name__}.blind_source names no EncryptedTextField for {self.name!r}."
            found.append(checks.Error(text, obj=self, id="huiyin.E002"))
        return found

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The index of what the source holds now; a source that was never opened has not changed."""
        name, kind = self.source
        held = model_instance.__dict__
        if not name or (self.attname in held and (name not in held or type(held[name]) is Sealed)):
            return held.get(self.attname)
        index = held[self.attname] = blind_index(kind, getattr(model_instance, name))
        return index

    def get_lookup(self, lookup_name: str) -> Any:
        """Equal, one of, or there at all: a keyed hash has no other order or likeness."""
        allowed = {"exact": ExactBlind, "in": models.lookups.In, "isnull": IsNull}
        if lookup_name not in allowed:
            raise FieldError(f"{self.name!r} is a blind index: it can't be searched with {lookup_name!r}.")
        return allowed[lookup_name]


class ExactBlind(Lookup):  # type: ignore[type-arg]
    """Equal to a blind index (bytes) or to the index of a plain value (str). Nothing matches nothing.

    Django turns ``= None`` into IS NULL; here that would link a petitioner without a phone to all others without one.
    """

    lookup_name = "exact"
    prepare_rhs = False
    can_use_none_as_rhs = True

    def _wanted(self) -> Sequence[bytes]:
        if isinstance(self.rhs, str):
            field = self.lhs.output_field
            return blind_indexes(field.source[1], self.rhs)
        if self.rhs is None or isinstance(self.rhs, bytes | memoryview):
            return (bytes(self.rhs),) if self.rhs else ()
        raise FieldError("A blind index is compared with bytes or with the plain value as text.")

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """``= %s`` as a rule, ``IN (…)`` while an older index key is still on the ring."""
        wanted = [connection.Database.Binary(one) for one in self._wanted()]
        if not wanted:
            raise EmptyResultSet
        sql, params = self.process_lhs(compiler, connection)
        marks = ", ".join(["%s"] * len(wanted))
        return f"{sql} = {marks}" if len(wanted) == 1 else f"{sql} IN ({marks})", [*params, *wanted]
