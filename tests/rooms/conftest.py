"""The small county for every test of the rooms that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.seals import seal_file
from tests.rooms.cast import build_county


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    """Another test's county is forgotten: for two seconds it would be believed without asking."""
    forget()
    yield
    forget()


@pytest.fixture
def county(db: None) -> None:
    """Six units: the county, the department with group seven, a bureau, the water company, a town."""
    build_county()
    seal_file().unlink(missing_ok=True)
