"""Calling back: who is owed a call, until when; every try is kept, and nobody is given up before three.

The number is seen by whoever has the call-back in hand, for half an hour; lists show it masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Q

from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.seeing import in_confidence, visible_to
from huiyin.rooms.county.telephones import to_call
from huiyin.rooms.intake.calls.actions import note_call_back
from huiyin.rooms.intake.calls.missed import free_one, one_at_a_time, owed_to
from huiyin.rooms.intake.calls.models import Call, CallBack, CallBackTry
from huiyin.rooms.intake.calls.queries import desks, own, own_backs
from huiyin.rules import calls as rules
from huiyin.rules.calls import CallBackState, CallOutcome
from huiyin.rules.fields import LIMIT, Kind, Refused, unfit
from huiyin.rules.identifiers import parse_number
from huiyin.rules.roles import Actor, Permission

MOST_ABOUT = LIMIT[Kind.TEXT]


@dataclass(frozen=True, slots=True)
class Wish:
    """Whom to call back: the number, what about, until when; ``petition`` is a number of ours, or empty."""

    phone: str
    about: str
    due_at: datetime
    petition: str = ""
    call: int | None = None


def ask(wish: Wish, *, token: str, by: Actor, now: datetime) -> CallBack:
    """Put a call-back on the list. The same form twice is one; a number that only missed somebody keeps its one row.

    Refused: no number that can be dialled, nothing said of what about, a moment past or a year ahead, a petition that isn't
    there for the person, a call whose number waits for a call already. A petition told in confidence takes no call-back here:
    who knows the number isn't for every operator.
    """
    if not by.may(Permission.REGISTER):
        raise NotDone(Refused("not_yours"))
    phone = to_call(wish.phone)
    if phone is None:
        raise NotDone(Refused("not_a_phone", field="phone"))
    if not wish.about.strip():
        raise NotDone(Refused("missing", field="about"))
    if (no := unfit("about", wish.about, MOST_ABOUT)) is not None:
        raise NotDone(no)
    if (no := rules.may_promise(wish.due_at, now=now)) is not None:
        raise NotDone(no)
    once = sha256(token.encode()).hexdigest()
    with transaction.atomic():
        told = {
            "petition": _petition(wish.petition, by), "phone": phone, "about": wish.about.strip(), "due_at": wish.due_at,
            "asked_by": by.key, "asked_at": now, "once": once,
        }  # fmt: skip
        desk = desks(by)[0]
        one_at_a_time(desk)
        if (sent_before := CallBack.objects.filter(once=once).first()) is not None:
            return sent_before
        if wish.call is not None and owed_to(desk, phone) is not None:
            raise NotDone(Refused("waits_already", field="phone"))
        # a missed call's row becomes what somebody wishes instead, so that nobody is called twice
        row = free_one(desk, phone, now=now) or CallBack(desk_id=desk)
        for name, value in told.items():
            setattr(row, name, value)
        row.save()
        if wish.call is not None:
            _of_call(row, wish.call, by=by, now=now)
    return row


def _petition(number: str, by: Actor) -> Petition | None:
    if not number.strip():
        return None
    parsed = parse_number(number)
    rows = Petition.objects.filter(number=parsed.text if parsed else "", matter__in=visible_to(by))
    row = rows.select_related("matter").first()
    if row is None or in_confidence(row.confidential or row.matter.confidential, row.matter.desk_id, by):
        raise NotDone(Refused("no_such_matter", field="petition"))
    if row.confidential or row.matter.confidential:
        raise NotDone(Refused("told_in_confidence", field="petition"))
    return row


def _of_call(row: CallBack, pk: int, *, by: Actor, now: datetime) -> None:
    call: Call | None = own(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if call is None:
        raise NotDone(Refused("not_found"))
    row.call, row.desk_id = call, call.desk_id
    row.save(update_fields=["call", "desk"])
    note_call_back(call, by=by, now=now)


def has_in_hand(row: CallBack, by: Actor, *, now: datetime) -> bool:
    """Whether this person took it and may see the number now."""
    return row.taken_by == by.key and _held(row, now)


def _held(row: CallBack, now: datetime) -> bool:
    return row.taken_at is not None and now - row.taken_at < rules.TAKEN_FOR


def take(pk: int, *, by: Actor, now: datetime) -> CallBack:
    """Take it in hand. Refused while a colleague has it, and when it is over."""
    with transaction.atomic():
        row = _free(pk, by, now)
        row.taken_by, row.taken_at = by.key, now
        row.save(update_fields=["taken_by", "taken_at"])
    return row


def tried(pk: int, *, reached: bool, note: str, by: Actor, now: datetime) -> CallBack:
    """One try is over: reached, and it is done; not reached, and it stays on the list. Only who has it in hand."""
    if (no := unfit("note", note, LIMIT[Kind.LONG])) is not None:
        raise NotDone(no)
    with transaction.atomic():
        row = _open(pk, by)
        if not has_in_hand(row, by, now=now):
            raise NotDone(Refused("take_it_first"))
        if reached and not note.strip():
            raise NotDone(Refused("missing", field="note"))
        CallBackTry.objects.create(call_back=row, at=now, by=by.key, reached=reached, note=note.strip())
        if reached:
            _end(row, CallBackState.REACHED, now)
        else:
            _let_go(row)
    return row


def add(pk: int, *, reached: bool, note: str, by: Actor, now: datetime) -> CallBack:
    """A try of a call-back whose end was noted meanwhile: what was said isn't lost. Reached after all, it isn't given up.

    Refused: nothing said, one that isn't over (whoever has it in hand notes that), one that was erased. Sent twice it is one.
    """
    if not note.strip():
        raise NotDone(Refused("missing", field="note"))
    if (no := unfit("note", note, LIMIT[Kind.LONG])) is not None:
        raise NotDone(no)
    with transaction.atomic():
        row = _mine(pk, by)
        if row.state == CallBackState.OPEN.value or row.erased:
            raise NotDone(Refused("take_it_first"))
        if told_before(pk, reached=reached, note=note, by=by, now=now):
            return row
        CallBackTry.objects.create(call_back=row, at=now, by=by.key, reached=reached, note=note.strip())
        if reached and row.state == CallBackState.GIVEN_UP.value:
            _end(row, CallBackState.REACHED, now)
    return row


def told_before(pk: int, *, reached: bool, note: str, by: Actor, now: datetime) -> bool:
    """Whether this person's last word on it was the same, sent twice over a line that broke or from another window.

    Later than tries are apart it is another try.
    """
    row = own_backs(by).filter(pk=pk).first()
    last = row.tries.last() if row is not None else None
    if last is None or now - last.at >= rules.TRIES_APART:
        return False
    return (last.by, last.reached, str(last.note)) == (by.key, reached, note.strip())


def give_up(pk: int, *, by: Actor, now: datetime) -> CallBack:
    """Nobody answers. Refused before the third try that counts, and while a colleague has it in hand."""
    with transaction.atomic():
        row = _free(pk, by, now)
        if (no := rules.may_give_up(row.tries.values_list("at", flat=True))) is not None:
            raise NotDone(no)
        _end(row, CallBackState.GIVEN_UP, now)
    return row


def rang_again(pk: int, *, by: Actor, now: datetime) -> CallBack:
    """The person rang themself meanwhile: what they were owed is done by talking now.

    Refused while a colleague has it in hand.
    """
    with transaction.atomic():
        row = _free(pk, by, now)
        CallBackTry.objects.create(call_back=row, at=now, by=by.key, reached=True, note="")
        _end(row, CallBackState.REACHED, now)
    return row


def _mine(pk: int, by: Actor) -> CallBack:
    row: CallBack | None = own_backs(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotDone(Refused("not_found"))
    return row


def _open(pk: int, by: Actor) -> CallBack:
    row = _mine(pk, by)
    if row.state != CallBackState.OPEN.value:
        raise NotDone(Refused("called_back_before"))
    return row


def _free(pk: int, by: Actor, now: datetime) -> CallBack:
    """One that isn't over, and that no colleague has in hand."""
    row = _open(pk, by)
    if row.taken_by != by.key and _held(row, now):
        raise NotDone(Refused("in_other_hands"))
    return row


def _end(row: CallBack, state: CallBackState, now: datetime) -> None:
    """It is over; so are the call that it came from and whatever else this number missed until now."""
    row.state, row.ended_at = state.value, now
    row.taken_by, row.taken_at = "", None
    row.save(update_fields=["state", "ended_at", "taken_by", "taken_at"])
    missed = Q(desk=row.desk_id, phone_index=str(row.phone), answered_at__isnull=True, by_hand=False)
    calls = Call.objects.filter(Q(pk=row.call_id) | missed & Q(began_at__lte=now), outcome="")
    calls.update(outcome=CallOutcome.CALL_BACK.value, noted_at=now)


def _let_go(row: CallBack) -> None:
    row.taken_by, row.taken_at = "", None
    row.save(update_fields=["taken_by", "taken_at"])
