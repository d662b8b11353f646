"""Since when an answer can have reached a petition: not before it came to the matter that is answered. Art. 32, 35."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.rooms.cases.pen import NotDone, Pen
from huiyin.rooms.dossier.models import Entry
from huiyin.rules.calendar import local_date
from huiyin.rules.fields import Refused
from huiyin.rules.vocabulary import Verb


def not_before_they_came(pen: Pen, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Adds nothing; refuses a delivery that would lie before one of its petitions was joined: their thirty days run from it.

    One query, and none where nobody was joined.
    """
    state, moment = pen.state, given["delivered_at"]
    if state is None or not isinstance(moment, datetime):
        return {}
    named = {given["petition"]} if given.get("petition") else {p.number for p in state.petitions}
    came = _joined(state.number) if named - {state.number} else {}
    late = {
        number: came[number]
        for number in named & came.keys()
        if moment < came[number].replace(second=0, microsecond=0)
    }
    if late:
        number = max(late, key=lambda one: late[one])
        params = {"petition": number, "day": local_date(late[number]).isoformat()}
        raise NotDone(Refused("before_joining", "32", "delivered_at", params), state)
    return {}


def _joined(number: str) -> dict[str, datetime]:
    """When each petition came to the matter, those that were joined."""
    rows = Entry.objects.filter(number=number, verb=Verb.JOIN.value).order_by("seq").values_list("data", "at")
    return {json.loads(data)["petition"]["number"]: at for data, at in rows}
