"""Every reading of calls and call-backs: those of the person's own house, without what belongs to a matter kept from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.seeing import told_elsewhere, visible_to
from huiyin.rooms.county.queries import call_terms, desk_of, version
from huiyin.rooms.county.telephones import to_call
from huiyin.rooms.insight.knowledge import Knowledge
from huiyin.rooms.intake.calls.models import Call, CallBack, CallBackTry, Seat
from huiyin.rooms.kept import ASKED_PK, Kept, KeptCount
from huiyin.rules import calls as rules
from huiyin.rules.calls import CallBackState, CallOutcome, CallShares, CallState, CallTimes
from huiyin.rules.roles import Actor, Permission

PAGE = 30
#: A seat that nobody has taken anew for so long belongs to a shift that is over.
SEAT_FOR = timedelta(hours=16)
#: Calls going on that are shown at once, and counts that end somewhere.
MOST_NOW, MOST_COUNTED = 20, 99
Key = tuple[datetime, int]

MISSED = Q(answered_at__isnull=True, by_hand=False)
NOT_NOTED = Q(answered_at__isnull=False, outcome="")


def desks(actor: Actor) -> tuple[str, ...]:
    """The houses whose telephone the person answers: those of the posts in which they register."""
    return tuple(dict.fromkeys(desk_of(post.unit) for post in actor.posts_with(Permission.REGISTER)))


def _unkept(actor: Actor) -> Q:
    """Of no petition, or of one whose matter the person may see."""
    seen = Petition.objects.filter(pk=OuterRef("petition_id"), matter__in=visible_to(actor))
    return Q(petition__isnull=True) | Q(Exists(seen))


def _apart(actor: Actor) -> Exists:
    """Whether who speaks in its petition isn't the person's to know: that this caller asked about it would tell them."""
    told = Petition.objects.filter(pk=OuterRef("petition_id"), matter__in=told_elsewhere(actor))
    return Exists(told)


def own(actor: Actor) -> QuerySet[Call]:
    """The calls that the person may know of."""
    return Call.objects.filter(_unkept(actor), desk__in=desks(actor)).annotate(apart=_apart(actor))


def own_backs(actor: Actor) -> QuerySet[CallBack]:
    """The call-backs that the person may know of."""
    return CallBack.objects.filter(_unkept(actor), desk__in=desks(actor)).annotate(apart=_apart(actor))


def petition_of(row: Call | CallBack) -> str:
    """The petition that an own call or call-back is about, by its number; empty for none, and where the two stay apart."""
    return "" if getattr(row, "apart", True) else row.petition_id or ""


def one(actor: Actor, pk: int) -> Call | None:
    """One call; None where it isn't there for the person."""
    found = _one(actor, version(), value=pk)
    return found[0] if found else None


_one = Kept(lambda actor, _county: own(actor).filter(pk=ASKED_PK))


def state_of(call: Call, *, now: datetime) -> CallState:
    """Where the call is now."""
    return rules.state(CallTimes(call.rang_at, call.answered_at, call.ended_at), now=now)


def seat_of(actor: Actor, *, now: datetime) -> str:
    """The extension at which the person sits; empty for none."""
    rows = Seat.objects.filter(user_id=_user_id(actor), since__gt=now - SEAT_FOR)
    return rows.values_list("extension", flat=True).first() or ""


def _user_id(actor: Actor) -> int:
    kind, _, number = actor.key.partition(":")
    return int(number) if kind == "user" and number.isdecimal() else 0


def going_on(actor: Actor, *, now: datetime) -> list[Call]:
    """Calls that ring or are talked, the person's own and those at nobody's seat, the earliest first; one query."""
    since = (
        now.replace(minute=0, second=0, microsecond=0) - rules.LONGEST_CALL
    )  # the same text of a query for an hour
    found = _going_on(actor, since, version())
    return [row for row in found if state_of(row, now=now) in (CallState.RINGING, CallState.TALKING)]


