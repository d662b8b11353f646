"""The table of petitions that some organ passed on; what is done with it stands in ``transfers``."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiyin.rooms.cases.models import Petition, choices_of
from huiyin.rules.senders import LONGEST_NUMBER, LONGEST_ORGAN, Sender


class Transfer(models.Model):
    """What is known of a petition's sender. ``due_on``: the sender's own last day (None: nothing is owed but the handling).

    ``reported_reopened``: 0 until a result went back, then one more than how often it had been reopened; reopened again,
    the new result is owed (``reported_at`` is empty again).
    """

    petition = models.OneToOneField(Petition, models.PROTECT, primary_key=True, related_name="transfer")
    sender = models.CharField(max_length=12, choices=choices_of(Sender))
    organ = models.CharField(max_length=LONGEST_ORGAN, blank=True)
    foreign = models.CharField(max_length=LONGEST_NUMBER, blank=True)
    due_on = models.DateField(null=True)
    reported_at = models.DateTimeField(null=True)
    reported_reopened = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "petition"], name="transfer_owed",
                condition=Q(due_on__isnull=False, reported_at__isnull=True),
            ),
            models.Index(fields=["sender", "petition"], name="transfer_by_sender"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"transfer {self.petition_id}"
