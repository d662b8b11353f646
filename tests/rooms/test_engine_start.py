"""What a command refuses before it does anything: keys that don't fit the record, an environment that can't be."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from huiyin.config import health
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.management.commands import init, serve
from huiyin.rooms.management.readiness import holds_entries, keys_fault
from huiyin.rooms.vault import boxes, keys
from huiyin.rooms.vault.marks import chain_mac

pytestmark = pytest.mark.usefixtures("in_english")

PATIENCE = 60  # seconds
HUIYIN = (sys.executable, "-m", "huiyin.config.cli")
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WRITE = """
from datetime import UTC, datetime
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.vault.marks import chain_mac
link = bytes(32)
at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Entry.objects.create(number="1", seq=1, verb="come", at=at, by="x", data="{}", hash=link, mac=chain_mac(link)[:16])
"""


def write_entry(seq: int = 1) -> None:
    link = bytes([seq]) * 32
    Entry.objects.create(
        number="1", seq=seq, verb="come", at=AT, by="x", data="{}", hash=link, mac=chain_mac(link)[:16]
    )


@pytest.fixture
def elsewhere(settings: Any, tmp_path: Path) -> Path:
    """A home without keys."""
    settings.HUIYIN_HOME = tmp_path
    return tmp_path


# -- the keys and the record ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_ring_must_have_signed_the_newest_entry(elsewhere: Path) -> None:
    keys.make()
    assert not holds_entries()
    assert keys_fault() is None, "nothing is written yet"
    write_entry(1)
    write_entry(2)
    assert holds_entries()
    assert keys_fault() is None
    right = keys.path().read_bytes()
    keys.path().unlink()
    assert "has gone" in str(keys_fault())
    keys.make()
    assert "are not those this database was written with" in str(keys_fault())
    write_entry(3)
    assert keys_fault() is None, "only the newest is asked"
    keys.path().write_bytes(right)
    assert "are not those" in str(keys_fault())


@pytest.mark.django_db
def test_no_new_keys_beside_a_record(settings: Any, tmp_path: Path) -> None:
    write_entry()
    settings.HUIYIN_HOME = tmp_path
    for command in (init.check_or_make_keys, serve.check_keys):
        with pytest.raises(CommandError, match=r"There is no key file .*back from the backup"):
            command()
    assert not keys.path().exists()


@pytest.mark.django_db
def test_new_keys_beside_an_empty_record(elsewhere: Path) -> None:
    init.check_or_make_keys()
    made = keys.path().read_bytes()
    init.check_or_make_keys()
    assert keys.path().read_bytes() == made


@pytest.mark.django_db
def test_a_lost_ring_is_told_before_an_update(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_entry()
    settings.HUIYIN_HOME = tmp_path
    monkeypatch.setattr(serve, "missing_migrations", lambda: 1)
    with pytest.raises(CommandError, match="back from the backup") as refused:
        serve.check_database()
    assert "huiyin init" not in str(refused.value)


@pytest.mark.django_db
def test_not_ready_with_the_wrong_keys(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.Known, "tables_are_current", False)
    write_entry()
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(health.Known, "tables_are_current", False)
    settings.HUIYIN_HOME = tmp_path
    keys.make()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"keys" in answer.content
    assert str(tmp_path).encode() not in answer.content


@pytest.mark.django_db
def test_a_cipher_that_waits_for_a_rotation_is_told(elsewhere: Path, settings: Any) -> None:
    keys.make()
    for name, told in ((boxes.AES, False), (boxes.SM4, True)):
        settings.HUIYIN_CIPHER = name
        words = StringIO()
        serve.Command(stderr=words)._compare_ciphers()
        assert ("huiyin keys rotate" in words.getvalue()) is told


@pytest.mark.parametrize("port", [0, -1, 65536, 99999])
def test_a_port_that_can_not_be(port: int) -> None:
    with pytest.raises(CommandError, match=f"from 1 to 65535, not {port}"):
        call_command("serve", port=port)


# -- the command as a whole -----------------------------------------------------------------------------------------------


def command(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PORT"}}
    ours = {"HUIYIN_HOME": str(home), "HUIYIN_LANG": "en", "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    environment = kept | ours | more
    return subprocess.run(
        [*HUIYIN, *words], env=environment, check=False, capture_output=True, text=True, timeout=PATIENCE
    )


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1, "a sentence, no traceback"


@pytest.mark.parametrize("where", ["file", "file/below", "/proc/huiyin"])
def test_a_home_that_can_not_be_made(where: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(command(tmp_path / where, "init"), f"HUIYIN_HOME ({tmp_path / where}) can't be made or used")


@pytest.mark.parametrize(("content", "word"), [(b"", "is empty"), (b"\xff", "is damaged")])
def test_a_secret_that_is_none(content: bytes, word: str, tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "django.key").write_bytes(content)
    refused(command(tmp_path, "serve"), word)


@pytest.mark.parametrize("url", ["bogus://x:geheim@y", "postgres://x:geheim@y:port/z"])
def test_a_database_that_is_none(url: str, tmp_path: Path) -> None:
    done = command(tmp_path, "init", DATABASE_URL=url)
    refused(done, "DATABASE_URL can't be understood")
    assert "geheim" not in done.stderr


def test_a_cipher_that_is_none(tmp_path: Path) -> None:
    refused(command(tmp_path, "init", HUIYIN_CIPHER="ROT13"), "'ROT13' is no cipher of this program")


def test_keys_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    ring = tmp_path / "secrets" / "keys.json"
    ring.write_bytes(b"\xff\xfe")
    ring.chmod(0o600)
    refused(command(tmp_path, "keys", "show"), "is damaged (UnicodeDecodeError)")


@pytest.mark.slow
def test_a_database_without_its_keys_is_not_served(tmp_path: Path) -> None:
    assert command(tmp_path, "init", "--no-admin").returncode == 0
    assert command(tmp_path, "shell", "-c", WRITE).returncode == 0
    (tmp_path / "secrets").rename(tmp_path / "away")
    lost = command(tmp_path, "serve")
    refused(lost, "Put secrets/ back from the backup")
    assert "init" not in lost.stderr
    for word in ("init", "serve"):  # init has made the folder of secrets
        refused(command(tmp_path, word), "Put secrets/keys.json back from the backup")
    assert not (tmp_path / "secrets" / "keys.json").exists()


@pytest.mark.slow
def test_a_second_init_waits_for_the_first(tmp_path: Path) -> None:
    environment = os.environ | {
        "HUIYIN_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    environment.pop("DATABASE_URL", None)
    with (tmp_path / "init.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = [
            subprocess.Popen(
                [*HUIYIN, "init"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        time.sleep(2)
        assert not (tmp_path / "huiyin.sqlite3").exists(), "both wait"
    ended = [process.communicate(timeout=PATIENCE) for process in started]
    assert [process.returncode for process in started] == [0, 0], ended
    assert sorted("one already" in out for out, _ in ended) == [False, True]
