"""Telling petitioners: enqueued in the verb's transaction, carried by the worker."""

from __future__ import annotations

import urllib.error
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from huiyin.rooms.notices.gateway import gateway
from huiyin.rooms.notices.models import Notice
from huiyin.rooms.notices.words import RECEIPT, text_of

MOST_TRIES = 5
#: How long a failing gateway is left in peace after the first try; each further wait is four times as long (a day in all).
FIRST_WAIT = timedelta(minutes=15)
#: A receipt is waited for at the counter, and its query code shouldn't lie about: soon again, three times, then paper.
RECEIPT_TRIES, RECEIPT_WAIT = 3, timedelta(seconds=20)


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


def send_receipt(number: str, *, code: str, language: str, phone: str, now: datetime) -> Notice:
    """Number and query code by text message to this phone (decision 0005). Sent once, unless the last time failed.

    The code lies sealed in the outbox until it has gone or is given up; whoever calls has made sure that it may go this way.
    """
    with transaction.atomic():
        rows = Notice.objects.select_for_update().filter(number=number, kind=RECEIPT)
        before = rows.exclude(state=Notice.State.FAILED).order_by("-id").first()
        if before is not None:
            return before
        notice = Notice.objects.create(
            number=number, kind=RECEIPT, language=language, phone=phone, code=code, created_at=now
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
        text = text_of(notice.kind, notice.number, code=str(notice.code))
    try:
        went = gateway().carry(
            text, phone=str(notice.phone), email=str(notice.email), mail=partial(_mail, notice)
        )
    except (OSError, ValueError) as error:  # nobody there, or an address that can't be one
        return _again(notice, _why(error))
    state = Notice.State.SENT if went else Notice.State.KEPT
    Notice.objects.filter(pk=notice.pk).update(
        state=state, sent_at=timezone.now() if went else None, code="", why=""
    )
    return str(state)


class Mails(Protocol):
    """The words of the mails, which stand above this room and are named by the settings."""

    def mail(self, kind: str, number: str, *, at: datetime, now: datetime) -> tuple[str, str]:
        """Subject and body for one step of one petition."""


def _mail(notice: Notice) -> tuple[str, str]:
    words = cast(Mails, import_module(settings.HUIYIN_MAILS))
    with translation.override(notice.language):
        return words.mail(notice.kind, notice.number, at=notice.created_at, now=timezone.now())


def _why(error: Exception) -> str:
    """What was wrong, in a word for the list: never what the error quotes."""
    if isinstance(error, urllib.error.HTTPError):
        return f"http {error.code}"
    if isinstance(error, ConnectionError) and str(error) == "refused":
        return "refused"
    return "settings" if isinstance(error, ValueError) else "unreachable"


def _again(notice: Notice, why: str) -> str:
    receipt = notice.kind == RECEIPT
    tries = notice.tries + 1
    state = (
        Notice.State.FAILED if tries >= (RECEIPT_TRIES if receipt else MOST_TRIES) else Notice.State.WAITING
    )
    with transaction.atomic():
        gone = {"code": ""} if state == Notice.State.FAILED else {}
        Notice.objects.filter(pk=notice.pk).update(tries=tries, state=state, why=why, **gone)
        if state == Notice.State.WAITING:
            later = timezone.now() + (RECEIPT_WAIT if receipt else FIRST_WAIT * 4 ** (tries - 1))
            carry.using(run_after=later).enqueue(notice.pk)
    return str(state)
