"""Attachments: checked by content, kept by content hash outside the web root, named only behind a seal."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from huiyin.rooms.cases.inside import read_later
from huiyin.rooms.cases.kinds import ALLOWED, is_a, pieces
from huiyin.rooms.cases.models import Matter, Paper
from huiyin.rooms.cases.pen import NotDone, Pen, commit, of_petition
from huiyin.rooms.cases.picturing import paint_later
from huiyin.rooms.cases.stored import Stored, path_of, stored
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rules.chain import canonical
from huiyin.rules.fields import Refused
from huiyin.rules.roles import PETITIONER, Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb

__all__ = [
    "LONGEST_NAME", "NotDone", "Stored", "Upload", "attach", "attach_once", "content_hash", "is_at", "none_beyond", "path_of",
    "place_of", "refused", "stored",
]  # fmt: skip

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in: the name and the size in bytes that its sender says it has (neither is believed), its content."""

    name: str
    size: int
    content: BinaryIO


def attach(
    number: str, *, upload: Upload, by: Actor, now: datetime, petition: str = "", seen: int | None = None
) -> MatterState:
    """Keep a file with the matter. Refused: empty, over the limit, an ending not allowed, content that isn't what it says.

    The content is on the disk before the entry is written; a transaction that fails leaves at most an unnamed file.
    ``petition``: whose petitioner it is from.
    """
    given = {**_kept(upload)[0], **of_petition(petition)}
    return commit(number, Verb.ATTACH, given, by=by, now=now, seen=seen, then=_later)


def attach_once(
    number: str, *, upload: Upload, by: Actor, now: datetime, petition: str = "", pledge: int = 0, most: int = 0
) -> int:  # fmt: skip
    """Keep a file unless the matter holds the same content already: a form sent twice, or again after a crash.

    The entry that holds the same content already; 0 where the file is kept now.

    ``petition``: whose petitioner brings it, of a matter with several; ``pledge``: the commitment which it shows to be carried
    out, where the same content is kept once more if the matter has it for something else. ``most``: refused beyond so many that
    this petitioner brought within 24 hours; ask ``none_beyond`` first, which keeps nothing of what is too much.
    """
    given, digest = _kept(upload)
    with transaction.atomic():
        Matter.objects.select_for_update().filter(number=number).values_list("seq").first()
        held = _held(number, pledge).get(digest, 0)
        if not held:
            if most and _lately(number, petition, now) >= most:
                raise _enough(most)
            commit(
                number,
                Verb.ATTACH,
                {**given, **of_petition(petition), **_of_pledge(pledge)},
                by=by,
                now=now,
                then=_later,
            )
    return held


def none_beyond(number: str, *, uploads: Sequence[Upload], petition: str, most: int, now: datetime) -> None:
    """Refuse (NotDone) papers with which this petitioner would have brought more than ``most`` within 24 hours.

    What the matter holds already isn't counted again. Asked before anything of a form is taken; two queries.
    """
    room = most - _lately(number, petition, now)
    if len(uploads) <= room:
        return
    held = _held(number, 0)
    if len({_hash_of(one.content) for one in uploads} - held.keys()) > room:
        raise _enough(most)


def _enough(most: int) -> NotDone:
    return NotDone(Refused("papers_enough", field="files", params={"most": most}))


def _lately(number: str, petition: str, now: datetime) -> int:
    """How many papers this petition's petitioner brought to the matter by themself within 24 hours."""
    brought = Entry.objects.filter(
        number=number, verb=Verb.ATTACH.value, by=PETITIONER.key, at__gt=now - timedelta(days=1)
    )
    return sum(
        json.loads(data).get("petition") == petition for data in brought.values_list("data", flat=True)
    )


def _later(pen: Pen) -> None:
    """What the worker does with the file afterwards: reads its words, draws its previews."""
    read_later(pen)
    paint_later(pen)


