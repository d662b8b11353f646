"""Batch files under way: each row sealed until it is registered, all of it gone after a week."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from huiyin.rooms.accounts.models import User
from huiyin.rooms.cases.models import choices_of
from huiyin.rooms.vault.fields import EncryptedTextField
from huiyin.rules.senders import LONGEST_NUMBER, LONGEST_ORGAN, Sender

#: So long a batch stays for its bad rows to be mended; the rows that were registered are emptied at once.
KEPT_FOR = timedelta(days=7)


class TransferBatch(models.Model):
    """One file. ``digest`` (hex) tells the same file again; ``headings`` is JSON; ``confirmed_at``: told to register it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    sender = models.CharField(max_length=12, choices=choices_of(Sender))
    organ = models.CharField(max_length=LONGEST_ORGAN, blank=True)
    digest = models.CharField(max_length=64)
    name = EncryptedTextField(blank=True)
    headings = EncryptedTextField()
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="batch_of_a_file")]
        indexes = [models.Index(fields=["at"], name="batch_by_age")]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class RowState(models.TextChoices):
    """Where a row of a batch stands."""

    READY = "ready", "ready"
    BAD = "bad", "bad"
    KNOWN = "known", "known"
    TAKEN = "taken", "taken"


class TransferRow(models.Model):
    """One row. ``cells`` is JSON of its cells as text, sealed; ``problems`` JSON of codes; ``number`` is ours."""

    batch = models.ForeignKey(TransferBatch, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=RowState.choices)
    key = models.CharField(max_length=LONGEST_NUMBER * 2, blank=True)
    broken = models.CharField(max_length=32, blank=True)
    cells = EncryptedTextField(blank=True)
    problems = models.TextField(blank=True)
    number = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="row_of_a_batch")]
        indexes = [models.Index(fields=["batch", "state", "line"], name="batch_rows_by_state")]

    def __str__(self) -> str:
        return f"row {self.batch_id}/{self.line}"
