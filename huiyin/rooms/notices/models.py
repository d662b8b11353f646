"""Notices to petitioners that are on their way or have gone (outbox)."""

from __future__ import annotations

from django.db import models

from huiyin.rooms.vault.fields import EncryptedTextField


class Notice(models.Model):
    """One short message about one petition: which step, in which language, to which phone or e-mail.

    Holds the petition's *number*, no key to it: this room lies below the cases. ``code`` is the query code of a receipt, sealed
    and gone once it was sent or given up; ``why`` says in a word why the last try failed.
    """

    class State(models.TextChoices):
        """What became of it. KEPT: no gateway is set up, so it waits in the outbox for somebody to call or write."""

        WAITING = "waiting"
        SENT = "sent"
        KEPT = "kept"
        FAILED = "failed"

    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    phone = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    code = EncryptedTextField(blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["number"], name="notice_by_number"),
            models.Index(
                fields=["-created_at", "-id"], name="notice_failed", condition=models.Q(state="failed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.number}: {self.state}"
