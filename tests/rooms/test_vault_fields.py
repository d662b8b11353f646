"""Sealed fields and blind indexes in a real table."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models.functions import Length
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from huiyin.rooms.vault import cipher, fields, keys, marks
from huiyin.rooms.vault.fields import BlindIndexField, EncryptedTextField, Sealed
from tests.rooms.vault_cast import REGISTRY, Contact, Person, make_table, stored

pytestmark = pytest.mark.usefixtures("in_english")

PHONE = "19900001234"


@pytest.fixture(autouse=True)
def table(db: None, settings: Any, tmp_path: Path) -> None:
    settings.HUIYIN_HOME = tmp_path
    keys.make()
    make_table()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The contexts of all tokens that were opened."""
    seen: list[str] = []

    def spy(token: str, context: str) -> str:
        seen.append(context)
        return cipher.open_(token, context)

    monkeypatch.setattr(fields, "open_", spy)
    return seen


def held(person: Person) -> Any:
    return person.__dict__["phone"]


def test_a_value_is_sealed_in_the_table_and_plain_on_the_instance() -> None:
    person = Person.objects.create(name="甲", phone=PHONE, note="住汪清镇 🙂 𠮷")
    assert person.phone == PHONE
    (phone,), (note,) = stored("phone"), stored("note")
    assert str(phone).startswith(f"aes.{keys.ring().field.id}.")
    assert PHONE not in str(phone)
    assert cipher.open_(str(phone), "huiyin.person.phone") == PHONE
    assert cipher.open_(str(note), "old.place") == "住汪清镇 🙂 𠮷"
    again = Person.objects.get(phone_index=PHONE)
    assert (again.phone, again.note) == (PHONE, "住汪清镇 🙂 𠮷")


def test_empty_stays_empty_and_null_stays_null() -> None:
    Person.objects.create(name="甲")
    assert stored("phone") == [""]
    assert stored("note") == [None]
    assert stored("phone_index") == [None]
    person = Person.objects.get()
    assert (person.phone, person.note) == ("", None)


def test_a_list_opens_nothing(opened: list[str]) -> None:
    Person.objects.bulk_create([Person(name=str(n), phone=PHONE) for n in range(5)])
    people = list(Person.objects.all())
    assert [person.name for person in people] == list("01234")
    assert all(type(held(person)) is Sealed for person in people)
    assert opened == []
    assert people[0].phone == people[0].phone == PHONE
    assert opened == ["huiyin.person.phone"]  # once, then kept


def test_a_row_that_was_not_read_is_written_back_as_it_was(opened: list[str]) -> None:
    Person.objects.create(name="甲", phone=PHONE)
    before = stored("phone") + stored("phone_index")
    person = Person.objects.get()
    person.name = "乙"
    person.save()
    assert stored("phone") + stored("phone_index") == before
    assert opened == []
    assert person.phone == PHONE
    person.save()
    assert stored("phone") != before[:1]
    assert Person.objects.get().phone == PHONE


def test_deferred_and_refreshed() -> None:
    Person.objects.create(name="甲", phone=PHONE)
    person = Person.objects.defer("phone").get()
    assert person.get_deferred_fields() == {"phone"}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        person.save()
    assert len(queries) == 1
    assert person.get_deferred_fields() == {"phone"}
    assert person.phone == PHONE
    Person.objects.update(phone="19900005678")
    person.refresh_from_db()
    assert person.phone == "19900005678"


def test_every_way_of_writing_seals() -> None:
    one, two = Person.objects.bulk_create([Person(name="甲", phone=PHONE), Person(name="乙", phone=PHONE)])
    Person.objects.filter(pk=one.pk).update(phone="19900000001")
    two.phone = "19900000002"
    Person.objects.bulk_update([two], ["phone"])
    three, made = Person.objects.get_or_create(name="丙", defaults={"phone": "19900000003"})
    Person.objects.update_or_create(name="丙", defaults={"phone": "19900000004"})
    assert made
    assert all(str(token).startswith("aes.") for token in stored())
    assert [person.phone for person in Person.objects.order_by("pk")] == [
        "19900000001",
        "19900000002",
        "19900000004",
    ]
    assert Person.objects.get(phone_index="199 0000 0004") == three


def test_values_stay_sealed() -> None:
    Person.objects.create(name="甲", phone=PHONE)
    (token,) = Person.objects.values_list("phone", flat=True)
    assert type(token) is Sealed
    assert PHONE not in token
    assert [str(token)] == stored()


def test_a_copied_token_is_still_one() -> None:
    token = Sealed("aes.12345678.AAAA")
    assert {type(copy.deepcopy(token)), type(pickle.loads(pickle.dumps(token)))} == {Sealed}


def test_a_form_sees_the_plain_text() -> None:
    Person.objects.create(name="甲", phone=PHONE, note="x")
    person = Person.objects.get()
    person.full_clean()
    assert model_to_dict(person, ["phone"]) == {"phone": PHONE}


@pytest.mark.parametrize(
    "question",
    [
        {"phone": PHONE},
        {"phone__contains": "199"},
        {"phone__iexact": PHONE},
        {"phone__in": [PHONE]},
        {"phone__gt": "1"},
        {"phone__regex": "."},
        {"phone__length": 3},
        {"phone": models.F("name")},
    ],
)
def test_a_sealed_field_can_not_be_searched(question: dict[str, Any]) -> None:
    for ask in (Person.objects.filter, Person.objects.exclude):
        with pytest.raises(FieldError, match="BlindIndexField"):
            list(ask(**question))


