"""What the published holidays are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: By the names that the published calendar gives them.
_HOLIDAYS = {
    "New Year's Day": _("New Year's Day"), "Spring Festival": _("Spring Festival"), "Labour Day": _("Labour Day"),
    "Tomb-sweeping Day": _("Tomb-sweeping Day"), "Dragon Boat Festival": _("Dragon Boat Festival"),
    "National Day": _("National Day"), "Mid-autumn Festival": _("Mid-autumn Festival"),
    "Anti-Fascist 70th Day": _("Victory Day"),
}  # fmt: skip


def holiday(name: str) -> str:
    """A holiday as the active language calls it; a name that the county wrote itself stays."""
    return str(_HOLIDAYS.get(name, name))
