"""Every setting that there is, and what stands where the county has set nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from huiyin.rooms.county.snapshot import SETTINGS

#: Settings that are no field of a class of the rules, with the value that stands where nothing is set.
CHOICES: Mapping[str, Any] = {
    "default_unit": "", "review_unit": None, "upper_organ": "", "upper_organ_ko": "", "upper_organ_en": "",
    "top_organ": "", "top_organ_ko": "", "top_organ_en": "", "languages": ["zh-hans", "ko", "en"],
}  # fmt: skip


def every() -> list[str]:
    """All settings that there are, in the order of the rules."""
    return [*SETTINGS, *CHOICES]


def default(key: str) -> Any:
    """What stands where the county has set nothing."""
    if key in CHOICES:
        return CHOICES[key]
    return next(spec.default for spec in fields(SETTINGS[key]) if spec.name == key)