def test_whether_it_is_there_can_be_asked() -> None:
    Person.objects.create(name="甲", phone=PHONE, note="x")
    Person.objects.create(name="乙")
    assert Person.objects.get(phone="").name == "乙"
    assert Person.objects.exclude(phone="").get().name == "甲"
    assert Person.objects.get(note__isnull=True).name == Person.objects.get(note=None).name == "乙"
    token = Person.objects.values_list("phone", flat=True).order_by("pk")[0]
    assert Person.objects.get(phone=token).name == "甲"


def test_a_transform_has_nothing_to_work_on() -> None:
    assert EncryptedTextField().get_transform("length") is None
    Person.objects.create(name="甲", phone=PHONE)
    assert Person.objects.annotate(size=Length("phone")).get().size > len(
        PHONE
    )  # of the token, not of the number


def test_a_dump_is_refused() -> None:
    Person.objects.create(name="甲", phone=PHONE)
    with pytest.raises(FieldError, match="can't be written to a dump"):
        serializers.serialize("json", Person.objects.all())


def test_what_was_never_sealed_is_named_when_read() -> None:
    Person.objects.create(name="甲", phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_test_person SET phone = %s", [PHONE])
    person = Person.objects.get()
    with pytest.raises(cipher.CannotOpenError, match="not a sealed value"):
        _ = person.phone


def test_the_attribute_on_the_class_is_no_value() -> None:
    assert isinstance(Person.phone, fields.OpenedOnRead)


# -- blind indexes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [PHONE, "+86 199 0000 1234", "１９９ ００００ １２３４"])
def test_a_person_is_found_by_what_anybody_types(typed: str) -> None:
    Person.objects.create(name="甲", phone=PHONE)
    Person.objects.create(name="乙", phone="19900005678")
    assert Person.objects.get(phone_index=typed).name == "甲"
    assert Person.objects.get(phone_index=marks.blind_index("phone", typed)).name == "甲"
    assert Person.objects.get(phone_index__in=marks.blind_indexes("phone", typed)).name == "甲"
    assert Person.objects.exclude(phone_index=typed).get().name == "乙"


def test_the_database_uses_its_index() -> None:
    with CaptureQueriesContext(connection) as queries:
        list(Person.objects.filter(phone_index=PHONE))
    assert '"phone_index" = ' in queries[0]["sql"]
    assert Person._meta.get_field("phone_index").db_index
    if connection.vendor == "sqlite":
        plan = Person.objects.filter(phone_index=PHONE).explain()
        assert "USING INDEX" in plan


@pytest.mark.parametrize("nothing", [None, "", " - ", b""])
def test_nothing_finds_nobody(nothing: Any) -> None:
    Person.objects.create(name="甲")
    assert not Person.objects.filter(phone_index=nothing).exists()
    assert Person.objects.filter(phone_index__isnull=True).count() == 1


def test_both_index_keys_are_looked_up_until_the_old_one_is_forgotten() -> None:
    Person.objects.create(name="甲", phone=PHONE)
    keys.begin_rotation("index", now=datetime(2026, 11, 24, tzinfo=UTC))
    Person.objects.create(name="乙", phone=PHONE)
    assert len(set(map(bytes, stored("phone_index")))) == 2  # type: ignore[arg-type]
    assert {person.name for person in Person.objects.filter(phone_index=PHONE)} == {"甲", "乙"}


def test_the_index_follows_its_source() -> None:
    person = Person.objects.create(name="甲", phone=PHONE)
    person.phone = "19900005678"
    person.save()
    assert not Person.objects.filter(phone_index=PHONE).exists()
    assert Person.objects.get(phone_index="19900005678") == person
    person.phone = ""
    person.save(update_fields=["phone", "phone_index"])
    assert stored("phone_index") == [None]


@pytest.mark.parametrize("lookup", ["gt", "startswith", "contains", "range"])
def test_an_index_has_no_order_and_no_likeness(lookup: str) -> None:
    with pytest.raises(FieldError, match="blind index"):
        Person.objects.filter(**{f"phone_index__{lookup}": b"x"})


def test_an_index_is_compared_with_bytes_or_text() -> None:
    with pytest.raises(FieldError, match="bytes or with the plain value"):
        list(Person.objects.filter(phone_index=19900001234))


# -- the fields themselves ------------------------------------------------------------------------------------------


def test_migrations_get_what_they_need() -> None:
    def kept(name: str) -> dict[str, Any]:
        return dict(Person._meta.get_field(name).deconstruct()[3])

    assert kept("phone") == {"blank": True}
    assert kept("note") == {"null": True, "context": "old.place"}
    assert kept("phone_index") == {}
    assert BlindIndexField(db_index=False).deconstruct()[3] == {"db_index": False}
    clone = Person._meta.get_field("note").clone()
    assert clone.context == "old.place"


def test_the_checks_find_nothing_here() -> None:
    assert Person.check(databases=["default"]) == []


def test_the_checks_refuse_what_can_not_work() -> None:
    class Wrong(Contact):
        unique = EncryptedTextField(unique=True)
        indexed = EncryptedTextField(db_index=True)
        lost_index = BlindIndexField()
        blind_source = {"lost_index": ("name", "phone")}

        class Meta(Contact.Meta):
            abstract = False

    found = {(error.id, error.obj.name) for error in Wrong.check() if error.id.startswith("huiyin.")}
    assert found == {("huiyin.E001", "unique"), ("huiyin.E001", "indexed"), ("huiyin.E002", "lost_index")}
    del REGISTRY.all_models["huiyin"]["wrong"]
    REGISTRY.clear_cache()


def test_in_a_migration_the_model_does_not_know_its_sources() -> None:
    field = BlindIndexField()
    field.set_attributes_from_name("phone_index")
    field.model = Contact
    person = Person(name="甲", phone=PHONE, phone_index=b"kept")
    assert field.pre_save(person, add=True) == b"kept"
