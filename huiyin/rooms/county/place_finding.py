"""Places by what a clerk types: characters of the name, of the town, their Korean name, or the initials of the pinyin.

大兴沟镇 is found by 大兴, 兴沟, dxg, dxgz. Names that several towns have all stand in the answer, each with its town.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from huiyin.rooms.county.name_finding import initials, narrow
from huiyin.rooms.county.queries import Place, places
from huiyin.rooms.county.snapshot import snapshot

#: So many places are enough to choose from; whoever sees more types on.
MOST = 30


@dataclass(frozen=True, slots=True)
class _Known:
    """A place with all that it is found by: its names, and the initials of its label."""

    place: Place
    words: tuple[str, ...]
    initials: tuple[str, ...]


def places_called(typed: str, language: str = "zh-hans") -> list[Place]:
    """The places that what was typed may mean, the best first: whole names, then beginnings, then whatever holds it.

    ``language`` is that of the labels; found are Chinese and Korean names alike. At most ``MOST``; nothing for nothing.
    """
    wanted = "".join(narrow(typed).split()).lower()
    if not wanted:
        return []
    ranked = [(rank, n) for n, known in enumerate(_all()) if (rank := _rank(known, wanted)) is not None]
    labelled = {place.code: place for place in places(language)}
    return [labelled[_all()[n].place.code] for _rank_, n in islice(sorted(ranked), MOST)]


def town_of(place: str) -> str:
    """The town or street that a place lies in, or is; empty for what is no place of ours."""
    return next((one.town for one in places() if one.code == place), "")


def town_in(text: str) -> str:
    """The town or street that the text names, if it names exactly one."""
    named = {one.town for one in places() if one.town == one.code and one.label in text}
    return named.pop() if len(named) == 1 else ""


def place_names() -> Mapping[str, str]:
    """Codes by the whole name, alone or behind its town's (大兴沟镇和信村); a name that several places have isn't in it."""
    names: Mapping[str, str] = snapshot().kept(("place_names",), _names)
    return names


def _names() -> Mapping[str, str]:
    units, found = snapshot().units, dict[str, str | None]()
    for place in places():
        name = units[place.code].called("zh-hans")
        town = units[place.town].called("zh-hans") if place.town in units and place.town != place.code else ""
        for text in {name, place.label, f"{town}{name}"}:
            found[text] = place.code if found.get(text, place.code) == place.code else None
    return {text: code for text, code in found.items() if code is not None}


def _rank(known: _Known, wanted: str) -> int | None:
    if wanted.isascii() and wanted.isalpha():
        if wanted in known.initials:
            return 0
        return 1 if any(text.startswith(wanted) for text in known.initials) else None
    if wanted in known.words:
        return 0
    if any(word.startswith(wanted) for word in known.words):
        return 1
    return 2 if any(wanted in word for word in known.words) else None


def _all() -> tuple[_Known, ...]:
    found: tuple[_Known, ...] = snapshot().kept(("places_by_words",), _gathered)
    return found


def _gathered() -> tuple[_Known, ...]:
    units, korean = snapshot().units, {place.code: place for place in places("ko")}
    found = []
    for place in places():
        name = units[place.code].called("zh-hans")
        bare = _bare(name)
        words = {name, bare, place.label, units[place.code].name_ko, korean[place.code].label}
        letters = {*initials(name), *initials(place.label), *initials(bare)}
        folded = {"".join(narrow(word).split()).lower() for word in words if word}
        found.append(_Known(place, tuple(sorted(folded)), tuple(sorted(letters))))
    return tuple(found)


def _bare(name: str) -> str:
    """The name without the word for what it is: 河西村 is called 河西."""
    return name[:-2] if name.endswith(("街道", "社区")) else name[:-1] if name[-1:] in "镇乡村" else name
