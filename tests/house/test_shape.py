"""Files and functions stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.house.laws import here, keep, repository_files, sources, tree_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
WORDY = {".py", ".html", ".css", ".js", ".sh"}


def long_files(paths: Iterable[Path], most: int = LONGEST_FILE) -> Iterator[str]:
    """Files of more than ``most`` lines."""
    for path in paths:
        lines = len(path.read_text("utf-8").splitlines())
        if lines > most:
            yield f"{here(path)} has {lines} lines"


def long_functions(paths: Iterable[Path], most: int = LONGEST_FUNCTION) -> Iterator[str]:
    """Functions of more than ``most`` lines, docstring included, decorators not."""
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > most:
                    yield f"{here(path)}:{node.lineno} {node.name}() has {lines} lines"


def test_no_file_is_longer_than_400_lines() -> None:
    paths = [path for path in repository_files() if path.suffix in WORDY and "migrations" not in path.parts]
    assert len(paths) > 30
    keep("A file past 400 lines becomes a folder: split it by what its parts are about.", long_files(paths))


def test_no_function_is_longer_than_50_lines() -> None:
    keep("A function past 50 lines does more than one thing: name its parts.", long_functions(sources()))


def test_no_drawer_for_everything() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py"}
    faults = (here(path) for path in sources("huiyin") if path.name in drawers)
    keep("A module is named after what it is about; there is no drawer for everything.", faults)


def test_a_long_file_and_a_long_function_are_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        "def fits():\n" + "    pass\n" * 49 + "def bulges():\n" + "    pass\n" * 50 + "#\n" * 300
    )
    assert [fault.split()[1] for fault in long_functions([planted])] == ["bulges()"]
    assert list(long_files([planted])) == ["planted.py has 401 lines"]
