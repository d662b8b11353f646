"""The title of what becomes confidential later: every list shows it, so it mustn't go on telling who speaks. Art. 30."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.rooms.cases.models import Matter
from huiyin.rooms.cases.own_words import own_in
from huiyin.rooms.cases.people import Person
from huiyin.rooms.cases.unnaming import SOMEBODY, known_in, known_of, unnamed
from huiyin.rules.hiding import Told
from huiyin.rules.identifiers import mask_name
from huiyin.rules.vocabulary import MatterClass


def title_as_sorted(number: str, klass: str, *, confidential: bool = False) -> str:
    """The title without who speaks, where sorting makes the matter confidential and it told them; empty where it may stay."""
    kept = confidential or klass == MatterClass.TIP_OFF
    return titled_anew(number).get("title", "") if kept else ""


def titled_anew(number: str, *others: str) -> dict[str, str]:
    """The ``title`` without whoever speaks in this matter or in the ``others``; nothing where it told nobody.

    What the portal masked (王**) goes as well: in a village a surname is a name; so do the numbers in their own words, told in
    confidence or not: from now on they are. One query and those of ``known_in``.
    """
    title = Matter.objects.filter(number=number).values_list("title__text", flat=True).first() or ""
    clean = title
    for people in known_in([number, *others], confided=True).values():
        clean = untold(clean, people)
    return {"title": clean} if clean != title else {}


def told_by_nobody(title: str, people: Iterable[Person], text: str) -> str:
    """A title of what is about to come, without these people and without the numbers in it or in their ``text``."""
    return untold(title, known_of(people, own=own_in(title, text)))


def untold(title: str, people: Told) -> str:
    """A title without these people, masked names among them: 王** is as much."""
    for masked in sorted({mask_name(name) for name in people.names} - {""}, key=len, reverse=True):
        title = title.replace(masked, SOMEBODY)
    return unnamed(title, people)
