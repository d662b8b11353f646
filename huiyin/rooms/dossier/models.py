"""The record: entries that only ever grow, the words they stand for, and the seals over all of them.

Database triggers refuse update and delete on both engines (migration 0002). No foreign key leaves this room.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

#: What a desk does with what came in, as the day's sheet tells it; read by day.
SORTING = ("accept", "assign", "decline", "forward", "link", "triage")


class Entry(models.Model):
    """One line of a matter's dossier (卷宗条目): an event with its seals.

    ``hash`` chains it to the entry before (SHA-256, 32 bytes); ``mac`` proves with a key outside the database that this
    installation wrote it. ``data`` is canonical JSON and holds no personal words.
    """

    number = models.CharField(max_length=24)
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    unit = models.CharField(max_length=40, blank=True)
    data = models.TextField()
    hash = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "seq"], name="entry_number_seq")]
        indexes = [models.Index(fields=["at", "number"], name="entry_sorting", condition=Q(verb__in=SORTING))]

    def __str__(self) -> str:
        return f"{self.number}/{self.seq} {self.verb}"


class SealedText(models.Model):
    """Words that an entry stands for by a salted hash; ``text`` can be erased by law while the chain stays whole."""

    number = models.CharField(max_length=24)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=16)
    salt = models.BinaryField(max_length=16)
    text = models.TextField(null=True)  # noqa: DJ001  null means erased by law, empty means nothing was said

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "seq", "name"], name="sealed_number_seq_name")
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.seq} {self.name}"


class Seal(models.Model):
    """A checkpoint over the whole record: all entries up to ``last_entry``, their count and one digest of their hashes.

    A copy of each lies in HUIYIN_HOME/seals, so that entries cut off the end are missed even when the tables agree.
    """

    last_entry = models.BigIntegerField(unique=True)
    entries = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=16)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal over {self.entries} entries"
