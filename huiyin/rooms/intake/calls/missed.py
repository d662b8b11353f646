"""Whoever rang and reached nobody is called back: a missed call puts its number on the list, once until it is called back."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db.models import Q

from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.telephones import to_call
from huiyin.rooms.intake.calls.models import Call, CallBack
from huiyin.rules import calls as rules
from huiyin.rules.calls import CallBackState
from huiyin.rules.roles import SYSTEM

_BY_ITSELF = Q(asked_by=SYSTEM.key, state=CallBackState.OPEN.value)
_IDLE = _BY_ITSELF & Q(taken_by="", tries__isnull=True)


def owe(row: Call, *, now: datetime) -> None:
    """Put a call that ended unanswered on the list, or take it off again where its answer is told late or something was noted.

    In the caller's transaction. Nothing for a withheld number, one that nobody can dial, and one that waits for a call already.
    """
    if row.answered_at is not None or row.outcome:
        _dealt_with(row)
    elif row.ended_at is not None and _can_be_called(row) and not row.erased:
        one_at_a_time(row.desk_id)
        if row.backs.exists() or waiting(row) is not None:
            return
        CallBack.objects.create(
            desk_id=row.desk_id, call=row, phone=str(row.phone), asked_by=SYSTEM.key, asked_at=now,
            due_at=now + rules.MISSED_BACK, once=sha256(f"missed:{row.pk}".encode()).hexdigest(),
        )  # fmt: skip


def one_at_a_time(desk: str) -> None:
    """Whoever puts a number on this desk's list waits here for whoever is about to: two calls missed at once make one row.

    In the caller's transaction.
    """
    list(Unit.objects.filter(code=desk).select_for_update(no_key=True).values_list("code", flat=True))


def _dealt_with(row: Call) -> None:
    """Events come in any order: what only the machine asked for, and nobody has taken up, goes again."""
    for back in row.backs.filter(_IDLE):
        back.delete()


def free_one(desk: str, phone: str, *, now: datetime) -> CallBack | None:
    """What only the machine asked for and nobody has in hand now; it may have been tried before."""
    free = Q(taken_by="") | Q(taken_at__lte=now - rules.TAKEN_FOR)
    rows = CallBack.objects.filter(_BY_ITSELF & free, desk=desk, phone_index=phone)
    return rows.order_by("due_at", "id").first()


def waiting(row: Call) -> CallBack | None:
    """The call-back that this call's number waits for."""
    return owed_to(row.desk_id, str(row.phone)) if _can_be_called(row) else None


def _can_be_called(row: Call) -> bool:
    return to_call(str(row.phone)) is not None


def owed_to(desk: str, phone: str) -> CallBack | None:
    """The first call that a desk owes this number."""
    rows = CallBack.objects.filter(desk=desk, state=CallBackState.OPEN.value, phone_index=phone)
    return rows.order_by("due_at", "id").first()
