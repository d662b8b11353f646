"""What became of each attached picture: whether there are previews of it, and how large they are."""

from __future__ import annotations

from enum import StrEnum

from django.db import models


class State(StrEnum):
    """Made; can't be made of this file; the file's name was erased by law, and its previews wait to be removed."""

    MADE = "made"
    FAILED = "failed"
    GONE = "gone"


class Preview(models.Model):
    """The previews of one attachment, by the matter's number and the entry that keeps the file.

    Not part of the record: made from the file, made anew by ``huiyin previews``. ``width`` and ``height`` (pixels) are those of
    the large one, which the small one's follow from (``sizes.fit``); 0 without one. ``edition``: which edition it was made by.
    A trigger of its migration marks it as gone when the file's name is erased.
    """

    number = models.CharField(max_length=24)
    seq = models.PositiveIntegerField()
    state = models.CharField(max_length=6, choices=[(one.value, one.value) for one in State])
    edition = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "seq"], name="preview_once")]
        indexes = [models.Index(fields=["id"], name="preview_gone", condition=models.Q(state="gone"))]

    def __str__(self) -> str:
        return f"{self.number}/{self.seq} {self.state}"
