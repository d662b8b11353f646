"""The pen: the only door through which anything is written about a matter.

Take it up (the matter is locked and its dossier folded), write one entry or several, put it down: entries, words, tables
and notices are saved together. Every verb is one stroke of it; an import plays a whole life with one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from django.db import connection, transaction

from huiyin.rooms.cases import projection
from huiyin.rooms.cases.looks import note_look
from huiyin.rooms.cases.models import Matter, Party, Petition
from huiyin.rooms.cases.seeing import barred_from
from huiyin.rooms.cases.worded import worded
from huiyin.rooms.county.queries import law
from huiyin.rooms.dossier import queries as record
from huiyin.rooms.dossier.actions import append, sealed_entry
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.notices import actions as notices
from huiyin.rooms.notices.gateway import sends_mail
from huiyin.rooms.notices.words import CONFIRMED
from huiyin.rooms.search import waiting as index
from huiyin.rules.asked_back import whose
from huiyin.rules.calendar import LOCAL
from huiyin.rules.chain import START
from huiyin.rules.evolution import evolve
from huiyin.rules.fields import Refused
from huiyin.rules.groups import SPEAKING
from huiyin.rules.lifecycle import barred, decide
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.transitions import TRANSITIONS, Told
from huiyin.rules.vocabulary import DeliveryResult, Route, Verb


class NotDone(Exception):
    """A verb was refused; ``refused`` holds the reason, the article and the field to mend. Nothing was written."""

    def __init__(self, refused: Refused, state: MatterState | None = None) -> None:
        super().__init__(refused.reason)
        self.refused = refused
        self.state = state


@dataclass(slots=True)
class Pen:
    """One matter being written about in one transaction. ``quiet``: what happened long ago is told to nobody now."""

    number: str
    before: MatterState | None = None
    head: bytes = START
    quiet: bool = False
    state: MatterState | None = None
    entries: list[Entry] = field(default_factory=list)
    words: list[SealedText] = field(default_factory=list)
    told: list[tuple[Verb, datetime, str]] = field(default_factory=list)  # the only petition, or all

    @classmethod
    def take(cls, number: str, *, seen: int | None = None, quiet: bool = False) -> Self:
        """Lock the matter and read its dossier. Refused: no such matter; somebody acted since the person looked.

        Must be called in a transaction, which is held until it ends.
        """
        found = Matter.objects.select_for_update().filter(number=number).values_list("seq").first()
        state, head = record.folded(
            number
        )  # asked for a number that isn't there, too: refusing costs the same
        if not found:
            raise NotDone(Refused("no_such_matter"))
        assert state is not None, "a matter without a dossier"
        if seen is not None and seen != state.seq:
            raise NotDone(Refused("stale", params={"seen": seen, "now": state.seq}), state)
        return cls(number, before=state, head=head, quiet=quiet, state=state)

    def write(
        self, verb: Verb, given: Mapping[str, Any], *, by: Actor, now: datetime, unit: str = ""
    ) -> MatterState:
        """Decide and add the entry; nothing is in the database yet. Raises NotDone with the rules' reason.

        ``unit``: for which unit that is done which follows from an act elsewhere, where no post stands to this matter.
        """
        given = {**given, **worded(verb)}
        decision = decide(self.state, verb, given, actor=by, now=now, law=law())
        if isinstance(decision, Refused):
            raise NotDone(decision, self.state)
        decision = replace(decision, unit=decision.unit or unit)
        event, row, words = sealed_entry(self.number, self.state, self.head, decision)
        self.state = evolve(self.state, event)
        self.head = bytes(row.hash)
        self.entries.append(row)
        self.words += words
        tells = TRANSITIONS[verb].tells
        if tells and not self.quiet:
            only = ""
            if Told.ASKED in tells:
                only = whose(self.state, given) if verb is Verb.ANSWER_QUESTION else str(given["petition"])
            self.told.append((verb, now, only))
        if (
            verb is Verb.DELIVER
            and not self.quiet
            and sends_mail()
            and given["result"] != DeliveryResult.RETURNED
        ):
            self.told.append((verb, now, str(given.get("petition") or "")))
        return self.state

    def put_down(self) -> MatterState:
        """Save the entries with their words, bring the tables to the new state, enqueue who is told."""
        assert transaction.get_connection().in_atomic_block, "an entry is written in its verb's transaction"
        assert self.state is not None, "nothing was written"
        append(self.entries, self.words)
        index.written((word.number, word.seq, word.name, word.text) for word in self.words)
        at = (self.state.title_seq, "title")
        heading = next((word.pk for word in self.words if (word.seq, word.name) == at), None)
        projection.write(self.before, self.state, self.head, title_id=heading)
        self._tell()
        return self.state

    def _tell(self) -> None:
        if not self.told:
            return
        petitions = Petition.objects.filter(matter_id=self.number).select_related("petitioner")
        people = [(petition.number, petition.petitioner) for petition in petitions]
        speaking = Party.objects.filter(petition__in=[number for number, _ in people], role__in=SPEAKING)
        people += [(one.petition_id, one.petitioner) for one in speaking.select_related("petitioner")]
        confirms = self.state is not None and self.state.route is Route.WITHDRAWN
        for verb, now, only in self.told:
            reached = set()
            for number, person in people:
                ways = (number, str(person.phone), str(person.email))
                if only not in ("", number) or ways in reached:
                    continue
                by_mail = (
                    verb is Verb.DELIVER
                )  # the answer itself was just handed over; the mail tells what may follow
                reached.add(ways)
                notices.enqueue(
                    number,
                    kind=CONFIRMED if confirms and verb is Verb.DECLINE else verb.value,
                    language=person.language,
                    phone="" if by_mail else person.phone,
                    email=person.email,
                    now=now,
                )


def of_petition(number: str) -> dict[str, str]:
    """What an entry says of the petition that it comes from; nothing where that is nobody's."""
    return {"petition": number} if number else {}


