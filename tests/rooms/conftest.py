"""The small county for every test of the rooms that asks for it."""

from __future__ import annotations

import pytest

from huiyin.rooms.dossier.seals import seal_file
from tests.rooms.cast import build_county


@pytest.fixture
def county(db: None) -> None:
    """Six units: the county, the department with group seven, a bureau, the water company, a town."""
    build_county()
    seal_file().unlink(missing_ok=True)
