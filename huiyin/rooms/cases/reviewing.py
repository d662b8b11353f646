"""Review and recheck (复查、复核): a matter of its own, with the organ that decides from its first entry on. Art. 35, 36.

Who decides: the organ directly above the one that answered. Where that is the county itself, its review office acts for it;
where it lies above the county, the review office passes the request on and writes down what came back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from huiyin.rooms.cases.models import Matter, Party, Petition
from huiyin.rooms.cases.parties import party_commitment
from huiyin.rooms.cases.pen import NotDone, Pen, commit
from huiyin.rooms.cases.people import petitioner_commitment
from huiyin.rooms.cases.registering import Keep, Receipt, next_number
from huiyin.rooms.county.queries import department, desk_of, review_unit, tree, upper_organs
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.vault.codes import derive_query_code, new_form_token, query_code_hash
from huiyin.rules.chain import slip
from huiyin.rules.fields import Refused
from huiyin.rules.roles import Actor
from huiyin.rules.routing import unit_barred
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Channel, Stage, Verb


@dataclass(frozen=True, slots=True)
class Deciding:
    """Which unit keeps the new matter; ``above`` names the organ outside that decides, if the unit doesn't itself."""

    desk: str
    above: str = ""


def deciding(below: MatterState, above_before: str = "", *, answered: str = "") -> Deciding:
    """Who reviews or rechecks the answer of this matter. ``above_before``: the outside organ that gave it, if one did.

    Nobody reviews their own answer, nor what they are kept from: that goes above the county as well. ``answered``: which unit
    did; whoever has the matter now, if left out.
    """
    upper, top = upper_organs()
    office, answered = review_unit(), answered or below.holder or below.desk
    if above_before:
        return Deciding(below.desk, top)
    up = tree().next_up(answered)
    if up and not unit_barred(below.bars, up, tree()):
        return Deciding(up)
    keeper = office or department()
    if unit_barred(below.bars, keeper, tree()):
        return Deciding(below.desk, upper)
    own = desk_of(office) in tree().house_of(answered) if office else True
    return Deciding(keeper, upper if own else "")


