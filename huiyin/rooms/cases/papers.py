"""Attachments: checked by content, kept by content hash outside the web root, named only behind a seal."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import puremagic
from django.conf import settings

from huiyin.rooms.cases.pen import NotDone, commit
from huiyin.rooms.dossier.models import SealedText
from huiyin.rules.chain import canonical
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb

CHUNK = 64 * 1024

#: What may be attached: the ending a person sees, and the media type that the content itself must show.
ALLOWED: dict[str, str] = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".mp3": "audio/mpeg",
    ".amr": "audio/amr",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in: the name its sender gave it, its size in bytes, its content from the start."""

    name: str
    size: int
    content: BinaryIO


def attach(number: str, *, upload: Upload, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Keep a file with the matter. Refused: empty, over the limit, an ending not allowed, content that isn't what it says.

    The content is on the disk before the entry is written; a transaction that fails leaves at most an unnamed file.
    """
    name = _clean_name(upload.name)
    media_type = _checked_type(name, upload)
    digest = _store(upload.content)
    given = {
        "file": canonical({"name": name, "sha256": digest}),
        "paper": {"type": media_type, "size": upload.size},
    }
    return commit(number, Verb.ATTACH, given, by=by, now=now, seen=seen)


def _clean_name(name: str) -> str:
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(c for c in bare if c.isprintable()).strip()
    return bare[-120:] or "file"


def _checked_type(name: str, upload: Upload) -> str:
    limit = settings.HUIYIN_LARGEST_FILE
    if upload.size == 0:
        raise NotDone(Refused("file_empty", field="file"))
    if upload.size > limit:
        raise NotDone(Refused("file_too_large", field="file", params={"limit_mb": limit // 1024**2}))
    ending = Path(name).suffix.lower()
    expected = ALLOWED.get(ending)
    if expected is None:
        raise NotDone(
            Refused("file_kind_not_allowed", field="file", params={"kinds": " ".join(sorted(ALLOWED))})
        )
    head = upload.content.read(CHUNK)
    upload.content.seek(0)
    if not _content_is(ending, head):
        raise NotDone(Refused("file_lies", field="file", params={"ending": ending}))
    return expected


#: How the content of each allowed kind begins, as its format says (offset, bytes).
_BEGINNINGS: dict[str, tuple[tuple[int, bytes], ...]] = {
    ".pdf": ((0, b"%PDF-"),),
    ".jpg": ((0, b"\xff\xd8\xff"),),
    ".jpeg": ((0, b"\xff\xd8\xff"),),
    ".png": ((0, b"\x89PNG\r\n\x1a\n"),),
    ".gif": ((0, b"GIF87a"), (0, b"GIF89a")),
    ".amr": ((0, b"#!AMR"),),
    ".doc": ((0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),),
    ".xls": ((0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),),
}


def _content_is(ending: str, head: bytes) -> bool:
    if ending == ".txt":
        return _is_text(head)
    if ending in _BEGINNINGS:
        return any(head[at : at + len(sign)] == sign for at, sign in _BEGINNINGS[ending])
    if ending in (".docx", ".xlsx"):
        return head[:4] == b"PK\x03\x04" and _looks_like(head, {".docx", ".xlsx", ".zip", ".jar", ""})
    return _looks_like(head, {ending, *_COUSINS.get(ending, ())})


_COUSINS: dict[str, tuple[str, ...]] = {
    ".heic": (".heif", ".avif"),
    ".mp4": (".m4v", ".m4a", ".mov"),
    ".wav": (".wave",),
}


def _looks_like(head: bytes, endings: set[str]) -> bool:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(match.extension.lower() in endings for match in found)


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(head) - 4:
                return True
        else:
            return True
    return False


def path_of(digest: str) -> Path:
    """Where content with this SHA-256 (hex) lies."""
    return Path(settings.HUIYIN_HOME) / "files" / digest[:2] / digest


def _store(content: BinaryIO) -> str:
    folder = Path(settings.HUIYIN_HOME) / "files"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    seen = sha256()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        try:
            for chunk in iter(lambda: content.read(CHUNK), b""):
                seen.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
            final = path_of(seen.hexdigest())
            final.parent.mkdir(exist_ok=True, mode=0o700)
            Path(out.name).replace(final)
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise
    return seen.hexdigest()


@dataclass(frozen=True, slots=True)
class Stored:
    """A file ready to be streamed out."""

    name: str
    path: Path


def stored(number: str, seq: int) -> Stored | None:
    """The attachment that entry ``seq`` of the matter keeps, or None."""
    text = (
        SealedText.objects.filter(number=number, seq=seq, name="file").values_list("text", flat=True).first()
    )
    if not text:
        return None
    said = json.loads(text)
    return Stored(said["name"], path_of(said["sha256"]))


def content_hash(path: Path) -> str:
    """SHA-256 (hex) of a file, read in pieces; ``verify`` compares it with what was sealed."""
    seen = sha256()
    for chunk in _pieces(path):
        seen.update(chunk)
    return seen.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        yield from iter(lambda: source.read(CHUNK), b"")


def refused(upload: Upload) -> Refused | None:
    """Why this file would not be kept; None if it would. Asked before a petition is taken in with its papers."""
    try:
        _checked_type(_clean_name(upload.name), upload)
    except NotDone as no:
        return no.refused
    return None
