"""The repository holds no data of living persons and no trace of the machine that it was made on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from huiyin.rules.identifiers import valid_id_number
from tests.house.laws import ROOT, here, keep, repository_files, texts

#: China reserves no telephone numbers for examples. Ours lie in one block; every ID number has the area 999999, which
#: GB/T 2260 never gave out. Besides them the two examples that the standard GB 11643 itself prints.
OUR_MOBILES = re.compile(r"1990000\d{4}")
OUR_IDS = re.compile(r"999999\d{11}[\dX]")
PRINTED_IDS = {"11010519491231002X", "440524188001010014"}
MOBILE = re.compile(r"(?<![\w.-])1[3-9]\d{9}(?![\w-])")
ID = re.compile(r"(?<![\w.-])[1-9]\d{16}[\dXx](?![\w-])")
LOCKS = {"uv.lock", "package-lock.json"}  # hashes and sizes, no words
#: Folders that every machine has say nothing of one.
EVERYWHERE = {
    "/",
    "/usr",
    "/usr/local",
    "/home",
    "/tmp",
    "/opt",
    "/app",
    "/src",
    "/builds",
    "/var",
    "/mnt",
    "/srv",
}
REGISTRIES = re.compile(r"https?://([\w.-]+)")
PUBLIC = {"pypi.org", "files.pythonhosted.org"}


def persons(paths: Iterable[Path]) -> Iterator[str]:
    """Strings that could be somebody's mobile or ID number."""
    for path, text in texts(path for path in paths if path.name not in LOCKS):
        for number, line in enumerate(text.splitlines(), 1):
            ids = {told.upper() for told in ID.findall(line)} - PRINTED_IDS
            found = [told for told in MOBILE.findall(line) if not OUR_MOBILES.fullmatch(told)]
            found += [told for told in ids if valid_id_number(told) and not OUR_IDS.fullmatch(told)]
            yield from (f"{here(path)}:{number} {told[:6]}…" for told in found)


def of_this_machine() -> set[str]:
    """The folders that give this machine away: of the work, of whoever works, of their Python."""
    folders = {ROOT, ROOT.parent, Path.home(), Path(sys.base_prefix)}
    return {str(folder) for folder in folders} - EVERYWHERE


def traces(paths: Iterable[Path], folders: Iterable[str]) -> Iterator[str]:
    """Lines that name one of the folders."""
    wanted = re.compile("|".join(rf"(?<![\w.-]){re.escape(folder)}(?![\w.-])" for folder in folders))
    for path, text in texts(paths):
        for number, line in enumerate(text.splitlines(), 1):
            if found := wanted.search(line):
                yield f"{here(path)}:{number} {found[0]}"


def test_nobodys_number_is_in_the_repository() -> None:
    law = "Invented persons have mobiles 1990000xxxx and ID numbers of the area 999999; anybody else's don't belong here."
    keep(law, persons(repository_files()))


def test_no_folder_of_this_machine_is_in_the_repository() -> None:
    law = "What is committed works anywhere: it names no folder of the machine that somebody works on."
    keep(law, traces(repository_files(), of_this_machine()))


def test_the_lock_files_name_no_private_registry() -> None:
    hosts = set(REGISTRIES.findall((ROOT / "uv.lock").read_text("utf-8")))
    keep("uv.lock is for everybody: it names the public registries only.", hosts - PUBLIC)
    npm = (ROOT / "frontend/package-lock.json").read_text("utf-8")
    keep(
        "package-lock.json names no registry at all (frontend/.npmrc).",
        re.findall(r'"resolved": "(.*)"', npm),
    )


def test_numbers_and_traces_are_found(tmp_path: Path) -> None:
    planted = tmp_path / "planted.txt"
    lines = [
        "call 138" + "00138000", "id 222424" + "19500101004X", "id 222424195001010041 has a wrong check",
        "call 19900001234", "id 999999195001010042", "id 11010519491231002X", "hash a13800138000f", "1" * 30,
        f"see {ROOT}/README.md", f"{Path.home()}", f"{ROOT}-other",
    ]  # fmt: skip
    planted.write_text("\n".join(lines))
    assert [fault.split()[0] for fault in persons([planted])] == ["planted.txt:1", "planted.txt:2"]
    machine = {str(ROOT), str(Path.home())}
    assert [fault.split()[0] for fault in traces([planted], machine)] == ["planted.txt:9", "planted.txt:10"]
