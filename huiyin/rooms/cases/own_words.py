"""What was written in a matter by whoever knows who speaks there: numbers in it are theirs, unless they were handed on.

Art. 30 para. 3; decision 0026. Their own words are the petitioner's, whoever wrote them down; the house that took the matter in
knows who speaks, and so does one that had it before.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huiyin.rooms.county.queries import tree
from huiyin.rooms.county.telephones import whole_number
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.dossier.queries import words_at
from huiyin.rules.doors import plain
from huiyin.rules.identifiers import BETWEEN
from huiyin.rules.own_numbers import all_told
from huiyin.rules.roles import PETITIONER
from huiyin.rules.vocabulary import Verb
from huiyin.rules.written import in_digits

#: By which verbs a petitioner's own words come, also where a clerk wrote them down.
_THEIRS = frozenset({Verb.REGISTER, Verb.ASK_REVIEW, Verb.ASK_BACK, Verb.SENDER_ANSWERS, Verb.WITHDRAW})
#: By which the house notes what it heard of them. What it writes for somebody to read, an order or an answer, isn't among
#: them: telephones in it are offices' and are needed.
_NOTED = frozenset({
    Verb.NOTE, Verb.TRIAGE, Verb.LINK, Verb.UNLINK, Verb.DELIVER, Verb.FOLLOW_UP, Verb.RATE, Verb.LOOK_INTO,
    Verb.UNMASK, Verb.CONFIDE, Verb.CHANGE_CONTACT, Verb.CONFIRM_CONTACT,
})  # fmt: skip
_ASKED = sorted(verb.value for verb in _THEIRS | _NOTED | {Verb.ASK_SENDER})
#: In the data of an entry by which a matter comes to a desk.
_DESK = '"desk":'
_WORDS = frozenset({"text", "title", "remark", "reason", "proof", "spot"})
_RUN = re.compile(rf"\d(?:{BETWEEN}\d)*")
_PART = re.compile(r"\d+")
_NAME = re.compile(r"[A-Za-z][\w.@+-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """One text: when, under which number, of which petition.

    ``others``: the house says that the numbers in it are somebody else's; ``theirs``: that they are the petitioner's after all.
    """

    at: datetime
    number: str
    petition: str
    text: str
    others: bool = False
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """The numbers and addresses in one's own words; ``crowded``: there are more than are looked for."""

    numbers: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    crowded: bool = False


#: Of whom nothing is known.
NOTHING = Own()


def own_in(*texts: str) -> Own:
    """The same of words that nobody has handed on anything from."""
    numbers, emails, crowded = all_told(texts)
    return Own(frozenset(numbers), frozenset(emails), crowded)


def said_in(numbers: Iterable[str]) -> list[Said]:
    """All of it under these numbers, in the order in which it was written. Two queries.

    What petitioners brought, asked to be reviewed and added; what the house that took it in, or had it before, noted of them.
    """
    wanted = sorted(set(numbers))
    counted = Q(verb__in=_ASKED) | Q(by=PETITIONER.key) | Q(data__contains=_DESK)
    rows = Entry.objects.filter(counted, number__in=wanted).order_by("number", "seq")
    read = list(rows.only("number", "seq", "verb", "at", "by", "unit", "data"))
    houses = _houses(read)
    kept = dict(_whose(read, houses))
    found = []
    for (number, seq), texts in words_at(kept).items():
        row, petition = kept[number, seq]
        data = json.loads(row.data) if row.verb == Verb.NOTE and _in_the_house(row.unit, houses) else {}
        others, theirs = bool(data.get("others")), bool(data.get("theirs"))
        found += [
            Said(row.at, number, petition, text, others, theirs)
            for name, text in texts.items()
            if text and name in _WORDS
        ]
    return sorted(found, key=lambda one: (one.at, one.number))


def own_of(said: Sequence[Said]) -> Own:
    """The numbers in these words, given in their order, without those that the house has handed on as somebody else's."""
    numbers, emails, crowded = all_told(one.text for one in said if not one.others)
    others = handed_on(said, numbers | emails)
    return Own(frozenset(numbers - others), frozenset(emails - others), crowded)


def handed_on(said: Iterable[Said], own: Collection[str]) -> set[str]:
    """Which of these numbers or addresses a note of the house hands on, until one says that they are the petitioner's."""
    found = set[str]()
    for one in said:
        if one.others:
            found |= _named(one.text, own)
        elif one.theirs:
            found -= _named(one.text, own)
    return found


def _named(text: str, own: Collection[str]) -> set[str]:
    """Which of these stand in the text, also where nothing says what they are, a landline with its area code or without."""
    words = plain(in_digits(text))
    runs = {re.sub(r"\D", "", run) for run in _RUN.findall(words)} | set(_PART.findall(words))
    whole = runs | {number for run in runs if (number := whole_number(run))}
    names = {name.casefold() for name in _NAME.findall(unicodedata.normalize("NFKC", text))}
    told, mails, _ = all_told([text])
    return {
        one for one in own
        if one in told or one in mails or one in whole or (whole_number(one) or one) in whole or one.casefold() in names
    }  # fmt: skip


def _in_the_house(unit: str, houses: Collection[str]) -> bool:
    """Whether a unit is one of these houses or an office of one."""
    return bool(unit) and not tree().house_of(unit).isdisjoint(houses)


def _houses(read: Iterable[Entry]) -> set[str]:
    """The desks at which these matters are and were."""
    told = (json.loads(row.data) for row in read if _DESK in row.data)
    return {data["desk"] for data in told if data.get("desk")}


def _whose(
    rows: Iterable[Entry], houses: Collection[str]
) -> Iterator[tuple[tuple[str, int], tuple[Entry, str]]]:
    """Each entry that counts with the petition whose words it holds; an answer's is that which was asked."""
    asked = defaultdict[str, list[str]](list)
    for row in rows:
        data = json.loads(row.data)
        petition = data.get("petition") or row.number
        petition = petition if isinstance(petition, str) else petition["number"]
        if row.verb == Verb.ASK_SENDER:
            asked[row.number].append(petition)
        elif row.verb == Verb.SENDER_ANSWERS:
            petition = asked[row.number][data["item"] - 1]
        if _counts(row, houses):
            yield (row.number, row.seq), (row, petition)


def _counts(row: Entry, houses: Collection[str]) -> bool:
    if row.by == PETITIONER.key or row.verb in _THEIRS:
        return True
    return row.verb in _NOTED and _in_the_house(row.unit, houses)
