"""Who speaks in a matter, taken out of whatever anybody wrote in it: for whoever mustn't know, and for paper.

Clerks write names into notes and petitioners into letters; hiding the register's own fields alone would tell all the same.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db.models import F, Q

from huiyin.rooms.cases.models import Matter, Party, Petition, Petitioner
from huiyin.rooms.cases.own_words import NOTHING, Own, handed_on, own_of, said_in
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.publishing import recognised_by
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.county.queries import unit_tree
from huiyin.rooms.county.telephones import whole_number
from huiyin.rooms.dossier.models import Entry, SealedText
from huiyin.rooms.dossier.queries import units_at, words_at
from huiyin.rules.called import NOBODY, figures_in, names_in, numbers_in
from huiyin.rules.hiding import Sign, Told, blotted
from huiyin.rules.identifiers import (
    HIDDEN,
    mask_address,
    mask_email,
    mask_id,
    mask_name,
    mask_phone,
    valid_id_number,
)
from huiyin.rules.own_numbers import all_told
from huiyin.rules.roles import Actor
from huiyin.rules.tokens import letters
from huiyin.rules.vocabulary import Verb

SOMEBODY = "×××"
_T = TypeVar("_T")
#: What of a petitioner may be changed.
CONTACTS = ("phone", "address", "email")
#: A contact, or several of one change, by its kind.
Contacts = Mapping[str, str | None]
#: The words behind entries by matter and seq, each by its name; None where erased by law.
Words = dict[tuple[str, int], dict[str, str | None]]
#: A shorter address without a number is a word.
_ADDRESS = 5
#: A village or town alone is where the matter is, and is needed; only what leads to a door is somebody's.
_PLACE_ONLY = re.compile(r"(?:[村镇鎮乡鄉县縣市区區州社]|街道|촌|진|향|현|시|가두|사회구역)\s*$")
#: So is a village's group or an estate to whoever complains of the same; who speaks in confidence is told by it among few.
_GROUP = re.compile(r"(?:[屯组組队隊]|家属[楼院]|花园|家园|\d조)\s*$")
#: From joined to joined and from review to reviewed: a recheck of what three were joined to one after the other is five away.
#: Beyond so many numbers none are looked for any further.
_MOST_STEPS, _MOST = 12, 400
_MASKS: Mapping[Sign, Callable[[str], str]] = {
    Sign.NAME: mask_name, Sign.ADDRESS: mask_address, Sign.EMAIL: mask_email,
    Sign.NUMBER: lambda number: mask_id(number) if valid_id_number(number) else mask_phone(number),
}  # fmt: skip


def known_of(
    people: Iterable[Petitioner | Person],
    asked: Iterable[Contacts] = (),
    own: Own = NOTHING,
    *,
    places: bool = False,
    groups: bool = True,
) -> Told:
    """What the register knows of these people, or is about to; ``places``: also addresses that lead to no door.

    ``asked``: contacts that somebody asked to put into the register: not there yet, or replaced by later ones. ``own``: the
    numbers in their own words. ``groups``: a village's group or an estate is somebody's address.
    """
    known, more = list(people), list(asked)
    addresses = {str(one.address) for one in known} | {one.get("address") or "" for one in more}
    addresses |= {tail for one in addresses for tail in recognised_by(one) if tail != letters(one)}
    phones = {str(one.phone) for one in known} | {whole_number(one.get("phone") or "") or "" for one in more}
    return Told(
        names={name for one in known for name in names_in(str(one.name))} - NOBODY - {""},
        numbers={number for phone in phones for number in numbers_in(phone)}
        | {number for one in known for number in (str(one.id_number), *figures_in(str(one.name)))}
        | _without_offices(own.numbers),
        addresses={one for one in addresses if places or (_leads_to_a_door(one) and (groups or not _GROUP.search(one)))},
        emails={str(one.email) for one in known}
        | {one.get("email") or "" for one in more}
        | own.emails,
        crowded=own.crowded,
    )  # fmt: skip


def _without_offices(numbers: Iterable[str]) -> set[str]:
    """Without the telephones of the county's units, which lead to nobody; the units are asked for only if there are numbers."""
    found = set(numbers)
    if not found:
        return found
    offices = {
        one for unit in unit_tree() for phone in numbers_in(unit.phone) if (one := whole_number(phone))
    }
    return {number for number in found if (whole_number(number) or number) not in offices}


