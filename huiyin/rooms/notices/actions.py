"""Telling petitioners: enqueued in the verb's transaction, carried by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from huiyin.rooms.notices.gateway import gateway
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.notices.words import text_of

MOST_TRIES = 5
#: How long a failing gateway is left in peace after the first try; each further wait is four times as long (a day in all).
FIRST_WAIT = timedelta(minutes=15)


def enqueue(number: str, *, kind: str, language: str, phone: str, email: str, now: datetime) -> Notice | None:
    """Put a notice into the outbox and the queue; None where the petitioner left neither phone nor e-mail.

    Runs in the transaction of the verb that it tells of: rolled back with it, lost with nothing.
    """
    if not phone and not email:
        return None
    notice = Notice.objects.create(
        number=number, kind=kind, language=language, phone=phone, email=email, created_at=now
    )
    carry.enqueue(notice.pk)
    return notice


@task()
def carry(notice_id: int) -> str:
    """Carry one notice; a failing gateway is tried again a few times, then left for a person to see."""
    notice = Notice.objects.get(pk=notice_id)
    if notice.state != Notice.State.WAITING:
        return str(notice.state)
    with translation.override(notice.language):
        text = text_of(notice.kind, notice.number)
    try:
        went = gateway().carry(text, phone=str(notice.phone), email=str(notice.email))
    except (OSError, ValueError):  # nobody there, or an address that can't be one
        return _again(notice)
    state = Notice.State.SENT if went else Notice.State.KEPT
    Notice.objects.filter(pk=notice.pk).update(state=state, sent_at=timezone.now() if went else None)
    return str(state)


def _again(notice: Notice) -> str:
    tries = notice.tries + 1
    state = Notice.State.FAILED if tries >= MOST_TRIES else Notice.State.WAITING
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(tries=tries, state=state)
        if state == Notice.State.WAITING:
            later = timezone.now() + FIRST_WAIT * 4 ** (tries - 1)
            carry.using(run_after=later).enqueue(notice.pk)
    return str(state)
