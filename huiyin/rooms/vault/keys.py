"""The key ring: HUIYIN_HOME/secrets/keys.json, never in the database, so that a stolen database is not yet a stolen secret.

The file holds keys of four uses: "field" (sealed columns), "index" (blind indexes), "chain" (the dossier's MAC) and
"code" (query codes). Field and index keys can be rotated; those of chain and code can't, for what they signed is on paper
and in the dossier for ever. Whoever loses the file loses every sealed value: it belongs in the backup, apart from the data.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.rooms.vault import boxes

FORMAT = 1
USES = ("field", "index", "chain", "code")
RENEWABLE = ("field", "index")
HMAC = "HMAC-SHA256"
# a write that began just before a rotation may still carry the old key: it isn't thrown away sooner than this
QUIET = timedelta(minutes=10)


class KeyRingError(Exception):
    """The keys can't be used, and the sentence says why and what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One secret of 32 bytes. ``retired`` is when a newer one took its place; its repr never shows the secret."""

    id: str
    use: str
    algorithm: str
    created: datetime
    secret: bytes
    retired: datetime | None = None

    def __repr__(self) -> str:
        """Name only: tracebacks and logs must not carry key bytes."""
        return f"<Key {self.id} {self.use} {self.algorithm}>"


@dataclass(frozen=True, slots=True, repr=False)
class Ring:
    """All keys by id, the current one of each use, and the uses whose rotation was begun but not finished."""

    keys: dict[str, Key]
    field: Key
    index: Key
    chain: Key
    code: Key
    unfinished: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        """Ids only, for the same reason as in Key."""
        return f"<Ring {' '.join(self.keys)}>"

    def current(self, use: str) -> Key:
        """The key that new values of this use get."""
        key: Key = getattr(self, use)
        return key

    def index_keys(self) -> tuple[Key, ...]:
        """The current index key first, then older ones that rows may still carry until they are forgotten."""
        if len(self.keys) == len(USES):
            return (self.index,)
        older = (key for key in self.keys.values() if key.use == "index" and key.id != self.index.id)
        return (self.index, *older)


def path() -> Path:
    """Where the ring lies."""
    return Path(settings.HUIYIN_HOME) / "secrets" / "keys.json"


@dataclass(slots=True)
class _Loaded:
    file: str
    stamp: tuple[int, int, int]
    ring: Ring


_loaded: dict[object, _Loaded] = {}  # by home: one in a process, several in tests


def ring() -> Ring:
    """The keys, read once per process and again whenever the file was replaced. Never makes any: ``make`` does.

    One os.stat() a call (about 1 µs) buys that a rotation reaches every serving process at once.
    """
    home = settings.HUIYIN_HOME
    held = _loaded.get(home)
    if held is not None:
        try:
            found = os.stat(held.file)  # noqa: PTH116  a Path would double the cost of every call
        except FileNotFoundError:
            said = _("The key file %(file)s has gone. Put it back from the backup.")
            raise KeyRingError(said % {"file": held.file}) from None
        if (found.st_mtime_ns, found.st_ino, found.st_size) == held.stamp:
            return held.ring
    held = _loaded[home] = _load()
    return held.ring


def _load() -> _Loaded:
    file = path()
    try:
        found, raw = _read(file)
    except FileNotFoundError:
        said = _("There is no key file %(file)s. Put secrets/keys.json back from the backup.")
        raise KeyRingError(said % {"file": file}) from None
    except OSError as error:
        told = {"file": file, "why": error.strerror}
        raise KeyRingError(_("The key file %(file)s can't be read: %(why)s.") % told) from None
    return _Loaded(str(file), (found.st_mtime_ns, found.st_ino, found.st_size), _parse(file, raw))


def make() -> bool:
    """Make the ring where there is none, and say whether that was so.

    Only for a new installation: beside a database that holds entries, new keys would open nothing that is stored. Whoever
    calls has made sure of that (huiyin.rooms.management.readiness).
    """
    file = path()
    try:
        if file.exists():
            return False
        fresh = _new_ring()
        with _locked(file):
            if file.exists():  # another process that started with us was first
                return False
            _write(file, fresh)
    except OSError as error:
        told = {"file": file, "why": error.strerror}
        raise KeyRingError(_("The key file %(file)s can't be made: %(why)s.") % told) from None
    return True


def _read(file: Path) -> tuple[os.stat_result, bytes]:
    with file.open("rb") as stream:
        found = os.fstat(stream.fileno())
        if stat.S_IMODE(found.st_mode) & 0o077:
            said = _("The key file %(file)s can be read by others (mode %(mode)s). Run: chmod 600 %(file)s")
            raise KeyRingError(said % {"file": file, "mode": f"{stat.S_IMODE(found.st_mode):04o}"})
        return found, stream.read()


