"""What the house tests share: where the house stands, which files belong to it, and how a broken law is told."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "huiyin"


def keep(law: str, faults: Iterable[str]) -> None:
    """Fail with the sentence that explains the law and with every place that breaks it."""
    found = sorted(faults)
    if found:
        raise AssertionError(f"{law}\n" + "\n".join(f"  - {fault}" for fault in found))


@cache
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def layers(contract: str, settings: dict[str, Any] | None = None) -> list[frozenset[str]]:
    """The layers of an import contract, highest first; those side by side stand in one set."""
    for found in (settings or project())["tool"]["importlinter"]["contracts"]:
        if found["id"] == contract:
            return [frozenset(name.strip() for name in layer.split("|")) for layer in found["layers"]]
    raise LookupError(f"pyproject.toml has no import contract {contract!r}")


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that is or would be committed; in an unpacked sdist, every file outside the usual scratch folders."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if told.returncode == 0 and told.stdout:
        paths = [ROOT / name for name in told.stdout.decode().split("\0") if name]
    else:
        scratch = {".venv", ".tools", ".git", "var", "node_modules", "__pycache__", "vendor", "build", "dist"}
        paths = [path for path in ROOT.rglob("*") if not scratch & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


def sources(*folders: str) -> list[Path]:
    """The Python files of the repository below these folders (all, without any), migrations left out."""
    found = [path for path in repository_files() if path.suffix == ".py" and "migrations" not in path.parts]
    return [path for path in found if not folders or path.relative_to(ROOT).parts[0] in folders]


def tree_of(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def here(path: Path, root: Path = ROOT) -> str:
    """The path as it is told to people."""
    return str(path.relative_to(root)) if path.is_relative_to(root) else path.name


def texts(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Path and content of those that are text."""
    for path in paths:
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a database: no text to look through