def commit(
    number: str,
    verb: Verb,
    given: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    series: str = "",
    add: Callable[[Pen], Mapping[str, Any]] | None = None,
    then: Callable[[Pen], object] | None = None,
) -> MatterState:
    """One verb, whole or not at all; with the next serial of a series where it names one.

    ``add`` tells what the house knows once the matter is locked, ``then`` does what belongs to it in the same transaction.
    What the routing guard refuses is written into the dossier: who tried what (Art. 30). At once where somebody who knows the
    matter would have sent it to the accused; later, like a look (``looks``), where it isn't there for who acts.
    """
    try:
        with transaction.atomic():
            pen = Pen.take(number, seen=seen)
            if pen.state is not None and pen.state.linked_to and barred_from(by, number):
                raise NotDone(Refused("no_such_matter"), pen.state)  # kept from what it goes on in
            if series:
                given = {**given, "serial": next_serial(series, now)}
            if add is not None:
                _insist(pen, verb, by=by, now=now)
                given = {**given, **add(pen)}
            pen.write(verb, given, by=by, now=now)
            state = pen.put_down()
            if then is not None:
                then(pen)
            return state
    except NotDone as no:
        if no.refused.reason == "to_the_accused":
            note_attempt(number, verb.value, by=by, now=now)
        elif no.refused.reason == "no_such_matter":
            note_look(number, verb.value, by=by, now=now)
        raise


def _insist(pen: Pen, verb: Verb, *, by: Actor, now: datetime) -> None:
    """Refuse who may not do it at all before anything is looked up for them."""
    no = barred(pen.state, verb, actor=by, now=now, law=law())
    if no is not None:
        raise NotDone(no, pen.state)


#: One statement, so that nobody comes between; the row stays locked until the transaction ends.
_COUNT_ON = """
INSERT INTO huiyin_yearcounter (series, year, last) VALUES (%s, %s, 1)
ON CONFLICT (series, year) DO UPDATE SET last = huiyin_yearcounter.last + 1 RETURNING last
"""


def next_serial(series: str, now: datetime) -> str:
    """The next number of a series in the county's year: ``supervise-2026-0003``; rolled back with what it was for."""
    year = now.astimezone(LOCAL).year
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ON, [series, year])
        (last,) = cursor.fetchone()
    return f"{series}-{year}-{last:04d}"


def note_attempt(number: str, what: str, *, by: Actor, now: datetime) -> None:
    """Write into the dossier that somebody tried what the guard refuses; ``what`` is the verb's name."""
    with transaction.atomic():
        pen = Pen.take(number)
        pen.write(Verb.ATTEMPT, {"what": what}, by=by, now=now)
        pen.put_down()
