"""Where the content of an attachment lies, and which name it has behind its seal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from huiyin.rooms.cases.models import Paper
from huiyin.rooms.dossier.models import SealedText

_DIGEST = re.compile("[0-9a-f]{64}")


def path_of(digest: str) -> Path:
    """Where content with this SHA-256 (hex) lies. Refuses (ValueError) what is no hash: it becomes part of a path."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a SHA-256")
    return Path(settings.HUIYIN_HOME) / "files" / digest[:2] / digest


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


def still_there(number: str, seq: int) -> bool:
    """Whether the attachment's name stands, held so until the transaction ends: it may have been erased by law meanwhile."""
    return _named(number=number, seq=seq).select_for_update().exists()


def named(rows: QuerySet[Paper]) -> QuerySet[Paper]:
    """Those attachments whose names stand, the newest matters first."""
    names = _named(number=OuterRef("matter_id"), seq=OuterRef("seq"))
    return rows.filter(Exists(names)).order_by("-matter_id", "-seq")


def _named(**where: object) -> QuerySet[SealedText]:
    return SealedText.objects.filter(name="file", text__isnull=False, **where)
