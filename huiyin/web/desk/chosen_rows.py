"""What stands beside each of many chosen matters before something is done to them: who has it, until when, where, of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.seeing import in_confidence
from huiyin.rooms.cases.withdrawn import TakenBack
from huiyin.rules.identifiers import mask_name
from huiyin.rules.roles import Actor
from huiyin.rules.state import MatterState
from huiyin.web.shared import badges, county


@dataclass(frozen=True, slots=True)
class Facts:
    """``unit``: who has it now; ``clock`` and ``due``: its nearest last day and of which term.

    ``about``: place, and who brought it, masked; ``back``: the mark of what was taken back.
    """

    unit: str = ""
    clock: SafeString | str = ""
    due: str = ""
    about: str = ""
    back: SafeString | str = ""


def facts_of(
    matters: Sequence[Matter], who: Actor, today: date, known: Mapping[str, MatterState]
) -> Mapping[str, Facts]:
    """For each by number, of those that have been read (``known``); one query. Told in confidence, nobody is named."""
    open_to = [m.number for m in matters if not in_confidence(m.confidential, m.desk_id, who)]
    rows = (
        Petition.objects.filter(number__in=open_to, confidential=False)
        if open_to
        else Petition.objects.none()
    )
    names = {row.number: mask_name(row.petitioner.name) for row in rows.select_related("petitioner")}
    back = {number: withdrawn.of(state) for number, state in known.items()}
    return {m.number: _facts(m, names.get(m.number, ""), back.get(m.number), today) for m in matters}


def _facts(matter: Matter, name: str, back: TakenBack | None, today: date) -> Facts:
    place = county.place_name(matter.place) if matter.place else ""
    person = name or (_("in confidence") if matter.confidential else "")
    return Facts(
        county.holder_name(matter.owner_id) if matter.owner_id else "", badges.nearest(matter, today),
        badges.until(matter, today), " · ".join(filter(None, (place, person))), badges.withdrawn(back),
    )  # fmt: skip
