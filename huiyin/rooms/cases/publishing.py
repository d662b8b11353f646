"""Publishing an answer: a version written for the public, checked for personal data, taken back at any time. Art. 18."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.rooms.cases.models import Party, Petition, Petitioner
from huiyin.rooms.cases.pen import NotDone, Pen, commit
from huiyin.rooms.cases.shown import Publication
from huiyin.rules.fields import Refused
from huiyin.rules.openly import PUBLIC_WORDS
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.tokens import letters
from huiyin.rules.vocabulary import Verb

#: What an address may be written without; what is left tells somebody from so many signs on.
_LEVELS = re.compile("[州县市区镇乡村]")
_ADDRESS = 5


def publish(
    number: str, *, title: str, question: str, text: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """Show this version of request and answer to everybody. Art. 18.

    Refused: a matter that is kept from somebody, confidential or a tip-off (Art. 30); a telephone, identity number, e-mail, or
    the name or address of anybody in the matter anywhere in the words, beside the field.
    """
    given = {"title": title, "question": question, "text": text}
    return commit(
        number, Verb.PUBLISH, given, by=by, now=now, seen=seen,
        add=lambda pen: _of_nobody(pen, given), then=lambda pen: _show(pen, given, now),
    )  # fmt: skip


def retract(number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None) -> MatterState:
    """Take it back: the words are gone from the public pages at once; the dossier keeps what was published, when, by whom."""
    return commit(
        number, Verb.RETRACT, {"reason": reason}, by=by, now=now, seen=seen,
        then=lambda pen: Publication.objects.filter(matter_id=number).update(
            title="", question="", answer="", retracted_at=now
        ),
    )  # fmt: skip


def _of_nobody(pen: Pen, given: Mapping[str, str]) -> Mapping[str, str]:
    """Adds nothing; refuses words in which somebody of the matter can be recognised by name, telephone or address."""
    told = sorted(set(told_of(pen.number)))
    for name in PUBLIC_WORDS:
        public = letters(given[name])
        found = next((one for one in told if any(part in public for part in recognised_by(one))), None)
        if found is not None:
            raise NotDone(Refused("tells_of_somebody", field=name, params={"what": found}), pen.state)
    return {}


def recognised_by(told: str) -> Iterator[str]:
    """How it may stand in a text: whole, and of an address what is left without its town or village, if a number is in it."""
    whole = letters(told)
    if len(whole) > 1:
        yield whole
    for found in _LEVELS.finditer(whole):
        rest = whole[found.end() :]
        if len(rest) >= _ADDRESS and any(sign.isnumeric() for sign in rest):
            yield rest


def told_of(number: str) -> Iterator[str]:
    """What people in the matter told of themselves, each at least two signs long."""
    for one in people_in(number):
        yield from (
            said for said in (one.name, one.phone, one.address, one.id_number, one.email) if len(said) > 1
        )


def people_in(number: str) -> QuerySet[Petitioner]:
    """Everybody in the matter: who brought its petitions, and who stands in them beside."""
    ours = Petition.objects.filter(matter_id=number)
    parties = Party.objects.filter(petition__in=ours)
    return Petitioner.objects.filter(
        Q(pk__in=ours.values("petitioner")) | Q(pk__in=parties.values("petitioner"))
    )


def _show(pen: Pen, given: Mapping[str, str], now: datetime) -> None:
    state = pen.state
    assert state is not None, "the entry was written"
    Publication.objects.update_or_create(
        matter_id=pen.number,
        defaults={
            "title": given["title"].strip(), "question": given["question"].strip(), "answer": given["text"].strip(),
            "unit": state.holder or state.desk, "category": state.category, "at": now, "retracted_at": None,
        },
    )  # fmt: skip
