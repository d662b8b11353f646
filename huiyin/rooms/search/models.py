"""The words inside attachments, read once so that they can be found; behind the same guard as the matter's own."""

from __future__ import annotations

from enum import StrEnum

from django.db import models


class Reading(StrEnum):
    """What came of reading a file: all its words, the first of them, none (a picture, sound, a scan), or it can't be read."""

    WHOLE = "whole"
    PARTLY = "partly"
    NONE = "none"
    UNREADABLE = "unreadable"


class FileText(models.Model):
    """The words of one attachment, by the matter's number and the entry that keeps the file.

    Not part of the record: made from the file, made anew by ``huiyin reindex``. It goes, and out of the index too, when the
    file's name is erased by law (triggers of its migration). ``edition``: which edition of reading it was made by. ``hidden``:
    what the file says beside what its reader sees, never searched; with ``tells_where`` (a picture's place) asked before it is
    handed to whoever mustn't know who speaks. Both None until an edition that looks for them has read the file.
    """

    number = models.CharField(max_length=24)
    seq = models.PositiveIntegerField()
    reading = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Reading])
    edition = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    hidden = models.TextField(blank=True, null=True)  # noqa: DJ001  none: not looked for yet; a column to add, no table made anew
    tells_where = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "seq"], name="file_text_once")]

    def __str__(self) -> str:
        return f"{self.number}/{self.seq} {self.reading}"
