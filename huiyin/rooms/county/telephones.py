"""Telephone numbers as people of this county type them: a local one without its area code is one all the same."""

from __future__ import annotations

import re

from huiyin.rooms.county.queries import call_terms
from huiyin.rules.identifiers import local_phone, normal_phone


def whole_number(typed: str) -> str | None:
    """A number as we store and compare it, a local one with the county's area code; None for what is no number to call."""
    return normal_phone(typed, area=call_terms().call_area)


def to_call(typed: str) -> str | None:
    """The same for whoever calls from here: a local number can be dialled as it is, though the county has set no area code."""
    return whole_number(typed) or local_phone(typed)


_SHORT = re.compile(r"[19]\d{2,5}")  # 110, 12345, 96333
_INSIDE = re.compile(r"(?:转|轉|分机|내선|ext\.?)\s*\d{1,6}\s*$", re.IGNORECASE)  # 0433-8800000转8012
_PARTED = re.compile(r"[、,，;；/]")


def may_be_published(text: str) -> bool:
    """Whether each of the numbers, parted by 、 or a comma, can be dialled by whoever reads them; short ones (12345) too."""
    return all(to_call(one) or _SHORT.fullmatch(one.strip()) for one in _PARTED.split(text))


def of_a_unit(text: str) -> bool:
    """The same for a unit's own telephones, of which each may name an extension after 转 (分机, 내선, ext.)."""
    return all(may_be_published(_INSIDE.sub("", one).strip()) for one in _PARTED.split(text))
