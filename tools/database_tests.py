"""A pytest plugin for the run on the second engine: keep the tests that talk to the database.

What needs none (the rules, most of the house, commands that start servers of their own) gives the same answer on
every engine, and has given it already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out whatever neither asks for a database fixture nor is marked ``django_db``."""
    wanted = [item for item in items if _asks(item)]
    if len(wanted) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if not _asks(item)])
        items[:] = wanted


def _asks(item: pytest.Item) -> bool:
    """Of real messages only the search: how they come in and what the sums are hangs on no engine, and takes minutes."""
    if item.get_closest_marker("realdata") is not None and "replied" not in item.path.name:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(DATABASE & fixtures) or item.get_closest_marker("django_db") is not None
