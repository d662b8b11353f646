"""Files on their way in: looked at before anything is written, so that a letter isn't taken without its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, cast

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.rooms.cases.papers import Upload, refused
from huiyin.rules.fields import Refused
from huiyin.web.shared import sayings

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


def upload_of(file: UploadedFile) -> Upload:
    """A file of a form as the rooms take it."""
    return Upload(name=file.name or "", size=file.size or 0, content=cast(BinaryIO, file.file))


def megabytes() -> int:
    """The largest file that is taken, as the pages say it."""
    return int(settings.HUIYIN_LARGEST_FILE) // 1024**2


def megabytes_together() -> int:
    """All the files of one form."""
    return megabytes() * int(settings.HUIYIN_MOST_FILES)


def refusals(files: Sequence[UploadedFile], *, most: int) -> str:
    """Why these files can't be kept, each with its name on a line of its own; empty if they can."""
    if len(files) > most:
        return sayings.say(Refused("too_many_files", params={"most": most}))
    said = []
    for file in files:
        no = refused(upload_of(file))
        if no is not None:
            said.append(sayings.say(replace(no, params={"file": file.name, **no.params})))
    return "\n".join(said)


def had_already(n: int) -> str:
    """That so many of the files are in the matter already: nothing that was sent goes without a word."""
    return _("Photos (files) that were there already and aren’t kept twice: %(n)s.") % {"n": n}