def _kept(upload: Upload) -> tuple[dict[str, Any], str]:
    """Put the content on the disk; what its entry will say, and its hash (hex)."""
    name = _clean_name(upload.name)
    media_type = _checked_type(name, upload)
    digest, size = _store(upload.content)
    given = {"file": canonical({"name": name, "sha256": digest}), "paper": {"type": media_type, "size": size}}
    return given, digest


def _of_pledge(pledge: int) -> dict[str, int]:
    """What an entry says of the commitment that its file shows to be carried out."""
    return {"pledge": pledge} if pledge else {}


def _held(number: str, pledge: int) -> dict[str, int]:
    """The hashes (hex) of what is attached, to this commitment if one is named, and which entry holds each.

    An erased name takes its hash with it.
    """
    texts = SealedText.objects.filter(number=number, name="file", text__isnull=False)
    if pledge:
        made = Entry.objects.filter(number=number, verb=Verb.ATTACH.value).values_list("seq", "data")
        texts = texts.filter(seq__in=[seq for seq, data in made if json.loads(data).get("pledge") == pledge])
    return {json.loads(text)["sha256"]: seq for seq, text in texts.values_list("seq", "text") if text}


def _clean_name(name: str) -> str:
    """The last part of the path, without what can't be seen (control characters, changes of direction); its end if long."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in bare if c.isprintable())[-LONGEST_NAME:].strip()


def _checked_type(name: str, upload: Upload) -> str:
    """Its media type. A refusal tells which of several files it was."""

    def no(reason: str, **params: Any) -> NotDone:
        return NotDone(Refused(reason, field="file", params={"file": name, **params}))

    limit = settings.HUIYIN_LARGEST_FILE
    upload.content.seek(0, os.SEEK_END)
    size = upload.content.tell()
    if size == 0:
        raise no("file_empty")
    if size > limit:
        raise no("file_too_large", limit_mb=limit // 1024**2)
    ending = Path(name).suffix.lower()
    if ending not in ALLOWED:
        raise no("file_kind_not_allowed")
    if not is_a(ending, upload.content):
        raise no("file_lies", ending=ending)
    return ALLOWED[ending][0]


def _store(content: BinaryIO) -> tuple[str, int]:
    """Write the content under its hash; hash and size. On the disk for good when this returns."""
    folder = Path(settings.HUIYIN_HOME) / "files"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    seen, size = sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        try:
            for chunk in pieces(content):
                seen.update(chunk)
                size += out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
            final = path_of(seen.hexdigest())
            final.parent.mkdir(exist_ok=True, mode=0o700)
            Path(out.name).replace(final)
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise
    for folder_with_news in (final.parent, folder):
        _to_disk(folder_with_news)
    return seen.hexdigest(), size


def _to_disk(folder: Path) -> None:
    """A file's name is safe only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_at(number: str, seq: int, upload: Upload, *, by: Actor) -> bool:
    """Whether this person's entry there keeps just this file: what was sent once more is kept already."""
    theirs = Entry.objects.filter(number=number, seq=seq, verb=Verb.ATTACH.value, by=by.key).exists()
    found = stored(number, seq) if theirs else None
    if found is None:
        return False
    return (found.name, found.path) == (_clean_name(upload.name), path_of(_hash_of(upload.content)))


def place_of(number: str, seq: int) -> int:
    """Which of the matter's attachments the one of this entry is, from 1."""
    return Paper.objects.filter(matter=number, seq__lte=seq).count()


def content_hash(path: Path) -> str:
    """SHA-256 (hex) of a file, read in pieces; ``verify`` compares it with what was sealed."""
    with path.open("rb") as source:
        return _hash_of(source)


def _hash_of(content: BinaryIO) -> str:
    """SHA-256 (hex) of it from its beginning."""
    content.seek(0)
    seen = sha256()
    for chunk in pieces(content):
        seen.update(chunk)
    return seen.hexdigest()


def refused(upload: Upload) -> Refused | None:
    """Why this file would not be kept; None if it would. Asked before a petition is taken in with its papers."""
    try:
        _checked_type(_clean_name(upload.name), upload)
    except NotDone as no:
        return no.refused
    return None
