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
#: What a house writes for everybody to read: telephones in it are offices' and are needed.
_FOR_READERS = frozenset({Verb.DRAFT, Verb.ISSUE, Verb.DECLINE, Verb.PUBLISH, Verb.RETRACT, Verb.REPORT_UP})
_WORDS = frozenset({"text", "title", "remark", "reason", "proof", "spot"})
_RUN = re.compile(rf"\d(?:{BETWEEN}\d)*")
_PART = re.compile(r"\d+")
_NAME = re.compile(r"[A-Za-z][\w.@+-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """One text: when, under which number, of which petition.

    ``noted``: the house noted it by itself; ``others``: and says that the numbers in it are somebody else's.
    """

    at: datetime
    number: str
    petition: str
    text: str
    noted: bool = False
    others: bool = False


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

    What petitioners brought, asked to be reviewed and added; what the house that took it in, or had it before, wrote of it, but
    for what it writes for everybody to read.
    """
    wanted = sorted(set(numbers))
    read = list(Entry.objects.filter(number__in=wanted).order_by("number", "seq").defer("hash", "mac"))
    houses = _houses(read)
    kept = dict(_whose(read, houses))
    found = []
    for (number, seq), texts in words_at(kept).items():
        row, petition = kept[number, seq]
        noted = row.verb == Verb.NOTE and in_the_house(row.unit, houses)
        others = noted and bool(json.loads(row.data).get("others"))
        found += [
            Said(row.at, number, petition, text, noted, others)
            for name, text in texts.items()
            if text and name in _WORDS
        ]
    return sorted(found, key=lambda one: (one.at, one.number))


def own_of(said: Sequence[Said]) -> Own:
    """The numbers in these words, given in their order, without those that the house has handed on as somebody else's."""
    numbers, emails, crowded = all_told(one.text for one in said if not one.others)
    return Own(
        frozenset(numbers - handed_on(said, numbers)), frozenset(emails - handed_on(said, emails)), crowded
    )


def handed_on(said: Iterable[Said], own: Collection[str]) -> set[str]:
    """Which of these numbers or addresses a note of the house hands on; a later note that names one takes it back."""
    found = set[str]()
    for one in said:
        if one.noted:
            named = _named(one.text, own)
            found = found | named if one.others else found - named
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


def in_the_house(unit: str, houses: Collection[str]) -> bool:
    """Whether a unit is one of these houses or an office of one."""
    return bool(unit) and not tree().house_of(unit).isdisjoint(houses)


def brought_or_noted(number: str, seq: int) -> bool:
    """Whether a paper may be a petitioner's: they brought it, or the house that took the matter in put it there. One query."""
    read = list(Entry.objects.filter(number=number).order_by("seq").defer("hash", "mac"))
    row = next(one for one in read if one.seq == seq)
    theirs = row.by == PETITIONER.key or bool(json.loads(row.data).get("petition"))
    return theirs or in_the_house(row.unit, _houses(read))


def _houses(read: Iterable[Entry]) -> set[str]:
    """The desks at which these matters are and were."""
    told = (json.loads(row.data) for row in read if '"desk"' in row.data)
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
    return row.verb not in _FOR_READERS and in_the_house(row.unit, houses)
