"""A petition comes in: number, petitioner, petition, matter, dossier, first clock, all in one transaction.

Also the joining of a petition to the matter it belongs to, and the parting again if that was a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Any, TypedDict

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from huiyin.rooms.cases import visits
from huiyin.rooms.cases.checking import unit_is_there
from huiyin.rooms.cases.looks import note_look
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.parties import Other, new_parties, save_parties
from huiyin.rooms.cases.pen import NotDone, Pen
from huiyin.rooms.cases.people import Person, new_petitioner
from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.cases.titles import titled_anew, told_by_nobody
from huiyin.rooms.county.queries import call_terms, law, tree
from huiyin.rooms.vault.codes import derive_query_code, new_form_token, query_code_hash
from huiyin.rules.asked_back import parts_unheard
from huiyin.rules.calendar import LOCAL
from huiyin.rules.chain import slip
from huiyin.rules.counting import Level
from huiyin.rules.fields import Field, Kind, Refused, check
from huiyin.rules.identifiers import LAST_SERIAL, matter_number
from huiyin.rules.roles import Actor
from huiyin.rules.routing import begins_at, of_one_house
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import OPEN, Status, Verb


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the petitioner takes home: the number and the secret query code (shown once, stored hashed)."""

    number: str
    code: str


class Keep(TypedDict):
    """What a petition's row holds of its receipt and of the number that it has elsewhere."""

    code_hash: str
    once: str
    foreign_number: str | None


class _Beside(TypedDict):
    """What the petition's row holds and, where it says something, the register entry too."""

    level: str
    exchanged_at: datetime | None
    confidential: bool
    visit: str


def register(
    *,
    channel: str,
    received_at: datetime,
    persons: int,
    title: str,
    text: str,
    person: Person,
    desk: str,
    by: Actor,
    now: datetime,
    place: str = "",
    category: str = "",
    source: str = "",
    foreign_number: str | None = None,
    token: str | None = None,
    others: Sequence[Other] = (),
    level: str = "",
    exchanged_at: datetime | None = None,
    confidential: bool = False,
    visit: str = "",
    accused: str = "",
    confirmed: str = "",
    then: Callable[[Pen], object] | None = None,
    along: Callable[[], object] | None = None,
) -> Receipt:
    """Register a petition as a new matter. Art. 22, 23: whatever comes is registered.

    ``desk`` takes it in. ``token`` is the form's one-time token: sent twice, nothing changes and the receipt is the same.
    ``others`` are named besides ``person``; ``visit`` is the petition before it of the same visit. ``accused``: the unit it is
    about, which never gets to see it; if that is the desk or one above, it begins with whoever decides. ``confirmed``: how its
    record was. ``then`` may write on in the same transaction (a known life; nobody is told now), ``along`` is done in it, too.
    Refuses empty or over-long words, moments in the future, people who can't stand in one petition (Art. 20) or at that visit,
    a title that tells who speaks in confidence.
    """
    receipt = partial(Receipt, code=derive_query_code(token := token or new_form_token()))
    given = {
        "channel": channel, "received_at": received_at, "persons": persons, "title": title, "text": text,
        "place": place, "category": category, "source": source, "confirmed": confirmed, **_beginning(accused, desk),
    }  # fmt: skip
    keep = _keep(token, receipt("").code, foreign_number)
    beside = _Beside(level=level, exchanged_at=exchanged_at, confidential=confidential, visit=visit)
    try:
        return receipt(_save(given, person, others, keep, beside, by=by, now=now, then=then, along=along))
    except IntegrityError:  # the same form twice: what it was the first time holds
        if (number := _sent_before(keep["once"])) is None:
            raise
        if along is not None:
            along()
        return receipt(number)


def _title_tells_nobody(title: str, text: str, people: Sequence[Person], *, kept: bool) -> None:
    if kept and told_by_nobody(title, people, text) != title:
        raise NotDone(Refused("title_tells_who", "30", "title"))


def _keep(token: str, code: str, foreign_number: str | None) -> Keep:
    once = sha256(token.encode()).hexdigest()
    return Keep(code_hash=query_code_hash(code), once=once, foreign_number=foreign_number)


def receipt_for(token: str) -> Receipt | None:
    """The receipt of what was sent with this token, shown again to whoever lost the answer on the line; None: nothing was."""
    number = _sent_before(sha256(token.encode()).hexdigest())
    return Receipt(number, derive_query_code(token)) if number is not None else None


def _sent_before(once: str) -> str | None:
    return Petition.objects.filter(once=once).values_list("number", flat=True).first()


