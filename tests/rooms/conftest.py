"""The small county for every test of the rooms that asks for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from huiyin.rooms.county.snapshot import forget
from huiyin.rooms.dossier.seals import seal_file
from tests.rooms.cast import build_county


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    """Another test's county is forgotten (it would be believed for two seconds), and so are its refused rows and its seals."""
    forget()
    seal_file().unlink(missing_ok=True)
    shutil.rmtree(Path(settings.HUIYIN_HOME) / "imports", ignore_errors=True)
    yield
    forget()


@pytest.fixture
def county(db: None) -> None:
    """Six units: the county, the department with group seven, a bureau, the water company, a town."""
    build_county()


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands, and what is refused below them, speak English, whichever way they are asked."""
    monkeypatch.setenv("HUIYIN_LANG", "en")
    with override("en"):
        yield
