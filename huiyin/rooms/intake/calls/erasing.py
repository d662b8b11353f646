"""What is forgotten of calls: number and words go after the county's days, times and outcome stay and are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from huiyin.rooms.county.queries import call_terms
from huiyin.rooms.intake.calls.models import Call, CallBack, CallBackTry
from huiyin.rules.calls import CallBackState

#: Rows of one statement: the worker takes the write lock for a moment only.
PORTION = 500


def erase_old(*, now: datetime) -> int:
    """Erase what is older than the county keeps it; how many calls and call-backs. A call-back still owed stays whole."""
    until = now - timedelta(days=call_terms().call_keep_days)
    blank = {"phone": "", "phone_index": None, "erased": True}
    done = 0
    while found := list(
        Call.objects.filter(erased=False, began_at__lt=until).values_list("pk", flat=True)[:PORTION]
    ):
        done += Call.objects.filter(pk__in=found).update(told="", **blank)
    over = Q(erased=False, ended_at__lt=until) & ~Q(state=CallBackState.OPEN.value)
    while found := list(CallBack.objects.filter(over).values_list("pk", flat=True)[:PORTION]):
        CallBackTry.objects.filter(call_back__in=found).update(note="")
        done += CallBack.objects.filter(pk__in=found).update(about="", **blank)
    return done
