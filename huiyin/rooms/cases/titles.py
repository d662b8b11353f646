"""The title of what becomes a tip-off by being sorted: every list shows it, so it mustn't go on telling who speaks. Art. 30."""

from __future__ import annotations

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.unnaming import SOMEBODY, known_in, unnamed
from huiyin.rules.identifiers import mask_name
from huiyin.rules.vocabulary import MatterClass


def title_as_sorted(number: str, klass: str) -> str:
    """The title without who speaks, where sorting makes the matter a tip-off and it told them; empty where it may stay.

    What the portal masked (王**) goes as well: in a village a surname is a name. Five queries for a tip-off, else none.
    """
    if klass != MatterClass.TIP_OFF:
        return ""
    title = Matter.objects.filter(number=number).values_list("title__text", flat=True).first() or ""
    people = known_in([number])[number]
    clean = title
    for name in people.names:
        clean = clean.replace(mask_name(name), SOMEBODY)
    clean = unnamed(clean, people)
    return clean if clean != title else ""
