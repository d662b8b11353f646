"""A petition comes in: number, petitioner, petition, matter, dossier, first clock, all in one transaction.

Also the joining of a petition to the matter it belongs to, and the parting again if that was a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from huiyin.rooms.cases import projection
from huiyin.rooms.cases.actions import NotDone, _commit, _write
from huiyin.rooms.cases.models import DayCounter, Matter, Petition
from huiyin.rooms.cases.people import Person, new_petitioner
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier import actions as dossier
from huiyin.rooms.dossier import queries as record
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.vault.codes import derive_query_code, new_form_token, query_code_hash
from huiyin.rules.calendar import LOCAL
from huiyin.rules.evolution import evolve
from huiyin.rules.fields import Refused
from huiyin.rules.identifiers import LAST_SERIAL, matter_number
from huiyin.rules.lifecycle import decide
from huiyin.rules.roles import Actor
from huiyin.rules.state import Joined, MatterState
from huiyin.rules.vocabulary import OPEN, Status, Verb


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the petitioner takes home: the number and the secret query code (shown once, stored hashed)."""

    number: str
    code: str


def register(
    *, channel: str, received_at: datetime, persons: int, title: str, text: str, person: Person, desk: str,
    by: Actor, now: datetime, place: str = "", category: str = "", source: str = "",
    foreign_number: str | None = None, token: str | None = None,
) -> Receipt:
    """Register a petition as a new matter. Art. 22, 23: whatever comes is registered.

    ``desk`` is the unit that takes it in, ``token`` the one-time token of the form: sent twice, the second act
    changes nothing and returns the same receipt. Refuses empty or over-long words and moments in the future.
    """
    token = token or new_form_token()
    once, code = sha256(token.encode()).hexdigest(), derive_query_code(token)
    with transaction.atomic():
        known = Petition.objects.filter(once=once).values_list("number", flat=True).first()
        if known:
            return Receipt(known, code)
        row, mark = new_petitioner(person)
        given = {
            "channel": channel, "received_at": received_at, "persons": persons, "title": title, "text": text,
            "place": place, "category": category, "source": source, "desk": desk, "petitioner": mark,
        }
        decision = decide(None, Verb.REGISTER, given, actor=by, now=now, law=law())
        if isinstance(decision, Refused):
            raise NotDone(decision)
        number = next_number(now)
        event, entry, words = dossier.sealed_entry(number, None, dossier.START, decision)
        state = evolve(None, event)
        row.save(force_insert=True)
        entry.save(force_insert=True)
        SealedText.objects.bulk_create(words)
        heading = next(word for word in words if word.name == "title")
        projection.write(None, state, bytes(entry.hash), title_id=heading.pk)
        Petition(
            number=number, matter_id=number, petitioner=row, channel=channel, received_at=state.received_at,
            registered_at=state.registered_at, persons=persons, desk_id=desk, code_hash=query_code_hash(code),
            once=once, foreign_number=foreign_number,
        ).save(force_insert=True)
    return Receipt(number, code)


def next_number(now: datetime) -> str:
    """The day's next number; the counter's row is held until the transaction ends, so no gap and no number twice."""
    day = now.astimezone(LOCAL).date()
    if not DayCounter.objects.filter(day=day).update(last=F("last") + 1):
        DayCounter.objects.bulk_create([DayCounter(day=day, last=0)], ignore_conflicts=True)
        DayCounter.objects.filter(day=day).update(last=F("last") + 1)
    serial = DayCounter.objects.values_list("last", flat=True).get(day=day)
    if serial > LAST_SERIAL:
        raise NotDone(Refused("day_is_full", params={"most": LAST_SERIAL}))
    return matter_number(settings.HUIYIN_COUNTY, day, serial)


def link(
    number: str, *, other: str, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Join this petition's matter to the open matter that it belongs to (并案): one dossier ends here, the other tells of it.

    Refused while the other is closed (reopen it first: nobody's echo is skipped), linked itself, or already delivered.
    """
    with transaction.atomic():
        locked = _lock_both(number, other)
        if other not in locked:
            raise NotDone(Refused("no_such_matter", "19", "other"))
        target, head = record.folded(other)
        assert target is not None
        if target.status not in OPEN - {Status.DELIVERED}:
            raise NotDone(Refused("other_not_open", "19", "other", {"status": target.status.value}))
        state, _ = _commit(number, Verb.LINK, {"other": other, "remark": remark}, by=by, now=now, seen=seen)
        for joined in state.petitions:
            target, head = _move(target, head, Verb.JOIN, joined, by=by, now=now)
        Petition.objects.filter(matter_id=number).update(matter_id=other)
    return state


def unlink(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Undo a mistaken link: the petitions part from the other matter and this one is open again, its term running on."""
    with transaction.atomic():
        before, _ = record.folded(number)
        if before is None:
            raise NotDone(Refused("no_such_matter"))
        if before.status is Status.LINKED:
            _lock_both(number, before.linked_to)
        state, _ = _commit(number, Verb.UNLINK, {"reason": reason}, by=by, now=now, seen=seen)
        target, head = record.folded(before.linked_to)
        assert target is not None
        for joined in state.petitions:
            target, head = _move(target, head, Verb.PART, joined, by=by, now=now)
        Petition.objects.filter(number__in=[p.number for p in state.petitions]).update(matter_id=number)
    return state


def _lock_both(number: str, other: str) -> set[str]:
    rows = Matter.objects.select_for_update().filter(number__in=[number, other]).order_by("number")
    return set(rows.values_list("number", flat=True))


def _move(
    target: MatterState, head: bytes, verb: Verb, joined: Joined, *, by: Actor, now: datetime
) -> tuple[MatterState, bytes]:
    petition: dict[str, Any] = {
        "number": joined.number, "channel": joined.channel.value, "received_at": joined.received_at.isoformat(),
        "persons": joined.persons,
    }
    return _write(target, head, verb, {"petition": petition}, by=by, now=now)