def _parse(file: Path, content: bytes) -> Ring:
    try:
        raw = json.loads(content.decode())
        if raw["format"] != FORMAT:
            said = _("The key file %(file)s is of format %(format)s; this program reads %(ours)s.")
            raise KeyRingError(said % {"file": file, "format": repr(raw["format"]), "ours": FORMAT})
        found = {key_id: _key(key_id, entry) for key_id, entry in raw["keys"].items()}
        now = {use: found[raw["current"][use]] for use in USES}
        return Ring(
            found, now["field"], now["index"], now["chain"], now["code"], frozenset(raw["unfinished"])
        )
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        reason = type(error).__name__  # never the text of the error: it may quote what it stumbled on
        said = _("The key file %(file)s is damaged (%(reason)s). Put it back from the backup.")
        raise KeyRingError(said % {"file": file, "reason": reason}) from None


def _key(key_id: str, entry: dict[str, Any]) -> Key:
    secret = base64.b64decode(entry["secret"], validate=True)
    known = boxes.SHORT if entry["use"] == "field" else (HMAC,)
    if len(secret) != 32 or entry["use"] not in USES or entry["algorithm"] not in known:
        raise ValueError("not a key")
    retired = datetime.fromisoformat(entry["retired"]) if entry["retired"] else None
    return Key(
        key_id, entry["use"], entry["algorithm"], datetime.fromisoformat(entry["created"]), secret, retired
    )


def _new_key(use: str, now: datetime, algorithm: str | None = None) -> Key:
    name = (algorithm or settings.HUIYIN_CIPHER) if use == "field" else HMAC
    if use == "field" and (reason := boxes.why_not(name)):
        raise KeyRingError(reason)
    return Key(secrets.token_hex(4), use, name, now, secrets.token_bytes(32))


def _new_ring() -> Ring:
    now = datetime.now(UTC).replace(microsecond=0)
    made = {use: _new_key(use, now) for use in USES}
    return Ring(
        {key.id: key for key in made.values()}, made["field"], made["index"], made["chain"], made["code"]
    )


def _as_json(ring: Ring) -> str:
    def entry(key: Key) -> dict[str, str | None]:
        return {
            "use": key.use,
            "algorithm": key.algorithm,
            "created": key.created.isoformat(),
            "retired": key.retired.isoformat() if key.retired else None,
            "secret": base64.b64encode(key.secret).decode(),
        }

    raw = {
        "format": FORMAT,
        "current": {use: ring.current(use).id for use in USES},
        "unfinished": sorted(ring.unfinished),
        "keys": {key_id: entry(key) for key_id, key in ring.keys.items()},
    }
    return json.dumps(raw, indent=1) + "\n"


def _write(file: Path, ring: Ring) -> None:
    """Whole or not at all: a new file beside the old, flushed to the disk, then renamed over it."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(_as_json(ring))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """One process at a time changes the ring; makes the folder (0700) if need be."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.parent.chmod(0o700)
    handle = os.open(file.with_name("keys.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # closing lets the lock go


def begin_rotation(use: str, *, now: datetime, algorithm: str | None = None) -> tuple[Key, bool]:
    """A new current key for "field" or "index", and True; or the one of a rotation that was cut short, and False.

    Refuses another algorithm while an earlier rotation still has rows to do.
    """
    ring()  # the file is there
    file = path()
    with _locked(file):
        held = _parse(file, _read(file)[1])
        old = held.current(use)
        if use in held.unfinished:
            if algorithm not in (None, old.algorithm):
                said = _(
                    "The rotation to key %(key)s (%(algorithm)s) isn't finished. Run the rotation again without "
                    "--algorithm, then once more with it."
                )
                raise KeyRingError(said % {"key": old.id, "algorithm": old.algorithm})
            return old, False
        new = _new_key(use, now, algorithm)
        kept = held.keys | {old.id: replace(old, retired=now), new.id: new}
        _write(file, replace(held, keys=kept, unfinished=held.unfinished | {use}, **{use: new}))
    return new, True


def end_rotation(use: str) -> None:
    """Every row carries the current key: the next rotation makes a new one."""
    file = path()
    with _locked(file):
        held = _parse(file, _read(file)[1])
        _write(file, replace(held, unfinished=held.unfinished - {use}))


def why_keep(key_id: str, *, now: datetime) -> str | None:
    """Why the key can't be forgotten whatever the rows say: unknown, current, or retired only just now."""
    held = ring()
    key = held.keys.get(key_id)
    if key is None:
        return _("There is no key %(key)s.") % {"key": key_id}
    if key.retired is None:
        return _("Key %(key)s is the current one of its use. Run the rotation first.") % {"key": key_id}
    if key.use in held.unfinished:
        return _("A rotation isn't finished. Run it again first.")
    if now < key.retired + QUIET:
        minutes = QUIET // timedelta(minutes=1)
        said = _(
            "Key %(key)s was retired less than %(n)s minutes ago; a write under way may still use it. Wait."
        )
        return said % {"key": key_id, "n": minutes}
    return None


def drop(key_id: str, *, now: datetime) -> None:
    """Take a retired key off the ring for good. Whoever calls has made sure that no row uses it."""
    if reason := why_keep(key_id, now=now):
        raise KeyRingError(reason)
    file = path()
    with _locked(file):
        held = _parse(file, _read(file)[1])
        _write(file, replace(held, keys={one: key for one, key in held.keys.items() if one != key_id}))
