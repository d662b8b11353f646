"""Which organ decides a review or recheck, by one name: in the letter, on the page of the answer and of the request itself."""

from __future__ import annotations

import json

from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.reviewing import deciding
from huiyin.rooms.county.queries import department, review_unit
from huiyin.web.shared import county, letters
from huiyin.web.shared.county import organ_name
from huiyin.web.shared.words import language


def organ_above(file: File) -> str:
    """The organ outside the county that decides this review or recheck; empty if none."""
    return organ_name(_outside(file))


def decides(file: File) -> str:
    """Who decides this review or recheck: the organ above, the county's government for its review office, else the unit."""
    return _named(file.state.desk, _outside(file))


def would_decide(file: File) -> str:
    """Who would review or recheck the answer of this matter."""
    who = deciding(file.state, _outside(file))
    return _named(who.desk, who.above)


def _outside(file: File) -> str:
    return str(json.loads(file.entries[0].data).get("above", ""))


def _named(desk: str, above: str) -> str:
    if above:
        return organ_name(above)
    names = letters.county_government() if desk == (review_unit() or department()) else {}
    return names.get(language()) or names.get("zh-hans") or county.unit_name(desk)
