"""We track matters and the duties of offices; nobody who petitions is scored, ranked or watched (Art. 18 para. 4, 26, 47)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import Field, Model

from huiyin.rooms.cases.models import Petitioner
from tests.house.laws import keep

#: All that is kept of a person: who they are, how to reach them, and what proves and finds it.
KEPT = {
    "id", "name", "language", "id_number", "phone", "address", "email", "id_number_index", "phone_index", "email_index",
    "account", "account_index", "salt",
}  # fmt: skip
#: What may say that a person spoke: their own petitions.
MAY_POINT = {"petition", "party"}


def kept_too_much(model: type[Model]) -> Iterator[str]:
    """Columns of a person's row that are no identity and no contact."""
    yield from (f"a person has {field.name}" for field in model._meta.fields if field.name not in KEPT)


def pointing(models: Iterable[type[Model]], person: type[Model]) -> Iterator[str]:
    """Tables besides the petitions that say something about a person."""
    for model in models:
        fields: Iterable[Field] = model._meta.fields
        if any(field.related_model is person for field in fields) and model._meta.model_name not in MAY_POINT:
            yield f"{model._meta.model_name} is about a person"


def test_a_petitioner_is_identity_and_contact_and_nothing_else() -> None:
    keep(
        "A petitioner's row holds who they are and how to reach them: no score, no mark.",
        kept_too_much(Petitioner),
    )


def test_only_petitions_point_to_a_petitioner() -> None:
    keep(
        "No table but the petitions is about a person: there is no list of people.",
        pointing(apps.get_models(), Petitioner),
    )


def test_a_list_of_people_would_be_found() -> None:
    matter = apps.get_model("huiyin", "Matter")
    assert list(kept_too_much(matter))
    assert list(pointing(apps.get_models(), matter))