def _going(actor: Actor, since: datetime, _county: str | None) -> QuerySet[Call]:
    mine = Q(operator=actor.key) | Q(operator="")
    rows = own(actor).filter(mine, ended_at__isnull=True, outcome="", began_at__gt=since)
    return rows.order_by("-began_at", "-id")[:MOST_NOW]


_going_on = Kept(_going)


_SHOWN: Mapping[str, Q] = {"missed": MISSED, "open": NOT_NOTED}


def page(actor: Actor, *, show: str = "", after: Key | None = None) -> list[Call]:
    """Calls, the newest first, one more than ``PAGE`` if there are more. ``show``: missed, open (not noted), mine, or all."""
    return (
        _first_page(actor, show, PAGE, version()) if after is None else list(_page(actor, show, after, PAGE))
    )


def _page(actor: Actor, show: str, after: Key | None, size: int) -> QuerySet[Call]:
    rows = own(actor).filter(_SHOWN.get(show, Q()))
    if show == "mine":
        rows = rows.filter(operator=actor.key)
    if after is not None:
        rows = rows.filter(Q(began_at__lt=after[0]) | Q(began_at=after[0], id__lt=after[1]))
    return rows.order_by("-began_at", "-id")[: size + 1]


_first_page = Kept(lambda actor, show, size, _county: _page(actor, show, None, size))


def entries_of(calls: Iterable[Call]) -> dict[int, Knowledge]:
    """The entries of the knowledge that these calls were answered from, by number; one query."""
    return Knowledge.objects.in_bulk({call.knowledge_id for call in calls if call.knowledge_id is not None})


def not_noted(actor: Actor) -> int:
    """How many answered calls say nothing yet of what became of them; at most ``MOST_COUNTED`` + 1."""
    return _not_noted(actor, version(), most=MOST_COUNTED)


_not_noted = KeptCount(lambda actor, _county: own(actor).filter(NOT_NOTED))


def open_backs(
    actor: Actor,
    *,
    after: Key | None = None,
    size: int = PAGE,
    ended: bool = False,
    late: datetime | None = None,
) -> list[CallBack]:
    """Call-backs still to be made, the first due first; ``ended``: those that are over, the last first. Up to ``size`` + 1.

    ``late``: only those whose moment was before this one.
    """
    if late is not None:
        return list(_backs(actor, after, size, ended=False, late=late))
    if after is None:
        return _first_backs(actor, size, ended, version())
    return list(_backs(actor, after, size, ended))


def _backs(
    actor: Actor, after: Key | None, size: int, ended: bool, late: datetime | None = None
) -> QuerySet[CallBack]:
    rows = own_backs(actor)
    if ended:
        rows = rows.exclude(state=CallBackState.OPEN.value).order_by("-ended_at", "-id")
        if after is not None:
            rows = rows.filter(Q(ended_at__lt=after[0]) | Q(ended_at=after[0], id__lt=after[1]))
    else:
        rows = rows.filter(state=CallBackState.OPEN.value).order_by("due_at", "id")
        if after is not None:
            rows = rows.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], id__gt=after[1]))
        if late is not None:
            rows = rows.filter(due_at__lt=late)
    return rows[: size + 1]


_first_backs = Kept(lambda actor, size, ended, _county: _backs(actor, None, size, ended))


def tries_of(found: Iterable[CallBack]) -> dict[int, int]:
    """How often each was tried; one query."""
    rows = CallBackTry.objects.filter(call_back__in=[row.pk for row in found]).order_by()
    return dict(rows.values_list("call_back_id").annotate(n=Count("pk")))


def one_back(actor: Actor, pk: int) -> CallBack | None:
    """One call-back with its tries; None where it isn't there for the person."""
    rows = own_backs(actor).select_related("petition", "call").prefetch_related("tries")
    return rows.filter(pk=pk).first()


