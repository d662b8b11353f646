"""Which organ decides a review or recheck, by one name: on every page, in every letter about it, and under what it decides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.reviewing import Deciding, deciding
from huiyin.rooms.county.queries import department, organ_called, review_unit
from huiyin.rooms.county.queries import unit as unit_now
from huiyin.rooms.county.renames import unit_at
from huiyin.rules.vocabulary import Stage
from huiyin.web.shared import county, letters, letters_ko, letters_zh
from huiyin.web.shared.county import organ_name
from huiyin.web.shared.letters_parts import Tongue
from huiyin.web.shared.words import language

_TONGUES = (letters_zh.TONGUE, letters_ko.TONGUE)


def decides(file: File) -> str:
    """Who decides this review or recheck: the organ above, the county's government for its review office, else the unit."""
    return _named(Deciding(file.state.desk, outside(file)))


def would_decide(file: File) -> str:
    """Who would review or recheck the answer of this matter."""
    return _named(deciding(file.state, outside(file)))


def decided(file: File, at: datetime) -> Mapping[str, str]:
    """As ``decides``, as it signs in each language of a letter: by its full name of that time."""
    return {one.code: _signing(Deciding(file.state.desk, outside(file)), one, at) for one in _TONGUES}


def next_above(file: File, unit: str, at: datetime | None = None) -> Mapping[str, str]:
    """Whom to ask for a review or recheck of this matter's answer, by language; nothing after a recheck. Art. 35, 36.

    ``unit`` answered, ``at`` that time; now if left out.
    """
    if file.state.stage is Stage.RECHECK:
        return {}
    who = deciding(file.state, outside(file), answered=unit if file.state.stage is Stage.FIRST else "")
    return {one.code: _signing(who, one, at) for one in _TONGUES}


def outside(file: File) -> str:
    """The Chinese name of the organ outside the county that decides, as the first entry has it; empty if none."""
    return str(json.loads(file.entries[0].data).get("above", ""))


def itself(file: File) -> bool:
    """Whether the unit that has this review or recheck decides it: not for the county's government, nor an organ above."""
    who = Deciding(file.state.desk, outside(file))
    return not who.above and not _government(who)


def _named(who: Deciding) -> str:
    """As ``_signing`` has it in the page's language: what a letter signs with, the page says, too."""
    if who.above:
        return organ_name(who.above)
    names = _government(who)
    if said := names.get(language()) or (_in_english() if names else "") or names.get("zh-hans"):
        return said
    unit = unit_now(who.desk)
    return letters.name_in(unit, language()) if unit else county.unit_name(who.desk)


def _in_english() -> str:
    """The county's government on English pages; letters are Chinese and Korean."""
    name = letters.county_name("en")
    return f"People's Government of {name}" if language().startswith("en") and name.isascii() else ""


def _signing(who: Deciding, tongue: Tongue, at: datetime | None) -> str:
    if who.above:
        return organ_called(who.above, tongue.code)
    if name := _government(who).get(tongue.code):
        return name
    unit = unit_at(who.desk, at) if at else unit_now(who.desk)
    return letters.full_name(unit, tongue) if unit else ""


def _government(who: Deciding) -> Mapping[str, str]:
    """The county's government, where its office keeps the matter for it."""
    return letters.county_government() if who.desk == (review_unit() or department()) else {}
