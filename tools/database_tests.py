"""A pytest plugin for the run on the second engine: keep the tests that talk to the database.

What needs none (the rules, most of the house, commands that start servers of their own) gives the same answer on
every engine, and has given it already. A page that is drawn in every language asks the database the same in each: one is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out whatever neither asks for a database fixture nor is marked ``django_db``, and pages in further languages."""
    pages = {item: _page(item) for item in items if _asks(item)}
    first: dict[str, str] = {}  # zh-hans, if it is there
    for page, language in pages.values():
        first[page] = max(first.get(page, ""), language)
    wanted = [item for item, (page, language) in pages.items() if first[page] == language]
    if len(wanted) < len(items):
        kept = set(wanted)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = wanted


def _page(item: pytest.Item) -> tuple[str, str]:
    """A page's test with all that it is given but the language, and that; any other test, and nothing."""
    call = getattr(item, "callspec", None)
    if call is None or not item.nodeid.startswith("tests/web/") or "language" not in call.params:
        return item.nodeid, ""
    others = sorted(f"{name}={value!r}" for name, value in call.params.items() if name != "language")
    return f"{item.nodeid.partition('[')[0]}{others}", str(call.params["language"])


def _asks(item: pytest.Item) -> bool:
    """Of real messages only the search: how they come in and what the sums are hangs on no engine, and takes minutes."""
    if item.get_closest_marker("realdata") is not None and "replied" not in item.path.name:
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(DATABASE & fixtures) or item.get_closest_marker("django_db") is not None
