"""The key ring: made once, kept shut, reloaded, rotated, never lost by accident."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.rooms.vault import boxes, keys
from huiyin.rooms.vault.marks import ring_fingerprint

pytestmark = pytest.mark.usefixtures("in_english")

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = NOW + keys.QUIET
ELSEWHERE = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(HUIYIN_HOME=Path(sys.argv[1]), HUIYIN_CIPHER="AES-256-GCM")
"""


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HUIYIN_HOME = tmp_path / "var"
    settings.HUIYIN_CIPHER = boxes.AES
    return tmp_path / "var"


def elsewhere(home: Path, code: str) -> subprocess.Popen[str]:
    """Another process with the same home."""
    return subprocess.Popen(
        [sys.executable, "-c", ELSEWHERE + code, str(home)], stdout=subprocess.PIPE, text=True
    )


def edit(change: Any) -> None:
    raw = json.loads(keys.path().read_text())
    change(raw)
    keys.path().write_text(json.dumps(raw))


def test_no_ring_is_made_by_asking_for_one(home: Path) -> None:
    with pytest.raises(keys.KeyRingError, match=r"There is no key file .*Put secrets/keys.json back"):
        keys.ring()
    assert not home.exists()


def test_the_ring_is_made_once_and_kept_shut(home: Path) -> None:
    assert keys.make()
    ring = keys.ring()
    assert not keys.make()
    assert keys.path() == home / "secrets" / "keys.json"
    assert keys.path().stat().st_mode & 0o777 == 0o600
    assert keys.path().parent.stat().st_mode & 0o777 == 0o700
    assert {key.use for key in ring.keys.values()} == set(keys.USES)
    assert len({key.secret for key in ring.keys.values()}) == len(keys.USES)
    assert all(len(key.secret) == 32 for key in ring.keys.values())
    assert keys.ring() is ring
    assert sorted(one.name for one in keys.path().parent.iterdir()) == ["keys.json", "keys.lock"]


def test_secrets_never_show_in_a_repr() -> None:
    keys.make()
    ring = keys.ring()
    for key in ring.keys.values():
        assert repr(key.secret) not in repr(key) + repr(ring)
        assert key.id in repr(key)
        assert key.id in repr(ring)


def test_processes_that_start_together_agree_on_one_ring(home: Path) -> None:
    code = "from huiyin.rooms.vault import keys, marks; keys.make(); print(marks.ring_fingerprint())"
    started = [elsewhere(home, code) for _ in range(4)]
    prints = {process.communicate(timeout=60)[0].strip() for process in started}
    assert prints == {ring_fingerprint()}
    assert len(ring_fingerprint()) == 16


def test_who_comes_second_takes_the_ring_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    locked, first = keys._locked, keys._new_ring()

    @contextmanager
    def waited(file: Path) -> Iterator[None]:
        with locked(file):
            keys._write(file, first)
            yield

    monkeypatch.setattr(keys, "_locked", waited)
    assert not keys.make()
    assert keys.ring() == first


def test_a_rotation_elsewhere_is_seen_while_serving(home: Path) -> None:
    keys.make()
    old = keys.ring()
    code = (
        "from huiyin.rooms.vault import keys; from datetime import UTC, datetime;"
        "print(keys.begin_rotation('field', now=datetime.now(UTC))[0].id)"
    )
    new = elsewhere(home, code).communicate(timeout=60)[0].strip()
    assert keys.ring().field.id == new != old.field.id
    assert keys.ring().keys[old.field.id].secret == old.field.secret


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(mode: int) -> None:
    keys.make()
    keys.ring()
    keys.path().chmod(mode)
    os.utime(keys.path(), ns=(1, 1))
    with pytest.raises(keys.KeyRingError, match=f"can be read by others .mode {mode:04o}.*chmod 600"):
        keys.ring()


def test_a_file_that_has_gone_is_not_made_anew_under_our_feet() -> None:
    keys.make()
    keys.ring()
    keys.path().unlink()
    with pytest.raises(keys.KeyRingError, match="has gone"):
        keys.ring()
    assert not keys.path().exists()


def test_a_place_that_can_not_be_used_is_named(home: Path) -> None:
    home.mkdir()
    (home / "secrets").write_text("a file where the folder should be")
    with pytest.raises(keys.KeyRingError, match="can't be made"):
        keys.make()
    with pytest.raises(keys.KeyRingError, match="can't be read"):
        keys.ring()


DAMAGE: list[Any] = [
    lambda raw: raw.pop("keys"),
    lambda raw: raw.update(keys=[]),
    lambda raw: raw["current"].update(field="00000000"),
    lambda raw: next(iter(raw["keys"].values())).update(secret="c2hvcnQ="),
    lambda raw: next(iter(raw["keys"].values())).update(secret="not base64!"),
    lambda raw: next(iter(raw["keys"].values())).update(use="other"),
    lambda raw: next(iter(raw["keys"].values())).update(algorithm="ROT13"),
    lambda raw: next(iter(raw["keys"].values())).update(created="yesterday"),
]


