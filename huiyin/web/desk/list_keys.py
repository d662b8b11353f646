"""The keys of a list's pages as they stand in addresses: read back into the columns that a list is ordered by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from huiyin.rooms.cases import listing
from huiyin.rules.identifiers import parse_number
from huiyin.rules.units import is_code
from huiyin.web.shared import when


def _moment(text: str) -> datetime:
    found = when.moment_in(text)
    if found is None:
        raise ValueError(text)
    return found


def _number(text: str) -> str:
    parsed = parse_number(text)
    if parsed is None:
        raise ValueError(text)
    return parsed.text


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise ValueError(text)
    return int(text)


def _code(text: str) -> str:
    if not is_code(text):
        raise ValueError(text)
    return text


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "due_on": date.fromisoformat, "at": _moment, "opened_at": _moment,
    "done_at": _moment, "owner_at": _moment, "registered_at": _moment,
    "matter": _number, "number": _number, "n": _whole, "returns": _whole, "rounds_count": _whole, "reopened": _whole,
    "leader": _code, "unit": _code,
}  # fmt: skip


def key_in(texts: Sequence[str], columns: Sequence[str]) -> listing.Key | None:
    """The key of an address; None if it isn't one."""
    try:
        return tuple(_PARSERS[name.lstrip("-")](text) for name, text in zip(columns, texts, strict=True))
    except ValueError:
        return None


def plain(value: Any) -> str:
    """One column's value as it stands in an address."""
    return value.isoformat() if isinstance(value, date) else str(value)