def ask_review(
    number: str,
    *,
    text: str,
    by: Actor,
    now: datetime,
    petition: str = "",
    how: str | None = None,
    received_at: datetime | None = None,
    token: str | None = None,
    foreign_number: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Ask for the review of an answer, or for the recheck of a review: a new matter with its own number and query code.

    ``petition`` says whose petitioner asks, where several belong to the matter: each has their own thirty days and asks once.
    ``how``: in which way they asked, where staff write it down (``AskedHow``); it becomes the review's channel.
    ``received_at``: when the request came in, if that was before now; it decides whether it is in time, and the review's term
    runs from it. ``token`` is the form's: sent twice, the second changes nothing and returns the same receipt. Refused
    outside the thirty days, before the answer arrived, asked for twice, after a recheck, and by the unit whose answer it is.
    """
    token = token or new_form_token()
    code, once = derive_query_code(token), sha256(token.encode()).hexdigest()
    if before := _sent_before(once):
        return Receipt(before, code)
    asked = _Asked(
        text,
        petition,
        how or Channel.MAILBOX.value,
        received_at or now,
        query_code_hash(code),
        once,
        foreign_number,
    )
    try:
        given = {"text": text, "how": how, "received_at": received_at}
        state = commit(
            number, Verb.ASK_REVIEW, given, by=by, now=now, seen=seen, add=asked.numbered(now),
            then=lambda pen: asked.opened(pen, by=by, now=now),
        )  # fmt: skip
    except NotDone:
        if before := _sent_before(once):  # the other click was quicker
            return Receipt(before, code)
        raise
    return Receipt(state.asked, code)


def _sent_before(once: str) -> str | None:
    return Petition.objects.filter(once=once).values_list("number", flat=True).first()


@dataclass(slots=True)
class _Asked:
    """One request on its way into the record: first the entry below, then the matter above, in one transaction."""

    text: str
    petition: str
    channel: str
    received_at: datetime
    code_hash: str
    once: str
    foreign_number: str | None
    of: Petition | None = None

    def numbered(self, now: datetime) -> Any:
        """What the entry below says besides the words: the new matter's number and whose petitioner asks."""

        def add(pen: Pen) -> Mapping[str, Any]:
            assert pen.state is not None, "a pen that was taken up has a matter"
            self.of = self._whose(pen.state)
            return {"review": next_number(now), "petition": self.of.number}

        return add

    def _whose(self, state: MatterState) -> Petition:
        """The asking petition's row; the matter's own where none is named. Refuses one of another matter."""
        wanted = self.petition or state.petitions[0].number
        rows = Petition.objects.filter(number=wanted, matter_id=state.number).select_related("petitioner")
        found = rows.first()
        if found is None:
            raise NotDone(Refused("not_on_list", "35", "petition"), state)
        return found

    def opened(self, below: Pen, *, by: Actor, now: datetime) -> None:
        """Register the review or recheck with everything that it takes over from the matter below."""
        state, of = below.state, self.of
        assert state is not None, "the entry below was written"
        assert of is not None, "the entry below names the petition"
        parties = list(Party.objects.filter(petition=of).select_related("petitioner").order_by("n"))
        keep = Keep(code_hash=self.code_hash, once=self.once, foreign_number=self.foreign_number)
        given = {
            **_taken_over(state, deciding(state, _above_of(state))),
            "channel": self.channel,
            "received_at": self.received_at,
            "persons": of.persons,
            "title": _title(of.number),
            "text": self.text,
            "petitioner": petitioner_commitment(of.petitioner),
            "slip": slip(**keep),
        }
        kept = of.confidential or state.confidential  # its words may tell who else speaks in the matter below
        if kept:
            given["confidential"] = True
        if parties:
            given["people"] = [
                {"role": p.role, "mark": party_commitment(p.petitioner, str(p.mandate))} for p in parties
            ]
        pen = Pen(state.asked, quiet=below.quiet)
        opened = pen.write(Verb.REGISTER, given, by=by, now=now)
        pen.put_down()
        Petition(
            number=pen.number, matter_id=pen.number, petitioner=of.petitioner, channel=opened.channel.value,
            received_at=opened.received_at, registered_at=opened.registered_at, persons=opened.persons,
            desk_id=opened.desk, confidential=kept, **keep,
        ).save(force_insert=True)  # fmt: skip
        Party.objects.bulk_create(
            Party(petition_id=pen.number, petitioner=p.petitioner, role=p.role, n=p.n, mandate=str(p.mandate))
            for p in parties
        )


def _taken_over(below: MatterState, who: Deciding) -> dict[str, Any]:
    """What the new matter has from the one below, and who decides."""
    stage = Stage.REVIEW if below.stage is Stage.FIRST else Stage.RECHECK
    given: dict[str, Any] = {
        "stage": stage.value, "about": below.number, "desk": who.desk, "category": below.category, "place": below.place,
    }  # fmt: skip
    if below.klass is not None:
        given["klass"] = below.klass.value
    if who.above:
        given["above"] = who.above
    if below.bars or below.accused_known:
        given["bars"] = [[bar.kind.value, bar.subject] for bar in below.bars]
    return given


def _above_of(state: MatterState) -> str:
    """The outside organ that decided this review; empty for a first matter and where the county decided."""
    return "" if state.stage is Stage.FIRST else above_of(state.number)


def above_of(number: str) -> str:
    """The organ outside the county that decides this review or recheck, as its first entry says; empty if none."""
    data = Entry.objects.filter(number=number, seq=1).values_list("data", flat=True).first()
    return str(json.loads(data).get("above", "")) if data else ""


def _title(number: str) -> str:
    text = Matter.objects.filter(number=number).values_list("title__text", flat=True)
    return text.first() or number  # a title that was erased by law stays so


def first_number(petition: Petition) -> str:
    """The number that the petitioner of a review or recheck has in the first matter: that one's may be another's. One query."""
    theirs = Petition.objects.filter(petitioner_id=petition.petitioner_id, matter__about="")
    return theirs.values_list("number", flat=True).first() or ""


def number_below(petition: Petition, state: MatterState) -> str:
    """The number that the petitioner of a review or recheck has in what it is about, also after they parted from the others.

    One query.
    """
    if state.stage is Stage.REVIEW:
        return first_number(petition)
    theirs = Petition.objects.filter(petitioner_id=petition.petitioner_id, matter_id=state.about)
    return theirs.values_list("number", flat=True).first() or ""
