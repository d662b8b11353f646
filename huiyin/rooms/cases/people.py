"""Petitioners: personal data in, masked or committed data out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from huiyin.rooms.cases.models import Petitioner
from huiyin.rooms.cases.pen import NotDone
from huiyin.rules.chain import canonical, commitment
from huiyin.rules.fields import unfit
from huiyin.rules.identifiers import normal_phone

SALT_BYTES = 16
#: Most characters of what a petitioner says of themself; an e-mail address can't be longer (RFC 5321).
LIMITS = {
    "name": 60, "id_number": 40, "phone": 40, "address": 200, "email": 254, "language": 8, "account": 100,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """What a petitioner says of themself; all may be empty (an anonymous petitioner is one too).

    ``account``: where they wrote from, as ``source:id``; the same there is the same person, and no contact.
    """

    name: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    language: str = "zh-hans"
    account: str = ""


def new_petitioner(person: Person, *, area: str = "") -> tuple[Petitioner, str]:
    """The row (not yet saved) and the commitment that stands for it in the dossier. Refused: over-long, or no text.

    ``area``: the county's area code, which completes a local telephone number.
    """
    for name, most in LIMITS.items():
        no = unfit(name, getattr(person, name), most)
        if no is not None:
            raise NotDone(no)
    phone = normal_phone(person.phone, area=area) or person.phone.strip()
    row = Petitioner(
        name=person.name.strip(),
        language=person.language,
        id_number=person.id_number.strip().upper(),
        phone=phone,
        address=person.address.strip(),
        email=person.email.strip(),
        account=person.account.strip(),
        salt=secrets.token_bytes(SALT_BYTES),
    )
    return row, petitioner_commitment(row)


def petitioner_commitment(row: Petitioner) -> str:
    """The salted hash over everything that a petitioner's row says; ``verify`` reckons it again."""
    return commitment(bytes(row.salt), canonical(said_by(row)))


def said_by(row: Petitioner) -> list[str]:
    """Everything that a petitioner's row says, in the order in which it is committed to.

    An account is told with its name before it: without one it reads as it always did, and no other text can stand for it.
    """
    said = [row.name, row.language, *map(str, (row.id_number, row.phone, row.address, row.email))]
    return [*said, "account", str(row.account)] if row.account else said


#: The columns by which the same person is known, the surest first; as ``mark_of`` takes them.
MARKS = ("id_number_index", "phone_index", "account_index")


def mark_of(*indexes: bytes | memoryview | None) -> str:
    """What is equal for the same person, out of the columns of ``MARKS``: the first that says something, or empty."""
    return next((bytes(index).hex() for index in indexes if index), "")
