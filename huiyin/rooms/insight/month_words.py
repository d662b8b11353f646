"""By how many persons each word was used in a month's petitions: the table behind what people say (社情民意)."""

from __future__ import annotations

from django.db import models


class MonthWords(models.Model):
    """One month, told by its first day: so many persons spoke, and of them so many used each word.

    Only words of the dictionary stand here, never names or figures, and nothing of tip-offs, of what was told in confidence
    or of what is kept from anybody: so it is the same for all who may read it.
    """

    month = models.DateField(primary_key=True)
    persons = models.PositiveIntegerField()
    words = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.persons}"
