"""What all tests share. The database, the home and the passwords' hash are set in tests/settings.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

E2E = Path(__file__).parent / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in tests/e2e is marked so, and only that may open sockets other than unix ones."""
    for item in items:
        if E2E in item.path.parents:
            item.add_marker(pytest.mark.e2e)
        if item.get_closest_marker("e2e") is not None:
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(autouse=True)
def no_county_in_memory() -> None:
    """What a process remembers of the county outlives a test's rolled-back transaction; the next test starts without it."""
    if "huiyin.rooms.county.snapshot" in sys.modules:
        sys.modules["huiyin.rooms.county.snapshot"].forget()
