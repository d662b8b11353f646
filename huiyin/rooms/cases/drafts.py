"""A register form that isn't sent yet, kept for whoever writes it: a closed browser or a lost connection loses nothing.

It holds what visitors told of themselves, so it is sealed like a petitioner's data, seen by nobody else, and gone once it is
sent, thrown away or a week old. It is no petition yet: nothing of it is counted, searched or shown in any list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import models, transaction

from huiyin.rooms.accounts.models import User
from huiyin.rooms.vault.fields import EncryptedTextField

#: A draft that nobody has come back to for so long is thrown away.
KEPT_FOR = timedelta(days=7)
#: So long what comes in late of a form that was sent isn't taken for a draft.
STRAY = timedelta(minutes=10)
LONGEST = 60_000  # characters of all fields together
MOST_DRAFTS = 10
LONGEST_TOKEN = 64


class Draft(models.Model):
    """What stands in a person's form, by the form's token; ``body`` is JSON of fields and their values."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token = models.CharField(max_length=LONGEST_TOKEN)
    body = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="draft_of_a_form")]
        indexes = [models.Index(fields=["at"], name="draft_by_age")]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def said(self) -> dict[str, list[str]]:
        """What stood in the form: fields and their values."""
        return dict(json.loads(self.body))


def keep(user: User, token: str, fields: Mapping[str, Sequence[str]], *, now: datetime) -> bool:
    """Keep what stands in the form; False if it is too long to be one. The person's oldest make room, everybody's old go."""
    body = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=False)
    if len(body) > LONGEST or not 0 < len(token) <= LONGEST_TOKEN:
        return False
    with transaction.atomic():
        Draft.objects.filter(at__lt=now - KEPT_FOR).delete()
        before = Draft.objects.filter(user=user, token=token).first()
        if before is not None and not before.body:
            return True  # typed before it was sent, come in after it
        Draft.objects.update_or_create(user=user, token=token, defaults={"body": body, "at": now})
        kept = Draft.objects.filter(user=user).order_by("-at", "-id").values_list("pk", flat=True)
        Draft.objects.filter(pk__in=list(kept[MOST_DRAFTS : MOST_DRAFTS * 2])).delete()
    return True


def drafts_of(user: User, *, now: datetime) -> list[Draft]:
    """The person's drafts, the latest first."""
    rows = Draft.objects.filter(user=user, at__gte=now - KEPT_FOR).order_by("-at", "-id")
    return [row for row in rows[: 2 * MOST_DRAFTS] if row.body][:MOST_DRAFTS]


def was_sent(user: User, token: str, *, now: datetime) -> None:
    """The form was sent: its draft goes, and what its browser still sends of it for a while isn't kept as another."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        return
    Draft.objects.update_or_create(
        user=user, token=token, defaults={"body": "", "at": now - KEPT_FOR + STRAY}
    )


def sent_lately(user: User, token: str, *, now: datetime) -> bool:
    """Whether the form was sent a while ago, so that nothing that comes of it is kept."""
    row = Draft.objects.filter(user=user, token=token, at__gte=now - KEPT_FOR).first()
    return row is not None and not row.body


def throw_away(user: User, token: str) -> None:
    """It isn't wanted any more."""
    Draft.objects.filter(user=user, token=token).delete()