@pytest.mark.parametrize("number", range(len(DAMAGE)))
def test_a_damaged_file_is_refused_without_quoting_it(number: int) -> None:
    keys.make()
    keys.ring()
    secrets = [entry["secret"] for entry in json.loads(keys.path().read_text())["keys"].values()]
    edit(DAMAGE[number])
    with pytest.raises(keys.KeyRingError, match=r"is damaged .*backup") as caught:
        keys.ring()
    assert not any(secret in str(caught.value) for secret in secrets)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'"x"', b"\x00", b"\xff\xfe"])
def test_half_a_file_is_refused(text: bytes) -> None:
    keys.make()
    keys.ring()
    keys.path().write_bytes(text)
    with pytest.raises(keys.KeyRingError, match="is damaged"):
        keys.ring()


def test_a_file_of_a_later_format_is_refused() -> None:
    keys.make()
    keys.ring()
    edit(lambda raw: raw.update(format=2))
    with pytest.raises(keys.KeyRingError, match="format 2"):
        keys.ring()


def test_an_unknown_cipher_is_refused_before_anything_is_written(settings: Any) -> None:
    settings.HUIYIN_CIPHER = "ROT13"
    with pytest.raises(keys.KeyRingError, match="AES-256-GCM, SM4-GCM"):
        keys.make()
    assert not keys.path().exists()


def test_a_cipher_that_this_machine_lacks_is_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lacking:
        def __init__(self, secret: bytes) -> None:
            pass

        def lock(self, plain: bytes, bound: bytes) -> bytes:
            raise boxes.UnsupportedAlgorithm("no SM4")

    monkeypatch.setitem(boxes._MAKERS, boxes.SM4, Lacking)
    settings.HUIYIN_CIPHER = boxes.SM4
    with pytest.raises(keys.KeyRingError, match="built without SM4-GCM"):
        keys.make()


def test_the_cipher_comes_from_the_settings(settings: Any) -> None:
    settings.HUIYIN_CIPHER = boxes.SM4
    keys.make()
    assert keys.ring().field.algorithm == boxes.SM4
    assert keys.ring().index.algorithm == keys.HMAC


def test_an_interrupted_rotation_goes_on_with_its_key() -> None:
    keys.make()
    old = keys.ring().field
    new, fresh = keys.begin_rotation("field", now=NOW)
    assert (fresh, new.created) == (True, NOW)
    assert keys.begin_rotation("field", now=LATER) == (new, False)
    assert keys.begin_rotation("field", now=LATER, algorithm=boxes.AES) == (new, False)
    with pytest.raises(keys.KeyRingError, match="isn't finished"):
        keys.begin_rotation("field", now=LATER, algorithm=boxes.SM4)
    keys.end_rotation("field")
    third, fresh = keys.begin_rotation("field", now=LATER, algorithm=boxes.SM4)
    assert fresh
    assert third.algorithm == boxes.SM4
    retired = {key.id: key.retired for key in keys.ring().keys.values() if key.use == "field"}
    assert retired == {old.id: NOW, new.id: LATER, third.id: None}


def test_index_keys_come_current_first() -> None:
    keys.make()
    old = keys.ring().index
    assert keys.ring().index_keys() == (old,)
    keys.begin_rotation("field", now=NOW)
    assert keys.ring().index_keys() == (old,)
    new, _ = keys.begin_rotation("index", now=NOW)
    assert [key.id for key in keys.ring().index_keys()] == [new.id, old.id]


def test_a_key_in_use_can_not_be_dropped() -> None:
    keys.make()
    old = keys.ring().field
    for key in keys.ring().keys.values():
        with pytest.raises(keys.KeyRingError, match="is the current one of its use"):
            keys.drop(key.id, now=NOW)
    with pytest.raises(keys.KeyRingError, match="no key 00000000"):
        keys.drop("00000000", now=NOW)
    keys.begin_rotation("field", now=NOW)
    with pytest.raises(keys.KeyRingError, match="isn't finished"):
        keys.drop(old.id, now=LATER)
    keys.end_rotation("field")
    with pytest.raises(keys.KeyRingError, match="less than 10 minutes ago"):
        keys.drop(old.id, now=LATER - timedelta(seconds=1))
    keys.drop(old.id, now=LATER)
    assert old.id not in keys.ring().keys


def test_a_crash_while_writing_leaves_the_old_ring_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    keys.make()
    before = keys.ring()

    def crash(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(keys.os, "fsync", crash)
        with pytest.raises(OSError, match="disk full"):
            keys.begin_rotation("field", now=NOW)
    assert keys.ring() == before
    assert keys.begin_rotation("field", now=NOW)[1]
