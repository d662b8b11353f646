"""The folder of data and secrets: closed to others, its secret made once."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from huiyin.config.home import Home, home


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "deep" / "var")


def test_nobody_else_may_look_inside(place: Home) -> None:
    assert not place.exists()
    place.make()
    assert place.exists()
    folders = (place.root, place.secrets, place.files, place.logs, place.static, place.uploads)
    assert {mode(folder) for folder in folders} == {0o700}


def test_an_open_folder_is_closed_again(place: Home) -> None:
    place.make()
    place.root.chmod(0o755)
    place.secrets.chmod(0o755)
    place.make()
    assert (mode(place.root), mode(place.secrets)) == (0o700, 0o700)


def test_the_secret_is_made_once_and_kept(place: Home) -> None:
    first = place.secret_key()
    assert len(first) >= 64
    assert place.secret_key() == first
    assert mode(place.secrets / "django.key") == 0o600
    assert [path.name for path in place.secrets.iterdir()] == ["django.key"], "no drafts are left"
    assert Home(place.root.with_name("other")).secret_key() != first


def test_a_home_that_was_restored_gets_the_folders_that_no_backup_holds(place: Home) -> None:
    kept = place.secret_key()
    for folder in (place.uploads, place.logs, place.static):
        folder.rmdir()
    assert place.secret_key() == kept
    assert all(folder.is_dir() for folder in (place.uploads, place.logs, place.static))
    assert mode(place.root) == 0o700


def test_who_comes_second_gets_the_first_one_s_secret(place: Home) -> None:
    assert place.once("x.key", "first") == "first"
    assert place.once("x.key", "second") == "first"


def test_an_empty_secret_is_refused(place: Home) -> None:
    place.make()
    (place.secrets / "django.key").touch()
    with pytest.raises(RuntimeError, match="is empty"):
        place.secret_key()


def test_a_race_lost_between_looking_and_linking(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    place.make()
    real = os.link

    def other_was_first(source: str, target: Path) -> None:
        Path(target).write_text("theirs")
        real(source, target)

    monkeypatch.setattr(os, "link", other_was_first)
    assert place.once("x.key", "ours") == "theirs"
    assert [path.name for path in place.secrets.iterdir()] == ["x.key"]


def _ask(root: str, gate: object, answers: object) -> None:
    gate.wait(20)  # type: ignore[attr-defined]
    answers.put(Home(Path(root)).secret_key())  # type: ignore[attr-defined]


@pytest.mark.slow
def test_processes_that_start_at_once_agree(place: Home) -> None:
    spawn = multiprocessing.get_context("spawn")
    gate, answers = spawn.Barrier(4), spawn.Queue()
    processes = [spawn.Process(target=_ask, args=(str(place.root), gate, answers)) for _ in range(4)]
    for process in processes:
        process.start()
    found = {answers.get(timeout=20) for _ in processes}
    for process in processes:
        process.join(20)
    assert len(found) == 1


def test_the_environment_names_it_and_children_agree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HUIYIN_HOME")
    assert home().root == tmp_path / "var"
    assert os.environ["HUIYIN_HOME"] == str(tmp_path / "var"), "a child that runs elsewhere finds the same"
    monkeypatch.setenv("HUIYIN_HOME", "~/data")
    monkeypatch.setenv("HOME", "/home/li")
    assert home().root == Path("/home/li/data")
