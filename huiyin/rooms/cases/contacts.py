"""A petitioner's changed contact: asked for by one person, in force when a second one confirms it, and not before.

Call-backs and notices decide whether somebody hears of their matter; whoever could quietly put another number there could
answer for the petitioner. So it takes two, and the dossier tells who.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.rooms.cases.models import Petition, Petitioner
from huiyin.rooms.cases.pen import NotDone, Pen, commit
from huiyin.rooms.cases.people import LIMITS, SALT_BYTES, petitioner_commitment
from huiyin.rooms.cases.titles import titled_anew
from huiyin.rooms.cases.unnaming import CONTACTS
from huiyin.rooms.county.telephones import whole_number
from huiyin.rooms.dossier.models import SealedText
from huiyin.rules.duties import Contact
from huiyin.rules.fields import Refused, unfit
from huiyin.rules.identifiers import normal_email
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.rules.vocabulary import Verb


def change_contact(
    number: str,
    *,
    petition: str,
    reason: str,
    by: Actor,
    now: datetime,
    phone: str = "",
    address: str = "",
    email: str = "",
    seen: int | None = None,
) -> MatterState:
    """Ask that a petitioner's contact be changed; what is left empty stays. Refused: no telephone number, no e-mail address."""
    new = {"phone": phone.strip(), "address": address.strip(), "email": email.strip()}
    if new["phone"] and whole_number(new["phone"]) is None:
        raise NotDone(Refused("not_a_phone", "21", "phone"))
    if new["email"] and normal_email(new["email"]) is None:
        raise NotDone(Refused("not_an_email", "21", "email"))
    for name, text in new.items():
        if (no := unfit(name, text, LIMITS[name])) is not None:
            raise NotDone(no)
    given = {"petition": petition, "reason": reason, **new}
    return commit(number, Verb.CHANGE_CONTACT, given, by=by, now=now, seen=seen)


def confirm_contact(
    number: str, *, item: int, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> MatterState:
    """A second person confirms the change: from now on the row holds the new contact, and its new mark stands in the entry.

    A title of what was told in confidence is worded anew where the new contact stands in it.

    Where a review shares the petitioner's row, this petition gets a row of its own: each petition changes by its own dossier.
    """
    rows: list[tuple[Petition, Petitioner]] = []

    def add(pen: Pen) -> Mapping[str, Any]:
        rows.clear()
        rows.extend(_changed(pen, item))
        if not rows:
            return {}
        title = titled_anew(number) if pen.state is not None and pen.state.confidential else {}
        return {"petition": rows[0][0].number, "mark": petitioner_commitment(rows[0][1]), **title}

    def then(pen: Pen) -> None:
        _save(*rows[0])

    return commit(
        number, Verb.CONFIRM_CONTACT, {"item": item, "reason": reason}, by=by, now=now, seen=seen, add=add, then=then
    )  # fmt: skip


def _changed(pen: Pen, item: int) -> list[tuple[Petition, Petitioner]]:
    """The petition and its petitioner as the change would have them, not saved; empty for a change that isn't there."""
    assert pen.state is not None, "a pen that was taken up has a matter"
    change = next((c for c in pen.state.contact_changes if c.n == item), None)
    petition = (
        Petition.objects.filter(number=change.petition, matter_id=pen.number).select_related("petitioner").first()
        if change is not None
        else None
    )  # fmt: skip
    if change is None:
        return []  # the rules say so in their own words
    if petition is None:
        raise NotDone(Refused("not_on_list", "21", "item"), pen.state)  # it belongs to another matter by now
    said = SealedText.objects.filter(number=pen.number, seq=change.text_seq, name__in=CONTACTS)
    new = {name: text for name, text in said.values_list("name", "text") if text}
    if not new:
        raise NotDone(Refused("missing", "21", "item"), pen.state)
    return [(petition, _with(petition.petitioner, new))]


def _with(row: Petitioner, new: Mapping[str, str]) -> Petitioner:
    if "phone" in new:
        row.phone = whole_number(new["phone"]) or new["phone"]
    if "address" in new:
        row.address = new["address"]
    if "email" in new:
        row.email = new["email"]
    row.salt = secrets.token_bytes(SALT_BYTES)
    return row


def _save(petition: Petition, row: Petitioner) -> None:
    """Write the row with its indexes; a copy of its own where other petitions use the same one."""
    shared = Petition.objects.filter(petitioner_id=row.pk).exclude(number=petition.number).exists()
    if not shared:
        row.save()
        return
    for name in ("name", "language", "id_number", "phone", "address", "email", "account"):
        setattr(row, name, str(getattr(row, name)))  # opened, so that the copy is sealed and indexed anew
    row.pk, row._state.adding = None, True
    row.save(force_insert=True)
    Petition.objects.filter(number=petition.number).update(petitioner=row)


def given_contacts(petition: Petition) -> frozenset[Contact]:
    """By which contacts this petitioner can be called back: those that the register holds, and in person."""
    who = petition.petitioner
    held = {Contact.PHONE: who.phone, Contact.EMAIL: who.email, Contact.ADDRESS: who.address}
    return frozenset({Contact.IN_PERSON, *(contact for contact, value in held.items() if value)})
