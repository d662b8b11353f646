"""Foreign keys name a class, never a string, and point downwards by the same list as the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

from tests.house.laws import PACKAGE, here, keep, layers, sources, tree_of

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "ForeignObject"}
#: Only these may be written as a string: Django knows no other way to say "this class itself".
ITSELF = "self"


def string_keys(paths: Iterable[Path]) -> Iterator[str]:
    """Relations whose target (or table in between) is written as a string."""
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and _name(node.func) in RELATIONS:
                targets = node.args[:1] + [
                    word.value for word in node.keywords if word.arg in {"to", "through"}
                ]
                for target in targets:
                    if isinstance(target, ast.Constant | ast.JoinedStr) and _written(target) != ITSELF:
                        yield f"{here(path)}:{node.lineno} {_name(node.func)}({_written(target)!r})"
            elif isinstance(node, ast.Attribute) and node.attr == "AUTH_USER_MODEL":
                yield f"{here(path)}:{node.lineno} settings.AUTH_USER_MODEL is a string too"


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _written(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)


def upward_keys(found: Iterable[type[models.Model]], order: list[frozenset[str]]) -> Iterator[str]:
    """Relations from a room to one above it or beside it on the same floor."""
    floor = {room: height for height, side in enumerate(order) for room in side}
    for model in found:
        room = room_of(model)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or not isinstance(target, type) or not (to := room_of(target)):
                continue
            if to != room and floor[to] <= floor[room]:
                yield f"{room}.{model.__name__}.{field.name} points up to {to}.{target.__name__}"


def room_of(model: type[models.Model]) -> str:
    """The room that defines the model; empty for a model that isn't ours."""
    parts = model.__module__.split(".")
    return parts[2] if parts[:2] == ["huiyin", "rooms"] and len(parts) > 2 else ""


def test_foreign_keys_name_a_class() -> None:
    paths = [path for path in sources("huiyin") if PACKAGE / "rooms" in path.parents]
    keep(
        "A foreign key names the class, so that the import contracts see which way it points.",
        string_keys(paths),
    )


def test_foreign_keys_point_downwards() -> None:
    ours = list(apps.get_app_config("huiyin").get_models(include_auto_created=True))
    assert len(ours) > 5
    keep("A room's tables point only to rooms below it (the import contract 'rooms' in pyproject.toml).",
         upward_keys(ours, layers("rooms")))  # fmt: skip


def test_a_string_key_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "models.py"
    planted.write_text(
        "class A(models.Model):\n"
        "    a = models.ForeignKey('huiyin.Matter', on_delete=models.CASCADE)\n"
        "    b = models.OneToOneField(to='Matter', on_delete=models.CASCADE)\n"
        "    c = ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)\n"
        "    d = models.ManyToManyField(Unit, through='Post')\n"
        "    fine = models.ForeignKey('self', on_delete=models.CASCADE)\n"
        "    also = models.ForeignKey(Unit, on_delete=models.CASCADE)\n"
    )
    assert [fault.split()[0] for fault in string_keys([planted])] == [f"models.py:{n}" for n in (2, 3, 5, 4)]


def test_an_upward_key_is_found() -> None:
    order = layers("rooms")
    ours = list(apps.get_app_config("huiyin").get_models())
    assert list(upward_keys(ours, order[::-1])), (
        "the same tables, with the house upside down, must be full of faults"
    )
