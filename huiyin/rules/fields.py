"""What a verb must be told: field specs that forms, API and commands are made from, and the one check of them.

A field marked ``sealed`` carries free text that may be personal: it never enters the dossier in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as later
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a field is typed in and checked."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    UNIT = "unit"
    CATEGORY = "category"
    PLACE = "place"
    NUMBER = "number"
    DAYS = "days"
    YES = "yes"
    MOMENT = "moment"
    PETITION = "petition"
    FILE = "file"
    DAY = "day"  # a local date, YYYY-MM-DD
    ITEM = "item"  # the number of a part of the matter: a pledge, a notice, a co-handling
    ANY_UNIT = "any_unit"  # a unit of whatever kind, villages and leaders' posts too
    LEADER = "leader"  # the post of a county leader
    STAFF = "staff"  # the key of a colleague


LIMIT: dict[Kind, int] = {
    Kind.TEXT: 200, Kind.LONG: 20_000, Kind.UNIT: 40, Kind.CATEGORY: 12, Kind.PLACE: 40, Kind.PETITION: 24,
    Kind.ANY_UNIT: 40, Kind.LEADER: 40, Kind.STAFF: 40,
}  # fmt: skip
MOST_DAYS = 365
#: Parts of one kind that a matter may have; more is a slip of the pen.
MOST_ITEMS = 9_999
#: Moments outside these years are slips of the pen, and some can't be reckoned with at all.
YEARS = range(1900, 2200)
#: Letters and a blank of no shape, which Unicode counts as printable; the blank of ASCII too.
_SHAPELESS = frozenset(" \u115f\u1160\u2800\u3164\uffa0")
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_WHOLE = re.compile(r"[+-]?\d{1,100}")
#: What stands above words that a machine made. Nothing is stored while it stands there: somebody reads and mends them first.
MACHINE = "【机器草稿，未经人核实】"
#: The county's people at the end of 2024; no crowd is bigger.
MOST_PERSONS = 200_769


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a verb is told. ``limit`` counts characters (code points), ``choices`` a closed list.

    ``of`` names the parts of the matter that an ITEM is chosen from, a field of ``MatterState``. ``of_staff``: asked of staff
    and of nobody else; a guard sees to that.
    """

    name: str
    kind: Kind
    required: bool = True
    choices: type[StrEnum] | None = None
    sealed: bool = False
    of: str = ""
    of_staff: bool = False

    @property
    def limit(self) -> int:
        """Most characters allowed; 0 where the kind has its own check."""
        return LIMIT.get(self.kind, 0)


@dataclass(frozen=True, slots=True)
class Refused:
    """A "no" with its reason (a code that each language words itself), the article behind it and the field to mend."""

    reason: str
    article: str = ""
    field: str = ""
    params: Mapping[str, Any] = later(default_factory=dict)

    def __bool__(self) -> bool:
        """Always false, so that ``if not decision`` reads as it should."""
        return False


def is_blank(text: str) -> bool:
    """Whether nobody sees anything of it: no signs, blanks, signs without a shape. What is no text at all isn't blank."""
    seen = any(sign.isprintable() and sign not in _SHAPELESS for sign in text)
    return not seen and _NO_TEXT.search(text) is None


def check(spec: Field, value: Any) -> Any | Refused:
    """The value as the dossier keeps it, or why it can't be: missing, too long, holding a NUL, not on the list."""
    if isinstance(value, str):
        value = "" if is_blank(value) else value.strip()
    if value is None or value == "":
        return Refused("missing", field=spec.name) if spec.required else None
    if isinstance(value, str):
        no = unfit(spec.name, value, spec.limit)
        if no is not None:
            return no
    return _typed(spec, value)


def unfit(name: str, text: str, limit: int) -> Refused | None:
    """Why a text can't be stored: a NUL or half a character, a machine's unread words, over ``limit`` characters (0: any)."""
    if _NO_TEXT.search(text):
        return Refused("not_text", field=name)
    if MACHINE in text:
        return Refused("machine_words", field=name)
    if limit and len(text) > limit:
        return Refused("too_long", field=name, params={"limit": limit, "length": len(text)})
    return None


def _typed(spec: Field, value: Any) -> Any | Refused:
    if spec.choices is not None:
        if not isinstance(value, str) or value not in {member.value for member in spec.choices}:
            return Refused("not_on_list", field=spec.name)
        return str(value)
    if spec.kind is Kind.YES:
        return value in (True, "true", "on", "1", 1)
    if spec.kind is Kind.DAYS:
        return _whole(spec, value, MOST_DAYS)
    if spec.kind is Kind.NUMBER:
        return _whole(spec, value, MOST_PERSONS)
    if spec.kind is Kind.ITEM:
        return _whole(spec, value, MOST_ITEMS)
    if spec.kind is Kind.MOMENT:
        return _moment(spec, value)
    if spec.kind is Kind.DAY:
        return _day(spec, value)
    if not isinstance(value, str):
        return Refused("not_text", field=spec.name)
    return value


def _whole(spec: Field, value: Any, most: int) -> int | Refused:
    text = str(value)
    if not _WHOLE.fullmatch(text):
        return Refused("not_a_number", field=spec.name)
    number = int(text)
    if not 1 <= number <= most:
        return Refused("out_of_range", field=spec.name, params={"most": most})
    return number


def _day(spec: Field, value: Any) -> str | Refused:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return Refused("not_a_day", field=spec.name)
    if isinstance(day, datetime) or day.year not in YEARS:
        return Refused("not_a_day", field=spec.name)
    return day.isoformat()


def _moment(spec: Field, value: Any) -> datetime | Refused:
    if not isinstance(value, datetime) or value.tzinfo is None or value.year not in YEARS:
        return Refused("not_a_moment", field=spec.name)
    return value