def _leads_to_a_door(address: str) -> bool:
    """Not a village or town alone, which is where the matter is, nor a word like 供水站 that stands in every text."""
    plain = letters(address)
    return not _PLACE_ONLY.search(address) and (len(plain) >= _ADDRESS or any(map(str.isnumeric, plain)))


def known_in(numbers: Sequence[str], *, but: str = "", confided: bool = False) -> dict[str, Told]:
    """The same for everybody who speaks in each of these matters, or did while joined; up to eight queries and one a step.

    Of whoever speaks in confidence also the numbers in their own words; ``confided``: of all, as if they did. ``but``: what
    whoever brought this petition told of themselves is left out, whoever else told the same.
    """
    if not numbers:
        return {}
    around = _around(numbers)
    people: dict[str, list[Petitioner]] = {number: [] for number in numbers}
    mine, secret, quiet = list[Petitioner](), set[str](), set[str]()
    for petition, matter, person, in_secret in _brought(around):
        if petition == but:
            mine.append(person)
        elif in_secret:
            secret.add(matter)
        quiet |= {petition} if in_secret or confided else set()
        people[matter].append(person)
    theirs = {person.pk for person in mine}
    ours, asked = _by_matter(_asked_for(around, whose=bool(but)), around, but)
    words = said_in(around) if quiet else []
    my_words, said = _by_matter(
        ((one.number, one.petition, one) for one in words if one.petition in quiet), around, but
    )
    known_own = known_of(mine, ours, own_of(my_words), places=True)
    told = {
        number: known_of(
            (one for one in known if one.pk not in theirs), asked[number], own_of(said[number]),
            groups=not but or number in secret,
        )
        for number, known in people.items()
    }  # fmt: skip
    return {number: _without(one, known_own) for number, one in told.items()} if but else told


def _by_matter(
    found: Iterable[tuple[str, str, _T]], around: _Around, but: str
) -> tuple[list[_T], Mapping[str, list[_T]]]:
    """What was found under each number for which petition: that of the petition ``but``, and all of it by the matter."""
    own, every = list[_T](), defaultdict[str, list[_T]](list)
    for number, petition, one in found:
        if petition == but:
            own.append(one)
        for matter in around[number]:
            every[matter].append(one)
    return own, every


def _without(told: Told, own: Told) -> Told:
    """What is told of others and not of oneself as well: a name or a house that two share is no secret from them."""
    names, numbers, addresses, emails = (
        {one for one in theirs if one not in ours}
        for theirs, ours in (
            (told.names, own.names), (told.numbers, own.numbers), (told.addresses, own.addresses), (told.emails, own.emails),
        )
    )  # fmt: skip
    return Told(names, numbers, addresses, emails, crowded=told.crowded)


#: Which of the matters that are asked for each of these numbers has to do with.
_Around = Mapping[str, Collection[str]]


def _around(numbers: Sequence[str]) -> dict[str, set[str]]:
    """Every number whose people may stand in the words of these matters, and in whose.

    That is: of what was joined to them, of what they were joined to or review, of what was joined there, and so on. One query
    a step, none where nothing new was found.
    """
    ties, new = dict[str, set[str]](), set(numbers)
    for _ in range(_MOST_STEPS):
        if not new or len(ties) > _MOST:
            break
        ties.update((number, set()) for number in new)
        for number, data in _ties(new):
            joined = data.get("petition")
            other = data.get("other") or data.get("about") or (joined["number"] if joined else "")
            ties[number] |= {other} - {"", number}
        new = {other for found in ties.values() for other in found} - ties.keys()
    around: dict[str, set[str]] = {}
    for number in numbers:
        for found in _reached(number, ties):
            around.setdefault(found, set()).add(number)
    return around


def tied_to(number: str) -> set[str]:
    """Every other matter whose people may stand in this one's words, though it has parted since. One query a step."""
    return set(_around([number])) - {number}


def _reached(number: str, ties: Mapping[str, Collection[str]]) -> set[str]:
    found, new = {number}, [number]
    while new:
        further = [other for other in ties.get(new.pop(), ()) if other not in found]
        found.update(further)
        new += further
    return found


