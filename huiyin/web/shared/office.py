"""The petition department as one reaches it, for pages and papers that the public takes home."""

from __future__ import annotations

from dataclasses import dataclass

from huiyin.rooms.county.models import Unit
from huiyin.rooms.county.queries import rota_terms, wording
from huiyin.rules.units import UnitKind
from huiyin.web.shared.county import unit_name
from huiyin.web.shared.words import language


@dataclass(frozen=True, slots=True)
class Office:
    """The petition department as one reaches it; what the county hasn't set is empty."""

    name: str
    phone: str
    address: str


def office() -> Office:
    """The department's name, telephone (else the duty room's) and address, as the reader's language has them; one query."""
    unit = (
        Unit.objects.filter(kind=UnitKind.DEPARTMENT.value, is_active=True).only("phone", "address").first()
        or Unit()
    )
    address = wording("portal_address", language()) or unit.address
    return Office(unit_name(unit.code), unit.phone or rota_terms().rota_phone, address)
