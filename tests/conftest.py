"""What all tests share. The database, the home and the passwords' hash are set in tests/settings.py."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from huiyin.rooms.search.actions import clear
from huiyin.rooms.vault import keys

# A slow moment of the machine is no fault of the rule under test.
hypothesis_settings.register_profile("huiyin", deadline=None)
hypothesis_settings.load_profile("huiyin")


def pytest_configure() -> None:
    """The keys of this process's home, which `huiyin init` makes elsewhere."""
    keys.make()


HERE = Path(__file__).parent
E2E = HERE / "e2e"
#: The coverage gates ask what the floors' own small tests reach. Measuring makes a test two to three times slower, and a branch
#: that only a page, a browser, a random life or somebody's data comes by has no test of its own. Long tests of what shorter
#: ones in the same file reach already are marked ``unmeasured`` where they stand.
UNMEASURED = (
    HERE / "web", HERE / "house", E2E, HERE / "rules" / "test_lives.py", HERE / "rules" / "test_clock_laws.py",
    HERE / "rooms" / "test_demo_plan.py", HERE / "rooms" / "test_import_killed.py", HERE / "rooms" / "test_lives.py",
)  # fmt: skip
#: Rooms whose every way in is a page: these page tests are theirs, too.
MEASURED = frozenset(
    HERE / "web" / f"test_{name}.py"
    for name in (
        "admin_house", "admin_lists", "admin_people", "admin_tables", "admin_tables_look", "confidence_house_words", "counter",
        "figures", "finding", "hot", "hot_led", "hot_past", "leader", "portal_unsent",
        "mailbox", "sheets", "supervision", "undelivered",
    )
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in tests/e2e is marked so, and only that opens sockets other than unix ones; what isn't measured, too.

    Slow tests come first, else one process may begin the longest when the others have nothing left to do.
    """
    for item in items:
        if E2E in item.path.parents:
            item.add_marker(pytest.mark.e2e)
        if item.get_closest_marker("e2e") is not None:
            item.add_marker(pytest.mark.enable_socket)
        beyond = {item.path, *item.path.parents} & set(UNMEASURED)
        if (beyond and item.path not in MEASURED) or item.get_closest_marker("realdata") is not None:
            item.add_marker(pytest.mark.unmeasured)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What was loaded and collected stays until the end: it needn't be looked through for garbage in every test."""
    gc.collect()
    gc.freeze()


@contextmanager
def record_unlocked() -> Iterator[None]:
    """Without the triggers that keep the dossier from being changed: to plant a forgery, or to empty the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                yield
            finally:
                for _, text in triggers:
                    cursor.execute(text)


_empty_tables = TransactionTestCase._fixture_teardown


def _empty_tables_unlocked(case: TransactionTestCase) -> None:
    with record_unlocked():
        _empty_tables(case)
        clear()  # no model stands for the search index


# django_db(transaction=True) empties all tables after the test, which the dossier's triggers would refuse.
TransactionTestCase._fixture_teardown = _empty_tables_unlocked  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def usual_language() -> Iterator[None]:
    """No test speaks the language of a page that another one opened before it."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New threads find the tables in a file, as in production: in memory, SQLite refuses at once who should wait."""
    if connection.vendor == "sqlite":
        path = str(tmp_path / "huiyin.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [path])
        monkeypatch.setitem(connections.settings["default"], "NAME", path)
