"""Numbers of papers as they are cited: ``supervise-2026-0003`` in the record is 督〔2026〕3号 on paper (GB/T 9704)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

#: The series that numbers are given out in, and the character that stands for each.
SERIES: Mapping[str, str] = {"supervise": "督", "recommend": "建"}
_SERIAL = re.compile(r"([a-z]+)-(\d{4})-(\d{4,})")


#: As people type it: any brackets or none, with or without 第 and 号.
_TYPED = re.compile(
    r"([督建])\s*[〔\[［【(（〈<]?\s*(\d{4})\s*[〕\]］】)）〉>]?\s*[-－第 ]?\s*(\d{1,6})\s*[号號]?"
)


def cited(serial: str) -> str:
    """The number as people write it; as it is if it isn't one of ours, empty if there is none."""
    found = _SERIAL.fullmatch(serial)
    if found is None or found[1] not in SERIES:
        return serial
    return f"{SERIES[found[1]]}〔{found[2]}〕{int(found[3])}号"


def uncited(typed: str) -> str:
    """The number as the record has it, of one that was typed as it is cited or as it is kept; empty for what is none."""
    words = unicodedata.normalize("NFKC", typed).strip()
    kept, found = _SERIAL.fullmatch(words.lower()), _TYPED.fullmatch(words)
    if kept is not None and kept[1] in SERIES:
        return kept[0]
    if found is None:
        return ""
    series = next(name for name, sign in SERIES.items() if sign == found[1])
    return f"{series}-{found[2]}-{int(found[3]):04d}"
