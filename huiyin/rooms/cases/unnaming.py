"""Who speaks in a matter, taken out of whatever anybody wrote in it: for whoever mustn't know, and for paper.

Clerks write names into notes and petitioners into letters; hiding the register's own fields alone would tell all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from huiyin.rooms.cases.contacts import CONTACTS
from huiyin.rooms.cases.models import Matter, Party, Petition, Petitioner
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.publishing import recognised_by
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.county.telephones import whole_number
from huiyin.rooms.dossier.models import SealedText
from huiyin.rooms.dossier.queries import units_at, words_at
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
from huiyin.rules.roles import Actor
from huiyin.rules.tokens import letters

SOMEBODY = "×××"
#: A contact, or several of one change, by its kind.
Contacts = Mapping[str, str | None]
#: The words behind entries by matter and seq, each by its name; None where erased by law.
Words = dict[tuple[str, int], dict[str, str | None]]
#: What is written where somebody gave no name.
NOBODY = frozenset(
    {"匿名", "佚名", "无名", "无名氏", "不详", "信访人", "群众", "익명", "무명", "anonymous", "Anonymous"}
)
#: A village or town alone is where the matter is, and is needed; only what leads to a door is somebody's.
_PLACE_ONLY = re.compile(r"(?:[村镇鎮乡鄉县縣市区區州社]|街道|촌|진|향|현|시|가두|사회구역)\s*$")
_MASKS: Mapping[Sign, Callable[[str], str]] = {
    Sign.NAME: mask_name, Sign.ADDRESS: mask_address, Sign.EMAIL: mask_email,
    Sign.NUMBER: lambda number: mask_id(number) if valid_id_number(number) else mask_phone(number),
}  # fmt: skip


def known_of(
    people: Iterable[Petitioner | Person], asked: Iterable[Contacts] = (), *, places: bool = False
) -> Told:
    """What the register knows of these people, or is about to; ``places``: also addresses that lead to no door.

    ``asked``: contacts that somebody asked to put into the register: not there yet, or replaced by later ones.
    """
    known, more = list(people), list(asked)
    addresses = {str(one.address) for one in known} | {one.get("address") or "" for one in more}
    whole = {one for one in addresses if places or not _PLACE_ONLY.search(one)}
    return Told(
        names={one.name for one in known} - NOBODY,
        numbers={number for one in known for number in (str(one.phone), str(one.id_number))}
        | {whole_number(one.get("phone") or "") or "" for one in more},
        addresses=whole | {tail for one in addresses for tail in recognised_by(one) if tail != letters(one)},
        emails={str(one.email) for one in known} | {one.get("email") or "" for one in more},
    )  # fmt: skip


def known_in(numbers: Sequence[str]) -> dict[str, Told]:
    """The same for everybody who speaks in each of these matters; three queries, none for no matter."""
    if not numbers:
        return {}
    people: dict[str, list[Petitioner]] = {number: [] for number in numbers}
    for petition in Petition.objects.filter(matter__in=numbers).select_related("petitioner"):
        people[petition.matter_id].append(petition.petitioner)
    for party in Party.objects.filter(petition__matter__in=numbers).select_related("petition", "petitioner"):
        people[party.petition.matter_id].append(party.petitioner)
    asked: dict[str, list[Contacts]] = {number: [] for number in numbers}
    changes = SealedText.objects.filter(number__in=numbers, name__in=CONTACTS, text__isnull=False)
    for number, name, text in changes.values_list("number", "name", "text"):
        asked[number].append({name: text})
    return {number: known_of(known, asked[number]) for number, known in people.items()}


def quoted(who: Actor, places: Iterable[tuple[Matter, int]]) -> Words:
    """What was written where (matter and seq), by name, as ``who`` may know it: for lists, as ``web.desk.opened`` for a file.

    One query; four more where who speaks in one of these matters isn't theirs to know.
    """
    asked = list(places)
    words: Words = words_at((matter.pk, seq) for matter, seq in asked)
    kept = sorted({m.pk for m, _ in asked if in_confidence(m.confidential, m.desk_id, who)})
    if not kept:
        return words
    people, own = known_in(kept), units_at(at for at in words if at[0] in kept)
    for (number, seq), unit in own.items():
        if unit not in who.units:
            said = words[number, seq].items()
            words[number, seq] = {
                name: unnamed(text, people[number]) if text else text for name, text in said
            }
    return words


def unnamed(text: str, people: Told) -> str:
    """The words without the data of who speaks, not even masked. Art. 30 para. 3."""
    return blotted(text, people, lambda sign, _words: SOMEBODY if sign is Sign.NAME else HIDDEN)


def masked(text: str, people: Told) -> str:
    """The words with the data of who speaks masked as everywhere."""
    return blotted(text, people, lambda sign, words: _MASKS[sign](words))
