"""The county's own words for a letter that nobody writes by hand, as they are in force on the day on which it goes out.

They go into the entry, so that a letter printed later says what it said then. No person's data: only what stands around it.
"""

from __future__ import annotations

from huiyin.rooms.county.queries import wording
from huiyin.rules.vocabulary import Verb
from huiyin.rules.wordings import PIECES, unworded

#: The verbs that send the notice of acceptance, and the pieces that it is put together from.
_SENDS = frozenset({Verb.ACCEPT, Verb.NOTIFY})
_OF = ("accepted", "hold_to")


def worded(verb: Verb) -> dict[str, dict[str, dict[str, str]]]:
    """What the entry says of the letter's words, by language and piece; nothing where the house's stand."""
    if verb not in _SENDS:
        return {}
    found: dict[str, dict[str, str]] = {}
    for key in _OF:
        for language in PIECES[key].languages:
            text = wording(key, language)
            if text and unworded(key, language, text) is None:
                found.setdefault(language, {})[key] = text
    return {"worded": found} if found else {}
