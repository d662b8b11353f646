"""What is done about calls: a telephone system tells of them, operators sit down, take calls and note what came of them.

Nothing here decides about a matter: whoever wants something is registered by ``cases.registering``, this only notes which call
it came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from huiyin.rooms.accounts.models import User
from huiyin.rooms.accounts.queries import actor_of
from huiyin.rooms.cases.models import Petition
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.county.queries import department
from huiyin.rooms.county.telephones import whole_number
from huiyin.rooms.insight.knowledge import Knowledge
from huiyin.rooms.intake.calls import missed
from huiyin.rooms.intake.calls.models import LONGEST_EXTENSION, LONGEST_ID, Call, Seat
from huiyin.rooms.intake.calls.queries import SEAT_FOR, desks, own
from huiyin.rules import calls as rules
from huiyin.rules.calls import CallEvent, CallOutcome, CallTimes
from huiyin.rules.fields import LIMIT, Kind, Refused, unfit
from huiyin.rules.roles import Actor, Permission

_NAME = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One event as a telephone system tells it. ``caller`` is empty where the number is withheld."""

    event: CallEvent
    call_id: str
    at: datetime
    caller: str = ""
    extension: str = ""
    operator: str = ""


def hear(told: Told, *, now: datetime) -> tuple[Call, bool]:
    """Take in what the telephone system tells; the call, and whether this was news. Told again it changes nothing.

    Refused: a name or number that can't be one, a moment ahead of us or a day old.
    """
    phone = _phone(told.caller, Refused("not_a_phone", field="caller"))
    for name, text, most in (
        ("call_id", told.call_id, LONGEST_ID), ("extension", told.extension, LONGEST_EXTENSION),
    ):  # fmt: skip
        if (text or name == "call_id") and not (_NAME.fullmatch(text) and len(text) <= most):
            raise NotDone(Refused("bad_name", field=name, params={"limit": most}))
    if (no := rules.told_in_time(told.at, now=now)) is not None:
        raise NotDone(no)
    user = _operator(told, now)
    with transaction.atomic():
        row, made = Call.objects.get_or_create(
            outside_id=told.call_id, by_hand=False,
            defaults={"desk_id": _desk(user, now), "phone": phone, "began_at": told.at},
        )  # fmt: skip
        if not made:
            row = Call.objects.select_for_update().get(pk=row.pk)
        return row, _hear(row, told, phone, user, now)


def _hear(row: Call, told: Told, phone: str, user: User | None, now: datetime) -> bool:
    before = _times(row)
    times = rules.heard(before, told.event, told.at)
    if times == before:
        return False
    _keep_times(row, times)
    if phone and not row.phone and not row.erased:
        row.phone = phone
    if told.event is not CallEvent.ENDED:
        row.extension = told.extension or row.extension
        if user is not None:
            row.operator, row.desk_id = user.key, _desk(user, now)
    row.save()
    missed.owe(row, now=now)
    return True


def _times(row: Call) -> CallTimes:
    return CallTimes(row.rang_at, row.answered_at, row.ended_at)


def _keep_times(row: Call, times: CallTimes) -> None:
    row.rang_at, row.answered_at, row.ended_at = times.rang_at, times.answered_at, times.ended_at
    row.began_at = times.began_at or row.began_at
    row.waited, row.talked = times.waited, times.talked


def _operator(told: Told, now: datetime) -> User | None:
    """Who takes it: the user that it names, else who sits at the extension; only somebody who registers."""
    user = None
    if told.operator:
        user = User.objects.filter(username=told.operator.strip().casefold()[:32], is_active=True).first()
    elif told.extension:
        seat = Seat.objects.filter(extension=told.extension, since__gt=now - SEAT_FOR).select_related("user")
        user = next((one.user for one in seat), None)
    return user if user is not None and actor_of(user, now).may(Permission.REGISTER) else None


def _desk(user: User | None, now: datetime) -> str:
    """The house whose telephone it is: the operator's, else the department's."""
    found = desks(actor_of(user, now)) if user is not None else ()
    return found[0] if found else department()


def _phone(typed: str, no: Refused) -> str:
    """The number as it is kept, a local one with the county's area code; empty for none. Refused: what nobody can dial."""
    text = whole_number(typed) or rules.dialled(typed)
    if text is None:
        raise NotDone(no)
    return text


# -- seats ------------------------------------------------------------------------------------------------------------


