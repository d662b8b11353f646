"""Numbers of papers as they are cited: ``supervise-2026-0003`` in the record is 督〔2026〕3号 on paper (GB/T 9704)."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: The series that numbers are given out in, and the character that stands for each.
SERIES: Mapping[str, str] = {"supervise": "督", "recommend": "建"}
_SERIAL = re.compile(r"([a-z]+)-(\d{4})-(\d{4,})")


def cited(serial: str) -> str:
    """The number as people write it; as it is if it isn't one of ours, empty if there is none."""
    found = _SERIAL.fullmatch(serial)
    if found is None or found[1] not in SERIES:
        return serial
    return f"{SERIES[found[1]]}〔{found[2]}〕{int(found[3])}号"
