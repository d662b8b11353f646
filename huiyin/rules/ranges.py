"""Whole numbers that a county may set: what lies outside is refused with what would fit, for whoever says it in words."""

from __future__ import annotations

from typing import Any


class NotInRange(ValueError):
    """A setting that must be a whole number from ``least`` to ``most`` and isn't."""

    def __init__(self, name: str, value: Any, *, least: int, most: int) -> None:
        super().__init__(f"{name} must be a whole number from {least} to {most}: {value!r}")
        self.least, self.most = least, most


class NotTogether(ValueError):
    """Two settings that fit each by itself, and not beside each other: the first must be less than the second."""

    def __init__(self, **settings: int) -> None:
        self.names = tuple(settings)
        lower, upper = self.names
        super().__init__(f"{lower} must be below {upper}: {settings[lower]}, {settings[upper]}")


def insist_on_whole(name: str, value: Any, *, least: int = 1, most: int) -> None:
    """Refuses (NotInRange) what is no whole number in this range; true and false are no numbers."""
    if type(value) is not int or not least <= value <= most:
        raise NotInRange(name, value, least=least, most=most)