def owed_to(actor: Actor, phone: str) -> list[CallBack]:
    """The call-backs that this number waits for: who rings now needn't be called. At most three."""
    if not to_call(phone):
        return []
    waits = CallBack.objects.filter(
        desk__in=desks(actor), state=CallBackState.OPEN.value, phone_index=phone
    ).values_list("pk", flat=True)[:10]
    found = list(waits)  # nearly always none: then nobody's matters need to be asked for
    return list(own_backs(actor).filter(pk__in=found).order_by("due_at", "id")[:3]) if found else []


def waiting(actor: Actor, calls: Iterable[Call]) -> dict[bytes, int]:
    """The open call-back of each of these calls' numbers, by the number's index; at most one query."""
    marks = {bytes(call.phone_index) for call in calls if call.phone_index and not call.outcome}
    if not marks:
        return {}
    rows = own_backs(actor).filter(state=CallBackState.OPEN.value, phone_index__in=marks)
    found = rows.order_by("-due_at", "-id").values_list("phone_index", "pk")
    return {bytes(mark): pk for mark, pk in found if mark is not None}


def called_back(calls: Iterable[Call]) -> dict[int, str]:
    """How the call-back of these calls ended, by the call's number; nothing while it is open. At most one query.

    It is the call's own, or the one that ended when the call was noted: with it ended all that the number had missed.
    """
    led = [call for call in calls if call.outcome == CallOutcome.CALL_BACK]
    if not led:
        return {}
    marks = {bytes(call.phone_index) for call in led if call.phone_index}
    rows = CallBack.objects.filter(Q(call__in=[call.pk for call in led]) | Q(phone_index__in=marks))
    over = rows.exclude(state=CallBackState.OPEN.value).order_by("id")
    own: dict[int, str] = {}
    noted: dict[tuple[bytes, datetime], str] = {}
    for call, mark, at, state in over.values_list("call_id", "phone_index", "ended_at", "state"):
        if call is not None:
            own[call] = state
        if mark is not None and at is not None:
            noted[bytes(mark), at] = state
    found = {
        call.pk: own.get(call.pk)
        or noted.get((bytes(call.phone_index or b""), call.noted_at or call.began_at))
        for call in led
    }
    return {pk: state for pk, state in found.items() if state}


def late_backs(actor: Actor, *, now: datetime) -> int:
    """How many call-backs are past their moment; at most ``MOST_COUNTED`` + 1."""
    return sum(row.due_at < now for row in _first_due(actor, version()))


#: No moment stands in it, so that its text holds for longer than a minute.
_first_due = Kept(lambda actor, _county: _backs(actor, None, MOST_COUNTED, ended=False).only("due_at"))


def shares(actor: Actor, first: datetime, until: datetime, *, now: datetime) -> CallShares:
    """The counts of the house's calls from ``first`` up to ``until``; one statement over these days."""
    came = Q(by_hand=False) & (
        Q(answered_at__isnull=False) | Q(ended_at__isnull=False) | Q(began_at__lt=now - rules.LONGEST_RING)
    )
    answered = Q(by_hand=False, answered_at__isnull=False)
    in_time = answered & Q(waited__lte=call_terms().call_answer_seconds)
    over = answered & Q(talked__isnull=False)
    counted: dict[str, Any] = {
        "came": Count("pk", filter=came), "answered": Count("pk", filter=answered),
        "in_time": Count("pk", filter=in_time), "waited": Sum("waited", filter=answered),
        "talked": Sum("talked", filter=over), "ended": Count("pk", filter=over),
        "by_hand": Count("pk", filter=Q(by_hand=True)),
        **{outcome.value: Count("pk", filter=Q(outcome=outcome.value)) for outcome in CallOutcome},
    }  # fmt: skip
    rows = Call.objects.filter(desk__in=desks(actor), began_at__gte=first, began_at__lt=until)
    found = rows.aggregate(**{f"n_{name}": how for name, how in counted.items()})
    return CallShares(**{name: found[f"n_{name}"] or 0 for name in counted})
