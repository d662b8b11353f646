"""The floors are kept by tools; here each tool is shown to bite, with a fault planted on purpose."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.laws import PACKAGE, ROOT, layers

BIN = Path(sys.executable).parent


def lint_imports(where: Path) -> subprocess.CompletedProcess[str]:
    """The import contracts, asked about the package that lies in this folder."""
    command = [str(BIN / "lint-imports"), "--no-cache", "--config", str(where / "pyproject.toml")]
    return subprocess.run(
        command, cwd=where, env={"PYTHONPATH": str(where)}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("place", "planted", "broken"),
    [
        ("rules/state.py", "import huiyin.rooms.models", "Floors"),
        ("rooms/dossier/models.py", "from huiyin.rooms.cases import models as up", "Rooms"),
        ("rooms/county/planted.py", "import huiyin.web.shared", "Floors"),
        ("web/portal/planted.py", "import huiyin.web.desk", "Web"),
        ("rules/planted.py", "import sqlite3", "Rules"),
        ("rules/planted.py", "from django.utils import timezone", "Rules"),
        ("rooms/attic/__init__.py", "", "Rooms"),
    ],
)
def test_a_planted_import_is_refused(tmp_path: Path, place: str, planted: str, broken: str) -> None:
    shutil.copytree(
        PACKAGE, tmp_path / "huiyin", ignore=shutil.ignore_patterns("vendor", "__pycache__", "locale")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "huiyin" / place
    target.parent.mkdir(exist_ok=True)
    target.write_text((target.read_text("utf-8") if target.exists() else "") + f"\n{planted}\n")
    told = lint_imports(tmp_path)
    assert told.returncode == 1, told.stdout
    assert any(line.startswith(broken) and line.endswith("BROKEN") for line in told.stdout.splitlines()) or (
        "exhaustive" in told.stdout or "not listed" in told.stdout
    ), told.stdout


@pytest.mark.parametrize(
    "clock",
    ["datetime.now(UTC)", "datetime.utcnow()", "date.today()", "datetime.today()"],
    ids=lambda text: text[:14],
)
def test_a_clock_of_its_own_is_refused_in_the_rules(clock: str) -> None:
    source = f'"""Planted."""\n\nfrom datetime import UTC, date, datetime\n\nPLANTED = {clock}\n'
    for place, refused in (("rules", True), ("rooms", False)):
        told = subprocess.run(
            [str(BIN / "ruff"), "check", "--select", "TID251", "--stdin-filename", f"huiyin/{place}/planted.py", "-"],
            cwd=ROOT, input=source, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ("TID251" in told.stdout) is refused, told.stdout + told.stderr


def test_every_room_stands_in_the_contract() -> None:
    rooms = {path.parent.name for path in (PACKAGE / "rooms").glob("*/__init__.py")} - {"migrations"}
    assert rooms | {"models", "kept", "bounded"} == set().union(*layers("rooms"))
