"""The people of a petition besides its first petitioner: taken in, committed to in the dossier, read for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.rooms.cases.models import Party, Petition, Petitioner
from huiyin.rooms.cases.pen import NotDone
from huiyin.rooms.cases.people import Person, new_petitioner, said_by
from huiyin.rules.chain import canonical, commitment
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.groups import COUNTED, FIELD_OF, Met, Named, PartyRole, refuse_group
from huiyin.rules.identifiers import normal_id_number, normal_phone

MOST_MANDATE = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody named besides the first petitioner. ``mandate``: what the agent's written mandate says; agents only."""

    role: PartyRole
    person: Person
    mandate: str = ""


@dataclass(frozen=True, slots=True)
class NewParties:
    """Rows not yet saved, with what stands for them in the register entry: role and commitment of each, in order."""

    parties: list[Party] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)


def new_parties(first: Person, others: Sequence[Other], persons: int, *, area: str = "") -> NewParties:
    """The rows of everybody else and their commitments; ``area`` as for ``new_petitioner``.

    Refused: what ``rules.groups.refuse_group`` refuses; the same person twice, by ID number or by name and phone (an agent may
    sign for themself, too); over-long data and mandates.
    """
    made = NewParties()
    if not others:
        return made
    named = [
        Named(other.role, bool(other.person.name.strip()), bool(other.mandate.strip())) for other in others
    ]
    no = refuse_group(bool(first.name or first.id_number or first.phone), named, persons)
    if no is None:
        no = _refuse_twice(first, [other for other in others if other.role in COUNTED])
    if no is not None:
        raise NotDone(no)
    for n, other in enumerate(others, 1):
        petitioner, mandate = _row(other, area), other.mandate.strip()
        made.parties.append(Party(petitioner=petitioner, role=other.role.value, n=n, mandate=mandate))
        made.people.append({"role": other.role.value, "mark": party_commitment(petitioner, mandate)})
    return made


def _row(other: Other, area: str) -> Petitioner:
    no = unfit("mandate", other.mandate, MOST_MANDATE)
    if no is not None:
        raise NotDone(no)
    try:
        return new_petitioner(other.person, area=area)[0]
    except NotDone as wrong:  # the field is one of this person's, not of the first's
        refused = wrong.refused
        raise NotDone(Refused(refused.reason, field=FIELD_OF[other.role], params=refused.params)) from None


def _refuse_twice(first: Person, others: Iterable[Other]) -> Refused | None:
    met = Met()
    met.again(first.name, first.id_number, first.phone)
    for other in others:
        if reason := met.again(other.person.name, other.person.id_number, other.person.phone):
            return Refused(reason, field=FIELD_OF[other.role])
    return None


def party_commitment(petitioner: Petitioner, mandate: str) -> str:
    """The salted hash that stands for one of the people in the register entry: their data, and an agent's mandate."""
    said = said_by(petitioner)
    return commitment(bytes(petitioner.salt), canonical([*said, mandate] if mandate else said))


def save_parties(number: str, made: NewParties) -> None:
    """Write the rows of a petition that is being registered; in its transaction."""
    Petitioner.objects.bulk_create([party.petitioner for party in made.parties])
    for party in made.parties:
        party.petition_id, party.petitioner_id = number, party.petitioner.pk
    Party.objects.bulk_create(made.parties)


def parties_of(numbers: Iterable[str]) -> dict[str, list[Party]]:
    """The people of these petitions besides the first, by petition, in their order; one query."""
    found: dict[str, list[Party]] = {}
    rows = Party.objects.filter(petition__in=list(numbers)).select_related("petitioner")
    for row in rows.order_by("petition_id", "n"):
        found.setdefault(row.petition_id, []).append(row)
    return found


def carried_over(number: str, first: Person) -> list[Other]:
    """Whom the group of this petition named, for another one of the same visit whose first petitioner is ``first``.

    Representatives and co-signers without whoever is ``first`` now. No agent: a mandate is for one matter. Nobody where
    ``first`` is neither the one who brought that petition nor one of the group: nobody speaks for a stranger unasked.
    Two queries.
    """
    brought = Petition.objects.filter(number=number).select_related("petitioner").first()
    if brought is None:
        return []
    rows = [row for row in parties_of([number]).get(number, []) if PartyRole(row.role) in _OF_GROUP]
    if not any(_is(first, one) for one in (brought.petitioner, *(row.petitioner for row in rows))):
        return []
    met, found = Met(), []
    met.again(first.name, first.id_number, first.phone)
    for row in rows:
        kept = {
            name: str(getattr(row.petitioner, name))
            for name in ("name", "id_number", "phone", "address", "email", "language")
        }
        again = met.again(kept["name"], kept["id_number"], kept["phone"])
        if not again and not _is(first, row.petitioner):
            found.append(Other(PartyRole(row.role), Person(**kept)))
    return found


def _is(person: Person, row: Petitioner) -> bool:
    """Whether somebody is who stands in this row, as far as both tell: no other name, no other card, and one thing in common.

    Who left everything open is the same as who did so in the same visit.
    """
    names = ["".join(str(name).split()) for name in (person.name, row.name)]
    cards = [normal_id_number(str(card)) or "" for card in (person.id_number, row.id_number)]
    phones = [normal_phone(str(phone)) or "" for phone in (person.phone, row.phone)]
    if any(all(both) and both[0] != both[1] for both in (names, cards)):
        return False
    same = any(both[0] and both[0] == both[1] for both in (names, cards, phones))
    return same or not any((*names, *cards, *phones))


_OF_GROUP = frozenset({PartyRole.REPRESENTATIVE, PartyRole.COSIGNER})


def told_and_there(told: Any, rows: Sequence[Party]) -> list[tuple[int, Any, Party | None]]:
    """What the register entry says of each of the people, beside the row with that place; for ``verify``."""
    said: list[Any] = told if isinstance(told, list) else []
    by_place = {row.n: row for row in rows}
    places = sorted({*range(1, len(said) + 1), *by_place})
    return [(n, said[n - 1] if 1 <= n <= len(said) else None, by_place.get(n)) for n in places]