def sit_down(extension: str, *, user: User, now: datetime) -> None:
    """Take a seat: whoever sat there before has left it, and so has this person any other. Empty: get up."""
    place = extension.strip()
    if place and not (_NAME.fullmatch(place) and len(place) <= LONGEST_EXTENSION):
        raise NotDone(Refused("bad_name", field="extension", params={"limit": LONGEST_EXTENSION}))
    with transaction.atomic():
        Seat.objects.filter(user=user).delete()
        if place:
            Seat.objects.update_or_create(extension=place, defaults={"user": user, "since": now})


# -- by hand ----------------------------------------------------------------------------------------------------------


def take_by_hand(phone: str, *, token: str, by: Actor, now: datetime) -> Call:
    """A call that no telephone system tells of: it begins when the operator says so. The same form twice is one call.

    Refused: a number that nobody can dial; without one the caller's is withheld.
    """
    if not by.may(Permission.REGISTER):
        raise NotDone(Refused("not_yours"))
    few, most = rules.LEAST_DIGITS, rules.MOST_DIGITS
    number = _phone(phone, Refused("not_dialled", field="phone", params={"least": few, "most": most}))
    made = {
        "desk_id": desks(by)[0], "phone": number, "operator": by.key, "began_at": now, "answered_at": now,
    }  # fmt: skip
    name = sha256(token.encode()).hexdigest()
    row, _new = Call.objects.get_or_create(outside_id=name, by_hand=True, defaults=made)
    return row


def pick_up(pk: int, *, by: Actor, now: datetime) -> Call:
    """Take a call that nobody has: it rings at no known seat. Refused: a colleague was quicker."""
    with transaction.atomic():
        row = _locked(pk, by)
        if row.operator not in ("", by.key):
            raise NotDone(Refused("taken_by_colleague"))
        if not row.operator:
            row.operator = by.key
            row.save(update_fields=["operator"])
    return row


# -- what became of it ------------------------------------------------------------------------------------------------


def note_registered(pk: int, *, number: str, by: Actor, now: datetime) -> bool:
    """The call has become a petition; whether it was noted. The first one stays where several came of one call.

    Never refuses: the petition is registered already, whatever this says.
    """
    with transaction.atomic():
        row = own(by).select_for_update(of=("self",)).filter(pk=pk).first()
        petition = Petition.objects.filter(number=number).first()
        if row is None or petition is None or row.petition_id is not None:
            return False
        row.petition = petition
        _note(row, CallOutcome.REGISTERED, by=by, now=now)
    return True


def inform(pk: int, *, told: str, entry: int | None, only_a_question: bool, by: Actor, now: datetime) -> Call:
    """The caller only asked and was told on the line: no petition. Refused: noted already; they want something done."""
    no = rules.may_inform(told=told, from_knowledge=entry is not None, only_a_question=only_a_question)
    if no is None:
        no = unfit("told", told, LIMIT[Kind.LONG])
    if no is not None:
        raise NotDone(no)
    with transaction.atomic():
        row = _open(pk, by)
        known = Knowledge.objects.filter(pk=entry).first() if entry is not None else None
        if entry is not None and known is None:
            raise NotDone(Refused("not_on_list", field="entry"))
        row.told, row.knowledge = told.strip(), known
        return _note(row, CallOutcome.INFORMED, by=by, now=now)


def nothing(pk: int, *, by: Actor, now: datetime) -> Call:
    """Wrong number, silence, a broken line. Refused: something is noted already."""
    with transaction.atomic():
        return _note(_open(pk, by), CallOutcome.NOTHING, by=by, now=now)


def note_call_back(row: Call, *, by: Actor, now: datetime) -> None:
    """Somebody calls back: that is what became of the call, unless something else is noted. In the caller's transaction."""
    if not row.outcome:
        _note(row, CallOutcome.CALL_BACK, by=by, now=now)


def _note(row: Call, outcome: CallOutcome, *, by: Actor, now: datetime) -> Call:
    row.outcome, row.noted_at, row.noted_by = outcome.value, now, by.key
    row.operator = row.operator or by.key
    if row.by_hand and row.ended_at is None:
        _keep_times(row, rules.heard(_times(row), CallEvent.ENDED, now))
    row.save()
    missed.owe(row, now=now)
    return row


def _locked(pk: int, by: Actor) -> Call:
    row = own(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotDone(Refused("not_found"))
    return row


def _open(pk: int, by: Actor) -> Call:
    row = _locked(pk, by)
    if row.outcome:
        raise NotDone(Refused("noted_before"))
    return row