def _beginning(accused: str, desk: str) -> dict[str, Any]:
    """The desk that it begins at, and whom it is kept from. Refused: no such unit; nobody would be left who decides."""
    if not accused:
        return {"desk": desk}
    unit_is_there(accused, "accused")
    ruling = law()
    found = begins_at(accused, desk, department=ruling.department, leaders=ruling.leaders, tree=ruling.tree)
    if found is None:
        raise NotDone(Refused("nobody_left_to_decide", "30", "accused"))
    begins, bars = found
    return {"desk": begins, "bars": [[kind.value, subject] for kind, subject in bars]}


def _save(
    given: dict[str, Any],
    person: Person,
    others: Sequence[Other],
    keep: Keep,
    beside: _Beside,
    *,
    by: Actor,
    now: datetime,
    then: Callable[[Pen], object] | None,
    along: Callable[[], object] | None,
) -> str:
    people, kept = [person, *(other.person for other in others)], beside["confidential"] or "bars" in given
    _title_tells_nobody(given["title"], given["text"], people, kept=kept)
    area = call_terms().call_area
    row, mark = new_petitioner(person, area=area)
    made = new_parties(person, others, given["persons"], area=area)
    came = {name: given[name] for name in ("channel", "received_at", "persons")}
    beside["visit"] = visits.counted_with(beside["visit"], **came)
    given |= {"petitioner": mark, "slip": slip(**keep), **_beside_in_entry(beside, now=now)}
    if made.people:
        given["people"] = made.people
    with transaction.atomic():
        pen = Pen(next_number(now), quiet=then is not None)
        state = pen.write(Verb.REGISTER, given, by=by, now=now)
        if then is not None:
            then(pen)
        row.save(force_insert=True)
        pen.put_down()
        Petition(
            number=pen.number, matter_id=pen.number, petitioner=row, channel=state.channel.value,
            received_at=state.received_at, registered_at=state.registered_at, persons=state.persons,
            desk_id=state.desk, **keep, **beside,
        ).save(force_insert=True)  # fmt: skip
        if made.parties:
            save_parties(pen.number, made)
        if along is not None:
            along()
    return pen.number


_LEVEL = Field("level", Kind.CHOICE, required=False, choices=Level)
_EXCHANGED = Field("exchanged_at", Kind.MOMENT, required=False)


def _beside_in_entry(beside: _Beside, *, now: datetime) -> dict[str, Any]:
    """What of it stands in the entry: nothing of what says nothing. Refused: no such level, an exchange still to come."""
    for spec, value in ((_LEVEL, beside["level"]), (_EXCHANGED, beside["exchanged_at"])):
        no = check(spec, value)
        if isinstance(no, Refused):
            raise NotDone(no)
    exchanged = beside["exchanged_at"]
    if exchanged is not None and exchanged > now:
        raise NotDone(Refused("in_the_future", field="exchanged_at"))
    return said_beside(**beside)


def said_beside(level: str, exchanged_at: datetime | None, confidential: bool, visit: str) -> dict[str, Any]:
    """Level, date of exchange, confidentiality, visit as a register entry says them; what is left open isn't said."""
    moment = exchanged_at.astimezone(UTC).isoformat() if exchanged_at is not None else None
    said = {"level": level, "exchanged_at": moment, "confidential": confidential, "visit": visit}
    return {name: value for name, value in said.items() if value}


#: One statement, so that nobody comes between; the row stays locked until the transaction ends.
_COUNT_ON = """
INSERT INTO huiyin_daycounter (day, last) VALUES (%s, 1)
ON CONFLICT (day) DO UPDATE SET last = huiyin_daycounter.last + 1 RETURNING last
"""


def next_number(now: datetime) -> str:
    """The day's next number; rolled back with whatever it was for, so there is no gap and no number twice."""
    day = now.astimezone(LOCAL).date()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ON, [day])
        (serial,) = cursor.fetchone()
    if serial > LAST_SERIAL:
        raise NotDone(Refused("day_is_full", params={"most": LAST_SERIAL}))
    return matter_number(settings.HUIYIN_COUNTY, day, serial)


def link(
    number: str, *, other: str, by: Actor, now: datetime, remark: str = "", seen: int | None = None
) -> MatterState:
    """Join this petition's matter to the open matter that it belongs to (并案): one dossier ends here, the other tells of it.

    Whoever is kept from the other is kept from this one, too. Refused while the other is closed (reopen it first: nobody's echo
    is skipped), linked itself, already delivered, or open to somebody whom this one is kept from; where another house took it
    in while one of the two was told in confidence (Art. 30). A matter that the person may not see isn't there for them: its
    answer would be read through the query code of whatever joins it.
    """
    try:
        with transaction.atomic():
            return _linked(number, other, remark, by=by, now=now, seen=seen)
    except NotDone as no:
        if no.refused.reason == "no_such_matter":
            note_look(other if no.refused.field else number, Verb.LINK.value, by=by, now=now)
        raise