def _brought(around: _Around) -> Iterator[tuple[str, str, Petitioner, bool]]:
    """Everybody who brought something under these numbers or stands in it: petition, matter, person, whether secret."""
    rows = Petition.objects.filter(Q(matter__in=list(around)) | Q(number__in=list(around)))
    rows = rows.annotate(within=F("matter__confidential")).select_related("petitioner")
    where: dict[str, tuple[set[str], bool]] = {}
    for row in rows:
        matters = {*around.get(row.matter_id, ()), *around.get(row.number, ())}
        where[row.number] = matters, row.confidential or row.within
        yield from ((row.number, matter, row.petitioner, where[row.number][1]) for matter in matters)
    for party in Party.objects.filter(petition__in=list(where)).select_related("petitioner"):
        matters, in_secret = where[party.petition_id]
        yield from ((party.petition_id, matter, party.petitioner, in_secret) for matter in matters)


def _asked_for(around: _Around, *, whose: bool) -> Iterator[tuple[str, str, Contacts]]:
    """The contacts that somebody asked to put into the register: under which number, for which petition (``whose``), which."""
    rows = SealedText.objects.filter(number__in=list(around), name__in=CONTACTS, text__isnull=False)
    found = list(rows.values_list("number", "seq", "name", "text"))
    of: dict[tuple[str, int], str] = {}
    if whose and found:
        asked = Entry.objects.filter(
            number__in={number for number, *_ in found}, verb=Verb.CHANGE_CONTACT.value
        )
        of = {(row.number, row.seq): json.loads(row.data)["petition"] for row in asked}
    yield from ((number, of.get((number, seq), ""), {name: text}) for number, seq, name, text in found)


def _ties(numbers: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What these matters' entries say of other matters, by matter; one query."""
    verbs = [Verb.REGISTER.value, Verb.LINK.value, Verb.JOIN.value]
    rows = Entry.objects.filter(number__in=list(numbers), verb__in=verbs)
    yield from ((row.number, json.loads(row.data)) for row in rows)


@dataclass(frozen=True, slots=True)
class Reader:
    """What one person may read of others' words in some matters: of those that are ``kept`` from them nobody's name.

    What their own units wrote stays: hiding it would tell which of their words is the name.
    """

    who: Actor
    kept: Mapping[str, Told]

    @classmethod
    def of(cls, who: Actor, matters: Iterable[Matter]) -> Self:
        """For these matters; no query where who speaks in all of them is theirs to know, else those of ``known_in``."""
        kept = {m.pk for m in matters if in_confidence(m.confidential, m.desk_id, who)}
        return cls(who, known_in(sorted(kept)))

    def read(self, number: str, text: str, *, unit: str = "") -> str:
        """The words as they may be read; ``unit``: which one wrote them."""
        told = None if unit in self.who.units else self.kept.get(number)
        return text if told is None or not text else unnamed(text, told)


def quoted(who: Actor, places: Iterable[tuple[Matter, int]]) -> Words:
    """What was written where (matter and seq), by name, as ``who`` may know it: for lists, as ``web.desk.opened`` for a file.

    One query; one and those of ``known_in`` more where who speaks in one of these matters isn't theirs to know.
    """
    asked = list(places)
    words: Words = words_at((matter.pk, seq) for matter, seq in asked)
    reader = Reader.of(who, (matter for matter, _ in asked))
    units = units_at(at for at in words if at[0] in reader.kept)
    for at, unit in units.items():
        words[at] = {
            name: reader.read(at[0], text, unit=unit) if text else text for name, text in words[at].items()
        }
    return words


def own_numbers_in(number: str, texts: Iterable[str]) -> bool:
    """Whether a petitioner's own paper holds numbers, of a matter in confidence: their own, unless they were handed on."""
    numbers, emails, crowded = all_told(texts)
    others = handed_on(said_in([number]), numbers | emails)
    return crowded or bool(_without_offices(numbers - others) or emails - others)


def unnamed(text: str, people: Told) -> str:
    """The words without the data of who speaks, not even masked. Art. 30 para. 3."""
    return blotted(text, people, lambda sign, _words: SOMEBODY if sign is Sign.NAME else HIDDEN)


def masked(text: str, people: Told) -> str:
    """The words with the data of who speaks masked as everywhere."""
    return blotted(text, people, lambda sign, words: _MASKS[sign](words))
