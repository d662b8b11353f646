"""Whoever comes again: what they brought before, found by the blind index of ID number or phone, through the guard.

Only at the counter, for whoever registers, and only what that person sees anyway. It is no list of people and no count of how
often somebody comes: at most ``MOST`` rows, the latest first, so that the same thing isn't taken down as a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huiyin.rooms.cases.models import Party, Petition, Petitioner
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.seeing import in_confidence, visible_to
from huiyin.rooms.county.queries import version
from huiyin.rooms.county.telephones import whole_number
from huiyin.rooms.dossier.models import Entry
from huiyin.rooms.kept import ASKED_INDEX, Kept
from huiyin.rooms.vault.marks import blind_indexes
from huiyin.rules.groups import COUNTED
from huiyin.rules.identifiers import normal_id_number, parse_number
from huiyin.rules.roles import Actor, Permission

MOST = 8
#: So long after a petition was taken down, whoever took it down may take down another of the same visit.
SAME_VISIT = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A petition that the person brought or signed before, with its matter; ``who`` is the person's own row in it."""

    petition: str
    matter: str
    title: str | None
    status: str
    received_at: datetime
    category: str
    place: str
    who: Petitioner

    @property
    def name(self) -> str:
        """The person's name, for masking only."""
        return str(self.who.name)


def earlier(actor: Actor, *, id_number: str = "", phone: str = "") -> list[Earlier]:
    """What this person brought or signed before; nothing for what is no whole ID number or phone. ``MOST`` rows.

    Two queries for each of both, and two more once something was found: what the guard keeps costs nothing that could be felt.
    What was told in confidence to another house isn't shown: that this person spoke there would be the very secret.
    """
    if not actor.may(Permission.REGISTER):
        return []
    marks = _marks(id_number, phone)
    own = {row.pk for kind, mark in marks for row in _brought(actor, kind, version(), value=mark)}
    parties = [one for kind, mark in marks for one in _stood_by(actor, kind, version(), value=mark)]
    both = _with_who(own, {(one.petition_id, one.petitioner_id) for one in parties})
    found: dict[str, Earlier] = {}
    for row, who in sorted(both, key=lambda one: (one[0].received_at, one[0].number), reverse=True):
        kept = row.confidential or row.matter.confidential
        if not in_confidence(kept, row.matter.desk_id, actor) and len(found) < MOST:
            found.setdefault(row.matter_id, _told(row, who))
    return list(found.values())


def _marks(id_number: str, phone: str) -> list[tuple[str, bytes]]:
    """What to look for: each index with its kind; empty for what is no whole ID number or phone."""
    given = (("id_number", normal_id_number(id_number)), ("phone", whole_number(phone)))
    return [(kind, mark) for kind, text in given if text for mark in blind_indexes(kind, text)]


def _with_who(own: set[str], signed: set[tuple[str, int]]) -> list[tuple[Petition, Petitioner]]:
    """These petitions with who brought them, and those that were signed with who signed."""
    if not own and not signed:
        return []
    numbers = own | {number for number, _who in signed}
    rows = Petition.objects.filter(pk__in=numbers).select_related("matter__title", "petitioner").in_bulk()
    people = Petitioner.objects.in_bulk({who for _number, who in signed})
    first = [(rows[number], rows[number].petitioner) for number in own]
    return [*first, *((rows[number], people[who]) for number, who in sorted(signed))]


def _first(actor: Actor, kind: str, _county: str | None) -> QuerySet[Petition]:
    same = {f"petitioner__{kind}_index__in": [ASKED_INDEX]}
    rows = Petition.objects.filter(**same, matter__in=visible_to(actor))
    return rows.only("number").order_by("-received_at", "-number")[: MOST * 3]


def _beside(actor: Actor, kind: str, _county: str | None) -> QuerySet[Party]:
    rows = _signed(actor, Q(**{f"petitioner__{kind}_index__in": [ASKED_INDEX]})).select_related(None)
    return rows.only("petition", "petitioner")[: MOST * 3]


_brought, _stood_by = Kept(_first), Kept(_beside)


def _signed(actor: Actor, same: Q) -> QuerySet[Party]:
    """Where the person stands beside the first petitioner; not where they only acted for somebody else."""
    roles = [role.value for role in COUNTED]
    rows = Party.objects.filter(same, role__in=roles, petition__matter__in=visible_to(actor))
    return rows.select_related("petition__matter__title", "petitioner").order_by(
        "-petition__received_at", "-petition_id"
    )


def _same(id_number: str, phone: str) -> Q | None:
    found = Q()
    for kind, mark in _marks(id_number, phone):
        found |= Q(**{f"petitioner__{kind}_index": mark})
    return found or None


def _told(row: Petition, who: Petitioner) -> Earlier:
    matter = row.matter
    return Earlier(
        row.number, matter.number, matter.title.text, matter.status, row.received_at, matter.category, matter.place,
        who,
    )  # fmt: skip


def one_of(
    actor: Actor, number: str, *, id_number: str, phone: str, now: datetime
) -> tuple[Petition, Earlier] | None:
    """The earlier petition that the form refers to: of the same ID number or phone, or taken down by this person just now.

    None for any other: nobody gets a stranger's data into a form by knowing a number.
    """
    parsed = parse_number(number)
    if parsed is None or not actor.may(Permission.REGISTER):
        return None
    rows = Petition.objects.filter(number=parsed.text, matter__in=visible_to(actor))
    row = rows.select_related("matter__title", "petitioner").first()
    if row is None or in_confidence(row.confidential or row.matter.confidential, row.matter.desk_id, actor):
        return None
    same = _same(id_number, phone)
    if same is not None and rows.filter(same).exists():
        return row, _told(row, row.petitioner)
    if same is not None and (signed := _signed(actor, same).filter(petition=row.number).first()) is not None:
        return row, _told(row, signed.petitioner)
    own = Entry.objects.filter(number=row.number, seq=1, by=actor.key, at__gte=now - SAME_VISIT)
    return (row, _told(row, row.petitioner)) if own.exists() else None


def completed(person: Person, before: Petitioner) -> Person:
    """What the person says of themself now; what they leave open is taken over from before, unseen; their own data only."""
    known: Mapping[str, str] = {
        name: str(getattr(before, name)) for name in ("name", "id_number", "phone", "address", "email")
    }
    return replace(person, **{name: getattr(person, name) or value for name, value in known.items()})