def _linked(
    number: str, other: str, remark: str, *, by: Actor, now: datetime, seen: int | None
) -> MatterState:
    there, visible = _lock_both(number, other), visible_to(by).filter(number=other).exists()
    pen = Pen.take(number, seen=seen)
    if other not in there or not visible:
        raise NotDone(Refused("no_such_matter", "19", "other"))
    target = Pen.take(other)
    assert pen.state is not None
    assert target.state is not None
    theirs, ours = _bars(target.state), _bars(pen.state)
    if any(bar not in theirs for bar in ours):
        raise NotDone(Refused("other_lacks_guard", "30", "other"))
    if not _known_to_one_house(pen.state, target.state):
        raise NotDone(Refused("told_another_house", "30", "other"))
    given = {"other": other, "remark": remark, **({"bars": theirs} if theirs else {})}
    before = pen.state
    state = pen.write(Verb.LINK, given, by=by, now=now)
    if target.state.status not in OPEN - {Status.DELIVERED}:
        raise NotDone(Refused("other_not_open", "19", "other", {"status": target.state.status.value}))
    _move(target, Verb.JOIN, before, by=by, now=now)
    pen.put_down()
    Petition.objects.filter(matter_id=number).update(matter_id=other)
    return state


def _known_to_one_house(one: MatterState, other: MatterState) -> bool:
    """Whether joining them tells no other house who spoke in confidence, and takes nobody's petitioner away from theirs."""
    return not (one.confidential or other.confidential) or of_one_house(one.desk, other.desk, tree())


def _bars(state: MatterState) -> list[list[str]]:
    return [[bar.kind.value, bar.subject] for bar in state.bars]


def unlink(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Undo a mistaken link: the petitions part from the other matter and this one is open again, its term running on.

    Whoever was kept from the other stays kept from this one. Refused while a question of theirs waits there for its answer.
    """
    with transaction.atomic():
        other = Matter.objects.filter(number=number).values_list("linked_to", flat=True).first() or ""
        _lock_both(number, other)
        pen, there = Pen.take(number, seen=seen), Pen.take(other) if other else None
        given = {"reason": reason, **_after_confidence(number, other), **_taken_back(pen, there)}
        state = pen.write(Verb.UNLINK, given, by=by, now=now)
        assert there is not None
        leaving = {p.number for p in state.petitions}
        if there.state is not None and (no := parts_unheard(there.state, leaving)) is not None:
            raise NotDone(no, pen.before)
        _move(there, Verb.PART, state, by=by, now=now)
        pen.put_down()
        Petition.objects.filter(number__in=leaving).update(matter_id=number)
    return state


def _taken_back(pen: Pen, there: Pen | None) -> dict[str, Any]:
    """Which of these petitions were taken back, as the matter knows it that they were in; nothing if it is known so already."""
    if pen.state is None or there is None or there.state is None:
        return {}
    gone = [p.number for p in pen.state.petitions if p.number in there.state.withdrawn]
    return {"withdrawn": gone} if tuple(gone) != pen.state.withdrawn else {}


def _after_confidence(number: str, other: str) -> dict[str, Any]:
    """What parting from a confidential matter leaves: what was written of the people there, and a title that tells nobody."""
    if not Matter.objects.filter(pk=other, confidential=True).exists():
        return {}
    return {"confidential": True, **titled_anew(number, other)}


def _lock_both(number: str, other: str) -> set[str]:
    """Both rows in one order, so that two links crossing each other wait instead of blocking each other for good."""
    rows = Matter.objects.select_for_update().filter(number__in=[number, other]).order_by("number")
    return set(rows.values_list("number", flat=True))


def _move(target: Pen, verb: Verb, of: MatterState, *, by: Actor, now: datetime) -> None:
    """The petitions go over one by one; what was told in confidence stays so there, and the bars go along."""
    title = titled_anew(target.number, of.number) if verb is Verb.JOIN and of.confidential else {}
    for joined in of.petitions:
        petition: dict[str, Any] = {
            "number": joined.number, "channel": joined.channel.value,
            "received_at": joined.received_at.isoformat(), "persons": joined.persons,
            **({"confidential": True} if joined.confidential else {}),
            **({"visit": joined.visit} if joined.visit else {}),
            **({"withdrawn": True} if joined.number in of.withdrawn and verb is Verb.JOIN else {}),
        }  # fmt: skip
        if of.confidential and verb is Verb.JOIN:
            petition["confidential"] = True
        bars = _bars(of)
        given = {"petition": petition, **title, **({"bars": bars} if bars and verb is Verb.JOIN else {})}
        target.write(verb, given, by=by, now=now)
        title = {}
    target.put_down()
